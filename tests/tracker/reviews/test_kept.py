"""Who keeps a review, which lesson it opens with, and what it says of what it leaves out."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

Run = Callable[..., Any]
HOUSE = ("--forecaster", "house")
Q1, Q3 = ("--period", "2026-Q1"), ("--period", "2026-Q3")
WEEK = ("--period", "2026-W31")  # from day 207, 27 July
RULE = ("lesson", "Look again.", "--measure", "unseen")


def at(day: float) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)


def flat(text: str) -> str:
    return " ".join(text.split())


def last(review: Run, *argv: str, day: float = 95) -> Any:
    return json.loads(review("show", *argv, "--json", day=day).out)["last_lesson"]


def test_who_may_not_keep_a_review_is_told_who_may_and_what_to_type(
    review: Run, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["forecaster", "allow", "house", "ana", "ben", "--db", str(db)], now=at(94))
    monkeypatch.setenv("LOGNAME", "root")

    def refused_then_done(*argv: str, deed: str) -> None:
        monkeypatch.delenv("FORECASTS_AS", raising=False)
        said = flat(review(*argv, *HOUSE, code=1).err)
        assert f"only ana or ben may {deed} of house." in said
        assert "forecaster allow" not in said
        name, _, _, *typed = shlex.split(said[said.index("FORECASTS_AS=") :])
        monkeypatch.setenv(*name.split("="))
        review(*typed[: typed.index("--db")])

    refused_then_done("start", *Q1, deed="start a review")
    refused_then_done(*RULE, deed="write the lesson of a review")
    refused_then_done("close", deed="close a review")
    refused_then_done("start", *Q1, "--again", deed="start a review")
    assert last(review, *Q1, *HOUSE)["measure"] == "unseen"


@pytest.fixture
def of_week(desk: Any) -> None:
    """Five questions are resolved in the third quarter, and two in its week 2026-W31."""
    days = {f"o{k}": 195 for k in range(5)} | {"w0": 208, "w1": 209}
    for slug, day in days.items():
        desk.ask(slug, 182, day)
    for slug in days:
        desk.say("ana", slug, 183, 0.4)
    for slug, day in days.items():
        desk.resolve(slug, "yes", day)


@pytest.mark.usefixtures("of_week")
def test_the_lesson_of_a_week_opens_the_quarter_that_holds_it(review: Run) -> None:
    review("start", *WEEK, day=280)
    review(*RULE, day=280)
    review("close", *WEEK, day=280)
    day = review("start", "--period", "2026-07-28", day=280).out
    assert "no lesson" in day, "the week was not over"
    assert "2026-W31: Look again." in flat(review("start", *Q3, day=280).out)
    moved = last(review, *Q3, day=280)["moved"]
    assert (moved["n_before"], moved["before"]) == ("2 questions", pytest.approx(25.5))
    assert moved["n"] == "5 questions, outside 2026-W31"
    assert moved["now"] == pytest.approx(195 - 183), "without the two of the week"


def test_a_lesson_has_nothing_to_move_where_all_questions_are_its_own(review: Run) -> None:
    """All of the first quarter's were resolved in 2026-W10, on 3 March."""
    week = ("--period", "2026-W10")
    review("start", *week)
    review(*RULE)
    assert last(review, *week)["words"] is None, "no review opens with its own lesson"
    review("start", *Q1)
    assert last(review, *Q1)["words"] is None, "it is not closed yet"
    review("close", *Q1)
    review("close", *week, day=96)
    assert last(review, *Q1)["words"] is None, "it was not when this one was started"
    review("start", *Q1, "--again", day=97)
    found = last(review, *Q1, day=97)
    assert (found["moved"]["now"], found["moved"]["verdict"]) == (None, "cannot tell")
    assert "there was nothing outside 2026-W10 to compute it from now" in found["sentences"][1]


@pytest.mark.usefixtures("of_week")
def test_a_bias_is_measured_outside_the_lessons_own_period_too(review: Run) -> None:
    review("start", *WEEK, day=280)
    review("lesson", "Lean up.", "--measure", "calibration", day=280)
    review("close", *WEEK, day=280)
    review("start", *Q3, day=280)
    moved = last(review, *Q3, day=280)["moved"]
    assert moved["before"] == pytest.approx(0.6), "40% twice, and both happened"
    assert moved["n"] == "5 questions due to end in the period, outside 2026-W31"


@pytest.mark.usefixtures("of_week")
def test_a_review_opens_with_the_lesson_that_was_given_last(review: Run) -> None:
    march = ("--period", "2026-03")
    for day, period, words in ((280, ("--period", "2026-Q2"), "First."), (281, march, "Later.")):
        review("start", *period, day=day)
        review("lesson", words, day=day)
        review("close", *period, day=day)
    assert "2026-03: Later." in flat(review("start", *Q3, day=282).out)
    assert last(review, *march, day=282)["words"] is None, "the quarter ended after the month"


@pytest.mark.usefixtures("of_week")
def test_where_no_reason_was_given_none_is_kept_at_the_desk(review: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "w.md"
    review("start", *WEEK, day=280)
    review("show", *WEEK, "--markdown", str(sheet), day=280)
    assert "none was given" in sheet.read_text()
    assert "kept at the desk" not in sheet.read_text()
    review("start", *Q1)
    review("show", *Q1, "--markdown", str(sheet))
    assert "kept at the desk" in sheet.read_text(), "a0 has one"


def test_the_counts_add_up(review: Run, desk: Any) -> None:
    closes = {"early": 300, "late": 185, "due": 190}
    for slug, day in closes.items():
        desk.ask(slug, 182, day)
    for slug, day in (("early", 183), ("due", 183), ("late", 186)):
        desk.say("ana", slug, day, 0.9)
    for slug in closes:
        desk.resolve(slug, "yes", 190)
    review("start", *Q3, day=280)
    said = flat(review("show", *Q3, day=280).out)
    assert "2 of your questions were first resolved in 2026-Q3: 0 surprises, 2 hits." in said
    assert "1 of the 2 has reached its scheduled end; calibration counts" in said
    assert "On 1 more nothing stood in time." in said
    assert "21 of your questions are scored" in said


def test_a_period_that_still_runs_says_so_and_how_the_rest_comes_in(review: Run) -> None:
    typed = "forecasts review start --period 2026-Q1 --again"
    for argv in (("start", *Q1), ("close", *Q1)):
        said = flat(review(*argv, day=70).err)
        assert "2026-Q1 runs until 2026-03-31" in said
        assert "what is resolved after 2026-03-12 00:00" in said
        assert typed in said
    review("start", *Q1, "--again")
    assert "runs until" not in review("close", *Q1).err
