"""What can be said of a question that is more than yes or no: shares, or a distribution."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from operator import le
from typing import TYPE_CHECKING

from forecasts.model.scale import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forecasts.model.scale import Scale

ROUNDING = 1e-9  # by how much shares may miss 1: what decimals of a percent leave

Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """A probability for each option, in the order of the options; None where not yet offered.

    >>> Shares((0.25, 0.75, None)).probabilities[1]
    0.75
    """

    probabilities: tuple[float | None, ...]
    typed: str = ""

    def __post_init__(self) -> None:
        stated = [p for p in self.probabilities if p is not None]
        if any(not 0.0 <= p <= 1.0 for p in stated):
            msg = "each option's probability lies between 0 and 1"
            raise ValueError(msg)
        if abs(sum(stated) - 1.0) > ROUNDING:
            msg = f"the options' probabilities sum to {sum(stated):.6g}, not to 1"
            raise ValueError(msg)


def crossing(pairs: Knots) -> Knots:
    """Return the first two neighbours whose levels do not rise or whose places fall, () if none.

    >>> crossing(((0.1, 3.0), (0.5, 2.0), (0.9, 8.0)))
    ((0.1, 3.0), (0.5, 2.0))
    """
    for one, after in pairwise(pairs):
        if after[0] <= one[0] or after[1] < one[1]:
            return one, after
    return ()


@dataclass(frozen=True, slots=True)
class Quantiles:
    """A distribution as (level, place) pairs; what lies above the last level is beyond it.

    Places are in the question's unit; for dates seconds since 1970, and the mass above the last
    level is "not by the horizon".

    >>> from forecasts.model.scale import Scale
    >>> Quantiles(((0.1, 3.0), (0.5, 8.0))).knots(Scale(0.0, 50.0))
    ((3.0, 0.1), (8.0, 0.5))
    """

    pairs: tuple[tuple[float, float], ...]
    typed: str = ""

    def __post_init__(self) -> None:
        if not self.pairs or any(not 0.0 <= level <= 1.0 for level, _ in self.pairs):
            msg = "quantiles need levels between 0 and 1"
            raise ValueError(msg)
        if not all(abs(place) <= LARGEST for _, place in self.pairs):
            msg = f"a quantile is a number of at most {LARGEST:g}"
            raise ValueError(msg)
        if crossed := crossing(self.pairs):
            (level, place), (next_level, next_place) = crossed
            msg = f"the quantiles cross: {level:g} at {place:g}, {next_level:g} at {next_place:g}"
            raise ValueError(msg)

    def knots(self, scale: Scale) -> Knots:
        """Return (place, height) of the distribution function, as stated."""
        del scale
        return tuple((place, level) for level, place in self.pairs)


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights of the distribution function on the equally spaced grid of the question's scale.

    The first is the mass below the range, 1 minus the last the mass above.
    """

    heights: tuple[float, ...]
    typed: str = ""

    def __post_init__(self) -> None:
        # Bulk reading makes many thousands of these: what is right is seen at the speed of C.
        rises = len(self.heights) > 1 and all(map(le, self.heights, self.heights[1:]))
        if rises and self.heights[0] >= 0.0 and self.heights[-1] <= 1.0:
            return
        if len(self.heights) < 2 or any(not 0.0 <= h <= 1.0 for h in self.heights):  # noqa: PLR2004
            msg = "a distribution function needs two heights or more, each between 0 and 1"
            raise ValueError(msg)
        if any(b < a for a, b in pairwise(self.heights)):
            msg = "a distribution function never falls"
            raise ValueError(msg)

    def knots(self, scale: Scale) -> Knots:
        """Return (place, height) on the grid of the scale."""
        return tuple(zip(scale.grid(len(self.heights)), self.heights, strict=True))


@dataclass(frozen=True, slots=True)
class Family:
    """A named distribution: `normal` with mean and standard deviation.

    >>> Family("normal", (8.0, 2.0)).height(8.0)
    0.5
    """

    name: str
    parameters: tuple[float, ...]
    typed: str = ""

    def __post_init__(self) -> None:
        known = self.name == "normal" and len(self.parameters) == 2  # noqa: PLR2004
        sized = known and all(abs(x) <= LARGEST for x in self.parameters)
        if not sized or self.parameters[1] <= 0.0:
            msg = "the families are: normal, with a mean and a standard deviation above 0"
            raise ValueError(msg)

    def height(self, place: float) -> float:
        """Return the probability of a value up to `place`."""
        return self.heights((place,))[0]

    def heights(self, places: Iterable[float]) -> list[float]:
        """Return the probability of a value up to each of the places."""
        from math import erfc, sqrt

        mean, deviation = self.parameters
        spread = deviation * sqrt(2.0)
        return [0.5 * erfc((mean - place) / spread) for place in places]

    def knots(self, scale: Scale) -> Knots:
        """Return (place, height) of lines near the curve within the range; see `model.normal`."""
        from forecasts.model.normal import standard

        mean, deviation = self.parameters
        drawn = [(mean + deviation * z, height) for z, height in zip(*standard(), strict=True)]
        within = [knot for knot in drawn if scale.lower < knot[0] < scale.upper]
        if len(within) < len(drawn):  # the lines are cut where the range ends
            ends = ((end, _between(drawn, end)) for end in (scale.lower, scale.upper))
            within = [next(ends), *within, *ends]
        return tuple(within)


def _between(knots: list[tuple[float, float]], place: float) -> float:
    """Return the height of the lines through the knots at a place, constant beyond them."""
    after = bisect_right(knots, place, key=lambda knot: knot[0])
    if after in (0, len(knots)):
        return knots[after - 1 if after else 0][1]
    (left, low), (right, high) = knots[after - 1], knots[after]
    return low + (high - low) * ((place - left) / (right - left))


Distribution = Quantiles | Heights | Family
