"""The continuous ranked probability score over a question's range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.cdf import distance_to_step, finite, knots

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.rules.arguments import Floats


def crps(  # noqa: PLR0913, PLR0917 - the range and its bounds belong to the question
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    y: ArrayLike,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    open_lower: bool = False,  # noqa: FBT001, FBT002 - a bound's value, then whether it is open
    open_upper: bool = False,  # noqa: FBT001, FBT002 - as open_lower
) -> float | Floats:
    """Return the integral of (F(z) - 1{y <= z})^2 over z from `lower` to `upper`, exactly.

    x, F: knots of the forecast, shape (m,) or (n, m); F is linear through them, a repeated place is
    a point mass. y: what happened, a number or shape (n,). lower, upper: the question's range,
    numbers or shape (n,), the same for every forecaster; by default the outer knots. Beyond the
    outer knot F runs on linearly to 0 or 1 at a closed bound (at the bound itself the rest is a
    point mass) and stays constant towards an open one: that mass lies outside, at no stated place.
    y beyond a closed bound adds its distance, y beyond an open one counts as at the bound.
    Shape (n,), or a float for one forecast, in units of y. From 0 (best) without end; lower is
    better. Raises ValueError when knots fall or are not finite, F leaves [0, 1], a knot lies
    beyond a closed bound, or the range is upside down.

    Source: Matheson & Winkler (1976); threshold-weighted at open bounds, Gneiting & Ranjan (2011).

    >>> round(crps([0, 10], [0, 1], 5), 6)
    0.833333
    """
    places, heights = knots(x, F)
    outcome, closed = finite(y, "y"), (not open_lower, not open_upper)
    low = places[:, 0] if lower is None else finite(lower, "lower")
    high = places[:, -1] if upper is None else finite(upper, "upper")
    _check_range(places, low, high, closed)
    beyond = closed[0] * np.maximum(low - outcome, 0.0)
    beyond = beyond + closed[1] * np.maximum(outcome - high, 0.0)
    places, heights = _run_on(places, heights, low, high, closed)
    loss = distance_to_step(places, heights, outcome, low, high) + beyond
    return float(loss[0]) if _is_one(x, F, y, lower, upper) else loss


def crps_scaled(  # noqa: PLR0913 - as crps
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - as crps
    y: ArrayLike,
    lower: float,
    upper: float,
    *,
    open_lower: bool = False,
    open_upper: bool = False,
) -> float | Floats:
    """Return crps / (upper - lower), from 0 (best) to 1 for y within the range; lower is better.

    Arguments, shape and errors as `crps`; the range must be given and longer than 0.

    >>> crps_scaled([0, 10], [0, 1], 5, 0, 10)
    0.08333333333333333
    """
    if not upper > lower:
        raise ValueError(f"the range from {lower} to {upper} has no length to scale by")
    loss = crps(x, F, y, lower, upper, open_lower=open_lower, open_upper=open_upper)
    return loss / (upper - lower)


def _is_one(x: ArrayLike, f: ArrayLike, *numbers: ArrayLike | None) -> bool:
    rows = (np.ndim(number) for number in numbers if number is not None)
    return np.ndim(x) == np.ndim(f) == 1 and not any(rows)


def _run_on(
    places: Floats, heights: Floats, low: Floats, high: Floats, closed: tuple[bool, bool]
) -> tuple[Floats, Floats]:
    """Return the knots with one more at each closed bound, of height 0 or 1."""
    if closed[0]:
        places, heights = _beside(low, places), _beside(np.zeros(()), heights)
    if closed[1]:
        places, heights = _beside(places, high), _beside(heights, np.ones(()))
    return places, heights


def _check_range(places: Floats, low: Floats, high: Floats, closed: tuple[bool, bool]) -> None:
    if np.any(low > high):
        raise ValueError(f"the range is upside down: lower {low} lies above upper {high}")
    if closed[0] and np.any(places[:, 0] < low):
        raise ValueError(f"a knot at {places[:, 0].min()} lies below the closed bound {low}")
    if closed[1] and np.any(places[:, -1] > high):
        raise ValueError(f"a knot at {places[:, -1].max()} lies above the closed bound {high}")


def _beside(left: Floats, right: Floats) -> Floats:
    """Return rows of knots with one more knot, given as one number or one a row, at that end."""
    columns = [a if a.ndim > 1 else np.atleast_1d(a)[:, np.newaxis] for a in (left, right)]
    n = max(len(a) for a in columns)
    return np.concatenate([np.broadcast_to(a, (n, a.shape[1])) for a in columns], axis=1)
