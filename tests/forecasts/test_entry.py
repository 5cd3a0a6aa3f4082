"""What may be recorded as a forecast, at the edges of its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from forecasts import entry
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track
from forecasts.model import (
    Action,
    Forecast,
    Forecaster,
    ForecasterKind,
    Origin,
    Question,
    QuestionType,
    Resolution,
    ResolutionStatus,
    Stated,
    Terms,
)

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
CLOSES = OPENS + 10 * DAY
QUESTION = Question(
    id=1,
    number=1,
    slug="rain",
    type=QuestionType.BINARY,
    revision=1,
    revision_id=2,
    terms=Terms(title="Rain?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES + DAY),
)
ANA = Forecaster(3, "ana", ForecasterKind.PERSON)
NUMBER = entry.Entry(Stated(0.3, "30%"))


def ruled(status: ResolutionStatus) -> Resolution:
    outcome = "yes" if status is ResolutionStatus.RESOLVED else None
    return Resolution(question_id=1, status=status, known_at=OPENS, outcome=outcome)


@pytest.mark.parametrize("at", [OPENS, CLOSES - INSTANT])
def test_a_question_takes_forecasts_from_its_opening_to_just_before_its_close(at: datetime) -> None:
    entry.check_question(QUESTION, None, at)
    entry.check_question(QUESTION, ruled(ResolutionStatus.REOPENED), at)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (OPENS - INSTANT, "before it opens"),
        (CLOSES, "would never count"),
        (CLOSES + DAY, "awaits its outcome"),
    ],
)
def test_at_other_times_it_says_why_not(at: datetime, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        entry.check_question(QUESTION, None, at)


@pytest.mark.parametrize(
    "status", [status for status in ResolutionStatus if status is not ResolutionStatus.REOPENED]
)
def test_a_question_with_a_ruling_takes_no_forecast(status: ResolutionStatus) -> None:
    with pytest.raises(RefusedError, match=f"rain is {status}"):
        entry.check_question(QUESTION, ruled(status), OPENS + DAY)


@pytest.mark.parametrize("kind", list(QuestionType))
def test_what_to_type_goes_with_the_kind_of_question(kind: QuestionType) -> None:
    asked = replace(QUESTION, type=kind)
    entry.check_question(asked, None, OPENS + DAY)
    with pytest.raises(RefusedError) as due:
        entry.check_question(asked, None, CLOSES + DAY)
    assert f"resolve rain {kind.answer} --source" in due.value.hint


def test_a_forecaster_may_speak_until_the_instant_of_retirement() -> None:
    retired = replace(ANA, retired_at=OPENS + DAY)
    entry.check_forecaster(Track(retired, ()), OPENS + DAY - INSTANT)
    with pytest.raises(RefusedError, match="ana retired"):
        entry.check_forecaster(Track(retired, ()), OPENS + DAY)


def made(at: datetime, **more: object) -> Forecast:
    row = entry.forecast(NUMBER, QUESTION, Track(ANA, ()), at, None)
    return replace(row, id=7, **more)


@pytest.mark.parametrize("apart", [-entry.FIX_WITHIN, timedelta(0), entry.FIX_WITHIN])
def test_a_row_can_be_struck_for_a_quarter_of_an_hour(apart: timedelta) -> None:
    last, now = made(OPENS + DAY), OPENS + DAY + apart
    fix = replace(NUMBER, fix=True)
    assert entry.forecast(fix, QUESTION, Track(ANA, (last,)), now, None).strikes == 7
    later = now + INSTANT if apart >= timedelta(0) else now - INSTANT
    if apart:
        with pytest.raises(RefusedError, match="stays on record"):
            entry.forecast(fix, QUESTION, Track(ANA, (last,)), later, None)


def test_a_second_look_runs_as_long_as_the_first() -> None:
    stated = Stated(0.675, "likely", "likely", "ICD 203", 0.55, 0.8)
    lapses = made(OPENS + DAY, stated=stated, expires_at=OPENS + 4 * DAY)
    row = entry.forecast(entry.Entry(None), QUESTION, Track(ANA, (lapses,)), OPENS + 2 * DAY, None)
    assert (row.action, row.stated) == (Action.REAFFIRMATION, stated)
    assert row.expires_at == OPENS + 5 * DAY


def test_the_retired_have_nothing_standing_to_withdraw() -> None:
    retired = replace(ANA, retired_at=OPENS + 2 * DAY)
    track = Track(retired, (made(OPENS + DAY),))
    with pytest.raises(RefusedError, match="ana retired on 2026-01-03"):
        entry.withdrawal(QUESTION, track, OPENS + 3 * DAY, None, None)


@pytest.mark.parametrize(
    ("text", "expires_at"),
    [
        ("36h", OPENS + 1.5 * DAY),
        ("2w", OPENS + 14 * DAY),
        ("2026-01-05", datetime(2026, 1, 6, 5, tzinfo=UTC)),
        ("2026-01-05T00:00Z", OPENS + 4 * DAY),
    ],
)
def test_an_expiry_is_a_length_a_day_or_an_instant(text: str, expires_at: datetime) -> None:
    assert entry.expiry(text, ZoneInfo("America/New_York"), OPENS) == expires_at


@pytest.mark.parametrize("text", ["2025-12-30", "2026-01-01T00:00Z", "never", "90000mo", "-1d"])
def test_an_expiry_lies_ahead_and_within_reason(text: str) -> None:
    with pytest.raises(InputError):
        entry.expiry(text, ZoneInfo("UTC"), OPENS)


BRIEF = Forecaster(4, "Brief E", ForecasterKind.PUBLICATION)


def spoken(origin: Origin) -> Track:
    row = Forecast(
        question_id=1,
        revision_id=2,
        forecaster_id=4,
        action=Action.FORECAST,
        made_at=OPENS,
        stated=Stated(0.675, "likely"),
        origin=origin,
        id=9,
    )
    return Track(BRIEF, (row,))


@pytest.mark.parametrize("said", [NUMBER, replace(NUMBER, fix=True), entry.Entry(None)])
def test_what_a_publication_said_is_never_updated(said: entry.Entry) -> None:
    first = entry.forecast(NUMBER, QUESTION, Track(BRIEF, ()), OPENS + INSTANT, "ana")
    assert first.stated == NUMBER.stated
    with pytest.raises(RefusedError, match="Brief E is a publication and has spoken of rain"):
        entry.forecast(said, QUESTION, spoken(Origin.CLAIM), OPENS + INSTANT, "ana")
    with pytest.raises(RefusedError, match="never"):
        entry.withdrawal(QUESTION, spoken(Origin.CLAIM), OPENS + INSTANT, None, "ana")


def test_a_slip_in_what_was_typed_for_a_publication_may_be_fixed() -> None:
    fix = replace(NUMBER, fix=True)
    row = entry.forecast(fix, QUESTION, spoken(Origin.TYPED), OPENS + INSTANT, "ana")
    assert row.strikes == 9
    with pytest.raises(RefusedError, match="never"):
        entry.forecast(NUMBER, QUESTION, spoken(Origin.TYPED), OPENS + INSTANT, "ana")
