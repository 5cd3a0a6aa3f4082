"""The band in which the curve of a calibrated forecaster lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.corp import isotonic
from tracker.calibration.votes import Votes, added, chances, votes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Codes, Floats

RESAMPLES, SEED = 1000, 1
POINTS = 500  # more than a drawing has room for, and few enough for memory


@dataclass(frozen=True, slots=True)
class ConsistencyBand:
    """Where the CORP curve of a calibrated forecaster lies with probability `level` at each p.

    stated: probabilities, ascending, shape (m,), every distinct one or 500 spread evenly over
    them; low, high: the pointwise band there. seed and resamples make the same band again.
    """

    stated: Floats
    low: Floats
    high: Floats
    level: float
    resamples: int
    seed: int


def consistency_band(  # noqa: PLR0913 - level, resamples and seed make the band again
    p: ArrayLike,
    weights: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    *,
    level: float = 0.9,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> ConsistencyBand:
    """Return the pointwise band of curves that calibrated forecasts like these would give.

    p: probabilities, weights: not negative, groups: an integer each (None: every vote its own
    cluster); shape (n,). Under path votes all stretches of a question belong to one cluster. In
    each resample every cluster draws one uniform U, y* = 1{U < p} for each of its votes, and the
    curve is that of `corp`; the band goes from the (1 - level) / 2 quantile to its counterpart.
    The same votes in another order give the same bits. Without votes the arrays are empty.
    Raises ValueError when the arguments are not of this form or level leaves (0, 1).

    Source: Brocker & Smith (2007); Dimitriadis, Gneiting & Jordan (2021).

    >>> band = consistency_band([0.5] * 100)
    >>> bool(band.low[0] < 0.45), bool(band.high[0] > 0.55)
    (True, True)
    """
    if not 0.0 < level < 1.0 or resamples < 1:
        raise ValueError(f"level is {level} and resamples {resamples}: give 0 to 1, and 1 or more")
    stated = chances(p)
    found = votes(stated, np.zeros(len(stated)), weights, groups)
    if not len(found.p):
        empty = np.empty(0)
        return ConsistencyBand(empty, empty, empty, level, resamples, seed)
    distinct, place = np.unique(found.p, return_inverse=True)
    shown = np.unique(np.linspace(0, len(distinct) - 1, POINTS).round().astype(np.intp))
    curves = _curves(found, place, shown, resamples, seed)
    low, high = np.quantile(curves, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
    return ConsistencyBand(distinct[shown], low, high, level, resamples, seed)


def _curves(found: Votes, place: Codes, shown: Codes, resamples: int, seed: int) -> Floats:
    """Return the curve of each resample at the shown places, shape (resamples, m)."""
    random = np.random.default_rng(seed)
    # A cluster's votes at one probability share their fate, so that each pair is one vote.
    pair, vote = np.unique(place * found.clusters + found.cluster, return_inverse=True)
    weight = added(found.weight, vote)
    place, cluster = np.divmod(pair, found.clusters)
    starts = np.flatnonzero(np.append(True, place[1:] != place[:-1]))
    p = np.empty(len(pair))
    p[vote] = found.p
    total = np.add.reduceat(weight, starts)
    curves = np.empty((resamples, len(shown)))
    for k in range(resamples):
        happened = random.random(found.clusters)[cluster] < p
        yes = np.add.reduceat(weight * happened, starts)
        curves[k] = isotonic(yes, np.maximum(total - yes, 0.0))[shown]
    return curves
