"""What the rules refuse, and that the message names it."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tracker import rules
from tracker.rules.arguments import outcomes, probabilities


@pytest.mark.parametrize(
    ("p", "message"),
    [
        (1.2, r"p is 1\.2: a probability lies between 0 and 1"),
        ([0.1, -0.1], r"p\[1\] is -0\.1: a probability"),
        ([0.1, math.nan], r"p\[1\] is nan"),
        ([0.1, None], r"p\[1\] is nan"),
        ([math.inf], r"p\[0\] is inf"),
        ([[0.5, 0.5], [0.5, 1.5]], r"p\[1, 1\] is 1\.5"),
        ([[0.5, 0.5], [0.5, 0.4]], r"p\[1\] sums to 0\.9"),
        ([[0.5, 0.5 + 2e-9]], r"p\[0\] sums to 1\.000000002"),
        ([[1.0], [1.0]], r"p has 1 options a row"),
        (np.zeros((1, 1, 1)), r"p has shape \(1, 1, 1\)"),
    ],
)
def test_probabilities_that_are_none_are_named(p: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        probabilities(p)


@pytest.mark.parametrize(
    ("y", "p", "message"),
    [
        (2, 0.5, r"y is 2: an outcome is 0, 1 or a fraction"),
        ([0, -1], [0.5, 0.5], r"y\[1\] is -1: an outcome"),
        ([0.0, -0.5], [0.5, 0.5], r"y\[1\] is -0\.5"),
        ([0, math.nan], [0.5, 0.5], r"y\[1\] is nan"),
        ([0, 1, 1], [0.5, 0.5], r"y has shape \(3,\); \(2,\) fits p of shape \(2,\)"),
        ([1], 0.5, r"y has shape \(1,\); \(\) fits"),
        ([[1]], [0.5], r"y has shape \(1, 1\)"),
        ([2], [[0.5, 0.5]], r"y\[0\] is 2: an option index from 0 to 1"),
        ([-1], [[0.5, 0.5]], r"y\[0\] is -1: an option index"),
        ([0.0], [[0.5, 0.5]], r"y holds float64 values; with options"),
        ([True], [[0.5, 0.5]], r"y holds bool values; with options"),
    ],
)
def test_outcomes_that_are_none_are_named(y: Any, p: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        outcomes(y, probabilities(p))


WRONG = [
    (".3", "text"), (["0.2", "0.8"], "text"), ([0.2, "0.8"], "text"), (b"1", "bytes"),
    (0.3 + 0j, "complex numbers"), ([0.3j], "complex numbers"), ([0.2, object()], "object values"),
    (np.datetime64("2026-01-01"), "datetime64"), (np.array([0.2, "x"], dtype=object), "object"),
]  # fmt: skip
CALLS: dict[str, Callable[[Any], object]] = {
    "p": lambda p: rules.brier(p, 1),
    "y": lambda y: rules.log_loss([0.5, 0.5], y),
    "x": lambda x: rules.crps(x, [0.0, 1.0], 0.5),
    "F": lambda f: rules.deadline_brier([0.0, 1.0], f, None, 9.0),
    "q": lambda q: rules.pinball(q, 0.5, 1.0),
    "level": lambda level: rules.pinball(1.0, level, 1.0),
    "weights": lambda weights: rules.mean_loss(rules.brier, [0.5, 0.5], [1, 0], weights=weights),
}


@pytest.mark.parametrize(("value", "what"), WRONG)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_real_number_is_refused_by_its_type(name: str, value: Any, what: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} holds {what}.*: give real numbers"):
        CALLS[name](value)


def test_numbers_of_every_type_are_real() -> None:
    assert rules.brier(np.True_, 1) == 0.0
    assert rules.brier([Decimal("0.5"), Fraction(1, 2)], [1, False]).tolist() == [0.25, 0.25]
    assert rules.brier(np.float32(0.5), np.int8(1)) == 0.25


EDGES = (0.0, -0.0, 5e-324, 0.5, math.nextafter(1.0, 0.0), 1.0)
BEYOND = (-5e-324, math.nextafter(1.0, 2.0), math.inf, -math.inf, math.nan, -math.nan, -1.0, 1e308)


@pytest.mark.parametrize("p", EDGES)
def test_every_float_from_0_to_1_is_a_probability(p: float) -> None:
    assert probabilities([0.5, p])[1] == p
    assert float(probabilities(p)) == p


@pytest.mark.parametrize("p", BEYOND)
def test_the_next_float_beyond_is_none(p: float) -> None:
    for given in (p, [0.5, p], np.array([0.5, 0.5, p])[::-2]):
        with pytest.raises(ValueError, match="a probability lies"):
            probabilities(given)


def test_sums_within_the_tolerance_pass() -> None:
    assert probabilities([[0.5, 0.5 + 5e-10]]).shape == (1, 2)
    assert probabilities(np.full((2, 7), 1 / 7)).shape == (2, 7)


def test_one_outcome_serves_all_forecasts() -> None:
    assert outcomes(1, probabilities([0.1, 0.2])).tolist() == [True, True]
    assert outcomes(1, probabilities([[0.1, 0.9]])).tolist() == [1]
    assert outcomes(0.5, probabilities([0.1, 0.2])).tolist() == [0.5, 0.5]


def test_nothing_gives_nothing() -> None:
    assert probabilities([]).shape == (0,)
    assert outcomes([], probabilities([])).shape == (0,)
    assert outcomes([], probabilities(np.empty((0, 3)))).shape == (0,)
