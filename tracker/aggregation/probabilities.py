"""Aggregates of the chance of one event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, overload

import numpy as np

from tracker.aggregation.instants import geometric_means_of_odds, medians, trimmed_means
from tracker.aggregation.members import average, chances, rows, shares
from tracker.rules.arguments import Floats, plain, probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

FLOOR = 0.001


def mean(p: ArrayLike, weights: ArrayLike | None = None) -> float | Floats:
    """Return the weighted mean of the members' probabilities, from the least to the greatest.

    p: a probability a member, shape (n,), or a row of options each, shape (n, K), which gives (K,).
    weights: shape (n,), of any scale; None weighs all equally. Raises ValueError when p or the
    weights are not of this form.

    Source: Stone (1961), the linear opinion pool.

    >>> mean([0.2, 0.3, 0.7], weights=[1, 1, 2])
    0.475
    """
    values = rows(p) if np.ndim(p) > 1 else chances(p)
    return plain(average(values, shares(weights, len(values))))


def median(p: ArrayLike) -> float:
    """Return the median of the members' probabilities, the mean of the middle two when n is even.

    p: shape (n,). Raises ValueError when p is not of this form.

    >>> median([0.2, 0.7, 0.3])
    0.3
    """
    return weighted_median(p, np.ones(np.size(p)))


def trimmed_mean(p: ArrayLike, share: float) -> float:
    """Return the mean of what is left when floor(n share) members are cut at each end.

    p: shape (n,). share: of members, at each end, from 0 (the mean) to under 1/2.
    Raises ValueError when p or share is not of this form.

    Source: Tukey (1962).

    >>> trimmed_mean([0.0, 0.2, 0.3, 1.0], 0.25)
    0.25
    """
    values = chances(p)
    if not 0.0 <= share < 0.5:  # noqa: PLR2004 - half at each end leaves nobody
        raise ValueError(f"share is {share}: it lies between 0 and 1/2, 1/2 excluded")
    return float(trimmed_means(values[:, np.newaxis], share)[0])


def geometric_mean_of_odds(p: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the probability whose log odds are the weighted mean of the members' log odds.

    p: shape (n,), each above 0 and under 1. weights: shape (n,), of any scale; None weighs all
    equally, a member of weight 0 is left out. From the least to the greatest of the members; turned
    round, 1 - p gives 1 minus it. Raises ValueError when p is 0 or 1, which leaves it undefined
    (`geometric_mean_of_odds_floored` limits p first), or p or the weights are not of this form.

    Source: Genest & Zidek (1986), the logarithmic opinion pool; Satopää et al. (2014).

    >>> round(geometric_mean_of_odds([0.5, 0.9]), 12)
    0.75
    """
    values = chances(p)
    weight = shares(weights, len(values))
    return float(geometric_means_of_odds(values[:, np.newaxis], weight)[0])


def geometric_mean_of_odds_floored(
    p: ArrayLike, floor: float = FLOOR, weights: ArrayLike | None = None
) -> float:
    """Return the geometric mean of odds of p limited to [floor, 1 - floor].

    Arguments and errors as `geometric_mean_of_odds`, but p may be 0 or 1. floor: above 0 and
    under 1/2.

    >>> round(geometric_mean_of_odds_floored([0.0, 0.999]), 12)
    0.5
    """
    if not 0.0 < floor < 0.5:  # noqa: PLR2004 - at one half everybody says 1/2
        raise ValueError(f"floor is {floor}: it lies between 0 and 1/2, both excluded")
    return geometric_mean_of_odds(np.clip(chances(p), floor, 1.0 - floor), weights)


@overload
def extremize(p: float, a: float) -> float: ...
@overload
def extremize(p: Sequence[float] | NDArray[np.float64], a: ArrayLike) -> Floats: ...
def extremize(p: ArrayLike, a: ArrayLike) -> float | Floats:
    """Return p^a / (p^a + (1 - p)^a): log odds times a.

    p: a probability or shape (n,). a: above 1 moves p away from 1/2, under 1 towards it; 1 leaves
    it, 0 says 1/2; one number, or one for each p. Shape (n,), or a float for a scalar; 0, 1/2 and 1
    stay for a above 0. Raises ValueError when p is no probability or a is negative or not finite.

    Source: Karmarkar (1978); Baron et al. (2014), with a about 2.5 for means of many people.

    >>> round(extremize(0.7, 2.5), 6)
    0.892664
    """
    values = probabilities(p)
    if values.ndim > 1:
        raise ValueError(f"p has shape {values.shape}: give a probability or (n,)")
    exponent = np.asarray(a, dtype=np.float64)
    if not np.all((exponent >= 0.0) & (exponent < np.inf)):
        raise ValueError(f"a is {exponent}: give 0 or a finite number above it")
    # The odds of the less likely side: their power ends at 0 at worst, and never at infinity.
    odds = (np.minimum(values, 1.0 - values) / np.maximum(values, 1.0 - values)) ** exponent
    return plain(np.where(values <= 0.5, odds, 1.0) / (1.0 + odds))  # noqa: PLR2004


def recency_weights(n: int) -> Floats:
    """Return exp(sqrt(i) - sqrt(n)) for the i-th oldest of n members, oldest first, shape (n,).

    Up to two members weigh 1 each. Raises ValueError when n is under 1.

    Source: Metaculus, how the community prediction is made.

    >>> recency_weights(3).round(6)
    array([0.480922, 0.727721, 1.      ])
    """
    if n < 1:
        raise ValueError(f"there are {n} members: an aggregate needs at least one")
    if n <= 2:  # noqa: PLR2004 - part of the definition
        return np.ones(n)
    return np.exp(np.sqrt(np.arange(1, n + 1)) - math.sqrt(n))


def recency_weighted_median(p: ArrayLike) -> float:
    """Return the median of the members' probabilities in which newer ones weigh more.

    p: shape (n,), the one that has stood longest first. Weights as `recency_weights`, median as
    `weighted_median`. Raises ValueError when p is not of this form.

    Source: Metaculus, how the community prediction is made.

    >>> recency_weighted_median([0.8, 0.7, 0.5, 0.6])
    0.6
    """
    return weighted_median(p, recency_weights(np.size(p)))


def weighted_median(p: ArrayLike, weights: ArrayLike) -> float:
    """Return the mean of the lower and the upper weighted median.

    p, weights: shape (n,). Lower: the least p up to which members have at least half the weight;
    upper: more than half. They differ only where the weight parts exactly in halves.
    Raises ValueError when p or the weights are not of this form.

    Source: Edgeworth (1888).

    >>> weighted_median([0.1, 0.2, 0.6], [1, 1, 2])
    0.4
    """
    values = chances(p)
    weight = shares(weights, len(values))
    return float(medians(values[:, np.newaxis], weight[:, np.newaxis])[0])
