"""The order of the leaderboard: no rank that the intervals do not bear."""

from __future__ import annotations

from itertools import combinations, permutations
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
        skill_over=9,
    )  # fmt: skip


def names(*rows: Standing) -> list[str]:
    return [row.forecaster for row in ordered(rows)]


def test_apart_it_is_by_shrunk_and_overlapping_by_name() -> None:
    best, next_, worst = (
        standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2),
        standing("ana", 0.25, 0.15, 0.25),
    )  # fmt: skip
    assert names(worst, next_, best) == ["zoe", "ana", "ben"]


def test_who_can_be_told_apart_stands_in_that_order_whoever_overlaps_both() -> None:
    # By shrunk zoe, ben, ana. Ben lies apart from zoe; ana's interval, wide, overlaps both.
    zoe, ben = standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2)
    assert names(zoe, ben) == ["zoe", "ben"]
    assert names(zoe, ben, standing("ana", 0.3, -0.1, 0.35)) == ["ana", "zoe", "ben"]
    # Cho overlaps zoe alone, and lies apart from ben, who is the better one.
    assert names(zoe, ben, standing("cho", 0.3, 0.35, 0.5)) == ["zoe", "ben", "cho"]


def test_a_chain_of_overlaps_is_no_reason_to_put_the_worst_first() -> None:
    rows = [standing(name, k / 10, -k, -k + 1.5) for k, name in enumerate("zyxwvut")]
    assert names(*rows) == list("yzwxuvt")


def test_one_without_an_interval_cannot_be_told_from_anybody() -> None:
    zoe, ben = standing("zoe", 0.1, 0.3, 0.4), standing("ben", 0.2, 0.1, 0.2)
    assert names(zoe, ben, standing("ana", 0.15, None, None)) == ["ana", "zoe", "ben"]


interval = st.one_of(
    st.none(), st.tuples(st.integers(0, 9), st.integers(0, 3)).map(lambda x: (x[0], x[0] + x[1]))
)


@given(st.lists(st.tuples(st.integers(0, 9), interval), min_size=1, max_size=6), st.data())
def test_it_is_the_first_by_the_alphabet_of_all_orders_that_the_intervals_bear(
    drawn: list[Any], data: st.DataObject
) -> None:
    letters = data.draw(st.permutations("abcdef"))
    rows = [
        standing(name, shrunk / 10, *((None, None) if ends is None else (ends[0], ends[1])))
        for name, (shrunk, ends) in zip(letters, drawn, strict=False)
    ]
    borne = [order for order in permutations(rows) if bears(order)]
    assert names(*rows) == min([row.forecaster for row in order] for order in borne)


def bears(order: tuple[Standing, ...]) -> bool:
    """Return whether of any two rows that can be told apart the better one stands first."""
    return not any(
        one.low is not None
        and other.low is not None
        and one.high is not None
        and other.high is not None
        and (one.low > other.high or other.low > one.high)
        and (one.shrunk, one.forecaster) > (other.shrunk, other.forecaster)
        for one, other in combinations(order, 2)
    )
