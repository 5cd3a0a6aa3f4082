"""Laws of the scores: what must not matter to them, and what bounds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.scoring import (
    LOSSES,
    NEVER,
    RULE_NAMES,
    History,
    Judged,
    Policy,
    Questions,
    judge,
    stretches,
)
from tracker.scoring.reference import reference

Array = np.ndarray[Any, np.dtype[Any]]

HOUR_US = 3_600_000_000
POLICIES = tuple(map(Policy.parse, ("scheduled", "open", "last", "spot", "before-close:1d")))
MACHINE = 3  # the forecaster who is a baseline
COLUMNS = ("coverage", "attainable", "hindsight", "forecasts", "reason")
PARTS = ("score", "low", "high", "reference", "uniform")


@dataclass(frozen=True)
class Asked:
    """A question; times in hours."""

    opens: int
    closes: int
    known: int
    spot: int | None
    outcome: float
    rate: float
    by_deadline: bool


@dataclass(frozen=True)
class Said:
    """A row of a history, in the order of the ledger; times in hours, p None a withdrawal."""

    question: int
    forecaster: int
    made: float
    until: float | None
    recorded: int
    p: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Sheet:
    """Questions, and all that was said of them."""

    asked: tuple[Asked, ...]
    said: tuple[Said, ...]

    def arrays(
        self, questions: Sequence[int] | None = None, forecasters: Sequence[int] = range(4)
    ) -> tuple[Questions, History]:
        """Return the arrays to judge; `questions` and `forecasters` say who comes when."""
        order = range(len(self.asked)) if questions is None else questions
        chosen = [self.asked[number] for number in order]
        place = {number: at for at, number in enumerate(order)}
        names = {number: at for at, number in enumerate(forecasters)}
        rows = [
            (place[row.question], names[row.forecaster], row.made, seq, row)
            for seq, row in enumerate(self.said)
            if row.question in place
        ]
        return _questions(chosen), _history(sorted(rows, key=lambda row: row[:4]))

    def judged(self, *where: Sequence[int]) -> tuple[Judged, ...]:
        return judge(*self.arrays(*where), POLICIES)


def us(hours: Sequence[float | None]) -> Array:
    return np.array([NEVER if h is None else round(h * HOUR_US) for h in hours], dtype=np.int64)


def _questions(rows: Sequence[Asked]) -> Questions:
    return Questions(
        opens_us=us([row.opens for row in rows]),
        closes_us=us([row.closes for row in rows]),
        known_us=us([row.known for row in rows]),
        spot_us=us([row.spot for row in rows]),
        outcome=np.array([row.outcome for row in rows], dtype=np.float64),
        rate=np.array([row.rate for row in rows], dtype=np.float64),
        has_class=np.ones(len(rows), dtype=bool),
        by_deadline=np.array([row.by_deadline for row in rows], dtype=bool),
    )


def _history(rows: Sequence[tuple[int, int, float, int, Said]]) -> History:
    said = [row[4] for row in rows]

    def numbers(values: Sequence[float | None]) -> Array:
        return np.array([np.nan if x is None else x for x in values], dtype=np.float64)

    p = numbers([row.p for row in said])
    low, high = numbers([row.low for row in said]), numbers([row.high for row in said])
    return History(
        question=np.array([row[0] for row in rows], dtype=np.int64),
        forecaster=np.array([row[1] for row in rows], dtype=np.int64),
        made_us=us([row.made for row in said]),
        until_us=us([row.until for row in said]),
        recorded_us=us([row.recorded for row in said]),
        p=p,
        low=np.where(np.isnan(low), p, low),
        high=np.where(np.isnan(high), p, high),
        peer=np.array([row.forecaster != MACHINE for row in said], dtype=bool),
    )


# Few instants, so that forecasts tie, and come at the opening, the close and the outcome.
hours = st.integers(-2, 16).map(lambda n: n * 6)
chances = st.one_of(st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.floats(0.0, 1.0))


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    opens = draw(st.integers(0, 4)) * 6
    return Asked(
        opens=opens,
        closes=opens + draw(st.integers(1, 12)) * 6,
        known=draw(hours),
        spot=draw(st.one_of(st.none(), hours)),
        outcome=draw(st.sampled_from([0.0, 1.0, 1.0, 0.3])),
        rate=draw(st.floats(0.01, 0.99)),
        by_deadline=draw(st.booleans()),
    )


@st.composite
def statements(draw: st.DrawFn, count: int) -> Said:
    made = draw(hours)
    p = draw(st.one_of(chances, chances, st.none()))
    ranged = p is not None and draw(st.sampled_from([False, False, True]))
    low, high = (draw(st.floats(0, p)), draw(st.floats(p, 1))) if ranged and p else (None, None)
    until = draw(st.one_of(st.none(), st.none(), st.integers(1, 8).map(lambda n: made + n * 6)))
    return Said(
        question=draw(st.integers(0, count - 1)),
        forecaster=draw(st.integers(0, 3)),
        made=made,
        until=until,
        recorded=draw(hours),
        p=p,
        low=low,
        high=high,
    )


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    asked = draw(st.lists(questions(), min_size=1, max_size=4))
    said = draw(st.lists(statements(len(asked)), min_size=1, max_size=14))
    return Sheet(tuple(asked), tuple(said))


def bits(
    judged: Sequence[Judged], questions: Sequence[int], names: Sequence[int]
) -> dict[Any, Any]:
    """Return (policy, question, forecaster) -> every number of the pair, to the bit."""
    found = {}
    for one in judged:
        columns = [getattr(one, name) for name in COLUMNS]
        columns += [getattr(one.rules[rule], part) for rule in RULE_NAMES for part in PARTS]
        for i, key in enumerate(zip(one.question.tolist(), one.forecaster.tolist(), strict=True)):
            values = np.array([column[i] for column in columns], dtype=np.float64)
            found[str(one.policy), questions[key[0]], names[key[1]]] = values.tobytes()
    return found


@given(sheet=sheets(), data=st.data())
def test_names_and_the_order_of_reading_do_not_matter_to_the_bit(
    sheet: Sheet, data: st.DataObject
) -> None:
    count = len(sheet.asked)
    order = data.draw(st.permutations(range(count)))
    people = data.draw(st.permutations(range(4)))
    assert bits(sheet.judged(order, people), order, people) == bits(
        sheet.judged(), range(count), range(4)
    )


@given(sheet=sheets())
def test_a_question_alone_scores_as_it_does_among_others_to_the_bit(sheet: Sheet) -> None:
    together = bits(sheet.judged(), range(len(sheet.asked)), range(4))
    alone: dict[Any, Any] = {}
    for number in range(len(sheet.asked)):
        alone |= bits(sheet.judged([number]), [number], range(4))
    assert alone == together


@given(sheet=sheets(), data=st.data())
def test_rows_of_one_forecaster_are_ordered_by_time_then_ledger(
    sheet: Sheet, data: st.DataObject
) -> None:
    """Rows that came in another order score the same, ties kept in theirs."""
    shuffled = data.draw(st.permutations(sheet.said))
    by_time = sorted(sheet.said, key=lambda row: row.made)
    for made in {row.made for row in by_time}:
        tied = iter([row for row in by_time if row.made == made])
        shuffled = [next(tied) if row.made == made else row for row in shuffled]
    other = replace(sheet, said=tuple(shuffled))
    names = range(len(sheet.asked)), range(4)
    assert bits(other.judged(), *names) == bits(sheet.judged(), *names)


@given(sheet=sheets(), data=st.data())
def test_saying_the_same_again_changes_nothing(sheet: Sheet, data: st.DataObject) -> None:
    """An integral over a split stretch is the sum of its parts."""
    asked, history = sheet.arrays()
    stood = stretches(history, asked)
    assume(len(stood.row))
    at = data.draw(st.integers(0, len(stood.row) - 1))
    share = data.draw(st.floats(0.0, 1.0, exclude_max=True))
    start, end = int(stood.start_us[at]), int(stood.end_us[at])
    instant = start + int((end - start) * share)
    again = np.insert(np.arange(len(history.p)), stood.row[at] + 1, stood.row[at])
    split = History(*(getattr(history, column)[again] for column in History.__slots__))
    split.made_us[stood.row[at] + 1] = instant
    for before, after in zip(
        judge(asked, history, POLICIES), judge(asked, split, POLICIES), strict=True
    ):
        for rule in RULE_NAMES:
            within = 1e-12 if rule in LOSSES else 1e-10
            for part in PARTS:
                one, other = (getattr(x.rules[rule], part) for x in (before, after))
                assert one == pytest.approx(other, abs=within, rel=1e-12, nan_ok=True)
        assert np.array_equal(before.coverage, after.coverage)
        assert np.array_equal(before.reason, after.reason)


@given(sheet=sheets(), late=statements(4), after=st.integers(0, 100))
def test_what_comes_too_late_never_counts(sheet: Sheet, late: Said, after: int) -> None:
    number = late.question % len(sheet.asked)
    asked = sheet.asked[number]
    made = min(asked.closes, asked.known) + after
    until = None if late.until is None else made + 1
    added = replace(late, question=number, made=made, until=until)
    names = range(len(sheet.asked)), range(4)
    before = bits(sheet.judged(), *names)
    with_it = bits(replace(sheet, said=(*sheet.said, added)).judged(), *names)
    assert {key: with_it[key] for key in before} == before
    new = with_it.keys() - before.keys()
    assert {key[1:] for key in new} <= {(number, added.forecaster)}


@given(sheet=sheets())
def test_scheduled_lies_between_the_best_and_the_worst_that_stood_or_filled_in(
    sheet: Sheet,
) -> None:
    asked, history = sheet.arrays()
    (judged,) = judge(asked, history, POLICIES[:1])
    stood, path = stretches(history, asked), reference(asked)
    for name, loss in LOSSES.items():
        of_rows = loss(history.p[stood.row], asked.outcome[stood.question])
        of_reference = loss(path.p, asked.outcome[path.question])
        for pair in np.flatnonzero(judged.reason == 0):
            filled = of_reference[path.question == judged.question[pair]]
            seen = [*of_rows[stood.pair == pair], *filled]
            possible = judged.attainable[pair]
            score = judged.rules[name].score[pair]
            assert possible * min(seen) - 1e-12 <= score <= possible * max(seen) + 1e-12


@given(sheet=sheets())
def test_a_range_holds_the_score_and_no_more_than_its_ends_allow(sheet: Sheet) -> None:
    for judged in sheet.judged():
        for rule in RULE_NAMES:
            scores = judged.rules[rule]
            ranged = ~np.isnan(scores.low)
            assert np.array_equal(ranged, ~np.isnan(scores.high))
            low, score, high = (x[ranged] for x in (scores.low, scores.score, scores.high))
            assert np.all((low <= score) & (score <= high))


@given(sheet=sheets())
def test_shares_of_time_stay_shares(sheet: Sheet) -> None:
    for judged in sheet.judged():
        assert np.all((judged.coverage >= 0) & (judged.coverage <= judged.attainable))
        assert np.all(judged.attainable <= 1)
        assert np.array_equal(judged.coverage > 0, judged.forecasts > 0)
        share = judged.hindsight[judged.forecasts > 0]
        assert np.all((share >= 0) & (share <= 1))
        for rule in RULE_NAMES:
            assert np.array_equal(np.isnan(judged.rules[rule].score), judged.reason > 0)


@given(sheet=sheets())
def test_who_stood_all_the_time_scores_the_same_scheduled_and_open(sheet: Sheet) -> None:
    scheduled, while_open, *_ = sheet.judged()
    whole = (scheduled.coverage == 1.0) & (scheduled.reason == 0)
    for rule in RULE_NAMES:
        one, other = (x.rules[rule].score[whole] for x in (scheduled, while_open))
        assert one == pytest.approx(other, rel=1e-12, abs=1e-12)


@given(sheet=sheets())
def test_among_peers_points_sum_to_nothing(sheet: Sheet) -> None:
    people = replace(sheet, said=tuple(row for row in sheet.said if row.forecaster != MACHINE))
    for judged in people.judged():
        if str(judged.policy) == "open":
            continue  # each divides by another time
        points = judged.rules["metaculus_peer"].score
        scored = ~np.isnan(points)
        sums = np.bincount(judged.question[scored], points[scored], minlength=1)
        assert np.abs(sums).max() <= 1e-9
