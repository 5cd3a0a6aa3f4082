"""What one planned look at a number of questions can show, computed from what was stated."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import chances
from tracker.comparison.clusters import Floats, clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FOLD = 1.5
POWER = 0.8
ALPHA = 0.05  # two-sided, of the one look
LOW, HIGH = 0.05, 0.95
DRAWS, SEED = 10_000, 1  # of the law of the Brier score
AT_ONCE = 1_000_000  # outcomes drawn at once


def brier_range(p: ArrayLike, groups: ArrayLike | None = None) -> tuple[float, float]:
    """Return the 5-95% range of the mean Brier score of a calibrated forecaster with these p.

    p: probabilities, one a question; groups: an integer each, those with the same one hang together
    as in `expected_yes` (None: all independent); shape (n,), n > 0. Half scale, 0 is best. From
    10,000 draws of the outcomes, seed 1. Raises ValueError when an argument is not of this form.

    >>> brier_range([0.5] * 20)
    (0.25, 0.25)
    >>> low, high = brier_range([0.1] * 20)
    >>> round(low, 2), round(high, 2)
    (0.01, 0.17)
    """
    stated = chances(p)
    if not len(stated):
        raise ValueError("p holds no probability: there is no score to draw")
    cluster, count = clusters(groups, len(stated))
    random = np.random.default_rng(SEED)
    step = max(1, AT_ONCE // len(stated))
    parts = []
    for start in range(0, DRAWS, step):
        uniform = random.random((min(step, DRAWS - start), count))[:, cluster]
        parts.append(((stated - (uniform < stated)) ** 2).mean(axis=1))
    low, high = np.quantile(np.concatenate(parts), (LOW, HIGH))
    return float(low), float(high)


def power(p: ArrayLike, n: float, fold: float = FOLD) -> float:
    """Return how surely one look at n questions like these shows over-confidence, from 0 to 1.

    p: probabilities as they are stated, shape (k,), standing for those of all n questions. What
    is stated as p happens with sigma(logit(p) / fold), so that log-odds are `fold` times too far
    out. The look is Spiegelhalter's z at the two-sided level .05, by its normal approximation.
    Raises ValueError when an argument is not of this form.

    Source: Spiegelhalter (1986).

    >>> round(power([0.1, 0.3, 0.7, 0.9], 14), 2), round(power([0.1, 0.3, 0.7, 0.9], 230), 2)
    (0.19, 0.88)
    """
    shift, spread, true_spread = _moments(p, fold)
    if spread <= 0.0 or true_spread <= 0.0:
        return 0.0
    bound = NormalDist().inv_cdf(1.0 - ALPHA / 2.0) * spread
    away = math.sqrt(n) * shift
    law = NormalDist()
    return law.cdf((away - bound) / true_spread) + law.cdf((-away - bound) / true_spread)


def questions_needed(p: ArrayLike, fold: float = FOLD) -> int | None:
    """Return how many questions like these let one look show over-confidence in 4 cases of 5.

    p and fold as in `power`; None where no number does, since every p is one half, 0 or 1.

    >>> questions_needed([0.1, 0.3, 0.7, 0.9])
    180
    """
    shift, spread, true_spread = _moments(p, fold)
    if shift <= 0.0 or spread <= 0.0:
        return None
    law = NormalDist()
    far = law.inv_cdf(1.0 - ALPHA / 2.0) * spread + law.inv_cdf(POWER) * true_spread
    return math.ceil((far / shift) ** 2)


def _moments(p: ArrayLike, fold: float) -> tuple[float, float, float]:
    """Return a question's mean share in z's numerator, and its deviation if calibrated and not."""
    stated = chances(p)
    inside: Floats = stated[(stated > 0.0) & (stated < 1.0)]
    if not len(inside):
        return 0.0, 0.0, 0.0
    true = 1.0 / (1.0 + ((1.0 - inside) / inside) ** (1.0 / fold))
    lean = 1.0 - 2.0 * inside
    of = len(stated)
    shift = float(((true - inside) * lean).sum()) / of
    spread = float((lean * lean * inside * (1.0 - inside)).sum()) / of
    true_spread = float((lean * lean * true * (1.0 - true)).sum()) / of
    return shift, math.sqrt(spread), math.sqrt(true_spread)
