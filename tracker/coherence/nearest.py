"""The coherent probabilities nearest to those that were stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.coherence.statements import Floats, chances, worlds

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FLAT = 1e-9  # where the least squares are found, their slope is of the order of 1e-15


def nearest_coherent(
    p: ArrayLike,
    A: ArrayLike,  # noqa: N803 - the incidence matrix of the literature
) -> Floats:
    """Return the coherent probabilities A q with the least distance to p, shape (m,).

    p: the stated probability of each statement, shape (m,), from 0 to 1. A: whether a statement is
    true in a world, 0 or 1, a row a statement and a column for every world that can come about,
    shape (m, k); worlds that differ in no statement count once. q runs over all distributions on
    the worlds: min ||A q - p||. What is coherent comes back as it is, within 1e-7. In every world
    the Brier score of the result is less than that of p by the squared distance or more. A
    conditional P(b | a) = c may be given as the row 1{a and b} - c 1{a} with p 0; the result need
    not beat such statements in every world. Raises ValueError when p or A is not of this form.

    Source: de Finetti (1937); Predd et al. (2009).

    >>> nearest_coherent([0.7, 0.4], [[1, 0], [0, 1]])  # rain, and no rain
    array([0.65, 0.35])
    """
    stated = chances(p)
    distinct = np.unique(worlds(A, len(stated)), axis=1)
    return np.asarray(distinct @ _mixture(distinct, stated))


def distance_to_coherent(
    p: ArrayLike,
    A: ArrayLike,  # noqa: N803 - as nearest_coherent
) -> float:
    """Return how far p lies from the nearest coherent probabilities, sqrt(sum of squares).

    p, A: as in `nearest_coherent`. From 0 (coherent) to sqrt(m); lower is better.
    Raises ValueError as `nearest_coherent`.

    >>> round(distance_to_coherent([0.7, 0.4], [[1, 0], [0, 1]]), 6)
    0.070711
    """
    return float(np.linalg.norm(nearest_coherent(p, A) - np.asarray(p, dtype=np.float64)))


def _mixture(distinct: Floats, stated: Floats) -> Floats:
    """Return weights on the worlds, >= 0 with sum 1, whose mean is nearest to `stated`.

    With the worlds counted from p, and q = s r for r on the simplex, the non-negative least squares
    of [A - p; 1] q = [0; 1] are s^2 d(r)^2 + (1 - s)^2, which over s is d^2 / (1 + d^2): least
    where the distance d is. So the sum needs no heavy weight, which would cost half the digits
    (Lawson & Hanson 1974, chapter 23).
    """
    from scipy.optimize import lsq_linear, nnls

    count = distinct.shape[1]
    rows = np.vstack((distinct - stated[:, np.newaxis], np.ones(count)))
    target = np.append(np.zeros(len(stated)), 1.0)
    mixture, _ = nnls(rows, target, maxiter=30 * count)
    if _slope(rows, target, mixture) > FLAT:  # scipy 1.17 ends early in one of some 3,000 cases
        mixture = lsq_linear(rows, target, (0.0, np.inf), "bvls", 1e-14, max_iter=30 * count).x
    return np.asarray(mixture / mixture.sum())


def _slope(rows: Floats, target: Floats, mixture: Floats) -> float:
    """Return how steeply the squares still fall: 0 at the least (Karush 1939; Kuhn & Tucker 1951).

    No weight may gain by growing, and none above 0 by shrinking.
    """
    slope = rows.T @ (target - rows @ mixture)
    return float(max(slope.max(), np.abs(slope[mixture > 0.0]).max(initial=0.0)))
