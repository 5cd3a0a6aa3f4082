"""The judge: how good it was."""
