"""Cox's calibration line: whether stated probabilities are too extreme, or shifted."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.calibration.logistic import chance, fit, information, logit, separated
from tracker.calibration.reasons import NO_VOTES, ONE_CLASS
from tracker.calibration.spread import CLUSTERS, t_quantile
from tracker.calibration.votes import added, checked, pooled, votes
from tracker.comparison.clusters import clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.calibration.logistic import Information
    from tracker.calibration.votes import Pooled, Votes
    from tracker.comparison.clusters import Floats

LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Cox:
    """logit P(yes) = intercept + slope logit p; None where `reason` says why.

    intercept: 0 when calibrated, above 0 when things happen more often than stated. slope: 1 when
    calibrated, under 1 over-confident. The intervals are at 95%, over clusters. votes, clusters:
    those in the fit; left_out: votes of exactly 0 or 1, which have no logit. firth: fitted with
    Firth's penalty, since some probability parts all yes from all no; such a fit has no interval.
    """

    intercept: float | None = None
    intercept_low: float | None = None
    intercept_high: float | None = None
    slope: float | None = None
    slope_low: float | None = None
    slope_high: float | None = None
    votes: int
    clusters: int
    left_out: int
    firth: bool = False
    reason: str | None = None

    @property
    def verdict(self) -> Literal["over-confident", "under-confident", "cannot tell"]:
        """What the interval of the slope lets one say."""
        if self.slope_low is None or self.slope_high is None:
            return "cannot tell"
        if self.slope_high < 1.0:
            return "over-confident"
        return "under-confident" if self.slope_low > 1.0 else "cannot tell"


def cox(
    p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None
) -> Cox:
    """Return the intercept and slope of logit P(y) = a + b logit p, with 95% intervals.

    p: probabilities, y: 0 or 1, weights: not negative, groups: an integer each (None: every vote
    its own cluster); all of shape (n,). Weighted maximum likelihood; variance CR1,
    G/(G-1) I^-1 (sum over clusters of s s') I^-1 with s a cluster's score and I the information,
    and the t quantile of G - 1 degrees of freedom; no interval under 8 clusters. Undefined, with
    the reason, when one outcome or one probability is all there is.
    Raises ValueError when the arguments are not of this form.

    Source: Cox (1958); Liang & Zeger (1986) for clusters; Firth (1993) when separated.

    >>> found = cox([0.25, 0.25, 0.25, 0.75, 0.75, 0.75] * 2, [1, 0, 0, 1, 1, 0] * 2)
    >>> round(found.slope, 6), round(found.slope_low, 3), round(found.slope_high, 3)
    (0.63093, -0.65, 1.912)
    """
    stated, happened, weight = checked(p, y, weights)
    inside = (stated > 0.0) & (stated < 1.0)
    cluster = None if groups is None else clusters(groups, len(stated))[0][inside]
    of_weight = None if weights is None else weight[inside]
    left_out = int(np.count_nonzero(~inside & (weight > 0.0)))
    used = votes(stated[inside], happened[inside], of_weight, cluster)
    return _line(used, left_out)


def _line(used: Votes, left_out: int) -> Cox:
    bare = Cox(votes=len(used.p), clusters=used.clusters, left_out=left_out)
    pool = pooled(used.p, used.y, used.weight)
    x = logit(pool.p)
    if (reason := _undefined(pool, x)) is not None:
        return replace(bare, reason=reason)
    apart = separated(x, pool.yes, pool.no)
    found = fit(x, pool.yes, pool.no, firth=apart)
    if found is None:
        return replace(bare, reason="the votes determine no line")
    a, b = found
    line = replace(bare, intercept=a, slope=b, firth=apart)
    if apart:
        reason = "one probability parts all yes from all no: Firth's estimate, without an interval"
        return replace(line, reason=reason)
    if used.clusters < CLUSTERS:
        reason = f"{used.clusters} of the {CLUSTERS} clusters that an interval needs"
        return replace(line, reason=reason)
    half_a, half_b = _half_widths(used, a, b, information(x, pool.weight, a, b))
    line = replace(line, intercept_low=a - half_a, intercept_high=a + half_a)
    return replace(line, slope_low=b - half_b, slope_high=b + half_b)


def _undefined(pool: Pooled, x: Floats) -> str | None:
    if not len(x):
        return NO_VOTES
    if not pool.yes.any() or not pool.no.any():
        return ONE_CLASS
    return "every probability is the same" if x[0] == x[-1] else None


def _half_widths(used: Votes, a: float, b: float, bread: Information) -> tuple[float, float]:
    """Return half the 95% intervals of intercept and slope by CR1."""
    x, count = logit(used.p), used.clusters
    off = used.weight * (used.y - chance(a + b * x))
    score_a, score_b = added(off, used.cluster), added(off * x, used.cluster)
    # I^-1 s for each cluster: the sum of their squares is the diagonal of the sandwich.
    move_a, move_b = bread.solve(score_a, score_b)
    factor = count / (count - 1)
    t = t_quantile(count - 1, (1.0 + LEVEL) / 2.0)
    half_a, half_b = (t * math.sqrt(factor * float((m * m).sum())) for m in (move_a, move_b))
    return half_a, half_b
