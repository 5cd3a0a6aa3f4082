"""The e-process in exact products, its order, its groups and its certainties."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tracker.calibration import e_process

SHIFTS, SLOPES = (-0.8, -0.4, 0.0, 0.4, 0.8), (0.5, 2 / 3, 1.0, 1.5, 2.0)
GRID = [(a, b) for a in SHIFTS for b in SLOPES if (a, b) != (0.0, 1.0)]


def factor(p: float, y: int, a: float, b: float) -> float:
    """Return what q gives to what happened over what p gives, with odds and no logarithms."""
    odds = math.exp(a) * (p / (1 - p)) ** b
    q = odds / (1 + odds)
    return q / p if y else (1 - q) / (1 - p)


def mean_of_products(clusters: list[list[tuple[float, int]]]) -> float:
    """Return the mean over the grid of the products of the clusters' mean factors."""
    products = []
    for a, b in GRID:
        product = 1.0
        for members in clusters:
            product *= math.fsum(factor(p, y, a, b) for p, y in members) / len(members)
        products.append(product)
    assert len(products) == 24
    return math.fsum(products) / 24


def test_it_is_the_mean_of_24_products_after_every_question(sample: Any) -> None:
    found = e_process(sample.p, sample.y)
    rows = list(zip(sample.p.tolist(), sample.y.tolist(), strict=True))
    for k in range(60):
        expected = mean_of_products([[row] for row in rows[: k + 1]])
        assert found.path[k] == pytest.approx(expected, rel=1e-9)
    assert found.value == found.path[-1]
    assert found.threshold == 20.0


def test_at_one_half_the_first_answer_says_nothing() -> None:
    # The shifts lie evenly about 0, and slopes change nothing at even chances.
    assert e_process([0.5], [1]).value == pytest.approx(1.0, rel=1e-12)
    assert e_process([0.5], [0]).value == pytest.approx(1.0, rel=1e-12)


def test_a_group_enters_once_with_its_mean_factor_where_its_last_question_stands() -> None:
    p, y, groups = [0.2, 0.7, 0.4, 0.9, 0.6], [0, 0, 1, 1, 1], [7, 3, 7, 4, 3]
    found = e_process(p, y, groups)
    seven, four, three = [(0.2, 0), (0.4, 1)], [(0.9, 1)], [(0.7, 0), (0.6, 1)]
    order = [seven, four, three]
    assert found.path == pytest.approx([mean_of_products(order[: k + 1]) for k in range(3)])


def test_groups_of_one_are_no_groups(sample: Any) -> None:
    assert e_process(sample.p, sample.y, np.arange(60)[::-1]) == e_process(sample.p, sample.y)


def test_the_first_question_without_an_outcome_stops_it_and_is_named() -> None:
    p, y = [0.2, 0.7, 0.4, 0.9], [0, 1, math.nan, 1]
    found = e_process(p, y)
    assert found.stopped_at == 2
    assert found.path == e_process(p[:2], y[:2]).path
    assert e_process([0.3], [math.nan]).value == 1.0


def test_a_group_that_is_not_whole_before_the_stop_has_not_entered() -> None:
    found = e_process([0.2, 0.7, 0.4, 0.9], [0, 1, math.nan, 1], [1, 2, 3, 1])
    assert found.path == pytest.approx([mean_of_products([[(0.7, 1)]])])
    both = e_process([0.2, 0.3, 0.7, 0.4], [0, 1, 1, math.nan], [1, 1, 2, 3])
    assert both.path == pytest.approx(
        [
            mean_of_products([[(0.2, 0), (0.3, 1)]]),
            mean_of_products([[(0.2, 0), (0.3, 1)], [(0.7, 1)]]),
        ]
    )


def test_a_certainty_that_was_right_has_factor_1_and_a_wrong_one_is_infinite() -> None:
    right = e_process([0.0, 1.0, 0.3], [0, 1, 1])
    assert right.path[:2] == (1.0, 1.0)
    assert right.value == e_process([0.3], [1]).value
    wrong = e_process([0.3, 0.0, 0.3], [1, 1, 0])
    assert wrong.path[1:] == (math.inf, math.inf)
    assert wrong.declared_after == 2
    assert e_process([0.3, 1.0], [1, 0], [5, 5]).value == math.inf


def test_evidence_too_small_or_too_large_for_a_float_neither_warns_nor_turns_nan() -> None:
    assert e_process([1e-300] * 5, [1] * 5).value == math.inf
    assert e_process([1e-300] * 5, [0] * 5).value == pytest.approx(1.0)
    calibrated = e_process([0.5] * 20_000, [0, 1] * 10_000)
    assert 0.0 <= calibrated.value < 1.0


def test_it_is_declared_once_and_for_all() -> None:
    y = [0] * 12 + [1] * 60
    found = e_process([0.9] * 12 + [0.9] * 60, y)
    assert found.declared_after is not None
    assert found.path[found.declared_after - 1] >= 20.0 > found.path[found.declared_after - 2]
    stricter = e_process([0.9] * 12, y[:12], alpha=0.01)
    assert stricter.threshold == 100.0
    assert stricter.declared_after > found.declared_after  # type: ignore[operator]


def test_nothing_is_no_evidence() -> None:
    found = e_process([], [])
    assert (found.value, found.path, found.declared_after, found.stopped_at) == (
        1.0,
        (),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("p", "y", "alpha", "message"),
    [
        ([0.3], [0.5], 0.05, r"y\[0\] is 0.5"),
        ([0.3, 0.4], [1], 0.05, "y has shape"),
        ([1.3], [1], 0.05, r"p\[0\] is 1.3"),
        ([0.3], [1], 0.0, "alpha is 0.0"),
    ],
)
def test_what_is_no_question_is_refused(p: Any, y: Any, alpha: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        e_process(p, y, alpha=alpha)
