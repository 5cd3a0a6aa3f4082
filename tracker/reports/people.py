"""The people: mean scores as if all had answered the same questions, drawn to everybody's mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration import random_effects
from tracker.comparison import LEAST_CLUSTERS, difficulty_adjusted
from tracker.reports.material import PERSON
from tracker.reports.numbers import PERCENT, counted
from tracker.reports.order import Place, alphabetical
from tracker.reports.pooling import narrowed
from tracker.reports.section import Section, Table, Words
from tracker.reports.spoken import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.columns import Scored
    from tracker.reports.material import Material
    from tracker.reports.section import Block

SHOWN = 30
LEAD = (
    "Mean Brier scores, 0 best, as if all had answered the same questions, and drawn towards"
    " everybody's mean by as much as they are uncertain. Where intervals overlap the alphabet"
    " decides: the order then says nothing."
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's mean Brier score; lower is better.

    adjusted: as if all had answered the same questions. shrunk: that drawn towards the mean of
    all, with its 90% interval.
    """

    forecaster: str
    questions: int
    clusters: int
    adjusted: float
    shrunk: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class People:
    """Those with 8 clusters of questions or more; few: how many have fewer; mean: of all people.

    people: how many the mean is of. more: not listed.
    """

    rows: tuple[Person, ...]
    few: int
    more: int
    mean: float | None
    people: int


def section(material: Material) -> Section | None:
    """Return the people; in a report about one of them that one alone, beside the mean of all."""
    found = people(material.scored, material)
    if found is None:
        return None
    subject = material.subject
    if subject is not None:
        own = tuple(row for row in found.rows if row.forecaster == subject.name)
        found = People(own, 0, 0, found.mean, found.people)
    if not found.rows or found.mean is None:
        return None
    rows = tuple(_cells(row) for row in found.rows)
    mean = (f"mean of {found.people} people", "", "", number(found.mean), "")
    headers = ("forecaster", "n", "as if all the same", "drawn to the mean", f"{PERCENT} interval")
    blocks: list[Block] = [
        Words(LEAD, quiet=True),
        Table(headers, (*rows, mean), frozenset(range(1, 5)), ""),
    ]
    if found.more:
        words = f"And {counted(found.more, 'forecaster')} with fewer questions."
        blocks.append(Words(words, quiet=True))
    if found.few:
        who = "1 person has" if found.few == 1 else f"{found.few:,} people have"
        words = f"{who} fewer than {LEAST_CLUSTERS} clusters of questions, too few for a row."
        blocks.append(Words(words, quiet=True))
    return Section("people", "People", tuple(blocks), found)


def people(scored: Scored, material: Material) -> People | None:
    """Return the people who share questions with others; None where there are not two."""
    names = material.names
    ids = [id_ for id_ in np.unique(scored.forecaster).tolist() if names[id_].kind == PERSON]
    own = scored.only(np.isin(scored.forecaster, ids))
    if len(ids) <= 1:
        return None
    rows = list(_fitted(own, material))
    told = [row for row in rows if row.clusters >= LEAST_CLUSTERS]
    if not told:
        return None
    wanted = material.subject.name if material.subject else None
    most = sorted(told, key=lambda row: (row.forecaster != wanted, -row.questions, row.forecaster))
    shown = alphabetical(
        Place(row, row.forecaster, row.shrunk, row.low, row.high) for row in most[:SHOWN]
    )
    mean = float(np.mean([row.adjusted for row in rows]))
    return People(shown, len(rows) - len(told), len(told) - len(shown), mean, len(rows))


def _fitted(own: Scored, material: Material) -> Iterator[Person]:
    """Yield those in the connected component, whose scores can be compared with all others."""
    fit = difficulty_adjusted(own.brier, own.forecaster, own.question, own.cluster)
    if not fit.sigma2 or fit.design_effect is None:
        return
    spread = fit.sigma2 * fit.design_effect
    inside = [
        (id_, n, mean)
        for id_, n, mean in zip(fit.forecasters, fit.scored, fit.adjusted, strict=True)
        if mean is not None
    ]
    errors = [math.sqrt(spread / n) for _, n, _ in inside]
    found = random_effects([mean for _, _, mean in inside], errors)
    ends = zip(found.pooled.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    for (id_, n, mean), (shrunk, *wide) in zip(inside, ends, strict=True):
        clusters = len(np.unique(own.cluster[own.forecaster == id_]))
        low, high = narrowed(shrunk, *wide)
        name = material.names[id_].name
        yield Person(name, n, clusters, mean, shrunk, max(low, 0.0), min(high, 1.0))


def _cells(row: Person) -> tuple[str, ...]:
    ends = f"{number(row.low)} to {number(row.high)}"
    return row.forecaster, f"{row.questions:,}", number(row.adjusted), number(row.shrunk), ends
