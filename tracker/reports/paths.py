"""The path of a question's forecasts, ready to be drawn."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from forecasts.model import ResolutionStatus
from tracker.columns.facts import outcome_value
from tracker.reports.figures import Line, Path, Spread, Step
from tracker.reports.material import MECHANICAL, PERSON
from tracker.reports.pair_scores import base_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forecasts.history import Stretch, Track
    from tracker.reports.material import Story

SEVERAL = 2


def members(tracks: Sequence[Track]) -> tuple[Track, ...]:
    """Return whose numbers stand for the house: the people; without any, all but baselines."""
    numbered = [track for track in tracks if track.numbers]
    people = tuple(track for track in numbered if track.forecaster.kind.value == PERSON)
    return people or tuple(t for t in numbered if t.forecaster.kind.value != MECHANICAL)


def path_of(story: Story, subject: str | None, now: datetime) -> Path:
    """Return a resolved question's path: the subject's line, or that of all who forecast it.

    Several are drawn as their median, named as such. Nothing is drawn past `now`.
    """
    asked = story.asked
    terms, resolution = asked.question.terms, asked.resolution
    until = min(now, asked.ends_at)
    people = [t for t in story.tracks if t.forecaster.kind.value == PERSON and t.numbers]
    happened = resolution.happened if resolution else None
    middle = happened.start + (happened.end - happened.start) / 2 if happened else None
    resolved = resolution is not None and resolution.status is ResolutionStatus.RESOLVED

    def inside(at: datetime | None) -> datetime | None:
        return at if at is not None and terms.opens_at <= at <= min(now, terms.closes_at) else None

    return Path(
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        line=_line(story.tracks, subject, terms.opens_at, until),
        spread=tuple(
            Spread(start, end, min(said), max(said))
            for start, end, said in _together(people, terms.opens_at, until)
            if len(said) >= SEVERAL
        ),
        people=len(people),
        base_rate=base_rate(asked.question, until),
        revised_at=tuple(at for at in story.revised_at if inside(at)),
        outcome=outcome_value(str(resolution.outcome)) if resolution and resolved else 0.0,
        happened_at=inside(middle),
        known_at=inside(resolution.known_at if resolution else None),
    )


def _line(tracks: Sequence[Track], subject: str | None, start: datetime, until: datetime) -> Line:
    own = [track for track in tracks if track.forecaster.name == subject]
    drawn = own or list(members(tracks))
    if len(drawn) == 1:
        return Line(drawn[0].forecaster.name, _steps(drawn[0].stretches(start, until)))
    kind = "people" if drawn and drawn[0].forecaster.kind.value == PERSON else "forecasters"
    steps = (Step(a, b, median(said)) for a, b, said in _together(drawn, start, until))
    return Line(f"median of {len(drawn)} {kind}", tuple(steps))


def _steps(stretches: Sequence[Stretch]) -> tuple[Step, ...]:
    return tuple(Step(s.start, s.end, s.probability) for s in stretches)


def _together(
    tracks: Sequence[Track], opens_at: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, list[float]]]:
    """Yield every stretch of time in which nobody moved, with all numbers that stood in it."""
    changes: dict[datetime, list[tuple[int, float | None]]] = {}
    for place, track in enumerate(tracks):
        for stretch in track.stretches(opens_at, until):
            changes.setdefault(stretch.end, []).append((place, None))
            changes.setdefault(stretch.start, []).append((place, stretch.probability))
    standing: dict[int, float] = {}
    edges = sorted(changes)
    for start, end in pairwise(edges):
        for place, p in sorted(changes[start], key=lambda change: change[1] is not None):
            if p is None:
                standing.pop(place, None)
            else:
                standing[place] = p
        if standing:
            yield start, end, list(standing.values())
