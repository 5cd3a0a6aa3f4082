"""The outside view kept up to date: what base-rate says of questions that are being forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import ForecasterKind, times
from forecasts.store import forecasters
from forecasts.store.clock import last_recorded_at
from tracker import store as own
from tracker.diary import tasks
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    from forecasts.model import Forecaster
    from tracker.jobs.desk import Desk

KIND = "base-rate"  # of the work, and the name of the forecaster that it is done for


def tasks_of(desk: Desk, day: str) -> list[Task]:
    """Return the task of a day of the UTC calendar, where base-rate has a question to speak of.

    Nothing is said by a clock that stands behind the record, and nothing is added to a past that
    is lived again.
    """
    connection = desk.store.connection
    latest = last_recorded_at(connection)
    if desk.replayed or latest is None or desk.now < latest or _who(desk) is None:
        return []
    from forecasts.library import base_rates

    if not base_rates.begun(connection, desk.now):
        return []
    return [Task(KIND, "", day, times.from_text(f"{day}T00:00:00.000000Z"))]


def daily(desk: Desk, task: Task) -> None:
    """Record what the reference classes say now, where it changed."""
    from forecasts.library import base_rates

    store, now = desk.store, desk.now
    if who := _who(desk):
        with store.append(now, "baserate update") as batch:
            base_rates.update(batch, who, now, base_rates.begun(batch.connection, now))
    desk.done(task)
    with own.writing(desk.store) as connection:
        tasks.supersede(connection, KIND, task.period)


def _who(desk: Desk) -> Forecaster | None:
    """Return the forecaster base-rate; None without one, for a person's name, or once retired."""
    found = forecasters.named(desk.store, KIND)
    speaks = found and found.kind is ForecasterKind.BASELINE and not found.has_retired(desk.now)
    return found if speaks else None
