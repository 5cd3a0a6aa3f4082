"""Instants of the record as whole microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.scoring import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def instants_us(column: Sequence[str | None]) -> NDArray[np.int64]:
    """Return instants in microseconds since 1970; NEVER for a missing one.

    >>> instants_us(["1970-01-01T00:00:01.000000Z"])
    array([1000000])
    """
    texts = [text[:-1] if text else "NaT" for text in column]
    instants = np.array(texts, dtype="datetime64[us]").astype(np.int64)
    return np.where(instants == np.iinfo(np.int64).min, NEVER, instants)
