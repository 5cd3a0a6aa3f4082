"""Provisional scores of open date questions, carried on to every new day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError
from forecasts.model import times
from tracker import store as own
from tracker.diary import tasks
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    import sqlite3

    from tracker.columns.verdicts import Verdict
    from tracker.jobs.desk import Desk

KIND = "provisional"
OPEN = """
    SELECT q.slug FROM questions_now q LEFT JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.type = 'date' AND coalesce(r.status, 'reopened') = 'reopened' AND q.opens_at < ?
    ORDER BY q.slug
"""
SETTLED = """
    DELETE FROM provisional WHERE question_id IN
        (SELECT question_id FROM resolutions_now WHERE status <> 'reopened')
"""
ROW = (
    "INSERT INTO provisional (question_id, forecaster_id, policy, until, brier, log_loss, coverage)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def tasks_of(desk: Desk, day: str) -> list[Task]:
    """Return a task for each date question that is open, for a day of the UTC calendar."""
    now = (times.to_text(desk.now),)
    return [
        Task(KIND, slug, day, times.from_text(f"{day}T00:00:00.000000Z"))
        for (slug,) in desk.store.connection.execute(OPEN, now)
    ]


def extend(desk: Desk, task: Task) -> None:
    """Write what everybody has scored on a question's deadlines up to the start of the day.

    What was scored on a deadline that has passed never changes, so that a day adds to the mean
    and takes nothing back. Raises NotFoundError for a question that is not there.
    """
    from tracker.columns.verdicts import provisional
    from tracker.scoring import DEFAULT_POLICIES

    with desk.store.snapshot() as connection:
        found = connection.execute("SELECT id FROM questions WHERE slug = ?", (task.subject,))
        row = found.fetchone()
        if row is None:
            raise NotFoundError(f"no question is called {task.subject!r}.")
        judged = list(provisional(connection, row, DEFAULT_POLICIES, task.due_at))
    with own.writing(desk.store) as connection:
        if tasks.finish(connection, task, desk.now):
            connection.execute(SETTLED)
            connection.execute("DELETE FROM provisional WHERE question_id = ?", row)
            for verdict in judged:
                _keep(connection, verdict, times.to_text(task.due_at))


def _keep(connection: sqlite3.Connection, verdict: Verdict, until: str) -> None:
    judged = verdict.judged
    columns = (
        verdict.question_id[judged.question].tolist(),
        verdict.forecaster_id[judged.forecaster].tolist(),
        judged.rules["brier"].score.tolist(),
        judged.rules["log_loss"].score.tolist(),
        judged.coverage.tolist(),
    )
    rows = zip(*columns, judged.reason.tolist(), strict=True)
    connection.executemany(
        ROW,
        [
            (question, who, str(judged.policy), until, brier, log, coverage)
            for question, who, brier, log, coverage, reason in rows
            if not reason
        ],
    )
