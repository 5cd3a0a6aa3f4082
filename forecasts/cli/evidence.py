"""`forecasts evidence`: news about a question, which way it speaks, and what it suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import options, weighing, wording
from forecasts.cli.layout import bold, paragraph
from forecasts.cli.output import json_line, json_lines, say, say_out
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model import QuestionType
from forecasts.model.evidence import Evidence
from forecasts.store import evidence as kept
from forecasts.store import questions, resolutions

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.store import Batch

LONGEST = 2000  # characters of what was noted


@click.group(
    epilog='\b\nExample:\n  forecasts evidence add satellite "A new pad." --likelihood-ratio 3'
)
def evidence() -> None:
    """Note news about a question, and see what it suggests beside your own number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed about a piece of evidence."""

    words: str
    observed: str | None
    url: str | None
    likelihood_ratio: str | None
    direction: str | None
    strength: str | None

    def piece(self, question: Question, now: datetime) -> Evidence:
        """Return the piece; raise InputError for what does not go together."""
        from forecasts import weight_of_evidence

        worth, direction, strength = None, self.direction, None
        if (self.direction is None) != (self.strength is None):
            raise InputError(
                "a direction goes with a strength.", "Type --direction up --strength moderate"
            )
        if self.direction and self.likelihood_ratio:
            raise InputError("one weight at a time.", "Leave --likelihood-ratio or the words out.")
        if self.strength:
            strength, worth = weight_of_evidence.STRENGTHS[self.strength]
            worth = worth if direction == weight_of_evidence.UP else 1.0 / worth
        elif self.likelihood_ratio:
            worth = weight_of_evidence.ratio(self.likelihood_ratio)
            direction = "up" if worth > 1.0 else "down" if worth < 1.0 else None
        if worth is not None and question.type is not QuestionType.BINARY:
            raise InputError(
                f"{question.slug} is not answered by yes or no: evidence on it has no ratio.",
                "Leave the weight out.",
            )
        return Evidence(
            question_id=question.id,
            observed_at=self._observed(question, now),
            recorded_at=now,
            words=_words(self.words),
            url=parse.web_address(self.url) if self.url else None,
            direction=direction,
            strength=strength,
            likelihood_ratio=worth,
            entered_by=options.login(),
        )

    def _observed(self, question: Question, now: datetime) -> datetime:
        if self.observed is None:
            return now
        zone = dates.zone(question.terms.timezone)
        begins = dates.instant(self.observed, dates.Edge.OPENING, zone, now)
        if begins > now:
            raise InputError(f"{self.observed!r} has not come yet.", "Type a day that has passed.")
        return min(dates.instant(self.observed, dates.Edge.MADE, zone, now), now)


def _words(text: str) -> str:
    words = parse.plain(options.long_text(text), "the evidence", lines=True)
    if not 0 < len(words) <= LONGEST:
        raise InputError(f"evidence is 1 to {LONGEST} characters.", "Say it shortly; add --url.")
    return words


@evidence.command(
    epilog="""\b
Examples:
  forecasts evidence add satellite "A new pad." --likelihood-ratio 3
  forecasts evidence add satellite "The test stand is idle." \\
    --observed 2026-11-20 --direction down --strength weak --url https://example.org

\b
A likelihood ratio is how many times likelier you would see this if the answer
is yes than if it is no: 3, or 1/3. In words: weak 1.5, moderate 4, strong 10,
for --direction up; one over that for down. Without either it is a note.

\b
--json prints one object: question id observed_at recorded_at forecaster words
url direction strength likelihood_ratio prior suggested own gained receipt""",
)
@options.question_argument
@click.argument("words")
@click.option("--observed", metavar="DATE", help="When it was there to be seen; now by default.")
@click.option("--url", metavar="URL", help="Where it can be read.")
@click.option("--likelihood-ratio", metavar="RATIO", help="3, or 1/3.")
@click.option("--direction", type=click.Choice(["up", "down"]), help="Towards yes, or no.")
@click.option("--strength", type=click.Choice(["weak", "moderate", "strong"]),
              help="How strongly: a ratio of 1.5, 4 or 10.")  # fmt: skip
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def add(
    question: str, who: str | None, db: Path, as_json: bool, uuid: str | None, **typed: str
) -> None:
    """Note a piece of evidence, and how likely it was either way."""
    now = options.now()
    with options.opened(db) as store:
        asked = questions.find(store, question)
        piece = Typed(**typed).piece(asked, now)
        speaker = options.speaker(store, who)
        with store.append(now, "evidence add", uuid) as batch:
            check_open(batch, asked)
            speaker = speaker or options.introduced(batch)
            id_ = kept.add(batch, with_author(piece, speaker.id))
        found = weighing.gather(store.connection, asked, speaker, None, now)
    told(asked, found, id_, str(batch.receipt), now, as_json=as_json)


def with_author(piece: Evidence, forecaster_id: int) -> Evidence:
    """Return the piece as somebody's."""
    from dataclasses import replace

    return replace(piece, forecaster_id=forecaster_id)


def check_open(batch: Batch, asked: Question) -> None:
    """Raise RefusedError where the question is settled: what is noted then is hindsight."""
    last = resolutions.latest(batch.connection, asked.id)
    if last is not None and last.status.settles:
        outcome = f": {last.outcome}" if last.outcome else ""
        raise RefusedError(
            f"{asked.slug} is {last.status}{outcome}; evidence noted now would be hindsight.",
            f"What was noted: forecasts evidence list {asked.slug}",
        )


def told(
    asked: Question, found: weighing.Weighing, id_: int, receipt: str, now: datetime, *,
    as_json: bool,
) -> None:  # fmt: skip
    """Print the piece that was noted, and what it suggests."""
    place = next(i for i, piece in enumerate(found.pieces) if piece.id == id_)
    if as_json:
        piece = [*weighing.as_json(found)][place]
        json_line({"question": asked.slug, **piece, "receipt": receipt})
        return
    say_out(weighing.line(found, place, asked.terms.timezone))
    if said := weighing.suggested(found):
        say_out(paragraph(said, "  "))
    say_out(f"  Receipt {receipt}")
    if now >= asked.terms.closes_at:
        at = wording.moment(asked.terms.closes_at, asked.terms.timezone)
        say(f"Note: {asked.slug} closed {at}: no number on it can take this in any more.")
        return
    noted = found.pieces[place]
    mine = found.weighed(noted)
    if noted.likelihood_ratio is not None and mine and mine.prior is None:
        say("No suggestion: there is no number of yours to start from, and no base rate.")
    number = "…%" if asked.type is QuestionType.BINARY else asked.example
    say(f"Next: {options.typed_db(f'forecasts predict {asked.slug} {number}')}")


@evidence.command(
    "list",
    epilog="""\b
Example:
  forecasts evidence list satellite

\b
Each piece with the running suggestion: it starts from your number before it,
or the base rate, and again from every later number of yours. After the outcome,
what the suggestion's log score gained by each piece; what was noted when the
answer was known gains nothing.

\b
--json prints a line each: id observed_at recorded_at forecaster words url
direction strength likelihood_ratio prior suggested own gained""",
)
@options.question_argument
@options.as_option
@options.db_option
@options.json_option
def list_(question: str, who: str | None, db: Path, as_json: bool) -> None:
    """List what was noted about a question, what it suggests, and later which of it helped."""
    with options.opened(db) as store:
        asked = questions.find(store, question)
        in_force = resolutions.latest(store.connection, asked.id)
        reader = options.reader(store, who)
        found = weighing.gather(store.connection, asked, reader, in_force, options.now())
    if as_json:
        json_lines(weighing.as_json(found))
        return
    click.echo(bold(f"{asked.slug}: {len(found.pieces)} noted"))
    for place in range(len(found.pieces)):
        say_out(weighing.line(found, place, asked.terms.timezone))
    if said := weighing.suggested(found):
        say_out(paragraph(said, "  "))


@evidence.command(
    epilog="\b\nExample:\n  forecasts evidence remove satellite 12\n\n\b\n"
    "--json prints one object: question id receipt"
)
@options.question_argument
@click.argument("number", type=click.IntRange(1))
@options.db_option
@options.json_option
@options.uuid_option
def remove(question: str, number: int, db: Path, as_json: bool, uuid: str | None) -> None:
    """Take a piece of evidence back; it stays on record as taken back."""
    with options.opened(db) as store:
        asked = questions.find(store, question)
        with store.append(options.now(), "evidence remove", uuid) as batch:
            pieces = {piece.id: piece for piece in kept.of_question(batch.connection, asked.id)}
            if number not in pieces:
                see = options.typed_db(f"forecasts evidence list {asked.slug}")
                raise NotFoundError(f"{asked.slug} has no evidence {number}.", f"See: {see}")
            kept.remove(batch, pieces[number], options.login())
    if as_json:
        json_line({"question": asked.slug, "id": number, "receipt": str(batch.receipt)})
    else:
        say_out(f"Taken back: {number}. Receipt {batch.receipt}")
