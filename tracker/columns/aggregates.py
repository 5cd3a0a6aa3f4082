"""Aggregates of the record's forecasters: their paths, and what those scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.ends import scheduled_ends
from tracker.columns.scored import SCHEDULED, Scored, clusters, names, of_judged
from tracker.scoring import History, Policy, judge
from tracker.scoring.aggregates import (
    LEARNING,
    Aggregates,
    Past,
    PastQuestions,
    aggregates,
    joined,
    part,
    past_scores,
    past_statements,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from tracker.columns.facts import Facts


@dataclass(frozen=True, slots=True)
class Aggregated:
    """Aggregates of the same members by some methods, on the questions of `known`.

    members: their ids. spoken: their rows; its forecasters are indices into members. paths: a
    column a method. Questions are indices into known.question_id in both.
    """

    known: Facts
    methods: tuple[str, ...]
    members: tuple[int, ...]
    spoken: History
    paths: Aggregates


def aggregated(
    connection: sqlite3.Connection,
    known: Facts,
    methods: Sequence[str],
    members: Sequence[int],
    past: Facts,
) -> Aggregated:
    """Return the aggregates of the forecasters of these ids on the questions of `known`.

    past: the resolved questions that weights and exponents may be learned from. Raises ValueError
    where a method is undefined for what stands.
    """
    crew = _by_name(connection, members)
    spoken = spoken_by(known, crew)
    learned = _past(connection, past, crew) if set(methods) & set(LEARNING) else None
    paths = aggregates(known.questions, spoken, methods, learned)
    return Aggregated(known, tuple(methods), crew, spoken, paths)


def _past(connection: sqlite3.Connection, past: Facts, crew: Sequence[int]) -> Past:
    ends = scheduled_ends(connection, past.question_id)
    learned_us = np.maximum(ends.at_us, past.questions.known_us)
    those = PastQuestions(clusters(connection, past.question_id), ends.place, learned_us)
    spoken = spoken_by(past, crew)
    (judged,) = judge(past.questions, spoken, [SCHEDULED])
    return Past(past_scores(judged, those), past_statements(past.questions, spoken, those))


def _by_name(connection: sqlite3.Connection, members: Sequence[int]) -> tuple[int, ...]:
    """Return the ids by name: sums over members then have the same bits in every record."""
    known = names(connection)
    return tuple(sorted(set(members), key=lambda id_: known[id_].name))


def spoken_by(known: Facts, members: Sequence[int]) -> History:
    """Return the rows of the forecasters of these ids, with places in `members` as indices."""
    place = np.full(len(known.forecaster_id), -1)
    for i, id_ in enumerate(members):
        place[known.forecaster_id == id_] = i
    every = replace(known.history, forecaster=place[known.history.forecaster])
    return joined([part(every, every.forecaster >= 0)])


def scored_aggregates(connection: sqlite3.Connection, found: Aggregated, policy: Policy) -> Scored:
    """Return what the aggregates scored, judged beside everybody's forecasts.

    The aggregate by the method methods[i] has the forecaster id -1 - i: ids of the record are
    above 0, and an aggregate is never on record.
    """
    known, count = found.known, len(found.known.forecaster_id)
    ids = -1 - np.arange(len(found.methods))
    paths = [found.paths.history(i, count + i) for i in range(len(found.methods))]
    with_paths = replace(
        known,
        history=joined([known.history, *paths]),
        forecaster_id=np.concatenate((known.forecaster_id, ids)),
    )
    (judged,) = judge(known.questions, with_paths.history, [policy])
    scored = of_judged(connection, with_paths, judged)
    return scored.only(scored.forecaster < 0)
