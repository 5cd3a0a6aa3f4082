"""The reports that were written: for which period, where, and what they knew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

COLUMNS = "plan, period, files, as_of_seq, late, written_at"
SELECT = f"SELECT {COLUMNS} FROM reports"  # noqa: S608 - our own names


@dataclass(frozen=True, slots=True)
class Written:
    """A report: the plan that asked for it, its files by name, and the seq it was read at."""

    plan: str
    period: str
    files: tuple[str, ...]
    as_of_seq: int
    late: bool
    written_at: datetime


def keep(connection: sqlite3.Connection, report: Written) -> None:
    """Note a report, in place of the one of the same plan and period."""
    connection.execute(
        f"INSERT OR REPLACE INTO reports ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        (
            report.plan,
            report.period,
            json.dumps(report.files),
            report.as_of_seq,
            int(report.late),
            times.to_text(report.written_at),
        ),
    )


def everything(connection: sqlite3.Connection) -> tuple[Written, ...]:
    """Return all reports, in the order in which they were written."""
    rows = connection.execute(f"{SELECT} ORDER BY written_at, plan, period")
    return tuple(_written(row) for row in rows)


def find(connection: sqlite3.Connection, plan: str, period: str) -> Written | None:
    """Return the report of a plan on a period, or None."""
    query = f"{SELECT} WHERE plan = ? AND period = ?"
    row = connection.execute(query, (plan, period)).fetchone()
    return _written(row) if row else None


def _written(row: tuple[str, str, str, int, int, str]) -> Written:
    plan, period, files, seq, late, written_at = row
    return Written(
        plan, period, tuple(json.loads(files)), seq, bool(late), times.from_text(written_at)
    )
