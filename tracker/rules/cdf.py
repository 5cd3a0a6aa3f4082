"""Piecewise-linear distribution functions: knots, height at a place, distance to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import Floats, within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Rows worked on at once, so that the intermediate arrays stay in the processor's cache.
BLOCK_VALUES = 32_768


def knots(x: ArrayLike, f: ArrayLike) -> tuple[Floats, Floats]:
    """Return places and heights of distribution functions as rows, shapes (1 or n, m).

    x and f: shape (m,), one for all rows, or (n, m). Raises ValueError when a place is not finite
    or falls along its row, when a height lies outside [0, 1] or falls, or when shapes differ.

    >>> knots([0, 1], [[0, 1], [0.5, 0.5]])[1].shape
    (2, 2)
    """
    places, heights = _rows(x, "x"), _rows(f, "F")
    rows = {len(places), len(heights)} - {1}
    if places.shape[1] != heights.shape[1] or not places.shape[1] or len(rows) > 1:
        message = f"x has shape {np.shape(x)} and F {np.shape(f)}: give (m,) or (n, m) alike"
        raise ValueError(message)
    within(heights, 0.0, 1.0, name="F", what="a distribution function lies between 0 and 1")
    _rising(places, "x")
    _rising(heights, "F")
    return places, heights


def finite(values: ArrayLike, name: str) -> Floats:
    """Return `values` as float64 of shape () or (n,); ValueError when one is not finite.

    >>> finite(3, "y")
    array(3.)
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim > 1 or not np.isfinite(numbers).all():
        raise ValueError(f"{name} needs finite numbers, one or shape (n,); it is {values!r}")
    return numbers


def height(x: Floats, f: Floats, at: float) -> Floats:
    """Return f(at), shape (n,): 0 before the first knot, constant after the last, right-continuous.

    x and f as `knots` returns them. A repeated place is a point mass, counted from there on.

    >>> height(*knots([1, 2, 2], [0.0, 0.5, 1.0]), at=2.0)
    array([1.])
    """
    x, f = np.broadcast_arrays(x, f)
    last = x.shape[1] - 1
    passed = np.count_nonzero(x <= at, axis=1)
    row = np.arange(len(x))
    left, right = np.maximum(passed - 1, 0), np.minimum(passed, last)
    width = x[row, right] - x[row, left]
    share = np.divide(at - x[row, left], width, out=np.zeros(len(x)), where=width > 0.0)
    low, top = f[row, left], f[row, right]
    # Rounding must not lift it over the next knot: heights rise, and chances are differences.
    inside = np.minimum(low + (top - low) * np.clip(share, 0.0, 1.0), top)
    return np.where(passed == 0, 0.0, inside)


def distance_to_step(x: Floats, f: Floats, y: Floats, low: Floats, high: Floats) -> Floats:
    """Return the integral of (f(z) - 1{y <= z})^2 over z in [low, high], exactly; shape (n,).

    x and f as `knots` returns them, f constant beyond the outer knots; y, low, high of shape () or
    (n,). In the unit of x.

    >>> distance_to_step(*knots([0, 1], [0, 1]), *(np.array(v) for v in (0.0, 0.0, 1.0)))
    array([0.33333333])
    """
    n = np.broadcast_shapes(x.shape[:1], f.shape[:1], y.shape, low.shape, high.shape)[0]
    x, f = (np.broadcast_to(a, (n, a.shape[1])) for a in (x, f))
    y, low, high = (np.broadcast_to(a, (n,))[:, np.newaxis] for a in (y, low, high))
    block = max(1, BLOCK_VALUES // x.shape[1])
    parts = [
        _distance(*(a[start : start + block] for a in (x, f, y, low, high)))
        for start in range(0, n, block)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _distance(x: Floats, f: Floats, y: Floats, low: Floats, high: Floats) -> Floats:
    x, f = _cut(x, f, low, high)
    right = x[:, :-1] >= y
    # On each segment f - 1{y <= z} is linear, from `start` to `end`, but on the one that holds y.
    start, end, width = f[:, :-1] - right, f[:, 1:] - right, np.diff(x, axis=1)
    holds = (x[:, :-1] < y) & (x[:, 1:] > y)
    squares = _square(start, end)
    squares *= width
    squares[holds] = 0.0
    total = squares.sum(axis=1)
    row, k = np.nonzero(holds)
    if row.size:
        at, before = y[row, 0], x[row, k]
        level = f[row, k] + (f[row, k + 1] - f[row, k]) * ((at - before) / width[row, k])
        total[row] += (at - before) * _square(f[row, k], level)
        total[row] += (x[row, k + 1] - at) * _square(1.0 - level, 1.0 - f[row, k + 1])
    return np.asarray(total)


def _square(start: Floats, end: Floats) -> Floats:
    """Return the mean square of a line from `start` to `end`."""
    return (start * start + start * end + end * end) / 3.0


def _cut(x: Floats, f: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return knots that span exactly [low, high], with f constant beyond the given ones."""
    x = np.concatenate([np.minimum(low, x[:, :1]), x, np.maximum(high, x[:, -1:])], axis=1)
    f = np.concatenate([f[:, :1], f, f[:, -1:]], axis=1)
    if np.all(x[:, :1] >= low) and np.all(x[:, -1:] <= high):
        return x, f
    # Knots outside move onto the bound, with the height that f has there: those below take f at
    # `low` from the segment that crosses it, likewise above.
    row = np.arange(len(x))
    below, above = np.count_nonzero(x < low, axis=1), np.count_nonzero(x <= high, axis=1)
    at_low = _between(x, f, row, below, low[:, 0])
    at_high = _between(x, f, row, np.minimum(above, x.shape[1] - 1), high[:, 0])
    f = np.where(x < low, at_low[:, np.newaxis], f)
    f = np.where(x > high, at_high[:, np.newaxis], f)
    return np.clip(x, low, high), f


def _between(
    x: Floats, f: Floats, row: NDArray[np.intp], k: NDArray[np.intp], at: Floats
) -> Floats:
    """Return f at `at`, which lies between the knots k - 1 and k of each row."""
    left = np.maximum(k - 1, 0)
    width = x[row, k] - x[row, left]
    share = np.divide(at - x[row, left], width, out=np.zeros(len(row)), where=width > 0.0)
    return np.asarray(f[row, left] + (f[row, k] - f[row, left]) * share)


def _rows(values: ArrayLike, name: str) -> Floats:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim not in (1, 2) or not np.isfinite(numbers).all():
        raise ValueError(f"{name} needs finite numbers of shape (m,) or (n, m)")
    return np.atleast_2d(numbers)


def _rising(values: Floats, name: str) -> None:
    falls = values[:, 1:] < values[:, :-1]
    if falls.any():
        row, k = (int(index) for index in np.argwhere(falls)[0])
        raise ValueError(f"{name} falls from {values[row, k]} to {values[row, k + 1]} in row {row}")
