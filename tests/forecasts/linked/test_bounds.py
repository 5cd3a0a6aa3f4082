"""The room that one's own numbers leave, held against every mixture of possible worlds."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecasts.linked.bounds import Bound, bounds, broken
from forecasts.model.link import Link
from tests.forecasts.linked.worlds import NAMES, links, sets, worlds


@given(sets, st.lists(st.floats(0.01, 1), min_size=32, max_size=32), st.booleans())
def test_no_coherent_forecaster_is_warned(
    known: list[Link],
    weights: list[float],
    settle: bool,  # noqa: FBT001
) -> None:
    """Numbers that are a mixture of possible worlds break no bound, also where one has happened."""
    facts = {"a": True} if settle else {}
    possible = worlds(known, facts)
    assume(possible)
    shares = [w / sum(weights[: len(possible)]) for w in weights[: len(possible)]]
    said = {
        name: min(sum(w for w, world in zip(shares, possible, strict=True) if world[name]), 1.0)
        for name in NAMES
    }
    for name in NAMES:
        assert broken(name, said[name], known, said, facts) == []


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
        ("a implies e, e excludes b", {"b": 0.7}, "a", 0, 0.3),
        # P(b | a and d): the two at .9 each come together in .8 at least.
        ("c given a, c given d, c same-event b", {"c": 0.6, "a": 0.9, "d": 0.9}, "b", 0.48, 0.68),
        ("c given a, c given d, c same-event b", {"b": 0.4, "a": 0.9, "d": 0.9}, "c", 0.25, 0.5),
        ("c given a, c given d, c same-event b", {"c": 0.6, "a": 0.4, "d": 0.5}, "b", 0, 1),
        ("a within b", {"b": 0.5}, "a", 0, 1),
    ],
)
def test_the_room_that_own_numbers_leave(
    text: str, said: dict[str, float], slug: str, low: float, high: float
) -> None:
    found = bounds(slug, links(text), said)
    assert max((b.limit for b in found if b.lower), default=0) == pytest.approx(low)
    assert min((b.limit for b in found if not b.lower), default=1) == pytest.approx(high)


@pytest.mark.parametrize(
    ("text", "settled", "slug", "low", "high"),
    [
        ("a implies b", {"b": False}, "a", 0, 0),
        ("a implies b", {"a": True}, "b", 1, 1),
        ("a implies b", {"a": False}, "b", 0, 1),
        ("a excludes b", {"b": True}, "a", 0, 0),
        ("a all-of b, a all-of c", {"b": True}, "a", 0.4, 0.4),
        ("c given a, c same-event b", {"a": True}, "c", 0.2, 0.2),
        ("c given a, c same-event b", {"a": False}, "c", 0, 1),
        ("c given a, c implies b", {"a": True}, "c", 0, 0.2),
    ],
)
def test_what_is_settled_counts_as_it_came_out_whatever_was_said(
    text: str, settled: dict[str, bool], slug: str, low: float, high: float
) -> None:
    said = dict.fromkeys(settled, 0.5) | {"c": 0.4, "b": 0.2}
    said.pop(slug, None)
    found = bounds(slug, links(text), said, settled)
    assert max((b.limit for b in found if b.lower), default=0) == pytest.approx(low)
    assert min((b.limit for b in found if not b.lower), default=1) == pytest.approx(high)


@pytest.mark.parametrize(
    ("text", "slug", "p", "said", "told"),
    [
        ("a implies b", "a", 0.5, {"b": 0.3},
         "a implies b, and b is at 30%, so at most 30%"),
        ("a implies b", "b", 0.1, {"a": 0.3},
         "a implies b, and a is at 30%, so at least 30%"),
        ("a earlier-deadline-of b", "a", 0.5, {"b": 0.3},
         "a is b by an earlier deadline, and b is at 30%, so at most 30%"),
        ("a excludes b", "a", 0.5, {"b": 0.7},
         "a excludes b, and b is at 70%, so at most 30%"),
        ("a implies e, b excludes e", "a", 0.5, {"b": 0.7},
         "a implies e, b excludes e, and b is at 70%, so at most 30%"),
        ("a same-event b", "a", 0.5, {"b": 0.7},
         "a and b are the same event, and b is at 70%, so 70%"),
        ("a all-of b, a all-of c", "a", 0.5, {"b": 0.9, "c": 0.8},
         "a is all of b and c, and b is at 90% and c is at 80%, so at least 70%"),
        ("a all-of b, a all-of c", "b", 0.9, {"a": 0.3, "c": 0.9},
         "a is all of b and c, and a is at 30% and c is at 90%, so at most 40%"),
        ("c given a, c same-event b", "b", 0.9, {"c": 0.6, "a": 0.5},
         "c is b given a, and a is at 50% and c is at 60%, so at most 80%"),
        ("c given a, c same-event b", "c", 0.9, {"b": 0.2, "a": 0.6},
         "c is b given a, and a is at 60% and b is at 20%, so at most 33.33%"),
    ],
)  # fmt: skip
def test_a_broken_bound_names_the_link_the_number_and_what_would_fit(
    text: str, slug: str, p: float, said: dict[str, float], told: str
) -> None:
    bound = broken(slug, p, links(text), said)[0]
    assert f"{bound.because}, {bound.room}" == told


@given(st.floats(0.0, 1.0), st.booleans())
def test_the_number_that_is_told_fits(limit: float, lower: bool) -> None:  # noqa: FBT001
    text = Bound(limit, lower=lower, because="", of=()).room.split()[-1]
    told = float(text.removesuffix("%")) / 100
    gap = told - limit if lower else limit - told
    assert -1e-9 <= gap <= 1.1e-4


def test_a_broken_bound_is_said_the_furthest_first() -> None:
    known = links("a implies b, a implies c")
    found = broken("a", 0.5, known, {"b": 0.4, "c": 0.1})
    assert [bound.of for bound in found] == [("c",), ("b",)]
    assert broken("a", 0.1, known, {"b": 0.4, "c": 0.1, "a": 0.9}) == []
