"""`forecasts score`: score what is due, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.progress import progress
from tracker import jobs
from tracker.cli.told import told

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="\b\nExamples:\n  forecasts score\n  forecasts score --rebuild")
@click.option("--rebuild", is_flag=True, help="Drop all scores first and compute them again.")
@options.db_option
@options.json_option
def score(db: Path, rebuild: bool, as_json: bool) -> None:
    """Score every question about which something is newer than its score.

    The same work as `forecasts tracker tick`. A rebuild keeps the scores of superseded
    resolutions, as part of what was once reported. --json prints the object that tick prints.
    """
    with options.opened(db) as store:
        if rebuild:
            jobs.forget(store)
        told(jobs.score(store, options.now(), progress("scoring")), as_json=as_json)
