"""The leaderboard: the house, its people's median, the crowd and the coin on shared questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.comparison import LEAST_CLUSTERS, clustered_mean, verdict
from tracker.reports.figures import Forest, Interval
from tracker.reports.material import MECHANICAL
from tracker.reports.numbers import LEVEL, PERCENT, counted
from tracker.reports.paths import TEAM
from tracker.reports.section import Figure, Section, Table, Words
from tracker.reports.spoken import ends, signed, verdict_word
from tracker.reports.voice import together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracker.columns import Name, Scored
    from tracker.reports.depth import Depth
    from tracker.reports.material import Material

MOST = 3  # teams, and crowds: those with most questions
COIN, AGGREGATE = "coin", "aggregate"


@dataclass(frozen=True, slots=True)
class Row:
    """One forecaster on the `shared` questions: those of the first row that it has a score on.

    skill: the reference's mean Brier score minus the own, above 0 better, with its 90% interval;
    all three None under 8 clusters. apart: a mechanical forecaster.
    """

    forecaster: str
    kind: str
    shared: int
    clusters: int
    skill: float | None
    low: float | None
    high: float | None
    verdict: str
    apart: bool


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Rows against one reference; the questions are those of the first."""

    against: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """The questions that all rows are compared on, and the reference they are set against."""

    against: str
    scored: Scored

    def row(self, name: str, kind: str, own: Scored, *, apart: bool = False) -> Row:
        """Return the row of one forecaster's pairs, those on other questions left out."""
        shared = own.only(np.isin(own.question, self.scored.question))
        reference = shared.reference if self.against == "base rate" else shared.uniform
        return _row(name, kind, reference - shared.brier, shared.cluster, apart=apart)

    def coin(self) -> Row:
        """Return the row of even chances on everything."""
        of = self.scored
        return _row(COIN, MECHANICAL, of.reference - of.uniform, of.cluster, apart=True)


def _row(
    name: str, kind: str, ahead: NDArray[np.float64], cluster: NDArray[np.int64], *, apart: bool
) -> Row:
    found = clustered_mean(ahead, cluster, LEVEL)
    skill = None if found.low is None else found.mean
    word = verdict(found.low, found.high)
    return Row(
        name, kind, found.n, found.clusters, skill, found.low, found.high, word, apart
    )  # fmt: skip


def section(material: Material) -> Section | None:
    """Return the leaderboard as a forest plot with its numbers; None where nobody is scored."""
    depth = material.depth
    if depth is None or depth.voice is None:
        return None
    data = leaderboard(material, depth)
    if not data.rows:
        return None
    plot = Forest(
        data.against or "",
        tuple(
            Interval(row.forecaster, row.skill, row.low, row.high, row.shared, row.apart)
            for row in data.rows
            if row.skill is not None and row.low is not None and row.high is not None
        ),
        counted="shared questions",
    )
    title = f"Better or worse than the {data.against}"
    figures = (Figure(plot, title, _finding(data)),) if plot.rows else ()
    headers = ("forecaster", "shared questions", "clusters", "better by", f"{PERCENT} interval",
               "verdict")  # fmt: skip
    cells = tuple(_cells(row) for row in data.rows)
    table = Table(headers, cells, frozenset(range(1, 5)), "")
    blocks = (Words(_lead(data), quiet=True), *figures, table)
    return Section("leaderboard", "Leaderboard", blocks, data)


def leaderboard(material: Material, depth: Depth) -> Leaderboard:
    """Return the rows: the house or the subject first, on whose questions all are compared."""
    named = _named(material, depth)
    if not named:
        return Leaderboard(None, ())
    first = named[0][2]
    classed = bool(first.has_class.any())
    field = _Field("base rate" if classed else "coin", first.only(first.has_class | (not classed)))
    asked = field.scored.question
    shared = [field.row(*one) for one in named if np.isin(one[2].question, asked).any()]
    apart = [field.coin()] if classed else []
    return Leaderboard(field.against, (*shared, *apart))


def _named(material: Material, depth: Depth) -> list[tuple[str, str, Scored]]:
    """Return who is compared: the subject, the one team, the people, other teams, the crowds."""
    scored, subject = material.scored, material.subject
    there = [material.names[id_] for id_ in np.unique(scored.forecaster).tolist()]
    own = [name for name in there if subject is not None and name.id == subject.id]
    teams, crowds = (
        sorted(
            (name for name in there if name.kind == kind and name not in own),
            key=lambda name: (-int((scored.forecaster == name.id).sum()), name.name),
        )[:MOST]
        for kind in (TEAM, "crowd")
    )
    found = [
        *(_pairs(scored, name) for name in own),
        *(_pairs(scored, name) for name in (teams if len(teams) == 1 else ())),
        *_people(scored, depth, alone=not own),
        *(_pairs(scored, name) for name in (teams if len(teams) > 1 else ())),
        *(_pairs(scored, name) for name in crowds),
    ]
    return [one for one in found if len(one[2].question)]


def _people(scored: Scored, depth: Depth, *, alone: bool) -> list[tuple[str, str, Scored]]:
    """Return the median of the people; where none is made, the voice by itself or its mean.

    alone: whether there is no subject, who would be the voice.
    """
    voice = depth.voice
    if depth.median is not None:
        return [(depth.median.name, AGGREGATE, depth.median.scored)]
    if voice is None or voice.kind == TEAM or not alone:
        return []
    own = together(scored, voice.ids)
    return [(f"{voice.name}, mean score" if voice.several else voice.name, voice.kind, own)]


def _pairs(scored: Scored, name: Name) -> tuple[str, str, Scored]:
    return name.name, name.kind, scored.only(scored.forecaster == name.id)


def _lead(data: Leaderboard) -> str:
    first = data.rows[0]
    name = f"the {first.forecaster}" if first.kind == AGGREGATE else first.forecaster
    line = "" if data.against == "coin" else " The line at 0 is the base rate itself."
    return (
        f"Better by: the {data.against}'s mean Brier score minus the own, with {PERCENT} intervals"
        f" over clusters of related questions.{line} Everybody stands on the questions shared with"
        f" {name}, {counted(first.shared, 'question')} of its own."
    )


def interval(row: Row) -> str:
    """Return the interval, or how many clusters are there of the 8 that one needs."""
    if row.low is None or row.high is None:
        return f"{row.clusters} of {LEAST_CLUSTERS} clusters"
    return ends(row.low, row.high)


def _cells(row: Row) -> tuple[str, ...]:
    skill = "-" if row.skill is None else signed(row.skill)
    return (
        row.forecaster, f"{row.shared:,}", f"{row.clusters:,}", skill, interval(row), _word(row),
    )  # fmt: skip


def _word(row: Row) -> str:
    return verdict_word(row.verdict, row.skill, row.low, row.high)


def _finding(data: Leaderboard) -> str:
    told = [
        f"{row.forecaster}: {signed(row.skill)}, {PERCENT} {interval(row)}, n = {row.shared:,},"
        f" {_word(row)}"
        for row in data.rows
        if row.skill is not None
    ]
    return f"Brier advantage over the {data.against}. {'; '.join(told)}."
