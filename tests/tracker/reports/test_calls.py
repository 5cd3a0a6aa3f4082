"""Best and worst calls: at most two each, against one reference, never mixed with the past."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass
from tracker.reports.section import Entry, Fields, Figure


def spread_out(desk: Any, **terms: Any) -> None:
    """Six questions with outcome no, on which ana said 0.1 to 0.9."""
    for place, p in enumerate((0.1, 0.2, 0.4, 0.6, 0.8, 0.9)):
        desk.ask(f"q{place}", **terms)
        desk.say("ana", f"q{place}", 0, p)
        desk.resolve(f"q{place}", "no")


def test_the_two_best_and_the_two_worst(desk: Any) -> None:
    spread_out(desk)
    data = desk.section("calls").data
    assert [call.question for call in data.best] == ["q0", "q1"]
    assert [call.question for call in data.worst] == ["q5", "q4"]
    assert (data.against, data.of) == ("coin", 6)
    assert data.worst[0].advantage == pytest.approx(0.25 - 0.81)


def test_a_good_call_is_never_shown_as_a_worst_one(desk: Any) -> None:
    desk.many("ana", 3, 0.2, "no")
    data = desk.section("calls").data
    assert (len(data.best), data.worst) == (2, ())


def test_the_coin_and_the_base_rate_are_not_mixed(desk: Any) -> None:
    """q9 has a class; the others, though further from the coin, have none."""
    spread_out(desk)
    desk.ask("q9", reference_class=ReferenceClass.parse("2/3"))
    desk.say("ana", "q9", 0, 0.5)
    desk.resolve("q9", "no")
    data = desk.section("calls").data
    assert data.against == "base rate"
    assert [call.question for call in data.best] == ["q9"]


def test_retrospective_calls_are_not_among_live_ones(desk: Any) -> None:
    desk.many("ana", 1, 0.4, "no")
    desk.ask("past", -20, -10, retrospective=True)
    desk.say("ana", "past", -20, 0.01)
    desk.resolve("past", "no", -10)
    live, past = (desk.section("calls", retrospective=flag).data for flag in (False, True))
    assert [call.question for call in live.best] == ["q0"]
    assert [call.question for call in past.best] == ["past"]


def test_mechanical_forecasters_make_no_calls(desk: Any) -> None:
    desk.ask("q")
    desk.say("coin", "q", 0, 0.3, kind="baseline")
    desk.resolve("q", "no")
    assert not desk.has("calls")


def test_several_people_are_taken_together_and_none_is_singled_out(desk: Any) -> None:
    desk.ask("q")
    for who, p in (("ana", 0.2), ("bo", 0.3), ("chi", 0.9)):
        desk.say(who, "q", 0, p)
    desk.resolve("q", "yes")
    (call,) = desk.section("calls").data.worst
    assert (call.forecaster, call.n, call.better) == ("median of 3 people", 3, 1)
    section = desk.section("calls")
    entry = next(block for block in section.blocks if isinstance(block, Entry))
    assert "1 of 3 scored better than the coin" in entry.blocks[0].text
    own = desk.section("calls", forecaster=desk.who("bo")).data
    assert own.worst[0].forecaster == "bo"


def test_the_path_is_the_one_that_stood(desk: Any) -> None:
    desk.ask("q", 0, 10)
    desk.say("ana", "q", 2, 0.4)
    desk.say("ana", "q", 4, 0.2)
    desk.resolve("q", "no", 8)
    (call,) = desk.section("calls").data.best
    at = desk.record.at
    assert [(step.start, step.end, step.p) for step in call.path] == [
        (at(2), at(4), 0.4), (at(4), at(8), 0.2),
    ]  # fmt: skip


def test_the_figure_says_in_words_what_it_shows(desk: Any) -> None:
    spread_out(desk)
    entry = next(b for b in desk.section("calls").blocks if isinstance(b, Entry))
    figure = next(b for b in entry.blocks if isinstance(b, Figure))
    assert "ana said 10% throughout" in figure.finding
    assert "Outcome: no" in figure.finding
    assert "0.24 Brier ahead of the coin" in figure.finding


def test_reasons_are_told_on_demand(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.2, rationale="Clouds.")
    desk.resolve("q", "no")
    silent, told = (
        [b for e in desk.section("calls", rationales=flag).blocks if isinstance(e, Entry)
         for b in e.blocks if isinstance(b, Fields)]
        for flag in (False, True)
    )  # fmt: skip
    assert silent == []
    assert told[0].rows == (("2026-01-01 20%", ("Clouds.",)),)
