"""The record: what was asked, what was said, what happened."""
