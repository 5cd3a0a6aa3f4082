"""Shares, quantiles, heights and families, and the scale on which they lie."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model.prediction import Family, Heights, Quantiles, Shares, crossing
from forecasts.model.scale import Scale

places = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("probabilities", "why"),
    [
        ((0.5, 0.4), "sum to 0.9, not to 1"),
        ((0.5, 0.500001), "not to 1"),
        ((1.5, -0.5), "between 0 and 1"),
        ((math.nan, 0.5), "between 0 and 1"),
        ((None, None), "sum to 0, not to 1"),
        ((), "sum to 0"),
    ],
)
def test_shares_are_probabilities_that_sum_to_one(probabilities: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Shares(probabilities)


def test_a_third_of_each_of_three_is_a_whole() -> None:
    assert Shares((0.333333333333, 0.333333333333, 0.333333333334)).probabilities[2]
    assert Shares((1 / 3, 1 / 3, 1 / 3, None)).probabilities[3] is None


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ((), "need levels"),
        (((1.1, 3.0),), "between 0 and 1"),
        (((math.nan, 3.0),), "between 0 and 1"),
        (((0.5, math.nan),), "a number of at most 1e"),
        (((0.1, 3.0), (0.5, math.inf)), "a number of at most 1e"),
        (((0.5, -1e101),), "a number of at most 1e"),
        (((0.1, 3.0), (0.5, 2.0)), "cross: 0.1 at 3, 0.5 at 2"),
        (((0.5, 3.0), (0.1, 4.0)), "cross"),
        (((0.5, 3.0), (0.5, 4.0)), "cross"),
    ],
)
def test_quantiles_rise_and_never_cross(pairs: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Quantiles(pairs)


@given(st.lists(st.tuples(st.floats(0, 1), places), min_size=1, max_size=6))
def test_what_does_not_cross_can_be_stated(pairs: list[tuple[float, float]]) -> None:
    found = tuple(pairs)
    if crossing(found):
        with pytest.raises(ValueError, match="cross"):
            Quantiles(found)
    else:
        knots = Quantiles(found).knots(Scale(0.0, 1.0))
        assert knots == tuple((place, level) for level, place in pairs)
        assert sorted(knots) == list(knots)


def test_a_repeated_place_is_a_point_mass_and_no_crossing() -> None:
    assert Quantiles(((0.1, 3.0), (0.5, 3.0))).knots(Scale(0.0, 9.0)) == ((3.0, 0.1), (3.0, 0.5))


@pytest.mark.parametrize(
    ("heights", "why"),
    [
        ((0.0,), "two heights or more"),
        ((0.0, 1.1), "between 0 and 1"),
        ((math.nan, 1.0), "between 0 and 1"),
        ((0.0, 0.5, 0.4), "never falls"),
    ],
)
def test_heights_rise_from_0_to_1(heights: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Heights(heights)


def test_heights_stand_on_the_grid_of_the_scale() -> None:
    scale = Scale(1.0, 100.0, zero_point=0.0)
    knots = Heights((0.0, 0.25, 1.0)).knots(scale)
    assert [round(place, 9) for place, _ in knots] == [1.0, 10.0, 100.0]
    assert [height for _, height in knots] == [0.0, 0.25, 1.0]


@pytest.mark.parametrize(
    "family",
    [("cauchy", (0.0, 1.0)), ("normal", (0.0,)), ("normal", (0.0, 0.0)), ("normal", (0.0, -1.0)),
     ("normal", (math.nan, 1.0)), ("normal", (0.0, 1e101)), ("normal", (0.0, math.nan)),
     ("normal", (0.0, math.inf))],
)  # fmt: skip
def test_only_proper_families_are_known(family: Any) -> None:
    with pytest.raises(ValueError, match="the families are: normal"):
        Family(*family)


def test_the_normal_distribution_has_the_heights_of_its_table() -> None:
    # Abramowitz and Stegun (1964), table 26.1: P(1) = .841344746068543, P(2) = .977249868051821.
    standard = Family("normal", (0.0, 1.0))
    assert standard.height(1.0) == pytest.approx(0.841344746068543, abs=1e-15)
    assert Family("normal", (8.0, 2.0)).height(12.0) == pytest.approx(0.977249868051821, abs=1e-15)
    assert standard.height(-1.0) == pytest.approx(1 - 0.841344746068543, abs=1e-15)
    knots = standard.knots(Scale(-1.0, 1.0, open_lower=True, open_upper=True))
    assert dict(knots)[0.0] == 0.5
    assert (knots[0][0], knots[-1][0]) == (-1.0, 1.0)
    # What lies beyond the range stays there.
    assert knots[0][1] == pytest.approx(1 - 0.841344746068543, abs=5e-6)
    assert knots[-1][1] == pytest.approx(0.841344746068543, abs=5e-6)
    beyond = standard.knots(Scale(20.0, 30.0, open_lower=True, open_upper=True))
    assert [round(height, 12) for _, height in beyond] == [1.0, 1.0]


@pytest.mark.parametrize(
    "wrong",
    [(1.0, 1.0), (2.0, 1.0), (0.0, math.inf), (math.nan, 1.0), (0.0, 1e101), (-1e101, 0.0)],
)
def test_a_range_runs_upwards(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="a range runs upwards"):
        Scale(*wrong)


@pytest.mark.parametrize("zero", [0.0, 0.5, 1.0, math.nan, math.inf, -1e101])
def test_the_zero_point_of_a_logarithmic_scale_lies_outside(zero: float) -> None:
    with pytest.raises(ValueError, match="outside the range"):
        Scale(0.0, 1.0, zero_point=zero)


@given(st.floats(-1e3, 1e3), st.floats(0.1, 1e3), st.none() | st.floats(0.01, 100), st.floats(0, 1))
def test_a_place_and_its_share_of_the_grid_lead_to_each_other(
    lower: float, length: float, gap: float | None, share: float
) -> None:
    for zero in (None,) if gap is None else (lower - gap, lower + length + gap):
        scale = Scale(lower, lower + length, zero_point=zero)
        place = scale.at(share)
        assert scale.lower <= place <= scale.upper + 1e-9 * length
        assert scale.share(place) == pytest.approx(share, abs=1e-6)
        grid = scale.grid(5)
        assert (grid[0], grid[-1], sorted(grid)) == (scale.lower, scale.upper, list(grid))


def test_a_zero_point_above_crowds_the_grid_towards_the_upper_end() -> None:
    # Mirror images: equal steps of the grid multiply the distance from the zero point.
    below, above = Scale(1.0, 100.0, zero_point=0.0), Scale(-100.0, -1.0, zero_point=0.0)
    assert [-x for x in reversed(above.grid(9))] == pytest.approx(below.grid(9))
