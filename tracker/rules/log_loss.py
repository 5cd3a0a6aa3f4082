"""The logarithmic loss, in nats."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

import numpy as np

from tracker.rules.arguments import (
    Floats,
    Vector,
    of_what_happened,
    outcomes,
    plain,
    probabilities,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


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
    p = probabilities(p)
    y = outcomes(y, p)
    with np.errstate(divide="ignore"):
        if y.dtype == np.float64:
            return plain(_fractional(p, y))
        return plain(0.0 - np.log(of_what_happened(p, y)))  # 0 - ..., so that the best is not -0.0


def _fractional(p: Floats, r: Floats) -> Floats:
    # log(1 - p) and not log1p(-p): beside fractions, whole outcomes keep the bits they have alone.
    with np.errstate(invalid="ignore"):
        yes = np.where(r > 0.0, r * np.log(p), 0.0)
        no = np.where(r < 1.0, (1.0 - r) * np.log(1.0 - p), 0.0)
    return 0.0 - yes - no
