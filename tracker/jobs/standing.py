"""How the tracker stands: when it last worked, what waits for it, what failed, whether it lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker import store as own
from tracker.diary import lock, plans, tables, tasks
from tracker.jobs.scoring import VERSION, to_score

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.store import Store

INTERVALS = 3  # without a tick, and the tracker is taken for dead
INTERVAL = "interval_s"  # the note of how often it ticks


@dataclass(frozen=True, slots=True)
class Failure:
    """A unit of work that failed: what, why, how often, and when it is tried again if set."""

    question: str
    error: str
    attempts: int
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """What a plan does next."""

    plan: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """When the tracker last gave a sign of life, as seen at `now`.

    last_scored_at: by a tick or by hand. interval: how often it ticks, as far as that is known.
    """

    now: datetime
    last_tick_at: datetime | None
    last_scored_at: datetime | None
    interval: timedelta | None

    @property
    def lag(self) -> timedelta | None:
        """How long ago the last tick was."""
        return self.now - self.last_tick_at if self.last_tick_at else None

    @property
    def is_dead(self) -> bool:
        """Whether no tick came for three intervals."""
        return bool(self.lag and self.interval and self.lag > INTERVALS * self.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Heartbeat):
    """How the judge stands at `now`."""

    waiting: int
    scored: int
    overdue: int
    failures: tuple[Failure, ...]
    coming: tuple[Coming, ...]
    holder: str | None
    head: str

    def as_json(self) -> dict[str, object]:
        """Return the object that `tracker status --json` prints."""
        return {
            "last_tick_at": times.maybe_to_text(self.last_tick_at),
            "last_scored_at": times.maybe_to_text(self.last_scored_at),
            "lag_seconds": self.lag.total_seconds() if self.lag else None,
            "interval_seconds": self.interval.total_seconds() if self.interval else None,
            "dead": self.is_dead,
            "ticking": self.holder,
            "waiting": self.waiting,
            "scored": self.scored,
            "overdue": self.overdue,
            "failures": [
                {
                    "question": f.question,
                    "error": f.error,
                    "attempts": f.attempts,
                    "retry_at": times.maybe_to_text(f.retry_at),
                }
                for f in self.failures
            ],
            "next": [{"plan": c.plan, "at": times.to_text(c.at)} for c in self.coming],
            "head": self.head,
        }


def standing(store: Store, now: datetime) -> Standing:
    """Return how the judge stands, reading only."""
    with store.snapshot() as connection:
        ready = own.ready(connection)
        beat = heartbeat(connection, now)
        waiting = len(to_score(connection) if ready else own.due(connection, VERSION))
        scored = connection.execute("SELECT count(*) FROM scored").fetchone()[0] if ready else 0
        return Standing(
            now=now,
            last_tick_at=beat.last_tick_at,
            last_scored_at=beat.last_scored_at,
            interval=beat.interval,
            waiting=waiting,
            scored=scored,
            overdue=connection.execute(OVERDUE, {"now": times.to_text(now)}).fetchone()[0],
            failures=failures(connection),
            coming=_coming(connection),
            holder=lock.holder(store.path),
            head=str(store.receipt()),
        )


def heartbeat(connection: sqlite3.Connection, now: datetime) -> Heartbeat:
    """Return when the tracker last gave a sign of life."""
    ready = own.ready(connection)
    interval, tick, scored = (
        own.state(connection, key) if ready else None
        for key in (INTERVAL, "last_tick_at", "last_scored_at")
    )
    return Heartbeat(
        now=now,
        last_tick_at=times.maybe_from_text(tick),
        last_scored_at=times.maybe_from_text(scored),
        interval=timedelta(seconds=float(interval)) if interval else None,
    )


def failures(connection: sqlite3.Connection) -> tuple[Failure, ...]:
    """Return the units of work that failed and were not done since."""
    ready = own.ready(connection)
    unscored = tuple(Failure(*row) for row in connection.execute(UNSCORED)) if ready else ()
    return (*unscored, *_failed_tasks(connection))


OVERDUE = """
    SELECT count(*) FROM questions_now q
    WHERE q.resolves_by <= :now AND q.closes_at <= :now AND NOT EXISTS (
        SELECT 1 FROM resolutions_now r WHERE r.question_id = q.id AND r.status <> 'reopened')
"""
UNSCORED = "SELECT subject, error, attempts FROM work WHERE done_at IS NULL ORDER BY tried_at"


def _failed_tasks(connection: sqlite3.Connection) -> tuple[Failure, ...]:
    if not tables.kept(connection):
        return ()
    return tuple(
        Failure(failed.task.name, failed.error, failed.attempts, failed.retry_at)
        for failed in tasks.failures(connection)
    )


def _coming(connection: sqlite3.Connection) -> tuple[Coming, ...]:
    """Return what the schedule does next, the soonest first."""
    if not tables.kept(connection):
        return ()
    found = [
        Coming(plan.name, plan.next_at)
        for plan in plans.everything(connection)
        if plan.enabled and plan.next_at is not None
    ]
    return tuple(sorted(found, key=lambda coming: (coming.at, coming.plan)))
