"""Moves toward what happened, reasons, news and looks; and where it goes wrong."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import ReferenceClass
from forecasts.model.evidence import Evidence
from forecasts.store import evidence
from tracker.reports.render.terminal import as_text
from tracker.reports.where_wrong import CLOSE

CLASS = ReferenceClass.parse("1/3")


def note(desk: Any, slug: str, day: float) -> None:
    at = desk.record.at(day)
    with desk.record.store.append(at, "evidence") as batch:
        question = desk.record.asked[slug].id
        evidence.add(batch, Evidence(question_id=question, observed_at=at, recorded_at=at))


@pytest.fixture
def moving(desk: Any) -> Any:
    """Return ten questions, yes in one half; ana moves up on all at day 20, bo never."""
    for place in range(10):
        slug = f"q{place}"
        desk.ask(slug, 0, 40, reference_class=CLASS, topics=("even" if place % 2 else "odd",))
        desk.say("ana", slug, 1, 0.3)
        desk.say("ana", slug, 20, 0.6, rationale="It has begun." if place < 3 else None)
        desk.resolve(slug, "yes" if place < 5 else "no", 40)
    return desk


def test_half_of_the_moves_went_toward_what_happened(moving: Any) -> None:
    found = moving.section("updating").data
    assert (found.questions, found.moves, found.toward, found.reasons) == (10, 10, 5, 3)
    assert found.share == pytest.approx(0.5)
    assert 0.0 <= found.low < 0.5 < found.high <= 1.0
    assert found.calibrated == pytest.approx(0.6)  # ten moves up to 60%
    said = moving.section("updating").blocks[0].text
    assert "of calibrated moves to these numbers 60% would" in said


def test_moves_toward_no_are_mostly_right_where_they_are_calibrated(
    desk: Any,
) -> None:
    """Twenty questions sink from 20% to 5%, and one happens: as stated, and no sign of skill."""
    for place in range(20):
        desk.ask(f"q{place}", 0, 40)
        desk.say("ana", f"q{place}", 1, 0.2)
        desk.say("ana", f"q{place}", 20, 0.05)
        desk.resolve(f"q{place}", "no" if place else "yes", 40)
    found = desk.section("updating").data
    assert (found.share, found.calibrated) == (pytest.approx(0.95), pytest.approx(0.95))


def test_few_moves_have_a_count_and_no_share(desk: Any) -> None:
    desk.ask("q", 0, 40)
    desk.say("ana", "q", 1, 0.3)
    desk.say("ana", "q", 2, 0.1)
    desk.say("ana", "q", 3, 0.1)  # looked again, and did not move
    desk.resolve("q", "no", 40)
    section = desk.section("updating")
    assert (section.data.moves, section.data.toward, section.data.share) == (1, 1, None)
    assert section.data.calibrated == pytest.approx(0.9)
    assert "A share needs 10 moves in 8 clusters" in section.blocks[0].text


def test_news_without_a_look_within_a_week_is_late(moving: Any) -> None:
    note(moving, "q0", 15)  # looked at on day 20
    note(moving, "q1", 12.9)  # a tenth of a day too late
    note(moving, "q2", 30)  # never looked at again
    note(moving, "q3", 36)  # the question ended before the week did
    note(moving, "q4", 0.5)  # before there was any number
    found = moving.section("updating").data
    assert (found.news, found.late) == (3, 2)


def test_moves_after_news_are_told_by_size_from_ten_on(moving: Any) -> None:
    for place in range(9):
        note(moving, f"q{place}", 15)
    assert moving.section("updating").data.after == ()
    note(moving, "q9", 15)
    (size,) = moving.section("updating").data.after
    assert (size.moves, size.share) == (10, 0.5)
    assert size.calibrated == pytest.approx(0.6)  # each move is up to 60%
    finding = moving.section("updating").blocks[-1].finding
    assert "50% went toward the outcome" in finding
    assert "of calibrated ones 60% would" in finding
    assert size.moved == pytest.approx(1.2528, abs=1e-4)  # ln(.6/.4) - ln(.3/.7)


def test_what_was_taken_back_is_no_news(moving: Any) -> None:
    note(moving, "q0", 15)
    with moving.record.store.append(moving.record.at(16), "evidence") as batch:
        (piece,) = evidence.of_question(moving.record.store.connection,
                                        moving.record.asked["q0"].id)  # fmt: skip
        evidence.remove(batch, piece)
    assert moving.section("updating").data.news == 0


def test_how_one_person_works(moving: Any) -> None:
    moving.ask("open", 0, 900)
    moving.say("ana", "open", 390, 0.5)
    moving.ask("unclassed", 0, 40)
    moving.say("ana", "unclassed", 20, 0.5)
    moving.resolve("unclassed", "no", 40)
    found = moving.section("process").data
    assert (found.coverage.n, found.coverage.most) == (11, pytest.approx(39 / 40))
    assert found.coverage.least == pytest.approx(0.5)
    assert (found.days_since_look.n, found.days_since_look.middle) == (1, pytest.approx(10))
    assert (found.with_class, found.outside_first) == (10, 10)


def test_a_base_rate_that_came_later_is_no_outside_view(desk: Any) -> None:
    desk.ask("q", 0, 40)
    desk.say("ana", "q", 50, 0.3, recorded=50)
    desk.ask("r", 0, 40, reference_class=CLASS)
    desk.say("ana", "r", 1, 0.3)
    desk.resolve("r", "no", 40)
    assert desk.section("process").data.outside_first == 1


def test_a_question_that_ended_early_is_not_among_those_without_a_base_rate(
    desk: Any, command: Any
) -> None:
    desk.ask("early", 0, 800, reference_class=CLASS)
    desk.say("ana", "early", 1, 0.3)
    desk.resolve("early", "yes", 100)
    assert "Outside view" not in command("report", day=400).out
    desk.ask("late", 0, 40)
    desk.say("ana", "late", 1, 0.3)
    desk.resolve("late", "no", 40)
    said = " ".join(command("report", day=400).out.split())
    assert "none of the scored questions whose time is up has a base rate" in said


def test_several_people_have_no_process_section(moving: Any) -> None:
    moving.say("bo", "q0", 1, 0.5)
    assert not moving.has("process")
    assert moving.has("process", forecaster=moving.who("ana"))


def test_topics_need_ten_questions_and_are_drawn_together(desk: Any) -> None:
    """Behind on nuts, ahead on bolts, each raw mean drawn towards the other."""
    for place in range(24):
        slug, nuts = f"q{place}", place % 2 == 0
        desk.ask(slug, reference_class=CLASS, topics=("nuts" if nuts else "bolts", f"t{place}"))
        desk.say("ana", slug, 0, (0.6 if nuts else 0.1) + 0.01 * (place % 6))
        desk.resolve(slug, "no")
    section = desk.section("where_wrong")
    by_name = {part.name: part for part in section.data.topics}
    nuts, bolts = by_name["nuts"], by_name["bolts"]
    assert (nuts.questions, bolts.questions) == (12, 12)
    assert nuts.raw == pytest.approx(sum(0.375**2 - (0.6 + 0.01 * k) ** 2 for k in (0, 2, 4)) / 3)
    assert nuts.raw < nuts.pooled < bolts.pooled < bolts.raw
    assert nuts.high < 0 < bolts.low
    assert by_name["t0"].raw is None
    assert section.blocks[0].text.startswith("Behind the base rate (n = 24 that have ended): nuts")


@pytest.mark.parametrize("topics", [("nuts",), ()])
def test_times_to_the_close_that_hold_the_same_questions_are_one_row(
    desk: Any, topics: tuple[str, ...]
) -> None:
    """12 questions were open for 400 days, 12 others for 20: 30 days and more tell one finding."""
    for place in range(24):
        slug, long = f"q{place}", place % 2 == 0
        desk.ask(slug, 0 if long else 380, 400, topics=topics if long else ("bolts",))
        desk.say("ana", slug, 0 if long else 380, (0.7 if long else 0.3) + 0.01 * (place % 6))
        desk.resolve(slug, "no", 400)
    section = desk.section("where_wrong", day=500)
    assert [part.questions for part in section.data.horizons] == [12, 12, 12, 12, 24]
    whose = "the 12 questions of nuts" if topics else "the same 12 questions"
    said = f"365, 180, 90 and 30 days before the close, each on {whose}, -"
    lead = section.blocks[0].text
    assert said in lead
    assert lead.count("before the close") == 1
    (entry,) = (block for block in section.blocks if getattr(block, "title", "") == CLOSE)
    caption, figure = entry.blocks
    assert "not the scheduled one of the leaderboard" in caption.text
    assert "share questions" in caption.text
    assert [(dot.days, dot.same) for dot in figure.chart.points] == [
        (365, None), (180, 365), (90, 365), (30, 365), (7, None),
    ]  # fmt: skip
    assert "365-30 days before" in as_text(desk.report(day=500), 100)
