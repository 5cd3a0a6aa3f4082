"""When the judge works: firing times in local time, and the clock that wakes it."""
