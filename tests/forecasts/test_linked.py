"""What links allow, held against every world that they leave."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecasts.linked import CircularError, around, bounds, broken, check, clashes, consequences
from forecasts.model.link import Link, LinkKind

NAMES = "abcde"
PLAIN = (LinkKind.IMPLIES, LinkKind.EXCLUDES, LinkKind.SAME_EVENT, LinkKind.EARLIER_DEADLINE_OF)


def link(words: str) -> Link:
    one, kind, other = words.split()
    return Link(kind=LinkKind(kind), one=one, other=other)


def links(text: str) -> list[Link]:
    return [link(words) for words in text.split(", ")]


def kept(world: dict[str, bool], known: list[Link]) -> bool:
    """Return whether a world keeps what the links say of yes and no."""
    for one in known:
        first, second = world[one.one], world[one.other]
        if one.kind is LinkKind.EXCLUDES and first and second:
            return False
        if one.kind is LinkKind.SAME_EVENT and first != second:
            return False
        forward = one.kind in (LinkKind.IMPLIES, LinkKind.EARLIER_DEADLINE_OF, LinkKind.ALL_OF)
        if forward and first and not second:
            return False
    wholes = {one.one for one in known if one.kind is LinkKind.ALL_OF}
    return all(
        world[whole] or not all(world[part.other] for part in known if part.one == whole and
                                part.kind is LinkKind.ALL_OF)
        for whole in wholes
    )  # fmt: skip


def worlds(known: list[Link]) -> list[dict[str, bool]]:
    every = (dict(zip(NAMES, answers, strict=True)) for answers in product((True, False), repeat=5))
    return [world for world in every if kept(world, known)]


pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])
sets = st.lists(
    st.builds(lambda kind, p: Link(kind=kind, one=p[0], other=p[1]), st.sampled_from(PLAIN), pairs),
    max_size=5,
)


@given(sets, st.lists(st.floats(0.01, 1), min_size=32, max_size=32))
def test_no_coherent_forecaster_is_warned(known: list[Link], weights: list[float]) -> None:
    """Numbers that are a mixture of possible worlds break no bound."""
    possible = worlds(known)
    assume(possible)
    shares = [w / sum(weights[: len(possible)]) for w in weights[: len(possible)]]
    said = {
        name: min(sum(w for w, world in zip(shares, possible, strict=True) if world[name]), 1.0)
        for name in NAMES
    }
    for name in NAMES:
        assert broken(name, said[name], known, said) == []


@given(sets, st.sampled_from(NAMES), st.booleans())
def test_what_follows_holds_in_every_world(known: list[Link], name: str, happened: bool) -> None:  # noqa: FBT001
    possible = [world for world in worlds(known) if world[name] is happened]
    assume(possible)
    for one in consequences(name, "yes" if happened else "no", known, {}):
        assert {world[one.question] for world in possible} == {one.outcome == "yes"}


@given(sets)
def test_links_that_pass_leave_every_event_possible(known: list[Link]) -> None:
    try:
        check(known)
    except CircularError:
        return
    possible = worlds(known)
    for name in NAMES:
        assert any(world[name] for world in possible), name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a implies b, b implies a", "a implies b implies a"),
        ("a implies b, b earlier-deadline-of c, c implies a", "a implies b implies c implies a"),
        ("a implies b, a implies c, b excludes c", "b excludes c, and a would mean both"),
        ("a implies b, a excludes b", "a excludes b, and a would mean both"),
        ("a same-event b, a implies c, c implies b", "implies"),
        ("a all-of b, a all-of c, c excludes b", "c excludes b, and a would mean both"),
        ("a same-event b, a excludes b", "excludes"),
        ("a given b, b given a", "a given b given a: each would wait for the other"),
        ("a given b, b given c, c given a", "a given b given c given a"),
    ],
)
def test_circles_and_what_can_never_be_are_named(text: str, told: str) -> None:
    with pytest.raises(CircularError, match=told):
        check(links(text))


@pytest.mark.parametrize(
    ("text", "said", "slug", "low", "high"),
    [
        ("a implies b", {"a": 0.4}, "b", 0.4, 1),
        ("a implies b", {"b": 0.4}, "a", 0, 0.4),
        ("a implies b, b implies c", {"c": 0.3}, "a", 0, 0.3),
        ("a excludes b", {"b": 0.7}, "a", 0, 0.3),
        ("a same-event b", {"b": 0.7}, "a", 0.7, 0.7),
        ("a all-of b, a all-of c", {"b": 0.9, "c": 0.8}, "a", 0.7, 0.8),
        ("a all-of b, a all-of c", {"a": 0.3, "c": 0.9}, "b", 0.3, 0.4),
        # P(b) between P(b|a) P(a) and that plus 1 - P(a): Frechet 1935.
        ("c given a, c same-event b", {"c": 0.6, "a": 0.5}, "b", 0.3, 0.8),
        ("c given a, c same-event b", {"b": 0.2, "a": 0.5}, "c", 0, 0.4),
        ("c given a", {"a": 0.5}, "c", 0, 1),
        ("d all-of a, d all-of c, c given a", {"a": 0.5, "c": 0.2}, "d", 0, 0.5),
        ("d all-of a, d all-of c, c given a", {"d": 0.4, "a": 0.5}, "c", 0, 1),
        ("c implies b, c given a", {"c": 0.9, "a": 0.5}, "b", 0, 1),
        ("a within b", {"b": 0.5}, "a", 0, 1),
    ],
)
def test_the_room_that_own_numbers_leave(
    text: str, said: dict[str, float], slug: str, low: float, high: float
) -> None:
    found = bounds(slug, links(text), said)
    assert max((b.limit for b in found if b.lower), default=0) == pytest.approx(low)
    assert min((b.limit for b in found if not b.lower), default=1) == pytest.approx(high)


def test_a_broken_bound_is_said_the_furthest_first() -> None:
    known = links("a implies b, a implies c")
    found = broken("a", 0.5, known, {"b": 0.4, "c": 0.1})
    assert [bound.because for bound in found] == ["it implies c, at 10%", "it implies b, at 40%"]
    assert broken("a", 0.1, known, {"b": 0.4, "c": 0.1, "a": 0.9}) == []


def test_a_conditional_is_annulled_where_its_condition_fails_and_only_there() -> None:
    known = links("terms given deal, deal implies talks")
    (deal, terms) = consequences("talks", "no", known, {})
    assert (deal.question, deal.outcome, terms.question, terms.outcome) == (
        "deal", "no", "terms", None
    )  # fmt: skip
    assert consequences("deal", "yes", known, {"talks": "yes"}) == ()
    assert consequences("talks", "no", known, {"deal": "no", "terms": "annulled"}) == ()


def test_a_whole_follows_from_all_its_parts() -> None:
    known = links("a all-of b, a all-of c")
    assert consequences("b", "yes", known, {}) == ()
    (whole,) = consequences("b", "yes", known, {"c": "yes"})
    assert (whole.question, whole.outcome) == ("a", "yes")


def test_two_sources_that_disagree_on_one_event_are_shown() -> None:
    known = links("a same-event b, a implies c")
    assert clashes(known, {"a": "yes", "b": "no"}) == ("b is no, though a, the same event, is yes",)
    assert clashes(known, {"a": "yes", "b": "yes", "c": "no"}) == ("c is no, though a implies it",)
    assert clashes(known, {"a": "yes", "b": None, "c": "annulled"}) == ()


def test_only_what_hangs_together_is_looked_at() -> None:
    known = links("a implies b, b excludes c, d implies e")
    assert [str(one) for one in around("c", known)] == ["a implies b", "b excludes c"]
    assert around("x", known) == ()
