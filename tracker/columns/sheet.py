"""Scores as rows to be written: one a pair and policy, with a reason where there is no number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import store as own
from tracker.columns.facts import Facts, batches, facts, marks, newest
from tracker.scoring import DEFAULT_POLICIES, NEVER, REASONS, VERSION, Judged, Policy, judge
from tracker.store import Unit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

SPOT = Policy.parse("spot")
STORED_POLICIES = (*DEFAULT_POLICIES, SPOT)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What a scoring run writes: the questions judged, and a row of scores for each pair."""

    units: tuple[Unit, ...]
    rows: tuple[tuple[object, ...], ...]

    def as_of(self, newest: Mapping[int, int]) -> ScoreSheet:
        """Return the part whose questions have no fact newer than those they were judged by.

        newest: question id -> seq, as `columns.newest` gives it.
        """
        same = {
            unit.question_id for unit in self.units if newest[unit.question_id] == unit.as_of_seq
        }
        return ScoreSheet(
            tuple(unit for unit in self.units if unit.question_id in same),
            tuple(row for row in self.rows if row[0] in same),
        )


VOID = """
    SELECT q.id, r.id, r.status FROM questions q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.id IN ({marks}) AND r.status <> 'resolved'
"""
# Pairs without a number: on a void question everybody, on a resolved one who only said words.
PAIRS = """
    SELECT f.question_id, f.forecaster_id, max(f.action <> 'said') FROM forecasts f
    WHERE f.question_id IN ({marks}) GROUP BY 1, 2
"""
VOID_REASONS = {
    "annulled": "the question was annulled",
    "ambiguous": "the outcome is ambiguous",
    "disputed": "the outcome is disputed: withheld until it is settled",
    "reopened": "the question was reopened",
}
SAID = "said in words that give no number"


def score_sheet(connection: sqlite3.Connection, question_ids: Sequence[int]) -> ScoreSheet:
    """Return the scores of the questions, under every stored policy, as rows to be written.

    A pair that cannot be scored is a row with its reason. The caller holds one snapshot.
    """
    known = facts(connection, question_ids)
    judged = judge(known.questions, known.history, STORED_POLICIES)
    rows = [row for one in judged for row in _rows(known, one)]
    resolved = dict(zip(known.question_id.tolist(), known.resolution_id.tolist(), strict=True))
    seqs = newest(connection, question_ids)
    void = _void(connection, question_ids)
    rows += _unscored(connection, resolved, void, seqs, DEFAULT_POLICIES)
    force = resolved | {id_: resolution for id_, (resolution, _) in void.items()}
    units = tuple(Unit(id_, force[id_], seqs[id_]) for id_ in question_ids if id_ in force)
    return ScoreSheet(units, tuple(rows))


def computed(
    connection: sqlite3.Connection, question_ids: Sequence[int], policies: Sequence[Policy]
) -> list[tuple[object, ...]]:
    """Return the rows of these questions under any policies, stored or not, in COLUMNS.

    Like the stored ones: what cannot be scored is a row with its reason.
    """
    known = facts(connection, question_ids)
    judged = judge(known.questions, known.history, policies)
    rows = [row for one in judged for row in _rows(known, one)]
    resolved = dict(zip(known.question_id.tolist(), known.resolution_id.tolist(), strict=True))
    seqs = newest(connection, question_ids)
    rows += _unscored(connection, resolved, _void(connection, question_ids), seqs, policies)
    return sorted(rows, key=lambda row: (row[0], row[2], row[1]))


def reason_words(code: int) -> str | None:
    """Return why a pair has no score, or None when it has one."""
    return REASONS[code] or None


def _void(
    connection: sqlite3.Connection, question_ids: Sequence[int]
) -> dict[int, tuple[int, str]]:
    """Return question id -> resolution id and reason, for those whose resolution is no outcome."""
    return {
        id_: (resolution, VOID_REASONS[status])
        for ids in batches(question_ids)
        for id_, resolution, status in connection.execute(VOID.format(marks=marks(ids)), ids)
    }


def _rows(known: Facts, judged: Judged) -> list[tuple[object, ...]]:
    """Return the stored rows of one policy; no row for a spot score where no spot was set."""
    question = known.question_id[judged.question].tolist()
    size = len(question)
    numbers = [
        getattr(judged.rules[rule], part.removeprefix("_") or "score")
        for rule, parts in own.RULES.items()
        for part in parts
    ]
    columns = [
        question,
        known.forecaster_id[judged.forecaster].tolist(),
        [str(judged.policy)] * size,
        known.resolution_id[judged.question].tolist(),
        [VERSION] * size,
        known.as_of_seq[judged.question].tolist(),
        [0] * size,
        judged.forecasts.tolist(),
        *(_nullable(column) for column in (judged.coverage, judged.attainable, judged.hindsight)),
        known.questions.has_class[judged.question].astype(int).tolist(),
        [reason_words(code) for code in judged.reason.tolist()],
        *(_nullable(column) for column in numbers),
    ]
    kept = np.ones(size, dtype=bool)
    if judged.policy == SPOT:
        kept = known.questions.spot_us[judged.question] != NEVER
    rows = zip(*columns, strict=True)
    return [row for row, keep in zip(rows, kept.tolist(), strict=True) if keep]


def _unscored(
    connection: sqlite3.Connection,
    resolved: dict[int, int],
    void: dict[int, tuple[int, str]],
    seqs: dict[int, int],
    policies: Sequence[Policy],
) -> list[tuple[object, ...]]:
    """Return a row with its reason for each pair on a void question, and who said words alone."""
    rows = []
    for ids in batches([*resolved, *void]):
        pairs = connection.execute(PAIRS.format(marks=marks(ids)), ids)
        for question, forecaster, numbered in pairs:
            if question in void:
                resolution, reason = void[question]
                reason = reason if numbered else SAID
            elif numbered:
                continue
            else:
                resolution, reason = resolved[question], SAID
            for policy in policies:
                head = (question, forecaster, str(policy), resolution, VERSION, seqs[question])
                nothing = (None,) * (len(own.COLUMNS) - len(head) - 7)
                rows.append((*head, 0, 0, None, None, None, None, reason, *nothing))
    return rows


def _nullable(values: NDArray[np.float64]) -> list[float | None]:
    """Return plain floats with None for nan: infinite losses stay infinite."""
    return [None if x != x else x for x in values.tolist()]  # noqa: PLR0124 - nan alone
