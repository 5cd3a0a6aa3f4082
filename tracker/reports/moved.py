"""Moved: the open questions on which the house changed its mind within the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports import calls, statements
from tracker.reports.house import house_of, moved
from tracker.reports.lives import life_of
from tracker.reports.paths import people_of
from tracker.reports.section import Entry, Figure, Section, Words, fields

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.house import Move
    from tracker.reports.material import Material, Story
    from tracker.reports.section import Block

CHARTS = 4  # on a page, of what moved and what resolved together
SHOWN = 8
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Moved:
    """A question on which the house moved.

    before, after: chances of `event`, empty for yes; log_odds: how far apart they are, above 0.
    words: the same in the question's own units. range: what people say last, None for fewer than
    two. reasons: the rationales of the period, where they may be shown.
    """

    question: str
    title: str
    house: str
    event: str
    before: float
    after: float
    log_odds: float
    words: str
    people: int
    range: str | None
    reasons: tuple[str, ...]
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved, furthest first; `more` are not listed; on `hidden` others numbers came in too."""

    questions: tuple[Moved, ...]
    more: int
    hidden: int


def found(material: Material) -> tuple[tuple[Story, Move], ...]:
    """Return the open questions on which the house moved in the period, furthest first."""
    window = material.window
    if window is None:
        return ()
    subject = material.subject.name if material.subject else None
    moves = [
        (story, move)
        for id_ in material.stirred
        if (story := material.stories[id_])
        and (move := moved(story, subject, window.starts_at, window.ends_at))
    ]
    return tuple(sorted(moves, key=lambda one: (-one[1].log_odds, one[0].asked.question.number)))


def drawn(material: Material) -> tuple[int, int]:
    """Return how many charts the moved questions have, and how many the resolved ones."""
    moves, outcomes = len(found(material)), len(material.outcomes)
    of_moves = min(moves, max(CHARTS // 2, CHARTS - outcomes))
    return of_moves, CHARTS - of_moves


def section(material: Material) -> Section:
    """Return what moved, each with its path."""
    every = found(material)
    shown = every[:SHOWN]
    items = tuple(_moved(material, *one) for one in shown)
    told = {story.asked.question.id for story, _ in every}
    hidden = sum(material.stories[id_].hidden for id_ in material.stirred if id_ not in told)
    data = Moves(items, len(every) - len(items), hidden)
    charts, _ = drawn(material)
    blocks: list[Block] = [
        _entry(material, item, story if place < charts else None)
        for place, (item, (story, _)) in enumerate(zip(items, shown, strict=True))
    ]
    if not items:
        what = "Nothing that may be shown" if hidden else "Nothing"
        blocks.append(Words(f"{what} did, by 0.4 in log-odds or more (from 50% to 60%)."))
    if data.more:
        blocks.append(Words(f"And {data.more:,} more.", quiet=True))
    if hidden:
        on = "1 open question" if hidden == 1 else f"{hidden:,} open questions"
        blocks.append(Words(f"On {on} there are new numbers that stay hidden while not everybody"
                            " has entered one.", quiet=True))  # fmt: skip
    return Section("moved", "Moved", tuple(blocks), data)


def _moved(material: Material, story: Story, move: Move) -> Moved:
    question = story.asked.question
    subject = material.subject.name if material.subject else None
    house = house_of(story, subject, material.now)
    opens_at, closes_at = question.terms.opens_at, question.terms.closes_at
    standing = [track.standing_before(opens_at, material.now) for track in people_of(story.tracks)]
    said = [row.stated for row in standing if row and row.stated]
    return Moved(
        question=question.slug,
        title=question.title,
        house=house.name,
        event=move.event,
        before=move.before,
        after=move.after,
        log_odds=move.log_odds,
        words=move.words,
        people=len(said),
        range=statements.span(said, question, move.event) if len(said) >= SEVERAL else None,
        reasons=_reasons(material, story),
        closes_at=closes_at,
    )


def _reasons(material: Material, story: Story) -> tuple[str, ...]:
    window = material.window
    rows = [
        row
        for track in story.tracks
        for row in track.numbers
        if window and row.rationale and window.starts_at <= row.made_at < window.ends_at
    ]
    ordered = sorted(rows, key=lambda row: (row.made_at, row.id))
    return tuple(f"“{row.rationale}”" for row in ordered)


def _entry(material: Material, item: Moved, story: Story | None) -> Entry:
    parts = (
        f"{item.words} ({item.house})",
        f"{item.people} people: {item.range}" if item.range else "",
        f"closes {item.closes_at:%Y-%m-%d}",
    )
    line = Words(" · ".join(part for part in parts if part))
    why = (fields(("Why", item.reasons)),) if item.reasons else ()
    return Entry(item.title, (line, *why, *(_chart(material, item, story) if story else ())))


def _chart(material: Material, item: Moved, story: Story) -> tuple[Figure | Words, ...]:
    subject = material.subject.name if material.subject else None
    life = life_of(story, subject, material.now)
    finding = f"{item.house}: {item.words}."
    return calls.figure_of(life, item.title, story, finding), *calls.key_of(life)
