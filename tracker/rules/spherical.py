"""The spherical loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from tracker.rules.arguments import Floats, of_what_happened
from tracker.rules.blocks import in_blocks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Vector


@overload
def spherical_loss(p: float, y: float) -> float: ...
@overload
def spherical_loss(p: Vector, y: ArrayLike) -> Floats: ...
def spherical_loss(p: ArrayLike, y: ArrayLike) -> float | Floats:
    """Return 1 - p_y / |p|, with |p| the Euclidean length of the probabilities.

    p: a probability, shape (n,), or (n, K) with rows that sum to 1. y: 0 or 1, or the option index
    from 0. A fraction r in y, for p of shape (n,), gives r S(p, 1) + (1 - r) S(p, 0).
    Shape (n,), or a float for a scalar. From 0 (best) to 1; lower is better.
    Raises ValueError when p or y is not of this form.

    Source: Gneiting & Raftery (2007), the spherical score with alpha = 2.

    >>> round(spherical_loss(0.6, 1), 12)
    0.167949705662
    """
    return in_blocks(losses, p, y)


def losses(p: Floats, y: NDArray[Any], out: Floats) -> None:
    """Write the loss of each row of checked p and y into `out`."""
    if p.ndim > 1:
        length = np.sqrt(np.einsum("ij,ij->i", p, p))
    else:
        length = np.sqrt(p * p + (1.0 - p) * (1.0 - p))
    if y.dtype == np.float64:
        # The score is linear in what is given to the outcome, so the fraction goes in here.
        out[...] = y * p + (1.0 - y) * (1.0 - p)
    else:
        of_what_happened(p, y, out)
    out /= length
    np.subtract(1.0, out, out=out)
