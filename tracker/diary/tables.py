"""The tracker's book: what is planned, what was done, written and said; kept, never rebuilt.

Scores can be computed again from the facts, and what was done cannot: so these tables outlive
every change of the derived ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.diary import plans
from tracker.store import writing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from forecasts.store import Store
    from tracker.diary.plans import Plan

DDL = (
    """CREATE TABLE IF NOT EXISTS schedule (
        name TEXT PRIMARY KEY, work TEXT NOT NULL, length TEXT, cron TEXT NOT NULL,
        timezone TEXT NOT NULL, enabled INTEGER NOT NULL, topic TEXT, forecaster TEXT,
        names INTEGER NOT NULL, added_at TEXT NOT NULL, done_to TEXT NOT NULL, next_at TEXT
        ) STRICT""",
    """CREATE TABLE IF NOT EXISTS tasks (
        kind TEXT NOT NULL, subject TEXT NOT NULL, period TEXT NOT NULL, due_at TEXT NOT NULL,
        late INTEGER NOT NULL, attempts INTEGER NOT NULL, error TEXT, tried_at TEXT, retry_at TEXT,
        done_at TEXT, UNIQUE (kind, subject, period)) STRICT""",
    "CREATE INDEX IF NOT EXISTS tasks_open ON tasks (retry_at) WHERE done_at IS NULL",
    """CREATE TABLE IF NOT EXISTS reports (
        plan TEXT NOT NULL, period TEXT NOT NULL, files TEXT NOT NULL, as_of_seq INTEGER NOT NULL,
        late INTEGER NOT NULL, written_at TEXT NOT NULL, UNIQUE (plan, period)) STRICT""",
    """CREATE TABLE IF NOT EXISTS provisional (
        question_id INTEGER NOT NULL, forecaster_id INTEGER NOT NULL, policy TEXT NOT NULL,
        until TEXT NOT NULL, brier REAL, log_loss REAL, coverage REAL,
        UNIQUE (question_id, forecaster_id, policy)) STRICT""",
    """CREATE TABLE IF NOT EXISTS reminders (
        kind TEXT NOT NULL, question_id INTEGER NOT NULL, forecaster_id INTEGER NOT NULL,
        occurrence TEXT NOT NULL, missed INTEGER NOT NULL, words TEXT NOT NULL,
        command TEXT NOT NULL, batch TEXT NOT NULL, sent_at TEXT NOT NULL,
        UNIQUE (kind, question_id, forecaster_id, occurrence)) STRICT""",
)


def kept(connection: sqlite3.Connection) -> bool:
    """Return whether the book was begun on this record."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'reminders'").fetchone()
    return found is not None


def begin(store: Store, first: Callable[[], Iterable[Plan]]) -> None:
    """Begin the book where there is none, with the plans that every record is given."""
    if kept(store.connection):
        return
    with writing(store) as connection:
        if kept(connection):
            return
        for statement in DDL:
            connection.execute(statement)
        for plan in first():
            plans.put(connection, plan)
