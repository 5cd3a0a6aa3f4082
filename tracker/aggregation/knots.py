"""Distribution functions of differing knots, read together: heights at places, places at levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tracker.rules.cdf import knots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats

    Places = NDArray[np.intp]

Side = Literal["left", "right"]

# A knot at a place counts there when it is looked for from the left, and only after it from the
# right: how many lie up to a place, and how many below it.
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Panel:
    """Distribution functions of n members, laid one after the other.

    Each is linear through its knots and constant beyond the outer ones; what lies there is outside,
    at no stated place. x, F: places and heights of all knots. member: whose they are, rising from
    0. first: where each member's knots begin, and at last how many there are, shape (n + 1,).
    """

    x: Floats
    F: Floats
    member: Places
    first: Places

    @classmethod
    def of(cls, x: Sequence[ArrayLike], F: Sequence[ArrayLike]) -> Panel:  # noqa: N803 - as rules
        """Lay out members, an array of places and one of heights each.

        Raises ValueError when there is none, or one is no distribution function.
        """
        if not len(x) or len(x) != len(F):
            message = f"{len(x)} members have places and {len(F)} heights: give both of at least 1"
            raise ValueError(message)
        rows = [knots(places, heights) for places, heights in zip(x, F, strict=True)]
        if any(len(places) != 1 or len(heights) != 1 for places, heights in rows):
            message = "x and F need one array of places and one of heights a member"
            raise ValueError(message)
        return cls.laid([(places[0], heights[0]) for places, heights in rows])

    @classmethod
    def laid(cls, curves: Sequence[tuple[Floats, Floats]]) -> Panel:
        """Lay out places and heights that are known to be distribution functions.

        >>> Panel.laid([(np.array([0.0, 1.0]), np.array([0.0, 1.0]))]).first.tolist()
        [0, 2]
        """
        sizes = [len(places) for places, _ in curves]
        return cls(
            np.concatenate([places for places, _ in curves]),
            np.concatenate([heights for _, heights in curves]),
            np.repeat(np.arange(len(sizes)), sizes),
            np.concatenate(([0], np.cumsum(sizes))),
        )

    def only(self, kept: NDArray[np.bool_]) -> Panel:
        """Return the members that `kept` marks, shape (n,)."""
        if kept.all():
            return self
        ends = zip(self.first[:-1][kept].tolist(), self.first[1:][kept].tolist(), strict=True)
        return Panel.laid([(self.x[a:b], self.F[a:b]) for a, b in ends])

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def lowest(self) -> Floats:
        """Each member's height below its knots, shape (n,)."""
        return self.F[self.first[:-1]]

    @property
    def highest(self) -> Floats:
        """Each member's height above its knots, shape (n,)."""
        return self.F[self.first[1:] - 1]

    def heights(self, places: Floats) -> tuple[Floats, Floats]:
        """Return the heights just below some ascending places and at them, each shape (n, m).

        >>> panel = Panel.laid([(np.array([1.0, 1.0, 3.0]), np.array([0.0, 0.5, 1.0]))])
        >>> [side.tolist() for side in panel.heights(np.array([0.0, 1.0, 2.0]))]
        [[[0.0, 0.0, 0.75]], [[0.0, 0.5, 0.75]]]
        """
        return self._read(self.x, self.F, places)

    def quantiles(self, levels: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the places of some ascending levels, shape (n, m) each, the lowest first.

        The limit from below, the least and the greatest place at the level itself, and the limit
        from above: they differ where a distribution function is flat. Minus infinity under a
        member's lowest height, plus infinity over its highest. A member with a single place for its
        lowest or highest height has stated that quantile, though nothing beyond it.

        >>> panel = Panel.laid([(np.array([1.0, 3.0]), np.array([0.25, 0.75]))])
        >>> [side[0].tolist() for side in panel.quantiles(np.array([0.25, 0.5]))]
        [[-inf, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]
        """
        before, after = self._read(self.F, self.x, levels)
        low, high = self.lowest[:, np.newaxis], self.highest[:, np.newaxis]
        flat = low == high
        under, over = levels < low, levels > high
        least = np.where((levels == low) & ~flat, after, before)
        greatest = np.where((levels == high) & ~flat, before, after)
        least, greatest = (
            np.where(under, -np.inf, np.where(over, np.inf, at)) for at in (least, greatest)
        )
        below = np.where(levels <= low, -np.inf, np.where(over, np.inf, before))
        above = np.where(under, -np.inf, np.where(levels >= high, np.inf, after))
        return below, least, greatest, above

    def _read(self, keys: Floats, values: Floats, at: Floats) -> tuple[Floats, Floats]:
        """Return the limits from below and above of the lines through the knots; constant beyond.

        keys: ascending for each member. Exact at a key; between two it never leaves their values.
        """
        upto, under = (self._counts(np.searchsorted(at, keys, side), len(at)) for side in SIDES)
        first, last = self.first[:-1, np.newaxis], self.first[1:, np.newaxis] - 1
        right = np.clip(first + upto, first, last)
        left = np.clip(first + upto - 1, first, last)
        width = keys[right] - keys[left]
        share = np.divide(at - keys[left], width, out=np.zeros(width.shape), where=width > 0.0)
        line = values[left] + (values[right] - values[left]) * share
        line = np.clip(line, values[left], values[right])
        there = upto > under
        before = np.where(there, values[np.minimum(first + under, last)], line)
        return before, np.where(there, values[left], line)

    def _counts(self, place: NDArray[Any], size: int) -> Places:
        """Return how many of each member's knots lie up to each place, shape (n, m)."""
        cells = np.bincount(self.member * (size + 1) + place, minlength=len(self) * (size + 1))
        return cells.reshape(len(self), size + 1)[:, :size].cumsum(axis=1)
