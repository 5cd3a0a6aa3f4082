"""`forecasts init`: make an empty record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say_out
from forecasts.store import create_store

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="\b\nExample:\n  forecasts init --db korea.db")
@options.db_option
@options.json_option
def init(db: Path, as_json: bool) -> None:
    """Make an empty record, by default data.db in this folder.

    A record that is there already is left alone.
    """
    create_store(db).close()
    if as_json:
        json_line({"db": str(db), "created": True})
        return
    say_out(f'Made {db}. Ask a first question:\n  forecasts ask "Will … by …?" --closes 2027-06-30')
