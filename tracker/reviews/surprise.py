"""How surprising an outcome was: the chance that the numbers gave it while they stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.distributions.curve import Curve
from forecasts.model import QuestionType, Stated, times
from forecasts.model.prediction import Shares
from tracker.columns.facts import outcome_value
from tracker.reports.paths import together
from tracker.reports.statements import ABOVE, BELOW, NEVER, middle_of, offered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Question
    from forecasts.model.forecast import Prediction

HALF = 0.5  # what was given less than this was not expected to happen
OUTSIDE = 0.2  # a number or a date outside the range that holds 80%
ROUNDING = 1e-9
PLACED = (QuestionType.NUMERIC, QuestionType.DATE)


def chance_of(stated: Prediction, question: Question, outcome: str) -> float | None:
    """Return the chance that a prediction gave to what happened, from 0 to 1.

    Of a number, or of a date that came, it is how often one so far out on either side comes about:
    1 in the middle of what was said. Of an outcome that is a fraction r it is 1 - |p - r|. None
    for an option that was not offered.
    """
    if isinstance(stated, Stated):
        return 1.0 - abs(stated.probability - outcome_value(outcome))
    if isinstance(stated, Shares):
        return dict(offered(stated, question)).get(outcome)
    curve = Curve.over(stated, question.terms)
    if outcome == NEVER:
        return 1.0 - curve.height(times.to_seconds(question.terms.horizon))
    if outcome in (BELOW, ABOVE):
        return min(1.0, 2.0 * (curve.below if outcome == BELOW else curve.above))
    return _two_sided(curve, _places(outcome, question))


def _places(outcome: str, question: Question) -> tuple[float, float]:
    """Return the ends of what happened on the question's scale, twice the same where it is one."""
    if question.type is QuestionType.DATE:
        at = times.to_seconds(times.from_text(outcome))
        return at, at
    parts = [float(part) for part in outcome.split("..")]
    return parts[0], parts[-1]


def _two_sided(curve: Curve, ends: tuple[float, float]) -> float:
    """Return twice the smaller tail beyond the nearest point of what happened, at most 1."""
    middle = curve.place(0.5)
    place = min(max(ends[0] if middle is None else middle, ends[0]), ends[1])
    below = min((height for at, height in curve.knots if at == place), default=curve.height(place))
    return min(1.0, 2.0 * min(curve.height(place), 1.0 - below))


def mean_chance(
    tracks: Sequence[Track], question: Question, outcome: str, ends_at: datetime
) -> float | None:
    """Return the chance given to what happened, averaged over the time in which numbers stood.

    Of several it is the median at each time. None where nothing stood between the opening and
    `ends_at`, from which no forecast counts.
    """
    total_s = weighed = 0.0
    for start, end, rows in together(tracks, question.terms.opens_at, ends_at):
        given = [chance_of(row.stated, question, outcome) for row in rows if row.stated]
        known = [chance for chance in given if chance is not None]
        if known:
            length_s = (end - start).total_seconds()
            total_s += length_s
            weighed += length_s * middle_of(known)
    return weighed / total_s if total_s > 0.0 else None


def is_miss(chance: float, question: Question, outcome: str) -> bool:
    """Return whether it was not expected: given under one half, or not inside the 80% range."""
    placed = is_placed(question.type, outcome)
    return chance <= OUTSIDE + ROUNDING if placed else chance < HALF


def is_placed(type_: str, outcome: str) -> bool:
    """Return whether what happened is a place on a line, which lies so far out, and not a case.

    >>> is_placed("date", "never"), is_placed("numeric", "below")
    (False, True)
    """
    return type_ in PLACED and outcome != NEVER
