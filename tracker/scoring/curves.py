"""A question's range, and a distribution function over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.bins import bin_index
from tracker.rules.metaculus import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.scoring.stretches import Floats

# Levels are typed as decimals; a height that misses one by rounding reaches it.
SAME_LEVEL = 1e-12


@dataclass(frozen=True, slots=True)
class Range:
    """A question's range and the edges of its bins, equally spaced in the question's scale."""

    lower: float
    upper: float
    open_lower: bool
    open_upper: bool
    edges: tuple[float, ...]
    zero_point: float | None = None

    @property
    def bins(self) -> int:
        """How many bins lie inside the range."""
        return len(self.edges) - 1

    def bin_of(self, y: float) -> int:
        """Return the bin that a value falls in; minus and plus infinity fall outside."""
        inside = min(max(y, self.lower - 1.0), self.upper + 1.0)
        return int(bin_index(inside, self.lower, self.upper, self.bins, self.zero_point))

    def baseline(self) -> Curve:
        """Return Metaculus' baseline: uniform in the scale, .05 beyond each open bound.

        What lies beyond a bound is put on it: every distance is taken within the range.
        """
        low, high = OUTSIDE * self.open_lower, 1.0 - OUTSIDE * self.open_upper
        inside = low + (high - low) * np.arange(self.bins + 1) / self.bins
        inside[-1] = high
        places = np.array((self.lower, *self.edges, self.upper))
        return Curve(places, np.concatenate(([0.0], inside, [1.0])))


@dataclass(frozen=True, slots=True)
class Curve:
    """A distribution function: linear through its knots, a repeated place is a point mass."""

    places: Floats
    heights: Floats

    def run_on(self, over: Range | None) -> Curve:
        """Return the curve with a knot at each closed bound, of height 0 or 1."""
        places, heights = self.places, self.heights
        if over is not None and not over.open_lower:
            places, heights = np.append(over.lower, places), np.append(0.0, heights)
        if over is not None and not over.open_upper:
            places, heights = np.append(places, over.upper), np.append(heights, 1.0)
        return Curve(places, heights)

    def at(self, places: Floats) -> Floats:
        """Return the heights at some places: 0 before the first knot, constant after the last.

        At a point mass it is the height above it.
        """
        return np.interp(places, self.places, self.heights, left=0.0)

    def quantiles(self, levels: Sequence[float]) -> Floats:
        """Return the lowest place at which each level is reached; nan where it is not.

        What lies below the first knot has no place, unless the curve starts from 0 there.
        """
        wanted = np.asarray(levels, dtype=np.float64)
        k = np.searchsorted(self.heights, wanted - SAME_LEVEL, "left")
        last = len(self.heights) - 1
        right, left = np.minimum(k, last), np.clip(k - 1, 0, last)
        rise = self.heights[right] - self.heights[left]
        share = np.divide(
            wanted - self.heights[left], rise, out=np.ones(len(wanted)), where=rise > 0
        )
        found = self.places[left] + np.minimum(share, 1.0) * (
            self.places[right] - self.places[left]
        )
        first = np.abs(self.heights[0] - wanted) <= SAME_LEVEL
        reached = (k <= last) & ((k > 0) | first)
        return np.where(reached, found, np.nan)
