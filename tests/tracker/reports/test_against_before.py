"""The change since the period before, held to a regression worked out in matrices."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tracker.reports.against_before import interval


def by_regression(d: np.ndarray, later: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Return the 90% interval of the slope of d on a period dummy, clustered (CR1 without k)."""
    x = np.column_stack([np.ones(len(d)), later])
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ d
    left = d - x @ beta
    meat = np.zeros((2, 2))
    names = np.unique(group)
    for name in names:
        score = x[group == name].T @ left[group == name]
        meat += np.outer(score, score)
    count = len(names)
    error = np.sqrt(count / (count - 1) * (bread @ meat @ bread)[1, 1])
    half = stats.t.ppf(0.95, count - 1) * error
    return beta[1] - half, beta[1] + half


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_the_slope_of_a_regression_on_the_period(seed: int) -> None:
    random = np.random.default_rng(seed)
    after, past = random.normal(0.1, 0.2, 25), random.normal(0.0, 0.3, 40)
    now, before = random.integers(0, 15, 25), random.integers(8, 30, 40)  # some in both
    later = np.r_[np.ones(25), np.zeros(40)]
    expected = by_regression(np.r_[after, past], later, np.r_[now, before])
    assert interval(after, now, past, before) == pytest.approx(expected, abs=1e-12)


def test_under_eight_clusters_in_either_there_is_none() -> None:
    many, few = np.linspace(0, 1, 20), np.linspace(0, 1, 7)
    assert interval(many, np.arange(20), few, np.arange(7)) == (None, None)
    assert interval(few, np.arange(7), many, np.arange(20)) == (None, None)
    assert None not in interval(many, np.arange(20), np.r_[few, 1.0], np.arange(20, 28))
