"""`forecasts due`: what awaits an outcome, oldest first, with where to look and what to type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Criteria

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SEEN = ("--no-source", "seen")


def test_what_is_due_is_said_with_the_place_to_look_and_the_command(desk: Desk) -> None:
    answer = desk.type("due")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "due: due 5 days ago, no number stood on it",
        "Will it be due?",
        "  Look at  https://example.org/due · Reuters.",
        '  forecasts resolve due yes/no --source URL --quote "…"',
    ]
    assert "--happened DATE" in answer.err


def test_the_command_names_the_record_that_was_named(desk: Desk) -> None:
    answer = desk.type("due", "--db", str(desk.path))
    assert answer.out.rstrip().endswith(f'--quote "…" --db {desk.path}')


def test_the_oldest_comes_first_and_those_who_wait_are_counted(desk: Desk) -> None:
    desk.ask("older", closes=-9, criteria=Criteria("It."))
    desk.type("predict", "older", "12%", at=NOW - 20 * DAY)
    desk.type("predict", "older", "12%", "--as", "ben", at=NOW - 20 * DAY)
    desk.type("predict", "due", "12%", at=NOW - 20 * DAY)
    lines = desk.type("due").out.splitlines()
    assert [line for line in lines if ": due" in line] == [
        "older: due 9 days ago, 2 forecasters wait",
        "due: due 5 days ago, 1 forecaster waits",
    ]
    assert "Look at" not in lines[2]


def test_an_answer_expected_later_is_due_from_then_on(desk: Desk) -> None:
    assert [q["question"] for q in desk.type("due", "--json").lines] == ["due"]
    later = desk.type("due", "--json", at=NOW + 6 * DAY).lines
    assert [(q["question"], q["overdue_days"]) for q in later] == [("due", 11), ("closed", 1)]


def test_json_is_a_line_a_question(desk: Desk) -> None:
    (found,) = desk.type("due", "--json").lines
    assert list(found) == [
        "question", "number", "title", "type", "status", "opens_at", "closes_at", "resolves_by",
        "forecasts", "overdue_days", "where", "command", "awaits", "outcome", "resolver", "counts",
        "forecast_it", "claimed", "decide_by", "proposal", "because",
    ]  # fmt: skip
    assert (found["status"], found["closes_at"]) == ("due", "2026-10-27T12:00:00.000000Z")
    assert found["command"].startswith("forecasts resolve due yes/no ")


@pytest.mark.parametrize("ruling", [("no", *SEEN), ("--annul", "x"), ("--ambiguous", "x")])
def test_what_has_a_ruling_is_no_longer_due_until_it_is_reopened(
    desk: Desk, ruling: tuple[str, ...]
) -> None:
    desk.type("resolve", "due", *ruling)
    answer = desk.type("due")
    assert (answer.code, answer.out) == (0, "")
    assert "Nothing awaits an outcome" in answer.err
    desk.type("resolve", "due", "--reopen", "wrong")
    assert desk.type("due").out.startswith("due: due 5 days ago")


def test_what_comes_soon_is_listed_on_demand(desk: Desk) -> None:
    assert "rain" not in desk.type("due").out
    found = desk.type("due", "--soon", "30d", "--json").lines
    assert [(q["question"], q["overdue_days"]) for q in found] == [
        ("due", 5), ("closed", None), ("rain", None),
    ]  # fmt: skip
    out = desk.type("due", "--soon", "30d").out
    assert "closed: an answer is expected in 5 days, 2026-11-06 12:00Z" in out
    assert "rain: closes in 30 days, 2026-12-01 12:00Z" in out
    soon = desk.type("due", "--soon", "6d", "--json").lines
    assert [q["question"] for q in soon] == ["due", "closed"]


@pytest.mark.parametrize("length", ["soon", "0d", "-3d"])
def test_what_is_no_length_of_time_is_refused(desk: Desk, length: str) -> None:
    assert "Type 36h, 7d" in desk.refuses("due", f"--soon={length}", code=2)


def test_a_title_cannot_speak_to_the_terminal(desk: Desk) -> None:
    desk.ask("odd", closes=-1, title="Is \x1b[2J it?")
    assert "\x1b" not in desk.type("due").out
    assert "\\u001b[2J" in desk.type("due").out
