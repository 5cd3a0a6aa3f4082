"""Aggregates over time: worked instants, what is the same alone as among others, no look ahead."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
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
    geometric_mean_of_odds_floored,
    mean,
    median,
    performance_weights,
    recency_weighted_median,
    trimmed_mean,
)
from tracker.aggregation.paths import (
    DAY_US,
    METHODS,
    PastStatements,
    Standing,
    by_exponent,
    by_performance,
    instants,
    standing,
)

Array = np.ndarray[Any, np.dtype[Any]]

SCALAR: dict[str, Callable[[Any], float]] = {
    "median": median,
    "mean": mean,
    "trimmed": lambda p: trimmed_mean(p, 0.2),
    "geometric": geometric_mean_of_odds,
    "geometric-floored": geometric_mean_of_odds_floored,
    "recency": recency_weighted_median,
}
each = pytest.mark.parametrize("name", METHODS)
chance = st.one_of(st.sampled_from([0.001, 0.2, 0.5]), st.floats(0.001, 0.999))


def at(p: Any, at_us: Any = None, since_us: Any = None) -> Standing:
    """Return members 0, 1, ... who say p, shape (n, m), and spoke one after the other."""
    values = np.array(p, dtype=float)
    member = np.repeat(np.arange(len(values))[:, np.newaxis], values.shape[1], axis=1)
    moments = np.zeros(values.shape[1], dtype=int) if at_us is None else np.array(at_us)
    return Standing(moments, member, member if since_us is None else np.array(since_us), values)


def integers(*values: int) -> Array:
    return np.array(values, dtype=np.int64)


def test_every_method_by_hand() -> None:
    now = at([[0.1], [0.2], [0.3], [0.8], [0.9]])
    # Odds 1/9, 1/4, 3/7, 4 and 9: the fifth root of 3/7.
    odds = (3 / 7) ** 0.2
    # Weights e^(sqrt i - sqrt 5): .290, .440, .604, .790, 1; the sum is 3.124, its half reached at
    # .8, where .1 to .3 have 1.334 of it and .8 makes 2.124.
    expected = {
        "median": 0.3, "mean": 0.46, "trimmed": (0.2 + 0.3 + 0.8) / 3,
        "geometric": odds / (1 + odds), "geometric-floored": odds / (1 + odds), "recency": 0.8,
    }  # fmt: skip
    assert expected.keys() == METHODS.keys()
    for name, value in expected.items():
        assert METHODS[name](now) == pytest.approx([value], abs=1e-12), name


def test_a_certainty_leaves_the_geometric_mean_undefined_and_its_floored_variant_defined() -> None:
    now = at([[0.0], [0.999]])
    with pytest.raises(ValueError, match="a member says 0: with 0 or 1"):
        METHODS["geometric"](now)
    assert METHODS["geometric-floored"](now) == pytest.approx([0.5])


@each
@given(
    columns=st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(chance, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_an_instant_has_the_same_bits_alone_and_as_a_list(
    name: str, columns: list[list[float]]
) -> None:
    together = METHODS[name](at(np.array(columns).T))
    alone = [METHODS[name](at([[p] for p in column]))[0] for column in columns]
    assert together.tolist() == alone
    assert alone == [SCALAR[name](column) for column in columns]


@each
@given(p=chance, n=st.integers(1, 40))
def test_unanimous_members_are_not_moved(name: str, p: float, n: int) -> None:
    assert METHODS[name](at([[p]] * n)).tolist() == [p]


@each
@given(p=st.lists(chance, min_size=1, max_size=12), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_members_are_listed_does_not_matter(
    name: str, p: list[float], seed: Any
) -> None:
    """Also where several spoke at one instant: what counts is when, not who came first."""
    since = sorted(seed.randrange(3) for _ in p)
    rows = list(zip(since, p, strict=True))
    mixed = sorted(seed.sample(rows, len(rows)), key=lambda row: row[0])
    first, second = (
        METHODS[name](at([[q] for _, q in said], since_us=[[t] for t, _ in said]))
        for said in (rows, mixed)
    )
    assert first.tolist() == second.tolist()


def test_members_who_spoke_together_share_their_weights() -> None:
    # Apart, the newest member of all weighs most; together all weigh alike.
    four = [[0.8], [0.7], [0.5], [0.6]]
    assert METHODS["recency"](at(four)).tolist() == [0.6]
    assert METHODS["recency"](at(four, since_us=[[0]] * 4)) == pytest.approx([0.65])


def test_instants_are_those_at_which_a_member_changes() -> None:
    # .. 0-4, 2-6 and 4-9: someone changes at 0, 2, 4 and 6, and the end is at 9.
    found, daily = instants(integers(0, 2, 4), integers(4, 6, 9), ends_us=9)
    assert (found.tolist(), daily) == ([0, 2, 4, 6], False)


def test_above_the_limit_an_aggregate_is_computed_once_a_day() -> None:
    start = np.arange(0, 3 * DAY_US, DAY_US // 4) + 5
    end = start + DAY_US // 4
    found, daily = instants(start, end, 3 * DAY_US, most=12)
    assert (len(found), daily) == (12, False)
    found, daily = instants(start, end, 3 * DAY_US, most=11)
    assert (found.tolist(), daily) == ([5, DAY_US + 5, 2 * DAY_US + 5], True)


def test_who_stands_comes_longest_first_and_each_instant_once() -> None:
    start, end, since = integers(0, 2, 4), integers(4, 6, 9), integers(0, -3, 4)
    blocks = list(standing(start, end, since, integers(0, 2, 4, 6, 9)))
    assert [(place.tolist(), rows.T.tolist()) for place, rows in blocks] == [
        ([4], [[]]),  # nobody
        ([0, 3], [[0], [2]]),
        ([1, 2], [[1, 0], [1, 2]]),  # what was said at -3 stands longest
    ]


def test_many_stretches_are_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    start = np.arange(50)
    spans = (start, start + 7, start, np.arange(60))
    whole = {place: row for places, rows in standing(*spans)
             for place, row in zip(places.tolist(), rows.T.tolist(), strict=True)}  # fmt: skip
    monkeypatch.setattr("tracker.aggregation.paths.BLOCK", 60)
    parts = {place: row for places, rows in standing(*spans)
             for place, row in zip(places.tolist(), rows.T.tolist(), strict=True)}  # fmt: skip
    assert parts == whole
    assert sorted(whole) == list(range(60))


def scores(rows: list[tuple[float, int, int, int]]) -> PastScores:
    """Return the scores of rows (loss, forecaster, question, known_us)."""
    loss, forecaster, question, known = np.array(rows, dtype=float).reshape(-1, 4).T
    codes = (forecaster, question, question, known)
    return PastScores(loss, *(column.astype(np.int64) for column in codes))


PAST = [(0.0, 0, 0, 5), (0.4, 1, 0, 5), (0.5, 0, 1, 8), (0.1, 1, 1, 8)]


def test_weights_by_performance_are_those_known_before_each_instant() -> None:
    p = [[0.2, 0.2, 0.2, 0.2], [0.8, 0.8, 0.8, 0.8]]
    at_us = [5, 6, 8, 9]
    found = by_performance(scores(PAST), integers(0, 1))(at(p, at_us))
    expected = [
        mean([0.2, 0.8], performance_weights(scores(PAST), [0, 1], moment)) for moment in at_us
    ]
    assert found == pytest.approx(expected, abs=1e-15)
    assert found[0] == 0.5  # known at 5 is not known before 5
    # After 5: means .2, k m = 30 (.2) = 6, weights 6.2/6 and 6.2/6.4.
    weights = np.array([6.2 / 6.0, 6.2 / 6.4])
    assert found[1] == pytest.approx((weights @ [0.2, 0.8]) / weights.sum())
    assert found[1] < 0.5
    assert found[2] == found[1]


def test_who_has_no_past_and_who_is_listed_last_finds_the_own_weight() -> None:
    now = replace(at([[0.8], [0.2]], [6]), member=np.array([[1], [7]]))
    found = by_performance(scores(PAST), integers(7, 1, 0, 7))(now)
    weights = performance_weights(scores(PAST), [1, 7], 6)
    assert found == pytest.approx([mean([0.8, 0.2], weights)])


@given(
    later=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 2), st.integers(2, 9), st.integers(6, 20)),
        max_size=20, unique_by=lambda row: (row[1], row[2]),
    )
)  # fmt: skip
def test_an_outcome_known_later_changes_no_earlier_weight(
    later: list[tuple[float, int, int, int]],
) -> None:
    rows = [*PAST, *((loss, who, q, 100 * q + 6) for loss, who, q, _ in later)]
    now = at([[0.2] * 3, [0.8] * 3, [0.3] * 3], [5, 6, 8])
    members = integers(0, 1, 2)
    known = by_performance(scores(PAST), members)(now)
    assert by_performance(scores(rows), members)(now).tolist() == known.tolist()


def said(rows: list[tuple[float, float, int, int]]) -> PastStatements:
    p, y, cluster, known = np.array(rows, dtype=float).reshape(-1, 4).T
    return PastStatements(p, y, cluster.astype(np.int64), known.astype(np.int64))


def test_exponents_are_those_known_before_each_instant() -> None:
    rows = [(0.7, 1.0, q, q // 10) for q in range(40)]
    p = [[0.6] * 5, [0.8] * 5]
    at_us = [0, 1, 2, 3, 99]
    found = by_exponent(said(rows))(at(p, at_us))
    columns = np.array(rows).T
    expected = []
    for moment in at_us:
        a = fitted_exponent(columns[0], columns[1], columns[3], moment)
        expected.append(extremize(0.7, a))
    assert found == pytest.approx(expected, abs=1e-12)
    assert found[0] == pytest.approx(0.7)
    assert all(a < b for a, b in pairwise(found))


@given(later=st.lists(st.tuples(chance, st.booleans()), max_size=20))
def test_an_outcome_known_later_changes_no_earlier_exponent(
    later: list[tuple[float, bool]],
) -> None:
    rows = [(0.7, 1.0, q, q) for q in range(5)]
    more = [*rows, *((p, float(y), 50 + i, 5 + i) for i, (p, y) in enumerate(later))]
    now = at([[0.6] * 3], [0, 3, 5])
    assert by_exponent(said(more))(now).tolist() == by_exponent(said(rows))(now).tolist()


def test_one_group_is_one_question_to_the_exponent() -> None:
    siblings = said([(0.7, 1.0, 3, 0)] * 5)
    alone = said([(0.7, 1.0, 3, 0)])
    now = at([[0.7]], [9])
    assert by_exponent(siblings)(now) == pytest.approx(by_exponent(alone)(now))
    apart = said([(0.7, 1.0, q, 0) for q in range(5)])
    assert by_exponent(apart)(now)[0] > by_exponent(siblings)(now)[0]
    assert math.isclose(by_exponent(said([]))(now)[0], 0.7)
