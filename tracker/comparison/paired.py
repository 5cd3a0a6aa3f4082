"""Two forecasters on the questions both answered: the difference, and when it may be declared."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.comparison.clusters import Floats, clusters
from tracker.comparison.intervals import clustered_mean

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Side = Literal["first", "second"]

ALPHA = 0.05
DELTA = 0.01  # on the Brier score's half scale
STAKES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
# 1.96 + 0.84: a two-sided test at 5% that finds the difference in 80% of cases.
POWER_80 = 2.8


@dataclass(frozen=True, slots=True)
class EProcess:
    """The evidence that one of two forecasters is better, after each cluster.

    e_value: the larger side after the last cluster; side: whose it is, None when both are equal.
    path: that number after each cluster. declared: the side that first reached `threshold`, at
    whatever cluster, with declared_after the number of clusters by then; None when none did.
    """

    e_value: float
    side: Side | None
    path: tuple[float, ...]
    threshold: float
    declared: Side | None
    declared_after: int | None


@dataclass(frozen=True, slots=True)
class Paired:
    """Two forecasters on their common questions.

    difference: mean loss of the second minus the first, above 0 the first is better; low and high
    are None where `reason` says why. n80: clusters that find a true difference of delta in 80% of
    cases, None under 2 clusters.
    """

    questions: int
    clusters: int
    difference: float
    low: float | None
    high: float | None
    reason: str | None
    n80: int | None
    e_process: EProcess


def paired(  # noqa: PLR0913 - two forecasters, and what is asked of them
    first: ArrayLike,
    second: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    alpha: float = ALPHA,
    delta: float = DELTA,
    counted: ArrayLike | None = None,
) -> Paired:
    """Return how much better the first forecaster is, how sure that is, and what would tell.

    first, second: their losses on the questions both were scored on, shape (n,), lower is better,
    in the order in which the questions were to end; no two more than 1 apart, as with the Brier
    score. groups: an integer for each question, those with the same integer are one cluster.
    The interval at 1 - alpha is that of `clustered_mean`, for one look; the e-process holds for any
    number. n80 = (2.8 sd / delta)^2 with sd the standard deviation of the clusters' mean
    differences and delta what would matter, never the difference found. counted: on which
    questions the e-process may bet, shape (n,): not on those that were to end after one without
    an outcome, since which of them are known already depends on how they came out; None is all.
    Raises ValueError when shapes differ, nothing is given, a difference leaves [-1, 1], alpha
    leaves (0, 1) or delta is not above 0.

    >>> found = paired([0.1, 0.2] * 4, [0.2, 0.2] * 4)
    >>> round(found.difference, 3), round(found.low, 3), round(found.high, 3), found.n80
    (0.05, 0.005, 0.095, 224)
    """
    own, others = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if own.shape != others.shape:
        raise ValueError(f"first has shape {own.shape} and second {others.shape}: give pairs")
    if not 0.0 < delta < math.inf:
        raise ValueError(f"delta is {delta}: give a difference above 0 that would matter")
    with np.errstate(invalid="ignore"):  # infinity less infinity is refused below
        d = others - own
    evidence = _evidence(d, groups, alpha, counted)
    found = clustered_mean(d, groups, 1.0 - alpha)
    means, n80 = _cluster_means(d, groups), None
    if len(means) > 1:
        n80 = math.ceil((POWER_80 * float(means.std(ddof=1)) / delta) ** 2)
    interval = (found.mean, found.low, found.high, found.reason)
    return Paired(found.n, found.clusters, *interval, n80, evidence)


def _evidence(
    d: Floats, groups: ArrayLike | None, alpha: float, counted: ArrayLike | None
) -> EProcess:
    """Return the e-process on the questions that count; one that has not begun where none does."""
    if counted is None:
        return paired_e_process(d, groups, alpha)
    kept = np.asarray(counted, dtype=bool)
    if kept.shape != d.shape:
        raise ValueError(f"counted has shape {kept.shape}: give {d.shape}")
    if not kept.any():
        return EProcess(1.0, None, (), 2.0 / alpha, None, None)
    return paired_e_process(d[kept], None if groups is None else np.asarray(groups)[kept], alpha)


def paired_e_process(
    d: ArrayLike, groups: ArrayLike | None = None, alpha: float = ALPHA
) -> EProcess:
    """Return the anytime-valid evidence in paired differences; a side is declared at 2 / alpha.

    d: the second's loss minus the first's, shape (n,) within [-1, 1], in an order that does not
    depend on outcomes, that of their scheduled end; above 0 speaks for the first. groups: as in
    `paired`. A cluster enters once, as its mean D_j, in the place of its last question, since it
    is not whole before. For each side, with s = 1 or -1: the mean over the stakes lambda of
    {1/16, 1/8, 1/4, 1/2} of the product over j of (1 + lambda s D_j). While neither is better
    given what came before, a side ever reaches 2 / alpha with probability at most alpha / 2.
    From 0 without end; a value too large for a float is infinite. Raises ValueError when d is
    empty or leaves [-1, 1], a shape is wrong, or alpha leaves (0, 1).

    Source: Ville (1939); Waudby-Smith & Ramdas (2024), betting on a bounded mean.

    >>> found = paired_e_process([1.0, 1.0])
    >>> found.e_value, found.side, found.declared
    (1.5517578125, 'first', None)
    """
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha is {alpha}: it lies between 0 and 1")
    means = _cluster_means(np.asarray(d, dtype=np.float64), groups)
    stakes = np.array([(1.0,), (-1.0,)]) * np.array(STAKES)
    # Logarithms, since hundreds of lost stakes in a row would else end at 0 and never come back.
    logs = np.log1p(stakes[:, :, np.newaxis] * means).cumsum(axis=2)
    with np.errstate(over="ignore"):
        sides = np.exp(logs).mean(axis=1)
    path, threshold = sides.max(axis=0), 2.0 / alpha
    reached = np.flatnonzero(path >= threshold)
    at = int(reached[0]) if reached.size else None
    return EProcess(
        e_value=float(path[-1]),
        side=_larger(sides[:, -1]),
        path=tuple(path.tolist()),
        threshold=threshold,
        declared=None if at is None else _larger(sides[:, at]),
        declared_after=None if at is None else at + 1,
    )


def _larger(sides: Floats) -> Side | None:
    if sides[0] == sides[1]:
        return None
    return "first" if sides[0] > sides[1] else "second"


def _cluster_means(d: Floats, groups: ArrayLike | None) -> Floats:
    """Return the mean difference of each cluster, in the order of their last questions."""
    if d.ndim != 1 or not d.size:
        raise ValueError(f"the differences have shape {d.shape}: one a question, and at least one")
    wrong = np.flatnonzero(~(np.abs(d) <= 1.0))
    if wrong.size:
        value = d[wrong[0]]
        message = f"the difference in question {wrong[0]} is {value}: it must lie between -1 and 1"
        raise ValueError(message)
    cluster, count = clusters(groups, len(d))
    last = np.empty(count, dtype=np.intp)
    last[cluster] = np.arange(len(d))  # of an index written twice, the later value stays
    means = np.bincount(cluster, weights=d) / np.bincount(cluster)
    return np.asarray(np.clip(means, -1.0, 1.0)[np.argsort(last)])
