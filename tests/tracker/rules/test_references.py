"""Every rule at its edges, beside numbers that were made elsewhere.

mpmath: mpmath 1.4.1 with 25 to 40 digits, by the definition, the CRPS by numerical integration.
By hand: exact fractions, worked from the definition.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from tracker.rules import (
    brier,
    crps,
    crps_family,
    deadline_brier,
    interval_log_loss,
    interval_score,
    log_loss,
    metaculus_baseline,
    metaculus_peer,
    pinball,
    rps,
    spherical_loss,
    wis,
)

FAMILIES = [
    ("normal", (0, 1), 1.5, 0.99442400397745297),
    ("normal", (2, 0.5), -1, 2.7179052083824788),
    ("logistic", (0, 1), 1.5, 0.90282655596550482),
    ("logistic", (1, 2), -3, 2.50771204417189),
    ("student_t", (5, 0, 1), 0.7, 0.43457555557207544),
    ("student_t", (2, 0, 1), -1, 0.62133007302928573),
    ("lognormal", (0, 1), 2.5, 0.85304488307171438),
    # No outcome is too low for the lognormal: at 0, and a distance more below it.
    ("lognormal", (0, 1), 0, 0.79056205075294062),
    ("lognormal", (0.5, 0.25), -1, 2.4623713971034362),
]
CHANCES = [
    (spherical_loss, 0.7, 1, 0.080854969981942103),
    (spherical_loss, 0.7, 0, 0.60608070142083233),
    (log_loss, 0.3, 1, 1.203972804325936),
    (log_loss, 1e-300, 1, 690.77552789821371),
]


@pytest.mark.parametrize(("name", "parameters", "y", "expected"), FAMILIES)
def test_families_by_mpmath(name: str, parameters: Any, y: float, expected: float) -> None:
    assert crps_family(name, parameters, y) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(("rule", "p", "y", "expected"), CHANCES)
def test_chances_by_mpmath(rule: Any, p: float, y: int, expected: float) -> None:
    assert rule(p, y) == pytest.approx(expected, rel=1e-15)


def test_options_by_mpmath() -> None:
    assert spherical_loss([[0.1, 0.2, 0.7]], [0]) == pytest.approx([0.86391723651204566])
    found = metaculus_baseline([[0.2, 0.3, 0.5]], "ordinal", [2])
    assert found == pytest.approx([36.907024642854256], rel=1e-14)


@pytest.mark.parametrize(("p", "y"), [(0.0, 0), (1.0, 1)])
def test_a_right_certainty_loses_nothing_by_any_rule(p: float, y: int) -> None:
    row, index = [[1 - p, p]], [y]
    assert [rule(p, y) for rule in (brier, log_loss, spherical_loss)] == [0.0, 0.0, 0.0]
    assert [rule(row, index)[0] for rule in (brier, log_loss, spherical_loss, rps)] == [0.0] * 4


@pytest.mark.parametrize(("p", "y"), [(0.0, 1), (1.0, 0)])
def test_a_wrong_certainty_loses_all_by_any_rule(p: float, y: int) -> None:
    row, index = [[1 - p, p]], [y]
    assert [rule(p, y) for rule in (brier, log_loss, spherical_loss)] == [1.0, math.inf, 1.0]
    found = [rule(row, index)[0] for rule in (brier, log_loss, spherical_loss, rps)]
    assert found == [1.0, math.inf, 1.0, 1.0]


def test_options_that_tie_and_the_certain_by_hand() -> None:
    even = [[0.25] * 4] * 4
    # 1/2 (9/16 + 3/16); 1 - 1/2; sums of (1/4, 1/2, 3/4) off by the outcome's steps.
    assert brier(even, range(4)).tolist() == [0.375] * 4
    assert spherical_loss(even, range(4)).tolist() == [0.5] * 4
    assert log_loss(even, range(4)).tolist() == [math.log(4)] * 4
    assert rps(even, range(4)) == pytest.approx([14 / 48, 6 / 48, 6 / 48, 14 / 48])


# What is known of the CRPS at each edge: x, F, y, the range's arguments, the loss by hand.
BOTH_OPEN = {"open_lower": True, "open_upper": True}
DISTANCES = [
    ("mass at a closed lower bound", [0, 10], [0.3, 1], 0, {"lower": 0, "upper": 10}, 49 / 30),
    ("y below a closed bound", [0, 10], [0.3, 1], -2, {"lower": 0, "upper": 10}, 109 / 30),
    ("mass at a closed upper bound", [0, 10], [0, 0.7], 10, {"lower": 0, "upper": 10}, 49 / 30),
    ("y above a closed bound", [0, 10], [0, 0.7], 11.5, {"lower": 0, "upper": 10}, 94 / 30),
    ("a repeated knot, y on it", [2, 5, 5, 8], [0, 0.2, 0.8, 1], 5, {}, 2 / 25),
    ("a repeated knot, y before", [2, 5, 5, 8], [0, 0.2, 0.8, 1], 2, {}, 62 / 25),
    ("a knot three times", [5, 5, 5], [0, 0.5, 1], 7, {}, 2.0),
    ("a flat part, y in it", [0, 1, 9, 10], [0, 0.5, 0.5, 1], 5, {}, 13 / 6),
    ("y on a knot", [0, 1, 9, 10], [0, 0.5, 0.5, 1], 1, {}, 13 / 6),
    ("F runs on to closed bounds", [2, 8], [0.25, 0.75], 5, {"lower": 0, "upper": 10}, 23 / 24),
    ("open tails stay", [2, 8], [0.25, 0.75], 5, {"lower": 0, "upper": 10, **BOTH_OPEN}, 9 / 8),
    ("y beyond an open bound", [2, 8], [0.25, 0.75], 99,
     {"lower": 0, "upper": 10, **BOTH_OPEN}, 23 / 8),
    ("knots beyond open bounds", [0, 20], [0, 1], 99, {"lower": 5, "upper": 15, **BOTH_OPEN},
     65 / 24),
    ("open above only", [0, 10], [0.2, 0.8], 10, {"lower": 0, "upper": 10, "open_upper": True},
     2.8),
    ("a range of no length", [5, 5], [0, 1], 7, {"lower": 5, "upper": 5}, 2.0),
    ("one knot, reached by a line", [3], [1], 3, {"lower": 0, "upper": 6}, 1.0),
    ("one knot of part of the mass", [3], [0.5], 3, {"lower": 0, "upper": 6}, 0.5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("x", "f", "y", "bounds", "expected"),
    [row[1:] for row in DISTANCES],
    ids=[row[0] for row in DISTANCES],
)
def test_distances_by_hand(x: Any, f: Any, y: float, bounds: Any, expected: float) -> None:
    found = crps(x, f, y, **bounds)
    assert type(found) is float
    assert found == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize(
    ("x", "f", "happened", "until", "expected"),
    [
        ([0, 100], [0, 1], 0, 100, 1 / 3),
        ([0, 100], [0, 1], 100, 100, 1 / 3),
        ([0, 100], [0, 1], 50, 100, 1 / 12),
        # Mass on the opening day counts from there on.
        ([0, 100], [0.5, 0.5], 0, 100, 0.25),
        ([0, 100], [1, 1], None, 100, 1.0),
        # The last deadline comes before the first knot, on a knot, and after the last.
        ([50, 60], [0, 1], None, 40, 0.0),
        ([50, 60], [0, 1], 20, 40, 0.5),
        ([0, 40, 60], [0, 0.5, 1], None, 40, 1 / 12),
        ([0, 10], [0, 0.5], None, 20, (10 / 12 + 2.5) / 20),
        # A repeated knot, the event on it and just before.
        ([10, 10], [0, 1], 10, 20, 0.0),
        ([10, 10], [0, 1], 5, 20, 0.25),
    ],
)
def test_dates_by_hand(x: Any, f: Any, happened: Any, until: float, expected: float) -> None:
    assert deadline_brier(x, f, happened, until) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("x", "f", "known", "chance"),
    [
        ([0, 100], [0, 0.5], {"interval": (0, 100)}, 0.5),
        ([0, 100], [0, 0.5], {"interval": (-5, 0)}, 0.0),
        ([0, 100], [0.2, 0.5], {"interval": (-5, 0)}, 0.2),
        ([0, 100], [0.2, 0.5], {"censored_at": 0}, 0.8),
        ([0, 100], [0, 0.5], {"interval": (100, 101)}, 0.0),
        ([0, 50, 50, 100], [0, 0.1, 0.6, 0.6], {"interval": (49, 50)}, 0.502),
        ([0, 50, 50, 100], [0, 0.1, 0.6, 0.6], {"interval": (50, 51)}, 0.0),
        ([0, 50, 50, 100], [0, 0.1, 0.6, 0.6], {"censored_at": 50}, 0.4),
        ([7], [1.0], {"interval": (6, 7)}, 1.0),
    ],
)
def test_logs_of_dates_by_hand(x: Any, f: Any, known: Any, chance: float) -> None:
    expected = -math.log(chance) if chance else math.inf
    assert interval_log_loss(x, f, **known) == pytest.approx(expected, abs=1e-13)


def test_quantiles_and_intervals_at_their_edges_by_hand() -> None:
    assert pinball([2.0, 2.0, 2.0], 0.9, [2.0, 3.0, 1.0]) == pytest.approx([0.0, 0.9, 0.1])
    # An outcome on either end lies within; an interval of one point pays its distance.
    assert interval_score(2.0, 5.0, 0.5, [2.0, 5.0, 1.5]) == pytest.approx([3.0, 3.0, 5.0])
    assert interval_score(4.0, 4.0, 0.9, [4.0, 5.0]) == pytest.approx([0.0, 20.0])
    # All quantiles at one place: twice the mean of the levels, or of what they leave.
    levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    assert wis(levels, [3.0] * 5, [3.0, 4.0, 1.0]) == pytest.approx([0.0, 1.0, 2.0])
    # Levels without a median, and one level in the tail.
    assert wis([0.1, 0.9], [1.0, 3.0], 4.0) == pytest.approx(0.3 + 0.9)
    assert wis([0.9], [3.0], 1.0) == pytest.approx(0.4)


def test_no_forecast_gives_no_score_by_any_rule() -> None:
    none, rows = np.empty(0), np.empty((0, 3))
    index = np.empty(0, dtype=int)
    found = [
        *(rule(none, none) for rule in (brier, log_loss, spherical_loss)),
        *(rule(rows, index) for rule in (brier, log_loss, spherical_loss, rps)),
        crps([0, 1], [0, 1], none),
        crps(rows, rows, none, 0, 1),
        deadline_brier(rows, rows, 1.0, 2.0),
        interval_log_loss(rows, rows, censored_at=1.0),
        crps_family("normal", (0.0, 1.0), none),
        pinball(none, 0.5, none),
        interval_score(none, none, 0.5, none),
        wis([0.1, 0.5, 0.9], rows, none),
        metaculus_baseline(none, "binary", none),
        metaculus_baseline(rows, "ordinal", index),
        metaculus_baseline(rows, "numeric", index),
        metaculus_peer(none),
    ]
    assert [np.shape(one) for one in found] == [(0,)] * len(found)


@pytest.mark.parametrize("kind", [np.float32, np.float16, np.int8, np.uint8, np.int64, bool])
def test_other_kinds_of_numbers_score_as_floats(kind: Any) -> None:
    p, y = np.array([0, 1, 1, 0], dtype=kind), np.array([0, 1, 0, 1])
    for rule in (brier, log_loss, spherical_loss):
        assert rule(p, y).tolist() == rule(p.astype(float), y).tolist()
        assert rule(p, y.astype(kind)).tolist() == rule(p, y).tolist()
        assert rule(p, y).dtype == np.float64
    x = np.array([0, 1], dtype=kind)
    assert crps(x, x, x[1]) == crps([0.0, 1.0], [0.0, 1.0], 1.0)
    assert deadline_brier(x, x, 1, 2) == deadline_brier([0.0, 1.0], [0.0, 1.0], 1.0, 2.0)
    assert pinball(x, 0.25, x[::-1]).tolist() == [0.25, 0.75]  # type: ignore[union-attr]


def test_float32_keeps_the_digits_it_has() -> None:
    p = np.array([0.1, 0.7], dtype=np.float32)
    for rule in (brier, log_loss, spherical_loss):
        assert rule(p, [1, 0]).tolist() == rule(p.astype(float), [1, 0]).tolist()


@pytest.mark.parametrize("y", [0, 1])
def test_one_class_alone_and_ties_are_scored_row_by_row(y: int) -> None:
    p = np.array([0.3, 0.3, 0.9, 0.3])
    for rule in (brier, log_loss, spherical_loss):
        assert rule(p, [y] * 4).tolist() == [rule(float(one), y) for one in p]
