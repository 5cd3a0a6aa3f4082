"""Clustered means and verdicts against independent arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tracker.comparison import clustered_mean, verdict

Array = np.ndarray[Any, np.dtype[Any]]

# The 97.5% points of Student's t in printed tables, by degrees of freedom.
T_975 = {1: 12.7062, 7: 2.3646, 9: 2.2622, 19: 2.0930}


def interval_by_hand(d: list[float], groups: list[int], t: float) -> tuple[float, float]:
    """Return mean -+ t sqrt(G/(G-1) sum of squared cluster sums) / n, one loop after another."""
    n, mean = len(d), sum(d) / len(d)
    clusters = sorted(set(groups))
    squares = 0.0
    for cluster in clusters:
        inside = sum(d[j] - mean for j in range(n) if groups[j] == cluster)
        squares += inside * inside
    half = t * math.sqrt(len(clusters) / (len(clusters) - 1) * squares) / n
    return mean - half, mean + half


def test_the_interval_is_the_formula_by_hand() -> None:
    d = [0.1, -0.2, 0.3, 0.05, 0.0, 0.4, -0.1, 0.2, 0.15, 0.3, -0.05, 0.25]
    groups = [4, 4, 4, 1, 2, 3, 5, 5, 6, 7, 8, 9]
    found = clustered_mean(d, groups)
    assert found.clusters == 9
    assert found.n == 12
    low, high = interval_by_hand(d, groups, 2.306004135)  # t(8), 97.5%
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_eight_clusters_by_hand_with_the_printed_t() -> None:
    # Four pairs of +1 and -1: mean 0, sum of squares 8, so half = t(7) sqrt(8/7 * 8) / 8.
    found = clustered_mean([1.0, -1.0] * 4)
    assert found.high == pytest.approx(T_975[7] * math.sqrt(8 / 7 * 8) / 8, rel=3e-5)
    assert found.low == -found.high  # type: ignore[operator]


def test_on_single_questions_it_is_the_t_interval_of_scipy() -> None:
    d = np.random.default_rng(3).normal(0.02, 0.1, 25)
    for level in (0.8, 0.95):
        theirs = stats.ttest_1samp(d, 0.0).confidence_interval(level)
        found = clustered_mean(d, level=level)
        assert found.low == pytest.approx(theirs.low)
        assert found.high == pytest.approx(theirs.high)


def test_under_eight_clusters_there_is_no_interval_and_the_reason_says_so() -> None:
    groups = [0, 0, 0, 1, 2, 3, 4, 5, 6]
    found = clustered_mean([0.1] * 9, groups)
    assert (found.low, found.high, found.n, found.clusters) == (None, None, 9, 7)
    assert found.mean == pytest.approx(0.1)
    assert found.reason == "7 of the 8 clusters that an interval needs"
    assert verdict(found.low, found.high) == "cannot tell"
    assert clustered_mean([0.1] * 9, [*groups[:-1], 7]).reason == found.reason
    assert clustered_mean([0.1] * 9, [*groups[:-2], 7, 8]).clusters == 7
    assert clustered_mean([0.1] * 9, [0, 0, 1, 2, 3, 4, 5, 6, 7]).reason is None


def test_one_question_has_a_mean_and_no_interval() -> None:
    found = clustered_mean([0.25], least_clusters=1)
    assert (found.mean, found.low) == (0.25, None)
    assert found.reason == "1 of the 2 clusters that an interval needs"


def test_an_infinite_mean_has_no_interval() -> None:
    found = clustered_mean([math.inf] + [0.0] * 9)
    assert (found.mean, found.low, found.reason) == (math.inf, None, "the mean is infinite")


@pytest.mark.parametrize(
    ("d", "groups", "level", "message"),
    [
        ([], None, 0.95, "at least one"),
        ([[0.1]], None, 0.95, r"d has shape \(1, 1\)"),
        ([0.1, math.nan], None, 0.95, "d holds nan"),
        ([math.inf, -math.inf], None, 0.95, "infinities of both signs"),
        ([0.1, 0.2], [0], 0.95, r"groups has shape \(1,\)"),
        ([0.1, 0.2], [0.0, 1.0], 0.95, "of integers"),
        ([0.1, 0.2], None, 1.0, "level is 1.0"),
    ],
)
def test_what_has_no_clustered_mean_is_refused(
    d: Any, groups: Any, level: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        clustered_mean(d, groups, level)


values = st.lists(st.floats(-1.0, 1.0), min_size=8, max_size=30)


@given(d=values, data=st.data())
def test_order_and_names_of_groups_do_not_matter(d: list[float], data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.integers(0, 12), min_size=len(d), max_size=len(d)))
    order = data.draw(st.permutations(range(len(d))))
    one = clustered_mean(d, groups)
    other = clustered_mean([d[k] for k in order], [100 - 7 * groups[k] for k in order])
    assert one.clusters == other.clusters == len(set(groups))
    assert (one.low is None) == (other.low is None) == (one.clusters < 8)
    for a, b in ((one.mean, other.mean), (one.low or 0.0, other.low or 0.0)):
        assert a == pytest.approx(b, abs=1e-9)


@given(d=values, shift=st.floats(-1.0, 1.0), factor=st.floats(0.1, 10.0))
def test_the_interval_moves_and_stretches_with_the_values(
    d: list[float], shift: float, factor: float
) -> None:
    one, other = clustered_mean(d), clustered_mean(shift + factor * np.array(d))
    assert other.low == pytest.approx(shift + factor * one.low, abs=1e-8)  # type: ignore[operator]


@given(d=values)
def test_the_same_questions_twice_in_one_cluster_say_nothing_new(d: list[float]) -> None:
    once = clustered_mean(d)
    twice = clustered_mean(d * 2, list(range(len(d))) * 2)
    assert twice.low == pytest.approx(once.low, abs=1e-9)
    assert twice.high == pytest.approx(once.high, abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [
        (0.01, 0.02, "better"),
        (-0.02, -0.01, "worse"),
        (-0.01, 0.01, "cannot tell"),
        (0.0, 0.01, "cannot tell"),
        (-0.01, 0.0, "cannot tell"),
        (None, None, "cannot tell"),
    ],
)
def test_the_verdict_needs_the_whole_interval_on_one_side(
    low: float | None, high: float | None, says: str
) -> None:
    assert verdict(low, high) == says


def brier_advantage(rng: np.random.Generator, clusters: int) -> tuple[Array, Array]:
    """Draw Brier differences of two forecasters, one noisier, on groups with one shared outcome."""
    group = np.repeat(np.arange(clusters), rng.integers(1, 6, clusters))
    p = rng.beta(1, 3, clusters)[group]
    y = rng.random(clusters)[group] < p
    odds = np.log(p / (1 - p))
    near, far = (1 / (1 + np.exp(-odds - s * rng.normal(size=len(p)))) for s in (0.3, 1.0))
    return (far - y) ** 2 - (near - y) ** 2, group


def percentile_bootstrap(rng: np.random.Generator, d: Array, group: Array) -> Array:
    """Return the 95% percentile interval of 300 resamples of the clusters."""
    sums, sizes = np.bincount(group, weights=d), np.bincount(group)
    draws = rng.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), 300)
    return np.quantile((draws @ sums) / (draws @ sizes), [0.025, 0.975])


def test_the_t_interval_covers_where_a_bootstrap_of_few_clusters_does_not() -> None:
    truth = brier_advantage(np.random.default_rng(0), 400_000)[0].mean()
    covered: dict[int, tuple[float, float]] = {}
    for clusters in (2, 8, 20):
        rng, hits = np.random.default_rng(1), np.zeros(2)
        for _ in range(600):
            d, group = brier_advantage(rng, clusters)
            ours = clustered_mean(d, group, least_clusters=2)
            low, high = percentile_bootstrap(rng, d, group)
            hits += (ours.low <= truth <= ours.high, low <= truth <= high)
        covered[clusters] = (hits[0] / 600, hits[1] / 600)
    printed = f"coverage of a 95% interval by clusters, (t, bootstrap): {covered}"
    # 600 runs: one standard error is 0.01 near 0.93 and 0.02 near 0.5.
    assert all(ours >= 0.9 for ours, _ in covered.values()), printed
    assert covered[2][1] < 0.55, printed
    assert covered[8][1] < 0.9, printed
    assert all(ours > theirs + 0.015 for ours, theirs in covered.values()), printed


def rarely_far_off(rng: np.random.Generator, n: int) -> Array:
    """Draw differences of mean 0, a twentieth of them 6.5 standard deviations of the rest up."""
    return np.asarray(rng.normal(size=n) + 6.5 * ((rng.random(n) < 0.05) - 0.05))


def test_a_percentile_bootstrap_covers_half_at_two_clusters_and_86_percent_at_twenty() -> None:
    # Where the t interval covers .94 and .90.
    runs, printed = 4000, {2: (0.94, 0.49), 20: (0.90, 0.86)}
    for clusters, expected in printed.items():
        rng, hits = np.random.default_rng(9), np.zeros(2)
        for _ in range(runs):
            d = rarely_far_off(rng, clusters)
            ours = clustered_mean(d, least_clusters=2)
            low, high = percentile_bootstrap(rng, d, np.arange(clusters))
            hits += (ours.low <= 0.0 <= ours.high, low <= 0.0 <= high)
        for covered, stated in zip(hits / runs, expected, strict=True):
            error = math.sqrt(stated * (1 - stated) / runs)
            # Half a unit of the two digits printed, and three standard errors of 4,000 runs.
            assert covered == pytest.approx(stated, abs=0.005 + 3 * error), f"{clusters}: {hits}"


def test_eight_is_where_a_small_interval_begins() -> None:
    d = [0.01, 0.02, 0.015, 0.012, 0.018, 0.02, 0.011, 0.013]
    assert verdict(clustered_mean(d).low, clustered_mean(d).high) == "better"
    seven = clustered_mean(d[:7])
    assert verdict(seven.low, seven.high) == "cannot tell"
