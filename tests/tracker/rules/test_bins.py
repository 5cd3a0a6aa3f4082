"""Bins of a range, with the buckets that Metaculus' public test suite expects."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import bin_index, bin_probabilities

# From tests/unit/test_utils/test_the_math/test_formulas.py (2026).
NUMERIC = {
    -2: 0, -1: 0, -0.001: 0, 0: 1, 0.001: 1, 0.999: 1, 1: 1, 1.001: 2, 1.999: 2, 2.0: 2, 100: 100,
    100.001: 101, 100.999: 101, 199: 199, 199.001: 200, 199.999: 200, 200: 200, 200.001: 201,
    201: 201, 202: 201,
}  # fmt: skip
WHOLE = {-2: 0, -1: 0, **{k: k + 1 for k in range(12)}, 12: 12}
DATES = {
    "2019-12-30": 0, "2019-12-31": 0, "2020-01-01": 1, "2020-01-02": 1, "2020-01-03": 2,
    "2020-06-30": 100, "2020-12-29": 199, "2020-12-30": 200, "2020-12-31": 200, "2021-01-01": 201,
    "2021-01-02": 201,
}  # fmt: skip
LOGARITHMIC = {0.1: 0, 0.999: 0, 1e0: 1, 1e5: 100, 1e10: 200, 1e10 + 1: 201}


def seconds(day: str) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(("y", "index"), NUMERIC.items())
def test_numeric_buckets_of_metaculus(y: float, index: int) -> None:
    assert bin_index(y, 0, 200, 200) == index


@pytest.mark.parametrize(("y", "index"), WHOLE.items())
def test_discrete_buckets_of_metaculus(y: float, index: int) -> None:
    assert bin_index(y, -0.5, 10.5, 11) == index


@pytest.mark.parametrize(("day", "index"), DATES.items())
def test_date_buckets_of_metaculus(day: str, index: int) -> None:
    assert bin_index(seconds(day), seconds("2020-01-01"), seconds("2020-12-31"), 200) == index


@pytest.mark.parametrize(("y", "index"), LOGARITHMIC.items())
def test_logarithmic_buckets_of_metaculus(y: float, index: int) -> None:
    assert bin_index(y, 1, 1e10, 200, zero_point=0) == index


def test_a_zero_point_above_the_range_turns_the_scale_round() -> None:
    # Distances from 11 are 10, then 1: places 11 - 10^(1 - k/4) part four bins.
    edges = [11 - 10 ** (1 - k / 4) for k in range(5)]
    assert [bin_index(y, 1, 10, 4, zero_point=11) for y in edges] == [1, 1, 2, 3, 4]
    assert [bin_index(y + 0.01, 1, 10, 4, zero_point=11) for y in edges] == [1, 2, 3, 4, 5]


def test_a_number_gives_an_int_and_many_an_array() -> None:
    assert type(bin_index(3.0, 0, 10, 5)) is int
    found = bin_index([3.0, 11.0], 0, 10, 5)
    assert found.tolist() == [2, 6]  # type: ignore[union-attr]


@given(
    y=st.floats(-50.0, 150.0), bins=st.integers(1, 300), shift=st.sampled_from([None, -1.0, 200.0])
)
def test_a_bin_holds_what_lies_between_its_edges(y: float, bins: int, shift: float | None) -> None:
    index = bin_index(y, 0.0, 100.0, bins, shift)
    assert index == (0 if y < 0 else bins + 1 if y > 100 else index)
    if 0 <= y <= 100:
        share = y / 100
        if shift is not None:
            share = math.log((y - shift) / -shift) / math.log((100 - shift) / -shift)
        assert 1 <= index <= bins
        assert (index - 1) / bins - 1e-9 <= share <= index / bins + 1e-9


def test_probabilities_of_bins_by_hand() -> None:
    heights = [0.1, 0.3, 0.8, 0.9]
    both = bin_probabilities(heights, open_lower=True, open_upper=True)
    assert both == pytest.approx(np.array([[0.1, 0.2, 0.5, 0.1, 0.1]]))
    neither = bin_probabilities(heights, open_lower=False, open_upper=False)
    assert neither == pytest.approx(np.array([[0.0, 0.3, 0.5, 0.2, 0.0]]))
    rows = bin_probabilities([heights, [0, 0, 0, 0]], open_lower=True, open_upper=False)
    assert rows == pytest.approx(np.array([[0.1, 0.2, 0.5, 0.2, 0], [0, 0, 0, 1, 0]]))


def test_one_bin_holds_all_that_closed_bounds_keep_in() -> None:
    found = bin_probabilities([0.2, 0.7], open_lower=False, open_upper=False)
    assert found == pytest.approx(np.array([[0.0, 1.0, 0.0]]))


@given(heights=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=30), ends=st.integers(0, 3))
def test_they_are_chances_that_sum_to_one(heights: list[float], ends: int) -> None:
    found = bin_probabilities(sorted(heights), open_lower=ends % 2 > 0, open_upper=ends > 1)
    assert found.shape == (1, len(heights) + 1)
    assert found.min() >= 0.0
    assert found.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bin_index(math.nan, 0, 1, 5), "y is nan: it needs"),
        (lambda: bin_index(0.5, 1, 1, 5), "holds no value"),
        (lambda: bin_index(0.5, 0, math.nan, 5), "holds no value"),
        (lambda: bin_index(0.5, 0, 1, 0), "with 0 bins"),
        (lambda: bin_index(0.5, 0, 1, 5, zero_point=0.0), "zero_point 0.0 lies within"),
        (lambda: bin_index(0.5, 0, 1, 5, zero_point=1.0), "zero_point 1.0 lies within"),
        (lambda: bin_probabilities([0.5], open_lower=True, open_upper=True), "two places"),
        (lambda: bin_probabilities(0.5, open_lower=True, open_upper=True), "F"),
        (lambda: bin_probabilities([0.5, 0.4], open_lower=True, open_upper=True), "F falls"),
        (lambda: bin_probabilities([0.5, 1.4], open_lower=True, open_upper=True), "F.0, 1. is 1.4"),
    ],
)
def test_what_are_no_bins_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
