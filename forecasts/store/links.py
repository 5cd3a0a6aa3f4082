"""Links between questions out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

GIVEN = """
    SELECT from_question, to_question FROM links
    WHERE kind = 'given' AND id NOT IN (SELECT replaces FROM links WHERE replaces IS NOT NULL)
    ORDER BY id
"""


def given(connection: sqlite3.Connection) -> tuple[tuple[int, int], ...]:
    """Return (id of a question, id of the question that is its condition) for each such pair."""
    return tuple(connection.execute(GIVEN).fetchall())
