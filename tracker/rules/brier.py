"""The Brier score on the half scale, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from tracker.rules.blocks import in_blocks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats, Vector


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
    return in_blocks(losses, p, y)


def losses(p: Floats, y: NDArray[Any], out: Floats) -> None:
    """Write the loss of each row of checked p and y into `out`."""
    if p.ndim > 1:
        off = p.copy()
        off[np.arange(len(p)), y] -= 1.0
        np.einsum("ij,ij->i", off, off, out=out)
        out /= 2.0
        return
    np.copyto(out, y)  # first, since numpy subtracts bool from float64 at half the speed
    np.subtract(p, out, out=out)
    np.square(out, out=out)
    if y.dtype == np.float64:
        out += y * (1.0 - y)
