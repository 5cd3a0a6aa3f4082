"""`forecasts resolve`: an outcome with its source, its clocks, and what it makes late."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Interval, QuestionType, ResolutionStatus
from tests.conftest import ONE, TWO

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SOURCE = ("--source", "https://example.org/a", "--quote", "It rained on Friday.")
SEEN = ("--no-source", "seen from the window")


def midnight(day: int, month: int = 10) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


def test_an_outcome_is_recorded_with_its_source_and_three_clocks(desk: Desk) -> None:
    answer = desk.type("resolve", "rain", "yes", "--happened", "2026-10-30", *SOURCE)
    (found,) = desk.resolutions("rain")
    assert (found.status, found.outcome) == (ResolutionStatus.RESOLVED, "yes")
    assert found.happened == Interval(midnight(30), midnight(31))
    assert (found.known_at, found.recorded_at) == (midnight(31), NOW)
    assert (found.source_url, found.quote) == (SOURCE[1], SOURCE[3])
    assert found.resolver == "ana"
    assert answer.out.splitlines()[:2] == ["rain: yes", "Will it be rain?"]
    assert f"Receipt     {desk.head()}" in answer.out
    assert answer.out.endswith("Next: forecasts score, then forecasts scores rain\n")


def test_json_is_one_object(desk: Desk) -> None:
    desk.type("predict", "rain", "12%", at=NOW - DAY / 4)
    found = desk.type(
        "resolve", "rain", "yes", "--happened", "2026-10-30T09:00Z", "--json", *SOURCE
    ).json
    assert found["happened_from"] == found["happened_to"] == "2026-10-30T09:00:00.000000Z"
    assert found["known_at"] == "2026-10-30T09:00:00.000000Z"
    assert found["receipt"] == desk.head()
    assert found["late"] == [
        {"forecaster": "ana", "made_at": "2026-11-01T06:00:00.000000Z", "probability": 0.12}
    ]
    assert (found["own"], found["written"], found["replaces"]) == (0.12, True, None)


# The clocks


def test_a_day_on_which_it_became_known_is_read_from_its_start(desk: Desk) -> None:
    desk.ask("zoned", timezone="Asia/Seoul")
    desk.type("resolve", "zoned", "yes", "--known", "2026-10-30", *SEEN)
    (found,) = desk.resolutions("zoned")
    assert found.known_at == datetime(2026, 10, 29, 15, tzinfo=UTC)
    assert found.happened is None


def test_a_yes_needs_a_day(desk: Desk) -> None:
    said = desk.refuses("resolve", "due", "yes", *SOURCE, code=2)
    assert "--happened 2026-05-31" in said
    assert "--known" in said


def test_a_no_after_the_close_was_known_from_the_close_on(desk: Desk) -> None:
    answer = desk.type("resolve", "due", "no", *SEEN)
    assert desk.resolutions("due")[0].known_at == NOW - 5 * DAY
    assert answer.err == ""


def test_a_no_before_the_close_is_known_from_now_and_doubted(desk: Desk) -> None:
    answer = desk.type("resolve", "rain", "no", *SEEN)
    assert desk.resolutions("rain")[0].known_at == NOW
    assert "until then it can still happen" in answer.err


def test_a_no_before_the_close_with_a_day_is_not_doubted(desk: Desk) -> None:
    assert desk.type("resolve", "rain", "no", "--known", "2026-10-30", *SEEN).err == ""


def test_what_happened_today_was_known_now_at_the_latest(desk: Desk) -> None:
    desk.type("resolve", "rain", "yes", "--happened", "today", *SEEN)
    assert desk.resolutions("rain")[0].known_at == NOW


@pytest.mark.parametrize(
    "clock",
    [
        ("--known", "2026-11-02"),
        ("--known", "2026-11-01T12:00:01Z"),
        ("--happened", "2026-11-02"),
        ("--happened", "2026-11-01T13:00Z"),
        ("--happened", "2026-10-30", "--known", "tomorrow"),
    ],
)
def test_nothing_is_known_of_the_future(desk: Desk, clock: tuple[str, ...]) -> None:
    assert "lies in the future" in desk.refuses("resolve", "rain", "yes", *clock, *SEEN)


@pytest.mark.parametrize("clock", [("--known", "soon"), ("--happened", "31.12.2026")])
def test_a_date_that_cannot_be_read_says_how_to_type_one(
    desk: Desk, clock: tuple[str, ...]
) -> None:
    assert "Type 2026-11-03" in desk.refuses("resolve", "rain", "yes", *clock, *SEEN, code=2)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        (("--known", "2026-10-02"), "nothing on it can be scored"),
        (("--happened", "2026-10-30", "--known", "2026-10-20"), "known before it happened"),
    ],
)
def test_odd_clocks_are_said_and_recorded(desk: Desk, typed: tuple[str, ...], doubt: str) -> None:
    answer = desk.type("resolve", "rain", "yes", *typed, *SEEN)
    assert answer.code == 0
    assert doubt in answer.err
    assert len(desk.resolutions("rain")) == 1


def test_a_yes_after_the_close_is_doubted(desk: Desk) -> None:
    answer = desk.type("resolve", "due", "yes", "--happened", "2026-10-29", *SEEN)
    assert "after the close on 2026-10-27 12:00Z: is that still a yes?" in answer.err


# What it makes late, and who says so


def test_those_whom_it_makes_late_are_named(desk: Desk) -> None:
    for who, days, number in (("ana", 9, "10%"), ("ana", 1, "40%"), ("ben", 3, "20%")):
        desk.type("predict", "rain", number, "--as", who, at=NOW - days * DAY)
    answer = desk.type("resolve", "rain", "yes", "--known", "2026-10-31", *SEEN)
    assert "Late        ana 40% on 2026-10-31 12:00Z\n" in answer.out
    assert "ben" not in answer.out


def test_a_struck_row_is_not_late_and_a_crowd_is_counted(desk: Desk) -> None:
    desk.type("predict", "rain", "99%")
    desk.type("predict", "rain", "9%", "--fix")
    for i in range(8):
        desk.add(f"p{i}")
        desk.type("predict", "rain", "20%", "--as", f"p{i}")
    late = desk.type("resolve", "rain", "yes", "--known", "2026-10-31", *SEEN).out.split("Late")[1]
    assert "99%" not in late
    assert "and 3 more" in late


def test_a_resolver_who_forecast_the_question_is_shown(desk: Desk) -> None:
    desk.type("predict", "rain", "20%", "--as", "ben", at=NOW - 9 * DAY)
    answer = desk.type("resolve", "rain", "no", "--by", "Ben", *SEEN)
    assert "Resolver    Ben, who forecast it: 20%" in answer.out
    assert desk.resolutions("rain")[0].resolver == "Ben"
    assert "Resolver    ana\n" in desk.type("resolve", "due", "no", *SEEN).out


def test_who_typed_for_another_resolver_is_kept(desk: Desk) -> None:
    desk.type("resolve", "due", "no", "--by", "the chair", *SEEN)
    store = desk.store()
    row = store.connection.execute("SELECT resolver, entered_by FROM resolutions").fetchone()
    store.close()
    assert row == ("the chair", "ana")


# The evidence


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ((), "needs a source"),
        (("--quote", "It rained."), "needs a source"),
        (SOURCE[:2], "needs the sentence that decides"),
        ((*SOURCE[:2], "--quote", "  "), "needs the sentence that decides"),
        ((*SOURCE, *SEEN), "a source, or the reason why there is none"),
        (("--no-source", " "), "a source, or the reason why there is none"),
        (("--source", "the paper", "--quote", "x"), "is no web address"),
        (("--source", "javascript:alert(1)", "--quote", "x"), "--no-source"),
        (("--source", "file:///etc/passwd", "--quote", "x"), "is no web address"),
        (("--source", "https://a.org/\u202egpj", "--quote", "x"), "U+202E"),
        ((*SOURCE[:3], "a\x1b[31mb"), "U+001B"),
    ],
)
def test_an_outcome_needs_its_evidence(desk: Desk, evidence: tuple[str, ...], words: str) -> None:
    assert words in desk.refuses("resolve", "due", "no", *evidence, code=2)


@pytest.mark.parametrize(
    "typed",
    [(), ("perhaps",), ("yes", "--annul", "x"), ("--annul", "x", "--reopen", "y"), ("--annul", "")],
)
def test_there_is_one_ruling(desk: Desk, typed: tuple[str, ...]) -> None:
    desk.refuses("resolve", "due", *typed, *SEEN, code=2)


def test_what_has_no_outcome_has_no_clock(desk: Desk) -> None:
    desk.refuses("resolve", "due", "--annul", "x", "--happened", "2026-10-30", code=2)


@pytest.mark.parametrize("name", ["nothing", "d", "99"])
def test_a_question_that_cannot_be_found_is_refused(desk: Desk, name: str) -> None:
    desk.refuses("resolve", name, "no", *SEEN)


def test_yes_is_no_answer_to_another_kind_of_question(desk: Desk) -> None:
    desk.ask("which", type=QuestionType.MULTIPLE_CHOICE, options='["a", "b"]')
    assert "no option is called 'yes'" in desk.refuses("resolve", "which", "yes", *SEEN, code=2)


# Again


def test_resolving_again_says_what_it_replaces(desk: Desk) -> None:
    desk.type("resolve", "due", "no", *SEEN, at=NOW - DAY)
    answer = desk.type("resolve", "due", "yes", "--happened", "2026-10-20", *SOURCE)
    assert "Replaces    no, recorded 2026-10-31 12:00Z by ana; it stays on record" in answer.out
    assert [r.outcome for r in desk.resolutions("due")] == ["no", "yes"]


@pytest.mark.parametrize(
    "typed",
    [
        ("no", *SEEN),
        ("yes", "--happened", "2026-10-20", *SOURCE),
        ("--annul", "the office closed"),
    ],
)
def test_saying_the_same_again_writes_nothing(desk: Desk, typed: tuple[str, ...]) -> None:
    assert desk.type("resolve", "rain", *typed).code == 0
    head = desk.head()
    again = desk.type("resolve", "rain", *typed, at=NOW + DAY)
    assert again.code == 0
    assert "already" in again.out
    assert "nothing was written" in again.err
    assert desk.head() == head
    assert desk.type("resolve", "rain", *typed, "--json", at=NOW + DAY).json["written"] is False


@pytest.mark.parametrize(
    "typed",
    [
        ("yes", "--happened", "2026-10-21", *SOURCE),
        ("yes", "--happened", "2026-10-20", *SOURCE[:3], "It poured."),
        ("yes", "--happened", "2026-10-20", *SOURCE, "--note", "see the annex"),
    ],
)
def test_another_clock_or_source_is_another_row(desk: Desk, typed: tuple[str, ...]) -> None:
    desk.type("resolve", "rain", "yes", "--happened", "2026-10-20", *SOURCE)
    desk.type("resolve", "rain", *typed)
    assert len(desk.resolutions("rain")) == 2


@pytest.mark.parametrize(
    ("option", "status"),
    [("--annul", ResolutionStatus.ANNULLED), ("--ambiguous", ResolutionStatus.AMBIGUOUS)],
)
def test_what_cannot_be_decided_is_a_row_with_its_reason(
    desk: Desk, option: str, status: ResolutionStatus
) -> None:
    answer = desk.type("resolve", "due", option, "the office closed", "--note", "in May")
    (found,) = desk.resolutions("due")
    assert (found.status, found.outcome) == (status, None)
    assert found.note == "the office closed\nin May"
    assert found.known_at == NOW
    assert answer.out.startswith(f"due: {status}\n")


def test_reopening_needs_something_to_reopen(desk: Desk) -> None:
    assert "nothing to reopen" in desk.refuses("resolve", "due", "--reopen", "too early")
    desk.type("resolve", "due", "no", *SEEN)
    answer = desk.type("resolve", "due", "--reopen", "too early")
    assert desk.resolutions("due")[-1].status is ResolutionStatus.REOPENED
    assert "Replaces  no" in answer.out
    assert "Next: forecasts show due" in answer.out


def test_a_retry_with_the_same_uuid_adds_nothing(desk: Desk) -> None:
    for uuid, typed in ((ONE, ("no", *SEEN)), (TWO, ("--reopen", "too early"))):
        assert desk.type("resolve", "due", *typed, "--uuid", uuid).code == 0
        head = desk.head()
        again = desk.type("resolve", "due", *typed, "--uuid", uuid)
        assert again.code == 0
        assert "already on record" in again.err
        assert desk.head() == head


# Out and in again


@pytest.mark.parametrize(
    "evidence",
    [
        SEEN,
        (*SEEN, "--note", "one\ntwo"),
        SOURCE,
        ("--source", " HTTPS://example.org?a=1&b=%20 ", "--quote", "two\nlines, “quoted”"),
        ("--source", "http://пример.рф/погода", "--quote", "=1+1"),
    ],
)
def test_what_is_resolved_can_be_exported_and_imported(
    desk: Desk, tmp_path: Path, evidence: tuple[str, ...]
) -> None:
    assert desk.type("resolve", "due", "no", *evidence).code == 0
    (told,) = desk.resolutions("due")
    folder, other = str(tmp_path / "out"), tmp_path / "other.db"
    assert desk.type("export", "tables", folder).code == 0
    read = desk.type("import", "tables", folder, "--init", "--db", str(other))
    assert read.code == 0, read.err
    (found,) = replace(desk, path=other).resolutions("due")
    assert (found.outcome, found.known_at) == (told.outcome, told.known_at)
    assert (found.source_url, found.quote) == (told.source_url, told.quote)


# On a terminal


def at_terminal(typed: str, *words: str) -> tuple[int, str]:
    """Type the answers to the prompts of a resolution; return its exit code and its prompts."""
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "forecasts", "resolve", *words]
    with subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        os.write(keyboard, typed.encode())
        _, asked = process.communicate(timeout=60)
    os.close(terminal)
    os.close(keyboard)
    assert "Traceback" not in asked
    return process.returncode, asked


def test_a_terminal_asks_when_it_happened_and_became_known(desk: Desk) -> None:
    code, asked = at_terminal("2026-10-20\n2026-10-22\n", "due", "yes", *SOURCE)
    assert code == 0
    assert "[2026-10-21 00:00Z]" in asked
    (found,) = desk.resolutions("due")
    assert found.happened == Interval(midnight(20), midnight(21))
    assert found.known_at == midnight(22)


def test_enter_takes_what_is_offered_and_yes_asks_nothing(desk: Desk) -> None:
    assert at_terminal("\n", "due", "no", *SEEN)[0] == 0
    assert desk.resolutions("due")[-1].known_at == NOW - 5 * DAY
    code, asked = at_terminal("", "due", "--reopen", "too early", "--yes")
    assert (code, asked) == (0, "")


def test_a_terminal_asks_before_an_outcome_is_replaced(desk: Desk) -> None:
    desk.type("resolve", "due", "no", *SEEN)
    typed = ("due", "yes", "--known", "2026-10-20", *SOURCE)
    code, asked = at_terminal("n\n", *typed)
    assert code == 130
    assert "Record it?" in asked
    assert "nothing more was written" in asked
    assert len(desk.resolutions("due")) == 1
    assert at_terminal("y\n", *typed)[0] == 0
    assert len(desk.resolutions("due")) == 2
