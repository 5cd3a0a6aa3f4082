"""Published judgements: words as said, and numbers only where a scale gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forecasts.model import times
from tracker.reports import published
from tracker.reports.section import Entry, Table


def test_a_record_without_publications_leaves_it_out(desk: Any) -> None:
    desk.many("ana", 1, 0.2, "no")
    assert not desk.has("published")


def test_a_scored_word_brings_its_scale_point_and_range(busy_desk: Any) -> None:
    found = {item.question: item for item in busy_desk.section("published").data.judgements}
    rain = found["rain"]
    assert (rain.words, rain.scale, rain.low, rain.high) == ("likely", "ICD 203", 0.55, 0.8)
    assert (rain.outcome, rain.probability) == ("yes", 0.675)
    assert rain.score_low < rain.score < rain.score_high
    assert rain.attainable == pytest.approx(0.5)
    assert rain.if_yes is rain.if_no is None


def test_a_waiting_word_has_both_branches_and_no_score(busy_desk: Any) -> None:
    found = {item.question: item for item in busy_desk.section("published").data.judgements}
    sun = found["sun"]
    assert (sun.score, sun.if_yes, sun.if_no) == (
        None, pytest.approx(0.325**2), pytest.approx(0.675**2),
    )  # fmt: skip
    cells = [row for entry in entries(busy_desk) for table in tables(entry) for row in table.rows]
    snapshot = "of the word alone: if yes 0.11 (0.04 to 0.20), if no 0.46 (0.30 to 0.64)"
    assert any(snapshot in row for row in cells)


def test_words_without_a_number_are_kept_and_not_scored(busy_desk: Any) -> None:
    (entry,) = entries(busy_desk)
    worded = tables(entry)[-1]
    assert worded.caption == "No number, not scorable; kept as said"
    assert [row[0] for row in worded.rows] == ["“less likely”"]


def test_an_undated_document_says_between_which_days_it_was_written(desk: Any) -> None:
    source = desk.source("s", date_from=date(2025, 1, 20), date_to=date(2025, 12, 31))
    desk.ask("q")
    desk.say("a-brief", "q", 1, kind="publication", word="perhaps", source=source)
    (entry,) = entries(desk)
    assert "undated, between 2025-01-20 and 2025-12-31" in entry.blocks[0].text


def test_a_struck_judgement_is_not_shown(desk: Any) -> None:
    desk.ask("q")
    first = desk.say("a-brief", "q", 1, 0.9, kind="publication")
    desk.say("a-brief", "q", 1, 0.1, strikes=first)
    (item,) = desk.section("published").data.judgements
    assert item.probability == pytest.approx(0.1)


def entries(desk: Any) -> list[Entry]:
    return [block for block in desk.section("published").blocks if isinstance(block, Entry)]


def tables(entry: Entry) -> list[Table]:
    return [block for block in entry.blocks if isinstance(block, Table)]


def test_a_date_that_came_is_said_as_its_day(desk: Any) -> None:
    at = desk.record.at
    desk.ask("truce", 0, 100, kind="date", range_min=times.to_seconds(at(0)),
             range_max=times.to_seconds(at(200)), open_upper=True)  # fmt: skip
    desk.say("a-brief", "truce", 1, kind="publication", word="for months")
    desk.resolve("truce", times.to_text(at(10)), 10)
    found = desk.section("published")
    (item,) = found.data.judgements
    assert (item.outcome, item.in_words) == (times.to_text(at(10)), "2026-01-10")
    assert tables(found.blocks[1])[0].rows[0][2] == "2026-01-10"


@pytest.mark.parametrize("builder", ["section", "brief"])
def test_judgements_that_are_not_listed_come_with_what_shows_them(desk: Any, builder: str) -> None:
    for k in range(published.SHOWN + 2):
        desk.ask(f"q{k}")
        desk.say("a-brief", f"q{k}", 1, 0.4, kind="publication")
    material = desk.material()
    last = getattr(published, builder)(material).blocks[-1].text
    assert (
        last
        == {
            "section": "And 2 more judgements: forecasts list --all, then forecasts show QUESTION",
            "brief": f"And {published.SHOWN - published.FEW + 2} more judgements: forecasts report",
        }[builder]
    )
