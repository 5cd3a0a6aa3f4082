"""The order of rows that says no more than their intervals do."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place(Generic[T]):
    """A row with what its place depends on; value: lower is better.

    low, high: of its interval, None for none. scale: what the interval measures; those of two
    scales tell nobody apart.
    """

    row: T
    name: str
    value: float
    low: float | None
    high: float | None
    scale: str = ""


def alphabetical(places: Iterable[Place[T]]) -> tuple[T, ...]:
    """Return the rows in the order of the alphabet, as far as those who can be told apart allow.

    Of two whose intervals do not overlap the better one stands first. Of all orders that keep to
    that it is the one nearest to the alphabet from the top, and so unlike runs of overlapping rows
    it never puts a row below one that is clearly worse.

    >>> alphabetical([Place("b", "b", 0.1, 0.0, 0.2), Place("a", "a", 0.2, 0.1, 0.3),
    ...               Place("c", "c", -1.0, -1.1, -0.9)])
    ('c', 'a', 'b')
    """
    ranked = sorted(places, key=lambda place: (place.value, place.name.casefold()))
    apart = _apart_from(ranked)
    better_left = np.array([apart(at)[:at].sum() for at in range(len(ranked))])
    first = np.flatnonzero(better_left == 0).tolist()
    free = [(ranked[at].name.casefold(), at) for at in first]
    heapify(free)
    found = []
    while free:
        _, at = heappop(free)
        found.append(ranked[at].row)
        worse = at + 1 + np.flatnonzero(apart(at)[at + 1 :])
        better_left[worse] -= 1
        for other in worse[better_left[worse] == 0].tolist():
            heappush(free, (ranked[other].name.casefold(), other))
    return tuple(found)


def _apart_from(places: Sequence[Place[T]]) -> Callable[[int], NDArray[np.bool_]]:
    """Return a function of a row's place: which rows can be told apart from it.

    One without an interval never can, nor two whose intervals are on different scales.
    """
    low = np.array([np.nan if place.low is None else place.low for place in places])
    high = np.array([np.nan if place.high is None else place.high for place in places])
    scale = np.array([place.scale for place in places])

    def apart(at: int) -> NDArray[np.bool_]:
        disjoint = (low > high[at]) | (high < low[at])  # never with a nan
        return np.asarray(disjoint & (scale == scale[at]))

    return apart
