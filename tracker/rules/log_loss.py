"""The logarithmic loss, in nats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import numpy as np

from tracker.rules.arguments import Floats, of_what_happened
from tracker.rules.blocks import in_blocks

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Vector


@overload
def log_loss(p: float, y: float) -> float: ...
@overload
def log_loss(p: Vector, y: ArrayLike) -> Floats: ...
def log_loss(p: ArrayLike, y: ArrayLike) -> float | Floats:
    """Return -ln of the probability given to what happened.

    p: a probability, shape (n,), or (n, K) with rows that sum to 1. y: 0 or 1, or the option index
    from 0. A fraction r in y, for p of shape (n,), gives r S(p, 1) + (1 - r) S(p, 0), where 0
    times infinity is 0. Shape (n,), or a float for a scalar, in nats. From 0 (best) to infinity;
    lower is better. Nothing is clipped: a certainty that was wrong loses infinity.
    Raises ValueError when p or y is not of this form.

    Source: Good (1952).

    >>> log_loss(0.5, 1)
    0.6931471805599453
    """
    return in_blocks(losses, p, y)


def losses(p: Floats, y: NDArray[Any], out: Floats) -> None:
    """Write the loss of each row of checked p and y into `out`."""
    with np.errstate(divide="ignore"):
        if y.dtype == np.float64:
            out[...] = _fractional(p, y)
            return
        np.log(of_what_happened(p, y, out), out=out)
        np.subtract(0.0, out, out=out)  # not -out, so that the best is not -0.0


def _fractional(p: Floats, r: Floats) -> Floats:
    # log(1 - p) and not log1p(-p): beside fractions, whole outcomes keep the bits they have alone.
    with np.errstate(invalid="ignore"):
        yes = np.where(r > 0.0, r * np.log(p), 0.0)
        no = np.where(r < 1.0, (1.0 - r) * np.log(1.0 - p), 0.0)
    return 0.0 - yes - no
