"""A curve over a range: its ends, its heights and its quantiles, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.scoring import Curve, Range

HALF = Curve(np.array([2.0, 4.0]), np.array([0.1, 0.6]))
# A point mass at 3, from .2 to .7.
STEP = Curve(np.array([1.0, 3.0, 3.0, 5.0]), np.array([0.0, 0.2, 0.7, 1.0]))


def ten(*, open_lower: bool = False, open_upper: bool = False) -> Range:
    """Return the range from 0 to 10 in five bins."""
    return Range(0.0, 10.0, open_lower, open_upper, (0.0, 2.0, 4.0, 6.0, 8.0, 10.0))


@pytest.mark.parametrize(
    ("over", "places", "heights"),
    [
        (None, [2, 4], [0.1, 0.6]),
        (ten(), [0, 2, 4, 10], [0, 0.1, 0.6, 1]),
        (ten(open_lower=True), [2, 4, 10], [0.1, 0.6, 1]),
        (ten(open_upper=True), [0, 2, 4], [0, 0.1, 0.6]),
        (ten(open_lower=True, open_upper=True), [2, 4], [0.1, 0.6]),
    ],
)
def test_a_curve_runs_on_to_the_bounds_that_are_closed(
    over: Range | None, places: list[float], heights: list[float]
) -> None:
    found = HALF.run_on(over)
    assert (found.places.tolist(), found.heights.tolist()) == (places, heights)


def test_heights_are_nothing_before_and_constant_behind_and_above_a_point_mass() -> None:
    assert HALF.at(np.array([1.9, 2.0, 3.0, 9.0])).tolist() == [0, 0.1, 0.35, 0.6]
    assert STEP.at(np.array([2.0, 3.0, 4.0])).tolist() == [0.1, 0.7, 0.85]


def test_quantiles_are_the_lowest_places_and_nowhere_where_the_level_is_not_reached() -> None:
    found = HALF.quantiles((0.05, 0.1, 0.35, 0.6, 0.61))
    assert found == pytest.approx([np.nan, 2, 3, 4, np.nan], nan_ok=True)
    assert STEP.quantiles((0.0, 0.1, 0.2, 0.5, 0.7, 0.85, 1.0)).tolist() == [1, 2, 3, 3, 3, 4, 5]
    flat = Curve(np.array([0.0, 1.0, 5.0, 6.0]), np.array([0.0, 0.5, 0.5, 1.0]))
    assert flat.quantiles((0.5,)).tolist() == [1]
    # Three tenths, added up, are a little more than the level that was typed, and reach it.
    tenths = Curve(np.array([0.0, 1.0]), np.array([0.0, 0.1 + 0.2 - 1e-13]))
    assert tenths.quantiles((0.3,)).tolist() == [1]


@pytest.mark.parametrize(
    ("over", "heights"),
    [
        (ten(), [0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1]),
        (ten(open_lower=True), [0, 0.05, 0.24, 0.43, 0.62, 0.81, 1, 1]),
        (ten(open_upper=True), [0, 0, 0.19, 0.38, 0.57, 0.76, 0.95, 1]),
    ],
)
def test_the_baseline_is_even_with_a_twentieth_beyond_each_open_bound(
    over: Range, heights: list[float]
) -> None:
    found = over.baseline()
    assert found.places.tolist() == [0, 0, 2, 4, 6, 8, 10, 10]
    assert found.heights == pytest.approx(heights, abs=1e-15)


def test_bins_count_from_1_inside_and_infinity_falls_outside() -> None:
    over = ten(open_lower=True, open_upper=True)
    assert over.bins == 5
    assert [over.bin_of(y) for y in (-np.inf, -0.1, 0.5, 9.9, 10.1, np.inf)] == [0, 0, 1, 5, 6, 6]
