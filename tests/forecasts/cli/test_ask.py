"""`forecasts ask`: what is recorded, what is said of it, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forecasts.model import Criteria, QuestionType, ReferenceClass
from forecasts.store import create_store, open_store, questions
from tests.conftest import ONE
from tests.terminal import CTRL_U, on_a_terminal

if TYPE_CHECKING:
    from conftest import Desk

WHOLE = (
    "--counts", "Both are in one room.", "--not-counts", "A call.", "--source", "KCNA says so.",
    "--unclear", "No.",
)  # fmt: skip
MEET = "Will Kim and Xi meet in person before 3 December 2026?"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_question_is_recorded_with_all_that_was_typed(desk: Desk) -> None:
    answer = desk.type(
        "ask", MEET, "--closes", "2026-12-02", "--opens", "2026-11-05", "--resolves", "2026-12-10",
        *WHOLE, "--background", "They met in 2025.", "--topic", "korea; china", "--topic", "korea",
        "--group", "kim-xi", "--url", "https://example.org/news", "--base-rate", "3/40",
        "--by-deadline", "--spot", "2026-11-20", "--tz", "America/New_York", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    store = desk.store()
    asked = questions.find(store, answer.json["question"])
    store.close()
    terms = asked.terms
    assert (asked.slug, asked.number) == ("kim-and-xi-meet-in-person-before-3-december-2026", 5)
    assert asked.type is QuestionType.BINARY
    assert terms.title == MEET
    assert terms.opens_at == utc("2026-11-05T05:00")  # midnight in New York
    assert terms.closes_at == utc("2026-12-03T05:00")  # all of 2 December counts
    assert terms.resolves_by == utc("2026-12-11T05:00")
    assert terms.spot_at == utc("2026-11-21T04:59:59.999999")
    assert terms.criteria == Criteria("Both are in one room.", "A call.", "KCNA says so.", "No.")
    assert terms.topics == ("korea", "china")
    assert (terms.background, terms.group) == ("They met in 2025.", "kim-xi")
    assert (terms.url, terms.timezone) == ("https://example.org/news", "America/New_York")
    assert terms.reference_class == ReferenceClass((3,), 40)
    assert (terms.by_deadline, terms.retrospective) == (True, False)


def test_the_json_is_one_object_with_the_dates_the_findings_and_the_receipt(desk: Desk) -> None:
    answer = desk.type("ask", "Will it soon be over?", "--closes", "2026-12-02", "--json")
    said = answer.json
    assert list(said) == [
        "question", "number", "revision", "opens_at", "closes_at", "resolves_by", "findings",
        "seq", "receipt",
    ]  # fmt: skip
    assert said["opens_at"] == "2026-11-01T12:00:00.000000Z"
    assert said["closes_at"] == said["resolves_by"] == "2026-12-03T00:00:00.000000Z"
    assert [f["mend"].split()[0] for f in said["findings"]] == [
        "--counts", "--source", "--unclear", "--title",
    ]  # fmt: skip
    assert said["receipt"] == desk.head()
    assert said["receipt"].startswith(f"{said['seq']}:")
    assert answer.err == ""


def test_what_was_understood_is_echoed_with_the_next_command(desk: Desk) -> None:
    answer = desk.type(
        "ask", MEET, "--closes", "2026-12-02", "--base-rate", "3/40", "--by-deadline",
        "--tz", "America/New_York", "--slug", "kim-xi", *WHOLE,
    )  # fmt: skip
    assert answer.code == 0
    assert answer.err == ""
    for said in (
        f"#5 {MEET}",
        "kim-xi",
        "2026-12-03 00:00",
        "05:00Z",
        "Wed 2026-12-02 is the last day",
        "3 of 40, 8.5%",
        desk.head(),
        "Next: forecasts predict kim-xi …%\n",
    ):
        assert said in answer.out, said


def test_findings_are_said_after_recording_with_the_command_that_mends_them(desk: Desk) -> None:
    answer = desk.type("ask", MEET, "--closes", "2026-12-02", "--slug", "kim-xi")
    assert answer.code == 0
    command = 'forecasts revise kim-xi --counts "…" --source "…" --unclear "…" --by-deadline'
    assert f"  {command}\n" in answer.err
    mended = desk.type(*command.replace('"', "").split()[1:])
    assert mended.code == 0, mended.err
    assert mended.err == ""


def test_a_record_named_on_the_command_line_is_named_in_the_next_command(
    desk: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "my record.db"
    create_store(other).close()
    answer = desk.type("ask", "Will it?", "--closes", "2026-12-02", "--db", str(other))
    assert f"forecasts predict it …% --db '{other}'" in answer.out
    assert f"--unclear \"…\" --db '{other}'" in answer.err


def test_a_title_that_contradicts_the_deadline_is_refused_with_both_mends(desk: Desk) -> None:
    words = desk.refuses("ask", MEET, "--closes", "2026-12-03")
    assert "2026-12-03" in words.splitlines()[0]
    assert "--closes 2026-12-02" in words
    assert "before 4 December 2026" in words
    assert "--anyway" in words
    answer = desk.type("ask", MEET, "--closes", "2026-12-03", "--anyway", "--json")
    assert answer.code == 0
    assert answer.json["findings"][0]["grave"] is True


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        ((), "what is the question?", 2),
        (("Will it rain?",), '"Will it rain?" --closes 2027-01-30', 2),
        (("",), "the title is empty", 2),
        (("x" * 301, "--closes", "2026-12-02"), "301 characters", 2),
        (("Will \x1b[2J it?", "--closes", "2026-12-02"), "U+001B", 2),
        (("Will it \u202e?", "--closes", "2026-12-02"), "U+202E", 2),
        (("Will it?", "--closes", "soon"), "'soon' is no date", 2),
        (("Will it?", "--closes", "2026-10-30"), "--retrospective", 2),
        (("Will it?", "--closes", "2026-12-02", "--opens", "2027-01-01"), "before it opens", 2),
        (("Will it?", "--closes", "2026-12-02", "--tz", "Mars/Base"), "no time zone", 2),
        (("Will it?", "--closes", "2026-12-02", "--slug", "a b"), "is no slug", 2),
        (("Will it?", "--closes", "2026-12-02", "--slug", "12"), "at least one letter", 2),
        (("Will it?", "--closes", "2026-12-02", "--slug", "Rain"), "taken", 1),
        (("Will it?", "--closes", "2026-12-02", "--base-rate", "8%"), "3/40", 2),
        (("Will it?", "--closes", "2026-12-02", "--base-rate", "41/40"), "3/40", 2),
        (("Will it?", "--closes", "2026-12-02", "--base-rate", '{"a": 1}'), "3/40", 2),
        (("Will it?", "--closes", "2026-12-02", "--url", "javascript:1"), "https://", 2),
        (("Will it?", "--closes", "2026-12-02", "--counts", "\x1b]0;x"), "--counts", 2),
        (("Will it?", "--closes", "2026-12-02", "--spot", "2026-12-03"), "--spot", 2),
        (("Will it?", "--closes", "2026-12-02", "--resolves", "2026-10-01"), "opens", 2),
        (("Will it?", "--closes", "2026-12-02", "--type", "ordinal"), "needs options", 2),
        (("Will it?", "--closes", "2026-12-02", "--criteria", "@nowhere.txt"), "nowhere.txt", 2),
        (("Will it?", "--closes", "2026-12-02", "--criteria", "@/dev/zero"), "a million", 2),
        (("Will it?", "--closes", "2026-12-02", "--like", "rian"), "Did you mean rain?", 1),
        (("--like", "rain"), "--closes", 2),
    ],
)
def test_bad_input_writes_nothing_and_says_what_to_type(
    desk: Desk, words: tuple[str, ...], says: str, code: int
) -> None:
    assert says in desk.refuses("ask", *words, code=code)


def test_the_day_that_an_error_offers_can_be_typed(desk: Desk) -> None:
    words = desk.refuses("ask", code=2)
    title, closes = words.split('"')[1], words.split()[-1]
    answer = desk.type("ask", title, "--closes", closes)
    assert answer.code == 0, answer.err


def test_slugs_are_made_unique_whatever_their_case(desk: Desk) -> None:
    asked = [desk.type("ask", title, "--closes", "2026-12-02", "--json").json["question"]
             for title in ("Will it rain?", "Will it RAIN?", "Rain?", "비가 올까?")]  # fmt: skip
    assert asked == ["it-rain", "it-rain-2", "rain-2", "question-8"]


def test_criteria_may_come_from_a_file_and_single_lines_replace_theirs(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "criteria.txt"
    file.write_text("Counts: Rain.\nDoes not count: Drizzle.\nWho says so: The mast.\n")
    desk.type(
        "ask", "Will it pour?", "--closes", "2026-12-02", "--criteria", f"@{file}",
        "--source", "The weather service.", "--background", f"@{file}", "--slug", "pour",
    )  # fmt: skip
    store = desk.store()
    terms = questions.find(store, "pour").terms
    store.close()
    assert terms.criteria == Criteria("Rain.", "Drizzle.", "The weather service.", "")
    assert terms.background == file.read_text().strip()


def test_a_question_of_the_past_must_say_so(desk: Desk) -> None:
    past = ("ask", "Did it rain?", "--opens", "2026-01-01", "--closes", "2026-01-31", *WHOLE)
    said = desk.type(*past, "--json").json
    assert [f["mend"] for f in said["findings"]] == ["--retrospective"]
    assert desk.type(*past, "--retrospective", "--json").json["findings"] == []


def test_a_question_is_rolled_on_with_its_words_and_without_its_dates(desk: Desk) -> None:
    desk.type(
        "ask", MEET, "--closes", "2026-12-02", "--tz", "Asia/Seoul", "--base-rate", "3/40",
        "--by-deadline", "--topic", "korea", "--group", "kim-xi", "--spot", "2026-11-20",
        "--slug", "kim-xi", *WHOLE,
    )  # fmt: skip
    title = "Will Kim and Xi meet in person before 2028?"
    answer = desk.type(
        "ask", title, "--like", "kim-xi", "--closes", "2027-12-31", "--json", at=utc("2026-12-05")
    )
    assert answer.code == 0, answer.err
    assert [f["mend"] for f in answer.json["findings"]] == ["--base-rate K/N"]
    store = desk.store()
    old, new = questions.find(store, "kim-xi"), questions.find(store, answer.json["question"])
    row = store.connection.execute("SELECT follows FROM questions WHERE id = ?", (new.id,))
    assert row.fetchone() == (old.id,)
    store.close()
    for same in ("criteria", "topics", "group", "reference_class", "by_deadline", "timezone"):
        assert getattr(new.terms, same) == getattr(old.terms, same), same
    assert new.title == title
    assert new.terms.opens_at == utc("2026-12-05")
    assert new.terms.closes_at == utc("2027-12-31T15:00")
    assert new.terms.spot_at is None


def test_rolling_on_keeps_the_questions_zone_unless_another_is_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORECASTS_TZ", "America/New_York")
    rolled = desk.type("ask", "Rain?", "--like", "rain", "--closes", "2027-01-01", "--json").json
    assert rolled["closes_at"] == "2027-01-02T00:00:00.000000Z"
    fresh = desk.type("ask", "Hail?", "--closes", "2027-01-01", "--json").json
    assert fresh["closes_at"] == "2027-01-02T05:00:00.000000Z"
    typed = desk.type(
        "ask", "Sun?", "--like", "rain", "--closes", "2027-01-01", "--tz", "Asia/Seoul", "--json"
    ).json
    assert typed["closes_at"] == "2027-01-01T15:00:00.000000Z"


def test_rolling_on_under_the_old_title_is_said(desk: Desk) -> None:
    answer = desk.type("ask", "--like", "rain", "--closes", "2027-01-01")
    assert answer.code == 0
    assert "it has the title of rain" in answer.err
    assert '--title "…"' in answer.err


def test_a_retry_of_the_same_uuid_adds_nothing(desk: Desk) -> None:
    words = ("ask", "Will it?", "--closes", "2026-12-02", "--uuid", ONE)
    assert desk.type(*words).code == 0
    head = desk.head()
    again = desk.type(*words)
    assert again.code == 0
    assert "already on record" in again.err
    assert desk.head() == head


def test_who_asked_is_on_record(desk: Desk) -> None:
    desk.type("ask", "Will it?", "--closes", "2026-12-02")
    store = desk.store()
    row = store.connection.execute(
        "SELECT entered_by FROM question_revisions ORDER BY id DESC LIMIT 1"
    )
    assert row.fetchone() == ("ana",)
    store.close()


def test_on_a_terminal_what_is_missing_is_asked_for_until_it_can_be_read(desk: Desk) -> None:
    ended = on_a_terminal(
        ["ask", "--slug", "hail", "--db", str(desk.path)],
        [
            ("The question, such as", ""),
            ("the title is empty", "Will it hail?"),
            ("Last day that counts", "soon"),
            ("'soon' is no date", "2100-01-31"),
            ("What counts as yes", "Hail on the mast."),
            ("Who says so", ""),
            ("q leaves it", "6"),
            ("Who says so", "The mast's log."),
            ("6 Who says so  The mast's log.", ""),
        ],
    )
    assert ended.code == 0, ended.seen
    store = open_store(desk.path)
    terms = questions.find(store, "hail").terms
    store.close()
    assert terms.closes_at == utc("2100-02-01")
    assert terms.criteria == Criteria("Hail on the mast.", who_says_so="The mast's log.")


def test_a_bad_title_is_refused_before_anything_is_asked(desk: Desk) -> None:
    ended = on_a_terminal(["ask", "x" * 301, "--db", str(desk.path)], [])
    assert ended.code == 2
    assert "Last day" not in ended.seen
    assert "301 characters" in ended.seen


def test_a_question_that_is_rolled_on_is_read_over_on_a_terminal(desk: Desk) -> None:
    answers = [
        ("Last day that counts", "2100-12-31"),
        ("of 40, 8.5%", "1"),
        ("The question, such as", f"{CTRL_U}Will it rain in 2100?"),
        ("1 Question     Will it rain in 2100?", ""),
    ]
    ended = on_a_terminal(["ask", "--like", "rain", "--db", str(desk.path)], answers)
    assert ended.code == 0, ended.seen
    assert "it has the title of rain" not in ended.seen
    assert "its base rate 3/40 is that of rain" in ended.seen
    assert desk.question("it-rain-in-2100").terms.criteria == desk.question("rain").terms.criteria
