"""Stated probabilities and the worlds they speak of, checked before anything is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Floats = NDArray[np.float64]


def chances(p: ArrayLike) -> Floats:
    """Return the stated probabilities, shape (m,).

    Raises ValueError when there is none, or one that does not lie from 0 to 1.

    >>> chances([0.7, 0.4])
    array([0.7, 0.4])
    """
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or not values.size:
        raise ValueError(f"p has shape {values.shape}: one probability a statement, at least one")
    wrong = np.flatnonzero(~((values >= 0.0) & (values <= 1.0)))
    if wrong.size:
        where = int(wrong[0])
        raise ValueError(f"statement {where} is {values[where]}: it must lie from 0 to 1")
    return values


def worlds(
    A: ArrayLike,  # noqa: N803 - the incidence matrix of the literature
    statements: int,
) -> Floats:
    """Return the incidence matrix, a row a statement and a column a world, shape (m, k).

    Raises ValueError when it has not `statements` rows, no world, or an entry that is not finite.

    >>> worlds([[1, 0], [0, 1]], 2).shape
    (2, 2)
    """
    matrix = np.asarray(A, dtype=np.float64)
    if matrix.ndim != 2 or len(matrix) != statements or not matrix.size:  # noqa: PLR2004 - a matrix
        raise ValueError(
            f"A has shape {matrix.shape}: give {statements} rows, and a column a world"
        )
    if not np.isfinite(matrix).all():
        raise ValueError("A holds an entry that is not finite")
    return matrix


def event(row: ArrayLike, count: int, name: str) -> Floats:
    """Return in which of `count` worlds an event comes true, shape (k,).

    Raises ValueError that says `name` when there are not `count` entries of 0 or 1.

    >>> event([0, 1, 1], 3, "condition")
    array([0., 1., 1.])
    """
    values = np.asarray(row, dtype=np.float64)
    if values.shape != (count,) or not np.isin(values, (0.0, 1.0)).all():
        raise ValueError(f"{name} needs a 0 or a 1 for each of the {count} worlds")
    return values
