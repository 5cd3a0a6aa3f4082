"""What was asked and what happened, as the judge of each kind takes them."""

from __future__ import annotations

from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from forecasts.model.normal import standard
from forecasts.model.prediction import Family, Heights, Quantiles, Shares
from tracker.scoring import DAY_US, NEVER, NOTHING, Choice, Curve, Date, Number, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from forecasts.model import Terms
    from forecasts.model.prediction import Distribution
    from forecasts.model.scale import Scale

    Floats = NDArray[np.float64]
    Statement = Shares | Distribution | None

BINS = 200  # of a range, unless the question says otherwise: Metaculus' number
DAY_S = 86_400.0
EVER = -(1 << 62)  # an option that was always on offer


def choice(terms: Terms, outcome: str | None) -> Choice:
    """Return the options of a question and which of them happened, NOTHING where it is not known.

    Raises ValueError for an outcome that is none of them.
    """
    options = terms.choices
    names = [option.name for option in options]
    counts = None
    if terms.reference_class is not None:
        known = dict(zip(terms.reference_class.options, terms.reference_class.counts, strict=True))
        counts = tuple(known.get(name, 0) for name in names)
    return Choice(
        from_us=tuple(_us(option.offered_from, EVER) for option in options),
        until_us=tuple(_us(option.offered_until, NEVER) for option in options),
        outcome=NOTHING if outcome is None else names.index(outcome),
        other=next((i for i, option in enumerate(options) if option.other), NOTHING),
        counts=counts,
    )


def _us(instant: datetime | None, otherwise: int) -> int:
    return otherwise if instant is None else times.to_us(instant)


def shares(stated: Sequence[Statement], options: int) -> Floats:
    """Return a row of probabilities for each statement, nan for an option it does not speak of."""
    found = np.full((len(stated), options), np.nan)
    for row, one in zip(found, stated, strict=True):
        if isinstance(one, Shares):
            row[: len(one.probabilities)] = [np.nan if p is None else p for p in one.probabilities]
    return found


def number(terms: Terms, outcome: str) -> Number:
    """Return a numeric question with its outcome: a number, low..high, below or above."""
    ends = {"below": (-np.inf, -np.inf), "above": (np.inf, np.inf)}.get(outcome)
    if ends is None:
        low, _, high = outcome.partition("..")
        ends = (float(low), float(high or low))
    over = None if terms.scale is None else _range(terms.scale, terms.bins or BINS, lambda x: x)
    return Number(over, terms.quantile_levels, *ends)


def date(terms: Terms, outcome: str | None, now_us: int = NEVER, since: str | None = None) -> Date:
    """Return a date question with its outcome: the end of the time it happened, below or never.

    since: the start of that time, where it is on record. Without an outcome it is open, and is
    scored on the deadlines up to now.
    """
    scale, opens_s = _scale(terms), times.to_seconds(terms.opens_at)
    known = terms.reference_class
    return Date(
        horizon_us=times.to_us(terms.horizon),
        happened_us=_happened_us(outcome, scale),
        until_us=min(now_us, times.to_us(terms.horizon)),
        over=_range(scale, terms.bins or BINS, lambda place: (place - opens_s) / DAY_S),
        levels=terms.quantile_levels,
        chance=known.rate if known else 0.5,
        has_class=known is not None,
        is_open=outcome is None,
        since_us=NEVER if since is None else times.to_us(times.from_text(since)),
    )


def _happened_us(outcome: str | None, scale: Scale) -> int:
    if outcome in (None, "never"):
        return NEVER
    if outcome == "below":
        return round(scale.lower * (DAY_US / DAY_S)) - 1
    return times.to_us(times.from_text(str(outcome)))


def _scale(terms: Terms) -> Scale:
    if terms.scale is None:
        msg = "a date question has no horizon"
        raise ValueError(msg)
    return terms.scale


def _range(scale: Scale, bins: int, place: Callable[[float], float]) -> Range:
    """Return a range with its bins; `place` maps the scale's places to those that are scored."""
    edges = tuple(map(place, _grid(scale, bins + 1).tolist()))
    zero = None if scale.zero_point is None else place(scale.zero_point)
    return Range(edges[0], edges[-1], scale.open_lower, scale.open_upper, edges, zero)


def number_curves(terms: Terms, stated: Sequence[Statement]) -> list[Curve | None]:
    """Return the distribution of each statement on a numeric question; None for a withdrawal."""
    scale, levels = terms.scale, terms.quantile_levels
    return [_curve(one, scale, levels) for one in stated]


def date_curves(terms: Terms, stated: Sequence[Statement]) -> list[Curve | None]:
    """Return the same on a date question, over days since the opening.

    Typed quantiles start from 0 at the lower end of the range, the opening unless said otherwise.
    """
    scale, opens_s = _scale(terms), times.to_seconds(terms.opens_at)
    start = (scale.lower - opens_s) / DAY_S
    levels = terms.quantile_levels
    found: list[Curve | None] = []
    for one in stated:
        curve = _curve(one, scale, levels)
        if curve is not None:
            places, heights = (curve.places - opens_s) / DAY_S, curve.heights
            if isinstance(one, Quantiles) and places[0] > start:
                places, heights = np.append(start, places), np.append(0.0, heights)
            curve = Curve(places, heights)
        found.append(curve)
    return found


def _curve(stated: Statement, scale: Scale | None, levels: tuple[float, ...]) -> Curve | None:
    """Return the knots of a statement."""
    if isinstance(stated, Quantiles):
        heights, places = np.array(stated.pairs, dtype=np.float64).T
        return Curve(places, heights)
    if isinstance(stated, Family) and scale is None:
        of = NormalDist(*stated.parameters)
        return Curve(np.array([of.inv_cdf(level) for level in levels]), np.array(levels))
    if isinstance(stated, Family) and scale is not None:
        return _normal(stated, scale, levels)
    if isinstance(stated, Heights) and scale is not None:
        return Curve(_grid(scale, len(stated.heights)), np.array(stated.heights))
    if stated is None:
        return None
    msg = "a forecast on it states nothing of its kind"
    raise ValueError(msg)


def _normal(stated: Family, scale: Scale, levels: tuple[float, ...]) -> Curve:
    """Return the lines near a normal's curve, cut where the range ends."""
    (steps, heights), (mean, deviation) = _standard(levels), stated.parameters
    places = mean + deviation * steps
    within = (places > scale.lower) & (places < scale.upper)
    if within.all():
        return Curve(places, heights)
    low, high = np.interp((scale.lower, scale.upper), places, heights)
    return Curve(
        np.concatenate(([scale.lower], places[within], [scale.upper])),
        np.concatenate(([low], heights[within], [high])),
    )


@lru_cache(maxsize=256)
def _standard(levels: tuple[float, ...]) -> tuple[Floats, Floats]:
    places, heights = standard(levels)
    return np.array(places), np.array(heights)


@lru_cache(maxsize=2048)
def _grid(scale: Scale, points: int) -> Floats:
    """Return the places of the scale's grid, to the bits that `Scale.grid` gives."""
    if scale.zero_point is not None:
        return np.array(scale.grid(points))
    places = scale.lower + (scale.upper - scale.lower) * (np.arange(points) / (points - 1))
    places[-1] = scale.upper
    return np.asarray(places)
