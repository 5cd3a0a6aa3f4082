"""What outcomes mean for linked questions and which contradict each other, in every world."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecasts.linked import rules
from forecasts.linked.following import colliding, consequences, contradictions, follows
from forecasts.linked.reasons import collisions, derived
from forecasts.model import QuestionType
from forecasts.model.link import Link
from tests.forecasts.linked.worlds import NAMES, answers, kept, links, sets, settled, worlds

WORDS = {True: "yes", False: "no"}


def outcomes(facts: dict[str, bool]) -> dict[str, str | None]:
    return {name: WORDS[answer] for name, answer in facts.items()}


@given(sets, answers)
def test_outcomes_contradict_each_other_where_no_world_keeps_them_and_only_there(
    known: list[Link], facts: dict[str, bool]
) -> None:
    found = colliding(known, outcomes(facts))
    assert bool(found) == (not worlds(known, facts))
    assert len({frozenset(one.questions) for one in found}) == len(found)


@given(sets, answers)
def test_a_contradiction_names_what_cannot_stand_together(
    known: list[Link], facts: dict[str, bool]
) -> None:
    """The outcomes that it names, and the links alone, leave no world."""
    for one in collisions(rules.rules(known), facts):
        assert dict(one.facts).items() <= facts.items()
        whole = [link for link in known if link.kind != "all-of" or link in one.links]
        assert not worlds([link for link in whole if link in one.links], dict(one.facts))


@given(sets, answers)
def test_what_follows_is_all_that_holds_in_every_world(
    known: list[Link], facts: dict[str, bool]
) -> None:
    possible = worlds(known, facts)
    assume(possible)
    linked = rules.questions(known)
    wanted = {
        name: WORDS[possible[0][name]]
        for name in NAMES
        if name in linked and name not in facts and len({world[name] for world in possible}) == 1
    }
    # Links that leave an event no world are refused: what follows without an outcome is not told.
    assume(all(any(world[name] for world in worlds(known)) for name in NAMES))
    found = consequences(known, outcomes(facts))
    assert {one.question: one.outcome for one in found} == wanted
    for one in found:
        alone = {name: facts[name] for name in one.of}
        assert {world[one.question] for world in worlds(known, alone)} == {one.outcome == "yes"}


def test_what_links_alone_forbid_follows_from_no_outcome() -> None:
    known = links("x implies a, x implies b, w all-of a, w all-of b, x excludes w")
    assert consequences(known, {}) == ()


@given(sets, answers)
def test_what_is_derived_with_the_rest_at_no_is_a_world(
    known: list[Link], facts: dict[str, bool]
) -> None:
    found = derived(rules.rules(known), facts)
    assume(not found.collisions)
    world = dict.fromkeys(NAMES, False) | {name: yes for name, (yes, _) in found.answers.items()}
    assert kept(world, known)


@pytest.mark.parametrize(
    ("text", "known", "wanted"),
    [
        ("a implies b", {"a": "yes"}, {"b": "yes"}),
        ("a implies b", {"a": "no"}, {}),
        ("a implies b", {"b": "no"}, {"a": "no"}),
        ("a implies b", {"b": "yes"}, {}),
        ("a excludes b", {"a": "yes"}, {"b": "no"}),
        ("a excludes b", {"b": "yes"}, {"a": "no"}),
        ("a excludes b", {"b": "no"}, {}),
        ("a earlier-deadline-of b", {"a": "yes"}, {"b": "yes"}),
        ("a earlier-deadline-of b", {"b": "no"}, {"a": "no"}),
        ("a earlier-deadline-of b", {"a": "no"}, {}),
        ("a earlier-deadline-of b", {"b": "yes"}, {}),
        ("a same-event b", {"a": "yes"}, {"b": "yes"}),
        ("a same-event b", {"a": "no"}, {"b": "no"}),
        ("a same-event b", {"b": "yes"}, {"a": "yes"}),
        ("a all-of b, a all-of c", {"a": "yes"}, {"b": "yes", "c": "yes"}),
        ("a all-of b, a all-of c", {"a": "no"}, {}),
        ("a all-of b, a all-of c", {"b": "no"}, {"a": "no"}),
        ("a all-of b, a all-of c", {"b": "yes"}, {}),
        ("a all-of b, a all-of c", {"b": "yes", "c": "yes"}, {"a": "yes"}),
        ("a all-of b, a all-of c", {"a": "no", "b": "yes"}, {"c": "no"}),
        ("a all-of b, a all-of c, d implies b, d implies c", {"a": "no"}, {"d": "no"}),
        ("c given a, c same-event b", {"a": "yes", "b": "no"}, {"c": "no"}),
        ("c given a, c same-event b", {"b": "no"}, {}),
        ("c given a, c given d, c same-event b", {"a": "yes", "b": "no"}, {}),
        ("c given a, c implies b", {"b": "no"}, {}),
        ("a within b", {"b": "yes"}, {}),
        ("a same-event b, b implies c, c excludes d", {"a": "yes"},
         {"b": "yes", "c": "yes", "d": "no"}),
        ("a implies b", {"a": "yes", "b": "annulled"}, {}),
    ],
)  # fmt: skip
def test_what_follows_from_each_kind_of_link(
    text: str, known: dict[str, str | None], wanted: dict[str, str]
) -> None:
    found = consequences(links(text), known)
    assert {one.question: one.outcome for one in found} == wanted


@pytest.mark.parametrize(
    ("text", "known", "told"),
    [
        ("a same-event b, a implies c", {"b": "yes", "c": "no"},
         ("b is yes and c is no: they cannot both be right, since a and b are the same event, and"
         " a implies c")),
        ("a implies e, b excludes e", {"a": "yes", "b": "yes"},
         "a and b are yes: they cannot both be right, since a implies e, and b excludes e"),
        ("a all-of b, a all-of c", {"b": "yes", "c": "yes", "a": "no"},
         "b and c are yes and a is no: they cannot all be right, since a is all of b and c"),
        ("c given a, c same-event b", {"a": "yes", "c": "yes", "b": "no"},
         ("c and a are yes and b is no: they cannot all be right, since c and b are the same event,"
         " and c is asked given a")),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_through_questions_without_an_outcome(
    text: str, known: dict[str, str | None], told: str
) -> None:
    assert [one.words for one in colliding(links(text), known)] == [told]


def test_a_conditional_contradicts_nothing_before_its_condition_is_known() -> None:
    known = links("c given a, c same-event b")
    assert colliding(known, {"c": "yes", "b": "no"}) == ()


def test_an_answer_is_told_against_each_that_it_cannot_stand_beside() -> None:
    known = links("a implies e, d implies e, b excludes e")
    found = colliding(known, {"a": "yes", "b": "yes", "d": "yes"})
    assert [set(one.questions) for one in found] == [{"a", "b"}, {"b", "d"}]


def test_one_event_on_two_days_is_told_once_and_so_is_yes_and_no() -> None:
    known = links("a same-event b, b same-event c")
    there = {
        "a": settled("a", "yes", happened=9),
        "b": settled("b"),
        "c": settled("c", "yes", happened=5),
    }
    assert [one.words for one in contradictions(known, there)] == [
        (
            "a happened on 2026-02-20 and c happened on 2026-02-24, though a and b are the same"
            " event, and b and c are the same event"
        )
    ]
    there["c"] = settled("c", "no")
    (one,) = contradictions(known, there)
    assert one.words.startswith("a is yes and c is no")


def test_a_number_a_date_or_an_option_is_passed_on_to_the_same_event() -> None:
    known = links("a same-event b")
    number = {"type": QuestionType.NUMERIC, "range_min": 0.0, "range_max": 9.0}
    there = {"a": settled("a", "7.0", **number), "b": settled("b", **number)}
    (one,) = follows(known, there)
    assert (one.question, one.outcome, one.of) == ("b", "7.0", ("a",))
    assert follows(known, {**there, "b": settled("b", "8.0", **number)}) == ()


def test_what_happened_at_once_is_dated() -> None:
    def dated(text: str, known: dict[str, str | None]) -> dict[str, bool]:
        return {one.question: one.dated for one in consequences(links(text), known)}

    assert dated("a same-event b, b implies c", {"a": "yes"}) == {"b": True, "c": False}
    assert dated("a earlier-deadline-of b", {"a": "yes"}) == {"b": True}
    assert dated("a earlier-deadline-of b", {"b": "no"}) == {"a": False}
    parts = "a all-of b, a all-of c"
    assert dated(parts, {"b": "yes", "c": "yes"}) == {"a": True}
    assert dated(parts, {"a": "yes"}) == {"b": False, "c": False}


@given(sets, st.data())
def test_the_order_of_links_and_outcomes_changes_nothing_but_the_words(
    known: list[Link], data: st.DataObject
) -> None:
    facts = data.draw(answers)
    other = data.draw(st.permutations(known))
    told = {frozenset(one.questions) for one in colliding(known, outcomes(facts))}
    again = dict(reversed(list(facts.items())))
    assert bool(told) == bool(colliding(other, outcomes(again)))
    same = {(one.question, one.outcome) for one in consequences(known, outcomes(facts))}
    assume(worlds(known, facts))
    assert same == {(one.question, one.outcome) for one in consequences(other, outcomes(again))}
