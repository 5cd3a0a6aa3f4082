"""Peer points over time: alone, joining, leaving, and who counts as one of the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.scoring.peer import ONE, advantage, crowd, integrals, limited_logs

if TYPE_CHECKING:
    from tests.tracker.scoring.conftest import Paper

LN_2 = math.log(2)


def peer(paper: Paper, policy: str) -> dict[str, float]:
    return {who: scores.metaculus_peer for who, scores in paper.scores(policy).items()}


def test_two_who_stand_all_the_time(paper: Paper) -> None:
    # 100 (ln .8 - ln .4) = 100 ln 2.
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("ben", 0, 0.4)
    for policy in ("scheduled", "open", "last", "before-close:7d"):
        expected = {"ana": 100 * LN_2, "ben": -100 * LN_2}
        assert peer(paper, policy) == pytest.approx(expected, abs=1e-12)


def test_a_no_turns_the_chances_round(paper: Paper) -> None:
    paper.ask(outcome=0.0)
    paper.say("ana", 0, 0.2)
    paper.say("ben", 0, 0.6)
    assert peer(paper, "last") == pytest.approx({"ana": 100 * LN_2, "ben": -100 * LN_2})


def test_alone_there_are_no_points(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.999)
    for policy in ("scheduled", "open", "last"):
        assert peer(paper, policy) == {"ana": 0.0}


def test_who_joins_half_way_counts_from_then(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("ben", 5, 0.4)
    assert peer(paper, "scheduled") == pytest.approx({"ana": 50 * LN_2, "ben": -50 * LN_2})
    assert peer(paper, "open") == pytest.approx({"ana": 50 * LN_2, "ben": -100 * LN_2})
    assert peer(paper, "before-close:7d")["ana"] == 0.0
    assert math.isnan(peer(paper, "before-close:7d")["ben"])


def test_who_joins_and_leaves_changes_the_mean_while_there(paper: Paper) -> None:
    # Days 0-4: .8 against .4. Days 4-6 also .2: ana against the mean of ln .4 and ln .2, which is
    # ln .8 - 1.5 ln 2; ben, ln .4, against the mean of ln .8 and ln .2, which is ln .4; cho, ln .2,
    # against the mean of ln .8 and ln .4, which is ln .2 + 1.5 ln 2. Days 6-10 as at first.
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("ben", 0, 0.4)
    paper.say("cho", 4, 0.2, until=6)
    whole = {"ana": 0.8 + 0.2 * 1.5, "ben": -0.8, "cho": -0.2 * 1.5}
    expected = {who: 100 * LN_2 * share for who, share in whole.items()}
    assert peer(paper, "scheduled") == pytest.approx(expected, abs=1e-12)
    assert peer(paper, "open")["cho"] == pytest.approx(-150 * LN_2, abs=1e-12)
    at_5 = {"ana": 150 * LN_2, "ben": 0.0, "cho": -150 * LN_2}
    assert peer(paper, "before-close:5d") == pytest.approx(at_5, abs=1e-12)
    assert peer(paper, "last")["ana"] == pytest.approx(100 * LN_2, abs=1e-12)


def test_a_change_and_a_leave_at_the_same_instant_leave_no_gap(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("ben", 0, 0.4, until=5)
    paper.say("ben", 5, 0.4)
    assert peer(paper, "scheduled")["ana"] == pytest.approx(100 * LN_2, abs=1e-12)


def test_baselines_are_scored_and_are_nobodys_peer(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("ben", 0, 0.4)
    paper.say("coin", 0, 0.2, peer=False)
    found = peer(paper, "scheduled")
    assert found["ana"] == pytest.approx(100 * LN_2, abs=1e-12)
    assert found["ben"] == pytest.approx(-100 * LN_2, abs=1e-12)
    assert found["coin"] == pytest.approx(-150 * LN_2, abs=1e-12)  # against both
    assert peer(paper, "last") == pytest.approx(found, abs=1e-12)


def test_a_baseline_that_comes_and_goes_while_the_others_stay_counts_for_that_time(
    paper: Paper,
) -> None:
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("coin", 2, 0.4, peer=False, until=5)
    assert peer(paper, "scheduled") == pytest.approx({"ana": 0.0, "coin": -30 * LN_2}, abs=1e-12)


def test_who_has_baselines_alone_beside_has_no_points(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.8)
    paper.say("coin", 0, 0.5, peer=False)
    paper.say("base-rate", 0, 0.1, peer=False)
    found = peer(paper, "open")
    assert found["ana"] == 0.0
    assert found["coin"] == pytest.approx(100 * math.log(0.5 / 0.8), abs=1e-12)


def test_who_says_the_same_as_the_only_other_has_no_points_to_the_last_bit(paper: Paper) -> None:
    paper.ask()
    paper.say("coin", 0, 0.3, peer=False)  # before anybody else and longer
    paper.say("ana", 2, 0.3, until=8)
    assert peer(paper, "scheduled") == peer(paper, "open") == {"coin": 0.0, "ana": 0.0}


def test_certainties_are_limited_as_part_of_the_definition(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 1.0)
    paper.say("ben", 0, 0.0)
    best = 100 * math.log(0.999 / 0.001)
    assert peer(paper, "last") == pytest.approx({"ana": best, "ben": -best})


def test_a_fractional_outcome_mixes_the_points_and_not_the_chances(paper: Paper) -> None:
    # r S(p, 1) + (1 - r) S(p, 0) with r = 1/4, .8 against .4.
    paper.ask(outcome=0.25)
    paper.say("ana", 0, 0.8)
    paper.say("ben", 0, 0.4)
    points = 100 * (0.25 * math.log(0.8 / 0.4) + 0.75 * math.log(0.2 / 0.6))
    for policy in ("scheduled", "open", "last"):
        expected = {"ana": points, "ben": -points}
        assert peer(paper, policy) == pytest.approx(expected, abs=1e-12)


def test_each_question_has_its_own_others(paper: Paper) -> None:
    paper.ask("q")
    paper.ask("r")
    paper.say("ana", 0, 0.8, on="q")
    paper.say("ben", 0, 0.4, on="r")
    assert peer(paper, "scheduled") == {"ana": 0.0}


def test_the_crowd_at_an_instant() -> None:
    starts, ends = np.array([0, 10, 10]), np.array([20, 20, 15])
    found = crowd(starts, ends, [-1, -2, -4])
    assert [found.at(at) for at in (-1, 0, 9, 10, 14, 15, 19, 20, 99)] == [
        (0, 0), (1, -1), (1, -1), (3, -7), (3, -7), (2, -3), (2, -3), (0, 0), (0, 0),
    ]  # fmt: skip
    assert crowd(starts[:0], ends[:0], []).at(5) == (0, 0)


def test_each_stretch_needs_its_end() -> None:
    starts = np.array([0, 10])
    with pytest.raises(ValueError, match="shorter"):
        crowd(starts, starts[:1] + 5, [-1, -2])
    with pytest.raises(ValueError, match="shorter"):
        integrals(starts, starts[:1] + 5, [-1, -2], np.array([False, False]))


def test_an_advantage_is_over_the_others_alone() -> None:
    assert advantage(-3 * ONE, 3, -9 * ONE, among=True) == 0.0
    assert advantage(-1 * ONE, 2, -3 * ONE, among=True) == 100.0
    assert advantage(-1 * ONE, 2, -4 * ONE, among=False) == 100.0
    assert advantage(-1 * ONE, 1, -1 * ONE, among=True) == 0.0
    assert advantage(-1 * ONE, 0, 0, among=False) == 0.0


def test_logarithms_are_kept_to_the_last_bit() -> None:
    p = np.array([0.3, 0.7, 1e-9, 1.0])
    logs = limited_logs(p, np.ones(4))
    assert [log / ONE for log in logs] == np.log([0.3, 0.7, 0.001, 0.999]).tolist()
    assert limited_logs(p[:0], p[:0]) == []


@given(
    spans=st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 50), st.integers(-7 * ONE, 0)),
        min_size=1,
        max_size=8,
    ),
    data=st.data(),
)
def test_the_crowd_does_not_depend_on_the_order_of_rows(
    spans: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(spans))
    one, other = (
        crowd(
            np.array([start for start, _, _ in rows]),
            np.array([start + length for start, length, _ in rows]),
            [log for _, _, log in rows],
        )
        for rows in (spans, shuffled)
    )
    assert one == other
