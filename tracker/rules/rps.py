"""The ranked probability score of ordered options, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tracker.rules.blocks import in_blocks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats, Vector


NO_ORDER = "p has one axis or none: ordered options need a row for each forecast, shape (n, K)"


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
    if np.ndim(p) <= 1:
        raise ValueError(NO_ORDER)
    return np.asarray(in_blocks(losses, p, y))


def losses(p: Floats, y: NDArray[Any], out: Floats) -> None:
    """Write the loss of each row of checked p and y into `out`."""
    if p.ndim <= 1:
        raise ValueError(NO_ORDER)
    steps = p.shape[1] - 1
    off = np.cumsum(p[:, :-1], axis=1)
    off -= y[:, np.newaxis] <= np.arange(steps)
    np.einsum("ij,ij->i", off, off, out=out)
    out /= steps
    # A row may sum to 1 + 1e-9, its cumulative sum must not pass 1 for that.
    np.minimum(out, 1.0, out=out)
