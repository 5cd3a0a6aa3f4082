"""The record: everyone against the base rate and against a coin, two statements never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.material import MECHANICAL, PERSON
from tracker.reports.numbers import PERCENT, counted
from tracker.reports.section import Entry, Section, Table, Words
from tracker.reports.spoken import ends, number, signed, verdict_word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.columns import Scored
    from tracker.reports.material import Material
    from tracker.reports.standings import Standing

SHOWN = 30
ALL = 0.995  # a share that rounds to all of it
EXACT = 1e-9  # a difference of less is the machine's
NONE = "-"
BY_CRPS = "each told by its CRPS under Resolved."
LEADS = {
    "base rate": "Over the questions that have a reference class. Brier and the base rate's Brier"
    " are means, 0 is best; better by is the second minus the first.",
    "coin": "Over all scored questions, against equal chances on every answer, 50% on a yes or no:"
    " a low bar, and a statement of its own.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One forecaster against one reference, over the questions that it applies to.

    brier, reference: mean scheduled Brier scores (0 best); skill: the second minus the first,
    above 0 better; low, high: its 90% interval, None under 8 clusters. coverage: mean share of
    the scheduled time. hindsight: share of it recorded after the outcome was known.
    """

    forecaster: str
    kind: str
    questions: int
    clusters: int
    brier: float
    attainable: float
    reference: float
    skill: float
    low: float | None
    high: float | None
    coverage: float
    hindsight: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Everyone against one reference; `more` are not listed."""

    against: str
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Record:
    """Two statements; a question without a reference class is in the second one alone."""

    base_rate: Statement
    coin: Statement


def section(material: Material) -> Section:
    """Return both statements, each as a table."""
    subject = material.subject.name if material.subject else None
    classed = attainable(material, material.scored.only(material.scored.has_class))
    every = attainable(material, material.scored)
    data = Record(
        statement(material.base, "base rate", subject, classed),
        statement(material.coin, "coin", subject, every),
    )
    entries = tuple(_entry(part) for part in (data.base_rate, data.coin) if part.rows)
    return Section("record", "The record", entries or (Words(_none(material, subject)),), data)


def _none(material: Material, subject: str | None) -> str:
    """Return why there is no row, of everyone or of the one whose report it is."""
    who = subject or "Nobody"
    if only_numbers(material, subject):
        return f"{who} has {'no' if subject else 'a'} score but on numbers, {BY_CRPS}"
    return f"{who} has {'no' if subject else 'a'} score yet."


def only_numbers(material: Material, name: str | None = None) -> bool:
    """Return whether all that somebody, or the one of that name, has a score on are numbers.

    They have no Brier score, and so no row in what is told of everyone else.
    """
    return not any(
        name is None or material.names[id_].name == name
        for id_ in np.unique(material.scored.forecaster).tolist()
    ) and any(
        pair.score is not None and name in (None, pair.forecaster)
        for story in material.stories.values()
        for pair in story.scores
    )


def attainable(material: Material, scored: Scored) -> dict[str, float]:
    """Return forecaster -> mean share of the scheduled time that came before the outcome."""
    share = {
        one.question.id: max(
            0.0, (one.ends_at - one.question.terms.opens_at) / one.question.duration
        )
        for one in material.asked
    }
    ids, place = np.unique(scored.forecaster, return_inverse=True)
    shares = np.array([share[question] for question in scored.question.tolist()])
    means = np.bincount(place, weights=shares) / np.bincount(place)
    return {
        material.names[id_].name: mean
        for id_, mean in zip(ids.tolist(), means.tolist(), strict=True)
    }


def statement(
    rows: Sequence[Standing], against: str, subject: str | None, attainable: Mapping[str, float]
) -> Statement:
    """Return the rows against one reference: the subject, and those with most questions.

    In a report about one person the rows of other people are left out.
    """
    most = sorted(rows, key=lambda row: (row.forecaster != subject, -row.questions, row.forecaster))
    others = {row.forecaster for row in rows if subject and _is_another(row, subject)}
    most = [row for row in most if row.forecaster not in others]
    shown = frozenset(row.forecaster for row in most[:SHOWN])
    listed = tuple(
        _row(row, against, attainable[row.forecaster]) for row in rows if row.forecaster in shown
    )
    return Statement(against, listed, len(most) - len(listed))


def _is_another(row: Standing, subject: str) -> bool:
    return row.kind == PERSON and row.forecaster != subject


def _row(row: Standing, against: str, attainable: float) -> Row:
    skill = row.skill_base if against == "base rate" else row.skill_uniform
    advantage = row.skill_uniform if skill is None else skill
    return Row(
        forecaster=row.forecaster,
        kind=row.kind,
        questions=row.questions,
        clusters=row.clusters,
        brier=row.brier,
        attainable=attainable,
        reference=row.brier + advantage,
        skill=advantage,
        low=row.low,
        high=row.high,
        coverage=row.coverage,
        hindsight=row.hindsight,
        verdict=row.verdict,
    )


def interval(row: Row) -> str:
    """Return the 90% interval, or how many clusters are there of the 8 that one needs."""
    if row.low is None or row.high is None:
        return f"{row.clusters} of {LEAST_CLUSTERS} clusters"
    return ends(row.low, row.high)


def in_words(row: Row, against: str = "reference") -> str:
    """Return the verdict; whoever is the reference, or differs by nothing, is said to be so."""
    if row.kind == MECHANICAL and max(map(abs, (row.skill, row.low or 0, row.high or 0))) < EXACT:
        return f"the {against} itself"
    return verdict_word(row.verdict, row.skill, row.low, row.high)


def _entry(part: Statement) -> Entry:
    blocks: list[Words | Table] = [Words(LEADS[part.against], quiet=True)]
    headers = ("forecaster", "n", "clusters", "Brier", "of at most", f"the {part.against}",
               "better by", f"{PERCENT} interval", "verdict")  # fmt: skip
    cells = tuple(_cells(row, part.against) for row in part.rows)
    blocks.append(Table(headers, cells, frozenset(range(1, 8)), ""))
    if part.more:
        words = f"And {counted(part.more, 'forecaster')} with fewer questions."
        blocks.append(Words(words, quiet=True))
    late = [f"{row.forecaster} {row.hindsight:.0%}" for row in part.rows if row.hindsight > 0]
    if late:
        who = "all" if all(row.hindsight > ALL for row in part.rows) else ", ".join(late)
        blocks.append(Words(f"Entered after the outcome was known, as imports are: {who} of the"
                            " scored time.", quiet=True))  # fmt: skip
    return Entry(f"Against the {part.against}", tuple(blocks))


def _cells(row: Row, against: str) -> tuple[str, ...]:
    means = (
        number(row.brier), number(row.attainable), number(row.reference), signed(row.skill)
    )  # fmt: skip
    if row.low is None and row.questions > 1:  # a mean stands beside its interval or not at all
        means = (NONE,) * 4
    return (
        row.forecaster, f"{row.questions:,}", f"{row.clusters:,}", *means, interval(row),
        in_words(row, against),
    )  # fmt: skip
