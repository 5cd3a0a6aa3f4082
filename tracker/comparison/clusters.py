"""Integer labels of questions, forecasters and clusters, counted from 0."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]


def labels(codes: ArrayLike, n: int, name: str) -> tuple[NDArray[Any], Codes]:
    """Return the distinct labels, ascending, and each entry's place among them, shape (n,).

    Raises ValueError that says `name` when there are not n integers.

    >>> labels([7, 3, 7], 3, "groups")
    (array([3, 7]), array([1, 0, 1]))
    """
    values = np.asarray(codes)
    if values.shape != (n,) or values.dtype.kind not in "iu":
        message = f"{name} has shape {values.shape} of {values.dtype}: give ({n},) of integers"
        raise ValueError(message)
    distinct, code = np.unique(values, return_inverse=True)
    return distinct, code


def clusters(groups: ArrayLike | None, n: int) -> tuple[Codes, int]:
    """Return each question's cluster, counted from 0, and how many there are.

    None makes each question its own cluster. Raises ValueError as `labels`.

    >>> clusters(None, 2)
    (array([0, 1]), 2)
    """
    if groups is None:
        return np.arange(n), n
    distinct, code = labels(groups, n, "groups")
    return code, len(distinct)
