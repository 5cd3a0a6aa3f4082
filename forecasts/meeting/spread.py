"""How far people are apart on a question, as the yes/no question on which it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import QuestionType, Stated
from forecasts.model.prediction import Shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forecasts.distributions.curve import Curve
    from forecasts.model import Forecast, Question

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Voice:
    """What one forecaster says of an event: its chance, and the forecast that says so."""

    forecaster: str
    chance: float
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Spread:
    """What people say of the event on which they are furthest apart, the lowest chance first.

    option: the event is that option; place: that the number lies above it, or that it has happened
    by that instant (seconds since 1970); both None: yes.
    """

    question: Question
    voices: tuple[Voice, ...]
    option: str | None = None
    place: float | None = None

    @property
    def lowest(self) -> Voice:
        """Who gives the event the least chance."""
        return self.voices[0]

    @property
    def highest(self) -> Voice:
        """Who gives the event the greatest chance."""
        return self.voices[-1]

    @property
    def log_odds(self) -> float:
        """The distance of the outer two in log-odds; infinite where one of them alone is certain.

        From 50% to 60% it is 0.41, from 12% to 30% 1.15.
        """
        return apart(self.lowest.chance, self.highest.chance)

    @property
    def median(self) -> float:
        """The middle chance of the event, the mean of the two middle ones of an even number."""
        return median([voice.chance for voice in self.voices])


def log_odds(p: float) -> float:
    """Return ln(p / (1 - p)), infinite for a certainty.

    >>> round(log_odds(0.9), 3), log_odds(0.0)
    (2.197, -inf)
    """
    if p in (0.0, 1.0):
        return math.inf if p else -math.inf
    return math.log(p) - math.log1p(-p)


def apart(one: float, other: float) -> float:
    """Return the distance of two chances in log-odds, 0 for equal ones.

    >>> round(apart(0.5, 0.6), 2), apart(1.0, 1.0)
    (0.41, 0.0)
    """
    return 0.0 if one == other else abs(log_odds(other) - log_odds(one))


def median(values: Sequence[float]) -> float:
    """Return the middle value, the mean of the two middle ones of an even number.

    >>> median([3.0, 1.0, 2.0]), median([1.0, 2.0])
    (2.0, 1.5)
    """
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2.0


def spread(said: Sequence[tuple[str, Forecast]], question: Question) -> Spread | None:
    """Return how far two forecasters or more are apart; None for fewer.

    Of options it is the one that divides them most. Of numbers and dates it is the chance of lying
    above, or of having happened by, the middle of their medians; where somebody's median lies
    outside, by the horizon of a date, and None for a number.
    """
    if len(said) < 2:  # noqa: PLR2004 - one alone is not apart from anybody
        return None
    events = list(_events(said, question))
    return max(events, key=lambda found: found.log_odds) if events else None


def _events(said: Sequence[tuple[str, Forecast]], question: Question) -> Iterator[Spread]:
    rows = [row for _, row in said]
    if question.type is QuestionType.BINARY:
        chances = [row.chance.probability for row in rows if row.chance]
        yield _of(said, chances, question)
    elif question.type in (QuestionType.NUMERIC, QuestionType.DATE):
        yield from _on_the_line(said, question)
    else:
        shares = [row.stated for row in rows if isinstance(row.stated, Shares)]
        for place, option in enumerate(question.terms.choices):
            given = [(*one.probabilities, *[None] * (place + 1))[place] for one in shares]
            known = [p for p in given if p is not None]
            if len(known) == len(said):
                yield _of(said, known, question, option=option.name)


def _on_the_line(said: Sequence[tuple[str, Forecast]], question: Question) -> Iterator[Spread]:
    """Yield the event of a number or date that halves what they say."""
    from forecasts.distributions.curve import Curve

    curves = [
        Curve.over(row.stated, question.terms)
        for _, row in said
        if row.stated is not None and not isinstance(row.stated, Stated | Shares)
    ]
    middle = _middle(curves)
    if question.type is QuestionType.DATE:
        place = curves[0].scale.upper if middle is None else middle
        yield _of(said, [curve.height(place) for curve in curves], question, place=place)
    elif middle is not None:
        yield _of(said, [1.0 - curve.height(middle) for curve in curves], question, place=middle)


def _middle(curves: Sequence[Curve]) -> float | None:
    medians = [curve.place(HALF) for curve in curves]
    known = [place for place in medians if place is not None]
    return median(known) if len(known) == len(curves) else None


def _of(
    said: Sequence[tuple[str, Forecast]],
    chances: Sequence[float],
    question: Question,
    *,
    option: str | None = None,
    place: float | None = None,
) -> Spread:
    voices = [Voice(name, p, row) for (name, row), p in zip(said, chances, strict=True)]
    ordered = tuple(sorted(voices, key=lambda voice: voice.chance))
    return Spread(question, ordered, option, place)
