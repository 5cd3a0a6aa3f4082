"""What a rule accepts: probabilities and outcomes, checked in one pass and named when wrong."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Vector = NDArray[Any] | Sequence[Any]

SUM_TOLERANCE = 1e-9
MOST = float(np.finfo(np.float64).max)
NUMBERS = (Real, Decimal, np.bool_, type(None))
BITS_OF_ONE = np.float64(1.0).view(np.uint64)


def probabilities(p: ArrayLike, *, name: str = "p") -> Floats:
    """Return `p` as float64: a scalar, shape (n,), or (n, K) with rows that sum to 1.

    Raises ValueError that names the entry when one lies outside [0, 1] or is nan, when a row does
    not sum to 1 within 1e-9, when the shape is another one, and for what is no real number.

    >>> probabilities([0.2, 1])
    array([0.2, 1. ])
    """
    # One order in memory, since numpy takes sums and logarithms of another by other steps, and
    # what came as a reversed view or a column of a table would differ in the last digit.
    values = np.asarray(real(p, name), dtype=np.float64, order="C")
    if values.ndim not in (0, 1, 2):
        raise ValueError(f"{name} has shape {values.shape}; give a number, (n,) or (n, K)")
    # Half the time of two comparisons: the bits of the floats from 0 to 1, read as whole numbers,
    # end with those of 1; -0, what is negative, above 1 or nan lies beyond and is looked at there.
    if values.size and values.view(np.uint64).max() > BITS_OF_ONE:
        within(values, 0.0, 1.0, name=name, what="a probability lies between 0 and 1")
    if values.ndim > 1:
        _check_rows(values, name)
    return values


def real(values: ArrayLike, name: str) -> NDArray[Any]:
    """Return the values as an array of real numbers, their type kept; None may stand for a nan.

    Raises ValueError for text, complex numbers, dates and the like: numpy would read ".3" as a
    number, and drop the imaginary part of one.

    >>> real(".3", "p")
    Traceback (most recent call last):
    ValueError: p holds text: give real numbers
    """
    found = np.asarray(values)
    kind = found.dtype.kind
    if kind in "biuf" or (kind == "O" and all(isinstance(one, NUMBERS) for one in found.flat)):
        return found
    what = {"U": "text", "S": "bytes", "c": "complex numbers"}.get(kind, f"{found.dtype} values")
    raise ValueError(f"{name} holds {what}: give real numbers")


def within(values: NDArray[Any], low: float, high: float, *, name: str, what: str) -> None:
    """Raise ValueError naming the first entry of `values` outside [low, high], nan included.

    >>> within(np.array([0.2, 3.0]), 0.0, 1.0, name="p", what="at most 1")
    Traceback (most recent call last):
    ValueError: p[1] is 3.0: at most 1
    """
    # A nan makes both comparisons false, so one pass for each bound finds it too.
    if not values.size or (values.min() >= low and values.max() <= high):
        return
    where = np.argwhere(~((values >= low) & (values <= high)))[0]
    place = f"[{', '.join(map(str, where))}]" if where.size else ""
    raise ValueError(f"{name}{place} is {values[tuple(where)]}: {what}")


def all_finite(values: Floats, name: str) -> None:
    """Raise ValueError naming the first entry of `values` that is infinite or nan.

    >>> all_finite(np.array([1.0, np.nan]), "y")
    Traceback (most recent call last):
    ValueError: y[1] is nan: it needs to be a finite number
    """
    within(values, -MOST, MOST, name=name, what="it needs to be a finite number")


def _check_rows(p: Floats, name: str) -> None:
    options = p.shape[1]
    if options <= 1:
        raise ValueError(f"{name} has {options} options a row; a forecast needs at least 2")
    off = np.abs(p @ np.ones(options) - 1.0)
    if off.size and off.max() > SUM_TOLERANCE:
        row = int(off.argmax())
        message = f"{name}[{row}] sums to {p[row].sum():.12g}: a row of probabilities sums to 1"
        raise ValueError(message)


def outcomes(y: ArrayLike, p: Floats) -> NDArray[Any]:
    """Return what happened, in the shape that fits `p`; one outcome may serve all forecasts.

    For a probability or a vector of them: bool where every outcome is 0 or 1, else float64 in
    [0, 1] (fractional outcomes). For rows of options: the option index from 0, as int.
    Raises ValueError for anything else.

    >>> outcomes([0, 1.0], np.array([0.2, 0.9]))
    array([False,  True])
    """
    values = beside(y, p)
    return _options(values, p) if p.ndim > 1 else _fractions(values)


def beside(y: ArrayLike, p: NDArray[Any]) -> NDArray[Any]:
    """Return `y` with one entry for each row of `p`; one outcome may serve all rows.

    Raises ValueError when the shapes do not fit.

    >>> beside(1, np.array([0.2, 0.9]))
    array([1, 1])
    """
    values = real(y, "y")
    if values.ndim and values.shape != p.shape[:1]:
        raise ValueError(f"y has shape {values.shape}; {p.shape[:1]} fits p of shape {p.shape}")
    return values if values.ndim == min(p.ndim, 1) else np.broadcast_to(values, p.shape[:1])


def _options(y: NDArray[Any], p: Floats) -> NDArray[Any]:
    if y.dtype.kind not in "iu" and y.size:
        message = f"y holds {y.dtype} values; with options, y is an option index (whole number)"
        raise ValueError(message)
    last = p.shape[1] - 1
    within(y, 0, last, name="y", what=f"an option index from 0 to {last}")
    return y.astype(np.intp, copy=False)


def _fractions(y: NDArray[Any]) -> NDArray[Any]:
    if y.dtype.kind == "b":
        return y
    # A byte of 0 or 1 is a bool already: one look at the greatest, and no copy.
    if y.dtype.itemsize == 1 and y.size and y.view(np.uint8).max() <= 1:
        return y.view(np.bool_)
    whole = y.dtype.kind in "iu"
    values = y if whole else y.astype(np.float64, copy=False)
    within(values, 0, 1, name="y", what="an outcome is 0, 1 or a fraction between them")
    yes = values == 1
    return yes if whole or np.all(yes | (values == 0)) else values


def of_what_happened(p: Floats, y: NDArray[Any], out: Floats | None = None) -> Floats:
    """Return the probability that was given to what happened, shape (n,) or scalar.

    Takes what `probabilities` and `outcomes` return, without fractional outcomes; out: where to
    write it.

    >>> of_what_happened(np.array([0.25, 0.75]), np.array([True, False]))
    array([0.25, 0.25])
    """
    found = np.empty(p.shape[:1]) if out is None else out
    if p.ndim > 1:
        found[...] = p[np.arange(len(p)), y]
        return found
    # |p - 0| where it happened, |p - 1| where not: the digits of p and 1 - p, without a branch.
    np.copyto(found, ~y)
    np.subtract(p, found, out=found)
    return np.abs(found, out=found)


def plain(values: Floats | np.float64) -> float | Floats:
    """Return a Python float for a scalar, else the array.

    >>> plain(np.float64(0.5))
    0.5
    """
    return float(values) if np.ndim(values) == 0 else np.asarray(values)
