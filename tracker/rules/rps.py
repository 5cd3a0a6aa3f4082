"""The ranked probability score of ordered options, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import Floats, Vector, outcomes, probabilities

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def rps(p: Vector, y: ArrayLike) -> Floats:
    """Return the mean squared distance of the cumulative probabilities from the outcome's.

    p: shape (n, K), options in their order, rows that sum to 1. y: the option index from 0.
    Shape (n,), sum over k < K of (P_k - O_k)^2 / (K - 1). From 0 (best) to 1; lower is better.
    For K = 2 it is the Brier score; twice it is the ordered Brier score of the Good Judgment
    Project. Raises ValueError when p or y is not of this form.

    Source: Epstein (1969).

    >>> rps([[0.5, 0.25, 0.25]], [1])
    array([0.15625])
    """
    rows = probabilities(p)
    if rows.ndim <= 1:
        raise ValueError(f"p has shape {rows.shape}; ordered options need a row each, shape (n, K)")
    index = outcomes(y, rows)
    steps = rows.shape[1] - 1
    off = np.cumsum(rows[:, :-1], axis=1)
    off -= index[:, np.newaxis] <= np.arange(steps)
    # A row may sum to 1 + 1e-9, its cumulative sum must not pass 1 for that.
    loss: Floats = np.minimum(np.einsum("ij,ij->i", off, off) / steps, 1.0)
    return loss
