"""Calibration in a report: what fourteen questions allow, and from when on there is a curve."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from forecasts.model import ReferenceClass
from tracker.calibration import brier_range, expected_yes, power, questions_needed
from tracker.reports.figures import Differences, Reliability, StatedHappened
from tracker.reports.section import Figure

STATED = [0.05, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.6, 0.3, 0.35, 0.4]
CLASS = ReferenceClass.parse("1/3")  # (1 + ½) / (3 + 1) = 0.375


@pytest.fixture
def fourteen(desk: Any) -> Any:
    """Return 14 questions of 60 days that ended, every third with a yes."""
    for place, p in enumerate(STATED):
        slug = f"q{place}"
        desk.ask(slug, 0, 60, reference_class=CLASS)
        desk.say("ana", slug, 1, p)
        desk.resolve(slug, "yes" if place % 3 == 0 else "no", 60)
    return desk


def figures(section: Any) -> list[Any]:
    return [block.chart for block in section.blocks if isinstance(block, Figure)]


def test_every_range_is_computed_from_the_stated_numbers(fourteen: Any) -> None:
    section = fourteen.section("calibration", me=fourteen.who("ana"))
    few, y = section.data.few, [int(place % 3 == 0) for place in range(14)]
    law = expected_yes(STATED, y)
    assert (few.days, few.without, few.observed) == (30, 0, 5)
    assert few.expected == pytest.approx(sum(STATED))
    assert (few.low, few.high) == (law.low, law.high)
    assert few.brier == pytest.approx(np.mean((np.array(STATED) - y) ** 2))
    assert (few.brier_low, few.brier_high) == pytest.approx(brier_range(STATED))
    assert (few.needed, few.seen) == (questions_needed(STATED), power(STATED, 14))


def test_the_paragraph_says_them_all(fourteen: Any) -> None:
    section = fourteen.section("calibration", me=fourteen.who("ana"))
    first, second, *missing = section.data.sentences
    assert first.startswith("14 of your questions are scored; 0 closed ones wait, 0 are void.")
    assert "You expected 4.2 of 14 to happen, as stated 30 days before the close; 5 did;" in first
    assert "calibrated people with numbers like yours get" in first
    assert first.endswith("nothing can be said yet about your calibration, in either direction.")
    assert "1.5-fold over-confidence four times in five takes about" in second
    assert "in one planned look; with 14 questions it is seen one time in" in second
    assert second.endswith("Faster: ask more and shorter questions.")
    assert [text.split(" needs ")[0] for text in missing] == ["The curve", "The decomposition"]
    verdict = fourteen.section("verdict", me=fourteen.who("ana")).data.sentences[1]
    assert verdict == "Nothing can be said yet about your calibration, in either direction."


def test_about_somebody_else_it_does_not_say_you(fourteen: Any) -> None:
    said = " ".join(fourteen.section("calibration").data.sentences)
    assert "ana expected 4.2" in said
    assert "you" not in said


def test_one_row_a_question_and_one_dot_a_difference(fourteen: Any) -> None:
    rows, strip = figures(fourteen.section("calibration"))
    assert isinstance(rows, StatedHappened)
    assert sorted(row.p for row in rows.rows) == sorted(STATED)
    assert {row.base_rate for row in rows.rows} == {0.375}
    assert isinstance(strip, Differences)
    assert (strip.against, len(strip.rows)) == ("base rate", 14)
    assert strip.low is not None
    assert strip.low < strip.mean < strip.high


def test_short_questions_are_looked_at_nearer_to_their_close(desk: Any) -> None:
    desk.many("ana", 9, 0.2, "no")  # ten days each
    few = desk.section("calibration").data.few
    assert (few.days, len(few.rows)) == (7, 9)


def test_an_early_yes_has_no_vote_after_it_was_known(fourteen: Any) -> None:
    fourteen.ask("early", 0, 60)
    fourteen.say("ana", "early", 1, 0.9)
    fourteen.resolve("early", "yes", 10)
    few = fourteen.section("calibration").data.few
    assert (len(few.rows), few.without) == (14, 1)


def test_above_a_tenth_waiting_there_is_no_verdict(fourteen: Any) -> None:
    for place in range(2):
        fourteen.ask(f"late{place}", 0, 60)
        fourteen.say("ana", f"late{place}", 1, 0.5)
    first = fourteen.section("calibration").data.sentences[0]
    assert "2 closed ones wait" in first
    assert "no verdict on ana's calibration: 2 of 16 questions wait" in first


def test_far_from_what_was_stated_is_a_hint_and_no_verdict(desk: Any) -> None:
    desk.many("ana", 9, 0.1, "yes")
    first = desk.section("calibration").data.sentences[0]
    assert "a hint" in first
    assert "no verdict" in first


def test_timid_numbers_that_all_came_true_are_a_hint_too(desk: Any) -> None:
    desk.many("ana", 10, 0.3, "no")
    for place in range(10):
        slug = f"yes{place}"
        desk.ask(slug)
        desk.say("ana", slug, 0, 0.7)
        desk.resolve(slug, "yes")
    section = desk.section("calibration")
    few, first = section.data.few, section.data.sentences[0]
    assert few.low <= few.observed <= few.high
    assert few.brier < few.brier_low
    assert "a hint that the numbers were more timid than they should be" in first
    assert "nothing can be said" not in first


def test_from_thirty_on_the_curve_is_drawn(desk: Any) -> None:
    desk.many("ana", 29, 0.2, "no")
    assert not any(isinstance(chart, Reliability) for chart in figures(desk.section("calibration")))
    desk.many("ana", 1, 0.3, "yes", start=29)
    section = desk.section("calibration")
    (curve,) = figures(section)
    assert isinstance(curve, Reliability)
    assert (curve.questions, curve.waiting, curve.all_yes) == (30, 0, ())
    assert [share.stated for share in curve.curve] == [0.2, 0.3]
    assert section.data.few is None


def test_retrospective_questions_have_no_calibration(desk: Any) -> None:
    desk.many("ana", 9, 0.2, "no", retrospective=True)
    assert not desk.has("calibration", retrospective=True)


def test_above_the_cap_the_command_that_has_it_is_named(
    fourteen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.reports.depth.PAIRS", 13)
    said = fourteen.section("calibration").data.sentences
    assert [text.split(": ")[1] for text in said] == ["forecasts calibration --forecaster ana"]
    fourteen.say("bo", "q0", 1, 0.5)
    said = fourteen.section("calibration").data.sentences
    assert [text.split(": ")[1] for text in said] == ["forecasts calibration --everybody"]


def test_a_page_has_none(fourteen: Any, command: Any) -> None:
    assert fourteen.record.asked
    (week,) = command("report", "--period", "2026-W10", "--json", day=400).json
    assert not {"calibration", "leaderboard", "people", "where_wrong", "updating"} & set(week)
