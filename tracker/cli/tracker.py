"""`forecasts tracker`: score as outcomes resolve."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import day, json_line, say_out
from forecasts.cli.progress import progress
from tracker import jobs
from tracker.cli.told import questions, told

if TYPE_CHECKING:
    from pathlib import Path


QUIET = timedelta(days=2)  # a daily cron job that misses one firing is no news; two are


@click.group(epilog="\b\nExample:\n  forecasts tracker tick --db korea.db")
def tracker() -> None:
    """Do the judge's work as it falls due: once (tick), and see how it stands (status)."""


@tracker.command(
    epilog="\b\nExamples:\n  forecasts tracker tick\n"
    "  17 * * * * forecasts tracker tick --db /srv/korea.db   (a line for crontab)"
)
@options.db_option
@options.json_option
def tick(db: Path, as_json: bool) -> None:
    """Score what is due, once; for cron and systemd timers.

    Running it twice changes nothing. Exit 75 when another process is ticking. With --json one
    object: scored, restated, failed, as_of_seq, seconds_since_last_tick.
    """
    with options.opened(db) as store:
        told(jobs.score(store, options.now(), progress("scoring")), as_json=as_json)


@tracker.command(epilog="\b\nExample:\n  forecasts tracker status --json")
@options.db_option
@options.json_option
def status(db: Path, as_json: bool) -> None:
    """Say when the judge last worked, what waits for it, and what failed.

    With --json one object: last_tick_at, waiting, scored, failures[question error attempts],
    overdue (questions that await an outcome), head.
    """
    with options.opened(db) as store:
        found = jobs.standing(store, options.now())
        if as_json:
            json_line(found.as_json())
        else:
            say_out(_words(found))


def _words(found: jobs.Standing) -> str:
    now = options.now()
    if found.last_tick_at is None:
        lines = ["The tracker has never run on this record."]
    else:
        lines = [f"Last tick {_ago(now - found.last_tick_at)} ({day(found.last_tick_at)})."]
        if now - found.last_tick_at > QUIET:
            lines.append("That is long ago: is the cron job or timer still set up?")
    lines.append(f"Scored so far: {questions(found.scored)}.")
    if found.waiting:
        lines.append(f"Waiting to be scored: {questions(found.waiting)}.")
        lines.append(f"Type: {options.typed_db('forecasts tracker tick')}")
    if found.overdue:
        lines.append(f"Awaiting an outcome: {questions(found.overdue)}. Type: forecasts due")
    lines += [f"Failed {f.attempts} times: {f.question}: {f.error}" for f in found.failures]
    return "\n".join(lines)


def _ago(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' * (count > 1)} ago"
    return "just now"
