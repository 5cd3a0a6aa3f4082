"""Weights and exponents from the past: the formulas no look ahead, and whether it pays."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import (
    PastScores,
    extremize,
    fitted_exponent,
    geometric_mean_of_odds,
    mean,
    performance_weights,
)

Array = np.ndarray[Any, np.dtype[Any]]


def past(rows: list[tuple[float, int, int, int, int]]) -> PastScores:
    """Return the scores of rows (loss, forecaster, question, cluster, known_us)."""
    columns = np.array(rows, dtype=float).reshape(-1, 5).T
    return PastScores(columns[0], *(column.astype(np.int64) for column in columns[1:]))


def all_answered(loss: Array) -> PastScores:
    """Return the scores of a table of losses, shape (questions, forecasters), known at 0."""
    questions, forecasters = loss.shape
    question, forecaster = (axis.ravel() for axis in np.indices(loss.shape))
    assert len(question) == questions * forecasters
    return PastScores(loss.ravel(), forecaster, question, question, np.zeros(loss.size, dtype=int))


def test_weights_by_hand() -> None:
    # Two questions, mean losses .2 and .4, m = .3, k = 10: prior 3.
    # Forecaster 0: (.6 + 3) / (.4 + 3); 1: (.2 + 3) / (.1 + 3) on question 0 with .1 and .3 ...
    rows = [(0.1, 0, 0, 0, 5), (0.3, 1, 0, 0, 5), (0.3, 0, 1, 1, 6), (0.5, 2, 1, 1, 6)]
    weight = performance_weights(past(rows), [0, 1, 2, 9], at_us=7, prior_questions=10)
    expected = [3.6 / 3.4, 3.2 / 3.3, 3.4 / 3.5, 1.0]
    assert weight == pytest.approx(np.array(expected) / sum(expected))


def test_a_cluster_counts_as_one_question() -> None:
    # Questions 0 and 1 are nested; each counts half.
    rows = [(0.0, 0, q, 7, 0) for q in (0, 1)] + [(0.4, 1, q, 7, 0) for q in (0, 1)]
    grouped = performance_weights(past(rows), [0, 1], at_us=1)
    alone = performance_weights(past([rows[0], rows[2]]), [0, 1], at_us=1)
    assert grouped == pytest.approx(alone)
    apart = [(*row[:3], row[2], 0) for row in rows]
    assert performance_weights(past(apart), [0, 1], at_us=1)[0] > grouped[0]


def test_hard_questions_are_no_fault() -> None:
    # Forecaster 2 answered only hard questions, as well as the others there.
    rows = [(0.1, f, q, q, 0) for q in range(20) for f in (0, 1)]
    rows += [(0.5, f, q, q, 0) for q in range(20, 40) for f in (0, 1, 2)]
    assert performance_weights(past(rows), [0, 1, 2], at_us=1) == pytest.approx([1 / 3] * 3)


def test_what_was_not_known_before_the_instant_has_no_say() -> None:
    rows = [(0.1, 0, 0, 0, 10), (0.3, 1, 0, 0, 10), (0.9, 0, 1, 1, 20), (0.0, 1, 1, 1, 20)]
    assert performance_weights(past(rows), [0, 1], at_us=10).tolist() == [0.5, 0.5]
    for at_us in (11, 20):
        at = performance_weights(past(rows), [0, 1], at_us)
        assert at.tolist() == performance_weights(past(rows[:2]), [0, 1], at_us).tolist()
        assert at[0] > 0.5
    assert performance_weights(past(rows), [0, 1], at_us=21)[0] < 0.5


def test_without_anything_to_compare_weights_are_equal() -> None:
    alone = [(0.3, 0, 0, 0, 0), (0.1, 1, 1, 1, 0)]
    perfect = [(0.0, 0, 0, 0, 0), (0.0, 1, 0, 0, 0)]
    for rows in ([], alone, perfect):
        assert performance_weights(past(rows), [0, 1], at_us=1).tolist() == [0.5, 0.5]
    assert performance_weights(past([]), [4], at_us=1).tolist() == [1.0]


@given(n=st.integers(0, 200), good=st.floats(0.01, 0.2), bad=st.floats(0.2, 0.9))
def test_the_past_moves_weights_as_far_as_there_is_of_it(n: int, good: float, bad: float) -> None:
    weight = performance_weights(
        all_answered(np.array([[good, bad]] * n or [[0.1, 0.1]])), [0, 1], 1
    )
    assert weight.sum() == pytest.approx(1.0)
    assert weight[0] >= weight[1] - 1e-12
    ratio = weight[0] / weight[1]
    middle = (good + bad) / 2
    assert ratio == pytest.approx((n * bad + 30 * middle) / (n * good + 30 * middle))
    assert ratio <= bad / good + 1e-9


@given(data=st.data(), scale=st.floats(0.1, 10.0))
def test_order_names_and_unit_do_not_matter(data: st.DataObject, scale: float) -> None:
    pairs = data.draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), min_size=1, unique=True)
    )
    rows = [(data.draw(st.floats(0.01, 1.0)), f, q, q // 2, q) for f, q in pairs]
    one = performance_weights(past(rows), [0, 1, 2, 3], at_us=5)
    moved = [(scale * loss, 9 - f, 80 - 3 * q, 70 - g, at) for loss, f, q, g, at in rows]
    order = data.draw(st.permutations(moved))
    assert performance_weights(past(order), [9, 8, 7, 6], at_us=5) == pytest.approx(one, abs=1e-9)


def crowd(rng: np.random.Generator, n: int, noise: Array) -> tuple[Array, Array]:
    """Draw what forecasters say of n questions, by noise in their log odds, and what happened."""
    odds = rng.normal(0.0, 1.5, n)
    y = rng.random(n) < 1 / (1 + np.exp(-odds))
    said = 1 / (1 + np.exp(-odds[:, np.newaxis] - noise * rng.normal(size=(n, len(noise)))))
    return said, y


def test_weights_from_the_past_pay_where_skills_differ_and_cost_little_where_not() -> None:
    gain: dict[str, list[float]] = {"unequal": [], "equal": []}
    for seed in range(20):
        rng = np.random.default_rng(seed)
        for name, noise in (("unequal", [0.2, 0.3, 2.0, 2.5, 3.0]), ("equal", [1.5] * 5)):
            said, y = crowd(rng, 600, np.array(noise))
            loss = (said - y[:, np.newaxis]) ** 2
            weight = performance_weights(all_answered(loss[:100]), range(5), 1)  # type: ignore[arg-type]
            new, happened = said[100:], y[100:]
            pooled = np.array([(mean(row), mean(row, weight)) for row in new])
            brier = ((pooled - happened[:, np.newaxis]) ** 2).mean(axis=0)
            gain[name].append(brier[0] - brier[1])
    assert np.mean(gain["unequal"]) > 0.002, f"{gain=}"
    assert min(gain["unequal"]) > 0.0, f"{gain=}"
    assert abs(np.mean(gain["equal"])) < 0.0005, f"{gain=}"


def test_the_exponent_by_hand() -> None:
    # All say .7, odds 7/3. a = 2 says 49/58; it is the answer when what happened exceeds that by
    # (2 - 1) / .4^2 over 100 times the log odds.
    share = 49 / 58 + 1 / 0.4**2 / (100 * math.log(7 / 3))
    assert fitted_exponent([0.7] * 100, [share] * 100, [0] * 100, 1) == pytest.approx(2.0)
    share = 49 / 58 + 1 / 0.8**2 / (100 * math.log(7 / 3))
    found = fitted_exponent([0.7] * 100, [share] * 100, [0] * 100, 1, prior_sd=0.8)
    assert found == pytest.approx(2.0)
    # As often as stated: 1.
    assert fitted_exponent([0.7] * 100, [1] * 70 + [0] * 30, [0] * 100, 1) == pytest.approx(1.0)


def test_the_exponent_is_where_the_penalised_loss_is_least() -> None:
    said, y = crowd(np.random.default_rng(3), 80, np.array([0.7]))
    p = said[:, 0]
    found = fitted_exponent(p, y, np.zeros(80), 1)

    def penalised(a: float) -> float:
        q = np.asarray(extremize(p, a))
        return float(-np.log(np.where(y, q, 1 - q)).sum() + (a - 1) ** 2 / (2 * 0.4**2))

    assert penalised(found) < min(penalised(found - 0.01), penalised(found + 0.01))


def test_a_few_questions_near_one_half_tell_nothing_of_the_exponent() -> None:
    assert fitted_exponent([0.55] * 10, [1] * 10, [0] * 10, 1) == pytest.approx(1.14, abs=0.01)
    assert fitted_exponent([0.55] * 10, [0] * 10, [0] * 10, 1) == pytest.approx(0.82, abs=0.01)


def test_a_past_that_misleads_says_a_half() -> None:
    assert fitted_exponent([0.9] * 500, [0] * 500, [0] * 500, 1) == 0.0
    assert fitted_exponent([0.9], [0], [0], 1) > 0.5


def test_nothing_known_or_nothing_said_leaves_it_one() -> None:
    assert fitted_exponent([], [], [], 1) == 1.0
    assert fitted_exponent([0.9], [1], [5], 5) == 1.0
    assert fitted_exponent([0.5] * 9, [1] * 9, [0] * 9, 1) == 1.0


def test_the_exponent_looks_at_nothing_known_later() -> None:
    p, y, known = [0.7, 0.8, 0.3, 0.9], [1, 1, 0, 0], [1, 2, 3, 9]
    early = fitted_exponent(p, y, known, 9)
    assert early == fitted_exponent(p[:3], y[:3], known[:3], 9) > 1.0
    assert fitted_exponent(p, y, known, 10) < early


def test_questions_of_one_group_count_as_one() -> None:
    one = fitted_exponent([0.7, 0.4], [1, 0], [0, 0], 1)
    grouped = fitted_exponent([0.7, 0.7, 0.4, 0.4], [1, 1, 0, 0], [0] * 4, 1, groups=[1, 1, 2, 2])
    assert grouped == pytest.approx(one)
    assert fitted_exponent([0.7, 0.7, 0.4, 0.4], [1, 1, 0, 0], [0] * 4, 1) > grouped


@given(data=st.data())
def test_right_draws_it_up_and_wrong_down(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 8))
    p = data.draw(st.lists(st.floats(0.55, 0.7), min_size=n, max_size=n))
    y = data.draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    k = data.draw(st.integers(0, n - 1))
    right, wrong = ([*y[:k], happened, *y[k + 1 :]] for happened in (1, 0))
    assert fitted_exponent(p, right, [0] * n, 1) > fitted_exponent(p, wrong, [0] * n, 1)
    turned = fitted_exponent([1 - x for x in p], [1 - x for x in y], [0] * n, 1)
    assert turned == pytest.approx(fitted_exponent(p, y, [0] * n, 1), abs=1e-9)


def test_the_fitted_exponent_pays_for_a_timid_crowd_and_leaves_a_calibrated_one() -> None:
    timid, calibrated, gain = [], [], []
    for seed in range(20):
        said, y = crowd(np.random.default_rng(seed), 500, np.zeros(1))
        p, past_y, known = said[:150, 0], y[:150], np.zeros(150)
        calibrated.append(fitted_exponent(p, past_y, known, 1))
        half = np.asarray(extremize(said[:, 0], 0.5))
        timid.append(fitted_exponent(half[:150], past_y, known, 1))
        sharper = np.asarray(extremize(half[150:], timid[-1]))
        gain.append(np.mean((half[150:] - y[150:]) ** 2 - (sharper - y[150:]) ** 2))
    assert np.mean(calibrated) == pytest.approx(1.0, abs=0.1), f"{calibrated=}"
    assert 1.4 < np.mean(timid) < 2.1, f"{timid=}"
    assert min(gain) > 0.0, f"{gain=}"


def test_weights_and_exponent_together() -> None:
    weight = performance_weights(past([]), [0, 1], at_us=0)
    pooled = geometric_mean_of_odds([0.2, 0.8], weight)
    assert extremize(pooled, fitted_exponent([], [], [], 0)) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: performance_weights(past([(-0.1, 0, 0, 0, 0)]), [0], 1), "negative or not finite"),
        (lambda: performance_weights(past([(math.inf, 0, 0, 0, 0)]), [0], 1), "not finite"),
        (lambda: performance_weights(past([(math.nan, 0, 0, 0, 0)]), [0], 1), "not finite"),
        (lambda: performance_weights(past([]), [], 1), "at least one member"),
        (lambda: performance_weights(past([]), [0], 1, 0.0), "prior_questions above 0"),
        (
            lambda: performance_weights(
                PastScores(np.zeros(2), *(np.zeros(1, dtype=int) for _ in range(4))), [0], 1
            ),
            "all of one length",
        ),
        (lambda: fitted_exponent([0.2, 1.0], [0, 1], [0, 0], 1), "p holds 0 or 1"),
        (lambda: fitted_exponent([0.2], [0, 1], [0], 1), "y has shape"),
        (lambda: fitted_exponent([0.2], [0], [0, 1], 1), r"p has shape \(1,\), but instants"),
        (lambda: fitted_exponent([0.2], [0], [0], 1, groups=[1, 2]), "groups have"),
        (lambda: fitted_exponent([0.2], [0], [0], 1, prior_sd=0.0), "prior_sd is 0"),
        (lambda: fitted_exponent([1.2], [0], [0], 1), r"p\[0\] is 1\.2"),
    ],
)
def test_a_past_that_is_not_well_formed_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
