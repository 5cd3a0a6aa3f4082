"""The smallest sets of numbers that clash, and the links that say so."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.model.link import Link, LinkKind
from tests.forecasts.linked.worlds import NAMES, links, sets
from tracker.coherence.clashes import APART, clashes
from tracker.coherence.nearest import distance_to_coherent
from tracker.coherence.possible import possible

numbers = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1), min_size=2)


def off(known: list[Link], said: dict[str, float], names: tuple[str, ...]) -> float:
    """Return how far some of the numbers lie from what fits, in all worlds of five events."""
    worlds = possible(known, NAMES)[[NAMES.index(name) for name in names]].astype(float)
    return distance_to_coherent([said[name] for name in names], worlds) if names else 0.0


@settings(max_examples=40)
@given(sets, numbers)
def test_each_set_clashes_by_its_own_links_and_no_part_of_it_does(
    known: list[Link], said: dict[str, float]
) -> None:
    for one in clashes(known, NAMES, said, {}):
        whole = [
            link for link in known if link.kind is not LinkKind.ALL_OF or link in one.links
        ]  # fmt: skip
        assert off([link for link in whole if link in one.links], said, one.questions) > APART / 2
        for name in one.questions:
            rest = tuple(other for other in one.questions if other != name)
            assert off(known, said, rest) <= APART


@given(sets, numbers)
def test_without_one_number_of_each_set_the_rest_fits(
    known: list[Link], said: dict[str, float]
) -> None:
    found = clashes(known, NAMES, said, {})
    assert bool(found) == (off(known, said, tuple(said)) > APART)
    if found:
        choices = product(*(one.questions for one in found))
        assert any(off(known, said, tuple(set(said) - {*gone})) <= APART for gone in choices)


@pytest.mark.parametrize(
    ("text", "said", "questions", "by", "sums"),
    [
        ("a excludes b, b excludes c, a excludes c", {"a": 0.5, "b": 0.5, "c": 0.5}, "abc", 3,
         (1.5, 1.0)),
        ("a excludes b, b excludes c, a excludes c", {"a": 0.7, "b": 0.7, "c": 0.1}, "ab", 1,
         (1.4, 1.0)),
        ("a implies b, b implies c, c implies d", {"a": 0.6, "d": 0.2}, "ad", 3, (None, None)),
        ("a all-of b, a all-of c", {"a": 0.5, "b": 0.9, "c": 0.9}, "abc", 2, (None, None)),
        ("a all-of b, a all-of c", {"a": 0.5, "b": 0.3, "c": 0.9}, "ab", 1, (None, None)),
        ("a implies b, c implies b, d implies b", {"a": 0.5, "b": 0.3, "c": 0.2}, "ab", 1,
         (None, None)),
    ],
)  # fmt: skip
def test_what_clashes_is_named_with_what_says_so_alone(
    text: str,
    said: dict[str, float],
    questions: str,
    by: int,
    sums: tuple[float | None, float | None],
) -> None:
    (one,) = clashes(links(text), NAMES, said, {})
    assert sorted(one.questions) == [*questions]
    assert len(one.links) == by
    assert (one.total, one.limit) == (pytest.approx(sums[0]) if sums[0] else None, sums[1])


def test_two_clashes_are_two_and_what_is_settled_clashes_alone() -> None:
    known = links("a implies b, c excludes d")
    found = clashes(known, NAMES, {"a": 0.5, "b": 0.3, "c": 0.8, "d": 0.8}, {})
    assert {one.questions for one in found} == {("a", "b"), ("c", "d")}
    (one,) = clashes(links("a implies b, b implies c"), NAMES, {"a": 0.5}, {"c": False})
    assert (one.questions, len(one.links)) == (("a",), 2)


def test_every_number_that_clashes_by_itself_is_named() -> None:
    """Without b the rest would fit, yet each of the others exceeds it."""
    found = clashes(links("a implies b, c implies b"), NAMES, {"b": 0.1, "a": 0.4, "c": 0.4}, {})
    assert {one.questions for one in found} == {("b", "a"), ("b", "c")}
    found = clashes(links("a implies b, c implies b, d implies b"), NAMES,
                    {"b": 0.1, "a": 0.4, "c": 0.5, "d": 0.6}, {})  # fmt: skip
    assert {frozenset(one.questions) for one in found} == {*map(frozenset, ("ab", "bc", "bd"))}
    # A pair, and two parts that only together leave another no room.
    known = links("a all-of b, a all-of c, a excludes d")
    found = clashes(known, NAMES, {"a": 0.5, "b": 0.9, "c": 0.9, "d": 0.6}, {})
    assert {frozenset(one.questions) for one in found} == {*map(frozenset, ("ad", "bcd"))}


def test_of_many_worlds_all_links_are_told() -> None:
    """Past 4,096 worlds no link is tried for whether it is needed."""
    many = [f"x{n}" for n in range(13)]
    known = [Link(kind=LinkKind.EXCLUDES, one="x0", other="x1"),
             Link(kind=LinkKind.IMPLIES, one="x2", other="x3")]  # fmt: skip
    (one,) = clashes(known, many, {"x0": 0.8, "x1": 0.8}, {})
    assert (one.questions, len(one.links)) == (("x0", "x1"), 2)
    assert len(clashes(known, many[:12], {"x0": 0.8, "x1": 0.8}, {})[0].links) == 1


def test_the_sum_is_exact() -> None:
    names = ["a", "b", "c", "d", "e"]
    known = [Link(kind=LinkKind.EXCLUDES, one=one, other=other)
             for place, one in enumerate(names) for other in names[place + 1 :]]  # fmt: skip
    (one,) = clashes(known, names, dict.fromkeys(names, 0.21), {})
    assert one.total == pytest.approx(float(np.sum([0.21] * 5)))
    assert (one.limit, len(one.links)) == (1.0, 10)
