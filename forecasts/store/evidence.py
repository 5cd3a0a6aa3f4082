"""What was noted about questions, in and out of the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3

    from forecasts.model.evidence import Evidence
    from forecasts.store import Batch

SELECT = """
    SELECT e.id, e.question_id, e.forecaster_id, e.observed_at, t.text, e.url, e.direction,
        e.strength, e.recorded_at, e.likelihood_ratio, e.entered_by
    FROM evidence e LEFT JOIN texts t ON t.id = e.words_text
    WHERE e.question_id = ? AND e.removed IS NULL
        AND e.id NOT IN (SELECT replaces FROM evidence WHERE replaces IS NOT NULL)
    ORDER BY e.observed_at, e.id
"""


def of_question(connection: sqlite3.Connection, question_id: int) -> tuple[Evidence, ...]:
    """Return the evidence on a question, the oldest first; what was replaced is left out."""
    rows = connection.execute(SELECT, (question_id,)).fetchall()
    if not rows:
        return ()
    from forecasts.model.evidence import Evidence

    return tuple(
        Evidence(
            id=row[0],
            question_id=row[1],
            forecaster_id=row[2],
            observed_at=times.from_text(row[3]),
            words=row[4],
            url=row[5],
            direction=row[6],
            strength=row[7],
            recorded_at=times.from_text(row[8]),
            likelihood_ratio=row[9],
            entered_by=row[10],
        )
        for row in rows
    )


def add(batch: Batch, piece: Evidence) -> int:
    """Add a piece of evidence and return its id."""
    return batch.add("evidence", _row(batch, piece))


def remove(batch: Batch, piece: Evidence, entered_by: str | None = None) -> int:
    """Take a piece back, in a row that replaces it, and return that row's id."""
    gone = {"replaces": piece.id, "removed": 1, "entered_by": entered_by}
    return batch.add("evidence", _row(batch, replace(piece, words=None)) | gone)


def _row(batch: Batch, piece: Evidence) -> dict[str, str | int | float | None]:
    return {
        "question_id": piece.question_id,
        "forecaster_id": piece.forecaster_id,
        "observed_at": times.to_text(piece.observed_at),
        "words_text": batch.text(piece.words),
        "url": piece.url,
        "direction": piece.direction,
        "strength": piece.strength,
        "likelihood_ratio": piece.likelihood_ratio,
        "entered_by": piece.entered_by,
    }
