"""What may be recorded as an outcome: its clocks, what is doubtful, and what it makes late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import InputError, RefusedError
from forecasts.model import QuestionType, ResolutionStatus, times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast, Interval, Question, Resolution


NO, NEVER, BELOW = "no", "never", "below"


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

    It is known from the end of the time in which it happened; without any clock from the close on
    (a date that never came from the horizon on), or from now when that is still to come. Raises
    InputError for an outcome that needs a clock and has none, RefusedError for one that lies in the
    future.
    """
    ends_at = ends(question)
    if happened is None and known_at is None and needs_clock(question, outcome, now):
        raise _without_a_clock(question, outcome)
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
        known_at = min(happened.end if happened else ends_at, now)
    return Clocks(happened, known_at)


def _without_a_clock(question: Question, outcome: str) -> InputError:
    if outcome == NEVER:
        at = times.to_minute(ends(question))
        return InputError(
            f"it is asked for up to {at}: until then it can still happen.",
            "Wait for it, or add --known DATE, the day on which it became certain that it never"
            " will.",
        )
    return InputError(
        f"{_article(question, outcome)} needs the day it happened, since forecasts made later"
        " do not count.",
        "Add --happened 2026-05-31, or --known DATE if only that is certain.",
    )


def ends(question: Question) -> datetime:
    """Return when an outcome is settled at the latest: the close, or a date's later horizon."""
    terms = question.terms
    if question.type is not QuestionType.DATE:
        return terms.closes_at
    return max(terms.closes_at, terms.horizon)


def needs_clock(question: Question, outcome: str, now: datetime) -> bool:
    """Return whether an outcome must say when it happened: a yes, and what is known early."""
    if question.type is QuestionType.BINARY:
        return outcome != NO
    if question.type is QuestionType.DATE:
        return outcome == BELOW or (outcome == NEVER and now < ends(question))
    return now < ends(question)


def _article(question: Question, outcome: str) -> str:
    if question.type is QuestionType.BINARY:
        return "a yes" if outcome == "yes" else f"{outcome} of a yes"
    return f"{outcome!r} before the close"


def check_reopen(question: Question, new: Resolution, in_force: Resolution | None) -> None:
    """Raise RefusedError when a question is to be reopened that was never resolved."""
    if new.status is ResolutionStatus.REOPENED and in_force is None:
        raise RefusedError(
            f"{question.slug} has no outcome yet: there is nothing to reopen.",
            f"See where it stands: forecasts show {question.slug}",
        )


def check_dispute(question: Question, new: Resolution, newest: Resolution | None) -> None:
    """Raise RefusedError when there is nothing to dispute, or nothing else is claimed."""
    if new.status is not ResolutionStatus.DISPUTED:
        return
    if newest is None or newest.status is ResolutionStatus.REOPENED:
        raise RefusedError(
            f"{question.slug} has no outcome to dispute.",
            f"See where it stands: forecasts show {question.slug}",
        )
    if new.claimed is not None and new.claimed == newest.outcome:
        raise RefusedError(
            f"{new.claimed} is what is on record: what should it be instead?",
            "Type the other outcome, or leave it out.",
        )


def disputed(history: Sequence[Resolution], dispute: Resolution) -> Resolution | None:
    """Return the ruling that a dispute is about: the last one before it that settled anything."""
    before = [row for row in history if row.status.settles and row.id < dispute.id]
    return before[-1] if before else None


def doubts(
    question: Question, new: Resolution, now: datetime, *, typed_clocks: bool
) -> tuple[str, ...]:
    """Return what a careful colleague would ask about an outcome; it is recorded all the same."""
    if new.status is not ResolutionStatus.RESOLVED:
        return ()
    terms, happened = question.terms, new.happened
    opens, closes = times.to_minute(terms.opens_at), times.to_minute(terms.closes_at)
    found = []
    if new.outcome in (NO, NEVER) and now < ends(question) and not typed_clocks:
        verb = "closes on" if ends(question) == terms.closes_at else "is asked for up to"
        at = times.to_minute(ends(question))
        found.append(f"it {verb} {at}: until then it can still happen.")
    if question.type is not QuestionType.BINARY:
        found += _absent(question, new) + _misfits(question, new.outcome or "")
    if new.outcome == "yes" and happened is not None and happened.start >= terms.closes_at:
        found.append(f"it happened after the close on {closes}: is that still a yes?")
    if happened is not None and new.known_at < happened.start:
        found.append("it was known before it happened: check the two dates.")
    if new.known_at <= terms.opens_at:
        found.append(f"it was known before it opened on {opens}: nothing on it can be scored.")
    return tuple(found)


def _absent(question: Question, new: Resolution) -> list[str]:
    """Return that an option was not on offer when it came about."""
    named = [option for option in question.terms.choices if option.name == new.outcome]
    absent = [option.name for option in named if not option.offered(new.known_at)]
    return [f"{absent[0]} was not on offer when it was known."] if absent else []


def _misfits(question: Question, outcome: str) -> list[str]:
    """Return what is odd about the outcome of a question on numbers."""
    terms = question.terms
    if question.type is not QuestionType.NUMERIC or outcome in (BELOW, "above"):
        return []
    numbers, scale, found = [float(part) for part in outcome.split("..")], terms.scale, []
    number = "..".join(f"{part:.15g}" for part in numbers)
    if scale is not None and not scale.lower <= numbers[0] <= numbers[-1] <= scale.upper:
        found.append(f"{number} lies outside the range, {scale.lower:g} to {scale.upper:g}.")
    whole = scale is not None and terms.bins == scale.upper - scale.lower + 1
    if whole and any(number != round(number) for number in numbers):
        found.append(f"{number} is no whole number, and only those were asked for.")
    return found


def check_asked_for(question: Question, outcome: str) -> None:
    """Raise RefusedError for a number past a closed end, or a fraction where none was asked for."""
    terms, doubts = question.terms, _misfits(question, outcome)
    if not doubts:
        return
    low, _, high = outcome.partition("..")
    past_lower = terms.range_min is not None and float(low) < terms.range_min
    past_upper = terms.range_max is not None and float(high or low) > terms.range_max
    closed = (past_lower and not terms.open_lower) or (past_upper and not terms.open_upper)
    if closed or not (past_lower or past_upper):
        raise RefusedError(
            doubts[0],
            f'Type another, or annul it: forecasts resolve {question.slug} --annul "why"'
            "   (--anyway records it as it is)",
        )


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
    said = [
        (r.status, r.outcome, r.source_url, r.quote, r.no_source, r.claimed, r.decide_by)
        for r in (new, in_force)
    ]
    same_note = not new.note or new.note == in_force.note
    same_clocks = not typed_clocks or (new.happened, new.known_at) == (
        in_force.happened,
        in_force.known_at,
    )
    return said[0] == said[1] and same_note and same_clocks
