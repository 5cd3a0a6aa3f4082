"""What links say of yes and no: from which answers another follows, and in which words."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.linked import listed
from forecasts.model.link import FORWARD, LinkKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from forecasts.model.link import Link

Literal = tuple[str, bool]  # a question and its answer, True for yes


@dataclass(frozen=True, slots=True)
class InTime:
    """That something happened within the time of a question; in words, a clause."""

    words: str


if TYPE_CHECKING:
    Ground = Link | InTime  # by what an answer follows from another


@dataclass(frozen=True, slots=True)
class Rule:
    """Where each question of `premises` has that answer, the one of `then` has its own."""

    premises: tuple[Literal, ...]
    then: Literal
    links: tuple[Ground, ...]


def around(slug: str, links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links of the component that a question belongs to."""
    links = tuple(links)
    by_question: dict[str, list[Link]] = {}
    for link in links:
        by_question.setdefault(link.one, []).append(link)
        by_question.setdefault(link.other, []).append(link)
    seen, waiting = {slug}, deque([slug])
    found: set[int] = set()
    while waiting:
        for link in by_question.get(waiting.popleft(), ()):
            found.add(id(link))
            for name in {link.one, link.other} - seen:
                seen.add(name)
                waiting.append(name)
    return tuple(link for link in links if id(link) in found)


def components(links: Iterable[Link]) -> tuple[tuple[Link, ...], ...]:
    """Return links by what hangs together, in the order of their first link."""
    left, found = tuple(links), []
    while left:
        part = around(left[0].one, left)
        inside = {id(link) for link in part}
        left = tuple(link for link in left if id(link) not in inside)
        found.append(part)
    return tuple(found)


def questions(links: Iterable[Link]) -> tuple[str, ...]:
    """Return the questions that links speak of, each once, in the order of the links."""
    return tuple(dict.fromkeys(name for link in links for name in (link.one, link.other)))


def conditions(links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """Return the conditions of each question that is asked given others."""
    found: dict[str, tuple[str, ...]] = {}
    for link in links:
        if link.kind is LinkKind.GIVEN:
            found[link.one] = (*found.get(link.one, ()), link.other)
    return found


def rules(
    links: Sequence[Link], met: Container[str] = (), by_day: Iterable[Rule] = ()
) -> tuple[Rule, ...]:
    """Return what links say of yes and no, and what follows `by_day`.

    A question that is asked given others is an event where they happened, and only there: what is
    said of it needs these too, but for those that are `met` anyway. within says nothing of yes and
    no: what it is about may happen when the other question has closed.

    >>> from forecasts.model.link import Link
    >>> [rule.then for rule in rules([Link(kind=LinkKind.EXCLUDES, one="a", other="b")])]
    [('b', False), ('a', False)]
    """
    given = {
        one: tuple(link for link in links if link.kind is LinkKind.GIVEN and link.one == one)
        for one in conditions(links)
    }
    found = []
    dated = ((rule.premises, rule.then, rule.links) for rule in by_day)
    for premises, then, said in (*_said(links), *dated):
        names = {name for name, _ in (*premises, then)}
        needed = [link for name in sorted(names & given.keys()) for link in given[name]]
        met_by = [(link.other, True) for link in needed if link.other not in met]
        found.append(Rule((*premises, *met_by), then, (*said, *needed)))
    return tuple(found)


def _said(
    links: Sequence[Link],
) -> Iterator[tuple[tuple[Literal, ...], Literal, tuple[Ground, ...]]]:
    parts: dict[str, list[Link]] = {}
    for link in links:
        one, other, by = link.one, link.other, (link,)
        if link.kind is LinkKind.EXCLUDES:
            yield ((one, True),), (other, False), by
            yield ((other, True),), (one, False), by
        elif link.kind in FORWARD:
            yield ((one, True),), (other, True), by
            yield ((other, False),), (one, False), by
        if link.kind is LinkKind.SAME_EVENT:
            yield ((other, True),), (one, True), by
            yield ((one, False),), (other, False), by
        if link.kind is LinkKind.ALL_OF:
            parts.setdefault(one, []).append(link)
    for whole, each in parts.items():
        came = [(link.other, True) for link in each]
        yield tuple(came), (whole, True), tuple(each)
        for part, _ in came:
            rest = tuple(one for one in came if one != (part, True))
            yield ((whole, False), *rest), (part, False), tuple(each)


def ways(start: Literal, known: Iterable[Rule]) -> dict[Literal, tuple[Ground, ...]]:
    """Return each answer that follows from one alone, with the links of the shortest way to it.

    >>> from forecasts.model.link import Link
    >>> deal = Link(kind=LinkKind.IMPLIES, one="deal", other="talks")
    >>> sorted(ways(("talks", False), rules([deal])))
    [('deal', False)]
    """
    steps = edges(known)
    found: dict[Literal, tuple[Ground, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for then, by in steps.get(here, ()):
            if then not in found:
                found[then] = (*found[here], *by)
                waiting.append(then)
    del found[start]
    return found


def edges(known: Iterable[Rule]) -> Mapping[Literal, Sequence[tuple[Literal, tuple[Ground, ...]]]]:
    """Return what follows at once from one answer alone, and by which links."""
    found: dict[Literal, list[tuple[Literal, tuple[Ground, ...]]]] = {}
    for rule in known:
        if len(rule.premises) == 1:
            found.setdefault(rule.premises[0], []).append((rule.then, rule.links))
    return found


def sentence(*clauses: str) -> str:
    """Return clauses as one sentence without its full stop.

    >>> sentence("a is yes", "a implies b", "b implies c")
    'a is yes, a implies b, and b implies c'
    """
    return ", and ".join(filter(None, (", ".join(clauses[:-1]), clauses[-1]))) if clauses else ""


def told(links: Iterable[Ground]) -> str:
    """Return links in words: their `phrases` as one sentence."""
    return sentence(*phrases(links))


def phrases(links: Iterable[Ground]) -> tuple[str, ...]:
    """Return links in words, each once: all parts of a whole together, and all conditions.

    The day on which something happened comes last.

    >>> from forecasts.model.link import Link
    >>> phrases([Link(kind=LinkKind.SAME_EVENT, one="a", other="b")])
    ('a and b are the same event',)
    """
    groups: dict[tuple[LinkKind, str, str], list[Link]] = {}
    grounds = [*dict.fromkeys(links)]
    for link in grounds:
        if isinstance(link, InTime):
            continue
        together = link.kind in (LinkKind.ALL_OF, LinkKind.GIVEN)
        groups.setdefault((link.kind, link.one, "" if together else link.other), []).append(link)
    days = (ground.words for ground in grounds if isinstance(ground, InTime))
    return (*(_phrase(group) for group in groups.values()), *days)


def _phrase(links: Sequence[Link]) -> str:
    link, others = links[0], listed([link.other for link in links])
    match link.kind:
        case LinkKind.SAME_EVENT:
            return f"{link.one} and {others} are the same event"
        case LinkKind.EARLIER_DEADLINE_OF:
            return f"{link.one} is {others} by an earlier deadline"
        case LinkKind.ALL_OF if len(links) == 1:
            return f"{others} is part of {link.one}"
        case LinkKind.ALL_OF:
            return f"{link.one} is all of {others}"
        case LinkKind.GIVEN:
            return f"{link.one} is asked given {others}"
    return str(link)
