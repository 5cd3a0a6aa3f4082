"""Metaculus points against the numbers of its public test suite, and arithmetic by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tracker.rules import bin_index, bin_probabilities, metaculus_baseline, metaculus_peer


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
    ("p", "kind"),
    [(0.5, "multiple_choice"), ([[0.5, 0.5]], "binary"), (0.5, "numeric"), (0.5, "discrete")],
)
def test_a_kind_that_does_not_fit_is_refused(p: Any, kind: str) -> None:
    with pytest.raises(ValueError, match=f"kind '{kind}' with p of shape"):
        metaculus_baseline(p, kind, 0)


def test_continuous_baseline_of_what_knows_nothing_is_nothing() -> None:
    # Metaculus' baselines: a density of 1, 0.95 or 0.9 in the range by how many bounds are open,
    # and 5% beyond each of those (scores FAQ, baseline score math).
    for open_lower, open_upper in ((False, False), (True, False), (True, True)):
        heights = np.linspace(0.05 * open_lower, 1 - 0.05 * open_upper, 201)
        p = bin_probabilities(heights, open_lower=open_lower, open_upper=open_upper)
        every = np.repeat(p, 202, axis=0)
        points = metaculus_baseline(
            every, "numeric", np.arange(202), open_bounds=open_lower + open_upper
        )
        possible = np.arange(202)[~((p[0] == 0) | (p[0] < 1e-12))]
        assert points[possible] == pytest.approx(np.zeros(len(possible)), abs=1e-9)
    # Said to be -0.5025 and -115.13 by a ledger that takes the value for a height of the CDF.
    at_69 = bin_index(69.0, 0.0, 100.0, 200)
    p = bin_probabilities(np.linspace(0, 1, 201), open_lower=False, open_upper=False)
    assert metaculus_baseline(p, "numeric", [at_69])[0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("given", "index", "open_bounds", "points"),
    [
        # A density of 2 in the range: 50 ln 2. Of 0.01, the least Metaculus lets a density be.
        (0.01, 5, 0, 34.657359),
        (0.00005, 5, 0, -230.258509),
        (0.01, 5, 1, 50 * math.log(2 / 0.95)),
        (0.01, 5, 2, 50 * math.log(2 / 0.9)),
        # Outside, the baseline is 5%.
        (0.05, 0, 1, 0.0),
        (0.2, 201, 2, 50 * math.log(4)),
        # Limited at 1e-5, as part of the definition.
        (0.0, 5, 0, 50 * math.log(1e-5 * 200)),
        (1e-6, 0, 1, 50 * math.log(1e-5 / 0.05)),
    ],
)
def test_continuous_baseline_by_hand(
    given: float, index: int, open_bounds: int, points: float
) -> None:
    p = np.full(202, (1 - given) / 201)
    p[index] = given
    for kind in ("numeric", "date"):
        found = metaculus_baseline([p], kind, [index], open_bounds=open_bounds)
        assert found == pytest.approx([points], abs=5e-7)


@pytest.mark.parametrize(
    ("p", "options", "message"),
    [
        ([[0.5, 0.5]], {}, "bins between the two outside"),
        ([[0.2, 0.3, 0.5]], {"options": [True, True, True]}, "has no options"),
        ([[0.2, 0.3, 0.5]], {"open_bounds": 3}, "open_bounds is 3"),
    ],
)
def test_bins_that_are_not_well_formed_are_refused(
    p: list[list[float]], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        metaculus_baseline(p, "numeric", [1], **options)


def test_chances_have_no_bounds() -> None:
    with pytest.raises(ValueError, match="open_bounds is 1"):
        metaculus_baseline([0.5], "binary", [1], open_bounds=1)


def test_continuous_peer_points_follow_from_the_geometric_means_of_metaculus_tests() -> None:
    # Their tests give (0.36342412, 0.18171206, 0.18171206, 0.2) as the geometric means of these
    # three; their peer score is half of 100 N / (N - 1) ln(p / that mean).
    heights = [[0.2, 0.5, 0.8], [0.4, 0.6, 0.8], [0.6, 0.7, 0.8]]
    p = bin_probabilities(heights, open_lower=True, open_upper=True)
    means = (0.36342412, 0.18171206, 0.18171206, 0.2)
    for index, mean in enumerate(means):
        expected = [75 * math.log(row[index] / mean) for row in p]
        for kind in ("numeric", "date"):
            assert metaculus_peer(p, index, kind=kind) == pytest.approx(expected, abs=3e-6)
            assert metaculus_peer(p[:, index], kind=kind) == pytest.approx(expected, abs=3e-6)


def test_continuous_peer_points_are_limited_at_a_bin_s_least() -> None:
    best = 50 * math.log(1e5)
    assert metaculus_peer([1.0, 0.0], kind="numeric") == pytest.approx([best, -best])
    assert metaculus_peer([0.3], kind="date").tolist() == [0.0]


def test_a_kind_of_peers_that_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="kind 'continuous'"):
        metaculus_peer([0.2, 0.3], kind="continuous")


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


def test_peers_by_name_get_their_points_by_name() -> None:
    points = metaculus_peer({"ana": 0.5, "ben": 0.7})
    expected = 100 * math.log(0.5 / 0.7)
    assert points == {"ana": pytest.approx(expected), "ben": pytest.approx(-expected)}
    rows = {7: [0.2, 0.8], 9: [0.6, 0.4]}
    assert metaculus_peer(rows, 1) == {
        7: pytest.approx(100 * math.log(2)), 9: pytest.approx(-100 * math.log(2)),
    }  # fmt: skip
    assert metaculus_peer({}) == {}
    with pytest.raises(ValueError, match="p_by_forecaster holds text: give real numbers"):
        metaculus_peer({"ana": "0.5"})


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
        (0.5, None, r"of shape \(\)"),
        (np.full((2, 2), 0.5), 2, "an option index from 0 to 1"),
    ],
)
def test_peers_that_are_not_well_formed_are_refused(p: Any, y: int | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        metaculus_peer(p, y)
