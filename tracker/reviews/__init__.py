"""Reviews assembled: what surprised, how it was worked on, and whether last time's lesson held."""
