"""What people were reminded of: each occasion once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

COLUMNS = "kind, question_id, forecaster_id, occurrence, missed, words, command, batch, sent_at"
EVERYBODY = 0  # in place of a forecaster's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One thing that somebody should look at.

    forecaster_id: whose it is, EVERYBODY for what concerns all. occurrence: which of several
    reminders of the same thing this is. missed: how many came due before it that were never sent.
    command: what to type.
    """

    kind: str
    question_id: int
    forecaster_id: int
    occurrence: str
    words: str
    command: str
    missed: int = 0

    @property
    def line(self) -> str:
        """The reminder as people read it."""
        again = f" ({self.missed} earlier reminders were missed)" if self.missed else ""
        return f"{self.words}{again}\n    {self.command}"


def add(connection: sqlite3.Connection, reminder: Reminder, batch: str, now: datetime) -> bool:
    """Note a reminder of a batch; return False, changing nothing, when it was noted before."""
    values = (
        reminder.kind, reminder.question_id, reminder.forecaster_id, reminder.occurrence,
        reminder.missed, reminder.words, reminder.command, batch, times.to_text(now),
    )  # fmt: skip
    added = connection.execute(
        f"INSERT INTO reminders ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
        " ON CONFLICT DO NOTHING",
        values,
    )
    return added.rowcount > 0


def last_count(connection: sqlite3.Connection, kind: str, question_id: int, since: str) -> int:
    """Return the number of the last reminder `since/number` of a question; -1 before the first."""
    rows = connection.execute(
        "SELECT occurrence FROM reminders WHERE kind = ? AND question_id = ?", (kind, question_id)
    )
    counted = (text.rpartition("/") for (text,) in rows)
    return max((int(number) for start, _, number in counted if start == since), default=-1)


def of_batch(connection: sqlite3.Connection, batch: str) -> tuple[Reminder, ...]:
    """Return the reminders of a batch, in the order in which they were noted."""
    query = f"SELECT {COLUMNS} FROM reminders WHERE batch = ? ORDER BY rowid"  # noqa: S608
    return tuple(_reminder(row) for row in connection.execute(query, (batch,)))


def _reminder(row: tuple[str, int, int, str, int, str, str, str, str]) -> Reminder:
    kind, question_id, forecaster_id, occurrence, missed, words, command, *_ = row
    return Reminder(
        kind=kind,
        question_id=question_id,
        forecaster_id=forecaster_id,
        occurrence=occurrence,
        words=words,
        command=command,
        missed=missed,
    )
