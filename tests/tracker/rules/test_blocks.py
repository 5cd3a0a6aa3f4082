"""Many forecasts at once score as they do one by one, and what is wrong is named by its place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tracker.rules import brier, crps, deadline_brier, log_loss, rps, spherical_loss
from tracker.rules.blocks import BLOCK_VALUES, blocks, checked_blocks

RNG = np.random.default_rng(7)
N = 2 * BLOCK_VALUES + 3
EDGES = (0, BLOCK_VALUES - 1, BLOCK_VALUES, 2 * BLOCK_VALUES - 1, 2 * BLOCK_VALUES, N - 1)
P = RNG.integers(0, 101, N) / 100
Y = (RNG.random(N) < P).astype(np.int8)
of_chances = pytest.mark.parametrize("rule", [brier, log_loss, spherical_loss])


@pytest.mark.parametrize("rows", [0, 1, 4, 5, 8, 9])
def test_blocks_hold_every_row_once(rows: int) -> None:
    parts = list(blocks(rows, BLOCK_VALUES // 4))
    assert len(parts) == max(1, -(-rows // 4))
    assert [row for part in parts for row in range(rows)[part]] == list(range(rows))


def test_a_row_longer_than_a_block_is_one() -> None:
    assert list(blocks(2, 10 * BLOCK_VALUES)) == [slice(0, 1), slice(1, 2)]


@of_chances
def test_rows_beyond_the_first_block_score_as_they_do_alone(rule: Any) -> None:
    found = rule(P, Y)
    assert found.shape == (N,)
    assert [found[k] for k in EDGES] == [rule(float(P[k]), int(Y[k])) for k in EDGES]


@of_chances
def test_a_fraction_in_one_block_leaves_the_bits_of_whole_outcomes(rule: Any) -> None:
    mixed = Y.astype(np.float64)
    mixed[BLOCK_VALUES + 1] = 0.25
    others = np.arange(N) != BLOCK_VALUES + 1
    assert np.array_equal(rule(P, mixed)[others], rule(P, Y)[others])


@pytest.mark.parametrize("rule", [brier, log_loss, spherical_loss, rps])
def test_rows_of_options_beyond_the_first_block_score_as_they_do_alone(rule: Any) -> None:
    p = RNG.dirichlet([1.0, 1.0, 1.0], N)
    y = RNG.integers(0, 3, N)
    found = rule(p, y)
    step = BLOCK_VALUES // 3
    for k in (0, step - 1, step, 2 * step, N - 1):
        assert found[k] == rule(p[[k]], y[[k]])[0]


@of_chances
def test_one_outcome_and_plain_lists_serve_many(rule: Any) -> None:
    assert np.array_equal(rule(P.tolist(), 1), rule(P, np.ones(N, dtype=bool)))


@of_chances
@pytest.mark.parametrize("at", [3, BLOCK_VALUES + 5, N - 1])
def test_the_first_wrong_entry_is_named_by_its_place_in_the_whole(rule: Any, at: int) -> None:
    wrong = P.copy()
    wrong[at], wrong[-1] = 1.5, np.nan
    with pytest.raises(ValueError, match=rf"p\[{at}\] is {wrong[at]}: a probability lies"):
        rule(wrong, Y)
    bad = Y.copy()
    bad[at] = 2
    with pytest.raises(ValueError, match=rf"y\[{at}\] is 2: an outcome is"):
        rule(P, bad)
    with pytest.raises(ValueError, match=rf"y has shape \({at},\); \({N},\) fits p"):
        rule(P, Y[:at])
    with pytest.raises(ValueError, match=rf"y has shape \({N + 1},\); \({N},\) fits p"):
        rule(P, np.append(Y, 1))


class Torn(np.ndarray):
    """Numbers that are mended while they are read: a part of them shows what all no longer do."""

    def __getitem__(self, part: Any) -> Any:
        """Return the part as it was before."""
        return np.asarray(self)[part] + 1.0


def test_what_was_wrong_in_a_block_alone_is_no_less_refused() -> None:
    p = np.full(3, 0.5).view(Torn)
    with pytest.raises(ValueError, match=r"p\[0\] is 1\.5: a probability lies"):
        list(checked_blocks(p, np.ones(3)))


def test_a_row_of_options_that_does_not_sum_is_named_by_its_place_in_the_whole() -> None:
    p = np.full((N, 2), 0.5)
    p[BLOCK_VALUES, 1] = 0.4
    with pytest.raises(ValueError, match=rf"p\[{BLOCK_VALUES}\] sums to 0\.9"):
        rps(p, np.zeros(N, dtype=int))


def test_distributions_beyond_the_first_block_score_as_they_do_alone_and_are_named() -> None:
    n = BLOCK_VALUES // 2
    f = np.sort(RNG.random((n, 5)), axis=1)
    x, y = np.arange(5.0), RNG.random(n) * 4
    ranged, dated = np.asarray(crps(x, f, y, -1.0, 5.0)), np.asarray(deadline_brier(x, f, 2.5, 6.0))
    for k in (0, BLOCK_VALUES // 5 - 1, BLOCK_VALUES // 5, n - 1):
        assert ranged[k] == crps(x, f[k], y[k], -1.0, 5.0)
        assert dated[k] == deadline_brier(x, f[k], 2.5, 6.0)
    f[n - 2, 3] = np.nan
    for call in (lambda: crps(x, f, y), lambda: deadline_brier(x, f, 2.5, 6.0)):
        with pytest.raises(ValueError, match=rf"F\[{n - 2}, 3\] is nan: a height is a finite"):
            call()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_each_outcome_and_each_range_may_have_its_own_row(rows: int) -> None:
    x, f = np.array([2.0, 4.0]), np.array([0.0, 1.0])
    y, low = np.linspace(0.0, 9.0, rows), np.linspace(-1.0, 2.0, rows)
    found = np.asarray(crps(x, f, y, low, 8.0))
    assert found.tolist() == [crps(x, f, a, b, 8.0) for a, b in zip(y, low, strict=True)]
