"""The lines that stand for a normal curve: how near they are, and what they leave exact."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model.normal import standard
from forecasts.model.prediction import Family
from forecasts.model.question import LEVELS
from forecasts.model.scale import Scale

WIDE = Scale(-20.0, 20.0, open_lower=True, open_upper=True)


def line(place: float, knots: tuple[tuple[float, float], ...]) -> float:
    (a, low), (b, high) = next(p for p in pairwise(knots) if p[0][0] <= place <= p[1][0])
    return low + (high - low) * (place - a) / (b - a)


@given(st.floats(-7.9, 7.9))
def test_no_line_is_far_from_the_curve(place: float) -> None:
    curve = Family("normal", (0.0, 1.0))
    assert line(place, curve.knots(WIDE)) == pytest.approx(curve.height(place), abs=4e-6)


@given(st.lists(st.floats(1e-9, 1 - 1e-9), max_size=5, unique=True))
def test_levels_have_their_exact_places_and_the_heights_never_fall(levels: list[float]) -> None:
    places, heights = standard(tuple(levels))
    assert all(a < b for a, b in pairwise(places))
    assert all(a <= b for a, b in pairwise(heights))
    assert heights[0] > 0.0
    assert heights[-1] <= 1.0


def test_the_quartiles_are_those_of_the_table() -> None:
    # Abramowitz and Stegun (1964), table 26.5: .674490 and 1.644854 deviations from the mean.
    places, heights = standard(LEVELS)
    found = {level: places[heights.index(level)] for level in LEVELS}
    assert found == pytest.approx(
        {0.05: -1.644854, 0.25: -0.674490, 0.5: 0.0, 0.75: 0.674490, 0.95: 1.644854}, abs=5e-7
    )
