"""Resolved questions and their histories, read from the record into arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.errors import DamagedError
from forecasts.model import ReferenceClass
from tracker.scoring import NEVER, History, Questions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

# Who counts as one of the others in peer scores: all but mechanical baselines.
PEERS = ("person", "team", "crowd", "model", "publication")
BATCH = 500  # ids bound to one statement; SQLite takes 32,766, and long IN lists parse slowly


@dataclass(frozen=True, slots=True)
class Facts:
    """Resolved binary questions with their histories, as arrays, and the ids behind the indices.

    question_id, forecaster_id: ledger seqs by index. resolution_id: the resolution in force.
    as_of_seq: the newest fact about each question.
    """

    questions: Questions
    history: History
    question_id: Integers
    forecaster_id: Integers
    resolution_id: Integers
    as_of_seq: Integers


def facts(connection: sqlite3.Connection, question_ids: Sequence[int]) -> Facts:
    """Return the arrays to judge the resolved ones among these questions by.

    Questions without a yes, no or fractional outcome in force are left out. The caller holds one
    snapshot of the record. Raises DamagedError, naming the question, when a row cannot be read.
    """
    return _readable(connection, question_ids, QUESTIONS)


def unresolved(connection: sqlite3.Connection, question_ids: Sequence[int]) -> Facts:
    """Return the same for the binary ones among these questions that have no outcome in force.

    Their outcome is nan and is never known, so that forecasts stand until the close.
    """
    return _readable(connection, question_ids, UNRESOLVED)


def _readable(connection: sqlite3.Connection, question_ids: Sequence[int], statement: str) -> Facts:
    try:
        return _facts(connection, question_ids, statement)
    except ValueError as error:
        if len(question_ids) > 1:
            for id_ in question_ids:
                _readable(connection, [id_], statement)  # the one at fault names itself
        slugs = connection.execute("SELECT slug FROM questions WHERE id = ?", question_ids[:1])
        raise DamagedError(
            f"the record of {slugs.fetchone()[0]} cannot be read: {error}.",
            "See what was changed: forecasts verify",
        ) from error


def _facts(connection: sqlite3.Connection, question_ids: Sequence[int], statement: str) -> Facts:
    rows = [
        row
        for ids in batches(question_ids)
        for row in connection.execute(statement.format(marks=marks(ids)), ids)
    ]
    ids = [int(row[0]) for row in rows]
    history_rows = [row for part in batches(ids) for row in _history_rows(connection, part)]
    forecaster_ids = sorted({int(row[1]) for row in history_rows})
    seqs = newest(connection, ids)
    return Facts(
        questions=_questions(rows),
        history=_history(history_rows, ids, forecaster_ids),
        question_id=np.array(ids, dtype=np.int64),
        forecaster_id=np.array(forecaster_ids, dtype=np.int64),
        resolution_id=np.array([row[9] for row in rows], dtype=np.int64),
        as_of_seq=np.array([seqs[id_] for id_ in ids], dtype=np.int64),
    )


def newest(connection: sqlite3.Connection, question_ids: Sequence[int]) -> dict[int, int]:
    """Return question id -> seq of the newest fact about it, its forecasters' rows included."""
    found: dict[int, int] = {}
    for ids in batches(question_ids):
        found.update(connection.execute(NEWEST.format(marks=marks(ids)), ids))
    return found


# A forecaster's retirement or change of kind is a fact about every question forecast.
NEWEST = """
    SELECT q.id, max(q.id,
        (SELECT max(id) FROM question_revisions r WHERE r.question_id = q.id),
        coalesce((SELECT max(id) FROM resolutions r WHERE r.question_id = q.id), 0),
        coalesce((SELECT max(id) FROM forecasts f WHERE f.question_id = q.id), 0),
        coalesce((SELECT max(w.id) FROM forecasters w WHERE w.id <> w.forecaster_id
            AND w.forecaster_id IN
                (SELECT forecaster_id FROM forecasts f WHERE f.question_id = q.id)), 0))
    FROM questions q WHERE q.id IN ({marks})
"""
QUESTIONS = """
    SELECT q.id, q.opens_at, q.closes_at, q.spot_at, q.reference_class, q.by_deadline,
        r.outcome, r.known_at, q.slug, r.id
    FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'binary' AND r.status = 'resolved' AND q.id IN ({marks})
    ORDER BY q.id
"""
UNRESOLVED = """
    SELECT q.id, q.opens_at, q.closes_at, q.spot_at, q.reference_class, q.by_deadline,
        NULL, NULL, q.slug, coalesce(r.id, 0)
    FROM questions_now q LEFT JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'binary' AND coalesce(r.status, '') <> 'resolved' AND q.id IN ({marks})
    ORDER BY q.id
"""
HISTORY = """
    SELECT f.question_id, f.forecaster_id, f.made_at, f.expires_at, f.recorded_at,
        CASE WHEN f.action <> 'withdrawal' THEN f.probability END, f.low, f.high,
        w.retired_at, w.kind
    FROM forecasts f JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE f.question_id IN ({marks}) AND f.action <> 'said' AND f.id NOT IN
        (SELECT strikes FROM forecasts s
         WHERE s.question_id = f.question_id AND s.strikes IS NOT NULL)
    ORDER BY f.question_id, f.forecaster_id, f.made_at, f.id
"""


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the ids, sorted, in parts that one statement takes."""
    ordered = sorted(ids)
    return [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]


def marks(ids: Sequence[int]) -> str:
    """Return as many question marks as there are ids, for an IN list."""
    return ", ".join("?" * len(ids))


def _history_rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[tuple[str, ...]]:
    return connection.execute(HISTORY.format(marks=marks(ids)), ids).fetchall()


def _questions(rows: Sequence[tuple[str, ...]]) -> Questions:
    classes = [ReferenceClass.parse(row[4]) if row[4] else None for row in rows]
    return Questions(
        opens_us=_microseconds([row[1] for row in rows]),
        closes_us=_microseconds([row[2] for row in rows]),
        known_us=_microseconds([row[7] for row in rows]),
        spot_us=_microseconds([row[3] for row in rows]),
        outcome=np.array([outcome_value(row[6]) for row in rows], dtype=np.float64),
        rate=np.array([known.rate if known else 0.5 for known in classes], dtype=np.float64),
        has_class=np.array([known is not None for known in classes], dtype=bool),
        by_deadline=np.array([bool(row[5]) for row in rows], dtype=bool),
    )


def outcome_value(outcome: str | None) -> float:
    """Return 1 for yes, 0 for no, the number itself for a fractional outcome, nan for none.

    >>> outcome_value("yes"), outcome_value("0.25")
    (1.0, 0.25)
    """
    if outcome is None:
        return float("nan")
    if outcome in ("yes", "no"):
        return 1.0 if outcome == "yes" else 0.0
    return float(outcome)


def _history(
    rows: Sequence[tuple[str, ...]], ids: Sequence[int], forecaster_ids: Sequence[int]
) -> History:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    question, forecaster, made, expires, recorded, p, low, high, retired, kind = columns
    stated = _floats(p)
    return History(
        question=np.searchsorted(ids, np.array(question, dtype=np.int64)),
        forecaster=np.searchsorted(forecaster_ids, np.array(forecaster, dtype=np.int64)),
        made_us=_microseconds(made),
        until_us=np.minimum(_microseconds(expires), _microseconds(retired)),
        recorded_us=_microseconds(recorded),
        p=stated,
        low=_where_missing(_floats(low), stated),
        high=_where_missing(_floats(high), stated),
        peer=np.isin(np.array(kind, dtype=str), PEERS),
    )


def _where_missing(values: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), other, values)


def _floats(column: Sequence[object]) -> NDArray[np.float64]:
    return np.array([np.nan if x is None else x for x in column], dtype=np.float64)


def _microseconds(column: Sequence[str | None]) -> Integers:
    """Return instants in microseconds since 1970; NEVER for a missing one."""
    texts = [text[:-1] if text else "NaT" for text in column]
    instants = np.array(texts, dtype="datetime64[us]").astype(np.int64)
    return np.where(instants == np.iinfo(np.int64).min, NEVER, instants)
