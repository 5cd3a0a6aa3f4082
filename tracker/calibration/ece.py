"""The expected calibration error: how far stated and happened lie apart, bin by bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.calibration.reliability import reliability

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def ece(
    p: ArrayLike, y: ArrayLike, bins: int = 10, weights: ArrayLike | None = None
) -> float | None:
    """Return the mean over bins of |stated - happened|, weighted; None when there are no votes.

    p: probabilities, y: 0 or 1, weights: not negative, all of shape (n,). Edges k / bins, bins
    (a, b], the lowest closed. From 0 (best) to 1. It depends on the bins: a secondary number.
    Raises ValueError when the arguments are not of this form or bins is under 1.

    Source: Naeini, Cooper & Hauskrecht (2015).

    >>> ece([0.25, 0.25, 0.75, 0.75], [0, 1, 1, 1])
    0.25
    """
    total, apart = 0.0, 0.0
    for found in reliability(p, y, bins, weights):
        if found.stated is not None and found.happened is not None:
            total += found.weight
            apart += found.weight * abs(found.stated - found.happened)
    return apart / total if total > 0.0 else None
