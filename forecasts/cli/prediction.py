"""One prediction: as it is typed, recorded and echoed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import entry, parse
from forecasts.cli import options, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say
from forecasts.history import Track, tracks
from forecasts.model import Action, times
from forecasts.store import clock, forecasters, forecasts, questions, resolutions

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model import Forecast, Forecaster, Question, Stated
    from forecasts.store import Receipt, Store

SAME = "same"


@dataclass(frozen=True, slots=True)
class Typed:
    """A prediction as it was typed."""

    number: str
    why: str = ""
    expires: str | None = None
    certain: bool = False
    fix: bool = False

    def stated(self) -> Stated | None:
        """Return the probability that was typed, None for the one that stands."""
        if self.number == SAME:
            return None
        return parse.probability(self.number, certain=self.certain)

    def read(self, stated: Stated | None, question: Question, now: datetime) -> entry.Entry:
        """Return the entry that was meant; days are days of the question's zone."""
        why = parse.plain(self.why, "the reason", lines=True)
        zone = options.zone_of(None, question.terms.timezone)
        expires_at = entry.expiry(self.expires, zone, now) if self.expires else None
        return entry.Entry(stated, why or None, expires_at, self.fix)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A forecast that is on record, with what stood before it and what to mind."""

    question: Question
    track: Track
    forecast: Forecast
    before: Forecast | None
    id: int
    receipt: Receipt
    warnings: tuple[str, ...]


def record(
    store: Store, name: str, who: str | None, typed: Typed, now: datetime, uuid: str | None = None
) -> Recorded:
    """Record a prediction in one append; raise what refuses it, with nothing written."""
    stated = typed.stated()
    known = options.speaker(store, who)
    warnings = wording.behind(clock.last_recorded_at(store.connection), now)
    with store.append(now, "predict", uuid) as batch:
        question = questions.find(store, name)
        entry.check_question(question, resolutions.latest(batch.connection, question.id), now)
        speaker = options.introduced(batch, known)
        track = Track(speaker, forecasts.history(batch.connection, question.id, speaker.id))
        entry.check_forecaster(track, now)
        said = typed.read(stated, question, now)
        row = entry.forecast(said, question, track, now, options.entered_by(speaker))
        id_ = forecasts.record(batch, row)
    if known is None:
        warnings += (f"{speaker.name} is new to this record: added as a person.",)
    before = track.standing(now)
    receipt, warnings = batch.receipt, warnings + _warnings(question, row)
    return Recorded(question, track, row, before, id_, receipt, warnings)


def _warnings(question: Question, row: Forecast) -> tuple[str, ...]:
    found = []
    if row.expires_at is not None and row.expires_at > question.terms.closes_at:
        found.append("it closes before the number expires, so the expiry changes nothing.")
    if row.chance is not None and row.chance.probability in (0, 1):
        found.append("a certainty that proves wrong is an infinite log loss.")
    return tuple(found)


def as_record(done: Recorded) -> dict[str, object]:
    """Return a recorded forecast in the shape that --json prints."""
    row, stated = done.forecast, done.forecast.chance
    assert stated is not None  # noqa: S101 - a prediction carries one, as its model says
    return {
        "question": done.question.slug,
        "forecaster": done.track.forecaster.name,
        "action": row.action.value,
        "probability": stated.probability,
        "typed": stated.typed,
        "word": stated.word,
        "scale": stated.scale,
        "low": stated.low,
        "high": stated.high,
        "before": done.before.chance.probability if done.before and done.before.chance else None,
        "if_yes": stated.brier(happened=True),
        "if_no": stated.brier(happened=False),
        "made_at": times.to_text(row.made_at),
        "expires_at": times.maybe_to_text(row.expires_at),
        "strikes": row.strikes,
        "entered_by": row.entered_by,
        "id": done.id,
        "receipt": str(done.receipt),
        "warnings": done.warnings,
    }


def change(done: Recorded) -> str:
    """Return in a few words what a recorded forecast changed."""
    row, newest = done.forecast, done.track.newest
    number = wording.said(row)
    if row.strikes is not None and newest is not None:
        return f"{number}, in place of {wording.said(newest)} (struck, never scored)"
    if row.action is Action.REAFFIRMATION:
        return f"looked, {number}"
    if done.before is None or done.before.chance is None:
        return f"{number}, the first number" if newest is None else f"{number}, where none stood"
    old, new = done.before.chance.probability, row.chance.probability if row.chance else None
    return f"{number}, as before" if old == new else f"{wording.chance(old)} → {number}"


def echo(done: Recorded, others: str = "") -> str:
    """Return what people read after a prediction: what changed, what is at stake, the receipt.

    `others` is what other people say, when it was asked for.
    """
    row, who, terms = done.forecast, done.track.forecaster, done.question.terms
    assert row.chance is not None  # noqa: S101 - as above
    closes = wording.moment(terms.closes_at, terms.timezone)
    lapses = row.expires_at is not None and row.expires_at < terms.closes_at
    expires = wording.moment(row.expires_at, terms.timezone) if row.expires_at else ""
    plain = row.chance.typed == wording.chance(row.chance.probability)
    rows = (
        ("Read as", "" if plain else wording.read_as(row.chance)),
        ("At stake", f"{wording.stakes(row.chance)} (Brier: 0 is best, 1 is worst)"),
        ("Stands until", f"{expires}, when it expires" if lapses else f"{closes}, the close"),
        ("Forecaster", f"{who.name}, entered by {row.entered_by}" if row.entered_by else ""),
        ("Others", others),
        ("Receipt", str(done.receipt)),
    )
    title = paragraph(done.question.title)
    return f"{bold(f'{done.question.slug}: {change(done)}')}\n{title}\n\n{fields(rows)}"


def tell(done: Recorded, words: str, *, as_json: bool) -> None:
    """Print a recorded forecast, as words or as JSON; what to mind goes to standard error."""
    for warning in done.warnings:
        say(f"Note: {warning}")
    if as_json:
        json_line(as_record(done))
    else:
        click.echo(words)


def others_say(store: Store, question: Question, own: Forecaster) -> str:
    """Return what stands from everybody else, on one line; words when nothing does."""
    now = options.now()
    known = {who.id: who for who in forecasters.everyone(store.connection)}
    said = [
        f"{track.forecaster.name} {wording.said(stands)}"
        for track in tracks(forecasts.history(store.connection, question.id), known)
        if track.forecaster.id != own.id and (stands := track.standing(now))
    ]
    return ", ".join(said) or "nobody else has a number on it"
