"""One tick: everything that is due by now, each unit once, none stopping another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from forecasts.model import times
from tracker import store as own
from tracker.diary import plans, tables, tasks, written
from tracker.diary.plans import Work
from tracker.diary.tasks import Task
from tracker.jobs import (
    outside_view,
    proposing,
    provisional,
    recalibrating,
    reminding,
    reporting,
    sending,
)
from tracker.jobs.scoring import TickResult, score
from tracker.jobs.standing import INTERVAL
from tracker.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.diary.plans import Plan
    from tracker.jobs.desk import Desk, Do

    Progress = Callable[[int, int], None]

LATE = timedelta(days=1)  # a tracker that ticks once a day is in time
CLOCK = "clock_at"  # the note of what the clock showed when a tick began
HOURLY = timedelta(hours=1)  # who ticks by hand more often does not mean to go on so
SET_RIGHT = timedelta(minutes=1)  # a clock put back by less is not worth a word
RUN: Mapping[str, Do] = MappingProxyType(
    {
        reporting.KIND: reporting.write,
        sending.MAIL: sending.mail,
        sending.NOTIFY: sending.notify,
        reminding.KIND: reminding.remind,
        reminding.MAIL: sending.remind,
        reminding.NOTIFY: sending.remind_channel,
        proposing.KIND: proposing.plan_each,
        proposing.EACH: proposing.propose_one,
        provisional.KIND: provisional.extend,
        recalibrating.KIND: recalibrating.daily,
        outside_view.KIND: outside_view.daily,
    }
)


@dataclass(frozen=True, slots=True)
class Firings:
    """When a plan fired since it was last dealt with, oldest first, as local times and instants.

    skipped: whether older ones are left out, since nobody reads a thousand late reports; never
    without one that is not.
    next_at: when it fires next; None for never.
    """

    fired: tuple[tuple[datetime, datetime], ...]
    skipped: bool
    next_at: datetime | None


class Clockwork(Protocol):
    """What a schedule knows of time; APScheduler stands behind it, and not here."""

    def firings(self, plan: Plan, now: datetime) -> Firings:
        """Return when a plan fired since `plan.done_to`, up to now."""

    def wound_back(
        self, plan: Plan, done_at: datetime, now: datetime
    ) -> tuple[datetime, datetime | None]:
        """Return up to when a plan is dealt with and when it fires next, for a clock put back.

        done_at: what it did last, by a clock that had not run ahead.
        """

    def first_plans(self, now: datetime) -> tuple[Plan, ...]:
        """Return what is planned on a record that has no schedule yet."""


def tick(desk: Desk, clockwork: Clockwork, progress: Progress | None = None) -> TickResult:
    """Do all that is due; the caller holds the right to tick (`tracker.diary.lock`).

    Idempotent: what was done is not done again, and a crash leaves the rest for the next tick.
    `progress(done, total)` is told after each unit.
    """
    store, now = desk.store, desk.now
    own.prepare(store)
    tables.begin(store, lambda: clockwork.first_plans(now))
    last = times.maybe_from_text(own.state(store.connection, "last_tick_at"))
    wound_back_from = _look_at_the_clock(desk, clockwork)
    scored = score(store, now, progress, patient=True)
    done: list[str] = []
    failed: list[str] = []
    _daily(desk, progress, done, failed)
    _perform(desk, tasks.waiting(store.connection, now), progress, done, failed)
    for plan in plans.due(store.connection, now):
        found = clockwork.firings(plan, now)
        _perform(desk, _fired(desk, plan, found), progress, done, failed)
        reached = found.fired[-1][0] if found.fired else plan.done_to
        with own.writing(store) as connection:
            plans.advance(connection, plan, reached, found.next_at)
    # What these planned in their turn, such as mail, is done in the same tick.
    _perform(desk, tasks.waiting(store.connection, now), progress, done, failed)
    with own.writing(store) as connection:
        own.note(connection, "last_tick_at", times.to_text(now))
        own.note(connection, "last_scored_at", times.to_text(now))
        own.note(connection, INTERVAL, str(_interval(desk, last).total_seconds()))
    return replace(
        scored,
        done=tuple(done),
        failed=(*scored.failed, *failed),
        last_tick_at=last,
        wound_back_from=wound_back_from,
        reminded=reminding.new_in(store.connection, done),
    )


def _look_at_the_clock(desk: Desk, clockwork: Clockwork) -> datetime | None:
    """Note what the clock shows before anything is done by it; undo what it did if it ran ahead.

    Returns what it showed before, where it was set back by more than a minute.

    Noted first, since a tick that is killed leaves what it did under a wrong clock.
    """
    before = times.maybe_from_text(own.state(desk.store.connection, CLOCK))
    with own.writing(desk.store) as connection:
        if before is not None and desk.now < before:
            _forget_what_was_early(desk)
            for plan in plans.everything(connection):
                done_at = tasks.last_done(connection, plan.work, plan.name, desk.now)
                local, next_at = clockwork.wound_back(plan, done_at or plan.added_at, desk.now)
                plans.advance(connection, plan, local, next_at)
        own.note(connection, CLOCK, times.to_text(desk.now))
    return before if before is not None and before - desk.now > SET_RIGHT else None


def _forget_what_was_early(desk: Desk) -> None:
    """Strike off reports on periods that have not ended, and all that was done far too early.

    A report that was written days ahead is written again: it lacks what was recorded since.
    """
    from zoneinfo import ZoneInfo

    connection = desk.store.connection
    zones = {plan.name: ZoneInfo(plan.timezone) for plan in plans.everything(connection)}
    for report in written.everything(connection):
        ends_at = Period.parse(report.period).ends_at(zones.get(report.plan, ZoneInfo("UTC")))
        if ends_at > desk.now or report.written_at > desk.now + tasks.AHEAD:
            tasks.forget_report(connection, report.plan, report.period)
    tasks.forget_the_future(connection, desk.now)


def _interval(desk: Desk, last: datetime | None) -> timedelta:
    """Return how often the record is ticked: as the desk knows, else since the last time."""
    if desk.interval is not None:
        return desk.interval
    since = desk.now - last if last else LATE
    if since < HOURLY:
        noted = own.state(desk.store.connection, INTERVAL)
        since = timedelta(seconds=float(noted)) if noted else HOURLY
    return min(max(since, HOURLY), LATE)


def _perform(
    desk: Desk,
    waiting: Sequence[Task],
    progress: Progress | None,
    done: list[str],
    failed: list[str],
) -> None:
    for place, task in enumerate(waiting, 1):
        if task.kind not in RUN:  # planned by a newer version of this program
            continue
        why = desk.perform(task, RUN[task.kind])
        (failed if why else done).append(f"{task.name}: {why}" if why else task.name)
        if progress is not None:
            progress(place, len(waiting))


def _fired(desk: Desk, plan: Plan, found: Firings) -> list[Task]:
    """Return what a plan's firings ask for: each period once, other work only the last time."""
    if found.skipped:
        _note_skipped(desk, plan, found.fired[0][1])
    asked = []
    for local, at in found.fired:
        late = desk.now - at > LATE
        if plan.work is Work.REPORT and plan.length is not None:
            period = Period.of(plan.length, local.date()).before
            asked.append(Task(plan.work, plan.name, period.name, at, late))
        else:
            asked.append(Task(plan.work, plan.name, f"{local:%Y-%m-%dT%H:%M}", at, late))
    kept = asked if plan.work is Work.REPORT else asked[-1:]
    first: dict[str, Task] = {}
    for task in kept:
        first.setdefault(task.period, task)
    return [task for task in first.values() if not tasks.is_done(desk.store.connection, task)]


def _note_skipped(desk: Desk, plan: Plan, until: datetime) -> None:
    """Put on the book that firings too long ago were left out."""
    words = f"before {times.to_minute(until)}"
    with own.writing(desk.store) as connection:
        tasks.finish(connection, Task("skipped", plan.name, words, until, late=True), desk.now)


def _daily(desk: Desk, progress: Progress | None, done: list[str], failed: list[str]) -> None:
    """Do the work of each day once: base rates, scores of open date questions, maps for hints."""
    day = f"{desk.now:%Y-%m-%d}"
    if own.state(desk.store.connection, "provisional_day") == day:
        return
    _perform(desk, provisional.tasks_of(desk, day), progress, done, failed)
    # That base-rate was asked, or whether a map still helps, is no news: a failure is.
    _perform(desk, outside_view.tasks_of(desk, day), None, [], failed)
    _perform(desk, recalibrating.tasks_of(desk, day), None, [], failed)
    with own.writing(desk.store) as connection:
        tasks.supersede(connection, provisional.KIND, day)
        own.note(connection, "provisional_day", day)
