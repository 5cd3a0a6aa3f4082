"""What leaves the desk: other people's names and everybody's reasons only when asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from forecasts.model import ForecasterKind
from tracker.reports.render.as_json import as_json


def text_of(desk: Any, **scope: Any) -> str:
    return as_json(desk.report(**scope))


def test_at_the_desk_everybody_has_a_name(busy_desk: Any) -> None:
    said = text_of(busy_desk)
    assert '"ana"' in said
    assert '"bo"' in said


def test_in_a_file_people_go_by_letters_and_documents_by_their_names(busy_desk: Any) -> None:
    said = text_of(busy_desk, names=False)
    assert not re.search(r"\b(ana|bo)\b", said)
    assert "forecaster A" in said
    assert "a-brief" in said


def test_the_one_whom_the_report_is_about_is_named(busy_desk: Any) -> None:
    said = text_of(busy_desk, names=False, forecaster=busy_desk.who("ana"))
    assert re.search(r"\bana\b", said)
    assert not re.search(r"\bbo\b", said)


def test_models_and_crowds_keep_their_names_too(desk: Any) -> None:
    kinds = ("team", "crowd", "model", "publication", "baseline")
    desk.ask("q")
    for kind in (*kinds, "person"):
        desk.say(f"the-{kind}", "q", 0, 0.4, kind=kind)
    shown = {name.name for name in desk.material(names=False).names.values()}
    assert shown == {*(f"the-{kind}" for kind in kinds), "forecaster A"}


def test_letters_follow_neither_the_alphabet_nor_the_last_report(desk: Any) -> None:
    """Drawn anew whenever the record grows, so two reports cannot be laid side by side."""
    people = [f"p{place:02}" for place in range(30)]
    for name in people:
        desk.record.forecaster(name)
    orders = []
    for _ in range(2):
        names = desk.material(names=False).names
        orders.append([names[desk.who(name).id].name for name in people])
        desk.record.forecaster(f"one-more-{len(orders)}")
    assert "forecaster AD" in orders[0], "the thirtieth after Z"
    assert orders[0] != sorted(orders[0])
    assert orders[0] != orders[1]


def test_a_letter_never_meets_a_real_name(desk: Any) -> None:
    desk.record.forecaster("Forecaster A", "crowd")
    desk.record.forecaster("ana")
    shown = [name.name for name in desk.material(names=False).names.values()]
    assert sorted(shown) == ["Forecaster A", "forecaster B"]


def test_an_alias_does_not_leak(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.4)
    desk.record.change("ana", aliases=("anastasia",))
    assert desk.who("ana").kind is ForecasterKind.PERSON
    assert "anastasia" not in text_of(desk, names=False)


@pytest.mark.parametrize("flag", [False, True])
def test_reasons_are_gathered_on_demand_alone(busy_desk: Any, *, flag: bool) -> None:
    stories = busy_desk.material(rationales=flag).stories.values()
    said = {row.rationale for story in stories for track in story.tracks for row in track.rows}
    assert ("Clouds in the west." in said) is flag


def test_the_files_hold_no_name_and_no_reason(files: Path) -> None:
    for file in files.iterdir():
        if file.suffix == ".png":
            continue  # drawn from the SVG beside it
        text = file.read_text(encoding="utf-8").partition("\n/*!\n")[0]  # then the script begins
        assert not re.search(r"\bbo\b", text), file
        assert "Clouds in the west" not in text, file


def test_a_topic_and_the_past_narrow_what_is_read(busy_desk: Any) -> None:
    assert [one.question.slug for one in busy_desk.material(topic="weather").asked] == ["rain"]
    past = busy_desk.material(retrospective=True)
    assert [one.question.slug for one in past.asked] == ["flood-2006"]
    assert past.others == 8


def test_it_names_the_state_of_the_record(desk: Any) -> None:
    assert desk.material().as_of is None
    desk.ask("q", 3, 9)
    material = desk.material()
    assert material.as_of == desk.record.at(3)
    assert material.head == str(desk.record.store.receipt())
    footer = desk.section("footer").data
    assert (footer.head, footer.as_of, footer.program) == (
        material.head, material.as_of, "forecasts 0.0",
    )  # fmt: skip


def test_struck_numbers_are_counted(desk: Any) -> None:
    desk.ask("q")
    first = desk.say("ana", "q", 1, 0.3)
    desk.say("ana", "q", 1, 0.4, strikes=first)
    assert desk.section("footer").data.struck == 1
