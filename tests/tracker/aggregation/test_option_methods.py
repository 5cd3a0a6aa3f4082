"""Aggregates over options: worked rows, what two options share with a chance, what rules out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import log_pool, log_pool_floored
from tracker.aggregation.option_methods import (
    StandingOptions,
    each_option,
    extremized_pool,
    floored_log_pool_of,
    linear_pool_of,
    log_pool_of,
)
from tracker.aggregation.paths import METHODS, Standing

OPTION_METHODS = {
    **{name: each_option(METHODS[name]) for name in ("median", "trimmed", "recency", "mean")},
    "linear": linear_pool_of,
    "log": log_pool_of,
    "floored": floored_log_pool_of,
    "extremized": extremized_pool(lambda at_us: np.full(len(at_us), 1.7)),
}
each = pytest.mark.parametrize("name", OPTION_METHODS)
row = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3).map(
    lambda x: [p / math.fsum(x) for p in x]
)


def now(p: Any, offered: Any = None) -> StandingOptions:
    """Return members 0, 1, ... who say the rows p, shape (n, m, K), one after the other."""
    values = np.array(p, dtype=float)
    n, m, k = values.shape
    member = np.repeat(np.arange(n)[:, np.newaxis], m, axis=1)
    on_offer = np.ones((m, k), dtype=bool) if offered is None else np.array(offered)
    return StandingOptions(np.zeros(m, dtype=int), member, member, values, on_offer)


THREE = [[[0.5, 0.3, 0.2]], [[0.2, 0.5, 0.3]], [[0.1, 0.2, 0.7]]]


def test_worked_by_hand() -> None:
    # Medians .2, .3 and .3 sum to .8; means .8/3, 1/3, .4; products .01, .03, .042.
    roots = np.array([0.01, 0.03, 0.042]) ** (1 / 3)
    expected = {
        "median": np.array([0.2, 0.3, 0.3]) / 0.8,
        "mean": np.array([0.8, 1.0, 1.2]) / 3,
        "trimmed": np.array([0.8, 1.0, 1.2]) / 3,  # of three, a fifth is nobody
        "linear": np.array([0.8, 1.0, 1.2]) / 3,
        "log": roots / roots.sum(),
        "floored": roots / roots.sum(),
        "extremized": np.array([0.8, 1.0, 1.2]) ** 1.7 / (0.8**1.7 + 1 + 1.2**1.7),
        # .481, .728 and 1 of 2.209: half is reached at .2, at .3 and at .3.
        "recency": np.array([0.2, 0.3, 0.3]) / 0.8,
    }
    assert expected.keys() == OPTION_METHODS.keys()
    for name, value in expected.items():
        assert OPTION_METHODS[name](now(THREE)) == pytest.approx(value[np.newaxis]), name


@each
@given(p=st.lists(row, min_size=1, max_size=5), q=st.lists(row, min_size=1, max_size=5))
def test_rows_sum_to_one_and_do_not_depend_on_their_neighbours(
    name: str, p: list[list[float]], q: list[list[float]]
) -> None:
    n = min(len(p), len(q))
    one, other = ([[x] for x in rows[:n]] for rows in (p, q))
    both = np.concatenate([one, other], axis=1)
    alone = OPTION_METHODS[name](now(one))
    assert OPTION_METHODS[name](now(both))[0].tolist() == alone[0].tolist()
    assert alone.sum() == pytest.approx(1.0, abs=1e-12)
    assert (alone >= 0.0).all()


@pytest.mark.parametrize(
    ("name", "chance"),
    [("median", "median"), ("trimmed", "trimmed"), ("recency", "recency"), ("linear", "mean"),
     ("log", "geometric"), ("floored", "geometric-floored")],
)  # fmt: skip
@given(p=st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6))
def test_two_options_are_a_chance_and_its_counterpart(
    name: str, chance: str, p: list[float]
) -> None:
    found = OPTION_METHODS[name](now([[[x, 1 - x]] for x in p]))
    member = np.arange(len(p))[:, np.newaxis]
    alone = METHODS[chance](Standing(np.zeros(1, dtype=int), member, member, np.array(p)[:, None]))
    assert found[0] == pytest.approx([alone[0], 1 - alone[0]], abs=1e-12)


@each
@given(p=row, n=st.integers(1, 6))
def test_members_who_agree_are_not_moved_but_by_an_exponent(
    name: str, p: list[float], n: int
) -> None:
    found = OPTION_METHODS[name](now([[p]] * n))[0]
    powers = np.array(p) ** (1.7 if name == "extremized" else 1.0)
    assert found == pytest.approx(powers / powers.sum(), abs=1e-12)


@given(p=st.lists(row, min_size=1, max_size=6))
def test_the_pools_are_those_of_single_instants(p: list[list[float]]) -> None:
    standing = now([[x] for x in p])
    assert log_pool_of(standing)[0] == pytest.approx(log_pool(p), abs=1e-12)
    assert floored_log_pool_of(standing)[0] == pytest.approx(log_pool_floored(p), abs=1e-12)


def test_members_each_certain_of_another_option_have_no_median_but_a_mean() -> None:
    apart = now([[[1, 0, 0]], [[0, 1, 0]], [[0, 0, 1]]])
    assert OPTION_METHODS["median"](apart) == pytest.approx(np.full((1, 3), 1 / 3))


def test_who_rules_an_option_out_leaves_the_log_pool_undefined() -> None:
    certain = now([[[0.0, 1.0]], [[0.999, 0.001]]])
    with pytest.raises(ValueError, match="probability 0"):
        log_pool_of(certain)
    assert floored_log_pool_of(certain)[0] == pytest.approx([0.5, 0.5], abs=1e-3)
    assert extremized_pool(lambda at_us: np.zeros(len(at_us)))(now([[[0.0, 1.0]]])).tolist() == [
        [0.0, 1.0]
    ]


def test_an_option_that_is_not_on_offer_takes_no_part_in_the_log_pool() -> None:
    offered = [[True, True, False]]
    found = log_pool_of(now([[[0.2, 0.8, 0.0]], [[0.4, 0.4, 0.2]]], offered))
    # What is left of the second is a half each; odds 1/4 and 1: their root 1/2.
    assert found[0] == pytest.approx([1 / 3, 2 / 3, 0.0])
    floored = floored_log_pool_of(now([[[0.2, 0.8, 0.0]], [[0.4, 0.4, 0.2]]], offered))
    assert floored[0] == pytest.approx([1 / 3, 2 / 3, 0.0])
    linear = linear_pool_of(now([[[0.2, 0.8, 0.0]], [[0.4, 0.4, 0.2]]], offered))
    assert linear[0] == pytest.approx([0.3, 0.6, 0.1])  # as it was said, and scored so


def test_each_instant_has_its_own_offer_and_exponent() -> None:
    both = now([[[0.2, 0.8, 0.0], [0.2, 0.3, 0.5]]], [[True, True, False], [True] * 3])
    assert log_pool_of(both) == pytest.approx(np.array([[0.2, 0.8, 0.0], [0.2, 0.3, 0.5]]))
    moments = replace(both, at_us=np.array([0, 2]))
    found = extremized_pool(lambda at_us: at_us.astype(float))(moments)
    assert found[0] == pytest.approx([0.5, 0.5, 0.0])
    assert found[1] == pytest.approx(np.array([0.04, 0.09, 0.25]) / 0.38)
