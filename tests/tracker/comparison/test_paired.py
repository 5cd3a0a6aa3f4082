"""Two forecasters: the e-process by hand, its promises by simulation, and what n80 asks for."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparison import clustered_mean, paired, paired_e_process, verdict

Array = np.ndarray[Any, np.dtype[Any]]

STAKES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
differences = st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=30)


def sides_by_hand(d: list[float]) -> list[tuple[float, float]]:
    """Return both sides after each difference, one product after another."""
    found = []
    for n in range(1, len(d) + 1):
        sides = []
        for sign in (1.0, -1.0):
            products = [math.prod(1.0 + stake * sign * x for x in d[:n]) for stake in STAKES]
            sides.append(sum(products) / 4)
        found.append((sides[0], sides[1]))
    return found


def test_two_differences_by_hand() -> None:
    # +1/2 then -1/4; for the first side: 33/32 * 63/64, 17/16 * 31/32, 9/8 * 15/16, 5/4 * 7/8.
    found = paired_e_process([0.5, -0.25])
    first = (33 / 32 * 63 / 64 + 17 / 16 * 31 / 32 + 9 / 8 * 15 / 16 + 5 / 4 * 7 / 8) / 4
    assert found.path == pytest.approx(((33 / 32 + 17 / 16 + 9 / 8 + 5 / 4) / 4, first))
    assert (found.e_value, found.side) == (found.path[-1], "first")
    assert (found.threshold, found.declared, found.declared_after) == (40.0, None, None)


@given(d=differences)
def test_the_path_is_the_larger_product_by_hand(d: list[float]) -> None:
    found, sides = paired_e_process(d), sides_by_hand(d)
    assert found.path == pytest.approx([max(pair) for pair in sides], rel=1e-9)
    if abs(sides[-1][0] - sides[-1][1]) > 1e-9:
        assert found.side == ("first" if sides[-1][0] > sides[-1][1] else "second")


@given(d=differences)
def test_turned_round_it_speaks_for_the_other(d: list[float]) -> None:
    one, other = paired_e_process(d), paired_e_process([-x for x in d])
    turned = {"first": "second", "second": "first", None: None}
    assert one.path == other.path
    assert one.side == turned[other.side]


@given(d=differences)
def test_a_longer_look_never_rewrites_the_path(d: list[float]) -> None:
    whole = paired_e_process(d).path
    assert paired_e_process(d[: len(d) // 2 + 1]).path == whole[: len(d) // 2 + 1]


def test_no_difference_is_no_evidence() -> None:
    found = paired_e_process([0.0] * 5)
    assert (found.path, found.side, found.declared) == ((1.0,) * 5, None, None)


def test_a_cluster_enters_once_as_its_mean_where_its_last_question_stands() -> None:
    # Cluster 7 is whole at the fourth place, after clusters 1 and 2.
    found = paired_e_process([0.9, 0.2, -0.4, 0.3, 0.5], [7, 1, 2, 7, 3])
    assert found.path == paired_e_process([0.2, -0.4, (0.9 + 0.3) / 2, 0.5]).path


def test_a_side_once_declared_stays_declared() -> None:
    # 0.5 a question for the first, 30 times, then as much for the second.
    found = paired_e_process([0.5] * 30 + [-0.5] * 90)
    after = next(n for n, pair in enumerate(sides_by_hand([0.5] * 30), 1) if pair[0] >= 40)
    assert (found.declared, found.declared_after) == ("first", after)
    assert found.side == "second"
    assert found.path[after - 1] >= 40.0 > found.path[after - 2]


def test_the_threshold_is_two_over_alpha() -> None:
    assert paired_e_process([0.1], alpha=0.1).threshold == 20.0
    d = [0.5] * 30
    assert paired_e_process(d, alpha=0.5).declared_after < (  # type: ignore[operator]
        paired_e_process(d).declared_after
    )


def test_thousands_of_questions_neither_overflow_nor_stick() -> None:
    found = paired_e_process([1.0] * 4000)
    assert (found.e_value, found.declared) == (math.inf, "first")
    # 3,000 lost stakes of 1/2 are a factor of 2^-3000; 6,000 won ones must win it back.
    assert paired_e_process([-1.0] * 3000 + [1.0] * 9000).side == "first"


def brier_pair(rng: np.random.Generator, runs: int, n: int, noise: tuple[float, float]) -> Array:
    """Draw the second's Brier loss minus the first's, shape (runs, n), by noise in log odds."""
    p = rng.beta(1.0, 2.0, (runs, n))
    y = rng.random((runs, n)) < p
    odds = np.log(p) - np.log1p(-p)
    first, second = (1 / (1 + np.exp(-odds - s * rng.normal(size=(runs, n)))) for s in noise)
    return (second - y) ** 2 - (first - y) ** 2


def declared_share(d: Array, alpha: float = 0.05) -> dict[Any, float]:
    found = [paired_e_process(row, alpha=alpha).declared for row in d]
    return {side: found.count(side) / len(found) for side in ("first", "second")}


def test_equals_looked_at_after_each_question_are_rarely_told_apart() -> None:
    # Where a t interval looked at as often tells equals apart in far more than 5% of runs.
    d = brier_pair(np.random.default_rng(1), 800, 400, (0.8, 0.8))
    for alpha in (0.05, 0.3):
        told = declared_share(d, alpha)
        assert sum(told.values()) <= alpha, f"{alpha=} {told=}"
    assert sum(declared_share(d, 0.3).values()) > 0.01
    n = np.arange(1, 401)
    mean = d.cumsum(axis=1) / n
    error = np.sqrt(((d**2).cumsum(axis=1) / n - mean**2) / np.maximum(n - 1, 1))
    naive = np.mean((np.abs(mean) > 1.96 * error)[:, 9:].any(axis=1))
    assert naive > 0.2, f"{naive=}"


def test_even_equals_with_rare_large_losses_are_rarely_told_apart() -> None:
    # The worst case for bets: +-1, fair.
    d = np.random.default_rng(2).choice([-1.0, 1.0], (800, 300))
    told = declared_share(d, 0.2)
    assert 0.01 < sum(told.values()) <= 0.2, f"{told=}"


def test_the_better_one_is_found_the_more_often_the_more_questions_there_are() -> None:
    d = brier_pair(np.random.default_rng(3), 200, 1600, (0.3, 1.2))
    power = [declared_share(d[:, :n]) for n in (100, 400, 1600)]
    shares = [share["first"] for share in power]
    assert all(a < b for a, b in pairwise(shares)), f"{power=}"
    assert shares[-1] > 0.9, f"{power=}"
    assert all(share["second"] <= 0.025 for share in power), f"{power=}"


def test_one_call_says_the_interval_the_evidence_and_the_n_that_would_tell() -> None:
    rng = np.random.default_rng(4)
    first, second, groups = rng.random(40) ** 2, rng.random(40) ** 2, np.arange(40) // 2
    found = paired(first, second, groups)
    plain = clustered_mean(second - first, groups)
    assert (found.low, found.high, found.reason) == (plain.low, plain.high, None)
    assert (found.questions, found.clusters) == (40, 20)
    assert found.difference == pytest.approx(second.mean() - first.mean())
    assert found.e_process == paired_e_process(second - first, groups)
    sd = np.std([(second - first)[k : k + 2].mean() for k in range(0, 40, 2)], ddof=1)
    assert found.n80 == math.ceil((2.8 * sd / 0.01) ** 2)
    half = paired(first, second, groups, delta=0.005).n80
    assert half == math.ceil((2.8 * sd / 0.005) ** 2)


def test_the_bet_is_on_what_counts_and_the_interval_on_all() -> None:
    rng = np.random.default_rng(12)
    first, second, groups = rng.random(12), rng.random(12), np.arange(12) // 2
    counted = np.arange(12) < 8
    found = paired(first, second, groups, counted=counted)
    assert found.e_process == paired_e_process((second - first)[:8], groups[:8])
    assert found.e_process != paired(first, second, groups).e_process
    plain = clustered_mean(second - first, groups, least_clusters=2)
    assert (found.questions, found.clusters, found.difference) == (12, 6, plain.mean)
    none = paired(first, second, groups, counted=np.zeros(12, dtype=bool)).e_process
    assert (none.e_value, none.side, none.path, none.declared) == (1.0, None, (), None)
    with pytest.raises(ValueError, match=r"counted has shape \(2,\)"):
        paired(first, second, counted=[True, False])


ORDERS = ("all known", "in order", "at the end")


def test_what_is_known_early_must_wait_for_what_was_to_end_before_it() -> None:
    # Two err alike, one .15 too high and one .15 too low. Of 200 questions that close together,
    # yes comes early and no on the last day: half-time knows about 50, each a yes. Whoever
    # says more is then "better" in 9 runs of 10, unless the bet waits for the first one not known.
    rng, told = np.random.default_rng(13), dict.fromkeys(ORDERS, 0)
    for _ in range(50):
        y = rng.random(200) < 0.5
        known = y & (rng.random(200) < 0.5)
        high, low = (0.65 - y) ** 2, (0.35 - y) ** 2
        found = paired(high[known], low[known])
        told["all known"] += found.e_process.declared == "first"
        waits = np.flatnonzero(~known)[0]
        before = np.flatnonzero(known) < waits
        waited = paired(high[known], low[known], counted=before).e_process
        told["in order"] += waited.declared is not None
        told["at the end"] += paired(high, low).e_process.declared is not None
    assert told["all known"] >= 45
    assert told["in order"] == 0
    assert told["at the end"] <= 5


def test_alpha_sets_the_interval_too() -> None:
    rng = np.random.default_rng(5)
    first, second = rng.random(20), rng.random(20)
    found = paired(first, second, alpha=0.2)
    assert found.low == clustered_mean(second - first, level=0.8).low
    assert found.e_process.threshold == 10.0


def test_n80_finds_a_difference_of_delta_in_eighty_percent_of_samples() -> None:
    rng = np.random.default_rng(6)
    d = np.clip(rng.normal(0.03, 0.1, (600, 10_000)), -1.0, 1.0)
    n80 = paired(np.zeros(5000), rng.permutation(d[0, :5000]), delta=0.03).n80
    assert n80 == pytest.approx((2.8 * 0.1 / 0.03) ** 2, rel=0.05)
    samples = [clustered_mean(row[:n80]) for row in d]
    power = np.mean([verdict(found.low, found.high) == "better" for found in samples])
    assert power == pytest.approx(0.8, abs=0.05), f"{power=}"


def test_few_questions_have_a_difference_but_no_interval() -> None:
    found = paired([0.1, 0.1], [0.2, 0.2])
    assert (found.low, found.high) == (None, None)
    assert found.reason == "2 of the 8 clusters that an interval needs"
    assert found.difference == pytest.approx(0.1)
    assert found.n80 == 0
    assert paired([0.1], [0.2]).n80 is None


@pytest.mark.parametrize(
    ("first", "second", "options", "message"),
    [
        ([0.1], [0.1, 0.2], {}, r"first has shape \(1,\) and second \(2,\)"),
        ([], [], {}, "at least one"),
        ([[0.1]], [[0.2]], {}, r"have shape \(1, 1\)"),
        ([0.0, 0.0], [0.5, 1.5], {}, "the difference in question 1 is 1.5: it must lie between"),
        ([2.0], [0.5], {}, "question 0 is -1.5"),
        ([math.inf], [math.inf], {}, "question 0 is nan"),
        ([math.nan], [0.5], {}, "question 0 is nan"),
        ([0.1], [0.2], {"alpha": 0.0}, "alpha is 0.0"),
        ([0.1], [0.2], {"alpha": math.nan}, "alpha is nan"),
        ([0.1], [0.2], {"delta": 0.0}, "delta is 0.0"),
        ([0.1], [0.2], {"groups": [0, 1]}, r"groups has shape \(2,\)"),
        ([0.1], [0.2], {"groups": [0.0]}, "of integers"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    first: Any, second: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        paired(first, second, **options)
