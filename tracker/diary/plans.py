"""The schedule: what is done when, in whose local time, and up to when it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.periods import Length

if TYPE_CHECKING:
    import sqlite3

COLUMNS = (
    "name", "work", "length", "cron", "timezone", "enabled", "topic", "forecaster", "names",
    "added_at", "done_to", "next_at",
)  # fmt: skip
SELECT = f"SELECT {', '.join(COLUMNS)} FROM schedule"  # noqa: S608 - our own names


class Work(StrEnum):
    """What a plan does when it fires."""

    REPORT = "report"
    REMINDERS = "reminders"
    PROPOSALS = "proposals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A line of the schedule.

    length: of the periods that a report is on, None for other work. cron, timezone: when it fires.
    topic, forecaster, names: what a report speaks of, and whether it names people. done_to: the
    local time of the last firing that was dealt with. next_at: when it fires next, None for never.
    """

    name: str
    work: Work
    length: Length | None
    cron: str
    timezone: str
    added_at: datetime
    done_to: datetime
    next_at: datetime | None
    enabled: bool = True
    topic: str | None = None
    forecaster: str | None = None
    names: bool = False


def everything(connection: sqlite3.Connection) -> tuple[Plan, ...]:
    """Return all plans, by name."""
    return tuple(_plan(row) for row in connection.execute(f"{SELECT} ORDER BY name"))


def named(connection: sqlite3.Connection, name: str) -> Plan | None:
    """Return the plan of a name, or None."""
    row = connection.execute(f"{SELECT} WHERE name = ?", (name,)).fetchone()
    return _plan(row) if row else None


def due(connection: sqlite3.Connection, now: datetime) -> tuple[Plan, ...]:
    """Return the plans that fire by now, by name."""
    query = f"{SELECT} WHERE enabled AND next_at <= ? ORDER BY name"
    return tuple(_plan(row) for row in connection.execute(query, (times.to_text(now),)))


def put(connection: sqlite3.Connection, plan: Plan) -> None:
    """Write a plan, in place of the one of its name."""
    marks = ", ".join("?" * len(COLUMNS))
    insert = f"INSERT OR REPLACE INTO schedule ({', '.join(COLUMNS)}) VALUES ({marks})"  # noqa: S608
    connection.execute(insert, _row(plan))


def advance(
    connection: sqlite3.Connection, plan: Plan, done_to: datetime, next_at: datetime | None
) -> None:
    """Note how far a plan is dealt with; one that somebody changed meanwhile stays as it is."""
    connection.execute(
        "UPDATE schedule SET done_to = ?, next_at = ?"
        " WHERE name = ? AND cron = ? AND timezone = ? AND done_to = ?",
        (
            done_to.isoformat(), times.maybe_to_text(next_at),
            plan.name, plan.cron, plan.timezone, plan.done_to.isoformat(),
        ),
    )  # fmt: skip


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Take a plan off the schedule; what it did stays on the book."""
    connection.execute("DELETE FROM schedule WHERE name = ?", (name,))


def _row(plan: Plan) -> tuple[object, ...]:
    return (
        plan.name, plan.work.value, plan.length.value if plan.length else None, plan.cron,
        plan.timezone, int(plan.enabled), plan.topic, plan.forecaster, int(plan.names),
        times.to_text(plan.added_at), plan.done_to.isoformat(), times.maybe_to_text(plan.next_at),
    )  # fmt: skip


def _plan(row: tuple[object, ...]) -> Plan:
    name, work, length, cron, zone, enabled, topic, forecaster, names, added, done, following = row
    return Plan(
        name=str(name),
        work=Work(str(work)),
        length=Length(str(length)) if length else None,
        cron=str(cron),
        timezone=str(zone),
        enabled=bool(enabled),
        topic=str(topic) if topic else None,
        forecaster=str(forecaster) if forecaster else None,
        names=bool(names),
        added_at=times.from_text(str(added)),
        done_to=datetime.fromisoformat(str(done)),
        next_at=times.from_text(str(following)) if following else None,
    )
