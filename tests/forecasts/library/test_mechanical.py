"""The mechanical forecasters, by hand and by the law that their decay obeys."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.library.mechanical import Step, base_rate, coin
from forecasts.library.question_set import SetQuestion
from forecasts.model import QuestionType, ReferenceClass, Stated, Terms
from forecasts.model.prediction import Quantiles, Shares

YEAR = datetime(2025, 1, 1, tzinfo=UTC)
HALF = ReferenceClass((1,), 2)
FULL = ReferenceClass((3, 0, 2), 5, ("sun", "rain", "snow"))


def asked(
    opens_at: datetime = YEAR,
    closes_at: datetime = datetime(2026, 1, 1, tzinfo=UTC),
    reference_class: ReferenceClass | None = None,
    *,
    by_deadline: bool = False,
    options: str | None = None,
) -> SetQuestion:
    return SetQuestion(
        slug="it",
        type=QuestionType.MULTIPLE_CHOICE if options else QuestionType.BINARY,
        terms=Terms(
            title="Will it?",
            opens_at=opens_at,
            closes_at=closes_at,
            resolves_by=closes_at,
            options=options,
            reference_class=reference_class,
            by_deadline=by_deadline,
        ),
    )


def chance(step: Step) -> float:
    assert isinstance(step.stated, Stated)
    return step.stated.probability


@st.composite
def deadlines(draw: st.DrawFn) -> SetQuestion:
    opens_at = YEAR + draw(st.timedeltas(timedelta(days=-9000), timedelta(days=2000)))
    life = draw(st.timedeltas(timedelta(hours=1), timedelta(days=900)))
    n = draw(st.integers(0, 50))
    k = draw(st.integers(0, n))
    return asked(opens_at, opens_at + life, ReferenceClass((k,), n), by_deadline=True)


def test_a_coin_is_tossed_once() -> None:
    assert list(coin(asked())) == [Step(YEAR, Stated(0.5, ""))]


def test_a_rate_that_does_not_decay_is_said_once() -> None:
    (step,) = base_rate(asked(reference_class=ReferenceClass((3,), 40)))
    assert (step.made_at, chance(step)) == (YEAR, pytest.approx(3.5 / 41))


def test_among_options_a_coin_gives_each_the_same_and_a_rate_what_was_counted() -> None:
    question = asked(options='["sun", "rain", "snow"]', reference_class=FULL)
    assert list(coin(question)) == [Step(YEAR, Shares((1 / 3, 1 / 3, 1 / 3)))]
    assert list(base_rate(asked(options='["sun", "rain", "snow"]'))) == []
    (step,) = base_rate(question)
    assert step == Step(YEAR, Shares((3.5 / 6.5, 0.5 / 6.5, 2.5 / 6.5)))
    assert list(base_rate(replace(question, type=QuestionType.ORDINAL))) == [step]


def test_a_class_may_count_the_options_in_another_order() -> None:
    (step,) = base_rate(asked(options='["snow", "sun", "rain"]', reference_class=FULL))
    assert step == Step(YEAR, Shares((2.5 / 6.5, 3.5 / 6.5, 0.5 / 6.5)))


def test_options_that_are_not_on_offer_have_no_share() -> None:
    """Snow comes in February: 3 of 3, then 3 of 5; sun leaves in May, and snow has 2 of 2."""
    options = """[{"name": "sun", "until": "2025-05-01T00:00:00Z"}, "rain",
        {"name": "snow", "from": "2025-02-01T00:00:00Z"}]"""
    february, may = (datetime(2025, month, 1, tzinfo=UTC) for month in (2, 5))
    assert list(base_rate(asked(options=options, reference_class=FULL))) == [
        Step(YEAR, Shares((3.5 / 4, 0.5 / 4, None))),
        Step(february, Shares((3.5 / 6.5, 0.5 / 6.5, 2.5 / 6.5))),
        Step(may, Shares((None, 0.5 / 3, 2.5 / 3))),
    ]
    assert [step.made_at for step in coin(asked(options=options))] == [YEAR, february, may]
    ends = """[{"name": "sun", "from": "2025-01-01T00:00:00Z"},
        {"name": "rain", "until": "2026-01-01T00:00:00Z"}]"""  # the opening and the close
    assert list(coin(asked(options=ends))) == [Step(YEAR, Shares((1 / 2, 1 / 2)))]
    assert [step.stated for step in coin(asked(options=options))] == [
        Shares((1 / 2, 1 / 2, None)), Shares((1 / 3, 1 / 3, 1 / 3)), Shares((None, 1 / 2, 1 / 2)),
    ]  # fmt: skip


def test_a_number_falls_between_any_two_earlier_ones_alike() -> None:
    question = replace(asked(), type=QuestionType.NUMERIC, earlier=(3.7, -0.9, -0.5))
    assert list(coin(question)) == []
    assert list(base_rate(question)) == [
        Step(YEAR, Quantiles(((0.25, -0.9), (0.5, -0.5), (0.75, 3.7))))
    ]
    assert list(base_rate(replace(question, earlier=()))) == []


def test_a_day_comes_evenly_up_to_the_horizon_while_it_has_not_come() -> None:
    """With 1/2 at the opening and half the time gone 1/3 is left: (1/4) / (3/4)."""
    horizon = datetime(2026, 1, 1, tzinfo=UTC)
    terms = replace(asked(reference_class=HALF).terms, range_max=horizon.timestamp())
    question = replace(asked(), type=QuestionType.DATE, terms=terms)
    steps = list(base_rate(question))
    assert [step.made_at.month for step in steps] == list(range(1, 13))
    for step in steps:
        assert isinstance(step.stated, Quantiles)
        (zero, start), (chance_left, end) = step.stated.pairs
        assert (zero, start, end) == (0.0, step.made_at.timestamp(), horizon.timestamp())
        left = (horizon - step.made_at) / (horizon - YEAR)
        assert chance_left == pytest.approx(0.5 * left / (0.5 + 0.5 * left))
    assert list(coin(question)) == []


@pytest.mark.parametrize("by_deadline", [True, False])
def test_nothing_to_count_gives_no_forecast(by_deadline: bool) -> None:  # noqa: FBT001
    assert list(base_rate(asked(by_deadline=by_deadline))) == []


def test_a_year_by_hand() -> None:
    """A rate of 1/2: in mid-January 349.5 of 365 days are left, in mid-December 15.5."""
    steps = list(base_rate(asked(reference_class=HALF, by_deadline=True)))
    assert [step.made_at for step in steps] == [
        datetime(2025, month, 1, tzinfo=UTC) for month in range(1, 13)
    ]
    assert chance(steps[0]) == pytest.approx(1 - 0.5 ** (349.5 / 365))
    assert chance(steps[-1]) == pytest.approx(1 - 0.5 ** (15.5 / 365))


def test_a_life_within_a_month_and_one_that_ends_with_a_month() -> None:
    within = asked(datetime(2025, 2, 4, tzinfo=UTC), datetime(2025, 2, 20, tzinfo=UTC))
    until_march = asked(datetime(2025, 2, 4, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC))
    for terms in (within.terms, until_march.terms):
        (step,) = base_rate(asked(terms.opens_at, terms.closes_at, HALF, by_deadline=True))
        assert (step.made_at, chance(step)) == (terms.opens_at, pytest.approx(1 - 0.5**0.5))


@given(deadlines())
def test_steps_start_at_the_opening_and_with_each_month_before_the_close(
    question: SetQuestion,
) -> None:
    terms = question.terms
    instants = [step.made_at for step in base_rate(question)]
    assert instants[0] == terms.opens_at
    assert all(a < b <= a + timedelta(days=31) for a, b in pairwise([*instants, terms.closes_at]))
    assert all(at == at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
               for at in instants[1:])  # fmt: skip


@given(deadlines())
def test_the_chance_shrinks_and_the_log_of_no_averages_to_half(question: SetQuestion) -> None:
    """The mean of ln(1 - p), which is linear in time, is ln(1 - r)/2: middles lose nothing."""
    terms = question.terms
    assert terms.reference_class is not None
    rate = terms.reference_class.rate
    steps = list(base_rate(question))
    chances = [chance(step) for step in steps]
    assert all(0 < later < earlier < rate for earlier, later in pairwise(chances))
    ends = [*(step.made_at for step in steps[1:]), terms.closes_at]
    life = terms.closes_at - terms.opens_at
    mean = math.fsum(
        math.log1p(-chance(step)) * ((end - step.made_at) / life)
        for step, end in zip(steps, ends, strict=True)
    )
    assert mean == pytest.approx(math.log1p(-rate) / 2)
