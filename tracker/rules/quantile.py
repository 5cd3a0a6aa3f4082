"""Scores of quantiles and intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import Floats, all_finite, plain, real, within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


LEAST, MOST = math.nextafter(0.0, 1.0), math.nextafter(1.0, 0.0)  # of what lies between 0 and 1


def pinball(q: ArrayLike, level: ArrayLike, y: ArrayLike) -> float | Floats:
    """Return level (y - q) where y lies above the quantile q, else (1 - level) (q - y).

    q, level and y: numbers or arrays whose shapes broadcast; level within (0, 1). That shape, or a
    float for numbers, in units of y. From 0 (best) without end; lower is better.
    Raises ValueError when a number is not finite or a level lies outside (0, 1).

    Source: Koenker & Bassett (1978).

    >>> pinball(10.0, 0.75, 12.0)
    1.5
    """
    quantile, outcome = _finite(q, "q"), _finite(y, "y")
    share = _levels(level, "level")
    off = outcome - quantile
    return plain(np.maximum(share * off, (share - 1.0) * off))


def interval_score(
    lower: ArrayLike, upper: ArrayLike, coverage: ArrayLike, y: ArrayLike
) -> float | Floats:
    """Return the interval's length plus 2 / (1 - coverage) times the distance of y from it.

    lower, upper, coverage (not alpha: 0.9 for a 90% interval) and y: numbers or arrays whose
    shapes broadcast. That shape, or a float for numbers, in units of y. From 0 (best) without end;
    lower is better. Raises ValueError when a number is not finite, coverage lies outside (0, 1)
    or lower above upper.

    Source: Gneiting & Raftery (2007).

    >>> interval_score(2.0, 5.0, 0.5, 6.0)
    7.0
    """
    low, high, outcome = _finite(lower, "lower"), _finite(upper, "upper"), _finite(y, "y")
    missed = 1.0 - _levels(coverage, "coverage")
    if np.any(low > high):
        start, end = (a[low > high][0] for a in np.broadcast_arrays(low, high))
        raise ValueError(f"an interval is upside down: lower {start} lies above upper {end}")
    outside = np.maximum(low - outcome, 0.0) + np.maximum(outcome - high, 0.0)
    return plain((high - low) + 2.0 / missed * outside)


def wis(levels: ArrayLike, q: ArrayLike, y: ArrayLike) -> float | Floats:
    """Return the weighted interval score: twice the mean pinball loss over the levels.

    levels: the question's, rising within (0, 1), shape (m,). q: the quantiles at these levels,
    shape (m,) or (n, m), not falling. y: a number or shape (n,). Shape (n,), or a float for one
    forecast, in units of y. From 0 (best) without end; lower is better. With symmetric levels and
    the median it is (|y - m| / 2 + sum of alpha_k / 2 IS_k) / (K + 1/2) over the K intervals.
    Raises ValueError when a number is not finite, levels or quantiles fall, or shapes differ.

    Source: Bracher et al. (2021).

    >>> wis([0.25, 0.5, 0.75], [2.0, 3.0, 5.0], 3.0)
    0.5
    """
    share, quantiles, outcome = _levels(levels, "levels"), _finite(q, "q"), _finite(y, "y")
    if share.ndim != 1 or not share.size or np.any(np.diff(share) <= 0.0):
        raise ValueError("levels need shape (m,), at least one, and rise")
    if quantiles.ndim not in (1, 2) or quantiles.shape[-1] != len(share) or outcome.ndim > 1:
        raise ValueError(
            f"q has shape {quantiles.shape} and y {outcome.shape}; "
            f"({len(share)},) or (n, {len(share)}) and () or (n,) fit the levels"
        )
    falls = np.argwhere(quantiles[..., 1:] < quantiles[..., :-1])
    if len(falls):
        where = ", ".join(map(str, falls[0]))
        raise ValueError(f"quantiles fall after q[{where}]: a higher level lies at least as high")
    off = outcome[..., np.newaxis] - quantiles
    return plain(2.0 * np.maximum(share * off, (share - 1.0) * off).mean(axis=-1))


def _finite(values: ArrayLike, name: str) -> Floats:
    numbers = np.asarray(real(values, name), dtype=np.float64, order="C")
    all_finite(numbers, name)
    return numbers


def _levels(values: ArrayLike, name: str) -> Floats:
    shares = np.asarray(real(values, name), dtype=np.float64)
    within(shares, LEAST, MOST, name=name, what="it lies between 0 and 1, both excluded")
    return shares
