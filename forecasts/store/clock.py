"""The clock as the record last read it, to notice one that was set back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

# The clock is read before the wait for the write lock, which lasts 30 s for other programs: so
# long may entries that are typed at once pass each other. Twice that is a clock that is wrong.
TURN = timedelta(minutes=1)
NEWEST = 10_000  # appends that are looked at: a millisecond's work at every entry
LATEST = """
    SELECT max(recorded_at) FROM (SELECT recorded_at FROM appends ORDER BY id DESC LIMIT ?)
    WHERE recorded_at < '2201'  -- a time that is none, as somebody wrote it in, must hide no other
"""


def last_recorded_at(connection: sqlite3.Connection, rows: int = NEWEST) -> datetime | None:
    """Return the latest time of the newest so many appends, -1 for all; None in an empty record.

    The latest and not the last: one row under a clock that was set back would hide all that follow.
    """
    return read(connection.execute(LATEST, (rows,)).fetchone()[0])


def behind(connection: sqlite3.Connection, now: datetime) -> timedelta | None:
    """Return by how much a clock is behind the newest entries; None for one that is right."""
    last = last_recorded_at(connection)
    return None if last is None or last - now <= TURN else last - now


def read(text: str | None) -> datetime | None:
    """Return the instant of a time on record; None where it is none, as `verify` says."""
    try:
        return times.maybe_from_text(text)
    except ValueError:
        return None
