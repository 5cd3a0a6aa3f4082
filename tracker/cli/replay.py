"""`forecasts tracker replay`: a past span lived again, to see what the tracker would have done."""

from __future__ import annotations

from pathlib import Path

import click

from forecasts import dates, parse
from forecasts.cli import options
from forecasts.cli.output import json_line, say_out
from forecasts.cli.progress import progress
from forecasts.errors import ForecastsError, InputError, RefusedError
from tracker.cli.desk import zone
from tracker.cli.told import few

EXAMPLES = """\b
Example:
  forecasts tracker replay --from 2025-09-01 --to 2026-09-01 --step 1d --into year

\b
--json prints one object: db, reports, ticks, scored, done[] (names of units of
work), failed[].
"""


@click.command(epilog=EXAMPLES)
@click.option("--from", "start", metavar="DATE", required=True, help="The first day.")
@click.option("--to", "end", metavar="DATE", required=True, help="The last day.")
@click.option("--step", metavar="LENGTH", default="1d", show_default=True, help="Between ticks.")
@click.option(
    "--into", "folder", metavar="DIR", type=click.Path(path_type=Path), default="replay",
    show_default=True, help="Where the record and the reports of the replay go.",
)  # fmt: skip
@options.tz_option
@options.db_option
@options.json_option
def replay(
    start: str, end: str, step: str, folder: Path, tz: str | None, db: Path, as_json: bool
) -> None:
    """Tick over a past span with a simulated clock, in a record of its own.

    Questions are there from the start; forecasts and outcomes are revealed at their times. It
    ends with the scores that one batch run gives, and with a report for every period.
    """
    from tracker.jobs.replaying import Span, replay
    from tracker.schedule.clockwork import Clockwork

    there, now = options.zone_of(tz), options.now()
    first, last = (dates.interval(text, there, now) for text in (start, end))
    if first.start >= last.end:
        raise InputError("--to comes before --from.", "Swap them.")
    _refuse_taken(folder)
    span = Span(first.start, last.end, parse.duration(step))
    with options.opened(db) as store:
        found = replay(store, folder, span, Clockwork(zone(tz)), progress("replaying", 1))
    reports = sum(name.startswith("report/") for name in found.done)
    if as_json:
        json_line({
            "db": str(folder / "data.db"), "reports": reports, "ticks": found.ticks,
            "scored": found.scored, "done": list(found.done), "failed": list(found.failed),
        })  # fmt: skip
    else:
        counts = f"{found.ticks} ticks, {found.scored} scorings (a restated one counts again)"
        say_out(f"{counts}, {reports} reports in {folder}.")
    if found.failed:
        raise ForecastsError(f"failed: {few(found.failed)}.", "Check: forecasts verify")


def _refuse_taken(folder: Path) -> None:
    """Raise RefusedError where a record is in the folder already."""
    if (folder / "data.db").exists():
        raise RefusedError(
            f"a replay is in {folder} already.", "Type another folder: --into replay2"
        )
