"""The clock as the record last read it, to notice one that was set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


NEWEST = 10_000  # appends that are looked at: a millisecond's work at every entry
LATEST = """
    SELECT max(recorded_at) FROM (SELECT recorded_at FROM appends ORDER BY id DESC LIMIT ?)
"""


def last_recorded_at(connection: sqlite3.Connection) -> datetime | None:
    """Return the latest time that the newest appends were recorded at; None in an empty record.

    The latest and not the last: one row under a clock that was set back would hide all that follow.
    """
    row = connection.execute(LATEST, (NEWEST,)).fetchone()
    return times.maybe_from_text(row[0])
