"""Work on many blocks of rows shared out among the processors."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Found = TypeVar("Found")

MOST = 4  # threads; with more of them each waits for memory


def in_shares(every: Sequence[slice], work: Callable[[Sequence[slice]], Found]) -> list[Found]:
    """Return what comes of each share of the blocks, a share for each processor, in their order.

    numpy leaves Python's lock to others while it works. Raises what the first share that fails
    raises.

    >>> in_shares([slice(0, 2), slice(2, 4)], len) in ([2], [1, 1])
    True
    """
    from concurrent.futures import ThreadPoolExecutor

    count = min(processors(), len(every))
    ends = [len(every) * i // count for i in range(count + 1)]
    shares = [every[start:end] for start, end in pairwise(ends)]
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(work, shares))


def processors() -> int:
    """Return how many threads are worth starting: one for each processor it may use, up to MOST.

    >>> 1 <= processors() <= MOST
    True
    """
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)
