"""`forecasts due`: what awaits an outcome, where to look, and the command to type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import parse
from forecasts.cli import options, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say
from forecasts.model import Status, times
from forecasts.store import listing, questions

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

    from forecasts.store import Store
    from forecasts.store.listing import Line

EXAMPLES = """\b
Examples:
  forecasts due
  forecasts due --soon 30d

\b
--json prints a line a question: question number title type status opens_at
closes_at resolves_by forecasts overdue_days where command. forecasts counts
the forecasters with a number standing at the close; overdue_days is null for
what is listed by --soon.
"""
OPEN = (Status.OPEN, Status.REOPENED)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A question that awaits an outcome, or soon will; `where` is the place to look."""

    line: Line
    where: str
    since: datetime

    def overdue_days(self, now: datetime) -> int | None:
        """Return for how many whole days an answer has been due; None when it is not yet."""
        return (now - self.since).days if self.line.status is Status.DUE else None

    @property
    def command(self) -> str:
        """The command that records the outcome, whichever it is."""
        outcome = f"{self.line.slug} {self.line.type.answer}"
        return options.typed_db(f'forecasts resolve {outcome} --source URL --quote "…"')


def find(store: Store, now: datetime, soon: timedelta | None) -> tuple[Awaiting, ...]:
    """Return what is due, the oldest first, then what closes or is to be answered `soon`."""
    due, later = [], []
    for line in listing.lines(store.connection, now, None):
        since = max(line.closes_at, line.resolves_by)
        next_at = line.closes_at if line.status in OPEN else line.resolves_by
        if line.status is Status.DUE:
            due.append(Awaiting(line, _where(store, line), since))
        elif soon and line.status in (*OPEN, Status.CLOSED) and next_at <= now + soon:
            later.append(Awaiting(line, _where(store, line), next_at))
    return tuple(item for items in (due, later) for item in sorted(items, key=lambda i: i.since))


def _where(store: Store, line: Line) -> str:
    terms = questions.find(store, line.slug).terms
    return " · ".join(text for text in (terms.url, terms.criteria.who_says_so) if text)


def card(item: Awaiting, now: datetime) -> str:
    """Return what a person reads of a question: how long it waits, where to look, what to type."""
    line, due = item.line, item.line.status is Status.DUE
    when = wording.ago(item.since, now)
    if due:
        head = f"{line.slug}: due {when}, {_wait(line.forecasts)}"
    else:
        verb = "closes" if line.status in OPEN else "an answer is expected"
        head = f"{line.slug}: {verb} {when}, {wording.moment(item.since, line.timezone)}"
    # A command is not wrapped, so that it can be copied whole.
    parts = (
        bold(head),
        paragraph(line.title),
        fields([("Look at", item.where)]),
        f"  {item.command}" if due else "",
    )
    return "\n".join(part for part in parts if part)


def _wait(forecasters: int) -> str:
    if forecasters == 0:
        return "no number stood on it"
    return "1 forecaster waits" if forecasters == 1 else f"{forecasters} forecasters wait"


def record(item: Awaiting, now: datetime) -> dict[str, object]:
    """Return a question in the shape that --json prints."""
    line = item.line
    return {
        "question": line.slug,
        "number": line.number,
        "title": line.title,
        "type": line.type.value,
        "status": line.status.value,
        "opens_at": times.to_text(line.opens_at),
        "closes_at": times.to_text(line.closes_at),
        "resolves_by": times.to_text(line.resolves_by),
        "forecasts": line.forecasts,
        "overdue_days": item.overdue_days(now),
        "where": item.where or None,
        "command": item.command,
    }


@click.command(epilog=EXAMPLES)
@click.option("--soon", metavar="LENGTH", help="Also what closes within this time: 30d, 2w.")
@options.db_option
@options.json_option
def due(soon: str | None, db: Path, as_json: bool) -> None:
    """List what is past its deadline without an outcome, the oldest first."""
    now = options.now()
    with options.opened(db) as store:
        found = find(store, now, parse.duration(soon) if soon else None)
    waiting = [item for item in found if item.line.status is Status.DUE]
    if not waiting:
        say("Nothing awaits an outcome.")
    if as_json:
        for item in found:
            json_line(record(item, now))
    elif found:
        click.echo("\n\n".join(card(item, now) for item in found))
    if waiting and not as_json:
        say("A yes also needs the day: --happened DATE. What cannot be decided: --annul WHY.")
