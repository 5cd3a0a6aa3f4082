"""The order of the leaderboard: no rank that the intervals do not bear."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tracker.reports.standings import Standing, ordered


def standing(name: str, shrunk: float, low: float | None, high: float | None) -> Standing:
    skill = 0.0 if low is None or high is None else (low + high) / 2
    return Standing(
        forecaster=name, kind="person", questions=9, clusters=9, coverage=1.0, hindsight=0.0,
        brier=shrunk, log_loss=0.5, skill_base=None, skill_uniform=skill, peer=0.0,
        adjusted=shrunk, shrunk=shrunk, low=low, high=high, verdict="", against="coin",
    )  # fmt: skip


def names(*rows: Standing) -> list[str]:
    return [row.forecaster for row in ordered(rows)]


def test_apart_it_is_by_shrunk_and_overlapping_by_name() -> None:
    best, next_, worst = (
        standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2),
        standing("ana", 0.25, 0.15, 0.25),
    )  # fmt: skip
    assert names(worst, next_, best) == ["zoe", "ana", "ben"]


def test_one_that_overlaps_an_earlier_one_is_not_placed_behind_it_for_that() -> None:
    # By shrunk zoe, ben, ana. Ben lies apart from zoe; ana's interval, wide, overlaps both.
    zoe, ben = standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2)
    assert names(zoe, ben) == ["zoe", "ben"]
    assert names(zoe, ben, standing("ana", 0.3, -0.1, 0.35)) == ["ana", "ben", "zoe"]
    # And one that overlaps the first alone takes those between with it.
    assert names(zoe, ben, standing("cho", 0.3, 0.35, 0.5)) == ["ben", "cho", "zoe"]


def test_one_without_an_interval_cannot_be_told_from_anybody() -> None:
    zoe, ben = standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2)
    assert names(zoe, ben, standing("ana", 0.15, None, None)) == ["ana", "ben", "zoe"]


interval = st.one_of(
    st.none(), st.tuples(st.integers(0, 9), st.integers(0, 3)).map(lambda x: (x[0], x[0] + x[1]))
)


@given(st.lists(st.tuples(st.integers(0, 9), interval), min_size=1, max_size=8), st.data())
def test_whoever_stands_first_against_the_alphabet_can_be_told_apart(
    drawn: list[Any], data: st.DataObject
) -> None:
    letters = data.draw(st.permutations("abcdefgh"))
    rows = [
        standing(name, shrunk / 10, *((None, None) if ends is None else (ends[0], ends[1])))
        for name, (shrunk, ends) in zip(letters, drawn, strict=False)
    ]
    found = ordered(rows)
    assert sorted(row.forecaster for row in found) == sorted(row.forecaster for row in rows)
    for one, other in combinations(found, 2):
        if one.forecaster > other.forecaster:
            assert one.low is not None
            assert other.low is not None
            assert one.high is not None
            assert other.high is not None
            assert one.low > other.high or other.low > one.high
            assert one.shrunk is not None
            assert other.shrunk is not None
            assert one.shrunk <= other.shrunk
