"""Units of work: each done once, tried again after a failure, never forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.store import wait_after

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

AHEAD = timedelta(days=1)  # a clock that ran less ahead has reminded nobody twice
COLUMNS = "kind, subject, period, due_at, late"


@dataclass(frozen=True, slots=True)
class Task:
    """A unit of work, named by its kind, what it is about, and the period it is done for."""

    kind: str
    subject: str
    period: str
    due_at: datetime
    late: bool = False

    @property
    def name(self) -> str:
        """The name by which messages and failures speak of it, and its idempotency key."""
        return "/".join(part for part in (self.kind, self.subject, self.period) if part)

    @property
    def key(self) -> tuple[str, str, str]:
        """The three parts of the name, as the book keeps them."""
        return self.kind, self.subject, self.period


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that failed: why, how often it was tried, and when it is tried again."""

    task: Task
    error: str
    attempts: int
    retry_at: datetime


def is_done(connection: sqlite3.Connection, task: Task) -> bool:
    """Return whether a task was done before."""
    query = "SELECT done_at FROM tasks WHERE kind = ? AND subject = ? AND period = ?"
    row = connection.execute(query, task.key).fetchone()
    return row is not None and row[0] is not None


def last_done(
    connection: sqlite3.Connection, kind: str, subject: str, now: datetime
) -> datetime | None:
    """Return when the last task of a kind and subject that was done by now was due, or None."""
    query = """SELECT max(due_at) FROM tasks
        WHERE kind = ? AND subject = ? AND done_at IS NOT NULL AND due_at <= ?"""
    (text,) = connection.execute(query, (kind, subject, times.to_text(now))).fetchone()
    return times.maybe_from_text(text)


def plan(connection: sqlite3.Connection, task: Task) -> None:
    """Note a task that is to be done; one that is on the book already stays as it is."""
    connection.execute(
        f"INSERT INTO tasks ({COLUMNS}, attempts, retry_at) VALUES (?, ?, ?, ?, ?, 0, ?)"  # noqa: S608 - our own names
        " ON CONFLICT DO NOTHING",
        (*_row(task), times.to_text(task.due_at)),
    )


def finish(connection: sqlite3.Connection, task: Task, now: datetime) -> bool:
    """Note that a task is done; return False, changing nothing, when it was done before."""
    at = times.to_text(now)
    done = connection.execute(
        f"""INSERT INTO tasks ({COLUMNS}, attempts, tried_at, done_at)
        VALUES (?, ?, ?, ?, ?, 1, ?, ?)
        ON CONFLICT (kind, subject, period) DO UPDATE SET attempts = attempts + 1,
            error = NULL, tried_at = excluded.tried_at, retry_at = NULL,
            done_at = excluded.done_at, late = max(late, excluded.late)
        WHERE done_at IS NULL""",  # noqa: S608 - our own names
        (*_row(task), at, at),
    )
    return done.rowcount > 0


def fail(connection: sqlite3.Connection, task: Task, error: str, now: datetime) -> Failure:
    """Note that a task failed; it is tried again after a minute, two, four, up to a day."""
    query = "SELECT attempts FROM tasks WHERE kind = ? AND subject = ? AND period = ?"
    row = connection.execute(query, task.key).fetchone()
    attempts = (row[0] if row else 0) + 1
    failure = Failure(task, error, attempts, now + wait_after(attempts))
    connection.execute(
        f"""INSERT INTO tasks ({COLUMNS}, attempts, error, tried_at, retry_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, subject, period) DO UPDATE SET attempts = excluded.attempts,
            error = excluded.error, tried_at = excluded.tried_at, retry_at = excluded.retry_at,
            done_at = NULL""",  # noqa: S608 - our own names
        (*_row(task), attempts, error, times.to_text(now), times.to_text(failure.retry_at)),
    )
    return failure


def drop(connection: sqlite3.Connection, task: Task) -> None:
    """Strike a task off the book: what it was about is gone."""
    query = "DELETE FROM tasks WHERE kind = ? AND subject = ? AND period = ?"
    connection.execute(query, task.key)


def waiting(connection: sqlite3.Connection, now: datetime) -> tuple[Task, ...]:
    """Return the tasks that wait to be done or tried again by now, the oldest first."""
    query = f"""SELECT {COLUMNS} FROM tasks
        WHERE done_at IS NULL AND retry_at <= ? ORDER BY due_at, kind, subject, period"""  # noqa: S608
    return tuple(_task(row) for row in connection.execute(query, (times.to_text(now),)))


def failures(connection: sqlite3.Connection) -> tuple[Failure, ...]:
    """Return what failed and was not done since, the oldest first."""
    query = f"""SELECT {COLUMNS}, error, attempts, retry_at FROM tasks
        WHERE done_at IS NULL AND error IS NOT NULL ORDER BY due_at, kind, subject, period"""  # noqa: S608
    return tuple(
        Failure(_task(row[:5]), row[5], row[6], times.from_text(row[7]))
        for row in connection.execute(query)
    )


def supersede(connection: sqlite3.Connection, kind: str, period: str) -> None:
    """Strike off the tasks of a kind for other periods: what is done now does their work too.

    Later ones are a clock's that was set back: their time comes again.
    """
    connection.execute("DELETE FROM tasks WHERE kind = ? AND period <> ?", (kind, period))


def forget_report(connection: sqlite3.Connection, plan: str, period: str) -> None:
    """Strike off a report that was written before its period ended, and that it was sent."""
    connection.execute("DELETE FROM reports WHERE plan = ? AND period = ?", (plan, period))
    connection.execute(
        "DELETE FROM tasks WHERE period = ? AND kind IN ('report', 'mail', 'notify')"
        " AND (subject = ? OR substr(subject, 1, length(?) + 4) = ? || ' to ')",
        (period, plan, plan, plan),
    )


def forget_the_future(connection: sqlite3.Connection, now: datetime) -> None:
    """Strike off what was done more than a day early, by a clock that had run ahead.

    It is done again when its time comes; what failed under that clock is tried again now.
    """
    after = times.to_text(now + AHEAD)
    connection.execute("DELETE FROM tasks WHERE due_at > ?", (after,))
    connection.execute("DELETE FROM reminders WHERE sent_at > ?", (after,))
    connection.execute(
        "UPDATE tasks SET retry_at = ? WHERE done_at IS NULL AND retry_at > ?",
        (times.to_text(now), after),
    )


def _row(task: Task) -> tuple[str, str, str, str, int]:
    return (*task.key, times.to_text(task.due_at), int(task.late))


def _task(row: tuple[str, str, str, str, int]) -> Task:
    return Task(row[0], row[1], row[2], times.from_text(row[3]), bool(row[4]))
