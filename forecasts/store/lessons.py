"""Lessons in and out of the record: the newest of each review stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.review import Aim, Lesson

if TYPE_CHECKING:
    import sqlite3

    from forecasts.store import Batch

SELECT = """
    SELECT l.id, l.forecaster_id, l.period, t.text, l.review_id, l.measure, l.aim, l.value,
        l.target, l.entered_by, l.recorded_at
    FROM lessons l LEFT JOIN texts t ON t.id = l.words_text
    WHERE l.review_id IS NOT NULL AND l.forecaster_id IS NOT NULL
        AND l.id = (SELECT max(m.id) FROM lessons m WHERE m.review_id = l.review_id)
    ORDER BY l.id
"""
BLANKED = "(redacted)"


def everything(connection: sqlite3.Connection) -> tuple[Lesson, ...]:
    """Return the lesson of each review that has one, oldest on record first."""
    return tuple(
        Lesson(
            id=id_,
            forecaster_id=forecaster_id,
            period=period,
            words=BLANKED if words is None else words,
            review_id=review_id,
            measure=measure,
            aim=Aim(aim) if aim else None,
            value=value,
            target=target,
            entered_by=entered_by,
            recorded_at=times.from_text(recorded),
        )
        for id_, forecaster_id, period, words, review_id, measure, aim, value, target,
            entered_by, recorded in connection.execute(SELECT)
    )  # fmt: skip


def of_review(connection: sqlite3.Connection, review_id: int) -> Lesson | None:
    """Return the lesson of a review, or None."""
    return next((one for one in everything(connection) if one.review_id == review_id), None)


def record(batch: Batch, lesson: Lesson) -> int:
    """Add a lesson, which replaces the review's last one, and return its id."""
    last = of_review(batch.connection, lesson.review_id)
    row: dict[str, str | int | float | None] = {
        "forecaster_id": lesson.forecaster_id,
        "period": lesson.period,
        "words_text": batch.text(lesson.words),
        "replaces": last.id if last else None,
        "review_id": lesson.review_id,
        "measure": lesson.measure,
        "aim": lesson.aim.value if lesson.aim else None,
        "value": lesson.value,
        "target": lesson.target,
        "entered_by": lesson.entered_by,
    }
    return batch.add("lessons", row)
