"""Scored pairs as arrays, from facts or from stored rows: the same to the last bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.facts import batches, marks
from tracker.columns.verdicts import WITH_BRIER, verdicts
from tracker.scoring import DEFAULT_POLICIES
from tracker.scoring.policies import PEER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns.facts import Facts
    from tracker.scoring import Judged, Policy

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

SCHEDULED = DEFAULT_POLICIES[0]
DTYPES = (*[np.int64] * 3, *[np.float64] * 5, np.bool_, *[np.float64] * 2)  # of Scored's columns


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored pairs under one policy, one an element, in the order (question, forecaster).

    question, forecaster: ids. cluster: a code, the same for questions of one group. reference,
    uniform: the Brier score of the reference forecast and of ½ on the same terms.
    """

    question: Integers
    forecaster: Integers
    cluster: Integers
    brier: Floats
    log_loss: Floats
    peer: Floats
    reference: Floats
    uniform: Floats
    has_class: Booleans
    coverage: Floats
    hindsight: Floats

    def only(self, kept: Booleans | NDArray[np.intp]) -> Scored:
        """Return the pairs that `kept` marks, or names in their new order."""
        return Scored(*(getattr(self, column)[kept] for column in self.__slots__))


@dataclass(frozen=True, slots=True)
class Name:
    """What a forecaster id stands for."""

    id: int
    name: str
    kind: str


GROUPS = "SELECT id, group_name FROM questions_now WHERE id IN ({marks})"
STORED = """
    SELECT question_id, forecaster_id, brier, log_loss, metaculus_peer, brier_reference,
        brier_uniform, has_class, coverage, hindsight
    FROM scores
    WHERE policy = ? AND superseded = 0 AND brier IS NOT NULL AND question_id IN ({marks})
    ORDER BY question_id, forecaster_id
"""


def names(connection: sqlite3.Connection) -> dict[int, Name]:
    """Return forecaster id -> name and kind, as known now."""
    rows = connection.execute("SELECT id, name, kind FROM forecasters_now")
    return {id_: Name(id_, name, kind) for id_, name, kind in rows}


def from_facts(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policy: Policy = SCHEDULED,
    *,
    peer: bool = True,
) -> Scored:
    """Return the scored pairs of these questions, computed from the record.

    Those of the kinds whose Brier scores share a scale: a row of numbers speaks of one set of
    questions, and numeric ones have no Brier score. Without `peer` points there is nan in place
    of those on yes/no questions, which take longer than all else together.
    """
    (found,) = under_policies(connection, question_ids, [policy], peer=peer)
    return found


def under_policies(
    connection: sqlite3.Connection,
    question_ids: Sequence[int],
    policies: Sequence[Policy],
    *,
    peer: bool = False,
) -> tuple[Scored, ...]:
    """Return the same under each of several policies, from one reading of the record."""
    parts: dict[str, list[Scored]] = {str(policy): [] for policy in policies}
    for one in verdicts(connection, question_ids, policies, WITH_BRIER, peer=peer):
        pairs = of_pairs(
            one.judged,
            one.question_id[one.judged.question],
            one.forecaster_id[one.judged.forecaster],
            one.has_class[one.judged.question],
        )
        parts[str(one.judged.policy)].append(pairs)
    every = [together(parts[str(policy)]) for policy in policies]
    return tuple(replace(one, cluster=clusters(connection, one.question)) for one in every)


def together(parts: Sequence[Scored]) -> Scored:
    """Return the pairs of all parts in the order (question, forecaster)."""
    if len(parts) == 1:
        return parts[0]
    every = [
        np.concatenate([np.empty(0, kind), *(getattr(part, column) for part in parts)])
        for column, kind in zip(Scored.__slots__, DTYPES, strict=True)
    ]
    order = np.lexsort((every[1], every[0]))
    return Scored(*(column[order] for column in every))


def of_judged(connection: sqlite3.Connection, known: Facts, judged: Judged) -> Scored:
    """Return the pairs that were scored when these facts were judged."""
    found = of_pairs(
        judged,
        known.question_id[judged.question],
        known.forecaster_id[judged.forecaster],
        known.questions.has_class[judged.question],
    )
    return replace(found, cluster=clusters(connection, found.question))


def of_pairs(
    judged: Judged, question: Integers, forecaster: Integers, has_class: Booleans
) -> Scored:
    """Return the pairs that have a Brier score, no clusters yet; ids and has_class are by pair."""
    brier, points = judged.rules["brier"], judged.rules.get(PEER)
    kept = (judged.reason == 0) & ~np.isnan(brier.score)
    return Scored(
        question=question[kept],
        forecaster=forecaster[kept],
        cluster=question[kept],
        brier=brier.score[kept],
        log_loss=judged.rules["log_loss"].score[kept],
        peer=np.full(int(kept.sum()), np.nan) if points is None else points.score[kept],
        reference=brier.reference[kept],
        uniform=brier.uniform[kept],
        has_class=has_class[kept],
        coverage=judged.coverage[kept],
        hindsight=judged.hindsight[kept],
    )


def from_stored(
    connection: sqlite3.Connection, question_ids: Sequence[int], policy: Policy = SCHEDULED
) -> Scored:
    """Return the scored pairs of these questions, as the judge stored them."""
    rows = [
        row
        for ids in batches(question_ids)
        for row in connection.execute(STORED.format(marks=marks(ids)), [str(policy), *ids])
    ]
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    question, forecaster = (np.array(column, dtype=np.int64) for column in columns[:2])
    numbers = [np.array(column, dtype=np.float64) for column in columns[2:]]
    brier, log_loss, peer, reference, uniform, has_class, coverage, hindsight = numbers
    return Scored(
        question=question,
        forecaster=forecaster,
        cluster=clusters(connection, question),
        brier=brier,
        log_loss=log_loss,
        peer=peer,
        reference=reference,
        uniform=uniform,
        has_class=has_class.astype(bool),
        coverage=coverage,
        hindsight=hindsight,
    )


def clusters(connection: sqlite3.Connection, question: Integers) -> Integers:
    """Return a code for each question id: its group's first question, or the question itself."""
    groups: Mapping[int, str | None] = {
        id_: group
        for ids in batches(sorted(set(question.tolist())))
        for id_, group in connection.execute(GROUPS.format(marks=marks(ids)), ids)
    }
    first: dict[str, int] = {}
    codes = {
        id_: id_ if group is None else first.setdefault(group, id_) for id_, group in groups.items()
    }
    return np.array([codes[id_] for id_ in question.tolist()], dtype=np.int64)
