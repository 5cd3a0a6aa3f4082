"""Numbers on linked questions: the worlds that links leave, and what is nearest in them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from forecasts.model.link import Link, LinkKind
from tracker.coherence.possible import MOST, TooManyWorldsError, possible
from tracker.coherence.stated import Coherence, NoWorldError, coherence

NAMES = "abcde"
KINDS = (LinkKind.IMPLIES, LinkKind.EXCLUDES, LinkKind.SAME_EVENT, LinkKind.ALL_OF)


def links(text: str) -> list[Link]:
    found = []
    for words in text.split(", "):
        one, kind, other = words.split()
        found.append(Link(kind=LinkKind(kind), one=one, other=other))
    return found


pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
sets = st.lists(
    st.builds(lambda kind, p: Link(kind=kind, one=p[0], other=p[1]), st.sampled_from(KINDS), pairs),
    min_size=1, max_size=5,
)  # fmt: skip
numbers = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1), min_size=2)


def keeps(world: dict[str, bool], known: list[Link]) -> bool:
    """Return whether a world keeps every link, said once more and plainly."""
    parts: dict[str, list[str]] = {}
    for link in known:
        one, other = world[link.one], world[link.other]
        wrong = {
            LinkKind.EXCLUDES: one and other,
            LinkKind.SAME_EVENT: one != other,
            LinkKind.IMPLIES: one and not other,
            LinkKind.ALL_OF: one and not other,
        }[link.kind]
        if wrong:
            return False
        if link.kind is LinkKind.ALL_OF:
            parts.setdefault(link.one, []).append(link.other)
    return all(world[w] or not all(world[p] for p in each) for w, each in parts.items())


@given(sets)
def test_the_worlds_are_those_that_keep_every_link(known: list[Link]) -> None:
    every = [dict(zip(NAMES, answers, strict=True)) for answers in product((False, True), repeat=5)]
    wanted = {tuple(world.values()) for world in every if keeps(world, known)}
    found = possible(known, NAMES)
    assert {tuple(column.tolist()) for column in found.T} == wanted
    assert found.shape[1] == len(wanted)


def matrix(known: list[Link], found: Coherence) -> np.ndarray:
    """Return in which of all possible worlds each statement is true."""
    rows = [NAMES.index(one.question) for one in found.statements]
    return possible(known, NAMES)[rows].astype(float)


def least_move(worlds: np.ndarray, p: np.ndarray) -> float:
    """Return the least that the largest of the moves from p to a mixture of worlds can be."""
    count = worlds.shape[1]
    column = np.ones((len(p), 1))
    solved = linprog(
        np.append(np.zeros(count), 1.0),
        A_ub=np.block([[worlds, -column], [-worlds, -column]]),
        b_ub=np.concatenate([p, -p]),
        A_eq=[np.append(np.ones(count), 0.0)],
        b_eq=[1.0],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    assert solved.status == 0
    return float(solved.fun)


@given(sets, numbers)
def test_what_is_coherent_is_what_a_linear_programme_finds_feasible(
    known: list[Link], said: dict[str, float]
) -> None:
    """The least t with |A q - p| <= t over distributions q is 0 where and only where all fit."""
    found = coherence(known, said)
    assume(found is not None)
    assert found is not None
    worlds = matrix(known, found)
    least = least_move(worlds, np.array([one.stated for one in found.statements]))
    # It is the largest move, the distance the root of the sum of all: t <= d <= t sqrt(m).
    assert found.distance >= least - 1e-8
    assert found.distance <= least * len(found.statements) ** 0.5 + 1e-8
    assert (found.sure is None) == (found.distance <= 1e-8)
    assert least_move(worlds, np.array([one.nearest for one in found.statements])) <= 1e-8


@given(sets, numbers)
def test_the_nearest_numbers_beat_the_stated_in_every_world(
    known: list[Link], said: dict[str, float]
) -> None:
    found = coherence(known, said)
    assume(found is not None)
    assert found is not None
    worlds = matrix(known, found)
    p = np.array([one.stated for one in found.statements])
    q = np.array([one.nearest for one in found.statements])
    gained = np.sum((p[:, np.newaxis] - worlds) ** 2 - (q[:, np.newaxis] - worlds) ** 2, axis=0)
    # By the squared distance or more; the least move says how far that is at least.
    assert gained.min() >= least_move(worlds, p) ** 2 - 1e-8
    assert gained.min() >= found.distance**2 - 1e-8


def test_a_conditional_is_held_against_what_the_others_leave() -> None:
    """P(b | a) with P(a) .5 and P(b) .2 is at most .4 (Frechet 1935)."""
    known = links("c given a, c same-event b")
    found = coherence(known, {"a": 0.5, "b": 0.2, "c": 0.9})
    assert found is not None
    (one,) = found.conditionals
    assert (one.question, one.conditions, one.stated) == ("c", ("a",), 0.9)
    assert (one.low, one.high) == pytest.approx((0.0, 0.4), abs=1e-6)
    assert found.distance == 0.0


def test_a_conditional_is_no_event_where_it_is_part_of_a_whole() -> None:
    """P(a and c) .1 fits P(a) .5 and P(c | a) .2; the whole is not all of a alone."""
    known = links("whole all-of a, whole all-of c, c given a")
    found = coherence(known, {"whole": 0.1, "a": 0.5, "c": 0.2})
    assert found is not None
    assert (found.distance, found.sure) == (0.0, None)
    over = coherence(known, {"whole": 0.6, "a": 0.5, "c": 0.2})
    assert over is not None
    assert [one.nearest for one in over.statements] == pytest.approx([0.55, 0.55])


def test_conditionals_may_lose_where_unconditional_numbers_cannot() -> None:
    """Moving a conditional to fit can be worse: so it is told, and never moved.

    P(a) .5, P(b) .2, P(b | a) .9: nearest with P(b | a) let go at .4. Where a and b both happen the
    stated .9 was the better number.
    """
    found = coherence(links("c given a, c same-event b"), {"a": 0.5, "b": 0.2, "c": 0.9})
    assert found is not None
    (one,) = found.conditionals
    assert one.high is not None
    assert (one.stated - 1) ** 2 < (one.high - 1) ** 2
    assert "c" not in [statement.question for statement in found.statements]


def test_what_is_settled_leaves_only_its_worlds() -> None:
    known = links("joint implies talks")
    assert coherence(known, {"joint": 0.0, "talks": 0.9}, {"talks": False}) is None
    alone = coherence(known, {"joint": 0.4, "talks": 0.9}, {"talks": False})
    assert alone is not None
    assert [(one.question, one.nearest) for one in alone.statements] == [("joint", 0.0)]
    found = coherence(links("joint implies talks, talks implies more"),
                      {"joint": 0.4, "more": 0.3}, {"talks": True})  # fmt: skip
    assert found is not None
    assert [(one.question, one.nearest) for one in found.statements if one.clashes] == [
        ("more", pytest.approx(1.0))
    ]


def test_outcomes_that_no_world_keeps_are_refused_and_not_passed_over() -> None:
    known = links("a implies b, x excludes y, a implies x")
    with pytest.raises(NoWorldError, match="outcomes contradict each other"):
        coherence(known, {"x": 0.5, "y": 0.6}, {"a": True, "b": False})


def test_a_single_number_or_none_is_not_judged() -> None:
    known = links("a implies b")
    assert coherence(known, {}) is None
    assert coherence(known, {"a": 0.5}) is None


def test_a_thousand_worlds_are_a_matter_of_milliseconds_and_too_many_are_refused() -> None:
    free = [Link(kind=LinkKind.WITHIN, one=f"x{n}", other=f"x{n + 1}", days=9) for n in range(9)]
    said = {f"x{n}": 0.1 * n for n in range(10)}
    found = coherence(free, said)
    assert found is not None
    assert found.distance == 0.0
    assert possible(free, [f"x{n}" for n in range(10)]).shape[1] == 1024
    many = [f"y{n}" for n in range(20)]
    with pytest.raises(TooManyWorldsError, match=f"{MOST:,}"):
        possible([], many)


def test_of_several_conditions_all_count_together() -> None:
    """P(b | a and d) at P(b) .4 and P(a) = P(d) = .9: between .25 and .5 (Frechet 1935)."""
    known = links("c given a, c given d, c same-event b")
    found = coherence(known, {"a": 0.9, "d": 0.9, "b": 0.4, "c": 0.9})
    assert found is not None
    (one,) = found.conditionals
    assert one.conditions == ("a", "d")
    assert (one.low, one.high) == pytest.approx((0.25, 0.5), abs=1e-6)


def test_once_its_conditions_have_happened_a_conditional_is_an_event() -> None:
    known = links("c given a, c given d, c same-event b")
    found = coherence(known, {"b": 0.4, "c": 0.6}, {"a": True, "d": True})
    assert found is not None
    assert [(one.question, one.nearest) for one in found.statements] == [
        ("c", pytest.approx(0.5)), ("b", pytest.approx(0.5))
    ]  # fmt: skip
    assert found.conditionals == ()
    one_of_two = coherence(known, {"b": 0.4, "c": 0.6, "d": 0.9}, {"a": True})
    assert one_of_two is not None
    assert [one.conditions for one in one_of_two.conditionals] == [("d",)]
    assert one_of_two.distance == 0.0
    failed = coherence(known, {"b": 0.4, "c": 0.6, "d": 0.9}, {"a": False})
    assert failed is not None
    assert failed.conditionals == ()


def test_a_number_alone_is_judged_where_an_outcome_rules_it_out() -> None:
    found = coherence(links("a implies b"), {"a": 0.3}, {"b": False})
    assert found is not None
    assert [(one.question, one.nearest) for one in found.statements] == [("a", 0.0)]
    assert coherence(links("a implies b"), {"a": 0.3}, {"b": True}) is None
