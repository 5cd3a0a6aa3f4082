"""The clock as the record last read it, to notice one that was set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def last_recorded_at(connection: sqlite3.Connection) -> datetime | None:
    """Return when the newest append was recorded, or None in an empty record."""
    row = connection.execute("SELECT recorded_at FROM appends ORDER BY id DESC LIMIT 1").fetchone()
    return times.maybe_from_text(row[0]) if row else None
