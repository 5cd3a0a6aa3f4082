"""Paths: what stood when, one line, one band, and nothing past today."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from forecasts.model import Criteria, ReferenceClass, times
from tracker.reports.paths import path_of


def path(desk: Any, slug: str = "q", subject: str | None = None, day: float = 400) -> Any:
    who = {"forecaster": desk.who(subject)} if subject else {}
    material = desk.material(day, **who)
    return path_of(material.stories[desk.record.asked[slug].id], subject, material.now)


def test_one_forecaster_is_a_line_with_gaps_where_nothing_stood(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 1, 0.2)
    desk.say("ana", "q", 3)
    desk.say("ana", "q", 6, 0.4)
    desk.resolve("q", "no")
    found, at = path(desk), desk.record.at
    assert [(s.start, s.end, s.p) for s in found.line.steps] == [
        (at(1), at(3), 0.2), (at(6), at(10), 0.4),
    ]  # fmt: skip
    assert (found.spread, found.people) == ((), 1)


def test_several_people_have_a_median_and_a_band_from_lowest_to_highest(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.2)
    desk.say("bo", "q", 2, 0.8)
    desk.say("chi", "q", 5, 0.3)
    desk.say("crowd", "q", 0, 0.99, kind="crowd")
    desk.resolve("q", "no")
    found, at = path(desk), desk.record.at
    assert found.line.name == "median of 3 people"
    assert [s.p for s in found.line.steps] == pytest.approx([0.2, 0.5, 0.3])
    assert [(s.start, s.low, s.high) for s in found.spread] == [
        (at(2), 0.2, 0.8), (at(5), 0.2, 0.8),
    ]  # fmt: skip


def test_the_subject_has_the_line_and_the_others_the_band(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.2)
    desk.say("bo", "q", 0, 0.8)
    desk.resolve("q", "no")
    found = path(desk, subject="bo")
    assert (found.line.name, [s.p for s in found.line.steps]) == ("bo", [0.8])
    assert len(found.spread) == 1


def test_the_base_rate_decays_to_the_end_and_no_further(desk: Any) -> None:
    desk.ask("q", 0, 100, reference_class=ReferenceClass.parse("2/13"), by_deadline=True)
    desk.say("ana", "q", 0, 0.2)
    desk.resolve("q", "yes", 50)
    steps = path(desk).base_rate
    assert (len(steps), steps[-1].end) == (50, desk.record.at(50))
    assert steps[0].p == pytest.approx(1 - (1 - 2.5 / 14) ** 0.995)
    assert all(one.p > other.p for one, other in pairwise(steps))


def test_without_a_class_there_is_no_base_rate(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.2)
    desk.resolve("q", "no")
    assert path(desk).base_rate == ()


def test_nothing_is_drawn_past_today_or_outside_the_life_of_the_question(desk: Any) -> None:
    desk.ask("q", 0, 100)
    desk.say("ana", "q", 0, 0.2)
    desk.resolve("q", "no", 150, happened=(120, 121))
    found = path(desk)
    assert found.line.steps[-1].end == desk.record.at(100)
    assert (found.happened_at, found.known_at) == (None, None)


def test_a_dot_where_it_happened_and_a_ring_where_it_was_known(desk: Any) -> None:
    desk.ask("q", 0, 100)
    desk.say("ana", "q", 0, 0.2)
    desk.resolve("q", "yes", 50, happened=(48, 49))
    found = path(desk)
    assert (found.outcome, found.happened_at, found.known_at) == (
        1.0, desk.record.at(48.5), desk.record.at(50),
    )  # fmt: skip


def test_new_criteria_are_marked_and_new_topics_are_not(desk: Any) -> None:
    desk.ask("q", 0, 2000)
    desk.say("ana", "q", 0, 0.2)
    desk.record.revise("q", topics=("weather",))
    desk.resolve("q", "no", 1500)
    assert path(desk, day=1600).revised_at == ()
    desk.record.revise("q", criteria=Criteria(counts="Rain."))
    assert path(desk, day=1600).revised_at == (desk.record.at(1000),)


def test_evidence_stands_where_it_was_seen_in_the_life_of_the_question(desk: Any) -> None:
    question = desk.ask("q")
    desk.say("ana", "q", 0, 0.2)
    with desk.record.store.append(desk.record.at(9), "evidence") as batch:
        for day in (-1, 3, 4):
            row = {"question_id": question.id, "forecaster_id": desk.who("ana").id,
                   "observed_at": times.to_text(desk.record.at(day))}  # fmt: skip
            batch.add("evidence", {**row, "words_text": batch.text("It was said.")})
    desk.resolve("q", "no")
    assert path(desk).evidence_at == (desk.record.at(3), desk.record.at(4))
    (figure,) = desk.report().figures[-1:]
    assert "Evidence came 2 times." in figure.finding
