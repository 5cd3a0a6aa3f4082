"""A date question is the mean of its nested deadlines, each made by hand as a yes/no question."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rules import deadline_brier
from tracker.scoring import (
    DAY_US,
    LOSSES,
    NEVER,
    Clocks,
    Curve,
    Date,
    Policy,
    Questions,
    Range,
    Said,
    judge,
    judge_date,
)
from tracker.scoring.stretches import History

Array = np.ndarray[Any, np.dtype[Any]]

HOUR_US = DAY_US // 24
POLICIES = tuple(map(Policy.parse, ("scheduled", "open", "last", "spot", "before-close:12h")))
RULES = ("brier", "log_loss")


@dataclass(frozen=True)
class Row:
    """What somebody said of the date at an hour; heights at three places, None a withdrawal."""

    who: int
    made: int
    until: int | None
    knots: tuple[tuple[float, float], ...] | None


@dataclass(frozen=True)
class Case:
    """A date question from hour 0; happened None is never, now None is resolved."""

    horizon: int
    closes: int
    happened: float | None
    known: float
    spot: int
    chance: float
    rows: tuple[Row, ...]
    now: int | None = None

    @property
    def step(self) -> int:
        return 1 if self.horizon < 30 * 24 else 24

    def deadlines(self) -> list[int]:
        until = self.horizon if self.now is None else min(self.now, self.horizon)
        return list(range(self.step, until + 1, self.step))


def us(*hours: float | None) -> Array:
    return np.array([NEVER if h is None else round(h * HOUR_US) for h in hours], dtype=np.int64)


def judged_as_a_date(case: Case) -> dict[tuple[str, int, str], tuple[float, float]]:
    """Return (policy, forecaster, rule) -> the score of the date question and the reference's."""
    days = case.horizon / 24
    over = Range(0.0, days, False, True, tuple(np.linspace(0.0, days, 11).tolist()))  # noqa: FBT003
    until = case.horizon if case.now is None else case.now
    asked = Date(
        horizon_us=int(us(case.horizon)[0]),
        happened_us=int(us(case.happened)[0]),
        until_us=int(us(until)[0]),
        over=over,
        levels=(0.5,),
        chance=case.chance,
        has_class=True,
        is_open=case.now is not None,
    )
    rows = case.rows
    said = Said(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array([row.who for row in rows]),
        made_us=us(*(row.made for row in rows)),
        until_us=us(*(row.until for row in rows)),
        recorded_us=us(*(row.made for row in rows)),
        peer=np.ones(len(rows), dtype=bool),
        stands=np.array([row.knots is not None for row in rows]),
    )
    curves = [
        None
        if row.knots is None
        else Curve(*(np.array(axis, dtype=float) for axis in zip(*row.knots, strict=True)))
        for row in rows
    ]
    clocks = Clocks(us(0), us(case.closes), us(case.known), us(case.spot))
    found = {}
    for policy, one in zip(
        POLICIES, judge_date(clocks, asked, said, curves, POLICIES), strict=True
    ):
        for rule in RULES:
            of = one.rules[rule]
            for i, who in enumerate(one.forecaster.tolist()):
                found[str(policy), who, rule] = (float(of.score[i]), float(of.reference[i]))
    return found


def judged_as_nested_questions(case: Case) -> dict[tuple[str, int, str], tuple[float, float]]:
    """Return the same from one yes/no question a deadline, written out here and averaged here."""
    at, rows = case.deadlines(), case.rows
    happened = math.inf if case.happened is None else case.happened
    questions = Questions(
        opens_us=us(*(0 for _ in at)),
        closes_us=us(*(min(t, case.closes) for t in at)),
        known_us=us(*(min(t, case.known) for t in at)),
        spot_us=us(*(case.spot for _ in at)),
        outcome=np.array([float(happened <= t) for t in at]),
        rate=np.array([case.chance * t / case.horizon for t in at]),
        has_class=np.ones(len(at), dtype=bool),
        by_deadline=np.zeros(len(at), dtype=bool),
    )
    each = [(place, row) for place in range(len(at)) for row in rows]
    p = np.stack([chances(row, np.array(at) / 24) for row in rows], axis=1).ravel()
    history = History(
        question=np.array([place for place, _ in each]),
        forecaster=np.array([row.who for _, row in each]),
        made_us=us(*(row.made for _, row in each)),
        until_us=us(*(row.until for _, row in each)),
        recorded_us=us(*(row.made for _, row in each)),
        p=p,
        low=p,
        high=p,
        peer=np.ones(len(each), dtype=bool),
    )
    found = {}
    for policy, one in zip(POLICIES, judge(questions, history, POLICIES), strict=True):
        for rule in RULES:
            for who in sorted({row.who for row in rows}):
                mine = one.forecaster == who
                scores, against = one.rules[rule].score[mine], one.rules[rule].reference[mine]
                found[str(policy), who, rule] = (
                    averaged(scores, alone(case, rule), policy),
                    averaged(against, alone(case, rule), policy),
                )
    return found


def chances(row: Row, days: Array) -> Array:
    if row.knots is None:
        return np.full(len(days), np.nan)
    x, f = zip(*row.knots, strict=True)
    return np.asarray(np.interp(days, x, f, left=0.0))


def alone(case: Case, rule: str) -> Array:
    """Return on each deadline the scheduled score of a reference beside which nobody stood."""
    happened = math.inf if case.happened is None else case.happened
    t = np.array(case.deadlines(), dtype=float)
    closes = np.minimum(t, case.closes)
    losses = LOSSES[rule](case.chance * t / case.horizon, (happened <= t).astype(float))
    return np.asarray(losses * np.minimum(closes, case.known) / closes)


def averaged(scores: Array, filled: Array, policy: Policy) -> float:
    """Return the mean over deadlines: all of them under scheduled, else those with a score."""
    there = ~np.isnan(scores)
    if not there.any():
        return math.nan
    whole = np.where(there, scores, filled)
    return float(whole.mean() if str(policy) == "scheduled" else scores[there].mean())


@st.composite
def cases(draw: st.DrawFn) -> Case:
    # Two days and twenty hours are scored by the hour, thirty days and more by the day.
    horizon = draw(st.sampled_from([20, 48, 30 * 24, 41 * 24 + 7]))
    part = horizon / 20
    twentieths = st.integers(1, 20).map(lambda n: round(n * part))
    between = st.floats(0.02, 1.0).map(lambda x: x * horizon)
    on_a_deadline = st.integers(1, horizon // 24 or 1).map(lambda n: float(n * 24 % horizon or 5))
    happened = draw(st.one_of(st.none(), between, on_a_deadline))
    late = draw(st.sampled_from([0.0, 0.0, 3 * part]))
    known = horizon if happened is None else happened + late
    return Case(
        horizon=horizon,
        closes=draw(twentieths),
        happened=happened,
        known=known,
        spot=draw(twentieths),
        chance=draw(st.floats(0.01, 0.99)),
        rows=draw(histories(horizon)),
    )


@st.composite
def histories(draw: st.DrawFn, horizon: int) -> tuple[Row, ...]:
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        made = round(draw(st.integers(-2, 20)) * horizon / 20)
        stands = draw(st.sampled_from([None, None, 3, 8]))
        heights = sorted(draw(st.lists(st.floats(0.0, 0.9), min_size=3, max_size=3)))
        places = (0.0, draw(st.floats(0.1, 0.9)) * horizon / 24, horizon / 24)
        rows.append(
            Row(
                who=draw(st.integers(0, 1)),
                made=made,
                until=None if stands is None else made + round(stands * horizon / 20),
                knots=draw(
                    st.sampled_from([None, *[tuple(zip(places, heights, strict=True))] * 4])
                ),
            )
        )
    # Rows come ordered by who and when, as the judge's reader gives them.
    return tuple(sorted(rows, key=lambda row: (row.who, row.made)))


def same(one: dict[Any, tuple[float, float]], other: dict[Any, tuple[float, float]]) -> None:
    assert one.keys() == other.keys()
    for key, (score, reference) in one.items():
        assert score == pytest.approx(other[key][0], rel=1e-12, abs=1e-12, nan_ok=True), key
        if not math.isnan(score):
            assert reference == pytest.approx(other[key][1], rel=1e-12, abs=1e-12), key


@settings(max_examples=40)
@given(case=cases())
def test_resolved_it_is_the_mean_of_its_deadlines(case: Case) -> None:
    same(judged_as_a_date(case), judged_as_nested_questions(case))


def test_a_horizon_an_hour_under_thirty_days_has_a_deadline_each_hour() -> None:
    line, other = ((0.0, 0.0), (30.0, 0.6)), ((2.0, 0.1), (9.0, 0.3), (29.0, 0.9))
    rows = (Row(0, 5, None, line), Row(0, 200, 260, other), Row(0, 400, None, None))
    case = Case(30 * 24 - 1, 600, 500.5, 500.5, 220, 0.3, (*rows, Row(1, -9, 300, other)))
    assert len(case.deadlines()) == 719
    same(judged_as_a_date(case), judged_as_nested_questions(case))


@settings(max_examples=25)
@given(case=cases(), share=st.floats(0.1, 0.99))
def test_while_it_is_open_it_is_the_mean_of_those_that_have_passed(
    case: Case, share: float
) -> None:
    now = math.ceil(case.horizon * share)
    so_far = replace(case, happened=None, known=now, now=now)
    same(judged_as_a_date(so_far), judged_as_nested_questions(so_far))


@settings(max_examples=25)
@given(case=cases(), share=st.floats(0.1, 0.99), more=st.data())
def test_the_part_that_has_passed_never_changes(case: Case, share: float, more: Any) -> None:
    """Whatever is said or happens from now on, the deadlines gone by keep their scores."""
    now = math.ceil(case.horizon * share)
    before = replace(case, happened=None, known=now, now=now)
    later = more.draw(st.one_of(st.none(), st.floats(now + 0.001, case.horizon + 1.0)))
    said = tuple(replace(row, made=max(row.made, now)) for row in more.draw(histories(48)))
    rows = tuple(sorted((*case.rows, *said), key=lambda row: (row.who, row.made)))
    known = case.horizon if later is None or later > case.horizon else later
    after = replace(case, happened=later, known=known, rows=rows, now=now)
    then, now_known = judged_as_a_date(before), judged_as_nested_questions(after)
    for key, (score, _) in then.items():
        if key[0] in {"spot", "before-close:12h"} and math.isnan(score):
            continue  # that instant has not come yet: what stands then is not known
        assert score == pytest.approx(now_known[key][0], rel=1e-12, abs=1e-12, nan_ok=True), key


# It happens on day d of a hundred with P(by day 100) = .4 and an even hazard, or never.
DAYS = 100
HAZARD = 1.0 - 0.6 ** (1.0 / DAYS)
TRUTH = Curve(np.arange(DAYS + 1.0), 1.0 - (1.0 - HAZARD) ** np.arange(DAYS + 1.0))
SAYS_NEVER = Curve(np.array([0.0, DAYS]), np.zeros(2))
CHANCES = np.append(np.diff(TRUTH.heights), 1.0 - TRUTH.heights[-1])


def in_each_world(score: Any) -> float:
    """Return the expectation over the days on which it may happen, and never."""
    happened = [*range(1, DAYS + 1), None]
    return float(CHANCES @ [score(day) for day in happened])


def scored_by_deadlines(curve: Curve) -> float:
    pairs = tuple(zip(curve.places.tolist(), curve.heights.tolist(), strict=True))

    def one(day: int | None) -> float:
        hours = None if day is None else day * 24
        ends = DAYS * 24 if hours is None else hours
        case = Case(DAYS * 24, DAYS * 24, hours, ends, 1, 0.5, (Row(0, 0, None, pairs),))
        return judged_as_a_date(case)["scheduled", 0, "brier"][0]

    return in_each_world(one)


def scored_again_at_every_instant(curve: Curve) -> float:
    """Return what the snapshot loses on all deadlines, integrated while it stands."""

    def one(day: int | None) -> float:
        stands = DAYS if day is None else day
        return stands / DAYS * float(deadline_brier(curve.places, curve.heights, day, DAYS))

    return in_each_world(one)


def test_scored_on_all_deadlines_at_every_instant_never_would_beat_the_truth() -> None:
    # Said once, at the opening. Its mass on days gone by would be charged at every later instant
    # again: the truth would expect .0726 and "never" .0665. By nested deadlines, each of which
    # ends on its day, it is .0985 against .1056.
    again = [scored_again_at_every_instant(curve) for curve in (TRUTH, SAYS_NEVER)]
    assert again == pytest.approx([0.0726, 0.0665], abs=5e-5)
    assert again[1] < again[0] - 0.004
    nested = [scored_by_deadlines(curve) for curve in (TRUTH, SAYS_NEVER)]
    assert nested == pytest.approx([0.09855, 0.10564], abs=5e-5)
    assert nested[0] < nested[1] - 0.006


# Said anew every morning for thirty days by who knows the hazard, until it happens.
MONTH = 30
EVEN_HAZARD = 1.0 - 0.5 ** (1.0 / MONTH)


def morning(day: int, factor: float) -> tuple[tuple[float, float], ...]:
    """Return the true curve of a day on which it has not happened, scaled by a factor."""
    days = np.arange(day, MONTH + 1)
    heights = np.minimum(factor * (1.0 - (1.0 - EVEN_HAZARD) ** (days - day)), 1.0)
    return tuple(zip(days.astype(float).tolist(), heights.tolist(), strict=True))


Score = dict[tuple[str, str], float]


def expected_each_morning(factor: float) -> tuple[Score, Score]:
    """Return (policy, rule) -> the expectation over the worlds in which there is a score.

    And the same of the score times the day on which it ended, over the thirty.
    """
    alive = (1.0 - EVEN_HAZARD) ** np.arange(MONTH + 1)
    chances = np.append(alive[:-1] * EVEN_HAZARD, alive[-1])
    rows = tuple(Row(0, day * 24, None, morning(day, factor)) for day in range(MONTH))
    found: dict[tuple[str, str], list[tuple[float, float, int]]] = {}
    for world, weight in enumerate(chances):
        day = min(world + 1, MONTH)
        happened = None if world == MONTH else day * 24
        case = Case(MONTH * 24, MONTH * 24, happened, day * 24, 10 * 24, 0.5, rows)
        for (policy, _, rule), (score, _) in judged_as_a_date(case).items():
            if not math.isnan(score):
                found.setdefault((policy, rule), []).append((weight, score, day))
    total = {key: sum(w for w, _, _ in of) for key, of in found.items()}
    mean = {key: sum(w * x for w, x, _ in of) / total[key] for key, of in found.items()}
    summed = {key: sum(w * x * day / MONTH for w, x, day in of) for key, of in found.items()}
    return mean, summed


@pytest.fixture(scope="module")
def mornings() -> dict[float, tuple[Score, Score]]:
    return {factor: expected_each_morning(factor) for factor in (0.0, 0.7, 0.9, 1.0, 1.1, 1.4)}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("policy", ["scheduled", "spot"])
def test_a_maintained_date_scores_best_when_honest(
    policy: str, rule: str, mornings: dict[float, tuple[Score, Score]]
) -> None:
    expected = {factor: of[policy, rule] for factor, (of, _) in mornings.items()}
    assert min(expected, key=expected.__getitem__) == 1.0, expected


@pytest.mark.parametrize("policy", ["open", "last"])
def test_open_and_last_pay_for_exaggerating_dates_too(
    policy: str, mornings: dict[float, tuple[Score, Score]]
) -> None:
    expected = {factor: of[policy, "brier"] for factor, (of, _) in mornings.items()}
    assert expected[1.4] < expected[1.0] - 0.005, expected


@pytest.mark.parametrize("rule", RULES)
def test_before_close_is_proper_on_each_deadline_and_their_mean_pays_a_little_for_more(
    rule: str, mornings: dict[float, tuple[Score, Score]]
) -> None:
    # Half a day before its deadline each has its honest best: so has their sum, the mean times the
    # days there were. The mean divides by those days, and there are fewer the earlier it happens:
    # a yes weighs more. Saying a tenth more wins .0003 of Brier on .0766.
    policy = "before-close:12h"
    summed = {factor: of[policy, rule] for factor, (_, of) in mornings.items()}
    assert min(summed, key=summed.__getitem__) == 1.0, summed
    mean = {factor: of[policy, rule] for factor, (of, _) in mornings.items()}
    assert mean[1.1] < mean[1.0], mean
    if rule == "brier":
        assert (mean[1.0], mean[1.1]) == pytest.approx((0.07656, 0.07631), abs=1e-5)
