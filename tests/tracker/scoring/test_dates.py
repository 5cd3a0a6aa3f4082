"""Date questions by hand: nested deadlines, snapshots, what is open, and waiting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from tracker.rules import crps, deadline_brier, interval_log_loss
from tracker.scoring import (
    DAY_US,
    NEVER,
    REASONS,
    Clocks,
    Curve,
    Date,
    Policy,
    Range,
    Said,
    dates,
    judge_date,
    judge_dates,
)

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SINGLE = ("deadline_brier", "interval_log_loss", "crps", "wis")
SNAPSHOT = "it scores a single snapshot: see last, spot and before-close"
Row = tuple[int, float, Curve | None]


def days(*values: float | None) -> np.ndarray:
    return np.array([NEVER if v is None else round(v * DAY_US) for v in values], dtype=np.int64)


def curve(*pairs: tuple[float, float]) -> Curve:
    places, heights = np.array(pairs, dtype=np.float64).T
    return Curve(places, heights)


def date(
    horizon: float,
    happened: float | None,
    until: float | None = None,
    since: float | None = None,
    lower: float = 0.0,
    **more: float,
) -> Date:
    """Return a date question from day 0 to its horizon; `until` while it is open."""
    edges = tuple(np.linspace(lower, horizon, 11).tolist())
    return Date(
        horizon_us=int(days(horizon)[0]),
        happened_us=int(days(happened)[0]),
        until_us=int(days(horizon if until is None else until)[0]),
        over=Range(lower, horizon, lower > 0.0, True, edges),  # noqa: FBT003
        levels=LEVELS,
        is_open=until is not None,
        since_us=int(days(since)[0]),
        **more,  # type: ignore[arg-type]
    )


def judged(
    asked: Date,
    rows: Sequence[Row],
    policy: str = "scheduled",
    closes: float = 40,
    known: float = 40,
    spot: float | None = None,
    expires: float | None = None,
) -> dict[int, SimpleNamespace]:
    at = days(*(row[1] for row in rows))
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array([row[0] for row in rows]),
        made_us=at,
        until_us=days(*(expires for _ in rows)),
        recorded_us=at,
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([row[2] is not None for row in rows]),
    )
    clocks = Clocks(days(0), days(closes), days(known), days(spot))
    (found,) = judge_date(clocks, asked, said, [row[2] for row in rows], [Policy.parse(policy)])
    return {
        who: SimpleNamespace(
            reason=REASONS[found.reason[i]],
            coverage=found.coverage[i],
            why={rule: REASONS[codes[i]] for rule, codes in found.undefined.items() if codes[i]},
            reference={rule: of.reference[i] for rule, of in found.rules.items()},
            uniform={rule: of.uniform[i] for rule, of in found.rules.items()},
            **{rule: of.score[i] for rule, of in found.rules.items()},
        )
        for i, who in enumerate(found.forecaster.tolist())
    }


def test_deadlines_are_days_from_the_opening_and_hours_under_thirty() -> None:
    assert len(dates.deadlines(0, date(40.5, None))) == 40
    assert len(dates.deadlines(0, date(29.9, None))) == 717
    assert len(dates.deadlines(0, date(30, None))) == 30
    assert dates.deadlines(0, date(40, None, until=2.9)).tolist() == [DAY_US, 2 * DAY_US]
    assert not len(dates.deadlines(0, date(0.04, None)))


def test_one_forecast_that_stands_all_the_time() -> None:
    # F(t) = t/80; it never happens: by t each deadline loses (t/80)^2 from O to t.
    line = curve((0, 0), (40, 0.5))
    found = judged(date(40, None), [(0, 0, line)])[0]
    t = np.arange(1, 41)
    assert found.brier == pytest.approx(np.mean((t / 80) ** 2))
    assert found.log_loss == pytest.approx(np.mean(-np.log(1 - t / 80)))
    assert found.reference["brier"] == found.uniform["brier"] == pytest.approx(found.brier)
    assert found.why == dict.fromkeys(SINGLE, SNAPSHOT)


def test_it_happens_early_and_the_rest_of_the_time_is_lost_to_nobody() -> None:
    # T = K = 10: deadlines before 10 run to t, those from 10 on stop at 10 of t days.
    line = curve((0, 0), (40, 0.5))
    found = judged(date(40, 10), [(0, 0, line)], known=10)[0]
    t = np.arange(1, 41)
    each = np.where(t < 10, (t / 80) ** 2, 10 / t * (1 - t / 80) ** 2)
    assert found.brier == pytest.approx(each.mean())
    at_the_end = np.where(t < 10, (t / 80) ** 2, (1 - t / 80) ** 2)
    last = judged(date(40, 10), [(0, 0, line)], "last", known=10)[0]
    assert last.brier == pytest.approx(at_the_end.mean())
    assert last.deadline_brier == pytest.approx(deadline_brier([0, 40], [0, 0.5], 10, 40))
    assert last.crps == pytest.approx(crps([0, 40], [0, 0.5], 10, 0, 40, open_upper=True))
    assert last.crps == pytest.approx(40 * last.deadline_brier)
    assert last.why == {
        "wis": "a forecast does not reach every level of the question",
        "interval_log_loss": "an instant is on record for when it happened, and no time around it",
    }


def test_what_is_said_of_the_time_after_the_horizon_does_not_count() -> None:
    # F(t) = t/80 through a knot on day 80, never by day 40: the integral of its square over 40.
    found = judged(date(40, None), [(0, 0, curve((0, 0), (80, 1)))], "last")[0]
    assert found.deadline_brier == pytest.approx(1 / 12)
    assert found.crps == pytest.approx(40 / 12)
    assert found.interval_log_loss == pytest.approx(math.log(2))


def test_the_log_loss_of_the_time_in_which_it_is_known_to_have_happened() -> None:
    # F(t) = t/80: the day that ends at 10 was given 1/80, "not by 40" a half.
    line = curve((0, 0), (40, 0.5))
    class_of = {"chance": 0.2, "has_class": 1}
    found = judged(date(40, 10, since=9, **class_of), [(0, 0, line)], "last", known=10)[0]
    assert found.interval_log_loss == pytest.approx(math.log(80))
    assert found.reference["interval_log_loss"] == pytest.approx(math.log(200))
    assert found.uniform["interval_log_loss"] == pytest.approx(math.log(80))
    for happened, known in ((None, 40), (41, 40)):
        never = judged(date(40, happened, since=happened), [(0, 0, line)], "spot", spot=9)[0]
        assert never.interval_log_loss == pytest.approx(math.log(2)), known
    # A point mass at the end of the time counts, one at its start does not.
    for at, expected in ((10, math.log(2)), (9, math.inf)):
        mass = curve((0, 0), (at, 0), (at, 0.5), (40, 0.5))
        one = judged(date(40, 10, since=9), [(0, 0, mass)], "before-close:31d", known=10)[0]
        assert one.interval_log_loss == pytest.approx(expected)


def test_what_happened_before_the_range_has_all_the_time_before_it() -> None:
    asked = date(40, 4, since=3, lower=5.0)
    found = judged(asked, [(0, 0, curve((5, 0.25), (40, 0.5)))], "last", known=10)[0]
    assert found.interval_log_loss == pytest.approx(math.log(4))


def test_how_long_before_the_range_it_happened_costs_nothing() -> None:
    asked = date(40, 2 - 1e-9, lower=2.0)
    far, near = (curve((first, 0.05), (1, 0.25), (2, 0.75), (7, 0.95)) for first in (-9, 0.5))
    found = judged(asked, [(0, 0, far), (1, 0, near)], "last")
    # The 95% quantile alone lies above what counts as the bound: 2/5 (1 - .95) (7 - 2).
    assert found[0].wis == found[1].wis == pytest.approx(0.1)
    own = deadline_brier(near.places, near.heights, 2.0, 40.0)
    assert found[1].deadline_brier == pytest.approx(own)


def test_the_log_loss_of_the_interval_is_the_rule_of_that_name() -> None:
    rng = np.random.default_rng(23)
    for _ in range(40):
        places = np.unique(np.append(0.0, rng.integers(0, 40, 6)))
        heights = np.append(0.0, np.sort(rng.uniform(0, 1, len(places) - 1)))
        happened = None if rng.uniform() < 0.3 else int(rng.integers(2, 41))
        since = None if happened is None else happened - int(rng.integers(1, 3))
        rows: list[Row] = [(0, 0, Curve(places.astype(float), heights))]
        found = judged(date(40, happened, since=since), rows, "last")[0].interval_log_loss
        time = {"censored_at": 40} if happened is None else {"interval": (since, happened)}
        expected = interval_log_loss(places, heights, **time)  # type: ignore[arg-type]
        assert found == pytest.approx(expected, rel=1e-12)


def test_the_reference_is_a_straight_line_to_the_class() -> None:
    line = curve((0, 0), (40, 0.5))
    found = judged(date(40, None, chance=0.2, has_class=1), [(0, 0, line)])[0]
    t = np.arange(1, 41)
    assert found.reference["brier"] == pytest.approx(np.mean((t / 200) ** 2))
    assert found.uniform["brier"] == pytest.approx(np.mean((t / 80) ** 2))


def test_before_the_first_forecast_the_reference_stands_in_under_scheduled_alone() -> None:
    # Never; certain of it from day 20 on. Deadlines to 20: the reference alone; then 20 of t days.
    sure = curve((0, 0), (40, 0.0))
    rows: list[Row] = [(0, 20, sure)]
    t = np.arange(1, 41)
    loss = (t / 80) ** 2
    found = judged(date(40, None), rows)[0]
    assert found.brier == pytest.approx(np.mean(np.where(t <= 20, loss, 20 / t * loss)))
    assert judged(date(40, None), rows, "open")[0].brier == 0.0
    assert judged(date(40, None), rows, "last")[0].brier == 0.0


def test_waiting_would_pay_if_the_deadlines_before_it_were_left_out() -> None:
    # It happens on some day of forty, each as likely, is known on the last, and everybody learns
    # the day on day 20. The reference is the truth until then. Left out, the doubtful deadlines
    # to day 20 would not count against who waits; with the reference in their place nothing is won.
    t = np.arange(1, 41)
    honest, waited, left_out = [], [], []
    for happened in np.arange(0.5, 40):
        told = curve((0, 0), (happened, 0), (happened, 1), (40, 1))
        rows: list[Row] = [(0, 0, curve((0, 0), (40, 1))), (0, 20, told), (1, 20, told)]
        found = judged(date(40, float(happened), chance=1 - 1e-12), rows)
        honest.append(found[0].brier)
        waited.append(found[1].brier)
        left_out.append(np.mean((20 / t * (t / 40 - (happened <= t)) ** 2)[20:]))
    assert waited == pytest.approx(honest, abs=1e-9)
    assert np.mean(left_out) < np.mean(honest) - 0.015


def test_withdrawal_expiry_and_late_rows() -> None:
    line = curve((0, 0), (40, 0.5))
    t = np.arange(1, 41)
    loss = (t / 80) ** 2
    # The reference says the same, so whatever stands, the scheduled score is that of the line.
    rows: list[Row] = [(0, 5, line), (0, 9, None), (1, 39.5, line)]
    found = judged(date(40, None), rows)
    assert found[0].brier == pytest.approx(loss.mean())
    assert found[0].coverage == pytest.approx(0.1)
    assert judged(date(40, None), rows, "last")[0].brier == pytest.approx(loss[5:9].mean())
    assert judged(date(40, None), rows, "open")[0].brier == pytest.approx(loss[5:].mean())
    lapsed = judged(date(40, None), rows[:1], "last", expires=9)[0]
    assert lapsed.brier == pytest.approx(loss[5:9].mean())
    assert lapsed.why["crps"] == "no forecast stood then"
    late = judged(date(40, 12), [(0, 12, line)], known=12)[0]
    assert late.reason == REASONS[2]
    assert math.isnan(late.brier)


def test_a_spot_looks_at_the_deadlines_that_are_still_ahead() -> None:
    line = curve((0, 0), (40, 0.5))
    found = judged(date(40, None), [(0, 3, line)], "spot", spot=10)[0]
    assert found.brier == pytest.approx(np.mean((np.arange(11, 41) / 80) ** 2))
    assert found.deadline_brier == pytest.approx(deadline_brier([0, 40], [0, 0.5], None, 40))
    known = judged(date(40, 8), [(0, 3, line)], "spot", known=8, spot=10)[0]
    assert known.reason == "the outcome was known by then"


def test_an_open_question_has_a_part_that_stays() -> None:
    line, other = curve((0, 0), (40, 0.5)), curve((0, 0), (40, 1.0))
    rows: list[Row] = [(0, 0, line), (0, 6, other), (0, 15, line)]
    so_far = judged(date(40, None, until=10), rows[:2], known=10)[0]
    t = np.arange(1, 11)
    each = np.where(t <= 6, (t / 80) ** 2, (6 * (t / 80) ** 2 + (t - 6) * (t / 40) ** 2) / t)
    assert so_far.brier == pytest.approx(each.mean())
    assert so_far.why["crps"] == so_far.why["metaculus_peer"] == "the question is still open"
    # Later rows and the outcome leave these ten as they were.
    for happened, known in ((None, 30), (12.5, 12.5), (None, 40)):
        later = judged(date(40, happened, until=10), rows, known=known)[0]
        assert later.brier == so_far.brier


def test_what_dates_judged_together_have_in_common() -> None:
    # Range.bins and the horizon may differ; an open one and a resolved one do not mix.
    assert dates.date_likeness(date(40, 10)) == dates.date_likeness(date(90, None))
    kinds = (date(40, 10), date(40, 10, until=9), date(40, 10, lower=5.0))
    assert len({dates.date_likeness(one) for one in kinds}) == len(kinds)


def test_each_question_needs_its_date() -> None:
    of_one, at = np.zeros(1, dtype=np.int64), days(0)
    said = Said(of_one, of_one, at, days(None), at, of_one == 0, of_one == 0)
    clocks = Clocks(days(0, 0), days(40, 40), days(40, 40), days(None, None))
    with pytest.raises(ValueError, match="shorter"):
        judge_dates(clocks, [date(40, 10)], said, [curve((0, 0), (40, 0.5))])


def test_a_horizon_too_near_has_points_and_no_deadlines() -> None:
    found = judged(date(0.03, None), [(0, 0, curve((0, 0), (0.03, 0.5)))], closes=0.03, known=0.03)[
        0
    ]
    assert math.isnan(found.brier)
    assert found.why["brier"].startswith("no deadline has passed yet")
    assert found.metaculus_baseline == pytest.approx(50 * math.log(0.5 / 0.05))


def test_the_same_bits_however_many_deadlines_are_worked_on_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(7)
    rows: list[Row] = [
        (who, float(day), curve((0, 0), (20, p), (60, p + 0.3)))
        for who in range(3)
        for day, p in zip(np.sort(rng.uniform(0, 50, 4)), rng.uniform(0, 0.6, 4), strict=True)
    ]
    found = {}
    for cells in (1, 30, 1 << 18):
        monkeypatch.setattr(dates, "CELLS", cells)
        each = judged(date(60, 33.3), rows, closes=60, known=34)
        found[cells] = [(one.brier, one.log_loss) for one in each.values()]
    assert found[1] == found[30] == found[1 << 18]


def test_one_date_is_a_yes_no_question_for_each_deadline() -> None:
    # Opened on day 0, closed on day 30, known and happened on day 10, horizon 40, chance .5.
    clocks = Clocks(days(0), days(30), days(10), days(4))
    asked = date(40, 10, chance=0.5, has_class=True)
    found = dates.nested(clocks, asked, days(5, 10, 20, 40))
    assert found.closes_us.tolist() == days(5, 10, 20, 30).tolist()
    assert found.known_us.tolist() == days(5, 10, 10, 10).tolist()
    assert found.outcome.tolist() == [0, 1, 1, 1]
    assert found.rate == pytest.approx([0.5 / 8, 0.5 / 4, 0.5 / 2, 0.5])
    assert found.has_class.all()
    assert not found.by_deadline.any()
