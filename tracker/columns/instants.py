"""Instants of the record as whole microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.digits import INSTANT, instants
from tracker.scoring import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ABSENT = INSTANT  # stands where there is none, so that all have one width


def instants_us(column: Sequence[str | None]) -> NDArray[np.int64]:
    """Return instants in microseconds since 1970; NEVER for a missing one.

    >>> instants_us(["1970-01-01T00:00:01.000000Z"])
    array([1000000])
    """
    everything = "".join([text or ABSENT for text in column]).encode()
    found = instants(everything)
    if found is not None and len(found) == len(column):
        return np.where([not text for text in column], NEVER, found)
    texts = [text[:-1] if text else "NaT" for text in column]
    parsed = np.array(texts, dtype="datetime64[us]").astype(np.int64)
    return np.where(parsed == np.iinfo(np.int64).min, NEVER, parsed)
