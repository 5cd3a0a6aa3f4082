"""What can be read at any number: how a forecaster works, question by question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.reports.numbers import counted
from tracker.reports.section import Section, Words, fields

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from tracker.reports.material import Material
    from tracker.reports.updates import Updates

LOOKED = """
    SELECT question_id, max(made_at), min(id) FROM forecasts
    WHERE forecaster_id = ? AND question_id IN (SELECT value FROM json_each(?))
        AND action IN ('forecast', 'reaffirmation')
        AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
    GROUP BY question_id
"""
CLASSED = """
    SELECT question_id, min(id) FROM question_revisions
    WHERE reference_class IS NOT NULL GROUP BY question_id
"""
ENDED = "scored questions whose time is up"
LEAD = (
    "What can be read at any number of questions. None of it is a score: it is what good habits"
    " look like from outside."
)


@dataclass(frozen=True, slots=True)
class Span:
    """The least, the middle and the largest of n values."""

    n: int
    least: float
    middle: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """How one forecaster works.

    coverage: of the scored questions that have ended, shares of the time up to the outcome.
    days_since_look: of the open ones, None where none is. outside_first: on how many of the
    `with_class` of them that have a base rate it was on record before the first own number.
    """

    coverage: Span | None
    days_since_look: Span | None
    with_class: int
    outside_first: int


def process(  # noqa: PLR0913, PLR0917 - of whom, on which questions, when
    connection: sqlite3.Connection,
    forecaster_id: int,
    coverage: Sequence[float],
    scored: Collection[int],
    taking: Collection[int],
    now: datetime,
) -> Process:
    """Return how a forecaster works; scored, taking: ids of the scored and open questions."""
    on = json.dumps([*scored, *taking])
    rows = connection.execute(LOOKED, (forecaster_id, on)).fetchall()
    ages = [(now - times.from_text(at)).total_seconds() / 86_400 for id_, at, _ in rows
            if id_ in taking]  # fmt: skip
    first = {id_: seq for id_, _, seq in rows if id_ in scored}
    classed = {id_: seq for id_, seq in connection.execute(CLASSED) if id_ in first}
    return Process(
        coverage=_span(coverage),
        days_since_look=_span(ages),
        with_class=len(classed),
        outside_first=sum(seq < first[id_] for id_, seq in classed.items()),
    )


def _span(values: Sequence[float]) -> Span | None:
    if not values:
        return None
    return Span(len(values), min(values), median(values), max(values))


def section(material: Material) -> Section | None:
    """Return the process numbers of the one forecaster whom the report is about; else None."""
    depth = material.depth
    if depth is None or depth.process is None:
        return None
    found, moved = depth.process, depth.updates
    lines = fields(
        ("Coverage", _coverage(found.coverage)),
        ("Last look", _looked(found.days_since_look)),
        ("Outside view", _outside(found)),
        ("Reasons", reasons(moved) if moved else ""),
        ("After news", late(moved) if moved else ""),
    )
    if not lines.rows:
        return None
    return Section("process", "Process", (Words(LEAD, quiet=True), lines), found)


def _coverage(span: Span | None) -> str:
    if span is None:
        return ""
    if span.n == 1:
        return f"a number stood for {span.middle:.0%} of the time there was, one question"
    return (
        f"a number stood for {span.least:.0%} to {span.most:.0%} of the time there was, {span.n:,}"
        f" questions; for half of them {span.middle:.0%} or more"
    )


def _looked(span: Span | None) -> str:
    if span is None:
        return ""
    if span.n == 1:
        return f"{counted(round(span.middle), 'day')} ago on the one open question"
    return (
        f"{round(span.least)} to {counted(round(span.most), 'day')} ago on {span.n:,} open"
        f" questions; on half of them {round(span.middle)} or more"
    )


def _outside(found: Process) -> str:
    if found.coverage is None:
        return ""
    if not found.with_class:
        return f"none of the {ENDED} has a base rate"
    return (
        f"on record before the first own number on {found.outside_first:,} of"
        f" {found.with_class:,} with a base rate, of the {ENDED}"
    )


def reasons(moved: Updates) -> str:
    """Return how many moves came with a reason, in words; empty without any move."""
    if not moved.moves or moved.reasons is None:
        return ""
    return f"{moved.reasons:,} of {counted(moved.moves, 'move')} came with a reason"


def late(moved: Updates) -> str:
    """Return how often nobody looked within a week after news, in words."""
    if not moved.news:
        return "no news is on record beside a standing number, so late updates cannot be told"
    verb = "was" if moved.late == 1 else "were"
    return (
        f"{moved.late:,} of {counted(moved.news, 'standing number')} {verb} not looked at within a"
        " week after news"
    )
