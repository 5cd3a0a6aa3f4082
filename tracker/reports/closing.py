"""Closing in 30 days: what the house says, how old that is, and how many have not forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.reports.house import house_of, words
from tracker.reports.material import TAKING
from tracker.reports.numbers import counted
from tracker.reports.section import Section, Table, Words

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.material import Asked, Material
    from tracker.reports.section import Block

AHEAD = timedelta(days=30)
SHOWN = 6
HIDDEN = "hidden"
NOBODY = "no number"
KEPT_BACK = (
    "Hidden: other people's numbers on an open question, until the reader, or everybody on record,"
    " has entered one."
)


@dataclass(frozen=True, slots=True)
class Closing:
    """An open question that closes soon.

    says: what the house says, in words; None for nothing, or where it is hidden. age_days: days
    since anybody of the house looked again. have, people: of so many people so many have a number.
    """

    question: str
    title: str
    closes_at: datetime
    says: str | None
    house: str | None
    age_days: int | None
    hidden: bool
    have: int
    people: int


@dataclass(frozen=True, slots=True)
class Closings:
    """What closes in 30 days, the next first; `more` are not listed."""

    questions: tuple[Closing, ...]
    more: int


def soon(material: Material) -> tuple[Asked, ...]:
    """Return the open questions that close in 30 days, the next first."""
    until = material.now + AHEAD
    near = [one for one in material.of_status(*TAKING) if one.question.terms.closes_at <= until]
    return tuple(sorted(near, key=lambda one: (one.question.terms.closes_at, one.question.number)))


def told(material: Material) -> tuple[int, ...]:
    """Return the ids of the questions that the section shows."""
    return tuple(one.question.id for one in soon(material)[:SHOWN])


def section(material: Material) -> Section:
    """Return what closes in 30 days, a row a question."""
    near = soon(material)
    shown = tuple(_closing(material, one) for one in near[:SHOWN])
    data = Closings(shown, len(near) - len(shown))
    blocks: list[Block] = []
    if shown:
        who = material.subject.name if material.subject else "the house"
        headers = ("question", "closes", f"{who} says", "last looked", "have a number")
        rows = tuple(_cells(one, who) for one in shown)
        blocks.append(Table(headers, rows, frozenset(), ""))
    else:
        blocks.append(Words("Nothing does."))
    if any(one.hidden for one in shown):
        blocks.append(Words(KEPT_BACK, quiet=True))
    if data.more:
        words_ = f"And {data.more:,} more: forecasts list --status open{material.scope.flag}"
        blocks.append(Words(words_, quiet=True))
    return Section("closing", "Closing in 30 days", tuple(blocks), data)


def _closing(material: Material, asked: Asked) -> Closing:
    question, story = asked.question, material.stories[asked.question.id]
    subject = material.subject.name if material.subject else None
    house = house_of(story, subject, material.now)
    says = words(house.rows, question) or None
    looked = house.looked_at if says else None
    return Closing(
        question=question.slug,
        title=question.title,
        closes_at=question.terms.closes_at,
        says=says,
        house=house.name if says else None,
        age_days=(material.now - looked).days if looked else None,
        hidden=story.hidden,
        have=story.people,
        people=material.people,
    )


def _cells(one: Closing, who: str) -> tuple[str, ...]:
    says = one.says or (HIDDEN if one.hidden else NOBODY)
    if one.says and one.house != who:
        says = f"{one.says} ({one.house})"
    age = "-" if one.age_days is None else _ago(one.age_days)
    return one.title, f"{one.closes_at:%Y-%m-%d}", says, age, f"{one.have} of {one.people} people"


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{counted(days, 'day')} ago"
