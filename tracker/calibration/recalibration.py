"""A map that would have made the stated probabilities better, if it would have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.logistic import chance, fit, information, logit
from tracker.calibration.reasons import NO_VOTES
from tracker.calibration.spread import weighted_mean
from tracker.calibration.votes import Pooled, Votes, added, chances, pooled, votes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Floats

# A normal prior for intercept and slope around (0, 1), with deviation .4.
RIDGE = 1.0 / 0.4**2
STEPS, SMALL = 30, 1e-10
CELLS = 20_000_000  # distinct probabilities times clusters: a few seconds of exact refits
BLOCK = 1_000_000  # cells at once, for memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibration:
    """The map p -> chance(intercept + slope logit p), and what it gains on clusters it never saw.

    gain: mean Brier score saved out of sample, half scale, above 0 is better; low, high: its 95%
    interval over clusters. shown: whether the interval lies above 0; where not, `reason` says why.
    """

    intercept: float | None = None
    slope: float | None = None
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    votes: int
    clusters: int
    shown: bool = False
    reason: str | None = None


def recalibration(
    p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None
) -> Recalibration:
    """Return the Cox map drawn towards leaving all as it is, and its gain out of sample.

    p: probabilities, y: 0 or 1, weights: not negative, groups: an integer each (None: every vote
    its own cluster); all of shape (n,). The map maximises the weighted likelihood less
    (a^2 + (b - 1)^2) / (2 * .4^2); 0 and 1 map to themselves and have no part in the fit. Each
    cluster's gain is that of the map fitted to all other clusters. With more than 2e7 pairs of
    distinct probability and cluster, each refit is one Newton step from the fit to all, off by
    the order of 1 / clusters^2. Raises ValueError when the arguments are not of this form.

    Source: Cox (1958); le Cessie & van Houwelingen (1992) for the penalty.

    >>> found = recalibration([0.05, 0.95] * 80, [0, 1, 0, 1, 0, 1, 1, 0] * 20)
    >>> found.shown, round(found.slope, 2), round(recalibrate(0.95, 0.0, found.slope), 2)
    (True, 0.39, 0.76)
    """
    used = votes(p, y, weights, groups)
    bare = Recalibration(votes=len(used.p), clusters=used.clusters)
    inside = (used.p > 0.0) & (used.p < 1.0)
    if not inside.any():
        reason = "every vote is 0 or 1" if len(used.p) else NO_VOTES
        return replace(bare, reason=reason)
    pool = pooled(used.p[inside], used.y[inside], used.weight[inside])
    found = fit(logit(pool.p), pool.yes, pool.no, ridge=RIDGE)
    others = None if found is None else _without_each(used, pool, *found)
    if found is None or others is None:
        return replace(bare, reason="the votes determine no map")
    a, b = (each[used.cluster] for each in others)
    better = (used.p - used.y) ** 2 - (_mapped(used.p, a, b) - used.y) ** 2
    gain = weighted_mean(better, used.weight, used.cluster)
    why_not = gain.reason
    if gain.low is not None and gain.low <= 0.0:
        why_not = "out of sample it does not surely gain"
    elif gain.low is not None and found[1] <= 0.0:
        why_not = "it would turn the order of the probabilities around"
    bare = replace(bare, intercept=found[0], slope=found[1], shown=why_not is None, reason=why_not)
    return replace(bare, gain=gain.mean, low=gain.low, high=gain.high)


def recalibrate(p: ArrayLike, intercept: float, slope: float) -> float | Floats:
    """Return chance(intercept + slope logit p), shape as p; 0 and 1 stay what they are.

    Raises ValueError when a p is no probability.

    Source: Cox (1958).

    >>> recalibrate(0.9, 0.0, 0.5)
    0.75
    """
    stated = chances(np.atleast_1d(np.asarray(p, dtype=np.float64)))
    ends = (np.full(len(stated), value) for value in (intercept, slope))
    mapped = _mapped(stated, *ends)
    return float(mapped[0]) if np.ndim(p) == 0 else mapped


def _mapped(p: Floats, a: Floats, b: Floats) -> Floats:
    certain = (p == 0.0) | (p == 1.0)
    x = logit(np.where(certain, 0.5, p))
    return np.where(certain, p, chance(a + b * x))


def _without_each(used: Votes, pool: Pooled, a: float, b: float) -> tuple[Floats, Floats] | None:
    """Return the fits to all clusters but one, shape (clusters,) each; a, b: the fit to all."""
    count, x = used.clusters, logit(pool.p)
    inside = (used.p > 0.0) & (used.p < 1.0)
    own_x, own = logit(used.p[inside]), used.cluster[inside]
    own_w, own_y = used.weight[inside], used.y[inside]
    at_a, at_b = np.full(count, a), np.full(count, b)
    for _ in range(STEPS):
        all_of_them = _sums(x, pool, at_a, at_b)
        mu = chance(at_a[own] + at_b[own] * own_x)
        off, v = own_w * (own_y - mu), own_w * mu * (1.0 - mu)
        terms = (off, off * own_x, v, v * own_x, v * own_x * own_x)
        left = [added(term, own, count) for term in terms]
        pull_a, pull_b, aa, ab, bb = (
            whole - part for whole, part in zip(all_of_them, left, strict=True)
        )
        pull_a, pull_b = pull_a - RIDGE * at_a, pull_b - RIDGE * (at_b - 1.0)
        aa, bb = aa + RIDGE, bb + RIDGE
        d = aa * bb - ab * ab
        step_a, step_b = (bb * pull_a - ab * pull_b) / d, (aa * pull_b - ab * pull_a) / d
        at_a, at_b = at_a + step_a, at_b + step_b
        size = max(float(np.abs(step_a).max()), float(np.abs(step_b).max()))
        if size <= SMALL or len(x) * count > CELLS:
            return at_a, at_b
    return None


def _sums(x: Floats, pool: Pooled, a: Floats, b: Floats) -> list[Floats]:
    """Return gradient (a, b) and information (aa, ab, bb) of all votes at each (a, b)."""
    if bool((a == a[0]).all() and (b == b[0]).all()):
        mu = chance(a[0] + b[0] * x)
        off = pool.yes - pool.weight * mu
        found = information(x, pool.weight, float(a[0]), float(b[0]))
        whole = (float(off.sum()), float((off * x).sum()), found.aa, found.ab, found.bb)
        return [np.full(len(a), value) for value in whole]
    rows = max(1, BLOCK // len(x))
    blocks = []
    for start in range(0, len(a), rows):
        part = slice(start, start + rows)
        mu = chance(a[part, np.newaxis] + b[part, np.newaxis] * x)
        off, v = pool.yes - pool.weight * mu, pool.weight * mu * (1.0 - mu)
        terms = (off, off * x, v, v * x, v * x * x)
        blocks.append(np.stack([term.sum(axis=1) for term in terms]))
    return list(np.concatenate(blocks, axis=1))
