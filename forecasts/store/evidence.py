"""What was noted about questions, read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.evidence import Evidence

if TYPE_CHECKING:
    import sqlite3

SELECT = """
    SELECT e.id, e.question_id, e.forecaster_id, e.observed_at, t.text, e.url, e.direction,
        e.strength, e.recorded_at
    FROM evidence e LEFT JOIN texts t ON t.id = e.words_text
    WHERE e.question_id = ?
        AND e.id NOT IN (SELECT replaces FROM evidence WHERE replaces IS NOT NULL)
    ORDER BY e.observed_at, e.id
"""


def of_question(connection: sqlite3.Connection, question_id: int) -> tuple[Evidence, ...]:
    """Return the evidence on a question, the oldest first; what was replaced is left out."""
    return tuple(
        Evidence(
            id=id_,
            question_id=question,
            forecaster_id=forecaster,
            observed_at=times.from_text(observed),
            words=words,
            url=url,
            direction=direction,
            strength=strength,
            recorded_at=times.from_text(recorded),
        )
        for id_, question, forecaster, observed, words, url, direction, strength, recorded in (
            connection.execute(SELECT, (question_id,))
        )
    )
