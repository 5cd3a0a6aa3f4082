"""`forecasts score`: score what is due, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import say
from forecasts.cli.progress import progress
from forecasts.errors import ForecastsError
from tracker import jobs
from tracker.cli.told import told

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.store import Store


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
        result = jobs.score(store, options.now(), progress("scoring"))
        renew_hints(store)
        told(result, as_json=as_json)


def renew_hints(store: Store) -> None:
    """Bring up to date what hints are given by; say what keeps that from being done."""
    try:
        jobs.recalibrate(store, options.now())
    except ForecastsError as error:
        say(f"Note: hints stay as they were: {error.message}")
