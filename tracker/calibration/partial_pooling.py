"""Many small groups of questions: each drawn towards all by as much as it is uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import Votes, added, checked, votes
from tracker.comparison import random_effects as comparison
from tracker.comparison.clusters import clusters, labels

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Floats

Z = 1.959963984540054  # the normal quantile of .975
TAUS = 201
APART = 1e-6
SURE = 1e-6  # an error under which every vote is as good as certain


@dataclass(frozen=True, slots=True)
class Pooling:
    """Estimates shrunk to their random-effects mean; all entries in input order.

    mean: of all, with its standard error. tau2: the variance between them, 0 when they differ by
    no more than chance. pooled, low, high: each shrunk, with its 95% interval.
    """

    mean: float
    mean_error: float
    tau2: float
    pooled: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class LabelCalibration:
    """What was stated and what happened under one label: a topic, a verbal term, a horizon.

    stated, happened: weighted means, from 0 to 1. difference: happened - stated, 0 is best; error:
    its standard deviation if calibrated. pooled: the difference drawn towards that of all labels,
    with low and high; these are None where `reason` says why.
    """

    label: int
    votes: int
    clusters: int
    stated: float
    happened: float
    difference: float
    error: float
    pooled: float | None
    low: float | None
    high: float | None
    reason: str | None


def partial_pooling(
    p: ArrayLike,
    y: ArrayLike,
    label: ArrayLike,
    weights: ArrayLike | None = None,
    groups: ArrayLike | None = None,
) -> tuple[LabelCalibration, ...]:
    """Return each label's difference between happened and stated, raw and partially pooled.

    p: probabilities, y: 0 or 1, label: an integer each, weights: not negative, groups: an integer
    each (None: every vote its own cluster); all of shape (n,). Ascending by label, without those
    that have no weight. error is the standard deviation of the difference if the probabilities are
    calibrated, with one uniform per cluster (as in the consistency band), so that it is above 0
    where all of a label's few outcomes are the same. The differences are pooled as in
    `random_effects`, and need two labels with an error. Raises ValueError when the arguments are
    not of this form.

    Source: DerSimonian & Laird (1986).

    >>> found = partial_pooling([0.5] * 8, [1, 1, 1, 0, 1, 1, 0, 0], [7] * 4 + [8] * 4)
    >>> [(one.label, one.difference, one.pooled) for one in found]
    [(7, 0.25, 0.125), (8, 0.0, 0.125)]
    """
    stated, happened, weight = checked(p, y, weights)
    distinct, place = labels(label, len(stated), "label")
    cluster, _ = clusters(groups, len(stated))
    raw = []
    for k, name in enumerate(distinct):
        rows = place == k
        used = votes(stated[rows], happened[rows], weight[rows], cluster[rows])
        if len(used.p):
            raw.append(_alone(int(name), used))
    return _together(raw)


def _alone(label: int, used: Votes) -> LabelCalibration:
    total = float(used.weight.sum())
    stated = float((used.weight * used.p).sum()) / total
    happened = float((used.weight * used.y).sum()) / total
    return LabelCalibration(
        label=label,
        votes=len(used.p),
        clusters=used.clusters,
        stated=stated,
        happened=happened,
        difference=happened - stated,
        error=_error(used) / total,
        pooled=None,
        low=None,
        high=None,
        reason="every vote is 0 or 1, or next to it",
    )


def _together(raw: list[LabelCalibration]) -> tuple[LabelCalibration, ...]:
    """Return the labels with their pooled differences, where there is something to pool."""
    unsure = [k for k, one in enumerate(raw) if one.error > SURE]
    found = list(raw)
    if len(unsure) <= 1:
        for k in unsure:
            found[k] = replace(raw[k], reason="there is no second label to pool it with")
        return tuple(found)
    shrunk = random_effects([raw[k].difference for k in unsure], [raw[k].error for k in unsure])
    ends = zip(*(each.tolist() for each in (shrunk.pooled, shrunk.low, shrunk.high)), strict=True)
    for k, (pooled, low, high) in zip(unsure, ends, strict=True):
        found[k] = replace(raw[k], pooled=pooled, low=low, high=high, reason=None)
    return tuple(found)


def random_effects(estimate: ArrayLike, error: ArrayLike) -> Pooling:
    """Return estimates shrunk to their common mean, by the DerSimonian-Laird variance between them.

    estimate, error: shape (k,), k >= 2, error the standard error of each, above 0 and no two a
    million times apart. With w = 1/error^2, Q = sum w (d - mean)^2: tau2 = max(0, (Q - (k - 1)) /
    (sum w - sum w^2 / sum w)); mean by weights 1/(error^2 + tau2); pooled = mean + B (d - mean),
    B = tau2/(tau2 + error^2). The interval is pooled -+ 1.96 root mean square error, averaged over
    tau by its likelihood: with tau2 taken as known it holds 82% where 95% is meant. In the
    unit of the estimate. Raises ValueError when the arguments are not of this form.

    Source: DerSimonian & Laird (1986); Gelman (2006) for the flat prior on tau.

    >>> found = random_effects([0.0, 1.0], [0.5, 0.5])
    >>> found.tau2, found.pooled.tolist()
    (0.25, [0.25, 0.75])
    """
    d, se = np.asarray(estimate, dtype=np.float64), np.asarray(error, dtype=np.float64)
    if d.ndim != 1 or d.shape != se.shape or len(d) <= 1:
        raise ValueError(f"estimate has shape {d.shape}, error {se.shape}: give two or more alike")
    if not (np.isfinite(d).all() and np.isfinite(se).all() and se.min() > APART * se.max()):
        raise ValueError("estimate must be finite, and error above 0 and within a million times")
    found = comparison.random_effects(d, se**2)
    error_of_mean = 1.0 / math.sqrt((1.0 / (se**2 + found.tau2)).sum())
    half = Z * np.sqrt(_mean_square(d, se, found.shrunk))
    low, high = found.shrunk - half, found.shrunk + half
    return Pooling(found.mean, error_of_mean, found.tau2, found.shrunk, low, high)


def _mean_square(d: Floats, se: Floats, pooled: Floats) -> Floats:
    """Return the mean square error of `pooled`, over every tau by its likelihood, flat prior."""
    largest = 2.0 * float(np.ptp(d) + se.max())
    tau = np.linspace(0.0, largest, TAUS)[:, np.newaxis]
    w = 1.0 / (se**2 + tau**2)
    variance = 1.0 / w.sum(axis=1, keepdims=True)
    mean = (w * d).sum(axis=1, keepdims=True) * variance
    logs = np.log(w).sum(axis=1, keepdims=True) + np.log(variance)
    logs -= (w * (d - mean) ** 2).sum(axis=1, keepdims=True)
    likely = np.exp((logs - logs.max()) / 2.0)
    kept = tau**2 * w
    square = kept * se**2 + (1.0 - kept) ** 2 * variance
    square += (mean + kept * (d - mean) - pooled) ** 2
    return np.asarray((likely * square).sum(axis=0) / likely.sum())


def _error(used: Votes) -> float:
    """Return the deviation of the weighted count of yes, one uniform a cluster, if calibrated."""
    # E[y_i y_j] = min(p_i, p_j): each vote meets itself once, and those with a higher p twice.
    order = np.lexsort((used.p, used.cluster))
    order = order[(used.p[order] > 0.0) & (used.p[order] < 1.0)]  # the others never vary
    if not len(order):
        return 0.0
    p, w, cluster = used.p[order], used.weight[order], used.cluster[order]
    above = np.cumsum(added(w, cluster))[cluster] - np.cumsum(w)
    both = added(p * w * (w + 2.0 * above), cluster)
    alone = added(w * p, cluster)
    return math.sqrt(float(np.maximum(both - alone * alone, 0.0).sum()))
