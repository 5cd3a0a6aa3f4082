"""Aggregates of a chance at many instants at once: a row a member, a column an instant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.members import average, shares, total

if TYPE_CHECKING:
    from tracker.rules.arguments import Floats

TIE = 1e-12


def medians(p: Floats, weight: Floats) -> Floats:
    """Return each column's weighted median, shape (m,).

    p: shape (n, m). weight: of any scale, shape (n, m). The mean of the lower weighted median, the
    least p up to which members have at least half the weight, and the upper, more than half.

    >>> medians(np.array([[0.1], [0.2], [0.6]]), np.array([[1], [1], [2]]))
    array([0.4])
    """
    order = np.argsort(p, axis=0, kind="stable")
    values = np.take_along_axis(p, order, axis=0)
    below = np.take_along_axis(shares(weight, len(p)), order, axis=0).cumsum(axis=0)
    half = below[-1] / 2.0
    # Halves that rounding has parted by a last digit are halves.
    lower, upper = ((below < edge).sum(axis=0) for edge in (half - TIE, half + TIE))
    every = np.arange(values.shape[1])
    return np.asarray((values[lower, every] + values[upper, every]) / 2.0)


def trimmed_means(p: Floats, share: float) -> Floats:
    """Return each column's mean of what is left when floor(n share) are cut at each end.

    p: shape (n, m). Shape (m,).

    >>> trimmed_means(np.array([[0.0], [0.2], [0.3], [1.0]]), 0.25)
    array([0.25])
    """
    n = len(p)
    # 100 * 0.29 falls just short of 29 in floating point.
    cut = min(math.floor(n * share + 1e-9), (n - 1) // 2)
    left = np.sort(p, axis=0)[cut : n - cut]
    return average(left, shares(None, len(left)))


def geometric_means_of_odds(p: Floats, weight: Floats) -> Floats:
    """Return each column's probability of the weighted mean log odds.

    p: shape (n, m). weight: that sums to 1 over members, shape (n,); members of weight 0 are left
    out. Raises ValueError when p is 0 or 1. Shape (m,).

    >>> geometric_means_of_odds(np.array([[0.5], [0.9]]), np.array([0.5, 0.5])).round(12)
    array([0.75])
    """
    values, weight = p[weight > 0.0], weight[weight > 0.0, np.newaxis]
    certain = values[(values <= 0.0) | (values >= 1.0)]
    if certain.size:
        raise ValueError(
            f"a member says {certain[0]:g}: with 0 or 1 the geometric mean of odds is undefined; "
            "use geometric_mean_of_odds_floored"
        )
    log_odds = total(weight * (np.log(values) - np.log1p(-values)))
    odds = np.exp(-np.abs(log_odds))
    found = np.where(log_odds > 0.0, 1.0, odds) / (1.0 + odds)
    return np.asarray(np.clip(found, values.min(axis=0), values.max(axis=0)))
