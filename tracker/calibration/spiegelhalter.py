"""Spiegelhalter's test of calibration, for one look that was planned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.calibration.votes import checked

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Spiegelhalter:
    """z: 0 in the mean for a calibrated forecaster, with deviation 1. p_value: two-sided."""

    z: float
    p_value: float


def spiegelhalter(p: ArrayLike, y: ArrayLike) -> Spiegelhalter | None:
    """Return z and its two-sided p-value, or None when every p is 0, one half or 1, or none given.

    p: probabilities, y: 0 or 1, shape (n,), one vote per question and the questions independent.
    z = sum (y - p)(1 - 2p) / sqrt(sum (1 - 2p)^2 p (1 - p)), above 0 for the over-confident. For
    one planned look: looked at after every outcome it rejects a calibrated forecaster in up to
    41% of cases; `e_process` may be looked at always. Raises ValueError when an argument is not of
    this form.

    Source: Spiegelhalter (1986).

    >>> found = spiegelhalter([0.9, 0.9, 0.9, 0.9], [1, 1, 1, 0])
    >>> round(found.z, 4), round(found.p_value, 4)
    (1.0, 0.3173)
    """
    stated, happened, _ = checked(p, y)
    lean = 1.0 - 2.0 * stated
    # fsum adds exactly, so the order of rows does not matter.
    variance = math.fsum((lean * lean * stated * (1.0 - stated)).tolist())
    excess = math.fsum(((happened - stated) * lean).tolist())
    if variance <= 0.0:
        return None
    z = excess / math.sqrt(variance)
    return Spiegelhalter(z, math.erfc(abs(z) / math.sqrt(2.0)))
