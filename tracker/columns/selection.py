"""Which questions a table is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def resolved(
    connection: sqlite3.Connection, *, topic: str | None = None, retrospective: bool = False
) -> list[int]:
    """Return the ids of resolved questions, either live ones or retrospective ones."""
    rows = connection.execute(RESOLVED, {"retrospective": int(retrospective)})
    return [id_ for id_, topics in rows if topic is None or topic in (topics or "").split(";")]


RESOLVED = """
    SELECT q.id, q.topics FROM questions_now q JOIN resolutions_now r ON r.question_id = q.id
    WHERE r.status = 'resolved' AND coalesce(q.retrospective, 0) = :retrospective ORDER BY q.id
"""
