"""Scores as rows to be written: one a pair and policy, with a reason where there is no number."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tracker import store as own
from tracker.columns.facts import batches, marks, newest
from tracker.columns.verdicts import verdicts
from tracker.scoring import DEFAULT_POLICIES, REASONS, VERSION, Judged, Policy
from tracker.store import ScoreRows, Unit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.columns.verdicts import Verdict

    Column = NDArray[Any]

SPOT = Policy.parse("spot")
STORED_POLICIES = (*DEFAULT_POLICIES, SPOT)
WORDS = np.array([words or None for words in REASONS], dtype=object)


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What a scoring run writes: the questions judged, and a row of scores for each pair."""

    units: tuple[Unit, ...]
    parts: tuple[ScoreRows, ...]

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """Every row, in COLUMNS."""
        return tuple(row for part in self.parts for row in part.full())

    @property
    def without(self) -> tuple[str, ...]:
        """Why nobody has a score, a reason for each question on which that is so."""
        scored: set[object] = set()
        reasons: dict[object, str] = {}
        for part in self.parts:
            if "reason" not in part.columns:
                scored.update(row[0] for row in part.rows)
                continue
            place = part.columns.index("reason")
            reasons |= {row[0]: str(row[place]) for row in part.rows}
        none = [unit.question_id for unit in self.units if unit.question_id not in scored]
        return tuple(reasons.get(id_, NEVER_FORECAST) for id_ in none)

    def as_of(self, newest: Mapping[int, int]) -> ScoreSheet:
        """Return the part whose questions have no fact newer than those they were judged by.

        newest: question id -> seq, as `columns.newest` gives it.
        """
        units = tuple(unit for unit in self.units if newest[unit.question_id] == unit.as_of_seq)
        if units == self.units:
            return self
        same = {unit.question_id for unit in units}
        parts = (
            replace(part, rows=tuple(row for row in part.rows if row[0] in same))
            for part in self.parts
        )
        return ScoreSheet(units, tuple(part for part in parts if part.rows))


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
NEVER_FORECAST = "nobody forecast it"
SAID = "said in words that give no number"


def score_sheet(connection: sqlite3.Connection, question_ids: Sequence[int]) -> ScoreSheet:
    """Return the scores of the questions, under every stored policy, as rows to be written.

    A pair that cannot be scored is a row with its reason. The caller holds one snapshot.
    """
    parts, resolved = _scored(connection, question_ids, STORED_POLICIES)
    seqs = newest(connection, question_ids)
    void = _void(connection, question_ids)
    parts += _unscored(connection, resolved, void, seqs, DEFAULT_POLICIES)
    force = resolved | {id_: resolution for id_, (resolution, _) in void.items()}
    units = tuple(Unit(id_, force[id_], seqs[id_]) for id_ in question_ids if id_ in force)
    return ScoreSheet(units, tuple(parts))


def computed(
    connection: sqlite3.Connection, question_ids: Sequence[int], policies: Sequence[Policy]
) -> list[tuple[object, ...]]:
    """Return the rows of these questions under any policies, stored or not, in COLUMNS.

    Like the stored ones: what cannot be scored is a row with its reason.
    """
    parts, resolved = _scored(connection, question_ids, policies)
    seqs = newest(connection, question_ids)
    parts += _unscored(connection, resolved, _void(connection, question_ids), seqs, policies)
    return in_order(parts)


def in_order(parts: Iterable[ScoreRows]) -> list[tuple[Any, ...]]:
    """Return the rows in COLUMNS, by question, policy and forecaster."""
    rows = (row for part in parts for row in part.full())
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
) -> tuple[list[ScoreRows], dict[int, int]]:
    """Return the rows of the resolved questions, and question id -> resolution of all of them."""
    parts: list[ScoreRows] = []
    resolved: dict[int, int] = {}
    for verdict in verdicts(connection, question_ids, policies):
        parts += parts_of(verdict)
        ids = (verdict.question_id.tolist(), verdict.resolution_id.tolist())
        resolved |= dict(zip(*ids, strict=True))
    return parts, resolved


def parts_of(verdict: Verdict) -> list[ScoreRows]:
    """Return the rows of a verdict, those that fill the same columns together.

    No row for a spot score where no spot was set.
    """
    judged = verdict.judged
    kept = np.arange(len(judged.question))
    if judged.policy == SPOT:
        kept = np.flatnonzero(verdict.has_spot[judged.question])
    always, seldom = _always(verdict), _seldom(judged)
    filled = np.zeros(len(judged.question), dtype=np.int64)  # a bit for each of `seldom`
    for bit, column in enumerate(seldom.values()):
        filled |= _there(column).astype(np.int64) << bit
    parts = []
    for key in np.unique(filled[kept]).tolist():
        rows = kept[filled[kept] == key]
        told = {name: of for bit, (name, of) in enumerate(seldom.items()) if key >> bit & 1}
        columns = [column[rows].tolist() for column in (*always.values(), *told.values())]
        every = tuple(zip(*columns, strict=True))
        parts.append(ScoreRows(str(judged.policy), VERSION, (*always, *told), every))
    return parts


def _always(verdict: Verdict) -> dict[str, Column]:
    """Return the columns that every row has, by name."""
    judged = verdict.judged
    return {
        "question_id": verdict.question_id[judged.question],
        "forecaster_id": verdict.forecaster_id[judged.forecaster],
        "resolution_id": verdict.resolution_id[judged.question],
        "as_of_seq": verdict.as_of_seq[judged.question],
        "forecasts": judged.forecasts,
        "has_class": verdict.has_class[judged.question].astype(np.int64),
    }


def _seldom(judged: Judged) -> dict[str, Column]:
    """Return the columns that may be empty, nan or None where they are."""
    numbers = {
        rule + part: getattr(judged.rules[rule], part.removeprefix("_") or "score")
        for rule, parts in own.RULES.items()
        for part in parts
        if rule in judged.rules
    }
    return {
        "coverage": judged.coverage,
        "attainable": judged.attainable,
        "hindsight": judged.hindsight,
        "reason": WORDS[judged.reason],
        "reasons": _rule_reasons(judged),
        **numbers,
    }


def _there(column: Column) -> NDArray[np.bool_]:
    """Return where a column is filled."""
    if column.dtype == object:
        return np.array([value is not None for value in column.tolist()], dtype=bool)
    return np.asarray(~np.isnan(column))


def _rule_reasons(judged: Judged) -> Column:
    """Return a JSON object for each pair of why single rules are undefined; None if none is."""
    found = np.full(len(judged.reason), None, dtype=object)
    if judged.undefined:
        codes = np.stack(tuple(judged.undefined.values()))
        kinds, kind = np.unique(codes, axis=1, return_inverse=True)
        texts = [
            json.dumps(
                {
                    rule: REASONS[code]
                    for rule, code in zip(judged.undefined, why, strict=True)
                    if code
                }
            )
            for why in kinds.T.tolist()
        ]
        found = np.array([None if text == "{}" else text for text in texts], dtype=object)[
            kind.ravel()
        ]
    return found


def _unscored(
    connection: sqlite3.Connection,
    resolved: dict[int, int],
    void: dict[int, tuple[int, str]],
    seqs: dict[int, int],
    policies: Sequence[Policy],
) -> list[ScoreRows]:
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
            rows.append((question, forecaster, resolution, seqs[question], 0, reason))
    columns = ("question_id", "forecaster_id", "resolution_id", "as_of_seq", "forecasts", "reason")
    return [ScoreRows(str(policy), VERSION, columns, tuple(rows)) for policy in policies if rows]
