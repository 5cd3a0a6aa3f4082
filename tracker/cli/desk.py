"""Where a tick works from the command line: the record, the clock, the folder, the mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from tracker.delivery.settings import settings
from tracker.jobs import Desk

if TYPE_CHECKING:
    from forecasts.store import Store

REPORTS = "reports"  # beside the record
reports_option = click.option(
    "--reports",
    "folder",
    metavar="DIR",
    envvar="FORECASTS_REPORTS",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where reports go (or FORECASTS_REPORTS); reports beside the record by default.",
)


def desk(store: Store, folder: Path | None) -> Desk:
    """Return where a tick works now."""
    return Desk(store, options.now(), reports(store.path, folder), settings())


def reports(db: Path, folder: Path | None) -> Path:
    """Return the folder of the reports on a record."""
    return folder or db.parent / REPORTS


def zone(tz: str | None) -> str:
    """Return the name of the zone that was typed, UTC where none was."""
    return str(options.zone_of(tz))
