"""The log pool of options: by hand, and what it keeps that the mean does not, and the reverse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.aggregation import geometric_mean_of_odds, log_pool, log_pool_floored, mean

Array = np.ndarray[Any, np.dtype[Any]]


@st.composite
def tables(draw: st.DrawFn, least_options: int = 2) -> tuple[Array, Array]:
    """Draw rows of options, none impossible, and the weights of the members."""
    n, k = draw(st.integers(1, 5)), draw(st.integers(least_options, 5))
    parts = draw(st.lists(st.integers(1, 30), min_size=n * k, max_size=n * k))
    rows = np.array(parts, dtype=float).reshape(n, k)
    weights = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    return rows / rows.sum(axis=1, keepdims=True), np.array([*weights[:-1], 1], dtype=float)


def test_worked_by_hand() -> None:
    # Products of the columns 0.5 * 0.2 = 0.1, 0.3 * 0.3 = 0.09, 0.2 * 0.5 = 0.1: their roots.
    roots = np.sqrt([0.1, 0.09, 0.1])
    assert log_pool([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]]) == pytest.approx(roots / roots.sum())
    # Weights 3 to 1 of (1/2, 1/2) and (16/17, 1/17): odds 16^(1/4) = 2.
    pooled = log_pool([[0.5, 0.5], [16 / 17, 1 / 17]], [3, 1])
    assert pooled == pytest.approx([2 / 3, 1 / 3])


@given(p=st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8))
def test_of_two_options_it_is_the_geometric_mean_of_odds(p: list[float]) -> None:
    pooled = log_pool([[1.0 - x, x] for x in p])
    assert pooled[1] == pytest.approx(geometric_mean_of_odds(p), abs=1e-12)


@given(table=tables(), data=st.data())
def test_it_is_a_distribution_whatever_the_order(
    table: tuple[Array, Array], data: st.DataObject
) -> None:
    rows, weights = table
    pooled = log_pool(rows, weights)
    assert pooled.sum() == pytest.approx(1.0, abs=1e-12)
    order = data.draw(st.permutations(range(len(rows))))
    assert log_pool(rows[order], weights[order]) == pytest.approx(pooled, abs=1e-12)
    names = data.draw(st.permutations(range(rows.shape[1])))
    assert log_pool(rows[:, names], weights) == pytest.approx(pooled[names], abs=1e-12)


@given(table=tables())
def test_of_one_mind_it_is_what_all_say(table: tuple[Array, Array]) -> None:
    rows, weights = table
    same = np.repeat(rows[:1], len(rows), axis=0)
    assert log_pool(same, weights) == pytest.approx(rows[0], abs=1e-12)


@given(table=tables(), data=st.data())
def test_to_learn_then_pool_is_to_pool_then_learn(
    table: tuple[Array, Array], data: st.DataObject
) -> None:
    # Genest (1984): the log pool is externally Bayesian. Likelihoods of the options by turns.
    rows, weights = table
    k = rows.shape[1]
    likelihood = np.array(data.draw(st.lists(st.floats(0.05, 1.0), min_size=k, max_size=k)))

    def learned(p: Array) -> Array:
        posterior = p * likelihood
        return np.asarray(posterior / posterior.sum(axis=-1, keepdims=True))

    after = learned(log_pool(rows, weights))
    assert log_pool(learned(rows), weights) == pytest.approx(after, abs=1e-12)


def merged(p: Array) -> Array:
    """Return the options with the last two made one."""
    return np.concatenate([p[..., :-2], p[..., -2:].sum(axis=-1, keepdims=True)], axis=-1)


@given(table=tables(least_options=3))
def test_the_mean_merges_options_before_or_after_alike(table: tuple[Array, Array]) -> None:
    rows, weights = table
    after = merged(np.asarray(mean(rows, weights)))
    assert mean(merged(rows), weights) == pytest.approx(after, abs=1e-12)


def test_the_log_pool_merges_alike_only_for_one_mind_and_the_mean_does_not_learn_alike() -> None:
    rows = np.array([[0.2, 0.7, 0.1], [0.2, 0.1, 0.7]])
    # Merged first, both say .2 and .8; pooled first, the split of the .8 costs: .2 / (.2 + 2 √.07).
    assert log_pool(merged(rows)) == pytest.approx([0.2, 0.8])
    assert merged(log_pool(rows))[0] == pytest.approx(0.2 / (0.2 + 2 * 0.07**0.5))
    assert merged(log_pool(rows[:1])) == pytest.approx(log_pool(merged(rows[:1])))
    likelihood = np.array([1.0, 0.5, 0.1])
    posterior = rows * likelihood / (rows * likelihood).sum(axis=1, keepdims=True)
    pooled = np.asarray(mean(rows)) * likelihood
    assert np.abs(mean(posterior) - pooled / pooled.sum()).max() > 0.05


def test_an_option_ruled_out_is_refused_or_floored_under_a_name_that_says_so() -> None:
    rows = [[0.0, 0.5, 0.5], [0.25, 0.25, 0.5]]
    with pytest.raises(ValueError, match="use log_pool_floored"):
        log_pool(rows)
    assert log_pool(rows, [0, 1]) == pytest.approx(rows[1])
    # A floor of 1/4 makes the first row (1/4, 1/2, 1/2) over 5/4.
    roots = np.sqrt([0.2 * 0.25, 0.4 * 0.25, 0.4 * 0.5])
    assert log_pool_floored(rows, 0.25) == pytest.approx(roots / roots.sum())
    assert log_pool_floored([[0.0, 1.0]]) == pytest.approx([0.001 / 1.001, 1 / 1.001])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_pool([0.5, 0.5]), r"P has shape \(2,\)"),
        (lambda: log_pool(np.empty((0, 2))), r"P has shape \(0, 2\)"),
        (lambda: log_pool([[0.5, 0.4]]), r"P\[0\] sums to 0.9"),
        (lambda: log_pool([[0.5, 0.5]], [1, 1]), "give 1 finite numbers"),
        (lambda: log_pool_floored([[0.5, 0.5]], 0.6), "floor is 0.6"),
        (lambda: log_pool_floored([[0.5, 0.5]], 0.0), "floor is 0.0"),
    ],
)
def test_what_is_no_table_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
