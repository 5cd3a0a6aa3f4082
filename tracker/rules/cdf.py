"""Piecewise-linear distribution functions: knots, height at a place, distance to a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.arguments import MOST, Floats, all_finite, real, within
from tracker.rules.blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray


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
    _rising(places, "x", -MOST, MOST, "a place is a finite number")
    _rising(heights, "F", 0.0, 1.0, "a height is a finite number from 0 to 1")
    return places, heights


def of_each_row(
    loss: Callable[..., Floats], x: ArrayLike, f: ArrayLike, *numbers: Floats | None
) -> float | Floats:
    """Return loss(x, f, *numbers) of each distribution, checked and computed block by block.

    loss: takes x and f as `knots` returns them, and numbers of shape (), (n,) or None as they are
    given. Shape (n,), or a float when neither x nor f nor a number has rows. Raises ValueError as
    `knots` and `loss` do, and when numbers of rows differ.

    >>> of_each_row(lambda x, f: f[:, -1] - f[:, 0], [0, 1], [[0.25, 1], [0.5, 1]]).tolist()
    [0.75, 0.5]
    """
    # In one order in memory: see `probabilities`.
    named = ((x, "x"), (f, "F"))
    places, heights = (np.asarray(real(*one), dtype=np.float64, order="C") for one in named)
    shapes = [a.shape[:-1] for a in (places, heights)]
    shapes += [number.shape for number in numbers if number is not None]
    try:
        found = np.empty(np.broadcast_shapes(*shapes))
        for rows in blocks(found.size, sum(heights.shape[-1:])):
            part = knots(_of(places, rows, axes=2), _of(heights, rows, axes=2))
            of_part = (None if a is None else _of(a, rows, axes=1) for a in numbers)
            found.reshape(-1)[rows] = loss(*part, *of_part)
    except ValueError:
        knots(places, heights)  # names the entry by its place in the whole
        raise
    return found if found.ndim else float(found)


def _of(values: Floats, rows: slice, axes: int) -> Floats:
    """Return these rows of `values`, or all of it where it serves every row."""
    return values[rows] if values.ndim == axes and len(values) != 1 else values


def finite(values: ArrayLike, name: str) -> Floats:
    """Return `values` as float64 of shape () or (n,); ValueError when one is not finite.

    >>> finite(3, "y")
    array(3.)
    """
    numbers = np.asarray(real(values, name), dtype=np.float64)
    if numbers.ndim > 1:
        raise ValueError(f"{name} has shape {numbers.shape}: give a number or shape (n,)")
    all_finite(numbers, name)
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
    inside = np.minimum(low + (top - low) * share, top)
    return np.where(passed == 0, 0.0, inside)


def distance_to_step(x: Floats, f: Floats, y: Floats, low: Floats, high: Floats) -> Floats:
    """Return the integral of (f(z) - 1{y <= z})^2 over z in [low, high], exactly; shape (n,).

    x and f as `knots` returns them, f constant beyond the outer knots; y, low, high of shape () or
    (n,). In the unit of x.

    >>> distance_to_step(*knots([0, 1], [0, 1]), *(np.array(v) for v in (0.0, 0.0, 1.0)))
    array([0.33333333])
    """
    y, low, high = (np.atleast_1d(a)[:, np.newaxis] for a in (y, low, high))
    x, f = _cut(x, f, low, high)
    passed = x >= y
    off = passed.astype(np.float64)  # since numpy subtracts bool from float64 at half the speed
    off = np.subtract(f, off, out=off) if len(off) == len(f) else f - off
    width = np.diff(x, axis=1)
    # Between two knots f - 1{y <= z} is linear, but where y lies after the one and not the other.
    squares = off[:, :-1] * off[:, 1:]
    off *= off
    squares += off[:, :-1]
    squares += off[:, 1:]
    squares *= width
    squares /= 3.0
    n, first = len(squares), passed.argmax(axis=1)
    row = np.flatnonzero(np.broadcast_to(passed[:, -1] & (first > 0), n))
    k = np.broadcast_to(first, n)[row] - 1
    x, f, width, y = (np.broadcast_to(a, (n, a.shape[1])) for a in (x, f, width, y))
    before, after = y[row, 0] - x[row, k], x[row, k + 1] - y[row, 0]
    level = f[row, k] + (f[row, k + 1] - f[row, k]) * (before / width[row, k])
    squares[row, k] = before * _square(f[row, k], level)
    squares[row, k] += after * _square(1.0 - level, 1.0 - f[row, k + 1])
    return np.asarray(squares.sum(axis=1))


def _square(start: Floats, end: Floats) -> Floats:
    """Return the mean square of a line from `start` to `end`."""
    return (start * start + start * end + end * end) / 3.0


def _cut(x: Floats, f: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return knots that span exactly [low, high], with f constant beyond the given ones."""
    if np.all(x[:, :1] == low) and np.all(x[:, -1:] == high):
        return x, f
    x = joined(joined(np.minimum(low, x[:, :1]), x), np.maximum(high, x[:, -1:]))
    f = joined(joined(f[:, :1], f), f[:, -1:])
    if np.all(x[:, :1] >= low) and np.all(x[:, -1:] <= high):
        return x, f
    # Knots outside move onto the bound, with the height that f has there: those below take f at
    # `low` from the segment that crosses it, likewise above.
    (n,) = np.broadcast_shapes(x.shape[:1], f.shape[:1], low.shape[:1], high.shape[:1])
    x, f = (np.broadcast_to(a, (n, a.shape[1])) for a in (x, f))
    low, high = (np.broadcast_to(a, (n, 1)) for a in (low, high))
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


def joined(left: Floats, right: Floats) -> Floats:
    """Return rows of knots with those of `right` after those of `left`; one row serves all.

    >>> joined(np.zeros((2, 1)), np.ones((1, 2)))
    array([[0., 1., 1.],
           [0., 1., 1.]])
    """
    (n,) = np.broadcast_shapes(left.shape[:1], right.shape[:1])
    both = [np.broadcast_to(a, (n, a.shape[1])) for a in (left, right)]
    return np.concatenate(both, axis=1)


def _rows(values: ArrayLike, name: str) -> Floats:
    numbers = np.asarray(real(values, name), dtype=np.float64, order="C")
    if numbers.ndim not in (1, 2):
        raise ValueError(f"{name} has shape {numbers.shape}: give (m,) or (n, m)")
    return np.atleast_2d(numbers)


def _rising(values: Floats, name: str, least: float, most: float, what: str) -> None:
    # A nan makes every comparison false, so it is found here and not in a pass of its own.
    rises = np.all(values[:, 1:] >= values[:, :-1])
    if rises and np.all(values[:, 0] >= least) and np.all(values[:, -1] <= most):
        return
    within(values, least, most, name=name, what=what)
    row, k = (int(index) for index in np.argwhere(values[:, 1:] < values[:, :-1])[0])
    raise ValueError(f"{name} falls from {values[row, k]} to {values[row, k + 1]} in row {row}")
