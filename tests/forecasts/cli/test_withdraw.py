"""`forecasts withdraw`: takes back what stands, and only that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Action
from tests.conftest import ONE

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_number_is_taken_back_with_its_reason(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY)
    answer = desk.type("withdraw", "ra", "--why", "left the desk")
    row = desk.rows("rain")[-1]
    assert (row.action, row.stated, row.rationale) == (Action.WITHDRAWAL, None, "left the desk")
    assert row.made_at == row.recorded_at == NOW
    assert answer.out.splitlines()[:2] == ["rain: 12% withdrawn", "Will it be rain?"]
    assert f"Receipt  {desk.head()}" in answer.out


def test_json_is_one_object(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--as", "ben", at=NOW - DAY)
    found = desk.type("withdraw", "rain", "--as", "ben", "--json").json
    assert found == {
        "question": "rain",
        "forecaster": "ben",
        "before": 0.12,
        "made_at": "2026-11-01T12:00:00.000000Z",
        "entered_by": "ana",
        "id": desk.rows("rain")[-1].id,
        "receipt": desk.head(),
        "warnings": [],
    }


def test_where_nothing_stands_nothing_is_withdrawn(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", "--as", "ben", at=NOW - 2 * DAY)
    assert "ana has said nothing on it yet" in desk.refuses("withdraw", "rain")
    desk.type("predict", "rain", "12%", "--expires", "1h", at=NOW - DAY)
    assert "let the last number expire" in desk.refuses("withdraw", "rain")
    desk.type("withdraw", "rain", "--as", "ben")
    said = desk.refuses("withdraw", "rain", "--as", "ben")
    assert "ben withdrew on 2026-11-01 12:00Z" in said
    assert "forecasts predict rain 12%" in said


@pytest.mark.parametrize("name", ["due", "closed", "draft", "nothing", "d"])
def test_a_question_that_takes_no_forecast_takes_no_withdrawal(desk: Desk, name: str) -> None:
    desk.refuses("withdraw", name)


def test_an_unknown_forecaster_is_answered_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean ben?" in desk.refuses("withdraw", "rain", "--as", "bem")


def test_a_new_login_is_not_made_known_by_a_withdrawal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "eva")
    assert "eva has said nothing on it yet" in desk.refuses("withdraw", "rain")


def test_a_retry_with_the_same_uuid_adds_nothing(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY)
    desk.type("withdraw", "rain", "--uuid", ONE)
    head = desk.head()
    again = desk.type("withdraw", "rain", "--uuid", ONE)
    assert (again.code, desk.head()) == (0, head)
    assert "already on record" in again.err


def test_a_withdrawal_by_mistake_can_be_fixed(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY)
    desk.type("withdraw", "rain")
    answer = desk.type("predict", "rain", "12%", "--fix")
    assert desk.rows("rain")[-1].strikes == desk.rows("rain")[-2].id
    assert "in place of withdrawn (struck, never scored)" in answer.out
