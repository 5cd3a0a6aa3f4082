"""Pinball, interval and weighted interval scores against scoringrules and by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import interval_score, pinball, wis


def test_pinball_is_the_quantile_score_of_scoringrules() -> None:
    y = np.array([0.0, 3.0, 4.0, 12.0])
    for level in (0.05, 0.5, 0.9):
        assert pinball(3.0, level, y) == pytest.approx(scoringrules.quantile_score(y, 3.0, level))


def test_pinball_by_hand() -> None:
    assert pinball(10.0, 0.75, 12.0) == 1.5
    assert pinball(10.0, 0.75, 8.0) == 0.5
    assert pinball(10.0, 0.75, 10.0) == 0.0


def test_interval_score_is_that_of_scoringrules_with_coverage_for_alpha() -> None:
    y = np.array([0.0, 1.0, 5.0, 12.0])
    theirs = scoringrules.interval_score(y, 1.0, 9.0, 0.1)
    assert interval_score(1.0, 9.0, 0.9, y) == pytest.approx(theirs)
    assert interval_score(1.0, 9.0, 0.9, 12.0) == pytest.approx(8.0 + 20.0 * 3.0)


def test_wis_of_a_median_and_two_intervals() -> None:
    # Bracher et al. (2021), equation 1, worked by hand. Not against scoringrules 0.10.0, whose
    # numpy backend adds the median itself where the distance from it is meant.
    levels, q = [0.05, 0.25, 0.5, 0.75, 0.95], [1.0, 2.0, 3.0, 5.0, 9.0]
    assert wis(levels, q, [0.0, 3.0, 4.0, 12.0]) == pytest.approx([2.26, 0.46, 0.66, 6.26])


ascending = st.lists(st.floats(-100.0, 100.0), min_size=5, max_size=5).map(sorted)


@given(q=ascending, y=st.floats(-150.0, 150.0))
def test_wis_is_the_weighted_sum_of_interval_scores(q: list[float], y: float) -> None:
    outer, inner = interval_score(q[0], q[4], 0.9, y), interval_score(q[1], q[3], 0.5, y)
    expected = (abs(y - q[2]) / 2 + 0.1 / 2 * outer + 0.5 / 2 * inner) / 2.5
    assert wis([0.05, 0.25, 0.5, 0.75, 0.95], q, y) == pytest.approx(expected, abs=1e-9)


@given(q=st.lists(ascending, min_size=1, max_size=4), y=st.floats(-150.0, 150.0))
def test_rows_score_as_they_do_alone(q: list[list[float]], y: float) -> None:
    levels = [0.1, 0.3, 0.5, 0.8, 0.9]
    alone = [wis(levels, row, y) for row in q]
    assert all(type(one) is float for one in alone)
    assert np.asarray(wis(levels, q, [y] * len(q))) == pytest.approx(alone)
    singles = [2 * np.mean([pinball(a, b, y) for a, b in zip(r, levels, strict=True)]) for r in q]
    assert alone == pytest.approx(singles)


def test_one_level_at_the_median_is_the_distance() -> None:
    assert wis([0.5], [3.0], 7.5) == 4.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pinball(1.0, 0.0, 1.0), r"level is 0\.0"),
        (lambda: pinball(1.0, math.nan, 1.0), "level is nan"),
        (lambda: pinball(math.nan, 0.5, 1.0), "q is nan: it needs to be a finite number"),
        (lambda: pinball(1.0, 0.5, math.inf), "y is inf"),
        (
            lambda: interval_score(2.0, 1.0, 0.5, 1.0),
            r"lower 2\.0 lies above upper 1\.0",
        ),
        (lambda: interval_score(1.0, 2.0, 1.0, 1.0), r"coverage is 1\.0"),
        (lambda: pinball([1.0, 2.0], [0.5, 1.0], 1.0), r"level\[1\] is 1\.0"),
        (lambda: pinball([1.0, math.nan], 0.5, 1.0), r"q\[1\] is nan"),
        (lambda: wis([0.2, 0.7], [[1.0, 2.0], [3.0, 1.0]], 1.0), r"after q\[1, 0\]"),
        (lambda: wis([0.5, 0.5], [1.0, 2.0], 1.0), "and rise"),
        (lambda: wis([], [], 1.0), "at least one"),
        (lambda: wis([0.25, 0.75], [2.0, 1.0], 1.0), r"quantiles fall after q\[0\]"),
        (lambda: wis([0.25, 0.75], [1.0, 2.0, 3.0], 1.0), r"q has shape \(3,\)"),
    ],
)
def test_what_is_no_quantile_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
