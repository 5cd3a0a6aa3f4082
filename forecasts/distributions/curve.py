"""The distribution function of a prediction over its question's range, as it is scored."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.model.prediction import Family, Quantiles
from forecasts.model.scale import Scale

if TYPE_CHECKING:
    from forecasts.model import Terms
    from forecasts.model.prediction import Distribution, Knots

WIDE = 4.0  # deviations to each side that show a family whole


@dataclass(frozen=True, slots=True)
class Curve:
    """A distribution function F, linear through its knots, over a range that may be open.

    Beyond the outer knot it runs on to 0 or 1 at a closed bound; towards an open one it stays as
    it is, and that mass lies outside. A repeated place is a point mass.

    >>> from forecasts.model.prediction import Quantiles
    >>> from forecasts.model.scale import Scale
    >>> Curve.of(Quantiles(((0.1, 3.0), (0.5, 8.0))), Scale(0.0, 50.0)).height(29.0)
    0.75
    """

    scale: Scale
    knots: Knots

    @classmethod
    def of(cls, distribution: Distribution, scale: Scale) -> Curve:
        """Return the curve of a distribution on a scale."""
        return cls.through(distribution.knots(scale), scale)

    @classmethod
    def over(cls, distribution: Distribution, terms: Terms) -> Curve:
        """Return the curve over a question's range; without one, over where it says most."""
        return cls.of(distribution, terms.scale or extent(distribution))

    @classmethod
    def through(cls, knots: Knots, scale: Scale) -> Curve:
        """Return the curve through the knots, run on to the closed bounds of the scale."""
        if not scale.open_lower:
            knots = ((min(scale.lower, knots[0][0]), 0.0), *knots)
        if not scale.open_upper:
            knots = (*knots, (max(scale.upper, knots[-1][0]), 1.0))
        return cls(scale, knots)

    @property
    def below(self) -> float:
        """The mass below an open lower bound; 0 where the bound is closed."""
        return self.height(self.scale.lower) if self.scale.open_lower else 0.0

    @property
    def above(self) -> float:
        """The mass above an open upper bound; 0 where the bound is closed."""
        return 1.0 - self.height(self.scale.upper) if self.scale.open_upper else 0.0

    def height(self, place: float) -> float:
        """Return the probability of a value up to `place`, a point mass there included."""
        after = bisect_right(self.knots, place, key=lambda knot: knot[0])
        if after in (0, len(self.knots)):
            return self.knots[after - 1 if after else 0][1]
        (left, low), (right, high) = self.knots[after - 1], self.knots[after]
        return low + (high - low) * ((place - left) / (right - left))

    def between(self, low: float, high: float) -> float:
        """Return the probability of a value above `low` and up to `high`."""
        return self.height(high) - self.height(low)

    def place(self, level: float) -> float | None:
        """Return the lowest place up to which the probability is `level`.

        None where that mass lies outside the range, at no stated place.

        >>> from forecasts.model.prediction import Quantiles
        >>> from forecasts.model.scale import Scale
        >>> Curve.of(Quantiles(((0.2, 3.0), (0.5, 8.0))), Scale(0.0, 50.0)).place(0.1)
        1.5
        """
        first, lowest = self.knots[0]
        if level <= lowest:  # below the first height of an open range it lies nowhere
            return first if level == lowest else None
        for (left, low), (right, high) in pairwise(self.knots):
            if low < level <= high:
                return left + (right - left) * ((level - low) / (high - low))
        return None

    def given_after(self, passed: float, place: float) -> float | None:
        """Return the probability of a value up to `place` given that it lies above `passed`.

        None when nothing lies above `passed`. Of a date this is what the curve says once `passed`
        has gone by and nothing has happened.
        """
        left = 1.0 - self.height(passed)
        return max(0.0, self.between(passed, place)) / left if left > 0.0 else None


def extent(distribution: Distribution) -> Scale:
    """Return the range in which a distribution over numbers lies, open at both ends.

    Raises ValueError for heights, which lie on a range that their question has.

    >>> from forecasts.model.prediction import Family
    >>> extent(Family("normal", (8.0, 2.0)))
    Scale(lower=0.0, upper=16.0, open_lower=True, open_upper=True, zero_point=None)
    """
    if isinstance(distribution, Quantiles):
        first, last = distribution.pairs[0][1], distribution.pairs[-1][1]
        apart = 0.0 if first < last else max(1.0, abs(first))
        return Scale(first - apart, last + apart, open_lower=True, open_upper=True)
    if isinstance(distribution, Family):
        mean, deviation = distribution.parameters
        wide = WIDE * deviation
        return Scale(mean - wide, mean + wide, open_lower=True, open_upper=True)
    msg = "heights lie on a range, and there is none"
    raise ValueError(msg)
