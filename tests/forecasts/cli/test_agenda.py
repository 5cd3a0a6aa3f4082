"""`forecasts agenda`: what is on it, for whom, and how it is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model import QuestionType
from forecasts.store import questions

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Answer, Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST = NOW - 20 * DAY


def items(answer: Answer, section: str) -> list[Any]:
    assert answer.code == 0, answer.err
    return [line for line in answer.lines if line["section"] == section]


def given(desk: Desk, slug: str, condition: str) -> None:
    store = desk.store()
    with store.append(NOW - DAY, "test") as batch:
        ends = [questions.find(store, name).id for name in (slug, condition)]
        pair = {"from_question": ends[0], "to_question": ends[1]}
        batch.add("links", {"kind": "given", **pair})
    store.close()


@pytest.fixture
def week(desk: Desk) -> Desk:
    """Return the desk with cal, and three people's numbers on two questions."""
    desk.add("cal")
    desk.add("house", "team")
    desk.ask("soon", closes=3)
    for who, rain, soon in (("ana", "30%", "50%"), ("ben", "12%", "50%"), ("cal", "60%", "50%")):
        desk.type("predict", "rain", rain, "--as", who, at=FIRST)
        desk.type("predict", "soon", soon, "--as", who, "--why", "a guess", at=FIRST)
    desk.type("predict", "rain", "99%", "--as", "house", at=FIRST)
    return desk


def test_what_closes_soon_comes_first_with_ones_own_number(week: Desk) -> None:
    (soon,) = items(week.type("agenda", "--json"), "closing")
    assert (soon["question"], soon["mine"], soon["forecasts"]) == ("soon", 0.5, 3)
    assert soon["command"] == "forecasts predict soon same"
    both = items(week.type("agenda", "--days", "30", "--json"), "closing")
    assert [one["question"] for one in both] == ["soon", "rain"]
    assert items(week.type("agenda", "--days", "2", "--json"), "closing") == []


def test_the_widest_spread_is_between_people_alone(week: Desk) -> None:
    (rain,) = items(week.type("agenda", "--json"), "spread")
    assert rain["question"] == "rain"
    assert (rain["lowest"]["forecaster"], rain["highest"]["forecaster"]) == ("ben", "cal")
    assert (rain["median"], rain["log_odds"]) == (0.3, pytest.approx(2.397895, abs=1e-6))


def test_who_moved_is_told_since_the_last_round_or_for_a_week(week: Desk) -> None:
    week.type("predict", "rain", "20%", "--as", "ben", "--why", "fronts", at=NOW - 2 * DAY)
    week.type("predict", "soon", "58%", "--as", "cal", at=NOW - 2 * DAY)  # 0.32: under 0.4
    week.type("predict", "soon", "60%", "--as", "ana", at=NOW - 9 * DAY)  # 0.405, before the week
    (ben,) = items(week.type("agenda", "--json"), "moved")
    assert (ben["forecaster"], ben["before"], ben["after"]) == ("ben", 0.12, 0.2)
    assert "fronts" in ben["words"]
    moved = items(week.type("agenda", "--since", "2026-10-20", "--json"), "moved")
    assert [one["forecaster"] for one in moved] == ["ben", "ana"]
    week.type("round", "open", "W44", at=NOW - 2 * DAY)
    week.type("round", "close", at=NOW - DAY)
    assert items(week.type("agenda", "--json"), "moved") == []
    assert "has not come yet" in week.refuses("agenda", "--since", "2027-01-01", code=2)


def test_overdue_is_what_due_lists(week: Desk) -> None:
    (due,) = items(week.type("agenda", "--json"), "overdue")
    assert (due["question"], due["awaits"], due["overdue_days"]) == ("due", "outcome", 5)
    assert due["command"].startswith("forecasts resolve due yes/no")


def test_a_condition_is_awaited_and_then_met_or_not(week: Desk) -> None:
    given(week, "soon", "rain")
    (waits,) = items(week.type("agenda", "--json"), "condition")
    assert (waits["condition"], waits["status"]) == ("rain", "open")
    assert waits["words"] == "waits for rain, open"
    week.type("resolve", "rain", "no", "--no-source", "dry", "--known", "2026-11-01")
    assert items(week.type("agenda", "--json"), "condition") == []  # annulled with it
    week.type("resolve", "soon", "--reopen", "by mistake")
    (failed,) = items(week.type("agenda", "--json"), "condition")
    assert failed["command"].startswith("forecasts resolve soon --annul")
    assert week.type(*["resolve", "soon", "--annul", "the condition did not come about"]).code == 0
    assert items(week.type("agenda", "--json"), "condition") == []


def test_others_numbers_are_hidden_until_ones_own_entry(week: Desk) -> None:
    week.add("dan")
    hidden = week.type("agenda", "--as", "dan", "--json")
    assert items(hidden, "spread") == items(hidden, "moved") == []
    assert [line["hidden"] for line in items(hidden, "closing")] == [True]
    assert "hidden on 2 questions" in hidden.err
    assert not any(text in week.type("agenda", "--as", "dan").out for text in ("12%", "60%"))
    assert len(items(week.type("agenda", "--as", "dan", "--others", "--json"), "spread")) == 1


def test_questions_of_the_past_are_left_out(week: Desk) -> None:
    week.ask("past", closes=3, retrospective=True)
    assert [one["question"] for one in items(week.type("agenda", "--json"), "closing")] == ["soon"]


def test_numbers_and_options_have_a_spread_too(desk: Desk) -> None:
    desk.ask("tests", type=QuestionType.NUMERIC, range_min=0.0, range_max=50.0)
    for who, middle in (("ana", 8), ("ben", 18)):
        desk.type("predict", "tests", "p10=3", f"p50={middle}", "p90=30", "--as", who)
    (found,) = items(desk.type("agenda", "--json"), "spread")
    assert found["event"] == "above 13"
    assert found["words"].startswith("above 13: ana ")


def test_in_words_each_item_has_a_command_and_empty_sections_are_named(week: Desk) -> None:
    lines = week.type("agenda").out.splitlines()
    assert lines[:4] == [
        "Closing within 14 days: 1",
        "  soon: closes in 3 days; 3 have a number; yours: 50%",
        "    Will it be soon?",
        "    forecasts predict soon same",
    ]
    assert "  rain: ben 12%, cal 60%; median 30% of 3, 2.4 apart" in lines
    last = " ".join(lines[-2:])
    assert last.endswith(
        "Nothing under: Moved since 2026-10-25; Waiting on a condition; Contradicting outcomes; Due"
        " to be looked at."
    )


def test_as_markdown_nothing_in_a_title_is_a_mark(week: Desk, tmp_path: Path) -> None:
    week.ask("odd", closes=2, title="Will [x](http://a.b) <b>*win*</b> `it`?")
    path = tmp_path / "agenda.md"
    answer = week.type("agenda", "--markdown", str(path))
    assert (answer.code, answer.out) == (0, "")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Agenda of 2026-11-01\n\n## Closing within 14 days\n\n- **odd: ")
    assert r"Will \[x](http://a.b) \<b>\*win\*\</b> \`it\`?" in text
    assert "  \n  `forecasts predict soon same`" in text
    assert "## Waiting on a condition\n\nNothing." in text
    assert "cannot be written" in week.refuses("agenda", "--markdown", str(tmp_path / "no" / "a"))


def test_a_long_section_is_cut_in_words_and_whole_in_json(desk: Desk) -> None:
    for i in range(12):
        desk.ask(f"q{i}", closes=1 + i / 24)
    assert "and 2 more" in desk.type("agenda").out
    assert len(items(desk.type("agenda", "--json"), "closing")) == 12


def test_an_empty_record_has_nothing_to_talk_about(desk: Desk) -> None:
    found = desk.type("agenda", "--as", "ben", "--days", "0")
    assert found.code == 0
    assert "Nothing under: Closing within 0 days; Widest spread" in found.out
