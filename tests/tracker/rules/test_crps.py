"""The CRPS against scoringrules, an independent integrator and arithmetic by hand."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri

from tracker.rules import crps, crps_scaled

Array = np.ndarray[Any, np.dtype[Any]]


def integral_by_gauss(
    x: list[float], f: list[float], y: float, low: float, high: float, *, open_ends: bool
) -> float:
    """Return the integral piece by piece with two Gauss nodes each, exact for its parabolas."""

    def at(z: float) -> float:
        if z < x[0]:
            return f[0] if open_ends else f[0] * (z - low) / (x[0] - low)
        if z > x[-1]:
            return f[-1] if open_ends else f[-1] + (1 - f[-1]) * (z - x[-1]) / (high - x[-1])
        k = next(k for k in range(1, len(x)) if x[k] >= z)
        return f[k - 1] + (f[k] - f[k - 1]) * (z - x[k - 1]) / (x[k] - x[k - 1])

    ends = sorted({low, high, *(z for z in (*x, y) if low < z < high)})
    total = 0.0
    for a, b in pairwise(ends):
        for node in (-1 / math.sqrt(3), 1 / math.sqrt(3)):
            z = (a + b) / 2 + (b - a) / 2 * node
            total += (b - a) / 2 * (at(z) - (y <= z)) ** 2
    return total


@st.composite
def forecasts(draw: st.DrawFn) -> tuple[list[float], list[float], float]:
    """Draw knots within [0, 10], point masses among them, and an outcome in or out of there."""
    m = draw(st.integers(1, 6))
    places = st.one_of(st.sampled_from([0.0, 2.5, 10.0]), st.floats(0.0, 10.0))
    x = sorted(draw(st.lists(places, min_size=m, max_size=m)))
    heights = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 1.0))
    f = sorted(draw(st.lists(heights, min_size=m, max_size=m)))
    return x, f, draw(st.one_of(st.sampled_from([0.0, 2.5, *x]), st.floats(-5.0, 15.0)))


def test_a_line_of_two_knots_is_the_uniform_law_of_scoringrules() -> None:
    # scoringrules 0.10.0, crps_uniform(y, 0, 10): 10/3, 5/6, 26/15, and 16/3 beyond the range.
    y = np.array([0.0, 5.0, 8.0, 12.0])
    theirs = scoringrules.crps_uniform(y, 0.0, 10.0)
    assert theirs == pytest.approx([10 / 3, 5 / 6, 26 / 15, 16 / 3])
    assert crps([0.0, 10.0], [0.0, 1.0], y) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("y", [-3.0, 0.0, 4.0, 10.0, 12.0])
def test_mass_at_closed_bounds_is_that_of_scoringrules(y: float) -> None:
    theirs = scoringrules.crps_uniform(y, 0.0, 10.0, 0.2, 0.1)
    assert crps([0.0, 10.0], [0.2, 0.9], y, 0.0, 10.0) == pytest.approx(theirs, abs=1e-12)


def test_point_masses_are_the_ensemble_of_scoringrules() -> None:
    members = np.array([1.0, 2.0, 4.0, 7.0])
    x, f = np.repeat(members, 2), np.array([0.0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1.0])
    for y in (0.0, 2.0, 3.3, 9.0):
        theirs = scoringrules.crps_ensemble(y, members, estimator="int")
        assert crps(x, f, y) == pytest.approx(theirs, abs=1e-12)


def test_fine_knots_come_to_the_normal_law_of_scoringrules() -> None:
    x = np.linspace(-8.0, 8.0, 4001)
    y = np.array([-1.0, 0.0, 0.3, 2.5])
    # Knots 0.004 apart: the line through them is off by less than 1e-6 at any place.
    assert crps(x, ndtr(x), y) == pytest.approx(scoringrules.crps_normal(y, 0.0, 1.0), abs=1e-5)


@given(forecast=forecasts())
def test_closed_bounds_against_the_independent_integral(
    forecast: tuple[list[float], list[float], float],
) -> None:
    x, f, y = forecast
    beyond = max(0.0 - y, y - 10.0, 0.0)
    expected = integral_by_gauss(x, f, y, 0.0, 10.0, open_ends=False) + beyond
    assert crps(x, f, y, 0.0, 10.0) == pytest.approx(expected, abs=1e-9)


@given(forecast=forecasts(), low=st.floats(-2.0, 4.0), length=st.floats(0.0, 12.0))
def test_open_bounds_against_the_independent_integral_knots_outside_included(
    forecast: tuple[list[float], list[float], float], low: float, length: float
) -> None:
    x, f, y = forecast
    expected = integral_by_gauss(x, f, y, low, low + length, open_ends=True)
    found = crps(x, f, y, low, low + length, open_lower=True, open_upper=True)
    assert found == pytest.approx(expected, abs=1e-9)


@given(rows=st.lists(forecasts(), min_size=1, max_size=4), y=st.floats(-1.0, 11.0))
def test_rows_score_as_they_do_alone(
    rows: list[tuple[list[float], list[float], float]], y: float
) -> None:
    places = np.linspace(0.0, 10.0, 6)
    heights = np.array([np.sort(np.resize(f, 6)) for _, f, _ in rows])
    outcomes = np.full(len(rows), y)
    together = crps(places, heights, outcomes, 0.0, 10.0, open_upper=True)
    alone = [crps(places, row, y, 0.0, 10.0, open_upper=True) for row in heights]
    assert all(type(one) is float for one in alone)
    assert np.array_equal(np.asarray(together), alone)


def test_more_rows_than_a_block_score_as_they_do_alone() -> None:
    rng = np.random.default_rng(6)
    heights = np.sort(rng.random((20_000, 3)), axis=1)
    y = rng.random(20_000)
    found = np.asarray(crps([0.0, 0.5, 1.0], heights, y))
    for k in (0, 5_460, 5_461, 10_922, 10_923, 19_999):
        assert found[k] == crps([0.0, 0.5, 1.0], heights[k], y[k])


def over_all_normal_outcomes(x: Any, f: Any, *bounds: float) -> float:
    """Return the expected CRPS with open bounds when the outcome is N(0, 1)."""
    y = ndtri((np.arange(100_000) + 0.5) / 100_000)
    return float(np.mean(crps(x, f, y, *bounds, open_lower=True, open_upper=True)))


def test_over_the_forecaster_s_own_knots_squeezed_ones_win_and_over_the_range_they_lose() -> None:
    # An honest N(0, 1) by its 10, 25, 50, 75 and 90% quantiles, and the same a thousandth as wide:
    # .4747 (.476 in a simulation, with its noise) and .0008.
    levels = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    honest, squeezed = ndtri(levels), ndtri(levels) / 1000.0
    assert over_all_normal_outcomes(honest, levels) == pytest.approx(0.4747, abs=5e-5)
    assert over_all_normal_outcomes(honest, levels) == pytest.approx(0.476, abs=2e-3)
    assert over_all_normal_outcomes(squeezed, levels) == pytest.approx(0.0008, abs=5e-6)
    ranged = over_all_normal_outcomes(honest, levels, -5.0, 5.0)
    assert over_all_normal_outcomes(squeezed, levels, -5.0, 5.0) > ranged + 0.1


def test_beyond_an_open_bound_the_place_does_not_matter_beyond_a_closed_one_it_does() -> None:
    x, f = [0.0, 10.0], [0.1, 0.8]
    near, far = (crps(x, f, y, 0.0, 10.0, open_upper=True) for y in (10.0, 1e6))
    assert near == far
    near, far = (crps(x, f, y, 0.0, 10.0) for y in (10.0, 14.0))
    assert far == pytest.approx(near + 4.0)


@pytest.mark.parametrize(
    ("y", "open_lower", "open_upper", "beyond"),
    [(12, True, False, 2), (12, False, True, 0), (-2, False, True, 2), (-2, True, False, 0)],
)
def test_each_bound_says_for_itself_whether_what_lies_beyond_it_counts(
    y: float, beyond: float, *, open_lower: bool, open_upper: bool
) -> None:
    # At either bound the line z/10 has lost the integral of its square, 10/3.
    found = crps([0, 10], [0, 1], y, 0, 10, open_lower, open_upper)
    assert found == pytest.approx(10 / 3 + beyond)


def test_knots_lie_beyond_a_bound_that_is_open_and_not_beyond_one_that_is_closed() -> None:
    # Half of the line lies outside: over 0 to 10 it is 1/2 + z/20 or z/20, (1/2)^3 20/3 each.
    assert crps([-10, 10], [0, 1], 0, 0, 10, open_lower=True) == pytest.approx(5 / 6)
    assert crps([0, 20], [0, 1], 10, 0, 10, open_upper=True) == pytest.approx(5 / 6)
    with pytest.raises(ValueError, match=r"a knot at -10\.0 lies below the closed bound 0\.0"):
        crps([-10, 10], [0, 1], 0, 0, 10, open_upper=True)
    with pytest.raises(ValueError, match=r"a knot at 20\.0 lies above the closed bound 10\.0"):
        crps([0, 20], [0, 1], 10, 0, 10, open_lower=True)


def test_a_point_mass_on_an_open_bound_is_not_smeared_over_what_lies_before_it() -> None:
    # z/50 to .2 at 10, then a jump to .8: the squares to 5 and of what is left from there on.
    found = crps([0, 10, 10, 20], [0, 0.2, 0.8, 1], 5, 0, 10, open_upper=True)
    assert found == pytest.approx(1 / 60 + 50 / 3 * (0.9**3 - 0.8**3))
    # The same from the other end, .2 and .8 at 0 and 1 at 10, of which 1 - F is (10 - z)/50.
    found = crps([-10, 0, 0, 10], [0, 0.2, 0.8, 1], 5, 0, 10, open_lower=True)
    assert found == pytest.approx(1 / 60 + 50 / 3 * (0.9**3 - 0.8**3))


def test_the_bounds_may_be_given_by_position() -> None:
    x, f = [0.0, 10.0], [0.1, 0.8]
    named = crps(x, f, 12.0, 0.0, 10.0, open_lower=True, open_upper=False)
    assert crps(x, f, 12.0, 0.0, 10.0, True, False) == named  # noqa: FBT003 - the point of the test
    assert named != crps(x, f, 12.0, 0.0, 10.0, False, True)  # noqa: FBT003


def test_a_certain_place_costs_its_distance() -> None:
    assert crps([3.0, 3.0], [0.0, 1.0], 3.0, 0.0, 10.0) == 0.0
    assert crps([3.0, 3.0], [0.0, 1.0], 5.5, 0.0, 10.0) == 2.5
    assert crps([3.0], [1.0], 5.5) == 2.5


def test_scaled_by_the_range_the_worst_is_one() -> None:
    assert crps_scaled([0.0, 0.0], [0.0, 1.0], 20.0, 0.0, 20.0) == 1.0
    assert crps_scaled([5.0, 15.0], [0.0, 1.0], 10.0, 0.0, 20.0) == pytest.approx(5 / 6 / 20)
    with pytest.raises(ValueError, match="no length to scale by"):
        crps_scaled([0.0], [1.0], 0.0, 5.0, 5.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 1], [0.5, 0.4], 0.0), r"F falls from 0\.5 to 0\.4 in row 0"),
        (([1, 0], [0.0, 1.0], 0.0), r"x falls from 1\.0 to 0\.0"),
        (([0, 1], [0.0, 1.1], 0.0), r"F\[0, 1\] is 1\.1"),
        (([0, 1], [0.0, math.nan], 0.0), r"F\[0, 1\] is nan: a height is a finite number"),
        (([0, math.inf], [0.0, 1.0], 0.0), r"x\[0, 1\] is inf: a place is a finite number"),
        (([0, 1], [0.0, 0.5, 1.0], 0.0), r"x has shape \(2,\) and F \(3,\)"),
        (([0, 1], [0.0, 1.0], [0.5, math.inf]), r"y\[1\] is inf: it needs"),
        (([0, 1], [0.0, 1.0], [[0.5]]), r"y has shape \(1, 1\)"),
        (([[0, 1]] * 3, [[0, 1]] * 2, 0.0), r"x has shape \(3, 2\) and F \(2, 2\)"),
        (([], [], 0.0), r"x has shape \(0,\)"),
        (([0, 1], [0.0, 1.0], math.nan), "y is nan: it needs to be a finite number"),
        (([0, 1], [0.0, 1.0], 0.5, 0.5, 1.0), r"a knot at 0\.0 lies below the closed bound 0\.5"),
        (([0, 1], [0.0, 1.0], 0.5, 0.0, 0.9), r"a knot at 1\.0 lies above the closed bound 0\.9"),
        (([0, 1], [0.0, 1.0], 0.5, 2.0, 1.0), "upside down"),
        (([0, 1], [0.0, 1.0], 0.5, 3.0, [9.0, 2.0]), r"lower 3\.0 lies above upper 2\.0"),
    ],
)
def test_what_is_no_distribution_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        crps(*arguments)
