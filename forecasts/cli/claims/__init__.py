"""`forecasts claims`: what published texts say about the future, made into questions."""

from __future__ import annotations

import click

from forecasts.cli.claims.accepting import accept
from forecasts.cli.claims.scanning import scan
from forecasts.cli.claims.settling import dismiss, same
from forecasts.cli.claims.walking import walk


@click.group(epilog="\b\nExample:\n  forecasts claims scan csds-brief")
def claims() -> None:
    """Find what a text says about the future, and make questions and forecasts of it.

    A publication's words are read on a scale and scored at its own date; words that give no
    number are kept as said.
    """


for command in (scan, accept, same, dismiss, walk):
    claims.add_command(command)
