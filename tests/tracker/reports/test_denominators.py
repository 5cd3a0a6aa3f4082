"""The line of denominators: everything that was asked, once each."""

from __future__ import annotations

from typing import Any


def line(desk: Any, **scope: Any) -> str:
    return str(desk.section("denominators", **scope).data.line)


def test_an_empty_record_counts_nothing(desk: Any) -> None:
    assert line(desk) == (
        "asked 0 · open 0 · closed 0 = resolved 0 + waiting 0 + void 0 · never forecast 0"
        " · retrospective 0, not counted"
    )


def test_every_state_is_counted_once_and_drafts_only_where_there_are_any(busy_desk: Any) -> None:
    """Asked: rain snow hail fog sun wind frost eclipse. Nobody put a number on fog, eclipse."""
    assert line(busy_desk) == (
        "asked 8 · drafts 1 · open 1 · closed 6 = resolved 3 + waiting 2 + void 1"
        " · never forecast 2 · retrospective 1, not counted"
    )


def test_the_retrospective_history_is_counted_apart(busy_desk: Any) -> None:
    """A mechanical forecaster's number is no forecast by anybody."""
    assert line(busy_desk, retrospective=True) == (
        "asked 1 · open 0 · closed 1 = resolved 1 + waiting 0 + void 0 · never forecast 1"
        " · live 8, not counted"
    )


def test_a_topic_narrows_both_sides(busy_desk: Any) -> None:
    assert line(busy_desk, topic="weather") == (
        "asked 1 · open 0 · closed 1 = resolved 1 + waiting 0 + void 0 · never forecast 0"
        " · retrospective 0, not counted"
    )


def test_a_struck_number_is_no_forecast(desk: Any) -> None:
    desk.ask("q")
    first = desk.say("ana", "q", 1, 0.3)
    desk.say("ana", "q", 1, strikes=first)
    assert desk.section("denominators").data.never_forecast == 1


def test_a_reopened_question_is_open_until_its_close_and_waits_after_it(desk: Any) -> None:
    desk.ask("q", 0, 100)
    desk.say("ana", "q", 1, 0.3)
    desk.resolve("q", "yes", 20)
    desk.resolve("q", "reopened", 30)
    early, late = (desk.section("denominators", day=day).data for day in (50, 150))
    assert (early.open, early.closed) == (1, 0)
    assert (late.open, late.waiting) == (0, 1)


def test_a_disputed_outcome_waits(desk: Any) -> None:
    desk.ask("q")
    desk.resolve("q", "disputed")
    assert desk.section("denominators").data.waiting == 1


def test_it_says_which_of_the_closed_ones_calibration_counts(desk: Any) -> None:
    """Closed are four; one was answered before its end, one is void, one asks for a number."""
    for slug, closes in (("ended", 10), ("early", 900), ("void", 10)):
        desk.ask(slug, 0, closes)
        desk.say("ana", slug, 1, 0.3)
        desk.resolve(slug, "annulled" if slug == "void" else "yes", 5)
    desk.ask("number", 0, 10, kind="numeric", range_min=0.0, range_max=1.0)
    desk.resolve("number", "0.5", 10)
    section = desk.section("denominators")
    assert section.data.closed == 4
    assert "counts the one that has ended, close and answer-by" in section.blocks[1].text
    said = desk.section("calibration").blocks[0].text
    assert said.startswith("1 of ana's questions is scored")
