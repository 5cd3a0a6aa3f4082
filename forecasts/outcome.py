"""What may be recorded as an outcome: its clocks, what is doubtful, and what it makes late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import InputError, RefusedError
from forecasts.model import QuestionType, ResolutionStatus, times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast, Interval, Question, Resolution


@dataclass(frozen=True, slots=True)
class Clocks:
    """When it happened, where that was said, and from when on it could be known."""

    happened: Interval | None
    known_at: datetime


def clocks(
    question: Question,
    outcome: str,
    happened: Interval | None,
    known_at: datetime | None,
    now: datetime,
) -> Clocks:
    """Return the clocks of an outcome, those that were not typed by their rules.

    It is known from the end of the time in which it happened; a `no` without any clock from the
    close on, or from now when the close is still to come. Raises InputError for a `yes` without
    a clock, RefusedError for one that lies in the future.
    """
    if outcome == "yes" and happened is None and known_at is None:
        raise InputError(
            "a yes needs the day it happened, since forecasts made later do not count.",
            "Add --happened 2026-05-31, or --known DATE if only that is certain.",
        )
    if happened is not None and happened.start > now:
        at = times.to_minute(happened.start)
        raise RefusedError(f"{at} lies in the future: it cannot have happened.", "Wait for it.")
    if known_at is not None and known_at > now:
        at = times.to_minute(known_at)
        raise RefusedError(
            f"{at} lies in the future: nothing can be known from then on.",
            "Type the day it became known, or leave --known out.",
        )
    if known_at is None:
        known_at = min(happened.end if happened else question.terms.closes_at, now)
    return Clocks(happened, known_at)


def check_question(question: Question) -> None:
    """Raise RefusedError unless the question is one that yes or no answers."""
    if question.type is not QuestionType.BINARY:
        raise RefusedError(
            f"{question.slug} is a {question.type} question; yes or no is no answer to it.",
            f"See what it asks: forecasts show {question.slug}",
        )


def check_reopen(question: Question, new: Resolution, in_force: Resolution | None) -> None:
    """Raise RefusedError when a question is to be reopened that was never resolved."""
    if new.status is ResolutionStatus.REOPENED and in_force is None:
        raise RefusedError(
            f"{question.slug} has no outcome yet: there is nothing to reopen.",
            f"See where it stands: forecasts show {question.slug}",
        )


def doubts(
    question: Question, new: Resolution, now: datetime, *, typed_clocks: bool
) -> tuple[str, ...]:
    """Return what a careful colleague would ask about an outcome; it is recorded all the same."""
    if new.status is not ResolutionStatus.RESOLVED:
        return ()
    terms, happened = question.terms, new.happened
    opens, closes = times.to_minute(terms.opens_at), times.to_minute(terms.closes_at)
    found = []
    if new.outcome == "no" and now < terms.closes_at and not typed_clocks:
        found.append(f"it closes on {closes}: until then it can still happen.")
    if new.outcome == "yes" and happened is not None and happened.start >= terms.closes_at:
        found.append(f"it happened after the close on {closes}: is that still a yes?")
    if happened is not None and new.known_at < happened.start:
        found.append("it was known before it happened: check the two dates.")
    if new.known_at <= terms.opens_at:
        found.append(f"it was known before it opened on {opens}: nothing on it can be scored.")
    return tuple(found)


def late(tracks: Iterable[Track], known_at: datetime) -> tuple[tuple[Track, Forecast], ...]:
    """Return the numbers given when the outcome could be known, each with whose it is."""
    return tuple(
        (track, row) for track in tracks for row in track.numbers if row.made_at >= known_at
    )


def says_the_same(new: Resolution, in_force: Resolution | None, *, typed_clocks: bool) -> bool:
    """Return whether a resolution only repeats the one in force, its evidence included.

    Clocks that nobody typed are not compared: they depend on when the command was run.
    """
    if in_force is None:
        return False
    said = [(r.status, r.outcome, r.source_url, r.quote, r.no_source) for r in (new, in_force)]
    same_note = not new.note or new.note == in_force.note
    same_clocks = not typed_clocks or (new.happened, new.known_at) == (
        in_force.happened,
        in_force.known_at,
    )
    return said[0] == said[1] and same_note and same_clocks
