"""Which sets of links are refused, and by what name."""

from __future__ import annotations

import pytest
from hypothesis import given

from forecasts.linked.checking import CircularError, check
from forecasts.model.link import Link
from tests.forecasts.linked.worlds import NAMES, links, sets, worlds


@given(sets)
def test_links_that_pass_leave_every_event_possible(known: list[Link]) -> None:
    try:
        check(known)
    except CircularError:
        return
    for name in NAMES:
        assert any(world[name] for world in worlds(known)), name


@given(sets)
def test_what_could_never_happen_is_refused(known: list[Link]) -> None:
    if all(any(world[name] for world in worlds(known)) for name in NAMES):
        return
    with pytest.raises(CircularError):
        check(known)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a implies b, b implies a", "a implies b, and b implies a: in a circle they are one"),
        ("a implies b, b implies c, c implies a",
         "a implies b, b implies c, and c implies a: in a circle"),
        ("a implies b, b earlier-deadline-of c, c implies d, d implies a",
         "a implies b, b is c by an earlier deadline, c implies d, and d implies a: in a circle"),
        ("a all-of b, a all-of c, b implies a", "b is part of a, and b implies a: in a circle"),
        ("a same-event b, a implies c, c implies b", "a implies c, c implies b, and a and b are"),
        ("a same-event b, a implies b", "a and b are the same event, and a implies b: the last is"),
        ("a implies b, a implies c, b excludes c", "b excludes c, and a implies c: a could never"),
        ("a implies b, a excludes b", "a excludes b, and a implies b: a could never happen"),
        ("a all-of b, a all-of c, c excludes b", "a could never happen"),
        ("a same-event b, a excludes b", "a excludes b, and a and b are the same event: a could"),
        ("a implies b, b implies c, c implies d, a excludes d", "a could never happen"),
        ("w all-of b, w all-of c, a implies b, a implies c, a excludes w", "a could never happen"),
        ("a given b, b given a", "a is asked given b, and b is asked given a: each would wait"),
        ("a given b, b given c, c given a", "c is asked given a: each would wait for the other"),
        ("a given b, b given c, c given d, d given a", "d is asked given a: each would wait"),
        ("a within b, b given a", "a within b, and b is asked given a: each would wait"),
        ("a within b, b within a", "each would wait for the other"),
        ("c given a, c same-event b, b given c", "each would wait for the other"),
        ("c given a, c given b, a excludes b",
         "c is asked given a and b, and a excludes b: c would never be asked"),
        ("d given c, c given a, d given b, a excludes b", "d would never be asked"),
        ("c given a, a implies c", "given a, and a implies c: wherever c is asked, it is yes"),
        ("c given a, c same-event b, b excludes a", "wherever c is asked, it is no"),
    ],
)  # fmt: skip
def test_circles_and_what_can_never_be_are_named(text: str, told: str) -> None:
    with pytest.raises(CircularError) as found:
        check(links(text))
    assert told in str(found.value)


@pytest.mark.parametrize(
    "text",
    [
        "a same-event b, b same-event c, c same-event a",
        "a implies b, b implies c, a implies c",
        "a excludes b, b excludes c, c excludes a",
        "w all-of b, w all-of c, b implies c",
        "a implies b, c implies b, a excludes c",
        "c given a, c same-event b, b implies a",
        "c given a, d given c",
        "c given a, c given b",
        "a within b, a implies b",
    ],
)
def test_what_is_no_contradiction_is_let_pass(text: str) -> None:
    check(links(text))
