"""The firing times of the plans on a record, for the tick."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.diary.plans import Plan, Work
from tracker.jobs.tick import Firings
from tracker.periods import Length
from tracker.schedule.cron import Cron

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MOST = 400  # firings of one plan that are caught up with: a year of days

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
        start, skipped = _caught_up(cron, plan.done_to, cron.local(now))
        fired: list[tuple[datetime, datetime]] = []
        for local in cron.after(start):
            at = cron.instant(local)
            if at > now:
                return Firings(tuple(fired[-MOST:]), skipped + max(len(fired) - MOST, 0), at)
            fired.append((local, at))
        return Firings(tuple(fired[-MOST:]), skipped, None)

    def wound_back(self, plan: Plan, now: datetime) -> Plan:
        """Return a plan that waits for its first firing after now, where it had gone further."""
        cron = Cron.parse(plan.cron, ZoneInfo(plan.timezone))
        local = min(plan.done_to, cron.local(now))
        return replace(plan, done_to=local, next_at=cron.next_at(now))


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


def _caught_up(cron: Cron, done_to: datetime, local: datetime) -> tuple[datetime, int]:
    """Return from where firings are caught up with, and about how many come before that.

    Counting every minute of ten years would take minutes.
    """
    found = tuple(islice(cron.after(done_to), 2))
    if len(found) < 2:  # noqa: PLR2004 - a gap takes two
        return done_to, 0
    gap = found[1] - found[0]
    start = max(done_to, local - 2 * MOST * gap)
    return start, int((start - done_to) / gap)
