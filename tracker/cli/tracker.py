"""`forecasts tracker`: score, report and remind as things fall due."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress
from tracker import jobs
from tracker.cli.desk import desk, reports, reports_option, zone
from tracker.cli.standing import words
from tracker.cli.told import told
from tracker.diary import lock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "install": "tracker.cli.install",
        "replay": "tracker.cli.replay",
        "schedule": "tracker.cli.plan",
    }
)
FEW = 5  # units of work: a report takes a good part of a second


class Tracker(click.Group):
    """The commands of this file, and those of others, which a tick need not load."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all of them, in the order of the alphabet."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, loaded on use."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(ELSEWHERE[cmd_name]), cmd_name)
        return found


@click.group(
    cls=Tracker,
    epilog="\b\nExamples:\n  forecasts tracker run\n  forecasts tracker schedule list\n"
    "  forecasts tracker tick --db korea.db",
)
def tracker() -> None:
    """Score, report and remind as things fall due: kept running (run), or once (tick)."""


@tracker.command(
    epilog="\b\nExamples:\n  forecasts tracker run\n"
    "  forecasts tracker run --every 30 --reports pages"
)
@click.option(
    "--every", metavar="SECONDS", type=click.IntRange(1, 3600), default=60, show_default=True
)
@reports_option
@options.tz_option
@options.db_option
def run(every: int, folder: Path | None, tz: str | None, db: Path) -> None:
    """Keep at it in the foreground, until Ctrl-C or SIGTERM; a system's supervisor starts it.

    Every unit of work is done once: what a reboot or a closed lid left out is caught up with.
    Says a line for each thing that happens, with the time in UTC. Exit 75 when another process
    ticks this record, 70 when a tick hangs, so that a supervisor starts it again.
    """
    from tracker.schedule.foreground import keep_ticking

    with options.opened(db):  # a record that is not there is said before anything waits
        pass
    with lock.ticking(db, "tracker run, process"):
        keep_ticking(db, every, reports(db, folder), zone(tz), say)


@tracker.command(
    epilog="\b\nExamples:\n  forecasts tracker tick\n"
    "  17 * * * * forecasts tracker tick --db /srv/korea.db   (a line for crontab)"
)
@reports_option
@options.tz_option
@options.db_option
@options.json_option
def tick(folder: Path | None, tz: str | None, db: Path, as_json: bool) -> None:
    """Do all that is due, once; for cron and systemd timers.

    Running it twice changes nothing. Exit 75 when another process is ticking. With --json one
    object: scored, restated, done[], failed[], as_of_seq, seconds_since_last_tick.
    """
    from tracker.schedule.clockwork import Clockwork

    with options.opened(db) as store, lock.ticking(db):
        found = jobs.tick(desk(store, folder), Clockwork(zone(tz)), progress("ticking", FEW))
        told(found, as_json=as_json)


@tracker.command(epilog="\b\nExample:\n  forecasts tracker status --json")
@options.db_option
@options.json_option
def status(db: Path, as_json: bool) -> None:
    """Say when the tracker last worked, what it does next, what waits, and what failed.

    With --json one object: last_tick_at, last_scored_at, lag_seconds, interval_seconds, dead,
    ticking (who does now), waiting, scored, failures[question error attempts retry_at], overdue
    (questions that await an outcome), next[plan at], head.
    """
    with options.opened(db) as store:
        found = jobs.standing(store, options.now())
        if as_json:
            json_line(found.as_json())
        else:
            say_out(words(found))
