"""Bins of stated probability: what was said in each, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import added, pooled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Codes, Floats


@dataclass(frozen=True, slots=True)
class Bin:
    """The votes in (low, high], the lowest bin closed; stated and happened are None when empty.

    stated: their mean probability; happened: the share of yes; both weighted, from 0 to 1.
    """

    low: float
    high: float
    weight: float
    stated: float | None
    happened: float | None


def reliability(
    p: ArrayLike, y: ArrayLike, bins: int = 10, weights: ArrayLike | None = None
) -> tuple[Bin, ...]:
    """Return the bins of equal width, lowest first: what was stated in each and what happened.

    p: probabilities, y: 0 or 1, weights: not negative, all of shape (n,). Raises ValueError when
    they are not of this form or bins is under 1.

    Source: Murphy & Winkler (1977).

    >>> reliability([0.25, 0.5, 1.0], [0, 1, 1], bins=2)[0]
    Bin(low=0.0, high=0.5, weight=2.0, stated=0.375, happened=0.5)
    """
    pool = pooled(p, y, weights)
    place = bin_places(pool.p, bins)
    weight, stated, yes = (
        added(values, place, bins) for values in (pool.weight, pool.weight * pool.p, pool.yes)
    )
    edge = np.arange(bins + 1) / bins
    return tuple(
        Bin(
            low=float(edge[k]),
            high=float(edge[k + 1]),
            weight=float(weight[k]),
            stated=float(stated[k] / weight[k]) if weight[k] > 0.0 else None,
            happened=float(yes[k] / weight[k]) if weight[k] > 0.0 else None,
        )
        for k in range(bins)
    )


def bin_places(p: Floats, bins: int) -> Codes:
    """Return the bin of each p from 0: k where k / bins < p <= (k + 1) / bins, 0 for p = 0.

    Raises ValueError when bins is under 1.

    >>> bin_places(np.array([0.0, 0.3, 0.31, 1.0]), 10)
    array([0, 2, 3, 9])
    """
    if bins < 1:
        raise ValueError(f"bins is {bins}: give 1 or more")
    # k / bins is the float nearest to the edge, and so is an edge that was typed: .3 lies on 3/10.
    inner = np.arange(1, bins) / bins
    return np.searchsorted(inner, p, side="left")
