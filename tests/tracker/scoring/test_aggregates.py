"""Aggregates as forecasters: their rows worked out by hand, and judged by the policies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tracker.aggregation import PastScores, fitted_exponent, mean, performance_weights
from tracker.scoring import DAY_US, NEVER, Policy, judge
from tracker.scoring.aggregates import (
    METHOD_NAMES,
    Past,
    PastQuestions,
    aggregates,
    certain,
    joined,
    part,
    past_scores,
    past_statements,
)

if TYPE_CHECKING:
    from tests.tracker.scoring.conftest import Paper
    from tracker.scoring.aggregates import Aggregates


def rows_of(paper: Paper, *names: str, past: Past | None = None) -> Aggregates:
    return aggregates(paper.questions(), paper.history(), names, past)


def path(found: Aggregates, method: int = 0) -> list[tuple[float, int, float | None]]:
    """Return (day, members, value) of each row, None where nobody stands."""
    values = [None if math.isnan(p) else p for p in found.p[:, method].tolist()]
    days = (found.at_us / DAY_US).tolist()
    return list(zip(days, found.members.tolist(), values, strict=True))


def whole_past(paper: Paper, learned: list[float]) -> Past:
    """Return the paper's questions as a past that may be learned from on these days."""
    every = np.arange(len(paper.asked))
    days = np.array([round(day * DAY_US) for day in learned])
    those, asked, said = PastQuestions(every, every, days), paper.questions(), paper.history()
    (judged,) = judge(asked, said, [Policy.parse("scheduled")])
    return Past(past_scores(judged, those), past_statements(asked, said, those))


def test_a_path_moves_whenever_a_member_changes(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", -3, 0.2)  # stands from the opening
    paper.say("ben", 1, 0.6, until=7)  # expires
    paper.say("cai", 2, 0.7, until=4)  # retires
    paper.say("ana", 5, 0.4)
    paper.say("ana", 8, None)  # withdraws
    paper.say("ben", 10, 0.9)  # at the close: late
    assert path(rows_of(paper, "mean")) == [
        (0, 1, 0.2), (1, 2, pytest.approx(0.4)), (2, 3, pytest.approx(0.5)),
        (4, 2, pytest.approx(0.4)), (5, 2, 0.5), (7, 1, 0.4), (8, 0, None),
    ]  # fmt: skip


def test_its_score_is_that_of_a_forecaster_who_said_so(paper: Paper) -> None:
    # Mean of .2 and .6 from day 2: .4; nothing on days 0-1, .2 before day 2; known yes on day 8.
    paper.ask(known=8)
    paper.say("ana", 1, 0.2)
    paper.say("ben", 2, 0.6)
    found = rows_of(paper, "mean")
    (judged,) = judge(paper.questions(), found.history(0, 5), [Policy.parse("scheduled")])
    assert judged.forecaster.tolist() == [5]
    assert judged.rules["brier"].score == pytest.approx([(0.25 + 0.64 + 6 * 0.36) / 10])
    assert judged.coverage.tolist() == [0.7]


def test_a_row_was_recorded_when_the_last_of_what_stands_was(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 1, 0.2, recorded=20)  # after the outcome was known
    paper.say("ben", 3, 0.6)
    paper.say("ana", 6, 0.3)
    found = rows_of(paper, "median")
    assert (found.recorded_us / DAY_US).tolist() == [20, 20, 6]
    (judged,) = judge(paper.questions(), found.history(0, 0), [Policy.parse("scheduled")])
    assert judged.hindsight == pytest.approx([5 / 9])


def test_an_aggregate_is_nobodys_peer_and_has_no_range(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.2, low=0.1, high=0.3)
    paper.say("ben", 0, 0.6)
    alone = paper.scores()
    found = joined([paper.history(), rows_of(paper, "median").history(0, 2)])
    (judged,) = judge(paper.questions(), found, [Policy.parse("scheduled")])
    peer = judged.rules["metaculus_peer"].score
    assert peer[:2].tolist() == [alone["ana"].metaculus_peer, alone["ben"].metaculus_peer]
    # ln .4 less the mean of ln .2 and ln .6.
    expected = 100 * (math.log(0.4) - (math.log(0.2) + math.log(0.6)) / 2)
    assert peer[2] == pytest.approx(expected)
    assert np.isnan(judged.rules["brier"].low[2])


def test_questions_do_not_mix(paper: Paper) -> None:
    for name in ("q", "r", "silent"):
        paper.ask(name)
    paper.say("ana", 0, 0.2)
    paper.say("ana", 0, 0.9, on="r")
    paper.say("ben", 3, 0.4)
    found = rows_of(paper, "mean", "median")
    assert found.question.tolist() == [0, 0, 1]
    assert path(found, 1) == [(0, 1, 0.2), (3, 2, pytest.approx(0.3)), (0, 1, 0.9)]
    assert found.daily.tolist() == []


def test_where_nobody_stands_there_is_nothing(paper: Paper) -> None:
    paper.ask()
    assert len(rows_of(paper, "mean").at_us) == 0
    paper.say("ana", 12, 0.2)
    assert len(rows_of(paper, *METHOD_NAMES, past=whole_past(paper, [9])).at_us) == 0
    assert rows_of(paper, "mean").history(0, 0).p.tolist() == []


def test_ten_thousand_changes_are_followed_and_more_are_looked_at_daily(paper: Paper) -> None:
    paper.ask(closes=40, known=40)
    for i in range(10_000):
        paper.say("ana", i / 1000, 0.2 + i / 100_000)
    assert len(rows_of(paper, "mean").at_us) == 10_000
    paper.say("ana", 11.5, 0.5)
    found = rows_of(paper, "mean")
    assert found.daily.tolist() == [0]
    values = [0.2, *(0.2 + day / 100 for day in range(1, 10)), *[0.2 + 9999 / 100_000] * 2]
    assert path(found)[:12] == [(day, 1, pytest.approx(p)) for day, p in enumerate(values)]
    assert path(found)[12:] == [(day, 1, 0.5) for day in range(12, 40)]


def test_without_a_past_the_methods_that_learn_are_the_mean(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.2)
    paper.say("ben", 0, 0.6)
    for past in (None, whole_past(paper, [99])):
        found = rows_of(paper, "mean", "extremized", "performance", past=past)
        assert found.p[0] == pytest.approx([0.4] * 3)


@pytest.fixture
def learned(paper: Paper) -> Paper:
    """Return two questions that are over, and one that opens when the first may be learned from."""
    paper.ask("first")
    paper.ask("second", outcome=0.0)
    paper.ask("now", opens=12, closes=40, known=40)
    for name, ana, ben in (("first", 0.9, 0.5), ("second", 0.9, 0.2)):
        paper.say("ana", 0, ana, on=name)
        paper.say("ben", 0, ben, on=name)
    paper.say("ana", 12, 0.8, on="now")
    paper.say("ben", 15, 0.4, on="now")
    paper.say("ben", 21, 0.4, on="now")
    return paper


def test_performance_weighs_by_the_scheduled_scores_known_before(learned: Paper) -> None:
    # Ana: .01 then .81; ben: .25 then .04. The first may be learned from on day 11, the second
    # from day 20 on.
    past = whole_past(learned, [11, 20, 99])
    found = path(rows_of(learned, "performance", past=past))[-3:]
    scores: Any = [(0.01, 0, 0, 0, 11), (0.25, 1, 0, 0, 11), (0.81, 0, 1, 1, 20),
                   (0.04, 1, 1, 1, 20)]  # fmt: skip
    loss, *codes = np.array(scores).T
    known = PastScores(loss, *(column.astype(np.int64) for column in codes))
    expected = [mean([0.8, 0.4], performance_weights(known, [0, 1], day)) for day in (15, 21)]
    assert found == [
        (12, 1, 0.8), (15, 2, pytest.approx(expected[0])), (21, 2, pytest.approx(expected[1])),
    ]  # fmt: skip
    assert expected[0] > 0.6 > expected[1]


def test_the_exponent_rests_on_what_the_mean_said_half_way(learned: Paper) -> None:
    # Half-way through each the mean was .7 (yes) and .55 (no).
    found = path(rows_of(learned, "extremized", past=whole_past(learned, [11, 20, 99])))[-3:]
    exponents = [
        fitted_exponent([0.7, 0.55], [1, 0], [11, 20], day, groups=[0, 1]) for day in (12, 15, 21)
    ]
    assert exponents[0] > 1.0
    odds = [4.0, 1.5, 1.5]
    expected = [o**a / (1 + o**a) for o, a in zip(odds, exponents, strict=True)]
    assert [p for _, _, p in found] == pytest.approx(expected)


def test_what_was_known_half_way_and_certainties_teach_no_exponent(paper: Paper) -> None:
    paper.ask("early", known=4)
    paper.say("ana", 0, 0.9, on="early")
    paper.ask("certain")
    paper.say("ana", 0, 1.0, on="certain")
    paper.ask("never", outcome=0.0)
    paper.say("ana", 0, 0.0, on="never")
    paper.ask("late")
    paper.say("ana", 6, 0.9, on="late")
    paper.ask("now", opens=20, closes=30, known=30)
    paper.say("ana", 20, 0.8, on="now")
    found = rows_of(paper, "extremized", past=whole_past(paper, [10, 10, 10, 10, 99]))
    assert path(found)[-1] == (20, 1, pytest.approx(0.8))


@pytest.mark.parametrize("sure", [0.0, 1.0])
def test_certainties_are_found_where_they_stood(paper: Paper, sure: float) -> None:
    paper.ask(known=5)
    paper.say("ana", 0, 0.2)
    paper.say("ana", 7, sure)  # late
    assert not certain(paper.questions(), paper.history())
    assert rows_of(paper, "geometric").p.tolist() == [[pytest.approx(0.2)]]
    paper.say("ben", 0, sure)
    assert certain(paper.questions(), paper.history())
    with pytest.raises(ValueError, match="undefined"):
        rows_of(paper, "geometric")


def test_rows_are_parted_and_joined_in_the_order_of_a_history(paper: Paper) -> None:
    for name in ("q", "r"):
        paper.ask(name)
        for who in ("ana", "ben", "cai"):
            paper.say(who, 1, 0.3, on=name)
            paper.say(who, 2, 0.4, on=name)
    whole = paper.history()
    first, rest = (part(whole, kept) for kept in (whole.forecaster == 1, whole.forecaster != 1))
    again = joined([first, rest])
    for column in ("question", "forecaster", "made_us", "p", "until_us"):
        assert getattr(again, column).tolist() == getattr(whole, column).tolist()
    assert set(again.until_us.tolist()) == {NEVER}
