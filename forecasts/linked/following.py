"""What an outcome means for the questions linked with it, and which outcomes contradict others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.linked import rules as said
from forecasts.linked.deadlines import by_day
from forecasts.linked.one_event import differing
from forecasts.linked.reasons import Reason, collisions, derived
from forecasts.model import QuestionType
from forecasts.model.link import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forecasts.linked.rules import Ground, Rule
    from forecasts.linked.settled import Settled
    from forecasts.model.link import Link

ANSWERS = {"yes": True, "no": False}
DATED = (LinkKind.SAME_EVENT, LinkKind.EARLIER_DEADLINE_OF, LinkKind.GIVEN)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows for another question, and why.

    outcome: yes or no; of another kind, what the record keeps. of: the answers on record that it
    comes from. dated: whether it happened when these did, the last of them where they are several.
    """

    question: str
    outcome: str
    because: str
    of: tuple[str, ...] = ()
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Outcomes on record that cannot all be right: of which questions, and why in words."""

    questions: tuple[str, ...]
    words: str


def consequences(
    links: Sequence[Link], outcomes: Mapping[str, str | None], dated: Sequence[Rule] = ()
) -> tuple[Consequence, ...]:
    """Return what outcomes mean for the linked questions that have none, the nearest first.

    Nothing follows from outcomes that cannot all be right.
    outcomes: question -> its outcome, or the word for how it ended without one; None for neither.
    dated: what follows from the days of outcomes.

    >>> from forecasts.model.link import Link
    >>> links = [Link(kind=LinkKind.IMPLIES, one="deal", other="talks")]
    >>> consequences(links, {"deal": "yes"})[0].because
    'deal is yes, and deal implies talks'
    """
    known, facts = said.rules(links, by_day=dated), _facts(outcomes)
    found = derived(known, facts)
    wrong = {name for one in collisions(known, facts) for name, _ in one.facts}
    answers = dict(found.answers)
    if not found.collisions and any(link.kind is LinkKind.ALL_OF for link in links):
        answers |= _impossible(links, known, facts, answers)
    return tuple(
        Consequence(
            name,
            "yes" if yes else "no",
            str(why),
            tuple(fact for fact, _ in why.facts),
            dated=yes and all(_carries(link, name) for link in why.links),
        )
        for name, (yes, why) in answers.items()
        if outcomes.get(name) is None and not wrong & {fact for fact, _ in why.facts}
    )


def _facts(outcomes: Mapping[str, str | None]) -> dict[str, bool]:
    return {name: ANSWERS[text] for name, text in outcomes.items() if text in ANSWERS}


def _carries(link: Ground, name: str) -> bool:
    """Return whether what is linked happened at once; a whole, when the last of its parts did."""
    if isinstance(link, said.InTime):
        return True
    return link.kind in DATED or (link.kind is LinkKind.ALL_OF and link.one == name)


def _impossible(
    links: Sequence[Link],
    known: Sequence[Rule],
    facts: Mapping[str, bool],
    answers: Mapping[str, tuple[bool, Reason]],
) -> Iterator[tuple[str, tuple[bool, Reason]]]:
    """Yield what cannot happen, since it would mean all parts of a whole that did not."""
    for name in said.questions(links):
        if name not in answers:
            for why in derived(known, {**facts, name: True}).collisions[:1]:
                facts_left = tuple(fact for fact in why.facts if fact != (name, True))
                if facts_left:  # else the links alone forbid it, whatever comes out
                    yield name, (False, Reason(facts_left, why.links))


def colliding(
    links: Sequence[Link], outcomes: Mapping[str, str | None], dated: Sequence[Rule] = ()
) -> tuple[Contradiction, ...]:
    """Return which answers of yes and no cannot all be right; dated: as in `consequences`.

    >>> from forecasts.model.link import Link
    >>> pair = Link(kind=LinkKind.SAME_EVENT, one="a", other="b")
    >>> colliding([pair], {"a": "yes", "b": "no"})[0].words
    'a is yes and b is no: they cannot both be right, since a and b are the same event'
    """
    return tuple(
        Contradiction(tuple(name for name, _ in one.facts), _cannot(one))
        for one in collisions(said.rules(links, by_day=dated), _facts(outcomes))
    )


def _cannot(why: Reason) -> str:
    both = "both" if len(why.facts) == 2 else "all"  # noqa: PLR2004 - a pair
    return f"{why.answers}: they cannot {both} be right, since {said.told(why.links)}"


def yes_and_no(links: Sequence[Link], known: Mapping[str, Settled]) -> tuple[Contradiction, ...]:
    """Return which answers of yes and no on record cannot all be right, by their days too."""
    outcomes = {name: one.answer for name, one in known.items()}
    return colliding(links, outcomes, by_day(links, known))


def contradictions(
    links: Sequence[Link], known: Mapping[str, Settled]
) -> tuple[Contradiction, ...]:
    """Return which outcomes on record cannot all be right, each set of questions once."""
    found = yes_and_no(links, known)
    told = {frozenset(one.questions) for one in found}
    differ = (Contradiction(pair, words) for pair, words in differing(links, known))
    return (*found, *(one for one in differ if frozenset(one.questions) not in told))


def follows(links: Sequence[Link], known: Mapping[str, Settled]) -> tuple[Consequence, ...]:
    """Return what follows for the linked questions without an outcome, of every kind."""
    outcomes = {name: one.answer for name, one in known.items()}
    found = consequences(links, outcomes, by_day(links, known))
    return (*found, *_the_same(links, known))


def _the_same(links: Sequence[Link], known: Mapping[str, Settled]) -> Iterator[Consequence]:
    """Yield the outcome of one event for the other questions of its kind, but yes and no."""
    for link in links:
        for one, other in ((link.one, link.other), (link.other, link.one)):
            first, second = known[one], known[other]
            outcome = first.ruling.outcome if first.ruling else None
            same = link.kind is LinkKind.SAME_EVENT and second.answer is None
            alike = first.question.type is second.question.type
            if same and alike and outcome and first.question.type is not QuestionType.BINARY:
                why = f"{one} is {outcome}, and {said.told([link])}"
                yield Consequence(other, outcome, why, (one,), dated=True)
