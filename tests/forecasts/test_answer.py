"""Outcomes: each kind of question has its own, kept in one text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.answer import Answer, answer_of, outcome_of
from forecasts.errors import InputError
from forecasts.model import Interval, QuestionType, Terms, times

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A question as far as an outcome is held against it."""

    type: QuestionType
    terms: Terms


def asked(kind: str, **more: Any) -> Asked:
    dates = {"opens_at": OPENS, "closes_at": CLOSES, "resolves_by": CLOSES}
    return Asked(QuestionType(kind), Terms(**{"title": "?", **dates, **more}))


BINARY = asked("binary")
CHOICE = asked("multiple_choice", options='["Kim","Lee Jae-myung","Other"]')
NUMBER = asked("numeric", range_min=0.0, range_max=50.0, open_upper=True)
DATE = asked("date", range_max=times.to_seconds(CLOSES), open_upper=True, timezone="Asia/Seoul")


def refusal(question: Asked, text: str, happened: Interval | None = None) -> str:
    with pytest.raises(InputError) as caught:
        answer_of(question, text, happened)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("yes", "yes"), (" N ", "no"), ("TRUE", "yes"), ("0.3", "0.3"), (".250", "0.25"),
     ("1e-3", "0.001")],
)  # fmt: skip
def test_a_binary_outcome_is_yes_no_or_a_share_of_yes(text: str, outcome: str) -> None:
    assert outcome_of(BINARY, text) == outcome


@pytest.mark.parametrize(
    ("text", "why"),
    [("1", "Type yes."), ("0.0", "Type no."), ("1.5", "a share of yes such as 0.3"),
     ("-0.3", "a share of yes"), ("maybe", "Type yes or no"), ("", "Type yes or no"),
     ("0.\u0663", "Type yes or no")],
)  # fmt: skip
def test_what_is_no_binary_outcome_is_refused(text: str, why: str) -> None:
    assert why in refusal(BINARY, text)


def test_an_option_is_meant_by_its_name_in_any_case() -> None:
    assert outcome_of(CHOICE, "LEE JAE-MYUNG ") == "Lee Jae-myung"
    assert outcome_of(asked("ordinal", options='["low","high"]'), "High") == "high"
    assert "Did you mean Kim?" in refusal(CHOICE, "Kimm")
    assert "Type one of: Kim, Lee Jae-myung, Other." in refusal(CHOICE, "yes")
    happened = Interval(OPENS, OPENS + DAY)
    assert answer_of(CHOICE, "Kim", happened) == Answer("Kim", happened)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("7", "7.0"), ("7.50", "7.5"), ("-3", "-3.0"), ("-0", "0.0"), ("1e3", "1000.0"),
     ("+4", "4.0"), ("3..5", "3.0..5.0"), ("3 .. 5", "3.0..5.0"), ("-5..-3", "-5.0..-3.0"),
     ("4..4", "4.0"), ("above", "above"), ("Above", "above"), ("60", "60.0")],
)  # fmt: skip
def test_a_numeric_outcome_is_a_number_or_what_is_known_of_it(text: str, outcome: str) -> None:
    assert outcome_of(NUMBER, text) == outcome
    assert outcome_of(NUMBER, outcome) == outcome


@given(st.floats(-1e100, 1e100))
def test_a_number_is_kept_to_the_last_bit(value: float) -> None:
    assert outcome_of(NUMBER, repr(value)) == repr(value + 0.0)


@pytest.mark.parametrize(
    ("text", "why"),
    [("seven", "Type the number"), ("", "Type the number"), ("7..", "Type the number"),
     ("..7", "Type the number"), ("nan", "Type the number"), ("1e999", "Type the number"),
     ("7,5", "Type the number"), ("1e101", "Type the number"), ("5..3", "Type 3..5."),
     ("1..2..3", "Type the number"),
     ("below", "closed at 0: nothing lies below"), ("never", "Type the number")],
)  # fmt: skip
def test_what_is_no_numeric_outcome_is_refused(text: str, why: str) -> None:
    assert why in refusal(NUMBER, text)


def test_nothing_lies_past_a_range_that_is_not_there() -> None:
    assert "no range to lie below" in refusal(asked("numeric"), "below")
    assert outcome_of(asked("numeric"), "7") == "7.0"


def test_a_day_is_the_whole_of_it_in_the_questions_zone() -> None:
    # 3 February in Seoul, nine hours ahead of UTC.
    start = datetime(2026, 2, 2, 15, tzinfo=UTC)
    answer = answer_of(DATE, "2026-02-03")
    assert answer == Answer("2026-02-03T15:00:00.000000Z", Interval(start, start + DAY))
    assert answer_of(DATE, answer.outcome, answer.happened) == answer
    assert answer_of(DATE, "2026-02-03", answer.happened) == answer


def test_an_instant_is_itself_and_relative_days_need_a_clock() -> None:
    at = datetime(2026, 2, 3, 12, tzinfo=UTC)
    assert answer_of(DATE, "2026-02-03T12:00Z") == Answer(times.to_text(at), Interval(at, at))
    assert "Type 2026-11-03" in refusal(DATE, "yesterday")
    assert answer_of(DATE, "yesterday", now=at + DAY) == answer_of(DATE, "2026-02-03")


def test_a_date_is_never_past_the_horizon_or_before_an_open_start() -> None:
    assert [outcome_of(DATE, word) for word in ("never", "Never", "above")] == ["never"] * 3
    assert "Type never" in refusal(DATE, "2026-06-02")
    assert outcome_of(DATE, times.to_text(CLOSES)) == times.to_text(CLOSES)
    assert "Type never" in refusal(DATE, times.to_text(CLOSES + times.MICROSECOND))
    assert "nothing lies below" in refusal(DATE, "below")
    early = asked("date", range_max=times.to_seconds(CLOSES), open_lower=True, open_upper=True)
    assert outcome_of(early, "below") == "below"
    assert "has no date" in refusal(DATE, "never", Interval(OPENS, OPENS + DAY))


def test_two_dates_of_one_event_are_refused() -> None:
    happened = Interval(OPENS, OPENS + DAY)
    assert "by 2026-02-03 15:00Z and by 2026-01-02 00:00Z" in refusal(DATE, "2026-02-03", happened)
    assert answer_of(DATE, times.to_text(OPENS + DAY), happened).happened == happened


def test_a_closed_start_of_dates_is_named_as_an_instant() -> None:
    assert "closed at 2026-01-01 00:00Z" in refusal(DATE, "below")
