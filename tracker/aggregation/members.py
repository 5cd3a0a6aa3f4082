"""What an aggregate is made of: the members' probabilities and their weights, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import Floats, probabilities

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def chances(p: ArrayLike) -> Floats:
    """Return one probability a member, shape (n,); ValueError when it is not that, or empty.

    >>> chances([0.2, 0.3])
    array([0.2, 0.3])
    """
    values = probabilities(p)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"p has shape {values.shape}: give one probability a member, at least one")
    return values


def rows(p: ArrayLike) -> Floats:
    """Return one row of options a member, shape (n, K); ValueError when it is not that, or empty.

    >>> rows([[0.2, 0.8]]).shape
    (1, 2)
    """
    values = probabilities(p, name="P")
    if values.ndim <= 1 or not values.size:
        raise ValueError(f"P has shape {values.shape}: give a row of options a member, (n, K)")
    return values


def shares(weights: ArrayLike | None, n: int) -> Floats:
    """Return the weights divided by their sum, shape (n,); None weighs all members equally.

    weights: shape (n,), or a column of them for each of m instants, (n, m), which each sum to 1
    then. Raises ValueError when they are not finite, one is negative or all of a sum are 0.

    >>> shares([1, 3], 2)
    array([0.25, 0.75])
    """
    if weights is None:
        return np.full(n, 1.0 / n)
    values = np.asarray(weights, dtype=np.float64)
    if values.ndim not in (1, 2) or len(values) != n or not np.isfinite(values).all():
        raise ValueError(
            f"weights have shape {values.shape}: give {n} finite numbers, one a member"
        )
    if values.min() < 0.0 or np.any(values.max(axis=0) <= 0.0):
        raise ValueError("weights must not be negative, and one of them must be above 0")
    scaled = values / values.max(axis=0)  # first, since a sum of large weights may be infinite
    return np.asarray(scaled / total(scaled))


def total(values: Floats) -> Floats:
    """Return the sum over members, the first axis.

    The same bits in whatever order they come, and whatever else is summed beside them.

    >>> float(total(np.array([0.1, 0.2, 0.3])) - total(np.array([0.3, 0.2, 0.1])))
    0.0
    """
    # One after the other: sum() adds a lone column in another order than one of many.
    return np.asarray(np.sort(values, axis=0).cumsum(axis=0)[-1])


def average(values: Floats, weight: Floats) -> Floats:
    """Return the mean over members, the first axis, with weights that sum to 1.

    weight: shape (n,), or that of the values. Members of weight 0 are left out. Rounding never
    carries it beyond the members' values, so that the mean of equal values is that value.

    >>> average(np.array([0.1, 0.1, 0.1]), np.array([0.2, 0.3, 0.5]))
    array(0.1)
    """
    weight = weight.reshape(*weight.shape, *(1,) * (values.ndim - weight.ndim))
    counts = weight > 0.0
    least = np.where(counts, values, np.inf).min(axis=0)
    greatest = np.where(counts, values, -np.inf).max(axis=0)
    return np.asarray(np.clip(total(weight * values), least, greatest), dtype=np.float64)
