"""Needs a person: what waits, in which order, and what each answer will score."""

from __future__ import annotations

from typing import Any

import pytest

from forecasts.model import Criteria, ReferenceClass
from forecasts.model.link import Link, LinkKind
from forecasts.store import links
from tracker import columns
from tracker.reports import waiting
from tracker.reports.section import Command, Entry


def test_nothing_waits(desk: Any) -> None:
    desk.ask("q", 0, 1000)
    section = desk.section("needs_a_person")
    assert section.blocks[0].text == "Nothing does."
    assert section.data.questions == ()


def test_the_oldest_stands_first_and_a_disputed_one_among_them(desk: Any) -> None:
    desk.ask("young", 0, 90)
    desk.ask("old", 0, 20, expected=30)
    desk.ask("disputed", 0, 50)
    desk.resolve("disputed", "disputed", 50)
    desk.ask("settled", 0, 5)
    desk.resolve("settled", "no", 5)
    found = desk.section("needs_a_person", day=100).data.questions
    assert [(item.question, item.overdue_days) for item in found] == [
        ("old", 70), ("disputed", 50), ("young", 10),
    ]  # fmt: skip
    assert found[1].status == "disputed"


def test_closed_and_not_yet_due_is_only_counted(desk: Any) -> None:
    desk.ask("q", 0, 20, expected=900)
    data = desk.section("needs_a_person", day=100).data
    assert (data.questions, data.later, data.next_due_at) == ((), 1, desk.record.at(900))


def test_it_says_where_to_look_and_what_to_type(desk: Any) -> None:
    criteria = Criteria(counts="Rain.", who_says_so="The weather bureau.")
    desk.ask("rain", url="https://example.org/rain", criteria=criteria)
    section = desk.section("needs_a_person", flag=" --db desk.db")
    (item,) = section.data.questions
    assert item.where == ("https://example.org/rain", "The weather bureau.")
    (entry,) = (block for block in section.blocks if isinstance(block, Entry))
    (command,) = (block for block in entry.blocks if isinstance(block, Command))
    assert command.text.startswith("forecasts resolve rain yes/no --source URL")
    assert command.text.endswith(" --db desk.db")


@pytest.mark.parametrize(("outcome", "which"), [("yes", "if_yes"), ("no", "if_no")])
def test_the_branches_are_the_scores_that_the_judge_will_give(
    desk: Any, outcome: str, which: str
) -> None:
    """Gaps, a withdrawal and a word's range included: resolve it, and compare."""
    desk.ask("q", 0, 100, reference_class=ReferenceClass.parse("3/40"), by_deadline=True)
    desk.say("ana", "q", 10, 0.3)
    desk.say("ana", "q", 30)
    desk.say("ana", "q", 60, 0.7)
    desk.say("bo", "q", 5, 0.675, word="likely", within=(0.55, 0.8))
    (item,) = desk.section("needs_a_person").data.questions
    branches = {branch.forecaster: getattr(branch, which) for branch in item.branches}
    desk.resolve("q", outcome, 100)
    scored = columns.from_facts(desk.record.store.connection, [desk.record.asked["q"].id])
    ids = {desk.who(name).id: name for name in branches}
    judged = dict(zip((ids[i] for i in scored.forecaster.tolist()), scored.brier, strict=True))
    assert branches == pytest.approx(judged, abs=1e-15)
    ranged = next(branch for branch in item.branches if branch.forecaster == "bo")
    assert ranged.yes_low < ranged.if_yes < ranged.yes_high


def test_what_either_answer_scores_is_said_in_a_line(desk: Any) -> None:
    desk.ask("q")
    desk.say("ana", "q", 0, 0.2)
    desk.say("bo", "q", 0, 0.5)
    (entry,) = (b for b in desk.section("needs_a_person").blocks if isinstance(b, Entry))
    assert dict(entry.blocks[0].rows)["Last said"] == (
        "ana 20%: Brier 0.64 if yes, 0.04 if no",
        "bo 50%: Brier 0.25 either way",
    )


def test_it_enters_no_average(desk: Any) -> None:
    desk.many("ana", 9, 0.2, "no")
    before = desk.section("record").data
    desk.ask("waits")
    desk.say("ana", "waits", 1, 0.99)
    assert desk.section("needs_a_person").data.questions[0].branches[0].if_no > 0.9
    assert desk.section("record").data == before


def test_words_alone_are_kept_as_said(desk: Any) -> None:
    desk.ask("q")
    desk.say("a-brief", "q", 1, kind="publication", word="less likely")
    (item,) = desk.section("needs_a_person").data.questions
    assert item.branches == ()
    assert item.words == ("a-brief: “less likely”, no number, not scorable",)


def test_mechanical_numbers_stand_aside_for_a_judgement(desk: Any) -> None:
    desk.ask("q")
    desk.say("coin", "q", 0, 0.5, kind="baseline")
    (item,) = desk.section("needs_a_person").data.questions
    assert [branch.forecaster for branch in item.branches] == ["coin"]
    desk.say("ana", "q", 0, 0.4)
    (item,) = desk.section("needs_a_person").data.questions
    assert [branch.forecaster for branch in item.branches] == ["ana"]


def test_long_lists_end_with_a_count(desk: Any) -> None:
    for place in range(waiting.SHOWN + 3):
        desk.ask(f"q{place}")
    for place in range(waiting.FORECASTERS + 2):
        desk.say(f"f{place}", "q0", 1, 0.5)
    section = desk.section("needs_a_person")
    assert (len(section.data.questions), section.data.more) == (waiting.SHOWN, 3)
    assert section.data.questions[0].more_branches == 2
    assert section.blocks[-1].text.startswith("And 3 more: forecasts due")


def linked(desk: Any, *pairs: tuple[str, LinkKind, str]) -> None:
    with desk.record.store.append(desk.record.at(1), "link") as batch:
        for one, kind, other in pairs:
            links.add(batch, Link(kind=kind, one=one, other=other))


def test_what_waits_for_a_condition_says_so_and_asks_for_no_answer(desk: Any) -> None:
    desk.ask("terms", 0, 50)
    desk.ask("deal", 0, 400)
    linked(desk, ("terms", LinkKind.GIVEN, "deal"))
    section = desk.section("needs_a_person", day=100)
    (item,) = section.data.questions
    assert (item.condition, item.command) == ("waits for deal", "forecasts show deal")
    (entry,) = (block for block in section.blocks if isinstance(block, Entry))
    assert dict(entry.blocks[0].rows)["Condition"] == ("waits for deal",)


def test_what_its_condition_ended_is_listed_before_it_is_due_and_when_it_was_ended_wrongly(
    desk: Any,
) -> None:
    for slug in ("terms", "deal"):
        desk.ask(slug, 0, 400)
    linked(desk, ("terms", LinkKind.GIVEN, "deal"))
    assert desk.section("needs_a_person", day=100).data.questions == ()
    desk.resolve("deal", "no", 20)
    (item,) = desk.section("needs_a_person", day=100).data.questions
    assert item.condition == "deal did not happen: it is to be annulled"
    assert item.command == 'forecasts resolve terms --annul "deal did not happen"'
    desk.resolve("terms", "annulled", 30)
    assert desk.section("needs_a_person", day=100).data.questions == ()
    desk.resolve("deal", "yes", 40)
    (item,) = desk.section("needs_a_person", day=100).data.questions
    assert (item.status, item.condition) == (
        "annulled", "it was annulled, but deal is yes, no longer no: it is to be reopened"
    )  # fmt: skip


def test_outcomes_that_contradict_each_other_are_told_once(desk: Any) -> None:
    for slug, outcome in (("ours", "yes"), ("theirs", "no")):
        desk.ask(slug, 0, 50)
        desk.resolve(slug, outcome, 20)
    linked(desk, ("ours", LinkKind.SAME_EVENT, "theirs"))
    section = desk.section("needs_a_person", day=100)
    told = (
        "ours is yes and theirs is no: they cannot both be right, since ours and theirs are the"
        " same event"
    )
    assert section.data.contradictions == (told,)
    assert [block.text for block in section.blocks] == [f"Contradiction: {told}."]
