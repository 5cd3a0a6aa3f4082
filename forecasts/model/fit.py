"""Whether a prediction fits the question: its kind, its options, its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from forecasts.model import times
from forecasts.model.forecast import Stated
from forecasts.model.kinds import QuestionType
from forecasts.model.needs import CHOICES, SPOKEN
from forecasts.model.prediction import ROUNDING, Family, Heights, Quantiles, Shares

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model.forecast import Prediction
    from forecasts.model.question import Terms
    from forecasts.model.scale import Scale

# The share of a named family that may lie past a closed end: it stands as a point mass on it.
PAST_THE_END = 0.001
WANTED = {
    QuestionType.BINARY: "one probability",
    QuestionType.MULTIPLE_CHOICE: "a probability for each option",
    QuestionType.ORDINAL: "a probability for each option",
    QuestionType.NUMERIC: "a distribution: quantiles, a cdf or a family",
    QuestionType.DATE: "a distribution: quantiles, a cdf or a family",
}


class Asked(Protocol):
    """What a prediction is held against: the kind of a question and its terms."""

    @property
    def type(self) -> QuestionType:
        """The kind of answer."""

    @property
    def terms(self) -> Terms:
        """The terms in force."""


def check_prediction(question: Asked, stated: Prediction, at: datetime) -> None:
    """Raise ValueError, saying what to state instead, unless the prediction fits the question.

    `at` is when it is made; what is made before the opening is held against the opening.
    """
    kind, terms = question.type, question.terms
    fits = (
        isinstance(stated, Stated)
        if kind is QuestionType.BINARY
        else isinstance(stated, Shares)
        if kind in CHOICES
        else not isinstance(stated, Stated | Shares)
    )
    if not fits:
        msg = f"{SPOKEN[kind]} takes {WANTED[kind]}"
        raise ValueError(msg)
    if isinstance(stated, Shares):
        _check_shares(stated, terms, max(at, terms.opens_at))
    elif isinstance(stated, Quantiles):
        _check_quantiles(stated, terms, dated=kind is QuestionType.DATE)
    elif isinstance(stated, Heights):
        _check_heights(stated, terms)
    elif isinstance(stated, Family):
        _check_family(stated, terms, dated=kind is QuestionType.DATE)


def _check_shares(stated: Shares, terms: Terms, at: datetime) -> None:
    options, shares = terms.choices, stated.probabilities
    if len(shares) > len(options):
        names = ", ".join(option.name for option in options)
        msg = f"it has {len(shares)} probabilities for {len(options)} options: {names}"
        raise ValueError(msg)
    for i, option in enumerate(options):
        share = shares[i] if i < len(shares) else None
        if share is None and option.offered(at):
            msg = f"{option.name!r} is on offer and has no probability: write 0 if it cannot be"
            raise ValueError(msg)
        if share is not None and not option.offered(at):
            msg = f"{option.name!r} is not on offer then: write null"
            raise ValueError(msg)


def place_text(place: float, *, dated: bool) -> str:
    """Return a place on a scale as people write it: a number, or the instant of those seconds.

    >>> place_text(8.0, dated=False), place_text(0.0, dated=True)
    ('8', '1970-01-01 00:00Z')
    """
    return times.to_minute(times.from_seconds(place)) if dated else f"{place:.6g}"


def _check_quantiles(stated: Quantiles, terms: Terms, *, dated: bool) -> None:
    scale = terms.scale
    if scale is None:
        return
    first, last = stated.pairs[0][1], stated.pairs[-1][1]
    if not scale.open_lower and first < scale.lower:
        at, end = place_text(first, dated=dated), place_text(scale.lower, dated=dated)
        msg = f"{at} lies below {end}, where the range ends"
        raise ValueError(msg)
    if (dated or not scale.open_upper) and last > scale.upper:
        at, end = place_text(last, dated=dated), place_text(scale.upper, dated=dated)
        way_on = ": leave it out, the chance above the last level is 'not by then'" if dated else ""
        msg = f"{at} lies past {end}, where the range ends{way_on}"
        raise ValueError(msg)


def _check_heights(stated: Heights, terms: Terms) -> None:
    scale = _scale(terms)
    heights = stated.heights
    if terms.bins is not None and len(heights) != terms.bins + 1:
        msg = f"it has {len(heights)} heights, and {terms.bins} bins have {terms.bins + 1} edges"
        raise ValueError(msg)
    if not scale.open_upper and heights[-1] < 1.0 - ROUNDING:
        msg = f"it ends at {heights[-1]:.6g}: where the range is closed above it ends at 1"
        raise ValueError(msg)


def _check_family(stated: Family, terms: Terms, *, dated: bool) -> None:
    scale = terms.scale
    if scale is None:
        return
    below, above = stated.height(scale.lower), 1.0 - stated.height(scale.upper)
    for past, is_open, where, end in (
        (below, scale.open_lower, "below", scale.lower),
        (above, scale.open_upper, "above", scale.upper),
    ):
        if not is_open and past > PAST_THE_END:
            at = place_text(end, dated=dated)
            msg = f"{past:.1%} of it lies {where} {at}, a closed end: state quantiles instead"
            raise ValueError(msg)


def _scale(terms: Terms) -> Scale:
    if terms.scale is None:
        msg = "a cdf lies on the question's range, and it has none: state quantiles"
        raise ValueError(msg)
    return terms.scale
