"""`forecasts list`: which questions are shown, and how."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forecasts.cli.list import shortened
from forecasts.cli.output import columns
from forecasts.model import Resolution, ResolutionStatus, Status
from forecasts.store import questions, resolutions

if TYPE_CHECKING:
    from conftest import Answer, Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def settle(desk: Desk, slug: str, status: str = "resolved") -> None:
    store = desk.store()
    kind = ResolutionStatus(status)
    outcome = "yes" if kind is ResolutionStatus.RESOLVED else None
    with store.append(NOW, "test") as batch:
        question = questions.find(store, slug)
        row = Resolution(question_id=question.id, status=kind, known_at=NOW, outcome=outcome)
        resolutions.record(batch, row)
    store.close()


def slugs(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return [line["question"] for line in answer.lines]


@pytest.fixture
def full(desk: Desk) -> Desk:
    """Return the desk with settled, retrospective and other questions besides."""
    for status in ("resolved", "annulled", "ambiguous", "disputed", "reopened"):
        desk.ask(status, topics=("weather", "Korea"))
        settle(desk, status, status)
    desk.ask("past", retrospective=True, topics=("korea",))
    desk.ask("past-resolved", retrospective=True)
    settle(desk, "past-resolved")
    return desk


def test_piped_it_is_a_table_with_titles_in_full(desk: Desk) -> None:
    title = "Will it be " + "very " * 40 + "long?"
    desk.ask("long", title=title, timezone="Asia/Seoul")
    desk.type("predict", "rain", "12%")
    answer = desk.type("list")
    lines = answer.out.splitlines()
    assert re.split(r"  +", lines[0]) == [
        "#", "question", "title", "status", "closes", "forecasts", "mine",
    ]  # fmt: skip
    assert re.split(r"  +", lines[1]) == [
        "1", "rain", "Will it be rain?", "open", "2026-12-01", "1", "12%",
    ]  # fmt: skip
    assert title in lines[5]
    assert answer.err == ""


def test_the_json_shape_is_stable(desk: Desk) -> None:
    desk.type("ask", "Sleet?", "--like", "rain", "--closes", "2027-01-31", "--group", "sky")
    desk.type("predict", "sleet", "25%")
    desk.type("predict", "sleet", "50%", "--as", "ben")
    first, *_, last = desk.type("list", "--json").lines
    assert list(first) == [
        "question", "number", "title", "type", "status", "opens_at", "closes_at", "resolves_by",
        "forecasts", "mine", "topics", "group", "follows", "retrospective", "condition",
    ]  # fmt: skip
    assert last == {
        "question": "sleet",
        "number": 5,
        "title": "Sleet?",
        "type": "binary",
        "status": "open",
        "opens_at": "2026-11-01T12:00:00.000000Z",
        "closes_at": "2027-02-01T00:00:00.000000Z",
        "resolves_by": "2027-02-01T00:00:00.000000Z",
        "forecasts": 2,
        "mine": 0.25,
        "topics": ["weather"],
        "group": "sky",
        "follows": "rain",
        "retrospective": False,
        "condition": None,
    }


def test_settled_and_retrospective_ones_are_hidden_and_that_is_said(full: Desk) -> None:
    answer = full.type("list", "--json")
    assert slugs(answer) == ["rain", "draft", "closed", "due", "disputed", "reopened"]
    assert answer.err == "Not shown: 3 settled (--all) and 2 retrospective (--retrospective).\n"


@pytest.mark.parametrize(
    ("words", "shown", "hidden"),
    [
        (("--status", "open"), ["rain"], "1 retrospective"),
        (("--due",), ["due"], ""),
        (("--status", "due"), ["due"], ""),
        (("--status", "draft", "--status", "closed"), ["draft", "closed"], ""),
        (("--status", "resolved"), ["resolved"], "1 retrospective"),
        (("--status", "resolved", "--due"), ["due", "resolved"], "1 retrospective"),
        (("--retrospective",), ["past", "past-resolved"], ""),
        (("--retrospective", "--status", "resolved"), ["past-resolved"], ""),
        (("--topic", "KOREA"), ["disputed", "reopened"], "3 settled (--all) and 1 retrospective"),
        (("--topic", "korea", "--status", "reopened"), ["reopened"], ""),
        (("--search", "past"), ["past", "past-resolved"], ""),
        (("--search", "be amb"), ["ambiguous"], ""),
        (("--search", "reuters", "--due"), ["due"], ""),
    ],
)
def test_filters(full: Desk, words: tuple[str, ...], shown: list[str], hidden: str) -> None:
    answer = full.type("list", "--json", *words)
    assert slugs(answer) == shown
    assert hidden in answer.err
    assert bool(hidden) == bool(answer.err)


def test_all_means_all(full: Desk) -> None:
    answer = full.type("list", "--all", "--json")
    assert len(slugs(answer)) == 11
    assert {line["status"] for line in answer.lines} == {status.value for status in Status}
    assert answer.err == ""


def test_mine_are_those_that_i_ever_forecast(desk: Desk) -> None:
    assert slugs(desk.type("list", "--mine", "--json")) == []
    desk.type("predict", "rain", "12%")
    desk.ask("snow")
    desk.type("predict", "snow", "20%")
    desk.type("withdraw", "snow")
    desk.ask("hail")
    desk.type("predict", "hail", "20%", "--as", "ben")
    answer = desk.type("list", "--mine", "--json")
    assert [(line["question"], line["mine"], line["forecasts"]) for line in answer.lines] == [
        ("rain", 0.12, 1),
        ("snow", None, 0),
    ]
    assert slugs(desk.type("list", "--mine", "--as", "ben", "--json")) == ["hail"]


def test_other_peoples_numbers_are_counted_and_not_shown(desk: Desk) -> None:
    desk.type("predict", "rain", "37%", "--as", "ben")
    assert "37" not in desk.type("list").out
    assert desk.type("list", "--json").lines[0]["forecasts"] == 1


def test_somebody_unknown_is_asked_about(desk: Desk) -> None:
    assert "Did you mean ben?" in desk.refuses("list", "--as", "benn")


@pytest.mark.parametrize("words", ["rain\x1b", "\ud800"])
def test_a_search_for_hidden_characters_is_refused(desk: Desk, words: str) -> None:
    assert "--search" in desk.refuses("list", "--search", words, code=2)


@pytest.mark.parametrize("words", ['"', '"rain', "AND", "rain*", "(", "a:b", "-", "NEAR(", "^"])
def test_a_search_may_hold_any_sign(desk: Desk, words: str) -> None:
    assert desk.type("list", "--search", words).code == 0


def test_an_empty_record_and_an_empty_answer_say_what_to_do(desk: Desk, tmp_path: object) -> None:
    other = f"{tmp_path}/empty.db"
    desk.type("init", "--db", other)
    assert "forecasts ask" in desk.type("list", "--db", other).err
    assert desk.type("list", "--mine").err == "No question fits.\n"
    assert "The topics are: weather." in desk.type("list", "--topic", "wheather").err


def test_a_day_is_the_last_that_counts_in_the_questions_zone(desk: Desk) -> None:
    title = ("Will they meet in New York?", "--tz", "America/New_York", "--closes", "2026-12-24")
    desk.type("ask", *title, "--slug", "york")
    row = desk.type("list", "--search", "york").out.splitlines()[1]
    assert "2026-12-24" in row


def test_escapes_that_came_in_by_another_way_are_shown_as_codes(desk: Desk) -> None:
    desk.ask("sly", title="Will \x1b[2J it?")
    answer = desk.type("list", "--search", "sly")
    assert "\x1b" not in answer.out
    assert "\\u001b[2J" in answer.out


def terminal(*words: str, columns: int, **env: str) -> str:
    """Return what a command shows on a terminal so many columns wide."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "forecasts", *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), **env},
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:  # Linux: the other end is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return seen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("wide", [60, 80, 120])
def test_on_a_terminal_no_line_is_wider_than_it(desk: Desk, wide: int) -> None:
    desk.ask("a-" + "long-" * 15 + "slug", title="김정은과 시진핑이 만날까? " * 20)
    shown = terminal("list", columns=wide)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(columns, lines)) <= wide
    assert any(columns(line) >= wide - 2 for line in lines)
    assert "Will it be rain?" in shown
    assert "…" in shown


@pytest.mark.usefixtures("desk")
def test_no_color_is_obeyed() -> None:
    assert "\x1b[1m" in terminal("list", columns=80)
    assert "\x1b" not in terminal("list", columns=80, NO_COLOR="1")


@pytest.mark.parametrize("width", [1, 2, 5, 8, 13, 40])
@pytest.mark.parametrize("text", ["Will it rain?", "비가 올까요?", "", "e\u0301" * 9])
def test_a_shortened_text_fits_and_keeps_its_beginning(text: str, width: int) -> None:
    found = shortened(text, width)
    assert columns(found) <= width
    assert found == text or (found.endswith("…") and text.startswith(found[:-1]))


def test_ten_thousand_questions_are_listed(desk: Desk) -> None:
    store = desk.store()
    rain = questions.find(store, "rain").terms
    with store.append(NOW, "test") as batch:
        numbers = range(5, 10_001)
        batch.add_many(
            "questions",
            [{"number": n, "slug": f"q{n}", "type": "binary", "follows": None} for n in numbers],
        )
        last = batch.seq
        row = {"revision": 1, "title": rain.title, "timezone": "UTC"}
        moments = {
            "opens_at": "2026-10-01T00:00:00.000000Z",
            "closes_at": "2026-12-01T00:00:00.000000Z",
            "resolves_by": "2026-12-01T00:00:00.000000Z",
        }
        batch.add_many(
            "question_revisions",
            [{"question_id": last - 10_000 + n, **row, **moments} for n in numbers],
        )
    store.close()
    began = datetime.now(UTC)
    lines = desk.type("list", "--json").lines
    took = datetime.now(UTC) - began
    assert [line["number"] for line in lines] == list(range(1, 10_001))
    assert took < timedelta(seconds=20), took  # measured: half a second on two idle cores


@pytest.mark.parametrize("words", [("list",), ("show", "rain"), ("agenda",)])
def test_reading_takes_no_name_on_record(
    desk: Desk, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORECASTS_AS", "zoe")
    answer = desk.type(*words)
    assert (answer.code, answer.out != "") == (0, True), answer.err
    assert answer.err.count("zoe (FORECASTS_AS) is not on record yet") == 1
    assert "no forecaster is called 'zoe'" in desk.refuses(*words, "--as", "zoe")
    assert "no forecaster is called 'zoe'" in desk.refuses("predict", "rain", "12%")
