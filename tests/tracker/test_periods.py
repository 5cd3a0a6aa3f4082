"""Periods: named as people and ISO 8601 name them, one after the other without a gap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import Length, Period

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
LENGTHS = st.sampled_from(list(Length))


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026-W47", "2026-11-16", "2026-11-23"),
        ("2026-W53", "2026-12-28", "2027-01-04"),  # ISO 8601: 2026 has 53 weeks
        ("2027-W01", "2027-01-04", "2027-01-11"),
        ("2025-W01", "2024-12-30", "2025-01-06"),
        ("2026-02", "2026-02-01", "2026-03-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
    ],
)
def test_a_name_is_its_days(name: str, start: str, end: str) -> None:
    period = Period.parse(name)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.name == name
    assert Period.parse(f" {name.lower()} ") == period


@pytest.mark.parametrize(
    "name",
    ["2025-W53", "2026-W00", "2026-13", "2026-Q5", "2026-02-30", "2026", "W47", "\uff12026-10"],
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Period.parse(name)


@given(length=LENGTHS, day=DAYS)
def test_a_day_lies_in_its_period_and_periods_have_no_gap(length: Length, day: date) -> None:
    period = Period.of(length, day)
    assert period.start <= day < period.end
    assert Period.parse(period.name) == period
    assert period.after.before == period
    assert period.after.start == period.end


@pytest.mark.parametrize(
    ("name", "zone", "hours"),
    [
        ("2026-03-29", "Europe/Berlin", 23),
        ("2026-10-25", "Europe/Berlin", 25),
        ("2026-03-08", "America/New_York", 23),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2026-09-06", "America/Santiago", 23),  # clocks skip midnight: the day starts at 1
        ("2026-10-25", "UTC", 24),
    ],
)
def test_a_day_is_as_long_as_clocks_there_make_it(name: str, zone: str, hours: float) -> None:
    period, there = Period.parse(name), ZoneInfo(zone)
    assert period.ends_at(there) - period.starts_at(there) == timedelta(hours=hours)
    assert period.after.starts_at(there) == period.ends_at(there)


def test_the_end_of_the_calendar_is_said() -> None:
    with pytest.raises(ValueError, match="end of the calendar"):
        Period.of(Length.DAILY, date(9999, 12, 31))
    assert Period.parse("2026-11-22").ends_at(ZoneInfo("UTC")) == datetime(2026, 11, 23, tzinfo=UTC)
