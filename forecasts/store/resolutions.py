"""Resolutions in and out of the record; the newest row of a question is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import model
from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from forecasts.model import Resolution
    from forecasts.store import Batch

SELECT = """
    SELECT r.id, r.question_id, r.status, r.outcome, r.happened_from, r.happened_to, r.known_at,
        r.resolver, r.source_url, q.text, n.text, r.no_source, r.recorded_at
    FROM resolutions r
    LEFT JOIN texts q ON q.id = r.quote_text
    LEFT JOIN texts n ON n.id = r.note_text
"""


def _resolution(row: Sequence[Any]) -> Resolution:
    id_, question, status, outcome, start, end, known, *rest = row
    resolver, source_url, quote, note, no_source, recorded = rest
    happened = model.Interval(times.from_text(start), times.from_text(end)) if start else None
    return model.Resolution(
        id=id_,
        question_id=question,
        status=model.ResolutionStatus(status),
        outcome=outcome,
        happened=happened,
        known_at=times.from_text(known),
        resolver=resolver,
        source_url=source_url,
        quote=quote,
        note=note,
        no_source=no_source,
        recorded_at=times.from_text(recorded),
    )


def history(connection: sqlite3.Connection, question_id: int) -> tuple[Resolution, ...]:
    """Return every resolution of a question, oldest on record first."""
    rows = connection.execute(f"{SELECT} WHERE r.question_id = ? ORDER BY r.id", (question_id,))
    return tuple(_resolution(row) for row in rows)


def latest(connection: sqlite3.Connection, question_id: int) -> Resolution | None:
    """Return the resolution in force, or None when the question never had one."""
    rows = history(connection, question_id)
    return rows[-1] if rows else None


def all_latest(connection: sqlite3.Connection) -> dict[int, Resolution]:
    """Return question id -> the resolution in force, for every question that has one."""
    rows = connection.execute(f"{SELECT} ORDER BY r.id")
    return {resolution.question_id: resolution for resolution in map(_resolution, rows)}


def record(batch: Batch, resolution: Resolution, entered_by: str | None = None) -> int:
    """Add a resolution row, naming the one it replaces, and return its id."""
    last = batch.connection.execute(
        "SELECT max(id) FROM resolutions WHERE question_id = ?", (resolution.question_id,)
    ).fetchone()[0]
    happened = resolution.happened
    row = {
        "question_id": resolution.question_id,
        "status": resolution.status.value,
        "outcome": resolution.outcome,
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "known_at": times.to_text(resolution.known_at),
        "resolver": resolution.resolver,
        "source_url": resolution.source_url,
        "quote_text": batch.text(resolution.quote),
        "note_text": batch.text(resolution.note),
        "no_source": resolution.no_source,
        "replaces": last,
        "entered_by": entered_by,
    }
    return batch.add("resolutions", row)
