"""The record: everyone against the base rate and against a coin, two statements never mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.figures import Forest, Interval
from tracker.reports.numbers import counted
from tracker.reports.section import Entry, Figure, Section, Table, Words
from tracker.reports.spoken import number, signed
from tracker.reports.standings import APART

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.columns import Scored
    from tracker.reports.material import Material
    from tracker.reports.standings import Standing

SHOWN = 30
ALL = 0.995  # a share that rounds to all of it
NOTHING = "0.00"
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
    above 0 better; low, high: its 95% interval, None under 8 clusters. coverage: mean share of
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
    """Return both statements, each as a forest plot where there are intervals, and as a table."""
    subject = material.subject.name if material.subject else None
    classed = attainable(material, material.scored.only(material.scored.has_class))
    every = attainable(material, material.scored)
    data = Record(
        statement(material.base, "base rate", subject, classed),
        statement(material.coin, "coin", subject, every),
    )
    entries = tuple(_entry(part) for part in (data.base_rate, data.coin) if part.rows)
    return Section("record", "The record", entries or (Words("Nobody has a score yet."),), data)


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
    """Return the rows against one reference: the subject, and those with most questions."""
    most = sorted(rows, key=lambda row: (row.forecaster != subject, -row.questions, row.forecaster))
    shown = frozenset(row.forecaster for row in most[:SHOWN])
    listed = tuple(
        _row(row, against, attainable[row.forecaster]) for row in rows if row.forecaster in shown
    )
    return Statement(against, listed, len(rows) - len(listed))


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
    """Return the 95% interval, or how many clusters are there of the 8 that one needs."""
    if row.low is None or row.high is None:
        return f"{row.clusters} of {LEAST_CLUSTERS} clusters"
    low, high = signed(row.low), signed(row.high)
    if low == NOTHING and row.low > 0:
        low = "just over 0"
    if high == NOTHING and row.high < 0:
        high = "just under 0"
    return f"{low} to {high}"


def in_words(row: Row) -> str:
    """Return the verdict; a difference that rounds to nothing is none to speak of."""
    return "the same" if _rounds_to_nothing(row) else row.verdict


def _rounds_to_nothing(row: Row) -> bool:
    return row.low is not None and row.high is not None and (
        signed(row.low) == signed(row.high) == NOTHING
    )  # fmt: skip


def _entry(part: Statement) -> Entry:
    blocks: list[Words | Figure | Table] = [Words(LEADS[part.against], quiet=True)]
    forest = _forest(part)
    if forest.rows:
        title = f"Better or worse than the {part.against}"
        blocks.append(Figure(forest, title, _finding(part)))
    headers = ("forecaster", "n", "clusters", "Brier", "of at most", f"the {part.against}",
               "better by", "95% interval", "verdict")  # fmt: skip
    cells = tuple(_cells(row) for row in part.rows)
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


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.forecaster,
        f"{row.questions:,}",
        f"{row.clusters:,}",
        number(row.brier),
        number(row.attainable),
        number(row.reference),
        signed(row.skill),
        interval(row),
        in_words(row),
    )


def _forest(part: Statement) -> Forest:
    """Return the rows with an interval; not the reference itself under another name."""
    rows = tuple(
        Interval(row.forecaster, row.skill, row.low, row.high, row.clusters, row.kind in APART)
        for row in part.rows
        if row.low is not None and row.high is not None and not _rounds_to_nothing(row)
    )
    return Forest(part.against, rows)


def _finding(part: Statement) -> str:
    """Return what the forest plot shows, in words."""
    told = [row for row in part.rows if row.low is not None]
    lines = [
        f"{row.forecaster}: {signed(row.skill)}, 95% {interval(row)}, n = {row.questions},"
        f" {in_words(row)}"
        for row in told
    ]
    few = len(part.rows) - len(told)
    rest = [f"{counted(few, 'forecaster')} without an interval"] if few else []
    return f"Brier advantage over the {part.against}. {'; '.join(lines + rest)}."
