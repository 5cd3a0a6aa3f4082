"""How many were expected to happen, how many did, and what a calibrated forecaster gets."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import chances, checked
from tracker.comparison.clusters import Floats, clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LOW, HIGH = 0.05, 0.95
WIDE, NOTHING = 2000, 1e-30  # counts in a wide law; what its ends hold less of is left out
ROUNDING = 1e-12  # of a probability: a level that is met exactly counts as met


@dataclass(frozen=True, slots=True)
class ExpectedYes:
    """expected: sum of p. observed: the count of yes. low to high: the 5-95% range when calibrated.

    questions, clusters: how many there are.
    """

    expected: float
    observed: int
    low: int
    high: int
    questions: int
    clusters: int


def expected_yes(p: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None) -> ExpectedYes:
    """Return the expected and the observed number of yes, with the range of a calibrated law.

    p: probabilities, y: 0 or 1, one per question; groups: an integer each, those with the same one
    hang together (None: all independent); shape (n,). low and high are the least counts that the
    law of `yes_law` reaches with probability .05 and .95, so that a calibrated forecaster lies
    within them in at least nine cases of ten. No questions: 0 everywhere.
    Raises ValueError when the arguments are not of this form.

    Source: Poisson (1837); Hong (2013).

    >>> expected_yes([0.5] * 4, [1, 1, 1, 0])
    ExpectedYes(expected=2.0, observed=3, low=0, high=4, questions=4, clusters=4)
    """
    stated, happened, _ = checked(p, y)
    rising = np.cumsum(yes_law(stated, groups))
    return ExpectedYes(
        expected=math.fsum(stated.tolist()),
        observed=int(happened.sum()),
        low=int(np.argmax(rising >= LOW - ROUNDING)),
        high=int(np.argmax(rising >= HIGH - ROUNDING)),
        questions=len(stated),
        clusters=clusters(groups, len(stated))[1],
    )


def yes_law(p: ArrayLike, groups: ArrayLike | None = None) -> Floats:
    """Return the probability of 0, 1, ..., n yes when p is calibrated, shape (n + 1,).

    Independent questions make the Poisson-binomial law, by exact convolution. Within a group one
    uniform U decides all, yes where U < p, as in the consistency band: nested deadlines hang
    together just so, and for other siblings no law with these p spreads the count wider.
    Raises ValueError when an argument is not of this form.

    Source: Hong (2013); Dhaene et al. (2002) for the widest sum.

    >>> yes_law([0.5, 0.25], groups=[1, 1])
    array([0.5 , 0.25, 0.25])
    """
    stated = chances(p)
    cluster, count = clusters(groups, len(stated))
    order = np.lexsort((-stated, cluster))
    ends = np.cumsum(np.bincount(cluster, minlength=count))[:-1]
    parts = np.split(stated[order], ends)
    law, start = np.ones(1), 0
    # Sorted, so that neither the order of rows nor the groups' names change a bit.
    for part in sorted(part.tolist() for part in parts):
        # U < p holds for at least j of a group when U lies under its j-th largest p.
        law = np.convolve(law, -np.diff(np.array([1.0, *part, 0.0])))
        if len(law) > WIDE:
            inside = np.flatnonzero(law > NOTHING)
            law, start = law[inside[0] : inside[-1] + 1], start + int(inside[0])
    return np.pad(law, (start, len(stated) + 1 - start - len(law)))
