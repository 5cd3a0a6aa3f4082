"""The clocks of an outcome where nobody typed them, and what is odd about those that were."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forecasts import outcome
from forecasts.errors import InputError, RefusedError
from forecasts.model import (
    Interval,
    Question,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Terms,
    times,
)

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSES = OPENS + 10 * DAY
LATER = CLOSES + DAY
QUESTION = Question(
    id=1,
    number=1,
    slug="rain",
    type=QuestionType.BINARY,
    revision=1,
    revision_id=2,
    terms=Terms(title="Rain?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES),
)
YES = Resolution(
    question_id=1,
    status=ResolutionStatus.RESOLVED,
    outcome="yes",
    happened=Interval(OPENS + DAY, OPENS + 2 * DAY),
    known_at=OPENS + 2 * DAY,
    source_url="https://example.org",
    quote="It rained.",
)


@pytest.mark.parametrize(
    ("happened", "known_at", "now", "expected"),
    [
        (Interval(OPENS, OPENS + DAY), None, LATER, OPENS + DAY),
        (Interval(OPENS, OPENS + DAY), OPENS, LATER, OPENS),
        (Interval(OPENS, OPENS + DAY), None, OPENS + DAY / 2, OPENS + DAY / 2),
        (None, OPENS + DAY, LATER, OPENS + DAY),
    ],
)
def test_what_happened_is_known_from_its_end_unless_it_is_said(
    happened: Interval | None, known_at: datetime | None, now: datetime, expected: datetime
) -> None:
    assert outcome.clocks(QUESTION, "yes", happened, known_at, now).known_at == expected


@pytest.mark.parametrize(("now", "expected"), [(LATER, CLOSES), (CLOSES, CLOSES), (OPENS, OPENS)])
def test_a_no_is_known_from_the_close_or_from_now(now: datetime, expected: datetime) -> None:
    assert outcome.clocks(QUESTION, "no", None, None, now).known_at == expected


def test_a_yes_without_a_clock_is_refused() -> None:
    with pytest.raises(InputError, match="needs the day it happened"):
        outcome.clocks(QUESTION, "yes", None, None, LATER)


def test_the_present_instant_is_no_future() -> None:
    happened = Interval(OPENS, OPENS)
    assert outcome.clocks(QUESTION, "yes", happened, OPENS, OPENS).happened == happened
    ahead = timedelta(microseconds=1)
    for wrong in (Interval(OPENS + ahead, OPENS + DAY), None):
        with pytest.raises(RefusedError, match="lies in the future"):
            outcome.clocks(QUESTION, "yes", wrong, OPENS + ahead, OPENS)


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"happened": Interval(CLOSES, CLOSES), "known_at": CLOSES}, "after the close"),
        ({"known_at": OPENS + DAY - timedelta(microseconds=1)}, "before it happened"),
        ({"known_at": OPENS, "happened": None}, "nothing on it can be scored"),
    ],
)
def test_odd_clocks_are_doubted(changed: dict[str, object], doubt: str) -> None:
    (found,) = outcome.doubts(QUESTION, replace(YES, **changed), LATER, typed_clocks=True)
    assert doubt in found


def test_sound_clocks_are_not_doubted() -> None:
    assert outcome.doubts(QUESTION, YES, LATER, typed_clocks=True) == ()
    no = replace(YES, outcome="no", happened=None, known_at=CLOSES)
    assert outcome.doubts(QUESTION, no, CLOSES, typed_clocks=False) == ()
    assert outcome.doubts(QUESTION, no, CLOSES - DAY, typed_clocks=False) != ()


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "no"},
        {"source_url": "https://example.com"},
        {"quote": "It poured."},
        {"note": "see the annex"},
        {"known_at": OPENS + 3 * DAY},
        {"happened": None},
    ],
)
def test_any_difference_is_worth_a_row(changed: dict[str, object]) -> None:
    assert outcome.says_the_same(YES, YES, typed_clocks=True)
    assert not outcome.says_the_same(replace(YES, **changed), YES, typed_clocks=True)
    assert not outcome.says_the_same(YES, None, typed_clocks=True)


def test_clocks_that_nobody_typed_make_no_difference() -> None:
    other = replace(YES, known_at=OPENS + 3 * DAY)
    assert outcome.says_the_same(other, YES, typed_clocks=False)


# Options, numbers and dates


HORIZON = CLOSES + 20 * DAY


def of(kind: QuestionType, **terms: object) -> Question:
    return replace(QUESTION, type=kind, terms=replace(QUESTION.terms, **terms))


OPTIONS = of(QuestionType.ORDINAL, options='["low", "high"]')
NUMBER = of(QuestionType.NUMERIC, range_min=0.0, range_max=10.0, bins=11)
DATE = of(QuestionType.DATE, range_max=times.to_seconds(HORIZON), open_upper=True)


@pytest.mark.parametrize(
    ("question", "text", "now", "known_at"),
    [
        (OPTIONS, "low", LATER, CLOSES),
        (NUMBER, "7.0", LATER, CLOSES),
        (DATE, "never", HORIZON + DAY, HORIZON),
    ],
)
def test_without_a_clock_it_is_known_when_the_question_ends(
    question: Question, text: str, now: datetime, known_at: datetime
) -> None:
    assert outcome.clocks(question, text, None, None, now).known_at == known_at


@pytest.mark.parametrize(
    ("question", "text"), [(OPTIONS, "low"), (NUMBER, "7.0"), (DATE, "below"), (QUESTION, "0.3")]
)
def test_what_came_before_the_end_needs_a_clock(question: Question, text: str) -> None:
    now = CLOSES - DAY
    with pytest.raises(InputError, match="needs the day it happened"):
        outcome.clocks(question, text, None, None, now)
    assert outcome.clocks(question, text, None, OPENS + DAY, now).known_at == OPENS + DAY


def test_never_needs_a_clock_until_the_horizon() -> None:
    with pytest.raises(InputError, match="until then it can still happen"):
        outcome.clocks(DATE, "never", None, None, LATER)
    assert outcome.clocks(DATE, "never", None, OPENS + DAY, LATER).known_at == OPENS + DAY


def resolved(question: Question, text: str, known_at: datetime = CLOSES) -> tuple[str, ...]:
    new = replace(YES, outcome=text, happened=None, known_at=known_at)
    return outcome.doubts(question, new, LATER, typed_clocks=True)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [("7.0", ""), ("above", ""), ("3.0..5.0", ""), ("12.0", "0 to 10"), ("3.0..12.0", "0 to 10"),
     ("3.5", "whole number")],
)  # fmt: skip
def test_a_number_that_was_not_asked_for_is_doubted(text: str, doubt: str) -> None:
    found = resolved(NUMBER, text)
    assert (found == ()) if not doubt else (doubt in found[0])


def test_a_range_that_is_no_count_takes_any_number() -> None:
    assert resolved(of(QuestionType.NUMERIC, range_min=0.0, range_max=10.0, bins=200), "3.5") == ()


def test_an_option_that_was_not_on_offer_is_doubted() -> None:
    text = '["low", {"name": "high", "from": "2026-01-05T00:00Z"}]'
    late = of(QuestionType.ORDINAL, options=text)
    assert resolved(late, "high", OPENS + DAY) == ("high was not on offer when it was known.",)
    assert resolved(late, "high", OPENS + 5 * DAY) == ()


def test_never_is_doubted_until_the_horizon() -> None:
    new = replace(YES, outcome="never", happened=None, known_at=LATER)
    (found,) = outcome.doubts(DATE, new, LATER, typed_clocks=False)
    assert "is asked for up to 2026-01-31 00:00Z" in found
    assert outcome.doubts(DATE, new, HORIZON, typed_clocks=False) == ()
