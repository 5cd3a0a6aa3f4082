"""The firing times of the plans on a record, for the tick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.diary.plans import Plan, Work
from tracker.diary.tasks import AHEAD
from tracker.jobs.tick import Firings
from tracker.periods import Length
from tracker.schedule.cron import Cron

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

MOST = 400  # firings of one plan that are caught up with: a year of days
FIRST_LOOK = timedelta(hours=8)  # in which a plan that fires each minute fires more often

# What a record is given when the tracker first runs on it: name -> work, length, firing times.
FIRST: Mapping[str, tuple[Work, Length | None, str]] = MappingProxyType(
    {
        "weekly": (Work.REPORT, Length.WEEKLY, "weekly"),
        "quarterly": (Work.REPORT, Length.QUARTERLY, "quarterly"),
        "reminders": (Work.REMINDERS, None, "daily"),
        "proposals": (Work.PROPOSALS, None, "0 6 * * *"),
    }
)


@dataclass(frozen=True, slots=True)
class Clockwork:
    """The firing times of plans, for `tick`. timezone: of the plans that a record is given."""

    timezone: str = "UTC"

    def first_plans(self, now: datetime) -> tuple[Plan, ...]:
        """Return what a record is given when the tracker first runs on it."""
        return tuple(
            planned(name, work, length, Cron.parse(cron, ZoneInfo(self.timezone)), now)
            for name, (work, length, cron) in FIRST.items()
        )

    def firings(self, plan: Plan, now: datetime) -> Firings:
        """Return the firings since the last one that was dealt with; the newest MOST of them."""
        cron = Cron.parse(plan.cron, ZoneInfo(plan.timezone))
        start = _caught_up_from(cron, plan.done_to, now)
        fired = [(local, cron.instant(local)) for local in _until(cron, start, now)]
        following = next(cron.after(fired[-1][0] if fired else start), None)
        skipped = start > plan.done_to or len(fired) > MOST
        return Firings(tuple(fired[-MOST:]), skipped, following and cron.instant(following))

    def wound_back(
        self, plan: Plan, done_at: datetime, now: datetime
    ) -> tuple[datetime, datetime | None]:
        """Return the local time up to which a plan is dealt with, and what is next.

        A plan that ran far ahead goes on from what it did last, so that nothing since is left out.
        """
        cron = Cron.parse(plan.cron, ZoneInfo(plan.timezone))
        far_ahead = plan.done_to > cron.local(now + AHEAD)
        local = cron.local(min(done_at, now) if far_ahead else now)
        local = min(local, plan.done_to)
        following = next(cron.after(local), None)
        return local, following and cron.instant(following)


def changed(plan: Plan, cron: Cron, now: datetime, *, on: bool) -> Plan:
    """Return a plan as it goes on with other firing times, or switched on or off.

    A report goes on from where it was dealt with: no period is lost between two zones or times of
    day, and none is doubled, since it is noted by its name. Other work, and what was off, goes on
    from now.
    """
    same = replace(plan, cron=cron.text, timezone=cron.zone.key, enabled=on)
    if plan.work is Work.REPORT and plan.enabled:
        following = next(cron.after(plan.done_to), None)
        return replace(same, next_at=following and cron.instant(following))
    return replace(same, done_to=cron.local(now), next_at=cron.next_at(now))


def planned(name: str, work: Work, length: Length | None, cron: Cron, now: datetime) -> Plan:
    """Return a new plan, which fires from now on."""
    return Plan(
        name=name,
        work=work,
        length=length,
        cron=cron.text,
        timezone=cron.zone.key,
        added_at=now,
        done_to=cron.local(now),
        next_at=cron.next_at(now),
    )


def _caught_up_from(cron: Cron, done_to: datetime, now: datetime) -> datetime:
    """Return the local time after which lie all firings up to now, or MOST of them and some more.

    Counting every minute of ten years would take minutes: so the time looked back over is doubled
    until it holds enough.
    """
    if not _are_many(cron, done_to, now):
        return done_to
    back = FIRST_LOOK
    while not _are_many(cron, cron.local(now) - back, now):
        back *= 2
    return max(done_to, cron.local(now) - back)


def _are_many(cron: Cron, start: datetime, now: datetime) -> bool:
    return next(islice(_until(cron, start, now), MOST, None), None) is not None


def _until(cron: Cron, start: datetime, now: datetime) -> Iterator[datetime]:
    """Yield the firings after a local time that came by now."""
    return takewhile(lambda local: cron.instant(local) <= now, cron.after(start))
