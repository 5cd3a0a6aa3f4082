"""What was expected of a number or a date, in the question's own words, beside what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.distributions.curve import Curve
from forecasts.distributions.notation import figure
from forecasts.model import QuestionType, Stated
from forecasts.model.prediction import Shares
from tracker.reports.numbers import chance
from tracker.reports.statements import DIGITS, amount, day, quantiles, said
from tracker.reviews.surprise import PLACED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.model import Question
    from forecasts.model.forecast import Prediction
    from tracker.reviews.assembled import Reviewed

LEVELS = (0.1, 0.5, 0.9)


def given(one: Reviewed) -> str:
    """Return what was given to what happened: a chance, or of a number or a date what was said."""
    if one.question.type in PLACED:
        return f"last said: {expected(one)}"
    return f"given {expected(one)} on average"


def expected(one: Reviewed) -> str:
    """Return what was last said of a number or a date, in its own words; of several, their range.

    A number is told by its median and the range that was to hold 80%, a date by its median and the
    chance that it does not come by the horizon; anything else by the chance of what happened.
    """
    if one.question.type not in PLACED:
        return chance(one.chance)
    opens_at, ends_at = one.question.terms.opens_at, one.ends_at
    stood = [stretches[-1].forecast.stated for track in one.tracks
             if (stretches := track.stretches(opens_at, ends_at))]  # fmt: skip
    last = [stated for stated in stood if stated]
    if len(last) == 1:
        return in_words(last[0], one.question)
    return _together(last, one.question)


def in_words(stated: Prediction, question: Question) -> str:
    """Return one prediction: median and 80% range of a number, median of a date and never."""
    if question.type not in PLACED or isinstance(stated, Stated | Shares):
        return said(stated, question)
    low, middle, high = quantiles(stated, question, LEVELS)
    if question.type is QuestionType.DATE:
        median = f"median {day(middle, question)}, " if middle is not None else ""
        return f"{median}never {chance(never(stated, question))}"
    if low is None or middle is None or high is None:
        return said(stated, question)
    ends = f"{figure(low, DIGITS)} to {figure(high, DIGITS)}"
    return f"median {amount(middle, question)}, 80% from {ends}"


def never(stated: Prediction, question: Question) -> float:
    """Return the chance that a date does not come by the question's horizon."""
    assert not isinstance(stated, Stated | Shares)  # noqa: S101 - those say nothing of dates
    curve = Curve.over(stated, question.terms)
    return 1.0 - curve.height(curve.scale.upper)


def _together(last: Sequence[Prediction], question: Question) -> str:
    """Return the range of what several said: of medians, and of dates of the chance of never."""
    middles = [place for stated in last for place in quantiles(stated, question, LEVELS[1:2])]
    known = sorted(place for place in middles if place is not None)
    dated = question.type is QuestionType.DATE
    parts = []
    if known:
        tell = day if dated else amount
        low, high = (tell(place, question) for place in (known[0], known[-1]))
        parts.append(f"{'median' if low == high else 'medians'} {_span(low, high)}")
    if dated:
        nevers = sorted(never(stated, question) for stated in last)
        parts.append(f"never {_span(chance(nevers[0]), chance(nevers[-1]))}")
    elif len(known) < len(last):
        parts.append(f"{len(last) - len(known)} outside the range")
    return f"{', '.join(parts)} ({len(last)} forecasters)"


def _span(low: str, high: str) -> str:
    return high if low == high else f"{low} to {high}"
