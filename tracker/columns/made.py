"""On which days a forecaster made forecasts, and of which questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

MADE = """
    SELECT DISTINCT question_id, made_at FROM forecasts
    WHERE forecaster_id = ? AND action IN ('forecast', 'reaffirmation')
        AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
"""


def days_made(connection: sqlite3.Connection, forecaster_id: int, zone: ZoneInfo) -> list[date]:
    """Return the days of the zone on which a forecaster made forecasts, the newest first."""
    rows = connection.execute(MADE, (forecaster_id,))
    return sorted({times.from_text(at).astimezone(zone).date() for _, at in rows}, reverse=True)


def made_between(
    connection: sqlite3.Connection, forecaster_id: int, start: datetime, end: datetime
) -> list[int]:
    """Return the ids of the questions of which a forecaster made a forecast in [start, end]."""
    rows = connection.execute(MADE, (forecaster_id,))
    first, last = times.to_text(start), times.to_text(end)
    return sorted({id_ for id_, at in rows if first <= at <= last})
