"""CORP: the mean score split into miscalibration, discrimination and uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.calibration.reasons import NO_VOTES
from tracker.calibration.votes import Pooled, pooled
from tracker.comparison.clusters import Floats, clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Rule = Literal["brier", "log_loss"]


@dataclass(frozen=True, slots=True)
class Corp:
    """score = mcb - dsc + unc, all None with a `reason` when there are no votes.

    score: the mean loss, lower is better. mcb: what recalibration would save, 0 is best. dsc: what
    the recalibrated probabilities gain over the one base rate, higher is better. unc: the loss of
    the base rate. recalibrated: what happened at each stated probability by isotonic regression,
    in input order. The curve is `happened` over `stated`, the distinct probabilities, ascending,
    with their `weight`.
    """

    score: float | None
    mcb: float | None
    dsc: float | None
    unc: float | None
    recalibrated: Floats
    stated: Floats
    happened: Floats
    weight: Floats
    votes: int
    clusters: int
    reason: str | None


def corp(
    p: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    *,
    rule: Rule = "brier",
) -> Corp:
    """Return the CORP decomposition of the mean score, and the recalibrated probabilities.

    p: probabilities, y: 0 or 1, weights: not negative (None: 1 each), groups: an integer each; all
    of shape (n,). Equal p are pooled first, then the pool-adjacent-violators algorithm gives phat,
    and with ybar the weighted share of yes: MCB = S(p) - S(phat), DSC = S(ybar) - S(phat),
    UNC = S(ybar). None of them depends on groups, which are counted as `clusters`. rule: the Brier
    score on the half scale, or the log loss in nats; under it a certainty that was wrong makes
    score and mcb infinite, the other terms stay finite. All terms are 0 or more.
    Raises ValueError naming the entry that is not of this form.

    Source: Dimitriadis, Gneiting & Jordan (2021).

    >>> found = corp([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1])
    >>> round(found.mcb, 4), round(found.dsc, 4), round(found.unc, 4), found.recalibrated.tolist()
    (0.065, 0.0625, 0.1875, [0.5, 0.5, 1.0, 1.0])
    """
    pool = pooled(p, y, weights)
    _, count = clusters(groups, len(pool.place))
    return _decomposed(pool, count, rule) if pool.total > 0.0 else _nothing(count)


def _nothing(count: int) -> Corp:
    none = np.empty(0)
    return Corp(None, None, None, None, none, none, none, none, 0, count, NO_VOTES)


def _decomposed(pool: Pooled, count: int, rule: Rule) -> Corp:
    heavy = pool.weight > 0.0
    stated, yes, no = pool.p[heavy], pool.yes[heavy], pool.no[heavy]
    happened = isotonic(yes, no)
    base = np.full(len(stated), float(yes.sum()) / float((yes + no).sum()))
    score, best, unc = (_mean_loss(p, yes, no, rule) for p in (stated, happened, base))
    # A vote without weight takes the value of the next vote below it.
    below = np.maximum(np.cumsum(heavy) - 1, 0)
    return Corp(
        score=score,
        # By construction these are not negative; rounding alone can bring them under 0.
        mcb=max(0.0, score - best),
        dsc=max(0.0, unc - best),
        unc=unc,
        recalibrated=happened[below][pool.place],
        stated=stated,
        happened=happened,
        weight=yes + no,
        votes=len(pool.place),
        clusters=count,
        reason=None,
    )


def isotonic(yes: Floats, no: Floats) -> Floats:
    """Return the rising shares of yes nearest to those seen, shape (m,), by pooling violators.

    yes, no: the weight of either outcome at ascending probabilities, together above 0.

    >>> isotonic(np.array([1.0, 0.0, 2.0]), np.array([0.0, 1.0, 0.0]))
    array([0.5, 0.5, 1. ])
    """
    from scipy.optimize import isotonic_regression

    weight = yes + no
    starts = isotonic_regression(yes / weight, weights=weight).blocks[:-1]
    # Each block once more from its own sums, so that whole numbers give the nearest float.
    share = np.add.reduceat(yes, starts) / np.add.reduceat(weight, starts)
    lengths = np.diff(np.append(starts, len(yes)))
    return np.repeat(np.maximum.accumulate(share), lengths)


def _mean_loss(p: Floats, yes: Floats, no: Floats, rule: Rule) -> float:
    total = float((yes + no).sum())
    if rule == "brier":
        return float((yes * (1.0 - p) ** 2 + no * p**2).sum()) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        on_yes = np.where(yes > 0.0, yes * np.log(p), 0.0)
        on_no = np.where(no > 0.0, no * np.log1p(-p), 0.0)
    return 0.0 - float((on_yes + on_no).sum()) / total
