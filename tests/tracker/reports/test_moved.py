"""Moved and closing: the house number over a week, and what of open questions stays hidden."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forecasts.model import option
from forecasts.model.prediction import Quantiles
from forecasts.store import forecasters
from tracker.periods import Period
from tracker.reports.material import Scope
from tracker.reports.moved import CHARTS
from tracker.reports.periodic import on_period

WEEK = "2026-W02"  # days 4 to 10


def told(command: Any, key: str, *argv: str, name: str = WEEK) -> Any:
    (found,) = command("report", "--period", name, "--json", *argv, day=400).json
    return found[key]


@pytest.fixture
def moving(desk: Any) -> Any:
    """Return a desk on which two people moved on rain, and one, alone there, on snow."""
    for slug in ("rain", "snow", "hail"):
        desk.ask(slug, 0, 30)
    for who, before, after in (("ana", 0.5, 0.6), ("bo", 0.5, 0.7)):
        desk.say(who, "rain", 1, before, rationale=f"{who} had a first look.")
        desk.say(who, "rain", 5, after, rationale=f"{who} read the news.")
    desk.say("ana", "snow", 1, 0.2)
    desk.say("ana", "snow", 6, 0.6)
    for who in ("ana", "bo"):
        desk.say(who, "hail", 1, 0.5)
        desk.say(who, "hail", 6, 0.59)
    return desk


def test_a_move_is_told_from_0_4_in_log_odds_on(moving: Any, command: Any) -> None:
    assert moving.record.asked
    found = told(command, "moved")
    (rain,) = found["questions"]
    assert (rain["question"], rain["house"]) == ("rain", "median of 2 people")
    assert (rain["before"], rain["after"]) == (0.5, pytest.approx(0.65))
    assert rain["log_odds"] == pytest.approx(math.log(0.65 / 0.35))
    assert (rain["words"], rain["range"]) == ("50% → 65%", "60 to 70%")
    assert told(command, "moved", name="2026-W03")["questions"] == []
    assert told(command, "moved", "--others")["questions"][0]["question"] == "snow"


def test_from_50_to_60_is_a_move_and_to_59_none(desk: Any, command: Any) -> None:
    for slug, after in (("rain", 0.6), ("snow", 0.59)):
        desk.ask(slug, 0, 30)
        desk.say("ana", slug, 1, 0.5)
        desk.say("ana", slug, 5, after)
    assert [one["question"] for one in told(command, "moved")["questions"]] == ["rain"]


def test_numbers_stay_hidden_until_everybody_has_entered_one(moving: Any, command: Any) -> None:
    """Bo has said nothing on snow: a page for everyone would tell bo what ana says."""
    assert moving.record.asked
    assert told(command, "moved")["hidden"] == 1
    closing = {one["question"]: one for one in told(command, "closing")["questions"]}
    assert (closing["snow"]["says"], closing["snow"]["hidden"]) == (None, True)
    assert (closing["snow"]["have"], closing["snow"]["people"]) == (1, 2)
    assert (closing["rain"]["says"], closing["rain"]["hidden"]) == ("65%", False)
    assert "60%" not in command("report", "--period", WEEK, day=400).out.replace("from 50% to 60%",
                                                                                 "")  # fmt: skip


@pytest.mark.parametrize(("login", "seen"), [("ana", True), ("bo", False)])
def test_on_the_screen_ones_own_entry_opens_the_others(
    moving: Any, command: Any, monkeypatch: pytest.MonkeyPatch, login: str, *, seen: bool
) -> None:
    assert moving.record.asked
    monkeypatch.setenv("LOGNAME", login)
    moved = {one["question"] for one in told(command, "moved")["questions"]}
    assert ("snow" in moved) is seen


def test_a_team_s_agreed_number_is_the_house_and_open_to_all(moving: Any, command: Any) -> None:
    moving.say("desk", "snow", 1, 0.3, kind="team")
    moving.say("desk", "snow", 5, 0.5, kind="team")
    (snow,) = (one for one in told(command, "moved")["questions"] if one["question"] == "snow")
    assert (snow["house"], snow["words"], snow["people"]) == ("desk", "30% → 50%", 0)


def test_reasons_are_told_only_when_asked_for(moving: Any, command: Any) -> None:
    assert moving.record.asked
    assert told(command, "moved")["questions"][0]["reasons"] == []
    (rain,) = told(command, "moved", "--rationales")["questions"]
    assert rain["reasons"] == ["“ana read the news.”", "“bo read the news.”"]


def test_who_has_retired_need_not_have_entered_one(moving: Any, command: Any) -> None:
    moving.record.change("bo", retires=2)
    with moving.record.store.append(moving.record.at(5), "touch") as batch:
        forecasters.change(batch, moving.who("bo"))
    assert "snow" in {one["question"] for one in told(command, "moved")["questions"]}


def test_every_kind_moves_in_its_own_units(desk: Any, command: Any) -> None:
    desk.ask("who", 0, 30, kind="multiple_choice", options=_options("Lee", "Kim"))
    desk.record.say("ana", "who", 1, (0.3, 0.7), recorded=1)
    desk.record.say("ana", "who", 5, (0.5, 0.5), recorded=5)
    desk.ask("many", 0, 30, kind="numeric", range_min=0.0, range_max=100.0)
    desk.record.say("ana", "many", 1, Quantiles(((0.1, 10.0), (0.5, 20.0), (0.9, 40.0))),
                    recorded=1)  # fmt: skip
    desk.record.say("ana", "many", 5, Quantiles(((0.1, 20.0), (0.5, 40.0), (0.9, 60.0))),
                    recorded=5)  # fmt: skip
    words = {one["question"]: one["words"] for one in told(command, "moved")["questions"]}
    assert words["many"] == "median 20 → 40"
    assert words["who"] in {"“Lee” 30% → 50%", "“Kim” 70% → 50%"}
    assert command("report", "--period", WEEK, day=400).code == 0


def test_a_page_has_at_most_four_charts(desk: Any) -> None:
    for place in range(6):
        desk.ask(f"open{place}", 0, 100)
        desk.ask(f"over{place}", 0, 8)
        for slug, after in ((f"open{place}", 0.9), (f"over{place}", 0.7)):
            desk.say("ana", slug, 1, 0.5)
            desk.say("ana", slug, 5, after)
        desk.resolve(f"over{place}", "yes", 8, recorded=8)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    made = on_period(desk.record.store, Period.parse(WEEK), ZoneInfo("UTC"), lambda _: Scope(),
                     now, version="0")  # fmt: skip
    assert len(made.figures) == CHARTS
    assert not any(line.end > now for f in made.figures for line in f.chart.line.steps)


def test_closing_is_the_next_thirty_days(desk: Any, command: Any) -> None:
    for slug, closes in (("soon", 20), ("later", 41), ("far", 42)):
        desk.ask(slug, 0, closes)
        desk.say("ana", slug, 1, 0.2)
    found = told(command, "closing")["questions"]
    assert [one["question"] for one in found] == ["soon", "later"]
    assert [one["age_days"] for one in found] == [10, 10]


def _options(*names: str) -> str:
    return option.to_text(option.Option(name) for name in names)
