"""What a team's weekly meeting needs of the record: an agenda, and rounds of numbers."""
