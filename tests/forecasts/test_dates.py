"""Typed dates: which instant a day means, in which zone, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import dates
from forecasts.dates import Days, Edge
from forecasts.errors import InputError
from forecasts.model import times

NOW = datetime(2026, 11, 21, 3, 30, tzinfo=UTC)  # a Saturday; still Friday in New York
TODAY = date(2026, 11, 21)
ZONES = (
    "UTC", "America/New_York", "Asia/Seoul", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo",
    "America/Havana", "Australia/Lord_Howe", "Europe/Dublin",
)  # fmt: skip
days = st.dates(date(1901, 1, 1), date(2199, 12, 30))
zones = st.sampled_from(ZONES).map(ZoneInfo)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("edge", "instant"),
    [
        (Edge.DEADLINE, "2026-11-03T05:00"),
        (Edge.OPENING, "2026-11-02T05:00"),
        (Edge.KNOWN, "2026-11-02T05:00"),
        (Edge.MADE, "2026-11-03T04:59:59.999999"),
    ],
)
def test_a_day_is_read_at_the_edge_that_its_use_asks_for(edge: Edge, instant: str) -> None:
    new_york = ZoneInfo("America/New_York")
    assert dates.instant("2026-11-02", edge, new_york, NOW) == utc(instant)


@given(days, zones)
def test_a_deadline_lets_its_whole_day_in_and_nothing_of_the_next(day: date, tz: ZoneInfo) -> None:
    close = dates.instant(day.isoformat(), Edge.DEADLINE, tz, NOW)
    before = close - times.MICROSECOND
    assert before.astimezone(tz).date() <= day < close.astimezone(tz).date()
    assert dates.instant(day.isoformat(), Edge.MADE, tz, NOW) == before
    assert dates.instant((day + timedelta(1)).isoformat(), Edge.OPENING, tz, NOW) == close
    assert close.tzinfo is UTC


@given(days, zones)
def test_what_happened_on_a_day_happened_between_its_edges(day: date, tz: ZoneInfo) -> None:
    found = dates.interval(day.isoformat(), tz, NOW)
    assert found.start == dates.instant(day.isoformat(), Edge.OPENING, tz, NOW)
    assert found.end == dates.instant(day.isoformat(), Edge.DEADLINE, tz, NOW)


@pytest.mark.parametrize(
    ("zone", "day", "opening", "hours"),
    [
        ("America/New_York", "2026-03-08", "2026-03-08T05:00", 23),  # clocks go forward at 2
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", 25),  # and back at 2
        ("America/Havana", "2026-03-08", "2026-03-08T05:00", 23),  # 00:00 is skipped
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", 25),  # 00:00 comes twice
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", 23),  # 00:00 is skipped
        ("Asia/Kathmandu", "2026-07-01", "2026-06-30T18:15", 24),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", 0),  # a day that Samoa left out
    ],
)
def test_days_are_as_long_as_their_zone_makes_them(
    zone: str, day: str, opening: str, hours: int
) -> None:
    found = dates.interval(day, dates.zone(zone), NOW)
    assert found.start == utc(opening)
    assert found.end - found.start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-11-03", "2026-11-03", "2026-11-03"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2027-02", "2027-02-01", "2027-02-28"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026q1", "2026-01-01", "2026-03-31"),
        ("Q2 2027", "2027-04-01", "2027-06-30"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("30 June 2027", "2027-06-30", "2027-06-30"),
        ("June 30, 2027", "2027-06-30", "2027-06-30"),
        ("3 sept. 2027", "2027-09-03", "2027-09-03"),
        ("Jun 2027", "2027-06-01", "2027-06-30"),
        ("end of 2027", "2027-12-31", "2027-12-31"),
        ("end of February 2028", "2028-02-29", "2028-02-29"),
        ("3 weeks", "2026-12-12", "2026-12-12"),
        ("30d", "2026-12-21", "2026-12-21"),
        ("today", "2026-11-21", "2026-11-21"),
        (" Tomorrow ", "2026-11-22", "2026-11-22"),
        ("yesterday", "2026-11-20", "2026-11-20"),
        ("saturday", "2026-11-28", "2026-11-28"),  # the next one, since today is a Saturday
        ("Sunday", "2026-11-22", "2026-11-22"),
        ("friday", "2026-11-27", "2026-11-27"),
        ("in 3 weeks", "2026-12-12", "2026-12-12"),
        ("in 1 day", "2026-11-22", "2026-11-22"),
        ("+10d", "2026-12-01", "2026-12-01"),
        ("+3mo", "2027-02-21", "2027-02-21"),
        ("in 2 months", "2027-01-21", "2027-01-21"),
        ("in 1 year", "2027-11-21", "2027-11-21"),
        ("end of week", "2026-11-22", "2026-11-22"),
        ("end of month", "2026-11-30", "2026-11-30"),
        ("eom", "2026-11-30", "2026-11-30"),
        ("end of quarter", "2026-12-31", "2026-12-31"),
        ("End  of  Year", "2026-12-31", "2026-12-31"),
        ("eoy", "2026-12-31", "2026-12-31"),
    ],
)
def test_the_grammar_of_days(typed: str, first: str, last: str) -> None:
    after = date.fromisoformat(last) + timedelta(days=1)
    assert dates.parse_days(typed, TODAY) == Days(date.fromisoformat(first), after)


def test_months_are_counted_to_the_last_day_of_a_shorter_one() -> None:
    assert dates.parse_days("in 1 month", date(2027, 1, 31)).first == date(2027, 2, 28)
    assert dates.parse_days("in 1 year", date(2028, 2, 29)).first == date(2029, 2, 28)
    assert dates.parse_days("end of quarter", date(2027, 2, 1)).first == date(2027, 3, 31)


def test_today_is_the_day_of_the_zone() -> None:
    new_york, seoul = ZoneInfo("America/New_York"), ZoneInfo("Asia/Seoul")
    assert dates.instant("today", Edge.OPENING, new_york, NOW) == utc("2026-11-20T05:00")
    assert dates.instant("today", Edge.OPENING, seoul, NOW) == utc("2026-11-20T15:00")


@given(days, st.integers(0, 9999), st.sampled_from("dw"))
def test_days_and_weeks_from_today_are_that_many_days_on(day: date, n: int, unit: str) -> None:
    try:
        found = dates.parse_days(f"in {n} {unit}", day)
    except InputError:
        assert day + timedelta(n * (7 if unit == "w" else 1)) > date(2200, 12, 31)
        return
    assert (found.first - day).days == n * (7 if unit == "w" else 1)


@pytest.mark.parametrize(
    "typed", ["2026-11-03T00:00-05:00", "2026-11-03 05:00Z", "2026-11-03T05:00:00.000000+00:00"]
)
@pytest.mark.parametrize("edge", list(Edge))
def test_an_instant_is_itself_at_every_edge(typed: str, edge: Edge) -> None:
    assert dates.instant(typed, edge, ZoneInfo("Asia/Seoul"), NOW) == utc("2026-11-03T05:00")


def test_a_time_without_an_offset_is_one_of_the_zones_clocks() -> None:
    seoul = ZoneInfo("Asia/Seoul")
    assert dates.instant("2026-11-03 09:30", Edge.MADE, seoul, NOW) == utc("2026-11-03T00:30")
    found = dates.interval("2026-11-03 09:30", seoul, NOW)
    assert found.start == found.end == utc("2026-11-03T00:30")


def test_a_time_that_the_clocks_skip_is_refused_with_the_one_that_they_show() -> None:
    with pytest.raises(InputError, match="skip") as caught:
        dates.instant("2026-03-08 02:30", Edge.MADE, ZoneInfo("America/New_York"), NOW)
    assert "2026-03-08T03:30:00-04:00" in caught.value.hint


def test_a_time_that_comes_twice_is_refused_with_both_instants() -> None:
    new_york = ZoneInfo("America/New_York")
    with pytest.raises(InputError, match="twice") as caught:
        dates.instant("2026-11-01 01:30", Edge.MADE, new_york, NOW)
    assert "2026-11-01T01:30:00-04:00" in caught.value.hint
    assert "2026-11-01T01:30:00-05:00" in caught.value.hint
    first = dates.instant("2026-11-01T01:30:00-04:00", Edge.MADE, new_york, NOW)
    assert first == utc("2026-11-01T05:30")


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "soon", "2026-13-01", "2026-02-30", "2026-11-3", "03.11.2026", "11/03/2026",
        "2026-Q5", "Q0 2026", "2026-00", "20261103", "2026-W47-6", "26-11-03", "\u0662026-11-03",
        "2026-11-03T25:00", "2026-11-03 05:60", "2026-11-03T05:00+99:00", "2026-11-03 noon",
        "in 3 deeks", "in -3 days", "in 99999 days", "in 3", "next friday-ish", "end of time",
        "30 June", "31 June 2027", "Juno 2027", "June 30 27", "end of June", "end of 27",
        "3 of 2027", "30", "9" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_answered_with_what_to_type(typed: str) -> None:
    for read in (
        lambda: dates.instant(typed, Edge.DEADLINE, ZoneInfo("UTC"), NOW),
        lambda: dates.interval(typed, ZoneInfo("UTC"), NOW),
    ):
        with pytest.raises(InputError) as caught:
            read()
        assert "2026-11-03" in caught.value.hint
        assert len(caught.value.message) < 100


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("9999-12-31", "UTC"),
        ("9999-12", "UTC"),
        ("9999", "UTC"),
        ("9998", "UTC"),
        ("9999-12-31T23:59-12:00", "UTC"),
        ("0001-01-01", "Asia/Seoul"),
        ("0001-01-01T00:00+14:00", "UTC"),
        ("1900-01-01", "Asia/Seoul"),  # still 1899 in UTC
        ("2200-12-31", "UTC"),  # ends as 2201 begins
        ("2200-12-31T23:30-05:00", "UTC"),
        ("1899-12-31", "UTC"),
        ("in 9999 years", "UTC"),
    ],
)
def test_years_that_the_record_could_not_read_back_are_refused(typed: str, zone: str) -> None:
    with pytest.raises(InputError):
        dates.interval(typed, ZoneInfo(zone), NOW)


@given(days, zones, st.sampled_from(Edge))
def test_what_is_read_can_be_written_to_the_record_and_back(
    day: date, tz: ZoneInfo, edge: Edge
) -> None:
    found = dates.instant(day.isoformat(), edge, tz, NOW)
    assert times.from_text(times.to_text(found)) == found


@pytest.mark.parametrize("name", ["", "..", "/etc/passwd", "Mars/Base", "utc+5", "Asia/Seoul\x00"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="America/New_York"):
        dates.zone(name)
