"""Answers derived from answers: what follows from them by which links, and where they collide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.linked import listed
from forecasts.linked import rules as said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forecasts.linked.rules import Ground, Literal, Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """Where something comes from: answers that are taken as known, and links.

    >>> from forecasts.model.link import Link, LinkKind
    >>> str(Reason((("a", True),), (Link(kind=LinkKind.IMPLIES, one="a", other="b"),)))
    'a is yes, and a implies b'
    """

    facts: tuple[Literal, ...]
    links: tuple[Ground, ...]

    def __str__(self) -> str:
        """Return it in words."""
        return said.sentence(*filter(None, (self.answers,)), *said.phrases(self.links))

    @property
    def answers(self) -> str:
        """The answers in words, yes first: `a and b are yes and c is no`."""
        parts = []
        for answer in (True, False):
            names = [name for name, known in self.facts if known is answer]
            if names:
                verb = "are" if len(names) > 1 else "is"
                parts.append(f"{listed(names)} {verb} {'yes' if answer else 'no'}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows: question -> (answer, why), the known answers too; and what collides."""

    answers: Mapping[str, tuple[bool, Reason]]
    collisions: tuple[Reason, ...]


def derived(known: Sequence[Rule], facts: Mapping[str, bool]) -> Derived:
    """Return all that follows from answers step by step, the shortest way first.

    Where nothing collides, the answers and the rules can all hold: every rule holds where all the
    questions that are left are answered no, and so does every rest of one that two are left of.

    >>> from forecasts.model.link import Link, LinkKind
    >>> link = Link(kind=LinkKind.IMPLIES, one="a", other="b")
    >>> derived(said.rules([link]), {"a": True}).answers["b"][0]
    True
    """
    answers = {name: (yes, Reason(((name, yes),), ())) for name, yes in facts.items()}
    collisions: list[Reason] = []
    missing = [len({*rule.premises}) for rule in known]
    needing: dict[Literal, list[int]] = {}
    for place, rule in enumerate(known):
        for premise in dict.fromkeys(rule.premises):
            needing.setdefault(premise, []).append(place)
    fresh = dict(answers)
    while fresh:
        ready = _ready(fresh, needing, missing)
        fresh = {}
        for rule in (known[place] for place in ready):
            why = joined(*(answers[name][1] for name, _ in rule.premises), Reason((), rule.links))
            name, yes = rule.then
            there = answers.get(name) or fresh.setdefault(name, (yes, why))
            if there[0] is not yes:
                collisions.append(joined(why, there[1]))
        answers |= fresh
    return Derived(answers, tuple(collisions))


def _ready(
    fresh: Mapping[str, tuple[bool, Reason]],
    needing: Mapping[Literal, Sequence[int]],
    missing: list[int],
) -> list[int]:
    """Return the places of the rules of which new answers were the last that was missing."""
    ready = []
    for name, (yes, _) in fresh.items():
        for place in needing.get((name, yes), ()):
            missing[place] -= 1
            if not missing[place]:
                ready.append(place)
    return sorted(ready)


def joined(*reasons: Reason) -> Reason:
    """Return reasons as one, each fact and link once."""
    facts = dict.fromkeys(fact for reason in reasons for fact in reason.facts)
    links = dict.fromkeys(link for reason in reasons for link in reason.links)
    return Reason(tuple(facts), tuple(links))


def collisions(known: Sequence[Rule], facts: Mapping[str, bool]) -> tuple[Reason, ...]:
    """Return why answers on record cannot all be right, each set of them once, the fewest first.

    By way of questions without an answer too; two of the answers are told against each other where
    no third on record stands between them.

    >>> from forecasts.model.link import Link, LinkKind
    >>> chain = [Link(kind=LinkKind.IMPLIES, one=a, other=b) for a, b in ("ab", "bc")]
    >>> [str(one) for one in collisions(said.rules(chain), {"a": True, "c": False})]
    ['a is yes and c is no, a implies b, and b implies c']
    """
    found = [*_pairs(known, facts), *derived(known, facts).collisions]
    told: list[Reason] = []
    for reason in sorted(found, key=lambda one: (len(one.facts), len(one.links))):
        if not any(set(one.facts) <= set(reason.facts) for one in told):
            told.append(reason)
    return tuple(told)


def _pairs(known: Iterable[Rule], facts: Mapping[str, bool]) -> list[Reason]:
    """Return each two answers that collide by links from one to the other."""
    open_steps = [  # a way ends at the first answer on record
        rule for rule in known if len(rule.premises) == 1
    ]
    found = []
    for name, yes in facts.items():
        steps = [
            rule for rule in open_steps
            if rule.premises[0][0] not in facts or rule.premises[0] == (name, yes)
        ]  # fmt: skip
        for (other, answer), links in said.ways((name, yes), steps).items():
            if other in facts and facts[other] is not answer:
                found.append(Reason(((name, yes), (other, facts[other])), links))
    return found
