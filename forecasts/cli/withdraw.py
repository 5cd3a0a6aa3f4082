"""`forecasts withdraw`: take back the number that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import entry, parse
from forecasts.cli import options, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say
from forecasts.history import Track
from forecasts.model import times
from forecasts.store import forecasts, questions, resolutions

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Forecast, Question
    from forecasts.store import Receipt, Store

EXAMPLES = """\b
Example:
  forecasts withdraw armistice-before-midterms --why "I no longer follow this"

\b
--json prints one object: question forecaster before made_at entered_by id
receipt warnings. before is what was taken back: the probability, or an object
of probabilities, quantiles, cdf or family.
"""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A withdrawal that is on record, and what it took back."""

    question: Question
    track: Track
    row: Forecast
    id: int
    receipt: Receipt
    warnings: tuple[str, ...]


def record(
    store: Store, name: str, who: str | None, why: str | None, now: datetime, uuid: str | None
) -> Withdrawn:
    """Record a withdrawal in one append; raise what refuses it, with nothing written."""
    reason = parse.plain(options.long_text(why), "the reason", lines=True) or None
    with store.append(now, "withdraw", uuid) as batch:
        question = questions.find(store, name)
        entry.check_question(question, resolutions.latest(batch.connection, question.id), now)
        speaker = options.speaker(store, who) or options.introduced(batch)
        track = Track(speaker, forecasts.history(batch.connection, question.id, speaker.id))
        row = entry.withdrawal(question, track, now, reason, options.entered_by(store, speaker))
        id_ = forecasts.record(batch, row)
    warnings = wording.behind(store.noticed.taken_behind(), now)
    return Withdrawn(question, track, row, id_, batch.receipt, warnings)


def echo(done: Withdrawn) -> str:
    """Return what people read after a withdrawal."""
    row, who = done.row, done.track.forecaster
    before = done.track.standing(row.made_at)
    taken = before.stated if before else None
    number = wording.stated(taken, done.question) if taken else "nothing"
    scored = "what stood until now; from now on the reference forecast stands in its place"
    rows = (
        ("Scored", scored),
        ("Forecaster", f"{who.name}, entered by {row.entered_by}" if row.entered_by else ""),
        ("Receipt", str(done.receipt)),
    )
    title = paragraph(done.question.title)
    return f"{bold(f'{done.question.slug}: {number} withdrawn')}\n{title}\n\n{fields(rows)}"


def as_record(done: Withdrawn) -> dict[str, object]:
    """Return a withdrawal in the shape that --json prints."""
    before = done.track.standing(done.row.made_at)
    return {
        "question": done.question.slug,
        "forecaster": done.track.forecaster.name,
        "before": wording.stated_json(before.stated if before else None, done.question),
        "made_at": times.to_text(done.row.made_at),
        "entered_by": done.row.entered_by,
        "id": done.id,
        "receipt": str(done.receipt),
        "warnings": done.warnings,
    }


@click.command(epilog=EXAMPLES)
@options.question_argument
@click.option("--why", metavar="TEXT|@FILE|-", help="The reason; @FILE reads a file, - input.")
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def withdraw(
    question: str, why: str | None, db: Path, who: str | None, uuid: str | None, as_json: bool
) -> None:
    """Take back the number that stands. What stood until now is scored all the same."""
    with options.opened(db) as store:
        done = record(store, question, who, why, options.now(), uuid)
    for warning in done.warnings:
        say(f"Note: {warning}")
    if as_json:
        json_line(as_record(done))
    else:
        click.echo(echo(done))
