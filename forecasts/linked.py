"""What links between questions allow: which sets of them make sense, what follows, what clashes.

Plain Python over a handful of questions, since it is asked at every forecast.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model.link import FORWARD, LinkKind
from forecasts.parse import probability_text as _told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from forecasts.model.link import Link

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that a question's own links put below or above its chance, and why.

    of: the questions whose numbers it comes from.
    """

    limit: float
    lower: bool
    because: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for another question; `outcome` None where it is to be annulled."""

    question: str
    outcome: str | None
    because: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """Where `premise` has the answer, `question` has the outcome; None to be annulled."""

    premise: str
    answer: str
    question: str
    outcome: str | None
    because: str


class CircularError(ValueError):
    """Links that run in a circle, or that no world can keep; says which."""


def around(slug: str, links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the links of the component that a question belongs to."""
    by_question: dict[str, list[Link]] = {}
    for link in links:
        by_question.setdefault(link.one, []).append(link)
        by_question.setdefault(link.other, []).append(link)
    seen, waiting = {slug}, deque([slug])
    found: dict[int, Link] = {}
    while waiting:
        for link in by_question.get(waiting.popleft(), ()):
            found[id(link)] = link
            for name in (link.one, link.other):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
    return tuple(link for link in links if id(link) in found)


def check(links: Sequence[Link]) -> None:
    """Raise CircularError, naming the questions, for links that cannot all hold or run in circles.

    >>> from forecasts.model.link import Link
    >>> check([Link(kind=LinkKind.IMPLIES, one="a", other="b")])
    """
    follows = _following(links)
    for one in follows:
        path = _way(follows, one, one)
        if path:
            raise CircularError(
                f"{' implies '.join(path)}: in a circle they are one event; link them as same-event"
            )
    given = _conditions(links)
    for one in given:
        path = _way(given, one, one)
        if path:
            raise CircularError(f"{' given '.join(path)}: each would wait for the other")
    for one, other in _exclusions(links):
        for event in {*follows, one, other}:
            first, second = _way(follows, event, one), _way(follows, event, other)
            if (first or event == one) and (second or event == other):
                raise CircularError(
                    f"{one} excludes {other}, and {event} would mean both: it could never happen"
                )


def _conditions(links: Iterable[Link]) -> dict[str, list[str]]:
    """Return the conditions of each question that is asked given others."""
    found: dict[str, list[str]] = {}
    for link in links:
        if link.kind is LinkKind.GIVEN:
            found.setdefault(link.one, []).append(link.other)
    return found


def _following(links: Iterable[Link]) -> dict[str, list[str]]:
    """Return which questions follow from each; what is the same event follows neither way."""
    same = _names(links)
    found: dict[str, list[str]] = {}
    for link in links:
        if link.kind in FORWARD and link.kind is not LinkKind.SAME_EVENT:
            found.setdefault(same[link.one], []).append(same[link.other])
    return found


def _names(links: Iterable[Link]) -> dict[str, str]:
    """Return one name for all questions about the same event: that of the first of them."""
    links = tuple(links)
    names = {name: name for link in links for name in (link.one, link.other)}
    conditional = _conditions(links)
    for link in links:
        if link.kind is LinkKind.SAME_EVENT and not {link.one, link.other} & conditional.keys():
            first, second = names[link.one], names[link.other]
            names = {k: first if v == second else v for k, v in names.items()}
    return names


def _exclusions(links: Iterable[Link]) -> list[tuple[str, str]]:
    same = _names(links)
    return [(same[link.one], same[link.other]) for link in links if link.kind is LinkKind.EXCLUDES]


def _way(follows: Mapping[str, Sequence[str]], start: str, end: str) -> list[str]:
    """Return the shortest way from one question to another along what follows, [] for none."""
    waiting: deque[list[str]] = deque([[start]])
    seen: set[str] = set()
    while waiting:
        path = waiting.popleft()
        for name in follows.get(path[-1], ()):
            if name == end:
                return [*path, name]
            if name not in seen:
                seen.add(name)
                waiting.append([*path, name])
    return []


def bounds(slug: str, links: Sequence[Link], said: Mapping[str, float]) -> tuple[Bound, ...]:
    """Return what a forecaster's numbers on linked questions leave for one question.

    said: question -> probability. One at a time, so two numbers that only together leave no room
    are for `forecasts coherence` to find. A number on a question that is asked given another is no
    chance of an event: it bounds what is linked to it as the same event, and nothing else.

    >>> from forecasts.model.link import Link
    >>> links = [Link(kind=LinkKind.IMPLIES, one="joint", other="talks")]
    >>> [(b.limit, b.lower) for b in bounds("talks", links, {"joint": 0.4})]
    [(0.4, True)]
    """
    conditional = _conditions(links)
    plain = [link for link in links if not {link.one, link.other} & conditional.keys()]
    events = {name: p for name, p in said.items() if name not in conditional}
    return (
        *_by_implication(slug, plain, events),
        *_by_exclusion(slug, plain, events),
        *(_by_parts(slug, links, events) if slug not in conditional else ()),
        *_by_condition(slug, links, said),
    )


def broken(slug: str, p: float, links: Sequence[Link], said: Mapping[str, float]) -> list[Bound]:
    """Return which bounds a number breaks, the furthest first; [] for none."""
    found = []
    for bound in bounds(slug, links, {k: v for k, v in said.items() if k != slug}):
        gap = bound.limit - p if bound.lower else p - bound.limit
        if gap > TOLERANCE:
            found.append((gap, bound))
    return [bound for _, bound in sorted(found, key=lambda pair: -pair[0])]


def _by_implication(slug: str, links: Sequence[Link], said: Mapping[str, float]) -> Iterator[Bound]:
    same = _names(links)
    follows = _following(links)
    own = same.get(slug, slug)
    for name, p in said.items():
        event = same.get(name)
        if event is None:
            continue
        if event == own:
            because = f"{name} is the same event, at {_told(p)}"
            yield Bound(p, lower=True, because=because, of=(name,))
            yield Bound(p, lower=False, because=because, of=(name,))
        elif _way(follows, event, own):
            because = f"{name}, at {_told(p)}, implies it"
            yield Bound(p, lower=True, because=because, of=(name,))
        elif _way(follows, own, event):
            because = f"it implies {name}, at {_told(p)}"
            yield Bound(p, lower=False, because=because, of=(name,))


def _by_exclusion(slug: str, links: Sequence[Link], said: Mapping[str, float]) -> Iterator[Bound]:
    same = _names(links)
    own = same.get(slug, slug)
    for one, other in _exclusions(links):
        if own not in (one, other):
            continue
        rival = other if own == one else one
        for name, p in said.items():
            if same.get(name) == rival:
                because = f"{name}, at {_told(p)}, excludes it"
                yield Bound(1.0 - p, lower=False, because=because, of=(name,))


def _by_parts(slug: str, links: Sequence[Link], said: Mapping[str, float]) -> Iterator[Bound]:
    """Yield what holds of the whole of several, and of one part of them (Frechet 1935)."""
    wholes: dict[str, list[str]] = {}
    for link in links:
        if link.kind is LinkKind.ALL_OF:
            wholes.setdefault(link.one, []).append(link.other)
    for whole, parts in wholes.items():
        if slug == whole and all(part in said for part in parts):
            least = sum(said[part] for part in parts) - (len(parts) - 1)
            if least > 0:
                told = ", ".join(f"{part} {_told(said[part])}" for part in parts)
                because = f"it is all of {told}"
                yield Bound(least, lower=True, because=because, of=tuple(parts))
        elif slug in parts and whole in said:
            others = [part for part in parts if part != slug]
            if all(part in said for part in others):
                most = said[whole] + len(others) - sum(said[part] for part in others)
                if most < 1:
                    told = ", ".join(f"{part} {_told(said[part])}" for part in others)
                    because = f"{whole}, at {_told(said[whole])}, is all of it and {told}"
                    yield Bound(most, lower=False, because=because, of=(whole, *others))


def _by_condition(slug: str, links: Sequence[Link], said: Mapping[str, float]) -> Iterator[Bound]:
    """Yield what a conditional leaves: P(b | a) P(a) <= P(b) <= P(b | a) P(a) + 1 - P(a)."""
    events = [(link.one, link.other) for link in links if link.kind is LinkKind.SAME_EVENT]
    for link in links:
        if link.kind is not LinkKind.GIVEN:
            continue
        for pair in events:
            if link.one not in pair:
                continue
            plain = pair[1] if pair[0] == link.one else pair[0]
            yield from _conditional(slug, (link.one, link.other, plain), said)


def _conditional(
    slug: str, names: tuple[str, str, str], said: Mapping[str, float]
) -> Iterator[Bound]:
    conditional, condition, plain = names
    if slug == plain and {conditional, condition} <= said.keys():
        c, a = said[conditional], said[condition]
        because = f"{conditional} is at {_told(c)} and {condition} at {_told(a)}"
        of = (conditional, condition)
        yield Bound(c * a, lower=True, because=because, of=of)
        yield Bound(c * a + 1.0 - a, lower=False, because=because, of=of)
    elif slug == conditional and {plain, condition} <= said.keys() and said[condition] > 0:
        b, a = said[plain], said[condition]
        because = f"{plain} is at {_told(b)} and {condition} at {_told(a)}"
        of = (plain, condition)
        yield Bound(max((b - (1.0 - a)) / a, 0.0), lower=True, because=because, of=of)
        yield Bound(min(b / a, 1.0), lower=False, because=because, of=of)


def consequences(
    slug: str, outcome: str, links: Sequence[Link], outcomes: Mapping[str, str | None]
) -> tuple[Consequence, ...]:
    """Return what an outcome of yes or no means for linked questions that have none yet.

    outcomes: question -> its outcome on record, None for none; the new one may stand in it too.

    >>> from forecasts.model.link import Link
    >>> links = [Link(kind=LinkKind.GIVEN, one="terms", other="deal")]
    >>> consequences("deal", "no", links, {})
    (Consequence(question='terms', outcome=None, because='deal did not happen'),)
    """
    known = {**outcomes, slug: outcome}
    found: dict[str, Consequence] = {}
    changed = True
    while changed:
        changed = False
        for name, answer, because in _steps(links, known):
            if known.get(name) is None and name not in found:
                found[name] = Consequence(name, answer, because)
                if answer is not None:
                    known[name] = answer
                changed = True
    return tuple(found.values())


def _steps(
    links: Sequence[Link], known: Mapping[str, str | None]
) -> Iterator[tuple[str, str | None, str]]:
    """Yield (question, outcome, why) for what one link alone says, and for the whole of several."""
    for rule in _rules(links):
        if known.get(rule.premise) == rule.answer:
            yield rule.question, rule.outcome, rule.because
    yield from _whole(links, known)


def _rules(links: Sequence[Link]) -> Iterator[_Rule]:
    """Yield what each link says: where one question has an answer, another has one too."""
    conditional = {link.one for link in links if link.kind is LinkKind.GIVEN}
    for link in links:
        one, other = link.one, link.other
        if link.kind is LinkKind.GIVEN:
            yield _Rule(other, "no", one, None, f"{other} did not happen")
        elif link.kind is LinkKind.EXCLUDES:
            for first, second in ((one, other), (other, one)):
                yield _Rule(first, "yes", second, "no", f"{first} excludes it")
        elif link.kind is LinkKind.SAME_EVENT and not {one, other} & conditional:
            for first, second in ((one, other), (other, one)):
                for answer in ("yes", "no"):
                    because = f"{first}, the same event, is {answer}"
                    yield _Rule(first, answer, second, answer, because)
        elif link.kind in FORWARD and link.kind is not LinkKind.SAME_EVENT:
            yield _Rule(one, "yes", other, "yes", f"{one} implies it")
            yield _Rule(other, "no", one, "no", f"it implies {other}, which is no")


def _whole(
    links: Sequence[Link], known: Mapping[str, str | None]
) -> Iterator[tuple[str, str | None, str]]:
    wholes: dict[str, list[str]] = {}
    for link in links:
        if link.kind is LinkKind.ALL_OF:
            wholes.setdefault(link.one, []).append(link.other)
    for whole, parts in wholes.items():
        if all(known.get(part) == "yes" for part in parts):
            yield whole, "yes", f"{', '.join(parts)} all happened"


def clashes(links: Sequence[Link], outcomes: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return in words which outcomes on record cannot all be right.

    >>> from forecasts.model.link import Link
    >>> clashes([Link(kind=LinkKind.SAME_EVENT, one="a", other="b")], {"a": "yes", "b": "no"})
    ('b is no, though a, the same event, is yes',)
    """
    found: dict[frozenset[str], str] = {}
    for rule in _rules(links):
        there = outcomes.get(rule.question)
        holds = outcomes.get(rule.premise) == rule.answer and rule.outcome is not None
        if holds and there in ("yes", "no") and there != rule.outcome:
            pair = frozenset((rule.premise, rule.question))
            found.setdefault(pair, f"{rule.question} is {there}, though {rule.because}")
    return tuple(found.values())
