"""Scores as rows to be written: one a pair and policy, with a reason where there is no number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import store as own
from tracker.columns.facts import batches, marks, newest
from tracker.columns.verdicts import verdicts
from tracker.scoring import DEFAULT_POLICIES, REASONS, VERSION, Judged, Policy
from tracker.store import Unit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns.verdicts import Verdict

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
    rows, resolved = _scored(connection, question_ids, STORED_POLICIES)
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
    rows, resolved = _scored(connection, question_ids, policies)
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


def _scored(
    connection: sqlite3.Connection, question_ids: Sequence[int], policies: Sequence[Policy]
) -> tuple[list[tuple[object, ...]], dict[int, int]]:
    """Return the rows of the resolved questions, and question id -> resolution of all of them."""
    rows: list[tuple[object, ...]] = []
    resolved: dict[int, int] = {}
    for verdict in verdicts(connection, question_ids, policies):
        rows += rows_of(verdict)
        ids = (verdict.question_id.tolist(), verdict.resolution_id.tolist())
        resolved |= dict(zip(*ids, strict=True))
    return rows, resolved


def rows_of(verdict: Verdict) -> list[tuple[object, ...]]:
    """Return the rows of a verdict, in COLUMNS; no row for a spot score where no spot was set."""
    judged = verdict.judged
    question = verdict.question_id[judged.question].tolist()
    size = len(question)
    empty = [None] * size
    numbers = [
        _nullable(getattr(judged.rules[rule], part.removeprefix("_") or "score"))
        if rule in judged.rules
        else empty
        for rule, parts in own.RULES.items()
        for part in parts
    ]
    columns = [
        question,
        verdict.forecaster_id[judged.forecaster].tolist(),
        [str(judged.policy)] * size,
        verdict.resolution_id[judged.question].tolist(),
        [VERSION] * size,
        verdict.as_of_seq[judged.question].tolist(),
        [0] * size,
        judged.forecasts.tolist(),
        *(_nullable(column) for column in (judged.coverage, judged.attainable, judged.hindsight)),
        verdict.has_class[judged.question].astype(int).tolist(),
        [reason_words(code) for code in judged.reason.tolist()],
        _rule_reasons(judged),
        *numbers,
    ]
    kept = np.ones(size, dtype=bool)
    if judged.policy == SPOT:
        kept = verdict.has_spot[judged.question]
    rows = zip(*columns, strict=True)
    return [row for row, keep in zip(rows, kept.tolist(), strict=True) if keep]


def _rule_reasons(judged: Judged) -> list[str | None]:
    """Return a JSON object for each pair of why single rules are undefined; None if none is."""
    found: list[dict[str, str]] = [{} for _ in judged.reason]
    for rule, codes in judged.undefined.items():
        for pair in np.flatnonzero(codes).tolist():
            found[pair][rule] = REASONS[codes[pair]]
    return [json.dumps(why) if why else None for why in found]


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
