"""Firing times: every local time once, however clocks jump, and nothing read in two ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.errors import InputError
from tracker.schedule.cron import PRESETS, Cron

DAY = timedelta(days=1)
# Zones and the days on which their clocks jumped: (forward, back) in 2026.
JUMPS = (
    ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5)),  # by half an hour
    ("America/Santiago", date(2026, 9, 6), date(2026, 4, 5)),  # at midnight
)


@pytest.mark.parametrize("text", ["0 0 * * *", "30 1 * * *", "30 2 * * *", "0 7 * * *"])
@pytest.mark.parametrize(("zone", "forward", "back"), JUMPS)
def test_a_daily_time_comes_once_on_the_days_clocks_jump(
    text: str, zone: str, forward: date, back: date
) -> None:
    cron = Cron.parse(text, ZoneInfo(zone))
    for day in (forward, back):
        before = datetime.combine(day - DAY, time()) - timedelta(minutes=1)
        found = list(islice(cron.after(before), 3))
        assert [local.date() for local in found] == [day - DAY, day, day + DAY]
        instants = [cron.instant(local) for local in found]
        assert all(22 <= (b - a) / timedelta(hours=1) <= 26 for a, b in pairwise(instants))


@pytest.mark.parametrize(("zone", "forward", "back"), JUMPS)
@settings(max_examples=20, deadline=None)
@given(start=st.integers(0, 96), step=st.integers(1, 90))
def test_stepping_from_tick_to_tick_meets_each_local_time_once(
    zone: str, forward: date, back: date, start: int, step: int
) -> None:
    cron = Cron.parse("30 * * * *", ZoneInfo(zone))
    for day in (forward, back):
        now = datetime.combine(day - DAY, time(), tzinfo=UTC) + start * timedelta(minutes=15)
        done, met = cron.local(now), []
        for _ in range(40):
            now += step * timedelta(minutes=5)
            for local in cron.after(done):
                if cron.instant(local) > now:
                    break
                met.append(local)
                done = local
        hours = [local - met[0] for local in met]
        assert hours == [k * timedelta(hours=1) for k in range(len(met))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("daily", "2026-11-23T07:00"),
        ("weekly", "2026-11-23T07:00"),
        ("monthly", "2026-12-01T07:00"),
        ("quarterly", "2027-01-01T07:00"),
        ("*/20 9-17 * * mon-fri", "2026-11-23T09:00"),
        ("0  18 * * FRI", "2026-11-27T18:00"),
        ("0 3 last * *", "2026-11-30T03:00"),
    ],
)
def test_words_and_fields_name_the_next_firing(text: str, first: str) -> None:
    zone = ZoneInfo("Asia/Seoul")
    now = datetime(2026, 11, 22, 15, 8, tzinfo=zone)
    expected = datetime.fromisoformat(first).replace(tzinfo=zone)
    assert Cron.parse(text, zone).next_at(now.astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0 7 * * 1", "mon"),
        ("0 7 * * 1-5", "mon-fri"),
        ("0 7 * * 7", "sun"),
        ("0 7 1 * mon", "two schedules"),
        ("@weekly", "weekly"),
        ("0 7 * *", "minute, hour, day, month and weekday"),
        ("61 7 * * *", "minute, hour"),
        ("0 7 30 2 *", "never comes"),
        ("0 7 31 2,4,6 *", "never comes"),
        ("", "minute, hour"),
    ],
)
def test_what_is_read_in_two_ways_or_never_fires_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        Cron.parse(text, ZoneInfo("UTC"))
    assert says in str(refused.value)


def test_every_preset_fires() -> None:
    for word, text in PRESETS.items():
        assert Cron.parse(word, ZoneInfo("UTC")) == Cron.parse(text, ZoneInfo("UTC"))


def test_the_next_firing_is_after_now_when_an_hour_comes_twice() -> None:
    # 2026-10-25 in Berlin: 02:30 comes at 00:30Z and again at 01:30Z; it fires the first time.
    cron = Cron.parse("30 2 * * *", ZoneInfo("Europe/Berlin"))
    assert cron.next_at(datetime(2026, 10, 25, 0, tzinfo=UTC)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert cron.next_at(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(
        2026, 10, 26, 1, 30, tzinfo=UTC
    )
