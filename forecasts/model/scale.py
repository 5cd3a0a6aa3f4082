"""The range of a numeric or date question, and the grid that is laid over it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log

LARGEST = 1e100  # the largest number of a question, so that no sum or product of any overflows


@dataclass(frozen=True, slots=True)
class Scale:
    """A range from lower to upper, linear or logarithmic above a zero point, open or closed.

    Dates are numbers too: seconds since 1970. On a logarithmic scale equal steps of the grid
    multiply the distance from the zero point; it lies outside the range.

    >>> Scale(0.0, 10.0).at(0.25)
    2.5
    """

    lower: float
    upper: float
    open_lower: bool = False
    open_upper: bool = False
    zero_point: float | None = None

    def __post_init__(self) -> None:
        if not -LARGEST <= self.lower < self.upper <= LARGEST:
            msg = f"a range runs upwards, not from {self.lower} to {self.upper}"
            raise ValueError(msg)
        zero = self.zero_point
        if zero is not None and not (abs(zero) <= LARGEST and not self.lower <= zero <= self.upper):
            msg = f"the zero point {zero} must lie outside the range {self.lower} to {self.upper}"
            raise ValueError(msg)

    @property
    def _ratio(self) -> float:
        zero = self.zero_point
        return 1.0 if zero is None else (self.upper - zero) / (self.lower - zero)

    def at(self, share: float) -> float:
        """Return the place at a share of the grid: 0 is the lower end, 1 the upper.

        Source: Metaculus, scaling of continuous questions.

        >>> round(Scale(1.0, 100.0, zero_point=0.0).at(0.5), 9)
        10.0
        """
        if share in (0.0, 1.0):
            return self.upper if share else self.lower
        ratio = self._ratio
        moved = share if ratio == 1.0 else (ratio**share - 1.0) / (ratio - 1.0)
        return self.lower + (self.upper - self.lower) * moved

    def share(self, place: float) -> float:
        """Return the share of the grid at a place within the range, the inverse of `at`.

        >>> round(Scale(1.0, 100.0, zero_point=0.0).share(10.0), 9)
        0.5
        """
        moved = (place - self.lower) / (self.upper - self.lower)
        ratio = self._ratio
        return moved if ratio == 1.0 else log(1.0 + moved * (ratio - 1.0)) / log(ratio)

    def example(self) -> tuple[float, float, float]:
        """Return three rising places within the range, as round as it allows.

        >>> Scale(0.0, 10.0).example(), Scale(2000.0, 2010.0).example()
        ((1.0, 3.0, 7.0), (2001.0, 2003.0, 2007.0))
        """
        low, middle, high = (self.at(share) for share in (0.1, 0.3, 0.7))
        for digits in range(1, 17):
            rounded = [float(f"{place:.{digits}g}") for place in (low, middle, high)]
            ends = [self.lower, *rounded, self.upper]
            if all(one < after for one, after in pairwise(ends)):
                low, middle, high = rounded
                break
        return low, middle, high

    def grid(self, points: int) -> tuple[float, ...]:
        """Return the places of an equally spaced grid of that many points, ends included."""
        return tuple(self.at(i / (points - 1)) for i in range(points))
