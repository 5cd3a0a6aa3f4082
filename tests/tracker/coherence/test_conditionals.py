"""Conditionals: bounds by formula and by listing corners, and why no nearest one is offered."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.coherence import conditional_bounds, nearest_coherent

Array = np.ndarray[Any, np.dtype[Any]]

# Worlds: neither, b alone, a alone, both.
A, B = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
TWO = np.stack([A, B])


@given(a=st.floats(0.01, 1.0), b=st.floats(0.0, 1.0))
def test_two_chances_alone_give_the_bounds_of_frechet(a: float, b: float) -> None:
    # max(0, a + b - 1) <= P(ab) <= min(a, b), each over a.
    found = conditional_bounds([a, b], TWO, B, A)
    assert found == pytest.approx((max(0.0, a + b - 1.0) / a, min(a, b) / a), abs=2e-5)


def test_a_stated_conjunction_leaves_one_value() -> None:
    assert conditional_bounds([0.5, 0.2], [A, A * B], B, A) == pytest.approx((0.4, 0.4), abs=1e-6)


def test_statements_that_clash_stand_for_the_nearest_that_do_not() -> None:
    # a at .3 and ab at .5: both .4, so b is sure given a.
    assert conditional_bounds([0.3, 0.5], [A, A * B], B, A) == pytest.approx((1.0, 1.0), abs=1e-6)


def test_a_condition_that_cannot_come_leaves_no_conditional() -> None:
    assert conditional_bounds([0.0, 0.3], TWO, B, A) is None
    assert conditional_bounds([0.3], [B], B, np.zeros(4)) is None
    assert conditional_bounds([0.3], [B], A, A) == pytest.approx((1.0, 1.0))


def corners(matrix: Array, nearest: Array) -> list[Array]:
    """Return the corners of {q >= 0, sum q = 1, matrix q = nearest}, by trying every support."""
    rows = np.vstack((matrix, np.ones(matrix.shape[1])))
    target, found = np.append(nearest, 1.0), []
    for size in range(1, len(rows) + 1):
        for support in combinations(range(matrix.shape[1]), size):
            part = rows[:, list(support)]
            if np.linalg.matrix_rank(part) < size:
                continue
            q = np.linalg.lstsq(part, target, rcond=None)[0]
            if q.min() >= -1e-9 and np.abs(part @ q - target).max() < 1e-9:
                corner = np.zeros(matrix.shape[1])
                corner[list(support)] = q
                found.append(corner)
    return found


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_the_bounds_are_those_of_the_best_and_the_worst_corner(seed: int) -> None:
    # A ratio of linear functions is least and greatest in a corner.
    rng = np.random.default_rng(seed)
    matrix = rng.integers(0, 2, (rng.integers(1, 4), 7)).astype(float)
    outcome, condition = rng.integers(0, 2, (2, 7)).astype(float)
    p = rng.random(len(matrix))
    there = corners(matrix, nearest_coherent(p, matrix))
    chances = [(float(condition @ q), float((outcome * condition) @ q)) for q in there]
    ratios = [both / chance for chance, both in chances if chance > 1e-9]
    found = conditional_bounds(p, matrix, outcome, condition)
    if not ratios:
        assert found is None
    elif min(chance for chance, _ in chances) > 1e-3:
        assert found == pytest.approx((min(ratios), max(ratios)), abs=1e-5)
    else:
        assert found is not None
        assert found[0] <= min(ratios) + 1e-5
        assert found[1] >= max(ratios) - 1e-5


def losses(a: float, b: float, c: float) -> Array:
    """Return the Brier losses of P(a), P(b) and P(b | a) in each world; the last needs a."""
    return np.asarray((a - A) ** 2 + (b - B) ** 2 + A * (c - B) ** 2)


def test_with_a_conditional_the_nearest_is_worse_in_some_world_in_seventy_percent_of_cases() -> (
    None
):
    # P(a), P(b) and P(b | a) drawn evenly and kept where they clash; P(b | a) = c is the row
    # P(ab) - c P(a) = 0.
    rng, clashing, worse, runs = np.random.default_rng(20), 0, 0, 4000
    for a, b, c in rng.random((runs, 3)):
        if c * a <= b <= c * a + 1.0 - a:
            continue
        rows = np.stack([A, B, A * B - c * A])
        near_a, near_b, row = nearest_coherent([a, b, 0.0], rows)
        near_c = c + row / near_a if near_a > 1e-9 else c
        clashing += 1
        worse += bool((losses(near_a, near_b, near_c) > losses(a, b, c) + 1e-9).any())
    share, error = worse / clashing, math.sqrt(0.7 * 0.3 / clashing)
    assert share == pytest.approx(0.70, abs=3 * error), f"{share=} of {clashing}, se {error:.4f}"


@pytest.mark.parametrize(
    ("outcome", "condition", "message"),
    [
        ([0, 1], A, "outcome needs a 0 or a 1 for each of the 4 worlds"),
        (B, [0.5, 1, 1, 0], "condition needs a 0 or a 1"),
    ],
)
def test_what_is_no_event_is_refused(outcome: Any, condition: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        conditional_bounds([0.5, 0.5], TWO, outcome, condition)
