"""The continuous ranked probability score over a question's range."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import plain
from tracker.rules.cdf import distance_to_step, finite, joined, of_each_row

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
    low = None if lower is None else finite(lower, "lower")
    high = None if upper is None else finite(upper, "upper")
    loss = partial(_losses, closed=(not open_lower, not open_upper))
    return of_each_row(loss, x, F, finite(y, "y"), low, high)


def crps_scaled(  # noqa: PLR0913, PLR0917 - as crps
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - as crps
    y: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    open_lower: bool = False,  # noqa: FBT001, FBT002 - as crps
    open_upper: bool = False,  # noqa: FBT001, FBT002 - as crps
) -> float | Floats:
    """Return crps / (upper - lower): the share of the range that the forecast was off by.

    Arguments, shape and errors as `crps`; the range must be given and longer than 0. Without a
    unit, from 0 (best) to 1 for y within the range; lower is better.

    Source: as `crps`.

    >>> crps_scaled([0, 10], [0, 1], 5, 0, 10)
    0.08333333333333333
    """
    length = finite(upper, "upper") - finite(lower, "lower")
    if not np.all(length > 0.0):
        raise ValueError(f"the range from {lower!r} to {upper!r} has no length to scale by")
    return plain(crps(x, F, y, lower, upper, open_lower, open_upper) / length)


def _losses(  # noqa: PLR0913, PLR0917 - as crps
    x: Floats,
    f: Floats,
    y: Floats,
    lower: Floats | None,
    upper: Floats | None,
    closed: tuple[bool, bool],
) -> Floats:
    low = x[:, 0] if lower is None else np.atleast_1d(lower)
    high = x[:, -1] if upper is None else np.atleast_1d(upper)
    _check_range(x, low, high, closed)
    beyond = closed[0] * np.maximum(low - y, 0.0) + closed[1] * np.maximum(y - high, 0.0)
    # A knot more at each closed bound, of height 0 or 1.
    below, above = low[:, np.newaxis], high[:, np.newaxis]
    if closed[0]:
        x, f = joined(below, x), joined(np.zeros((1, 1)), f)
    if closed[1]:
        x, f = joined(x, above), joined(f, np.ones((1, 1)))
    return np.asarray(distance_to_step(x, f, y, low, high) + beyond)


def _check_range(x: Floats, low: Floats, high: Floats, closed: tuple[bool, bool]) -> None:
    if np.any(low > high):
        start, end = (a[np.argmax(low > high)] for a in np.broadcast_arrays(low, high))
        raise ValueError(f"the range is upside down: lower {start} lies above upper {end}")
    if closed[0] and np.any(x[:, 0] < low):
        raise ValueError(f"a knot at {x[:, 0].min()} lies below the closed bound {low.max()}")
    if closed[1] and np.any(x[:, -1] > high):
        raise ValueError(f"a knot at {x[:, -1].max()} lies above the closed bound {high.min()}")
