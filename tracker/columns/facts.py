"""Resolved questions and their histories, read from the record into arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.errors import DamagedError
from forecasts.model import ReferenceClass
from forecasts.store import unreadable
from tracker.columns.bulk import batches, marks
from tracker.columns.histories import PEERS, histories
from tracker.columns.instants import instants_us
from tracker.scoring import History, Questions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

__all__ = ["PEERS", "Facts", "batches", "facts", "marks", "newest", "outcome_value", "unresolved"]


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
        # Rows of other questions are read along with these: the cell at fault says whose it is.
        found = unreadable.cells(connection)
        slugs = connection.execute("SELECT slug FROM questions WHERE id = ?", question_ids[:1])
        words = f"of {slugs.fetchone()[0]} cannot be read: {error}"
        raise DamagedError(
            f"the record {f'is damaged: {found[0].words}' if found else words}.",
            "See what was changed: forecasts verify",
        ) from error


def _facts(connection: sqlite3.Connection, question_ids: Sequence[int], statement: str) -> Facts:
    rows = [
        row
        for ids in batches(question_ids)
        for row in connection.execute(statement.format(marks=marks(ids)), ids)
    ]
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    found = histories(connection, ids)
    return Facts(
        questions=_questions(rows),
        history=found.history,
        question_id=ids,
        forecaster_id=found.forecaster_id,
        resolution_id=np.array([row[9] for row in rows], dtype=np.int64),
        as_of_seq=np.maximum(found.newest, [row[10] for row in rows]),
    )


def newest(connection: sqlite3.Connection, question_ids: Sequence[int]) -> dict[int, int]:
    """Return question id -> seq of the newest fact about it, its forecasters' rows included."""
    found: dict[int, int] = {}
    for ids in batches(question_ids):
        found.update(connection.execute(NEWEST.format(marks=marks(ids)), ids))
    return found


# The newest fact about the question itself: its words, its rulings, and what confirmed them.
OF_QUESTION = """max(q.id,
        (SELECT max(v.id) FROM question_revisions v WHERE v.question_id = q.id),
        coalesce((SELECT max(o.id) FROM resolutions o WHERE o.question_id = q.id), 0),
        coalesce((SELECT max(c.id) FROM confirmations c JOIN resolutions o
            ON o.id = c.resolution_id WHERE o.question_id = q.id), 0))"""
# A forecaster's retirement or change of kind is a fact about every question forecast.
NEWEST = f"""
    SELECT q.id, max({OF_QUESTION},
        coalesce((SELECT max(id) FROM forecasts f WHERE f.question_id = q.id), 0),
        coalesce((SELECT max(w.id) FROM forecasters w WHERE w.id <> w.forecaster_id
            AND w.forecaster_id IN
                (SELECT forecaster_id FROM forecasts f WHERE f.question_id = q.id)), 0))
    FROM questions q WHERE q.id IN ({{marks}})
"""  # noqa: S608 - our own words
QUESTIONS = f"""
    SELECT q.id, q.opens_at, q.closes_at, q.spot_at, q.reference_class, q.by_deadline,
        r.outcome, r.known_at, q.slug, r.id, {OF_QUESTION}
    FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'binary' AND r.status = 'resolved' AND q.id IN ({{marks}})
    ORDER BY q.id
"""  # noqa: S608 - our own words
UNRESOLVED = f"""
    SELECT q.id, q.opens_at, q.closes_at, q.spot_at, q.reference_class, q.by_deadline,
        NULL, NULL, q.slug, coalesce(r.id, 0), {OF_QUESTION}
    FROM questions_now q LEFT JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'binary' AND coalesce(r.status, '') <> 'resolved' AND q.id IN ({{marks}})
    ORDER BY q.id
"""  # noqa: S608 - our own words


def _questions(rows: Sequence[tuple[str, ...]]) -> Questions:
    texts = {row[4] for row in rows if row[4]}
    parsed = {text: ReferenceClass.parse(text) for text in texts}
    classes = [parsed.get(row[4]) for row in rows]
    return Questions(
        opens_us=instants_us([row[1] for row in rows]),
        closes_us=instants_us([row[2] for row in rows]),
        known_us=instants_us([row[7] for row in rows]),
        spot_us=instants_us([row[3] for row in rows]),
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
