"""The Brier score on the half scale, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np

from tracker.rules.arguments import Floats, Vector, outcomes, plain, probabilities

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@overload
def brier(p: float, y: float) -> float: ...
@overload
def brier(p: Vector, y: ArrayLike) -> Floats: ...
def brier(p: ArrayLike, y: ArrayLike) -> float | Floats:
    """Return (p - y)^2, or half the sum of (p_k - o_k)^2 over K options; the same for K = 2.

    p: a probability, shape (n,), or (n, K) with rows that sum to 1. y: 0 or 1, or the option index
    from 0. A fraction r in y, for p of shape (n,), gives r S(p, 1) + (1 - r) S(p, 0).
    Shape (n,), or a float for a scalar. From 0 (best) to 1; lower is better. Twice this is the
    two-sided score of Brier's paper. Raises ValueError when p or y is not of this form.

    Source: Brier (1950).

    >>> brier(0.75, 1)
    0.0625
    """
    p = probabilities(p)
    y = outcomes(y, p)
    if p.ndim <= 1:
        off = np.subtract(p, y)
        loss = off * off
        return plain(loss if y.dtype == np.bool_ else loss + y * (1.0 - y))
    off = p.copy()
    off[np.arange(len(p)), y] -= 1.0
    return plain(np.einsum("ij,ij->i", off, off) / 2.0)
