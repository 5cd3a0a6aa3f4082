"""The judge's commands, named in the front door's table and loaded on use."""
