"""Aggregates on the leaderboard: scored like everybody, and never among the people."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker import columns
from tracker.columns import Name, Scored
from tracker.reports.standings import ordered, standings
from tracker.scoring.distribution_aggregates import ALL_METHODS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from tracker.columns import Poolable
    from tracker.reports.standings import Standing
    from tracker.scoring import Policy

# Who is a member unless members are named.
MEMBERS = ("person", "model")
WITH_BRIER = ("date",)  # of the kinds that take distributions: a row is of Brier scores
METHOD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "median": "median",
        "mean": "mean",
        "trimmed": "trimmed mean",
        "geometric": "geometric mean of odds",
        "geometric-floored": "floored geometric mean of odds",
        "recency": "recency-weighted median",
        "extremized": "extremized mean",
        "performance": "performance-weighted mean",
        "quantiles": "mean of quantiles",
        "quantiles-performance": "performance-weighted mean of quantiles",
    }
)
PLURALS: Mapping[str, str] = MappingProxyType({"person": "people"})


# What the same methods are called where there are more options than yes and no.
OF_OPTIONS: Mapping[str, str] = MappingProxyType(
    {"geometric": "log pool", "geometric-floored": "floored log pool"}
)


def label(method: str, kinds: Sequence[str], *, options: bool = False) -> str:
    """Return the name of an aggregate: the method, and of how many of each kind it is made.

    >>> label("median", ["person", "person", "model"])
    'median of 2 people and 1 model'
    >>> label("geometric", ["person"], options=True), label("median", [])
    ('log pool of 1 person', 'median without members')
    """
    words = OF_OPTIONS.get(method, METHOD_WORDS[method]) if options else METHOD_WORDS[method]
    if not kinds:
        return f"{words} without members"
    counts = {kind: kinds.count(kind) for kind in sorted(set(kinds), key=_rank)}
    crew = [
        f"{n} {kind if n == 1 else PLURALS.get(kind, kind + 's')}" for kind, n in counts.items()
    ]
    *most, last = crew
    return f"{words} of {', '.join(most)}{' and ' if most else ''}{last}"


def _rank(kind: str) -> tuple[bool, str]:
    return kind != "person", kind


@dataclass(frozen=True, slots=True)
class AggregateStandings:
    """Rows of the leaderboard, best first.

    daily: questions on which they are computed once a day. left_out: date questions, on which
    some of the methods are undefined: each row speaks of those on which its method is defined.
    """

    rows: tuple[Standing, ...]
    daily: int
    left_out: int


def aggregate_standings(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policy: Policy,
    scored: Scored,
    *,
    retrospective: bool,
) -> AggregateStandings:
    """Return a row for the aggregate of persons and models by each method.

    scored: everybody's pairs on these questions. Each aggregate is compared with them alone, so
    that its row, as theirs, does not depend on which other aggregates are shown.
    """
    known = columns.names(connection)
    members = [id_ for id_, name in known.items() if name.kind in MEMBERS]
    there = [known[id_].kind for id_ in np.unique(scored.forecaster).tolist() if id_ in members]
    if not there:
        return AggregateStandings((), 0, 0)
    asked = columns.poolable(connection, question_ids, distributions=WITH_BRIER)
    everything = columns.resolved(connection, retrospective=retrospective)
    whole = len(everything) == len(question_ids)
    past = asked if whole else columns.poolable(connection, everything, distributions=WITH_BRIER)
    found = columns.pooled(connection, asked, methods(connection, asked, members), members, past)
    own = columns.scored_aggregates(connection, found, policy)
    rows = []
    for i, method in enumerate(found.methods):
        name = Name(-1 - i, label(method, there), "aggregate")
        beside = _together(scored, own.only(own.forecaster == name.id))
        rows += [
            row for row in standings(beside, [*known.values(), name]) if row.kind == "aggregate"
        ]
    return AggregateStandings(ordered(rows), found.daily, len(asked.distributions))


def methods(
    connection: sqlite3.Connection, asked: Poolable, members: Sequence[int]
) -> tuple[str, ...]:
    """Return the methods that are defined: beside a certainty the floored geometric mean."""
    certain = columns.has_certainty(connection, asked, members)
    left_out = "geometric" if certain else "geometric-floored"
    return tuple(name for name in ALL_METHODS if name != left_out)


def _together(one: Scored, other: Scored) -> Scored:
    return Scored(
        *(
            np.concatenate((getattr(one, column), getattr(other, column)))
            for column in Scored.__slots__
        )
    )
