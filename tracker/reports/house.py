"""What the house says of a question, and how far that moved: its agreed number, else a median."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.distributions.curve import Curve
from forecasts.model import ForecasterKind, QuestionType, Stated
from forecasts.model.prediction import Shares
from tracker.reports import statements
from tracker.reports.numbers import chance
from tracker.reports.paths import drawn, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast, Question
    from tracker.reports.material import Story

OF_IT = (ForecasterKind.TEAM, ForecasterKind.PERSON)
LEAST_MOVE = 0.4  # in log-odds: from 50% to 60%
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Move:
    """How the house moved: what it said before and says now, and how far apart that is.

    before, after: chances of `event`, which is empty for yes. log_odds: above 0, infinite to or
    from a certainty. words: both in the question's own units.
    """

    event: str
    before: float
    after: float
    log_odds: float
    words: str


@dataclass(frozen=True, slots=True)
class House:
    """Who speaks for the house, what stands, and since when nobody of it has looked again."""

    name: str
    members: int
    rows: tuple[Forecast, ...]
    looked_at: datetime | None


def house_of(story: Story, subject: str | None, until: datetime) -> House:
    """Return what stood just before `until`: the subject's, the team's, else everybody's.

    Where numbers are held back, what is left to be seen of others than the team is not the house.
    """
    tracks, name = _speaking(story, subject)
    opens_at = story.asked.question.terms.opens_at
    rows = [track.standing_before(opens_at, until) for track in tracks]
    stood = tuple(row for row in rows if row is not None)
    looked = [row.made_at for t in tracks for row in t.numbers if row.made_at < until]
    return House(name, len(stood), stood, max(looked, default=None))


def _speaking(story: Story, subject: str | None) -> tuple[list[Track], str]:
    tracks, name = drawn(story.tracks, subject)
    if story.hidden:
        tracks = [t for t in tracks if t.forecaster.name == subject or t.forecaster.kind in OF_IT]
    return tracks, name


def words(rows: Sequence[Forecast], question: Question) -> str:
    """Return what several said together in a few words, as medians; empty for nobody."""
    stated = [row.stated for row in rows if row.stated]
    if len(stated) <= 1:
        return statements.said(stated[0], question) if stated else ""
    if question.type is QuestionType.BINARY:
        said = [one.probability for one in stated if isinstance(one, Stated)]
        return chance(statements.middle_of(said))
    if question.type in statements.CHOICES:
        options = [option.name for option in question.terms.choices]
        pairs = [(name, p) for name in options if (p := _of_option(rows, question, name))]
        return statements.likeliest(pairs) if pairs else ""
    return statements.span(stated, question, "")


def moved(story: Story, subject: str | None, since: datetime, until: datetime) -> Move | None:
    """Return how far the house moved from `since`, or from its first word after that, to `until`.

    None for less than 0.4 in log-odds, and where nothing stands at the end.
    """
    question = story.asked.question
    tracks, _ = _speaking(story, subject)
    stood = list(together(tracks, question.terms.opens_at, until))
    if not stood or stood[-1][1] < until:
        return None
    first = next((rows for start, end, rows in stood if end >= since and end > start), stood[-1][2])
    after = stood[-1][2]
    found = [
        Move(event, p, q, _apart(p, q), text)
        for event, p, q, text in _events(first, after, question)
    ]
    largest = max(found, key=lambda move: move.log_odds, default=None)
    return largest if largest and largest.log_odds >= LEAST_MOVE - ROUNDING else None


def _events(
    before: Sequence[Forecast], after: Sequence[Forecast], question: Question
) -> Iterator[tuple[str, float, float, str]]:
    """Yield the yes/no questions in which a prediction may have moved, with both chances."""
    if question.type is QuestionType.BINARY:
        p, q = (statements.middle_of([r.chance.probability for r in rows if r.chance])
                for rows in (before, after))  # fmt: skip
        yield "", p, q, f"{chance(p)} → {chance(q)}"
    elif question.type in statements.CHOICES:
        for option in question.terms.choices:
            one = _of_option(before, question, option.name)
            other = _of_option(after, question, option.name)
            if one is not None and other is not None:
                yield option.name, one, other, f"“{option.name}” {chance(one)} → {chance(other)}"
    else:
        yield from _on_the_line(before, after, question)


def _on_the_line(
    before: Sequence[Forecast], after: Sequence[Forecast], question: Question
) -> Iterator[tuple[str, float, float, str]]:
    """Yield what lies by the horizon of a date, and on this side of the middle there was."""
    old, new = (_curves(rows, question) for rows in (before, after))
    if not old or not new:
        return
    dated = question.type is QuestionType.DATE
    if dated:
        end = old[0].scale.upper
        p, q = (_height(curves, end) for curves in (old, new))
        name = f"by {statements.day(end, question)}"
        yield name, p, q, f"{chance(p)} → {chance(q)} {name}"
    middles = [_middle(curves) for curves in (old, new)]
    if middles[0] is None or middles[1] is None:
        return
    say = statements.day if dated else statements.amount
    p, q = (_height(curves, middles[0]) for curves in (old, new))
    texts = [say(at, question) for at in (middles[0], middles[1])]
    half = "half by" if dated else "median"
    event = f"{'by' if dated else 'up to'} {texts[0]}"
    yield event, p, q, f"{half} {texts[0]} → {texts[1]}"


def _of_option(rows: Sequence[Forecast], question: Question, option: str) -> float | None:
    said = [dict(statements.offered(row.stated, question)).get(option)
            for row in rows if isinstance(row.stated, Shares)]  # fmt: skip
    known = [p for p in said if p is not None]
    return statements.middle_of(known) if known else None


def _curves(rows: Sequence[Forecast], question: Question) -> list[Curve]:
    return [
        Curve.over(row.stated, question.terms)
        for row in rows
        if row.stated is not None and not isinstance(row.stated, Stated | Shares)
    ]


def _height(curves: Sequence[Curve], place: float) -> float:
    return statements.middle_of([curve.height(place) for curve in curves])


def _middle(curves: Sequence[Curve]) -> float | None:
    places = [curve.place(0.5) for curve in curves]
    known = [place for place in places if place is not None]
    return statements.middle_of(known) if len(known) == len(places) else None


def _apart(one: float, other: float) -> float:
    """Return the distance of two chances in log-odds; infinite from a certainty.

    >>> round(_apart(0.5, 0.6), 3), _apart(1.0, 1.0), _apart(0.0, 0.5)
    (0.405, 0.0, inf)
    """
    if one == other:
        return 0.0
    if {one, other} & {0.0, 1.0}:
        return math.inf
    return abs(math.log(one / (1.0 - one)) - math.log(other / (1.0 - other)))
