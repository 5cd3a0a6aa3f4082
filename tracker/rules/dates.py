"""Scores of one forecast of when something happens, if ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.cdf import distance_to_step, height, joined, knots, of_each_row

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.rules.arguments import Floats


def deadline_brier(
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    happened: float | None,
    until: float,
) -> float | Floats:
    """Return the mean Brier score of "by t?" over all deadlines t from 0 to `until`, exactly.

    x, F: knots of the chance that it has happened by then, in days since the question opened,
    shape (m,) or (n, m); F is 0 before the first knot, linear through them and constant after the
    last. happened: the day of the event, None when not by `until`. until: the last deadline, in
    days; fixed without regard to the event, since stopping at the event pays for saying "never".
    The integral of (F(t) - 1{happened <= t})^2 / until; shape (n,), or a float for one forecast.
    From 0 (best) to 1; lower is better. Raises ValueError when the knots are not well formed,
    `happened` is nan, or `until` is not a positive number of days.

    Source: the CRPS of Matheson & Winkler (1976) up to a fixed date, as in Graf et al. (1999).

    >>> round(deadline_brier([0, 100], [0.0, 0.5], happened=75, until=100), 6)
    0.114583
    """
    if not 0.0 < until < np.inf:
        raise ValueError(f"until is {until}: give a positive number of days")
    if happened is not None and np.isnan(happened):
        raise ValueError("happened is nan: give a day, or None when it has not happened")
    event = until if happened is None else happened

    def losses(places: Floats, heights: Floats) -> Floats:
        start = joined(places[:, :1], places), joined(np.zeros((1, 1)), heights)
        days = (np.asarray(day, dtype=np.float64) for day in (event, 0.0, until))
        return distance_to_step(*start, *days) / until

    return of_each_row(losses, x, F)


def interval_log_loss(
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    interval: tuple[float, float] | None = None,
    censored_at: float | None = None,
) -> float | Floats:
    """Return -ln of the chance given to what is known of the date, in nats.

    x, F: as in `deadline_brier`. interval: (a, b) for an event known to lie after a and not after
    b, in days: -ln(F(b) - F(a)). censored_at: the day by which it had not happened:
    -ln(1 - F(c)). Exactly one of the two. Shape (n,), or a float for one forecast. From 0 (best)
    to infinity; lower is better. It depends on the interval's length, so compare only forecasts of
    one question. Raises ValueError when the knots or the interval are not well formed.

    Source: Good (1952), for interval- and right-censored dates.

    >>> interval_log_loss([0, 100], [0.0, 0.5], censored_at=100)
    0.6931471805599453
    """
    places, heights = knots(x, F)
    if (interval is None) == (censored_at is None):
        raise ValueError("give either the interval of the event or the day it was censored at")
    if interval is not None:
        start, end = interval
        if not start < end:
            raise ValueError(f"the interval from {start} to {end} is empty")
        given = height(places, heights, end) - height(places, heights, start)
    else:
        given = 1.0 - height(places, heights, _day(censored_at))
    with np.errstate(divide="ignore"):
        return _one_or_all(0.0 - np.log(given), x, F)


def _day(day: float | None) -> float:
    if day is None or np.isnan(day):
        raise ValueError(f"censored_at is {day}: give a day")
    return day


def _one_or_all(loss: Floats, x: ArrayLike, f: ArrayLike) -> float | Floats:
    return float(loss[0]) if np.ndim(x) == np.ndim(f) == 1 else loss
