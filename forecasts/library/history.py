"""The rule that makes the history: every event type is asked for every year, quiet ones too."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.library.question_set import UNRECORDED, SetQuestion
from forecasts.model import (
    QuestionType,
    ReferenceClass,
    Resolution,
    ResolutionStatus,
    Terms,
    needs,
    times,
)

if TYPE_CHECKING:
    from forecasts.library.events import Event
    from forecasts.library.question_set import EventType

ZONE = dates.zone("UTC")


def questions(kind: EventType) -> tuple[SetQuestion, ...]:
    """Return a retrospective question for each year of the type, in order of the years.

    It opens with the year, closes with it, and has what came first in the year as its answer: yes
    or no, the day or never, or whose event it was; nothing where the year is not established. What
    asks for a number is about a year that is over: it opens and closes with the year after it.
    """
    return tuple(
        SetQuestion(
            slug=f"{kind.id}-{year}",
            type=kind.type,
            terms=needs.complete(kind.type, _terms(kind, year)),
            resolution=_resolution(kind, year),
            earlier=_earlier(kind, year),
        )
        for year in range(kind.first_year, kind.last_year + 1)
    )


def reference_class(kind: EventType, year: int) -> ReferenceClass | None:
    """Return in how many of the earlier years since class_from it happened; None without any.

    Only what was public before `year` is looked at; years that are not established are left out.
    Of several options each is counted.

    >>> from forecasts.library import load
    >>> str(reference_class(load("korea").event_types[0], 2013))
    '2/23'
    """
    years = sorted(set(range(kind.class_from, year)) - kind.unknown_years)
    if not years or kind.type is QuestionType.NUMERIC:
        return None
    first = [_first(kind, earlier, before=year) for earlier in years]
    if kind.type is not QuestionType.MULTIPLE_CHOICE:
        return ReferenceClass((sum(event is not None for event in first),), len(years))
    answers = [_option(kind, event) for event in first]
    return ReferenceClass(tuple(map(answers.count, kind.names)), len(years), kind.names)


def _first(kind: EventType, year: int, before: int | None = None) -> Event | None:
    """Return the year's first event, of those that were public before the year `before`."""
    events = [
        event
        for event in kind.events
        if event.day.year == year and (before is None or event.published_on.year < before)
    ]
    return min(events, key=lambda event: event.day, default=None)


def _option(kind: EventType, event: Event | None) -> str:
    return kind.names[-1] if event is None else dict(kind.options)[event.kind]


def _earlier(kind: EventType, year: int) -> tuple[float, ...]:
    """Return the numbers that were public when a question about a number opened."""
    if kind.type is not QuestionType.NUMERIC:
        return ()
    opens_on = date(year + 1, 1, 1)
    return tuple(e.value for e in kind.events if e.value is not None and e.published_on < opens_on)


def _terms(kind: EventType, year: int) -> Terms:
    opens_in = year + (kind.type is QuestionType.NUMERIC)
    closes_at = _new_year(opens_in + 1)
    is_date = kind.type is QuestionType.DATE
    return Terms(
        title=kind.title.format(year=year),
        opens_at=_new_year(opens_in),
        closes_at=closes_at,
        resolves_by=closes_at,
        criteria=kind.criteria,
        background=_background(kind, year),
        topics=kind.topics,
        url=kind.url,
        options=json.dumps(kind.names) if kind.options else None,
        range_min=kind.range_min,
        range_max=times.to_seconds(closes_at) if is_date else kind.range_max,
        open_lower=kind.range_min is not None,
        open_upper=is_date or kind.range_max is not None,
        unit=kind.unit,
        reference_class=reference_class(kind, year),
        by_deadline=kind.type is QuestionType.BINARY,
        retrospective=True,
    )


def _background(kind: EventType, year: int) -> str:
    rule = f"Made by rule: asked for every year from {kind.first_year} to {kind.last_year}."
    if earlier := _earlier(kind, year):
        return f"{rule} Public before it opened: {', '.join(f'{value:g}' for value in earlier)}."
    counted = reference_class(kind, year)
    if counted is None:
        return f"{rule} There is no earlier year to count."
    span = f"{counted.n} years from {kind.class_from} to {year - 1}"
    if counted.options:
        pairs = zip(counted.options, counted.counts, strict=True)
        return f"{rule} Of the {span}: {', '.join(f'{name} {k}' for name, k in pairs)}."
    return f"{rule} It happened in {counted.counts[0]} of the {span}."


def _resolution(kind: EventType, year: int) -> Resolution | None:
    first = _first(kind, year)
    if year in kind.unknown_years or (first is None and kind.type is QuestionType.NUMERIC):
        return None
    if first is None:
        return Resolution(
            question_id=UNRECORDED,
            status=ResolutionStatus.RESOLVED,
            outcome=_answer(kind, None),
            known_at=_new_year(year + 1),
            source_url=kind.url,
            note="The list shows none in this year.",
        )
    happened, published = (
        dates.interval(day.isoformat(), ZONE, times.EPOCH)
        for day in (first.day, first.published_on)
    )
    return Resolution(
        question_id=UNRECORDED,
        status=ResolutionStatus.RESOLVED,
        outcome=_answer(kind, first),
        happened=None if kind.type is QuestionType.NUMERIC else happened,
        known_at=published.end,
        source_url=first.source.url,
        no_source=None if first.source.url else first.source.publisher,
        note=first.what,
    )


def _answer(kind: EventType, first: Event | None) -> str:
    """Return the answer as the record keeps it."""
    if kind.type is QuestionType.MULTIPLE_CHOICE:
        return _option(kind, first)
    if first is None:
        return "never" if kind.type is QuestionType.DATE else "no"
    if kind.type is QuestionType.DATE:
        return times.to_text(dates.interval(first.day.isoformat(), ZONE, times.EPOCH).end)
    return repr(first.value) if kind.type is QuestionType.NUMERIC else "yes"


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
