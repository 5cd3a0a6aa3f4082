"""One report, rendered for a terminal, as Markdown, as HTML and as JSON."""
