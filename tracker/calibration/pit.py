"""The probability integral transform: where outcomes fell in the distributions stated for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import chances
from tracker.comparison.clusters import labels
from tracker.rules.cdf import knots

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Floats

SEED = 1


def pit(
    below: ArrayLike, at: ArrayLike, questions: ArrayLike | None = None, *, seed: int = SEED
) -> Floats:
    """Return one number a question, uniform on (0, 1) when the distributions are calibrated.

    below, at: F just below the outcome and F at it, shape (n,), equal where there is no point
    mass; an outcome known to lie in (a, b] has F(a) and F(b), one beyond the horizon F(horizon)
    and 1. questions: an integer from 0 each (None: the row). below + V (at - below), where V is
    drawn for each question by itself from the seed, so that it stays when others are added.
    Raises ValueError when below > at or an argument is not of this form.

    Source: Dawid (1984); Smith (1985) for the randomisation.

    >>> pit([0.25, 0.0], [0.25, 0.5]).round(4).tolist()
    [0.25, 0.1659]
    """
    low, high = chances(below), chances(at)
    if low.shape != high.shape or (low > high).any():
        raise ValueError(f"below {low.shape} and at {high.shape}: give pairs with below <= at")
    code = np.arange(len(low))
    if questions is not None:
        names, place = labels(questions, len(low), "questions")
        code = names[place]
    u = low.copy()
    for row in np.flatnonzero(low < high):
        u[row] += np.random.default_rng([seed, int(code[row])]).random() * (high[row] - low[row])
    return u


def pit_ends(
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    y: float,
    *,
    open_lower: bool = False,
    open_upper: bool = False,
) -> tuple[float, float]:
    """Return F just below y and F at y, for one distribution that is linear through its knots.

    x, F: places and heights, shape (m,), rising; a repeated x is a point mass. What F leaves below
    the first knot lies on it, or somewhere below it when open_lower; likewise above. Beyond the
    knots: (0, F of the first) or (F of the last, 1). Raises ValueError when x or F falls or y is
    not a number.

    Source: Smith (1985).

    >>> pit_ends([0, 1, 1, 2], [0, 0.25, 0.75, 1], 1.0)
    (0.25, 0.75)
    """
    places, heights = (rows[0] for rows in knots(x, F))
    if np.isnan(y):
        raise ValueError("y is nan: give the outcome")
    first, after = (int(np.searchsorted(places, y, side)) for side in ("left", "right"))
    last = len(places)
    if first < after:
        below = float(heights[first]) if first > 0 or open_lower else 0.0
        return below, float(heights[after - 1]) if after < last or open_upper else 1.0
    if first == 0:
        return 0.0, float(heights[0])
    if first == last:
        return float(heights[-1]), 1.0
    share = (y - places[first - 1]) / (places[first] - places[first - 1])
    inside = float(heights[first - 1] + share * (heights[first] - heights[first - 1]))
    return inside, inside
