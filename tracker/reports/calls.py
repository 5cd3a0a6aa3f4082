"""Best and worst calls: the largest advantages and disadvantages, with their paths drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker.reports.figures import Choices, Fan
from tracker.reports.lives import life_of
from tracker.reports.material import MECHANICAL, PERSON
from tracker.reports.numbers import chance
from tracker.reports.section import Entry, Figure, Section, Words, fields
from tracker.reports.spoken import number
from tracker.reports.statements import amount, heard_name, outcome_words
from tracker.reports.statements import said as said_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forecasts.model import Question
    from tracker.columns import Name, Scored
    from tracker.reports.figures import Chart, Life, Step
    from tracker.reports.material import Asked, Material, Story

EACH = 2
LEAST = 0.005  # an advantage that rounds to nothing is no call
RATIONALES = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One question's advantage over the reference (Brier, above 0 better), a mean over `n`.

    better: how many of the n were ahead of the reference.
    """

    question_id: int
    advantage: float
    n: int
    better: int


@dataclass(frozen=True, slots=True)
class Told:
    """A call as it is told: whose it is, its score and the reference's, and its path.

    path: the chance of yes, of the option that happened, or of the date by its horizon.
    """

    question: str
    title: str
    forecaster: str
    n: int
    better: int
    advantage: float
    outcome: str
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Calls:
    """The best and the worst, each at most two, against one reference."""

    against: str | None
    of: int
    best: tuple[Told, ...]
    worst: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Extremes:
    """The calls that stand out, among `of` questions."""

    against: str
    of: int
    best: tuple[Call, ...]
    worst: tuple[Call, ...]


def told(
    asked: Sequence[Asked], scored: Scored, names: Mapping[int, Name], subject: Name | None
) -> tuple[int, ...]:
    """Return the ids of the questions that the section shows."""
    found = extremes(asked, scored, names, subject)
    return tuple(call.question_id for call in (*found.best, *found.worst)) if found else ()


def extremes(
    asked: Sequence[Asked], scored: Scored, names: Mapping[int, Name], subject: Name | None
) -> Extremes | None:
    """Return the calls that stand out; None where nobody but mechanical forecasters is scored.

    Of all kinds with a Brier score: numbers have none, and are drawn where they resolved. A report
    about nobody in particular takes everyone on a question together, so that of several people
    nobody's worst day is put on show. The coin is the reference only where no question has a
    reference class: the two are never mixed in one list.
    """
    inside = [one.question.id for one in asked]
    rows = _whose(scored, names, subject) & np.isin(scored.question, inside)
    if not rows.any():
        return None
    classed = rows & scored.has_class
    against = "base rate" if classed.any() else "coin"
    kept = scored.only(classed if classed.any() else rows)
    reference = kept.reference if against == "base rate" else kept.uniform
    ids, place = np.unique(kept.question, return_inverse=True)
    n = np.bincount(place)
    ahead = reference - kept.brier
    columns = (
        ids, np.bincount(place, weights=ahead) / n, n,
        np.bincount(place, weights=ahead > 0).astype(np.int64),
    )  # fmt: skip
    found = [Call(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    best = sorted(found, key=lambda call: (-call.advantage, call.question_id))
    worst = sorted(found, key=lambda call: (call.advantage, call.question_id))
    return Extremes(
        against,
        len(found),
        tuple(call for call in best[:EACH] if call.advantage >= LEAST),
        tuple(call for call in worst[:EACH] if call.advantage <= -LEAST),
    )


def _whose(
    scored: Scored, names: Mapping[int, Name], subject: Name | None
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the pairs that count: the subject's; else people's, or all but mechanical ones."""
    if subject is not None:
        return np.asarray(scored.forecaster == subject.id)
    people = [id_ for id_, name in names.items() if name.kind == PERSON]
    others = [id_ for id_, name in names.items() if name.kind != MECHANICAL]
    by_people = np.isin(scored.forecaster, people)
    return by_people if by_people.any() else np.isin(scored.forecaster, others)


def section(material: Material) -> Section | None:
    """Return the best and worst calls with their paths; None where there is none to tell."""
    found = extremes(material.asked, material.scored, material.names, material.subject)
    if found is None or not (found.best or found.worst):
        return None
    subject = material.subject.name if material.subject else None
    blocks: list[Words | Entry] = [Words(_lead(found), quiet=True)]
    shown: dict[str, list[Told]] = {"Best": [], "Worst": []}
    for word, calls in (("Best", found.best), ("Worst", found.worst)):
        for call in calls:
            story = material.stories[call.question_id]
            life = life_of(story, subject, material.now)
            item = _told(call, story, life)
            shown[word].append(item)
            blocks.append(_entry(f"{word}: {item.title}", item, life, found.against, story))
    data = Calls(found.against, found.of, tuple(shown["Best"]), tuple(shown["Worst"]))
    return Section("calls", "Best and worst calls", tuple(blocks), data)


def _lead(found: Extremes) -> str:
    several = any(call.n > 1 for call in (*found.best, *found.worst))
    mean = ", all who are scored on it taken together" if several else ""
    if found.of == 1:
        return f"The one question that can be compared with the {found.against}."
    return (
        f"The furthest from the {found.against} of {found.of:,} questions{mean}. Picked because"
        " they are extreme, so they show luck as much as judgement."
    )


def _told(call: Call, story: Story, life: Life) -> Told:
    question = story.asked.question
    return Told(
        question.slug, question.title, life.line.name, call.n, call.better, call.advantage,
        _outcome(story), life.line.steps,
    )  # fmt: skip


def _outcome(story: Story) -> str:
    resolution = story.asked.resolution
    return str(resolution.outcome) if resolution else ""


def _entry(title: str, item: Told, life: Life, against: str, story: Story) -> Entry:
    side = "ahead of" if item.advantage > 0 else "behind"
    scored = (
        f"{number(abs(item.advantage))} Brier {side} the {against}"
        if item.n == 1
        else f"{item.better} of {item.n} scored better than the {against}"
    )
    finding = f"{finding_of(life, story)} {scored}."
    figure = figure_of(life, item.title, story, finding)
    reasons = _reasons(story, life.line.name)
    blocks = (Words(finding), figure, *key_of(life), *((fields(*reasons),) if reasons else ()))
    return Entry(title, blocks)


def key_of(life: Chart) -> tuple[Words, ...]:
    """Return how a chart that does not explain itself is read."""
    if not isinstance(life, Fan) or not life.places:
        return ()
    several = all(one.low90 == one.low50 for one in life.places) and life.people > 1
    bands = "the band runs from the lowest to the highest median" if several else (
        "the bands hold 50% and 90%"
    )  # fmt: skip
    top = " What reaches the top is not by the horizon." if life.dated else ""
    across = "; the line across is what happened" if life.outcome is not None else ""
    return (Words(f"The line is the median, {bands}{across}.{top}", quiet=True),)


def finding_of(life: Life, story: Story) -> str:
    """Return what was said, what the base rate said, and what happened."""
    late = "" if life.known_at else ", known after the close"
    outcome = outcome_words(_outcome(story), story.asked.question)
    return f"{_said(life, story)} Outcome: {outcome}{late}."


def figure_of(life: Life, title: str, story: Story, finding: str = "") -> Figure:
    """Return a question's life as a chart, its finding in words."""
    return Figure(life, title, _described(story, life, finding or finding_of(life, story)))


def _said(life: Life, story: Story) -> str:
    question, name = story.asked.question, life.line.name
    if isinstance(life, Fan) and not life.dated:
        return f"{_from_to_places(name, life, question)}."
    steps = life.line.steps
    of = heard_name(question, _outcome(story))
    about = f" for “{of}”" if isinstance(life, Choices) else f" {of}".rstrip()
    words = _from_to(name, steps, about)
    base = getattr(life, "base_rate", ())
    return f"{words}; {_from_to('the base rate', base)}." if base else f"{words}."


def _from_to(name: str, steps: Sequence[Step], of: str = "") -> str:
    if not steps:
        return f"{name} had nothing standing{of}"
    first, last = chance(steps[0].p), chance(steps[-1].p)
    if len(steps) == 1:
        return f"{name} said {first}{of} throughout"
    return f"{name} started and ended at {first}{of}" if first == last else (
        f"{name} went from {first} to {last}{of}"
    )  # fmt: skip


def _from_to_places(name: str, life: Fan, question: Question) -> str:
    middles = [one.middle for one in life.places]
    if not middles:
        return f"{name} had nothing standing"
    first, last = (
        "a median outside the range" if at is None else amount(at, question)
        for at in (middles[0], middles[-1])
    )
    if first == last:
        return f"{name}'s median was {first}"
    return f"{name}'s median went from {first} to {last}"


def _described(story: Story, life: Life, finding: str) -> str:
    span = f"From {life.opens_at:%Y-%m-%d} to the close on {life.closes_at:%Y-%m-%d}."
    people = f" {life.people} people said different things." if getattr(life, "spread", ()) else ""
    resolution = story.asked.resolution
    late = " after the close" if life.known_at is None else ""
    known = f" Known {times.to_minute(resolution.known_at)}{late}." if resolution else ""
    seen = len(life.evidence_at)
    came = f" Evidence came {'once' if seen == 1 else f'{seen} times'}." if seen else ""
    return f"{finding} {span}{people}{came}{known}"


def _reasons(story: Story, name: str) -> list[tuple[str, str]]:
    """Return the rationales of the one whose line it is, where they may be shown."""
    rows = [row for t in story.tracks if t.forecaster.name == name for row in t.numbers]
    return [
        (f"{row.made_at:%Y-%m-%d} {said_words(row.stated, story.asked.question)}", row.rationale)
        for row in rows
        if row.rationale and row.stated
    ][:RATIONALES]
