"""What the judge tells people: one section a file, rendered in four ways."""
