"""Questions with options, by hand: options that come and go, and every rule on them."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tracker.scoring import (
    DAY_US,
    NEVER,
    NOTHING,
    REASONS,
    Choice,
    Clocks,
    Policy,
    Said,
    judge_options,
)
from tracker.scoring.offers import offers
from tracker.scoring.options import EpochLoss
from tracker.scoring.policies import ONE_OPTION

NAN = float("nan")
ALWAYS = -(1 << 62)
INSTANT = 1 / DAY_US  # a microsecond, in days


def days(*values: float | None) -> np.ndarray:
    return np.array([NEVER if v is None else round(v * DAY_US) for v in values], dtype=np.int64)


def choice(
    outcome: int,
    spans: tuple[tuple[float | None, float | None], ...] = ((None, None),) * 3,
    **more: Any,
) -> Choice:
    return Choice(
        tuple(ALWAYS if a is None else round(a * DAY_US) for a, _ in spans),
        tuple(NEVER if b is None else round(b * DAY_US) for _, b in spans),
        outcome,
        **more,
    )


Row = tuple[int, float, tuple[float, ...] | None]


def judged(
    asked: Choice,
    rows: list[Row],
    policy: str = "scheduled",
    *,
    known: float = 10,
    until: tuple[float | None, ...] = (),
    ordinal: bool = False,
) -> dict[int, SimpleNamespace]:
    """Judge one question from day 0 to 10; rows are (forecaster, day, shares or a withdrawal)."""
    clocks = Clocks(days(0), days(10), days(known), days(None))
    width = len(asked.from_us)
    shares = np.array([row[2] or (NAN,) * width for row in rows])
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array([row[0] for row in rows]),
        made_us=days(*(row[1] for row in rows)),
        until_us=days(*(until or (None,) * len(rows))),
        recorded_us=days(*(row[1] for row in rows)),
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([row[2] is not None for row in rows]),
    )
    (found,) = judge_options(clocks, [asked], said, shares, [Policy.parse(policy)], ordinal=ordinal)
    return {
        who: SimpleNamespace(
            coverage=found.coverage[i],
            forecasts=found.forecasts[i],
            reason=REASONS[found.reason[i]],
            why={rule: REASONS[codes[i]] for rule, codes in found.undefined.items()},
            reference={rule: of.reference[i] for rule, of in found.rules.items()},
            uniform={rule: of.uniform[i] for rule, of in found.rules.items()},
            **{rule: of.score[i] for rule, of in found.rules.items()},
        )
        for i, who in enumerate(found.forecaster.tolist())
    }


def test_every_rule_of_a_share_that_stands_all_the_time() -> None:
    found = judged(choice(1), [(0, 0, (0.5, 0.25, 0.25))], ordinal=True)[0]
    assert found.brier == pytest.approx((0.25 + 0.5625 + 0.0625) / 2)
    assert found.log_loss == pytest.approx(math.log(4))
    assert found.spherical_loss == pytest.approx(1 - 0.25 / math.sqrt(0.375))
    assert found.rps == pytest.approx((0.25 + 0.0625) / 2)
    assert found.metaculus_baseline == pytest.approx(100 * math.log(0.75) / math.log(3))
    assert found.metaculus_peer == 0.0
    assert found.uniform["brier"] == found.reference["brier"] == pytest.approx(1 / 3)


def test_the_reference_is_half_a_case_for_each_option() -> None:
    found = judged(choice(0, counts=(2, 0, 1)), [(0, 5, (1.0, 0.0, 0.0))])[0]
    p = (2.5 / 4.5, 0.5 / 4.5, 1.5 / 4.5)
    loss = ((1 - p[0]) ** 2 + p[1] ** 2 + p[2] ** 2) / 2
    assert found.reference["brier"] == pytest.approx(loss)
    assert found.brier == pytest.approx(loss / 2)  # right for half of the time, the class before
    assert found.uniform["brier"] == pytest.approx(1 / 3)


def test_two_options_are_a_yes_no_question() -> None:
    both = ((None, None),) * 2
    found = judged(choice(0, both), [(0, 2, (0.7, 0.3)), (0, 6, (0.2, 0.8))])[0]
    assert found.brier == pytest.approx((2 * 0.25 + 4 * 0.09 + 4 * 0.64) / 10)
    assert found.metaculus_baseline == pytest.approx(10 * (4 * math.log2(1.4) + 4 * math.log2(0.4)))


# A new option from day 4; the last of the three stands for all that is not on offer.
NEW = ((None, None), (4, None), (None, None))


def test_what_was_not_on_offer_scores_the_other_option() -> None:
    rows: list[Row] = [(0, 0, (0.4, NAN, 0.6)), (0, 4, (0.1, 0.8, 0.1))]
    found = judged(choice(1, NEW, other=2), rows)[0]
    before, after = (0.16 + 0.16) / 2, (0.01 + 0.04 + 0.01) / 2
    assert found.brier == pytest.approx((4 * before + 6 * after) / 10)
    assert found.forecasts == 2
    assert found.uniform["brier"] == pytest.approx((4 * 0.25 + 6 / 3) / 10)
    two, three = 100 * math.log2(1.2), 100 * math.log(2.4) / math.log(3)
    assert found.metaculus_baseline == pytest.approx((4 * two + 6 * three) / 10)  # K is 2, then 3


def test_without_an_other_option_that_time_counts_as_none_standing() -> None:
    rows: list[Row] = [(0, 0, (0.4, NAN, 0.6)), (0, 4, (0.1, 0.8, 0.1))]
    found = judged(choice(1, NEW), rows)[0]
    assert found.coverage == pytest.approx(0.6)
    assert found.brier == pytest.approx(6 * 0.03 / 10)  # nobody loses anything before day 4
    assert found.reference["brier"] == pytest.approx(0.6 / 3)
    assert judged(choice(1, NEW), rows, "open")[0].brier == pytest.approx(0.03)
    early = judged(choice(1, NEW), rows[:1])[0]
    assert math.isnan(early.brier)
    assert (
        early.reason == "no forecast was over the options on offer, with what happened among them"
    )


def test_shares_that_know_nothing_of_a_new_option_stop_standing() -> None:
    found = judged(choice(0, NEW, other=2), [(0, 0, (0.4, NAN, 0.6))])[0]
    assert found.coverage == pytest.approx(0.4)
    assert found.brier == pytest.approx((4 * 0.36 + 6 / 3) / 10)  # then the reference: a third each


def test_not_updating_would_pay_if_such_shares_stood_on() -> None:
    # True chances .4 .3 .3: with the mass of two options on "other", counted for both, the log
    # loss would be less than that of the honest shares. So they do not stand.
    honest = -sum(p * math.log(p) for p in (0.4, 0.3, 0.3))
    stale = -(0.4 * math.log(0.4) + 0.6 * math.log(0.6))
    assert stale < honest


def test_an_option_that_leaves_keeps_its_mass_and_the_points_go_by_those_left() -> None:
    spans = ((None, None), (None, None), (None, 5))
    found = judged(choice(0, spans), [(0, 0, (0.5, 0.25, 0.25))])[0]
    assert found.brier == pytest.approx(0.1875)
    three, two = 100 * math.log(1.5) / math.log(3), 100 * math.log2(4 / 3)
    assert found.metaculus_baseline == pytest.approx((three + two) / 2)


def test_all_of_it_on_an_option_that_left_gives_no_points_for_those_that_stay() -> None:
    # Five days of .001 in 1.001 among three, p limited as the points are; then .5 of two: 0.
    spans = ((None, None), (None, None), (None, 5))
    found = judged(choice(0, spans), [(0, 0, (0.0, 0.0, 1.0))])[0]
    assert found.metaculus_baseline == pytest.approx(50 * math.log(0.003 / 1.001) / math.log(3))


def test_a_question_without_changes_beside_one_with_them_and_one_whose_option_comes_late() -> None:
    # The first and the last are the same: .6 of three options all the time, (.16 + .16) / 2. The
    # one between has two options to day 4, and what was said of them stands no longer.
    still, new = choice(0), choice(0, NEW, other=2)
    clocks = Clocks(days(0, 0, 0), days(10, 10, 10), days(10, 10, 10), days(None, None, None))
    said = Said(
        np.arange(3), np.zeros(3, dtype=np.int64), days(0, 0, 0), days(None, None, None),
        days(0, 0, 0), np.ones(3, dtype=bool), np.ones(3, dtype=bool),
    )  # fmt: skip
    shares = np.array([(0.6, 0.4, 0.0), (0.4, NAN, 0.6), (0.6, 0.4, 0.0)])
    (found,) = judge_options(clocks, [still, new, still], said, shares, [Policy.parse("scheduled")])
    expected = [0.16, (4 * 0.36 + 6 / 3) / 10, 0.16]
    assert found.rules["brier"].score == pytest.approx(expected)
    assert found.rules["brier"].reference == pytest.approx([1 / 3, (4 / 4 + 6 / 3) / 10, 1 / 3])
    assert found.coverage.tolist() == [1.0, 0.4, 1.0]


def test_two_changes_part_the_time_in_three() -> None:
    # The second comes on day 4 and the first leaves on day 8; what happened is the third.
    spans = ((None, 8), (4, None), (None, None))
    found = judged(choice(2, spans), [(0, 0, (0.4, NAN, 0.6)), (0, 4, (0.1, 0.2, 0.7))])[0]
    assert found.brier == pytest.approx((4 * 0.16 + 6 * 0.07) / 10)
    assert found.forecasts == 2
    assert found.uniform["brier"] == pytest.approx((4 / 4 + 4 / 3 + 2 / 4) / 10)
    points = [math.log2(1.2), math.log(2.1) / math.log(3), math.log2(14 / 9)]
    assert found.metaculus_baseline == pytest.approx(10 * np.dot([4, 4, 2], points))
    between = judged(choice(2, spans), [(0, 5, (0.1, 0.2, 0.7))], until=(7,))[0]
    assert between.brier == pytest.approx((4 / 4 + 2 / 3 + 2 * 0.07 + 2 / 4) / 10)
    assert between.metaculus_baseline == pytest.approx(20 * points[1])
    late = judged(choice(2, spans), [(0, 9, (NAN, 0.2, 0.8))])[0]
    assert late.brier == pytest.approx((4 / 4 + 4 / 3 + 1 / 4 + 0.04) / 10)


def test_a_loss_counts_for_as_long_as_its_offer_lasts_to_the_last_bit() -> None:
    # One that never changes and loses 1; then 2 to day 4, 3 to day 8 and 4 to day 10.
    spans = ((None, 8), (4, None), (None, None))
    clocks = Clocks(days(0, 0), days(10, 10), days(10, 10), days(None, None))
    path = EpochLoss(offers(clocks, [choice(0), choice(2, spans)]), np.array([1.0, 2.0, 3.0, 4.0]))
    lost = path.between(np.array([0, 1, 1, 1]), days(1, 5, 0, 9), days(3, 7, 10, 10))
    assert (lost / DAY_US).tolist() == [2, 2 * 3, 4 * 2 + 4 * 3 + 2 * 4, 4]


def test_who_is_certain_of_a_new_option_from_when_it_comes_never_was_of_it_before() -> None:
    # No infinite loss by the other option for no time at all: the reference to day 4, ln 2.
    found = judged(choice(1, NEW, other=2), [(0, 4, (0.0, 1.0, 0.0))])[0]
    assert found.log_loss == pytest.approx(0.4 * math.log(2))


@pytest.mark.parametrize(("until", "loss"), [(4, 0.6 * math.log(2)), (4 + INSTANT, math.inf)])
def test_who_is_certain_of_an_option_that_leaves_loses_from_that_instant_on(
    until: float, loss: float
) -> None:
    spans = ((None, 4), (None, None), (None, None))
    found = judged(choice(0, spans, other=2), [(0, 0, (1.0, 0.0, 0.0))], until=(until,))[0]
    assert found.log_loss == pytest.approx(loss)


def test_while_nothing_is_on_offer_nobody_loses_anything() -> None:
    found = judged(choice(0, ((5, None), (5, None))), [(0, 5, (0.7, 0.3))])[0]
    assert found.brier == pytest.approx(0.045)
    assert found.reference["brier"] == found.uniform["brier"] == 0.125


def test_early_close_withdrawal_expiry_and_late_rows() -> None:
    right, even = (1.0, 0.0, 0.0), (0.5, 0.5, 0.0)
    rows: list[Row] = [
        (0, 1, right), (0, 3, None),
        (1, 1, right),
        (2, 6, right),
        (3, 0, even), (3, 6, right),
    ]  # fmt: skip
    until = (None, None, 2, None, None, None)
    found = judged(choice(0), rows, known=6, until=until)
    assert found[0].brier == pytest.approx(4 / 3 / 10)  # two days stood of the six
    assert found[1].brier == pytest.approx(5 / 3 / 10)
    assert found[2].reason.startswith("no forecast stood before the question closed")
    assert found[3].brier == pytest.approx(0.6 * 0.25)
    assert judged(choice(0), rows, "last", known=6, until=until)[3].brier == 0.25
    assert judged(choice(0), rows, "before-close:9d", known=6, until=until)[0].brier == 0.0
    assert judged(choice(0), rows, "before-close:1d", known=6)[0].reason == REASONS[4]


def test_one_option_loses_nothing_and_has_no_points() -> None:
    spans = ((None, None), (20, None))
    found = judged(choice(0, spans), [(0, 0, (1.0, NAN))])[0]
    assert (found.brier, found.log_loss, found.metaculus_peer) == (0.0, 0.0, 0.0)
    assert math.isnan(found.metaculus_baseline)
    assert found.why == {"metaculus_baseline": "at some time only one option was on offer"}


def test_peers_are_those_who_stand_then() -> None:
    rows: list[Row] = [(0, 0, (0.8, 0.1, 0.1)), (1, 5, (0.4, 0.3, 0.3))]
    found = judged(choice(0), rows)
    assert found[0].metaculus_peer == pytest.approx(50 * math.log(2))
    assert found[1].metaculus_peer == pytest.approx(-50 * math.log(2))


def test_a_question_does_not_feel_how_many_options_others_have() -> None:
    rows: list[Row] = [(0, 0, (0.123, 0.457, 0.42)), (1, 2.5, (0.7, 0.1, 0.2))]
    alone = judged(choice(1), rows, ordinal=True)
    clocks = Clocks(days(0, 0), days(10, 10), days(10, 10), days(None, None))
    shares = np.full((3, 9), NAN)
    shares[:2, :3] = [row[2] for row in rows]
    shares[2] = 1 / 9
    said = Said(
        np.array([0, 0, 1]), np.array([0, 1, 0]), days(0, 2.5, 0), days(None, None, None),
        days(0, 2.5, 0), np.ones(3, dtype=bool), np.ones(3, dtype=bool),
    )  # fmt: skip
    asked = [choice(1), choice(4, ((None, None),) * 9)]
    (both,) = judge_options(clocks, asked, said, shares, [Policy.parse("scheduled")], ordinal=True)
    for rule, of in both.rules.items():
        assert of.score[:2].tolist() == [getattr(alone[who], rule) for who in (0, 1)]
    assert NOTHING == -1


def test_points_need_two_options_and_the_other_rules_do_not() -> None:
    # From day 0 on only the first of two is on offer: .6 of what was said lies on the other.
    found = judged(choice(0, ((None, None), (None, 0))), [(0, -1, (0.4, 0.6))])[0]
    assert found.brier == pytest.approx((0.36 + 0.36) / 2)
    assert found.log_loss == pytest.approx(-math.log(0.4))
    assert math.isnan(found.metaculus_baseline)
    assert found.why == {"metaculus_baseline": REASONS[ONE_OPTION]}
