"""The interval of a share: Wilson's own for single votes, wider where votes hang together."""

from __future__ import annotations

import pytest

from tracker.calibration import wilson
from tracker.calibration.share_interval import share_interval

LOPSIDED = [1] * 9 + [0] * 3


def test_single_votes_give_the_interval_of_wilson() -> None:
    assert share_interval(LOPSIDED) == pytest.approx(wilson(9, 12))
    assert share_interval(LOPSIDED, [0.5] * 12) == pytest.approx(wilson(9, 12))


@pytest.mark.parametrize("outcome", [0, 1])
def test_where_all_is_alike_it_is_the_number_of_clusters_that_counts(outcome: int) -> None:
    twice = share_interval([outcome] * 20, groups=[k // 2 for k in range(20)])
    assert twice == pytest.approx(wilson(10 * outcome, 10))


def test_votes_said_twice_say_nothing_more() -> None:
    once, twice = share_interval(LOPSIDED), share_interval(LOPSIDED * 2, groups=[*range(12)] * 2)
    assert twice == pytest.approx(once)


def test_few_heavy_votes_count_for_fewer() -> None:
    light = share_interval(LOPSIDED)
    heavy = share_interval(LOPSIDED, [10.0, *[1.0] * 10, 10.0])
    assert light is not None
    assert heavy is not None
    assert heavy[1] - heavy[0] > light[1] - light[0]


def test_under_eight_clusters_there_is_none() -> None:
    assert share_interval(LOPSIDED[:7]) is None
    assert share_interval(LOPSIDED[:8]) is not None


def test_an_outcome_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"\[0\] is 0.5"):
        share_interval([0.5])
