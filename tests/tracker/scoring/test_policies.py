"""What each time policy makes of a history, worked out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tracker.scoring import DAY_US, LOSSES, REASONS, RULE_NAMES, Policy, judge
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    from tests.tracker.scoring.conftest import Paper

INSTANT = 1 / DAY_US  # a microsecond, in days
ALL = ("scheduled", "open", "last", "spot", "before-close:7d")


def test_the_worked_history_under_every_policy(paper: Paper) -> None:
    # Ten days, no class, yes on day 8. .2 stands on days 1-4, nothing on 4-5, .6 on days 5-8.
    # Losses: (.8)^2 = .64, (.4)^2 = .16, the reference .25.
    paper.ask(known=8, spot=4.5)
    paper.say("ana", 1, 0.2, until=4)
    paper.say("ana", 5, 0.6)
    scheduled = paper.scores("scheduled")["ana"]
    assert scheduled.brier == pytest.approx((2 * 0.25 + 3 * 0.64 + 3 * 0.16) / 10, abs=1e-15)
    assert paper.scores("open")["ana"].brier == pytest.approx((3 * 0.64 + 3 * 0.16) / 6, abs=1e-15)
    assert paper.scores("last")["ana"].brier == pytest.approx(0.16, abs=1e-15)
    assert paper.scores("before-close:7d")["ana"].brier == pytest.approx(0.64, abs=1e-15)
    assert paper.scores("before-close:3d")["ana"].brier == pytest.approx(0.16, abs=1e-15)
    assert math.isnan(paper.scores("spot")["ana"].brier)
    for policy in ALL:
        found = paper.scores(policy)["ana"]
        assert (found.coverage, found.attainable, found.forecasts) == (0.6, 0.8, 2)


def test_the_other_losses_are_integrated_likewise(paper: Paper) -> None:
    # .5 from the reference for 2 days, .25 for 8: ln 2 and ln 4; 1 - 1/sqrt 2 and 1 - 1/sqrt 10.
    paper.ask()
    paper.say("ana", 2, 0.25)
    found = paper.scores("scheduled")["ana"]
    assert found.log_loss == pytest.approx((2 * math.log(2) + 8 * math.log(4)) / 10)
    spherical = (2 * (1 - 1 / math.sqrt(2)) + 8 * (1 - 1 / math.sqrt(10))) / 10
    assert found.spherical_loss == pytest.approx(spherical)


def test_points_are_nothing_where_nothing_stands(paper: Paper) -> None:
    # 100 log2(2 x .25) = -100 for 8 days of 10; over the time that stood it is -100.
    paper.ask()
    paper.say("ana", 2, 0.25)
    assert paper.scores("scheduled")["ana"].metaculus_baseline == pytest.approx(-80)
    assert paper.scores("open")["ana"].metaculus_baseline == pytest.approx(-100)
    assert paper.scores("last")["ana"].metaculus_baseline == pytest.approx(-100)


def test_the_reference_class_fills_the_gaps_and_is_scored_beside(paper: Paper) -> None:
    # r = .2, the answer yes: .64 where it stands; the forecast .7 loses .09 on days 6-10.
    paper.ask(rate=0.2)
    paper.say("ana", 6, 0.7)
    found = paper.scores("scheduled")["ana"]
    assert found.brier == pytest.approx((6 * 0.64 + 4 * 0.09) / 10, abs=1e-15)
    assert found.reference["brier"] == pytest.approx(0.64, abs=1e-15)
    assert found.uniform["brier"] == 0.25
    assert np.isnan([found.reference[rule] for rule in RULE_NAMES if rule not in LOSSES]).all()


def test_a_decaying_reference_fills_each_gap_at_its_own_time(paper: Paper) -> None:
    # Three days by deadline, r = 3/4: 1 - 4^-x at x = 5/6, 1/2, 1/6. Answer no on the last day,
    # half-way through it: gaps from 0 to 1.5 and from 2 to 2.5; .1 stands for half a day.
    paper.ask(closes=3, known=2.5, rate=0.75, by_deadline=True, outcome=0.0)
    paper.say("ana", 1.5, 0.1, until=2)
    p = [1 - 4 ** -(5 / 6), 1 - 4**-0.5, 1 - 4 ** -(1 / 6)]
    filled = p[0] ** 2 + 0.5 * p[1] ** 2 + 0.5 * p[2] ** 2
    found = paper.scores("scheduled")["ana"]
    assert found.brier == pytest.approx((filled + 0.5 * 0.01) / 3, abs=1e-15)
    reference = (p[0] ** 2 + p[1] ** 2 + 0.5 * p[2] ** 2) / 3
    assert found.reference["brier"] == pytest.approx(reference, abs=1e-15)
    assert found.uniform["brier"] == pytest.approx(0.25 * 2.5 / 3, abs=1e-15)
    alone = paper.scores("open")["ana"]
    assert alone.reference["brier"] == pytest.approx(p[1] ** 2, abs=1e-15)
    assert alone.uniform["brier"] == 0.25


def test_an_early_close_makes_scheduled_scores_small_and_says_how_much_was_possible(
    paper: Paper,
) -> None:
    paper.ask(known=2)
    paper.say("ana", 0, 0.0)
    found = paper.scores("scheduled")["ana"]
    assert (found.brier, found.attainable, found.coverage) == (0.2, 0.2, 0.2)
    assert paper.scores("open")["ana"].brier == 1.0


def test_known_after_the_close_changes_nothing_before_it(paper: Paper) -> None:
    paper.ask(known=200)
    paper.say("ana", 5, 0.4)
    assert paper.scores("scheduled")["ana"].attainable == 1.0
    assert paper.scores("last")["ana"].brier == pytest.approx(0.36)


@pytest.mark.parametrize(
    ("made", "until", "stands"),
    [
        (8 - INSTANT, None, True),  # made in the last instant
        (3, 8, True),  # expires just as the outcome is known
        (3, 8 - INSTANT, False),  # expired in the last instant
    ],
)
def test_last_is_the_left_limit_at_the_end(
    paper: Paper, made: float, until: float | None, *, stands: bool
) -> None:
    paper.ask(known=8)
    paper.say("ana", made, 0.6, until=until)
    found = paper.scores("last")["ana"]
    if stands:
        assert found.brier == pytest.approx(0.16)
        assert found.reason == ""
    else:
        assert math.isnan(found.brier)
        assert found.reason == "no forecast stood then"


def test_withdrawn_at_the_end_there_is_no_last_score_but_the_others(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 0, 0.6)
    paper.say("ana", 9, None)
    assert paper.scores("last")["ana"].reason == "no forecast stood then"
    assert paper.scores("scheduled")["ana"].brier == pytest.approx((9 * 0.16 + 0.25) / 10)


@pytest.mark.parametrize(
    ("made", "stands"), [(4, True), (4 + INSTANT, False), (3, True), (9.9, False)]
)
def test_spot_looks_at_what_stands_at_its_instant(
    paper: Paper, made: float, *, stands: bool
) -> None:
    paper.ask(spot=4)
    paper.say("ana", made, 0.6)
    found = paper.scores("spot")["ana"]
    assert found.reason == ("" if stands else "no forecast stood then")
    assert found.brier == pytest.approx(0.16, nan_ok=True) or not stands


@pytest.mark.parametrize(
    ("terms", "policy", "reason"),
    [
        ({}, "spot", "the question has no spot time"),
        ({"spot": 4, "known": 4}, "spot", "the outcome was known by then"),
        ({"spot": 4, "known": 4 + INSTANT}, "spot", ""),
        ({"spot": 10, "known": 11}, "spot", "the question was not open then"),
        ({"spot": 12, "known": 11}, "spot", "the outcome was known by then"),
        ({"opens": 1, "spot": 0.5}, "spot", "the question was not open then"),
        ({"known": 3}, "before-close:7d", "the outcome was known by then"),
        ({"known": 3 + INSTANT}, "before-close:7d", ""),
        ({}, "before-close:10d", ""),
        ({}, "before-close:241h", "the question was not open then"),
        ({}, "before-close:9999d", "the question was not open then"),
    ],
)
def test_a_snapshot_is_skipped_and_says_why(
    paper: Paper, terms: dict[str, float], policy: str, reason: str
) -> None:
    paper.ask(**terms)
    paper.say("ana", -5, 0.6)
    found = paper.scores(policy)["ana"]
    assert found.reason == reason
    assert math.isnan(found.brier) == bool(reason)


@pytest.mark.parametrize("policy", ALL)
@pytest.mark.parametrize(
    ("terms", "made", "reason"),
    [
        ({"opens": 2, "known": 2}, 0, "the outcome was known before the question opened"),
        ({"opens": 2, "known": 1}, 0, "the outcome was known before the question opened"),
        ({"known": 3}, 3, "no forecast stood before the question closed or its outcome was known"),
        ({}, 10, "no forecast stood before the question closed or its outcome was known"),
    ],
)
def test_who_never_stood_has_no_score_under_any_policy_and_no_reference_fill(
    paper: Paper, policy: str, terms: dict[str, float], made: float, reason: str
) -> None:
    paper.ask(spot=5, **terms)
    paper.say("ana", made, 0.6)
    found = paper.scores(policy)["ana"]
    assert found.reason == reason
    assert np.isnan([getattr(found, rule) for rule in RULE_NAMES]).all()
    assert np.isnan(list(found.reference.values()) + list(found.uniform.values())).all()
    assert (found.forecasts, found.coverage) == (0, 0.0)
    assert found.attainable == max(0, min(terms.get("known", 10), 10) - terms.get("opens", 0)) / (
        10 - terms.get("opens", 0)
    )


def test_a_wrong_certainty_is_infinite_for_as_short_as_it_stood(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 1, 0.5)
    paper.say("ana", 5, 0.0)
    paper.say("ana", 5 + INSTANT, 0.5)
    found = {policy: paper.scores(policy)["ana"] for policy in ("scheduled", "open", "last")}
    assert found["scheduled"].log_loss == found["open"].log_loss == math.inf
    assert found["last"].log_loss == pytest.approx(math.log(2))
    assert found["scheduled"].brier == pytest.approx(0.25)


def test_a_wrong_certainty_that_never_stood_costs_nothing(paper: Paper) -> None:
    paper.ask(known=9)
    for day, p in ((5, 0.0), (5, 0.5), (9, 0.0)):
        paper.say("ana", day, p)
    assert paper.scores("scheduled")["ana"].log_loss == pytest.approx(0.9 * math.log(2))
    assert paper.scores("open")["ana"].forecasts == 1


def test_right_certainties_lose_nothing(paper: Paper) -> None:
    paper.ask("yes")
    paper.ask("no", outcome=0.0)
    paper.say("ana", 0, 1.0, on="yes")
    paper.say("ana", 0, 0.0, on="no")
    for slug in ("yes", "no"):
        found = paper.scores("scheduled", on=slug)["ana"]
        assert [getattr(found, rule) for rule in LOSSES] == [0.0, 0.0, 0.0]
        assert math.copysign(1, found.log_loss) == 1  # and not -0.0


def test_a_fractional_outcome_mixes_yes_and_no(paper: Paper) -> None:
    # r = 1/4: .25 S(p, 1) + .75 S(p, 0), for the forecast .6 and the reference .5.
    paper.ask(outcome=0.25)
    paper.say("ana", 4, 0.6)
    said = {
        "brier": 0.25 * 0.16 + 0.75 * 0.36,
        "log_loss": -0.25 * math.log(0.6) - 0.75 * math.log(0.4),
        "metaculus_baseline": 25 * math.log2(1.2) + 75 * math.log2(0.8),
        "spherical_loss": 1 - (0.25 * 0.6 + 0.75 * 0.4) / math.hypot(0.6, 0.4),
    }
    found = paper.scores("last")["ana"]
    assert {rule: getattr(found, rule) for rule in said} == pytest.approx(said)
    scheduled = paper.scores("scheduled")["ana"]
    assert scheduled.brier == pytest.approx(0.4 * 0.25 + 0.6 * said["brier"])
    assert scheduled.log_loss == pytest.approx(0.4 * math.log(2) + 0.6 * said["log_loss"])


def test_a_fractional_outcome_leaves_the_bits_of_whole_ones_alone(paper: Paper) -> None:
    for slug, outcome in (("no", 0.0), ("yes", 1.0)):
        paper.ask(slug, outcome=outcome)
        for day, p in enumerate((0.1, 0.3, 1 / 3, 0.07, 0.9)):
            paper.say("ana", day, p, on=slug)
            paper.say("ben", day, p / 7, on=slug)
    alone = [judged for policy in ALL if (judged := paper.judged(policy))]
    paper.ask("fraction", outcome=0.3)
    paper.say("ana", 0, 0.4, on="fraction")
    for policy, before in zip(ALL, alone, strict=True):
        after = paper.judged(policy)
        for rule in RULE_NAMES:
            one, other = before.rules[rule].score, after.rules[rule].score[:-1]
            assert np.array_equal(one, other, equal_nan=True), (policy, rule)


def test_hindsight_is_the_share_recorded_after_the_outcome_was_known(paper: Paper) -> None:
    paper.ask(known=8)
    paper.say("ana", 2, 0.6, recorded=2)
    paper.say("ana", 5, 0.7, recorded=8 + INSTANT)
    paper.say("ben", 2, 0.6, recorded=8)
    paper.say("cho", 2, 0.6, recorded=300)
    paper.say("dan", 9, 0.6, recorded=300)
    found = paper.scores("scheduled")
    assert found["ana"].hindsight == 0.5
    assert found["ben"].hindsight == 0.0
    assert found["cho"].hindsight == 1.0
    assert math.isnan(found["dan"].hindsight)


def test_forecasts_counts_those_that_stood(paper: Paper) -> None:
    paper.ask(known=9)
    for day, p in ((-2, 0.1), (-1, 0.2), (3, 0.3), (3, 0.4), (5, None), (6, 0.4), (9, 0.9)):
        paper.say("ana", day, p)
    for policy in ALL:
        assert paper.scores(policy)["ana"].forecasts == 3  # .2, .4 and .4 again


def test_the_range_of_a_word_gives_a_low_and_a_high_score(paper: Paper) -> None:
    # Likely: .55 to .80, read as .675. Yes: (.2)^2 at best, (.45)^2 at worst.
    paper.ask()
    paper.say("ana", 0, 0.675, low=0.55, high=0.80)
    paper.say("ben", 0, 0.675)
    for policy in ("scheduled", "open", "last", "before-close:7d"):
        found = paper.scores(policy)
        assert found["ana"].brier == pytest.approx(0.325**2)
        assert found["ana"].low["brier"] == pytest.approx(0.04)
        assert found["ana"].high["brier"] == pytest.approx(0.45**2)
        assert found["ana"].low["metaculus_baseline"] == pytest.approx(100 * math.log2(1.1))
        assert found["ana"].high["metaculus_baseline"] == pytest.approx(100 * math.log2(1.6))
        assert math.isnan(found["ana"].low["metaculus_peer"])
        assert np.isnan([*found["ben"].low.values(), *found["ben"].high.values()]).all()


def test_a_range_counts_for_the_time_in_which_the_word_stood(paper: Paper) -> None:
    # 4 days of the word, 4 of an exact .5, 2 of the reference.
    paper.ask()
    paper.say("ana", 2, 0.675, low=0.55, high=0.80)
    paper.say("ana", 6, 0.5)
    found = paper.scores("scheduled")["ana"]
    assert found.low["brier"] == pytest.approx((6 * 0.25 + 4 * 0.04) / 10)
    assert found.high["brier"] == pytest.approx((6 * 0.25 + 4 * 0.45**2) / 10)
    assert found.low["brier"] < found.brier < found.high["brier"]


def test_a_snapshot_of_an_exact_number_has_no_range(paper: Paper) -> None:
    paper.ask()
    paper.say("ana", 2, 0.675, low=0.55, high=0.80)
    paper.say("ana", 6, 0.5)
    assert math.isnan(paper.scores("last")["ana"].low["brier"])
    assert paper.scores("before-close:7d")["ana"].high["brier"] == pytest.approx(0.45**2)


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        (0.6, 0.8, 0.2, 0.4),  # an end of the range is the number itself
        (0.4, 0.6, 0.4, 0.6),
        (0.7, 0.9, 0.1, 0.4),  # the number lies outside the range it came with
    ],
)
def test_a_range_always_holds_the_number_itself(
    paper: Paper, low: float, high: float, least: float, most: float
) -> None:
    paper.ask()
    paper.say("ana", 0, 0.6, low=low, high=high)
    found = paper.scores("last")["ana"]
    assert found.low["brier"] == pytest.approx(least**2)
    assert found.high["brier"] == pytest.approx(most**2)


def test_within_a_range_the_best_is_the_number_nearest_to_a_fractional_outcome(
    paper: Paper,
) -> None:
    # r = .6 lies in the range: the best is at .6, r(1 - r) = .24, and not at either end.
    paper.ask(outcome=0.6)
    paper.say("ana", 0, 0.675, low=0.55, high=0.80)
    found = paper.scores("last")["ana"]
    assert found.low["brier"] == pytest.approx(0.24)
    assert found.high["brier"] == pytest.approx(0.04 + 0.24)
    assert found.high["metaculus_baseline"] == pytest.approx(
        60 * math.log2(1.2) + 40 * math.log2(0.8)
    )


def test_forecasters_and_questions_do_not_mix(paper: Paper) -> None:
    paper.ask("q")
    paper.ask("r", outcome=0.0, closes=20, known=20, rate=0.1)
    paper.say("ana", 0, 0.9, on="q")
    paper.say("ben", 5, 0.4, on="q")
    paper.say("ana", 10, 0.3, on="r")
    assert paper.scores(on="q")["ana"].brier == pytest.approx(0.01)
    assert paper.scores(on="q")["ben"].brier == pytest.approx((5 * 0.25 + 5 * 0.36) / 10)
    assert paper.scores(on="r")["ana"].brier == pytest.approx((10 * 0.01 + 10 * 0.09) / 20)


@pytest.mark.parametrize(
    ("day", "brier", "reason"),
    [
        (3, 0.64, ""),
        (5 - INSTANT, 0.64, ""),
        (5, 0.16, ""),
        (8 - INSTANT, 0.16, ""),
        (0, None, "no forecast stood then"),
        (-INSTANT, None, "the question was not open then"),
        (8, None, "the outcome was known by then"),
    ],
)
def test_one_instant_looks_at_what_stands_then(
    paper: Paper, day: float, brier: float | None, reason: str
) -> None:
    paper.ask(known=8)
    paper.say("ana", 1, 0.2)
    paper.say("ana", 5, 0.6)
    look = Policy(Kind.AT, at_us=round(day * DAY_US))
    (found,) = judge(paper.questions(), paper.history(), [look])
    assert REASONS[found.reason[0]] == reason
    expected = math.nan if brier is None else brier
    assert found.rules["brier"].score[0] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("policy", ALL)
def test_nothing_asked_or_nothing_said_gives_no_pair(paper: Paper, policy: str) -> None:
    assert len(paper.judged(policy).question) == 0
    paper.ask(by_deadline=True)
    assert len(paper.judged(policy).question) == 0
    assert judge(paper.questions(), paper.history(), []) == ()
