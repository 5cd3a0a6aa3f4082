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

    from forecasts.history import Track
    from forecasts.model import Forecast
    from tracker.reports.material import Story

TEAM = "team"
SEVERAL = 2


def members(tracks: Sequence[Track]) -> tuple[Track, ...]:
    """Return whose numbers stand for the house: the team's agreed ones, else the people's.

    Without any, those of all but mechanical forecasters.
    """
    numbered = [track for track in tracks if track.numbers]
    agreed = tuple(track for track in numbered if track.forecaster.kind.value == TEAM)
    if agreed:
        return agreed
    people = tuple(track for track in numbered if track.forecaster.kind.value == PERSON)
    return people or tuple(t for t in numbered if t.forecaster.kind.value != MECHANICAL)


def path_of(story: Story, subject: str | None, now: datetime) -> Path:
    """Return a resolved question's path: the subject's line, or that of all who forecast it.

    Several are drawn as their median, named as such. Nothing is drawn past `now`.
    """
    asked = story.asked
    terms, resolution = asked.question.terms, asked.resolution
    until = min(now, asked.ends_at)
    people = people_of(story.tracks)
    resolved = resolution is not None and resolution.status is ResolutionStatus.RESOLVED
    happened_at, known_at = ends_of(story, now)
    return Path(
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        line=_line(story.tracks, subject, terms.opens_at, until),
        spread=tuple(
            Spread(start, end, min(said), max(said))
            for start, end, said in _chances(people, terms.opens_at, until)
            if len(said) >= SEVERAL
        ),
        people=len(people),
        base_rate=base_rate(asked.question, until),
        revised_at=inside(story, story.revised_at, now),
        outcome=outcome_value(str(resolution.outcome)) if resolution and resolved else 0.0,
        happened_at=happened_at,
        known_at=known_at,
        evidence_at=inside(story, story.evidence_at, now),
    )


def people_of(tracks: Sequence[Track]) -> list[Track]:
    """Return the people among those who gave a number."""
    return [t for t in tracks if t.forecaster.kind.value == PERSON and t.numbers]


def inside(story: Story, instants: Sequence[datetime], now: datetime) -> tuple[datetime, ...]:
    """Return the instants that lie in the life of the question and not past `now`."""
    terms = story.asked.question.terms
    until = min(now, terms.closes_at)
    return tuple(at for at in instants if terms.opens_at <= at <= until)


def ends_of(story: Story, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return when it happened, at the middle, and when it was known; None where not to be drawn."""
    resolution = story.asked.resolution
    if resolution is None:
        return None, None
    span = resolution.happened
    middle = [span.start + (span.end - span.start) / 2] if span else []
    happened, known = inside(story, middle, now), inside(story, [resolution.known_at], now)
    return happened[0] if happened else None, known[0] if known else None


def drawn(tracks: Sequence[Track], subject: str | None) -> tuple[list[Track], str]:
    """Return whose statements are drawn and their name: the subject's, or those of all members."""
    own = [track for track in tracks if track.forecaster.name == subject]
    found = own or list(members(tracks))
    if len(found) == 1:
        return found, found[0].forecaster.name
    kind = "people" if found and found[0].forecaster.kind.value == PERSON else "forecasters"
    return found, f"median of {len(found)} {kind}"


def _line(tracks: Sequence[Track], subject: str | None, start: datetime, until: datetime) -> Line:
    found, name = drawn(tracks, subject)
    steps = (Step(a, b, median(said)) for a, b, said in _chances(found, start, until))
    return Line(name, tuple(steps))


def _chances(
    tracks: Sequence[Track], opens_at: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, list[float]]]:
    for start, end, rows in together(tracks, opens_at, until):
        yield start, end, [row.chance.probability for row in rows if row.chance]


def together(
    tracks: Sequence[Track], opens_at: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, list[Forecast]]]:
    """Yield every stretch of time in which nobody moved, with all forecasts that stood in it."""
    changes: dict[datetime, list[tuple[int, Forecast | None]]] = {}
    for place, track in enumerate(tracks):
        for stretch in track.stretches(opens_at, until):
            changes.setdefault(stretch.end, []).append((place, None))
            changes.setdefault(stretch.start, []).append((place, stretch.forecast))
    standing: dict[int, Forecast] = {}
    edges = sorted(changes)
    for start, end in pairwise(edges):
        for place, row in sorted(changes[start], key=lambda change: change[1] is not None):
            if row is None:
                standing.pop(place, None)
            else:
                standing[place] = row
        if standing:
            yield start, end, list(standing.values())
