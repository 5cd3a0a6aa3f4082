"""The normal distribution function, drawn once by straight lines for every mean and deviation."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from math import erfc, exp, pi, sqrt

# How far from the mean which steps are taken, in deviations: where the curve bends less they are
# wider, so that no line is further than 5e-6 from the curve.
STEPS = ((2.0, 1 / 80), (3.0, 1 / 50), (4.0, 1 / 20), (8.0, 1 / 4))
NEAR = 1 / 800  # a step this close to a level gives way to it

Drawn = tuple[tuple[float, ...], tuple[float, ...]]


@lru_cache(maxsize=256)
def standard(levels: tuple[float, ...] = ()) -> Drawn:
    """Return rising places in deviations from the mean, and the heights of the lines there.

    The heights are moved by a twelfth of a squared step times the bend, so that the lines enclose
    the area that the curve does: its CRPS is that of the formula to 1e-7. Where a height is one of
    the levels, it is the level itself at its exact place.

    >>> places, heights = standard()
    >>> len(places), places[0], heights[len(heights) // 2]
    (493, -8.0, 0.5)
    """
    exact = {place: level for level in levels if abs(place := _place(level)) < STEPS[-1][0]}
    steps = [
        (place, _height(place, step))
        for place, step in _steps()
        if all(abs(place - at) > NEAR for at in exact)
    ]
    knots = sorted([*steps, *exact.items()])
    return tuple(place for place, _ in knots), tuple(accumulate((h for _, h in knots), max))


def _steps() -> list[tuple[float, float]]:
    """Return the places of the steps with how wide they are there, squared."""
    upper, start = [], 0.0
    for end, step in STEPS:
        count = round((end - start) / step)
        upper += [(start + (end - start) * i / count, step * step) for i in range(1, count + 1)]
        start = end
    return [(-place, step) for place, step in reversed(upper)] + [(0.0, 0.0), *upper]


def _height(place: float, squared_step: float) -> float:
    bend = -place * exp(-place * place / 2.0) / sqrt(2.0 * pi)
    return 0.5 * erfc(-place / sqrt(2.0)) - squared_step / 12.0 * bend


def _place(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(level)
