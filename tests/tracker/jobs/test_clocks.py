"""Clocks that jump, in autumn and spring or because somebody set them: each unit once."""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tracker.jobs.conftest import Tracked

DAY = timedelta(days=1)
# Zones, a time that their clocks skip or go through twice, and the days of 2027 on which they do.
JUMPS = (
    ("Europe/Berlin", "30 2 * * *", date(2027, 3, 28), date(2027, 10, 31)),
    ("America/New_York", "30 1 * * *", date(2027, 3, 14), date(2027, 11, 7)),
    ("Australia/Lord_Howe", "45 1 * * *", date(2027, 10, 3), date(2027, 4, 4)),  # half an hour
    ("America/Santiago", "15 0 * * *", date(2027, 9, 5), date(2027, 4, 4)),  # at midnight
)
CHANGES = [(zone, when, day) for zone, when, *days in JUMPS for day in days]


def add(tracked: Tracked, at: str, *argv: str) -> None:
    code, _, err = tracked(at, "tracker", "schedule", "add", *argv)
    assert code == 0, err


def only(tracked: Tracked, *kept: str) -> None:
    """Take everything else off the schedule."""
    for name in {"weekly", "quarterly", "reminders", "proposals"} - set(kept):
        assert tracked("2026-11-02T12:01Z", "tracker", "schedule", "remove", name)[0] == 0


@pytest.mark.parametrize(("zone", "when", "day"), CHANGES)
def test_daily_local_reports_are_neither_skipped_nor_doubled(
    tracked: Tracked, zone: str, when: str, day: date
) -> None:
    only(tracked)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * DAY
    add(tracked, start.isoformat(), "d", "--report", "daily", "--cron", when, "--tz", zone)
    steps = random.Random(f"{zone}{day}{when}")
    done: list[str] = []
    at = start
    while at < start + 4 * DAY:
        at += timedelta(minutes=steps.randint(40, 500))
        done += tracked.tick(at.isoformat())["done"]
    reports = [name for name in done if name.startswith("report/d/")]
    periods = [date.fromisoformat(name.rpartition("/")[2]) for name in reports]
    assert periods == [periods[0] + k * DAY for k in range(len(periods))]
    assert len(periods) in {4, 5}
    assert periods[0] < day
    assert periods[-1] >= day
    assert tracked.rows("SELECT max(attempts) FROM tasks") == [(1,)]
    assert len(tracked.reports) == len(periods)


def test_a_clock_set_back_over_midnight_leaves_provisional_scores_at_no_day_gone_by(
    tracked: Tracked,
) -> None:
    until = "SELECT DISTINCT substr(until, 1, 10) FROM provisional"
    found = []
    for at in ("03T23:30Z", "04T00:10Z", "03T23:20Z", "04T00:20Z"):
        tracked.tick(f"2026-11-{at}")
        found += tracked.rows(until)
    assert found == [("2026-11-03",), ("2026-11-04",), ("2026-11-03",), ("2026-11-04",)]


def test_a_clock_an_hour_back_doubles_nothing(tracked: Tracked) -> None:
    first = tracked.tick("2026-11-09T07:10Z")["done"]
    assert "report/weekly/2026-W45" in first
    assert "reminders/reminders/2026-11-09T07:00" in first
    units = tracked.rows("SELECT kind, subject, period, done_at FROM tasks ORDER BY 1, 2, 3")
    for at in ("2026-11-09T06:10Z", "2026-11-09T06:40Z", "2026-11-09T07:05Z", "2026-11-09T08:00Z"):
        assert tracked.tick(at)["done"] == []
    assert (
        tracked.rows("SELECT kind, subject, period, done_at FROM tasks ORDER BY 1, 2, 3") == units
    )
    assert "report/weekly/2026-W46" in tracked.tick("2026-11-16T07:10Z")["done"]


def test_a_report_that_was_written_too_early_is_written_again_at_its_time(
    tracked: Tracked,
) -> None:
    """The clock ran half a day ahead, past the end of the week; then it was set right."""
    assert "report/weekly/2026-W45" in tracked.tick("2026-11-09T07:10Z")["done"]
    assert tracked.tick("2026-11-08T19:10Z")["done"] == ["provisional/thaw/2026-11-08"]
    assert tracked.rows("SELECT count(*) FROM reports") == [(0,)]
    assert "report/weekly/2026-W45" in tracked.tick("2026-11-09T07:20Z")["done"]
    (written,) = tracked.rows("SELECT written_at FROM reports WHERE plan = 'weekly'")
    assert written == ("2026-11-09T07:20:00.000000Z",)


def test_ten_years_ahead_and_back_the_catch_up_is_bounded_and_the_schedule_goes_on(
    tracked: Tracked,
) -> None:
    only(tracked, "reminders")
    add(tracked, "2026-11-02T12:02Z", "w", "--report", "quarterly", "--cron", "0 7 * * mon")
    add(tracked, "2026-11-02T12:02Z", "m", "--reminders", "--cron", "* * * * *")
    spent_s = time.process_time()
    ahead = tracked.tick("2036-11-02T12:00Z")
    assert time.process_time() - spent_s < 60
    quarters = [name for name in ahead["done"] if name.startswith("report/")]
    assert 29 <= len(quarters) <= 32  # of 520 Mondays the last 400, which lie in 31 quarters
    assert tracked.rows("SELECT subject FROM tasks WHERE kind = 'skipped' ORDER BY 1") == [
        ("m",), ("reminders",), ("w",),
    ]  # fmt: skip
    back = tracked.tick("2026-11-03T12:00Z")
    assert back["failed"] == []
    assert not [name for name in back["done"] if name.startswith("report/")]
    assert tracked.rows("SELECT count(*) FROM reports") == [(0,)]
    late = tracked.rows("SELECT count(*) FROM tasks WHERE due_at > '2026-11-05'")
    assert late == [(0,)]
    code, out, _ = tracked("2026-11-03T12:00Z", "tracker", "status")
    assert code == 0
    assert "Last tick just now" in out
    assert "Next: m 2026-11-03 12:01Z, reminders 2026-11-04 07:00Z, w 2026-11-09 07:00Z" in out
    assert "report/w/2026-Q4" in tracked.tick("2027-01-04T07:01Z")["done"]


def test_what_fell_due_while_the_clock_was_ten_years_ahead_is_caught_up_with(
    tracked: Tracked,
) -> None:
    tracked.tick("2026-11-24T08:00Z")
    tracked.tick("2036-11-24T08:00Z")
    _, told, _ = tracked("2026-12-08T08:00Z", "tracker", "status")
    assert "The last tick is dated 3639 days ahead of this clock (2036-11-24 08:00Z)" in told
    done = tracked.tick("2026-12-08T08:00Z")["done"]
    assert [name for name in done if name.startswith("report/")] == [
        "report/weekly/2026-W48", "report/weekly/2026-W49",
    ]  # fmt: skip
    assert "reminders/reminders/2026-12-08T07:00" in done
    late = "SELECT period, late FROM reports WHERE period > '2026-W47' ORDER BY period"
    assert tracked.rows(late) == [("2026-W48", 1), ("2026-W49", 1)]
    assert not [n for n in tracked.tick("2026-12-08T09:00Z")["done"] if n.startswith("report/")]


def test_a_tick_says_that_the_clock_was_set_back(tracked: Tracked) -> None:
    tracked.tick("2026-11-03T08:05Z")
    code, told, _ = tracked("2026-11-02T13:00Z", "tracker", "tick")
    assert code == 0
    assert "had run ahead to 2026-11-03 08:05Z: the schedule was put back too." in told
    assert tracked("2026-11-02T13:01Z", "tracker", "tick")[1] == "Nothing is due.\n"


def test_a_tick_killed_under_a_clock_ten_years_ahead_leaves_the_schedule_alive(
    tracked: Tracked,
) -> None:
    """What a tick leaves that is killed at its end: all it did, and no sign that it ended."""
    only(tracked, "quarterly")
    before = tracked.rows("SELECT value FROM judge WHERE key = 'last_tick_at'")
    tracked.tick("2036-11-03T12:00Z")
    tracked.rows(f"UPDATE judge SET value = '{before[0][0]}' WHERE key = 'last_tick_at'")
    tracked.tick("2026-11-03T12:00Z")
    assert "report/quarterly/2026-Q4" in tracked.tick("2027-01-04T07:10Z")["done"]


def test_what_failed_under_a_clock_ten_years_ahead_is_tried_again_now(tracked: Tracked) -> None:
    (tracked.path.parent / "reports").write_text("in the way")
    add(tracked, "2026-11-02T12:02Z", "d", "--report", "daily")
    assert len(tracked.tick("2026-11-03T07:10Z")["failed"]) == 1
    tracked.rows("UPDATE tasks SET retry_at = '2036-11-03T00:00:00.000000Z' WHERE done_at IS NULL")
    tracked.rows("UPDATE judge SET value = '2036-11-02T12:00:00.000000Z' WHERE key = 'clock_at'")
    (tracked.path.parent / "reports").unlink()
    assert "report/d/2026-11-02" in tracked.tick("2026-11-03T07:11Z")["done"]
