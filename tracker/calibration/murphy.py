"""Murphy's decomposition of the Brier score: reliability, resolution, uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.reasons import NO_VOTES, ONE_VOTE
from tracker.calibration.reliability import bin_places
from tracker.calibration.votes import added, pooled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.comparison.clusters import Codes, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Murphy:
    """score = rel - res + unc + within_variance - within_covariance; None where `reason` says why.

    score: the mean Brier score, half scale, lower is better. rel: how far what happened lies from
    what was stated, 0 is best. res: how far what happened differs between cells, higher is better.
    unc: the variance of the outcome. The within terms are 0 where a cell is one probability.
    cells: distinct probabilities, or bins with votes. single: cells with one vote, which no
    correction for bias reaches; None for weighted votes. corrected: whether the bias is taken out;
    the sum then holds up to the same rounding, since the corrections cancel.
    """

    score: float | None = None
    rel: float | None = None
    res: float | None = None
    unc: float | None = None
    within_variance: float | None = None
    within_covariance: float | None = None
    cells: int
    single: int | None = None
    corrected: bool
    reason: str | None = None


def murphy(
    p: ArrayLike,
    y: ArrayLike,
    bins: int | None = None,
    bias_corrected: bool = False,  # noqa: FBT001, FBT002 - as the definition of the room has it
    weights: ArrayLike | None = None,
) -> Murphy:
    """Return REL, RES and UNC by distinct probability, or over equal bins with the terms within.

    p: probabilities, y: 0 or 1, weights: not negative, all of shape (n,). bins: None takes each
    distinct p as a cell; a number takes (k/bins, (k+1)/bins], the lowest closed. With pbar and obar
    the means of a cell of weight w: REL = sum w (pbar - obar)^2 / W, RES = sum w (obar - ybar)^2 /
    W, UNC = ybar (1 - ybar), and within cells the variance of p and twice its covariance with y.
    bias_corrected: the estimates of Ferro & Fricker, limited so that none leaves its range; they
    need one vote per question, so with weights everything is None with that reason.
    Raises ValueError when the arguments are not of this form or bins is under 1.

    Source: Murphy (1973); Stephenson, Coelho & Jolliffe (2008); Ferro & Fricker (2012).

    >>> found = murphy([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1])
    >>> found.score, found.rel, found.res, found.unc
    (0.1875, 0.0625, 0.0625, 0.1875)
    """
    pool = pooled(p, y, weights)
    place = np.arange(len(pool.p)) if bins is None else bin_places(pool.p, bins)
    cells = int(np.count_nonzero(added(pool.weight, place)))
    reason = None if cells else NO_VOTES
    if cells and bias_corrected:
        alone = "one vote has no bias that could be estimated"
        reason = ONE_VOTE if weights is not None else alone if len(pool.place) == 1 else None
    bare = Murphy(cells=cells, corrected=bias_corrected, reason=reason)
    if reason is not None:
        return bare
    heavy = pool.weight > 0.0
    terms = _terms(pool.p[heavy], pool.yes[heavy], pool.no[heavy], place[heavy])
    single = int(np.count_nonzero(terms.weight == 1.0)) if weights is None else None
    return _filled(replace(bare, single=single), terms)


def _filled(bare: Murphy, terms: _Terms) -> Murphy:
    corrected = _corrected(terms) if bare.corrected else (terms.rel, terms.res, terms.unc)
    rel, res, unc = corrected
    return replace(
        bare,
        score=terms.score,
        rel=rel,
        res=res,
        unc=unc,
        within_variance=terms.within_variance,
        within_covariance=terms.within_covariance,
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    score: float
    rel: float
    res: float
    unc: float
    within_variance: float
    within_covariance: float
    weight: Floats
    yes: Floats


def _terms(p: Floats, yes: Floats, no: Floats, place: Codes) -> _Terms:
    """Return the terms over the cells at `place`; the weights are above 0."""
    _, cell = np.unique(place, return_inverse=True)
    w = yes + no
    weight, happened, stated = (added(v, cell) for v in (w, yes, w * p))
    total = float(weight.sum())
    o_bar, p_bar = happened / weight, stated / weight
    if len(weight) == len(p):
        p_bar = p  # one probability a cell: the mean of equal numbers may differ in the last bit
    base = float(happened.sum()) / total
    off = p - p_bar[cell]
    covariance = off * (yes * (1.0 - o_bar[cell]) - no * o_bar[cell])
    return _Terms(
        score=float((yes * (1.0 - p) ** 2 + no * p**2).sum()) / total,
        rel=float((weight * (p_bar - o_bar) ** 2).sum()) / total,
        res=float((weight * (o_bar - base) ** 2).sum()) / total,
        unc=base * (1.0 - base),
        within_variance=float((w * off * off).sum()) / total,
        within_covariance=2.0 * float(covariance.sum()) / total,
        weight=weight,
        yes=happened,
    )


def _corrected(terms: _Terms) -> tuple[float, float, float]:
    """Return REL, RES and UNC without their bias, by as much as keeps each in its range."""
    n, several = float(terms.weight.sum()), terms.weight > 1.0
    size, yes = terms.weight[several], terms.yes[several]
    total = float(terms.yes.sum())
    s = float((yes * (size - yes) / (size * (size - 1.0))).sum()) / n
    t = total * (n - total) / (n * n * (n - 1.0))
    resolution = max(_ratio(terms.res, s - t), _ratio(terms.res - 1.0, s - t))
    limits = (_ratio(terms.rel, s), resolution, _ratio(1.0 - 4.0 * terms.unc, 4.0 * t))
    share = max(0.0, min(1.0, *limits))
    rel, res = terms.rel - share * s, terms.res - share * s + share * t
    return max(0.0, rel), max(0.0, res), terms.unc + share * t


def _ratio(value: float, by: float) -> float:
    """Return value / by, and no limit where nothing would be taken off."""
    return value / by if by != 0.0 else math.inf
