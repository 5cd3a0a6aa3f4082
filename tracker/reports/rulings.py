"""When outcomes came on record: each is told by the one period that holds its first ruling."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# A ruling that awaits a second person came into force with the confirmation.
IN_FORCE_SINCE = """
    CASE WHEN r.awaits IS NOT 1 THEN r.id ELSE (
        SELECT min(c.id) FROM confirmations c
        WHERE c.resolution_id = r.id AND lower(c.confirmer) IS NOT lower(r.resolver)) END
"""
FIRST_RESOLVED = f"""
    SELECT r.question_id, min({IN_FORCE_SINCE}) AS since
    FROM resolutions r WHERE r.status = 'resolved' GROUP BY r.question_id HAVING since NOT NULL
"""  # noqa: S608 - our own words
NOW = f"SELECT r.question_id, {IN_FORCE_SINCE} FROM resolutions_now r"  # noqa: S608


def first_resolved(connection: sqlite3.Connection) -> dict[int, int]:
    """Return question id -> seq of the row by which it first had an outcome in force."""
    return dict(connection.execute(FIRST_RESOLVED).fetchall())


def in_force_since(connection: sqlite3.Connection) -> dict[int, int]:
    """Return question id -> seq of the row by which its present ruling came into force."""
    return dict(connection.execute(NOW).fetchall())
