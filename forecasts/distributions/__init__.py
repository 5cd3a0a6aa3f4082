"""What people say of a number, a date or options: read, looked at, and written out again."""
