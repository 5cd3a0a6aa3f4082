"""Whether links make sense together: no circles, and nothing that could never come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.linked import rules as said
from forecasts.linked.reasons import derived
from forecasts.model.link import FORWARD, LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.model.link import Link

    Step = tuple[str, str, Link]  # from one question to another, by which link


class CircularError(ValueError):
    """Links that run in a circle, or that no world can keep; says which."""


def check(links: Sequence[Link]) -> None:
    """Raise CircularError, naming links and questions, for those that make no sense together.

    That is: events that imply each other without being linked as the same, questions that wait for
    each other, an event that could never happen, and a question whose conditions could never all
    happen or whose answer they settle.

    >>> from forecasts.model.link import Link
    >>> check([Link(kind=LinkKind.IMPLIES, one="a", other="b")])
    """
    _implied_both_ways(links)
    _waiting_for_each_other(links)
    known = said.rules(links)
    for name in said.questions(links):
        found = derived(known, {name: True}).collisions
        if found:
            raise CircularError(f"{said.told(found[0].links)}: {name} could never happen")
    for name in said.conditions(links):
        _askable(name, links)


def _implied_both_ways(links: Sequence[Link]) -> None:
    same = [step for link in links if link.kind is LinkKind.SAME_EVENT for step in _both(link)]
    ahead = [(link.one, link.other, link) for link in links if link.kind in FORWARD]
    for one, other, link in ahead:
        if link.kind is LinkKind.SAME_EVENT:
            continue
        if way := _way(other, one, same):
            raise CircularError(f"{said.told((*way, link))}: the last is said by the first")
        if way := _way(other, one, (*ahead, *same)):
            raise CircularError(
                f"{said.told((link, *way))}: in a circle they are one event; link them as"
                " same-event"
            )


def _waiting_for_each_other(links: Sequence[Link]) -> None:
    waits = [
        (link.one, link.other, link)
        for link in links
        if link.kind in (LinkKind.GIVEN, LinkKind.WITHIN)
    ]
    same = [step for link in links if link.kind is LinkKind.SAME_EVENT for step in _both(link)]
    for one, other, link in waits:
        if way := _way(other, one, (*waits, *same)):
            raise CircularError(f"{said.told((link, *way))}: each would wait for the other")


def _both(link: Link) -> tuple[Step, Step]:
    return (link.one, link.other, link), (link.other, link.one, link)


def _way(start: str, end: str, steps: Sequence[Step]) -> tuple[Link, ...]:
    """Return the links of the shortest way from one question to another, () for none."""
    found: dict[str, tuple[Link, ...]] = {start: ()}
    names = [start]
    for name in names:  # it grows
        for one, other, link in steps:
            if one == name and other not in found:
                found[other] = (*found[name], link)
                names.append(other)
    return found.get(end, ())


def _askable(name: str, links: Sequence[Link]) -> None:
    """Raise CircularError where the conditions of a question exclude each other, or answer it."""
    given = _given(name, links)
    found = derived(said.rules(links), {link.other: True for link in given})
    if found.collisions:
        why = said.told((*given, *found.collisions[0].links))
        raise CircularError(f"{why}: {name} would never be asked")
    if name in found.answers:
        yes, reason = found.answers[name]
        why = said.told((*given, *reason.links))
        raise CircularError(f"{why}: wherever {name} is asked, it is {'yes' if yes else 'no'}")


def _given(name: str, links: Sequence[Link]) -> tuple[Link, ...]:
    """Return on what a question is conditional, and on what its conditions are."""
    names, found = [name], []
    for one in names:  # it grows, and ends: nothing waits for itself
        own = [link for link in links if link.kind is LinkKind.GIVEN and link.one == one]
        found += own
        names += [link.other for link in own]
    return tuple(found)
