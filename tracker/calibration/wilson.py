"""The interval of a share that was counted."""

from __future__ import annotations

import math
from statistics import NormalDist


def wilson(k: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return (low, high) of the chance behind k of n independent cases.

    With z the normal quantile: (k + z^2/2 -+ z sqrt(k (n - k) / n + z^2/4)) / (n + z^2), within
    [0, 1]; 0 of n starts at 0, n of n ends at 1, and no cases leave (0, 1). It needs one vote per
    question. Raises ValueError unless 0 <= k <= n and 0 < level < 1.

    Source: Wilson (1927).

    >>> [round(end, 4) for end in wilson(7, 10)]
    [0.3968, 0.8922]
    """
    if not (0 <= k <= n and math.isfinite(n)):
        raise ValueError(f"k is {k} and n is {n}: give a count k from 0 to n")
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}: it lies between 0 and 1")
    if n == 0:
        return 0.0, 1.0  # the limit of the formula: nothing is known
    z = NormalDist().inv_cdf((1.0 + level) / 2.0)
    half = z * math.sqrt(k / n * (n - k) + z * z / 4.0)
    low = (k + z * z / 2.0 - half) / (n + z * z)
    high = 1.0 if k == n else (k + z * z / 2.0 + half) / (n + z * z)
    return low, high
