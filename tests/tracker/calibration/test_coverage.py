"""The coverage of central intervals, counted."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.calibration import central_coverage, wilson
from tracker.comparison import clustered_mean


def test_a_central_interval_is_open_below_and_closed_above() -> None:
    half, wide = central_coverage([0.25, 0.2500001, 0.75, 0.76, 0.05, 0.95, 0.0, 1.0])
    assert (half.level, half.inside, half.n) == (0.5, 2, 8)
    assert (wide.level, wide.inside) == (0.9, 5)
    assert (half.low, half.high) == wilson(2, 8)


def test_uniform_values_are_covered_as_often_as_meant() -> None:
    u = np.random.default_rng(1).random(20_000)
    for found in central_coverage(u, (0.5, 0.8, 0.9)):
        assert found.share == pytest.approx(found.level, abs=4 * 0.0035)


def test_clusters_take_the_interval_of_a_clustered_mean() -> None:
    u, groups = np.linspace(0.01, 0.99, 40), np.arange(40) // 4
    found = central_coverage(u, (0.5,), groups)[0]
    theirs = clustered_mean((u > 0.25) & (u <= 0.75), groups)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    few = central_coverage(u, (0.5,), groups % 3)[0]
    assert few.reason == "3 of the 8 clusters that an interval needs"
    assert few.low is None
    assert few.share == found.share


def test_edges() -> None:
    nothing = central_coverage([])[0]
    assert (nothing.share, nothing.reason) == (None, "there are no outcomes")
    with pytest.raises(ValueError, match=r"level is 1\.0"):
        central_coverage([0.5], (1.0,))
    with pytest.raises(ValueError, match=r"p\[0\] is 2.0"):
        central_coverage([2.0])
