"""Metaculus points against the numbers of its public test suite, and arithmetic by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tracker.rules import metaculus_baseline, metaculus_peer


@pytest.mark.parametrize(
    ("p", "points"),
    # Expected values of Metaculus' own tests (tests/unit/test_scoring/test_score_math.py, 2026).
    [(0.9, 84.79969066), (0.1, -232.19280949), (2**-0.5, 50.0), (2**-1.5, -50.0), (0.5, 0.0)],
)
def test_binary_baseline_gives_the_numbers_of_metaculus(p: float, points: float) -> None:
    assert metaculus_baseline(p, "binary", 1) == pytest.approx(points, abs=5e-9)
    assert metaculus_baseline(1 - p, "binary", 0) == pytest.approx(points, abs=5e-9)


@pytest.mark.parametrize("kind", ["multiple_choice", "ordinal"])
def test_options_baseline_by_hand(kind: str) -> None:
    # 100 ln(0.5 * 3) / ln 3 and 100 ln(0.2 * 3) / ln 3.
    points = metaculus_baseline([[0.2, 0.3, 0.5]] * 2, kind, [2, 0])
    expected = [100 * math.log(1.5) / math.log(3), 100 * math.log(0.6) / math.log(3)]
    assert points == pytest.approx(expected, abs=1e-12)


def test_probabilities_are_limited_as_part_of_the_definition() -> None:
    worst = 100 + 100 * math.log2(0.001)
    assert metaculus_baseline([0.0, 0.0005, 0.001], "binary", 1) == pytest.approx([worst] * 3)
    points = metaculus_baseline([[0.0, 0.0, 1.0]], "multiple_choice", [0])
    assert points == pytest.approx([100 + 100 * math.log(0.001 / 1.001) / math.log(3)])


def test_only_options_on_offer_count_and_are_limited() -> None:
    offered = [[True, True, False], [True, True, True]]
    p = [[0.9, 0.1, 0.0], [0.9, 0.1, 0.0]]
    points = metaculus_baseline(p, "multiple_choice", [0, 0], options=offered)
    three = 100 + 100 * math.log(0.9 / 1.001) / math.log(3)
    assert points == pytest.approx([84.79969066, three], abs=5e-9)


@pytest.mark.parametrize(
    ("p", "y", "options", "message"),
    [
        ([[0.9, 0.1, 0.0]], [2], [True, True, False], "an option that was not on offer"),
        ([[0.8, 0.1, 0.1]], [0], [True, True, False], "p gives probability to an option"),
        ([[1.0, 0.0, 0.0]], [0], [True, False, False], "fewer than 2 options"),
        ([[1.0, 0.0, 0.0]], [0], 3, "options has shape"),
    ],
)
def test_options_not_on_offer_are_refused(
    p: list[list[float]], y: list[int], options: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        metaculus_baseline(p, "multiple_choice", y, options=options)


@pytest.mark.parametrize(
    ("p", "kind"), [(0.5, "multiple_choice"), ([[0.5, 0.5]], "binary"), (0.5, "numeric")]
)
def test_a_kind_that_does_not_fit_is_refused(p: Any, kind: str) -> None:
    with pytest.raises(ValueError, match=f"kind '{kind}' with p of shape"):
        metaculus_baseline(p, kind, 0)


def test_peer_points_follow_from_the_geometric_mean_of_metaculus_tests() -> None:
    # Their tests give 0.79581144 as the geometric mean of 0.7, 0.8, 0.9; their peer score is
    # 100 N / (N - 1) ln(p / that mean).
    expected = [150 * math.log(p / 0.79581144) for p in (0.7, 0.8, 0.9)]
    assert metaculus_peer([0.7, 0.8, 0.9]) == pytest.approx(expected, abs=2e-6)


def test_peer_points_of_two_by_hand_and_limited() -> None:
    best = 100 * math.log(0.999 / 0.001)
    assert metaculus_peer([1.0, 0.0]) == pytest.approx([best, -best])


def test_peer_rows_of_options_are_limited_and_renormalised() -> None:
    given = [0.001 / 1.001, 0.5]
    expected = 100 * math.log(given[0] / given[1])
    points = metaculus_peer([[1.0, 0.0, 0.0], [0.25, 0.25, 0.5]], y=2)
    assert points == pytest.approx([expected, -expected])


@pytest.mark.parametrize("p", [[], [0.3]])
def test_alone_there_are_no_peers_and_no_points(p: list[float]) -> None:
    assert metaculus_peer(p).tolist() == [0.0] * len(p)


def test_peer_points_sum_to_nothing_and_ties_share() -> None:
    points = metaculus_peer([0.2, 0.2, 0.9, 0.5])
    assert points.sum() == pytest.approx(0.0, abs=1e-11)
    assert points[0] == points[1]


@pytest.mark.parametrize(
    ("p", "y", "message"),
    [
        ([0.2, math.nan], None, r"p_by_forecaster\[1\] is nan"),
        ([0.2, 0.3], 1, "without y"),
        (np.full((2, 2), 0.5), None, "and y, the index"),
        (0.5, None, "has shape"),
        (np.full((2, 2), 0.5), 2, "an option index from 0 to 1"),
    ],
)
def test_peers_that_are_not_well_formed_are_refused(p: Any, y: int | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        metaculus_peer(p, y)
