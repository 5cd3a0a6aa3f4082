"""How sure a weighted mean over clusters is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.calibration.votes import added
from tracker.comparison.intervals import LEAST_CLUSTERS as CLUSTERS

if TYPE_CHECKING:
    from tracker.comparison.clusters import Codes, Floats

__all__ = ["CLUSTERS", "Spread", "t_quantile", "weighted_mean"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A weighted mean with its 95% interval; low and high are None where `reason` says why."""

    mean: float
    low: float | None
    high: float | None
    clusters: int
    reason: str | None


def weighted_mean(d: Floats, weight: Floats, cluster: Codes) -> Spread:
    """Return the mean of d by weight, and its 95% t interval over clusters.

    d, weight: shape (n,), some weight above 0; cluster: codes from 0. mean -+ t(G - 1)
    sqrt(G/(G-1) sum over g of (sum over j in g of w_j (d_j - mean))^2) / W; no interval under 8
    clusters. With equal weights it is the interval of a clustered mean.

    Source: Liang & Zeger (1986).

    >>> import numpy as np
    >>> weighted_mean(np.array([0.0, 3.0]), np.array([2.0, 1.0]), np.array([0, 1])).mean
    1.0
    """
    total, count = float(weight.sum()), int(cluster.max()) + 1
    mean = float((weight * d).sum()) / total
    if count < CLUSTERS:
        reason = f"{count} of the {CLUSTERS} clusters that an interval needs"
        return Spread(mean, None, None, count, reason)
    sums = added(weight * (d - mean), cluster)
    error = math.sqrt(count / (count - 1) * float((sums * sums).sum())) / total
    half = t_quantile(count - 1, 0.975) * error
    return Spread(mean, mean - half, mean + half, count, None)


def t_quantile(freedom: int, probability: float) -> float:
    """Return the quantile of Student's t at these degrees of freedom.

    >>> round(t_quantile(7, 0.975), 4)
    2.3646
    """
    # scipy.special loads in a fifth of the time of scipy.stats and gives the same digits.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, probability))
