"""The rule that makes the history: every event type is asked for every year, quiet ones too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.library.question_set import UNRECORDED, SetQuestion
from forecasts.model import ReferenceClass, Resolution, ResolutionStatus, Terms, times

if TYPE_CHECKING:
    from forecasts.library.question_set import EventType

ZONE = dates.zone("UTC")


def questions(kind: EventType) -> tuple[SetQuestion, ...]:
    """Return a retrospective question for each year of the type, in order of the years.

    It opens with the year, closes with it, and has the first event of the year as its yes, no where
    there was none, and nothing where the year is not established.
    """
    return tuple(
        SetQuestion(
            slug=f"{kind.id}-{year}", terms=_terms(kind, year), resolution=_resolution(kind, year)
        )
        for year in range(kind.first_year, kind.last_year + 1)
    )


def reference_class(kind: EventType, year: int) -> ReferenceClass | None:
    """Return in how many of the earlier years since class_from it happened; None without any.

    Only what was public before `year` is looked at; years that are not established are left out.

    >>> from forecasts.library import load
    >>> str(reference_class(load("korea").event_types[0], 2013))
    '2/23'
    """
    years = set(range(kind.class_from, year)) - kind.unknown_years
    if not years:
        return None
    known = {event.day.year for event in kind.events if event.published_on.year < year}
    return ReferenceClass((len(years & known),), len(years))


def _terms(kind: EventType, year: int) -> Terms:
    closes_at = _new_year(year + 1)
    return Terms(
        title=kind.title.format(year=year),
        opens_at=_new_year(year),
        closes_at=closes_at,
        resolves_by=closes_at,
        criteria=kind.criteria,
        background=_background(kind, year),
        topics=kind.topics,
        url=kind.url,
        reference_class=reference_class(kind, year),
        by_deadline=True,
        retrospective=True,
    )


def _background(kind: EventType, year: int) -> str:
    rule = f"Made by rule: asked for every year from {kind.first_year} to {kind.last_year}."
    counted = reference_class(kind, year)
    if counted is None:
        return f"{rule} There is no earlier year to count."
    (k,), n = counted.counts, counted.n
    return f"{rule} It happened in {k} of the {n} years from {kind.class_from} to {year - 1}."


def _resolution(kind: EventType, year: int) -> Resolution | None:
    if year in kind.unknown_years:
        return None
    events = sorted((e for e in kind.events if e.day.year == year), key=lambda event: event.day)
    if not events:
        return Resolution(
            question_id=UNRECORDED,
            status=ResolutionStatus.RESOLVED,
            outcome="no",
            known_at=_new_year(year + 1),
            source_url=kind.url,
            note="The list shows none in this year.",
        )
    first = events[0]
    happened, published = (
        dates.interval(day.isoformat(), ZONE, times.EPOCH)
        for day in (first.day, first.published_on)
    )
    return Resolution(
        question_id=UNRECORDED,
        status=ResolutionStatus.RESOLVED,
        outcome="yes",
        happened=happened,
        known_at=published.end,
        source_url=first.source.url,
        no_source=None if first.source.url else first.source.publisher,
        note=first.what,
    )


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
