"""Firings since a plan was dealt with: all of them, or the newest of too many."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker.diary.plans import Plan, Work
from tracker.periods import Length
from tracker.schedule.clockwork import MOST, Clockwork, planned
from tracker.schedule.cron import Cron

START = datetime(2026, 11, 2, 12, tzinfo=UTC)  # a Monday
WEEK = timedelta(days=7)


def plan(cron: str) -> Plan:
    return planned("p", Work.REPORT, Length.WEEKLY, Cron.parse(cron, ZoneInfo("UTC")), START)


def test_a_plan_that_fires_in_bursts_loses_none_after_a_pause() -> None:
    """Every five minutes from seven to eight on Mondays: twelve firings, and then a week's gap."""
    found = Clockwork().firings(plan("*/5 7 * * mon"), START + 5 * WEEK)
    assert len(found.fired) == 60
    assert not found.skipped
    assert found.next_at == START + 6 * WEEK - timedelta(hours=5)
    assert found.fired[0][1] == START + WEEK - timedelta(hours=5)


@pytest.mark.parametrize("cron", ["* * * * *", "0 * * * *", "*/5 7 * * mon", "0 7 * * *"])
def test_of_ten_years_the_newest_are_caught_up_with_in_little_time(cron: str) -> None:
    now = START + timedelta(days=3650)
    start_s = time.process_time()
    found = Clockwork().firings(plan(cron), now)
    assert time.process_time() - start_s < 5
    assert len(found.fired) == MOST
    assert found.skipped
    instants = [at for _, at in found.fired]
    assert instants == sorted(set(instants))
    assert found.next_at is not None
    assert instants[-1] <= now < found.next_at
    again = Cron.parse(cron, ZoneInfo("UTC"))
    assert len(list(_between(again, instants[0], now))) == MOST - 1


def _between(cron: Cron, start: datetime, end: datetime) -> list[datetime]:
    found = []
    for local in cron.after(cron.local(start)):
        if cron.instant(local) > end:
            break
        found.append(local)
    return found


def test_exactly_as_many_as_are_caught_up_with_are_not_too_many() -> None:
    found = Clockwork().firings(plan("0 7 * * *"), START + timedelta(days=MOST))
    assert (len(found.fired), found.skipped) == (MOST, False)


def test_what_is_put_back_never_goes_past_now() -> None:
    one = plan("0 7 * * *")
    early = START - timedelta(hours=2)
    assert Clockwork().wound_back(one, START, early) == (
        early.replace(tzinfo=None),
        datetime(2026, 11, 3, 7, tzinfo=UTC),
    )
