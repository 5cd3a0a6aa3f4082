"""The equal bins of a question's range: what a forecast gives each, and where a value falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tracker.rules.cdf import finite, knots

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats

EDGE = 1e-10  # of a bin: how far beyond its upper edge a value still falls in it


def bin_probabilities(
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    *,
    open_lower: bool,
    open_upper: bool,
) -> Floats:
    """Return the probability of each bin: below the range, the bins inside, above the range.

    F: heights on a grid that is equally spaced in the question's scale, from range_min to
    range_max, shape (bins + 1,) or (n, bins + 1). Shape (n, bins + 2). At a closed bound nothing
    lies outside, and mass given there belongs to the bin inside. Raises ValueError when F falls,
    leaves [0, 1] or has no bin.

    >>> bin_probabilities([0.25, 0.5, 1.0], open_lower=True, open_upper=False)
    array([[0.25, 0.25, 0.5 , 0.  ]])
    """
    heights = knots(np.arange(np.shape(F)[-1] if np.ndim(F) else 0), F)[1]
    if heights.shape[1] <= 1:
        raise ValueError(f"F has shape {np.shape(F)}: bins need heights at two places at least")
    chances = np.diff(heights, axis=1, prepend=0.0, append=1.0)
    for is_open, outside, inside in ((open_lower, 0, 1), (open_upper, -1, -2)):
        if not is_open:
            chances[:, inside] += chances[:, outside]
            chances[:, outside] = 0.0
    return chances


def bin_index(
    y: ArrayLike, lower: float, upper: float, bins: int, zero_point: float | None = None
) -> int | NDArray[np.intp]:
    """Return the index of the bin that y falls in, as `bin_probabilities` orders them.

    y: a number or shape (n,). lower, upper: range_min and range_max. bins: inside the range, equal
    in the question's scale: linear, or with a zero_point, beyond the range, the logarithm of the
    distance from it. A bin holds its upper edge; the value at range_min falls in the first bin
    inside. 0 below the range, bins + 1 above; an int for a number. Raises ValueError when y is not
    finite, the range is empty, bins is under 1 or the zero_point lies within the range.

    Source: Metaculus, how a value becomes a bucket.

    >>> bin_index([-1, 0, 2.5, 2.6, 10, 11], 0, 10, bins=4)
    array([0, 1, 1, 2, 4, 5])
    """
    values = finite(y, "y")
    if not lower < upper or bins < 1:
        raise ValueError(f"the range from {lower} to {upper} with {bins} bins holds no value")
    inside = np.clip(values, lower, upper)
    if zero_point is None:
        share = (inside - lower) / (upper - lower)
    elif lower <= zero_point <= upper:
        raise ValueError(f"the zero_point {zero_point} lies within the range {lower} to {upper}")
    else:
        start = lower - zero_point
        share = np.log((inside - zero_point) / start) / np.log((upper - zero_point) / start)
    within: NDArray[Any] = np.clip(np.floor(share * bins + 1.0 - EDGE), 1, bins)
    index = np.where(values < lower, 0, np.where(values > upper, bins + 1, within)).astype(np.intp)
    return int(index) if not index.ndim else index
