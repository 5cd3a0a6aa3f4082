"""The probability integral transform of numbers and dates."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest, poisson

from tracker.calibration import pit, pit_ends


def test_without_point_masses_it_is_f_at_the_outcome() -> None:
    assert pit([0.2, 0.9], [0.2, 0.9]).tolist() == [0.2, 0.9]


def test_point_masses_are_spread_evenly() -> None:
    # A Poisson law with its 0s and 1s, calibrated: uniform by the test of Kolmogorov and Smirnov.
    counts = np.random.default_rng(3).poisson(0.7, 2000)
    u = pit(poisson.cdf(counts - 1, 0.7), poisson.cdf(counts, 0.7))
    assert kstest(u, "uniform").pvalue > 0.01
    assert not (u == poisson.cdf(counts, 0.7)).any()


def test_a_question_keeps_its_draw_when_others_are_added() -> None:
    below, at = [0.0, 0.1, 0.2], [0.5, 0.6, 0.7]
    few, all_of_them = pit(below[1:], at[1:], [11, 4]), pit(below, at, [9, 11, 4])
    assert few.tolist() == all_of_them[1:].tolist()
    order = [2, 0, 1]
    mixed = pit(np.take(below, order), np.take(at, order), np.take([9, 11, 4], order))
    assert mixed.tolist() == all_of_them[order].tolist()
    assert pit(below, at, seed=2).tolist() != pit(below, at, seed=1).tolist()


@pytest.mark.parametrize(
    ("y", "ends"),
    [
        (-1.0, (0.0, 0.1)),
        (0.0, (0.0, 0.1)),
        (0.5, (0.2, 0.2)),
        (1.0, (0.3, 0.3)),
        (2.0, (0.5, 0.8)),
        (3.0, (0.9, 1.0)),
        (4.0, (0.9, 1.0)),
    ],
)
def test_the_ends_at_knots_between_them_and_beyond(y: float, ends: tuple[float, float]) -> None:
    x, heights = [0.0, 1.0, 2.0, 2.0, 3.0], [0.1, 0.3, 0.5, 0.8, 0.9]
    assert pit_ends(x, heights, y) == pytest.approx(ends, abs=1e-15)


def test_beyond_an_open_bound_lies_the_mass_that_is_not_on_it() -> None:
    x, heights = [0.0, 1.0], [0.1, 0.9]
    opened = {"open_lower": True, "open_upper": True}
    assert pit_ends(x, heights, 0.0, **opened) == (0.1, 0.1)
    assert pit_ends(x, heights, 1.0, **opened) == (0.9, 0.9)
    assert pit_ends(x, heights, -5.0, **opened) == (0.0, 0.1)
    assert pit_ends(x, heights, math.inf, **opened) == (0.9, 1.0)


def test_a_piecewise_linear_law_that_is_calibrated_is_uniform() -> None:
    random = np.random.default_rng(6)
    x, heights = [0.0, 1.0, 1.0, 4.0], [0.2, 0.4, 0.7, 1.0]
    u = random.random(3000)
    outcome = np.where(u < 0.2, 0.0, np.where(u < 0.4, (u - 0.2) * 5, 1.0))
    outcome = np.where(u > 0.7, 1.0 + (u - 0.7) * 10, outcome)
    below, at = zip(*(pit_ends(x, heights, y) for y in outcome), strict=True)
    assert kstest(pit(below, at), "uniform").pvalue > 0.01


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pit([0.5], [0.2]), "below <= at"),
        (lambda: pit([0.5], [0.2, 0.3]), "give pairs"),
        (lambda: pit([0.5], [0.9], [0.5]), "questions"),
        (lambda: pit([1.5], [1.9]), r"p\[0\] is 1.5"),
        (lambda: pit_ends([0, 1], [0.5, 0.2], 0.3), "F falls"),
        (lambda: pit_ends([0, 1], [0, 1], math.nan), "y is nan"),
    ],
)
def test_what_is_no_distribution_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
