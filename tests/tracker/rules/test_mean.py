"""The mean of rules over many forecasts against exact sums, and its edges."""

from __future__ import annotations

import math
import os
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from tracker.rules import brier, crps, log_loss, mean_loss, rps, spherical_loss
from tracker.rules import mean as room
from tracker.rules.blocks import BLOCK_VALUES

RNG = np.random.default_rng(11)
RULES = (brier, log_loss, spherical_loss)


@pytest.mark.parametrize("n", [1, 2, BLOCK_VALUES, BLOCK_VALUES + 1, 3 * BLOCK_VALUES - 1])
def test_it_is_the_exact_mean_to_the_last_digits_and_the_same_for_each_rule_alone(n: int) -> None:
    p = RNG.integers(1, 100, n) / 100
    y = (RNG.random(n) < p).astype(np.int8)
    together = mean_loss(RULES, p, y)
    for rule, mean in zip(RULES, together, strict=True):
        assert mean == pytest.approx(math.fsum(rule(p, y)) / n, rel=1e-14)
        assert mean == mean_loss(rule, p, y)
        assert type(mean) is float


def test_the_same_rows_give_the_same_bits_however_they_are_held() -> None:
    n = BLOCK_VALUES + 77
    p, y = RNG.random(n), RNG.random(n) < 0.5
    spread = np.empty((n, 3))
    spread[:, 1] = p
    means = {
        mean_loss(RULES, p, y),
        mean_loss(RULES, spread[:, 1], y.astype(np.float64)),
        mean_loss(RULES, p.tolist(), y.astype(np.int64)),
        mean_loss(RULES, p, y, np.ones(n)),
    }
    assert len(means) == 1


def test_it_gives_the_number_of_the_scikit_learn_manual() -> None:
    # scikit-learn 1.9.1, brier_score_loss, first example of its manual page, and its weights.
    p, y = [0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]
    assert mean_loss(brier, p, y) == pytest.approx(0.0375, abs=1e-16)
    theirs = brier_score_loss(y, p, sample_weight=[1.0, 2.0, 3.0, 0.5])
    assert mean_loss(brier, p, y, [1.0, 2.0, 3.0, 0.5]) == pytest.approx(theirs, abs=1e-16)


def test_rows_of_options_and_one_outcome_for_all() -> None:
    p = np.array([[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]])
    found = mean_loss((rps, brier), p, [2, 0])
    assert found == (pytest.approx(rps(p, [2, 0]).mean()), pytest.approx(brier(p, [2, 0]).mean()))
    assert mean_loss(log_loss, [0.5, 0.25], 1) == pytest.approx(1.5 * math.log(2))


def test_a_wrong_certainty_makes_the_log_loss_infinite_unless_its_weight_is_0() -> None:
    assert mean_loss((brier, log_loss), [1.0, 0.5], [0, 1]) == (0.625, math.inf)
    assert mean_loss(log_loss, [1.0, 0.5], [0, 1], [0.0, 3.0]) == math.log(2)


def peak_bytes(work: Callable[[], object]) -> int:
    """Return how much more memory there was at the worst moment than before."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_forecasts() -> None:
    n = 1_000_000
    p, y = RNG.random(n), RNG.integers(0, 2, n, dtype=np.int8)
    weights, narrow = np.ones(n), p.astype(np.float32)
    least = 16 * BLOCK_VALUES * 8
    assert peak_bytes(lambda: mean_loss(RULES, p, y)) < least
    assert peak_bytes(lambda: mean_loss(RULES, narrow, y, weights)) < least
    for rule in RULES:
        assert peak_bytes(lambda rule=rule: rule(p, y)) < 8 * n + least  # type: ignore[misc]


@given(
    p=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9),
    r=st.lists(st.floats(0.0, 1.0), min_size=9, max_size=9),
    w=st.lists(st.floats(0.01, 100.0), min_size=9, max_size=9),
)
def test_weights_and_fractions_by_the_plain_formula(
    p: list[float], r: list[float], w: list[float]
) -> None:
    y, weights = r[: len(p)], w[: len(p)]
    losses = brier(p, y).tolist()
    plain = math.fsum(a * b for a, b in zip(weights, losses, strict=True)) / math.fsum(weights)
    assert mean_loss(brier, p, y, weights) == pytest.approx(plain, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((brier, [], []), r"p has shape \(0,\): a mean needs one row"),
        ((brier, 0.5, 1), r"p has shape \(\): a mean needs one row"),
        ((brier, [0.5, 1.5], [1, 1]), r"p\[1\] is 1\.5"),
        ((brier, [0.5, 0.5], [1]), r"y has shape \(1,\)"),
        ((rps, [0.5, 0.5], [1, 1]), "ordered options need a row for each"),
        ((brier, [0.5], [1], [1.0, 1.0]), r"weights has shape \(2,\); \(1,\) fits p"),
        ((brier, [0.5, 0.5], [1, 1], [1.0, -1.0]), r"weights\[1\] is -1\.0: a weight"),
        ((brier, [0.5], [1], [math.nan]), r"weights\[0\] is nan"),
        ((brier, [0.5], [1], [math.inf]), r"weights\[0\] is inf"),
        ((brier, [0.5], [1], [0.0]), "weights are all 0"),
        ((crps, [0.5], [1]), "crps is no rule of p and y: give brier, log_loss"),
    ],
)
def test_what_has_no_mean_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        mean_loss(*arguments)


@pytest.mark.parametrize("processors", [1, 2, 3, 99])
def test_how_many_processors_share_the_blocks_changes_no_bit_and_no_message(
    monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    rng = np.random.default_rng(7)
    size = 5 * BLOCK_VALUES + 11
    p, weights = rng.random(size), rng.random(size)
    y = rng.random(size) < p
    alone = mean_loss(RULES, p, y), mean_loss(RULES, p, y, weights)
    monkeypatch.setattr(room, "WORTH_THREADS", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    assert (mean_loss(RULES, p, y), mean_loss(RULES, p, y, weights)) == alone
    p[[2 * BLOCK_VALUES + 1, 4 * BLOCK_VALUES + 7]] = np.nan
    with pytest.raises(ValueError, match=rf"p\[{2 * BLOCK_VALUES + 1}\] is nan"):
        mean_loss(RULES, p, y)


def test_the_first_wrong_entry_is_named_by_its_place_in_the_whole() -> None:
    p = np.full(BLOCK_VALUES + 9, 0.5)
    p[BLOCK_VALUES + 2] = np.nan
    with pytest.raises(ValueError, match=rf"p\[{BLOCK_VALUES + 2}\] is nan"):
        mean_loss(RULES, p, 1)
