"""`forecasts tracker`: score, report and remind as things fall due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.progress import progress
from tracker import jobs
from tracker.cli import install, plan, replay
from tracker.cli.desk import desk, reports, reports_option, zone
from tracker.cli.standing import words
from tracker.cli.told import told
from tracker.diary import lock

if TYPE_CHECKING:
    from pathlib import Path

FEW = 5  # units of work: a report takes a good part of a second


@click.group(
    epilog="\b\nExamples:\n  forecasts tracker run\n  forecasts tracker schedule list\n"
    "  forecasts tracker tick --db korea.db"
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


tracker.add_command(plan.schedule)
tracker.add_command(install.install)
tracker.add_command(replay.replay)
