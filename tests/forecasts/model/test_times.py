"""Instants as text: one width, in order, and only those that can be read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model import times

offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
instants = st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=offsets)  # noqa: DTZ001


@given(instants)
def test_an_instant_is_read_back_as_it_is_written(instant: datetime) -> None:
    text = times.to_text(instant)
    assert len(text) == 27
    assert times.from_text(text) == instant
    assert times.from_text(text).tzinfo is UTC


@given(instants, instants)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (times.to_text(one) < times.to_text(other)) == (one < other)


@given(instants)
def test_microseconds_are_exact(instant: datetime) -> None:
    assert times.from_us(times.to_us(instant)) == instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03T05:00",  # naive
        "2026-11-03",
        "1899-12-31T23:59Z",
        "2201-01-01T00:00Z",
        "2200-12-31T23:30-05:00",  # 2201 in UTC
        "1900-01-01T00:00+09:00",  # 1899 in UTC
        "9999-12-31T23:59-12:00",  # no instant of Python's at all
        "0001-01-01T00:00+14:00",
        "tomorrow",
        "",
    ],
)
def test_what_could_not_be_read_back_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.from_text(text)


def test_a_naive_instant_is_not_written() -> None:
    with pytest.raises(ValueError, match="offset"):
        times.to_text(datetime(2026, 1, 1))  # noqa: DTZ001


def test_none_stays_none() -> None:
    assert times.maybe_to_text(None) is None
    assert times.maybe_from_text(None) is None
    assert times.maybe_from_text("2026-01-01T00:00Z") == datetime(2026, 1, 1, tzinfo=UTC)
    assert times.maybe_to_text(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"


@given(instants)
def test_seconds_of_a_scale_lead_back_to_the_microsecond(instant: datetime) -> None:
    assert times.from_seconds(times.to_seconds(instant)) == instant


@given(st.integers(7_258_000_000_000_000, 7_258_118_399_000_000))
def test_so_they_do_in_far_years_where_a_float_is_coarse(us: int) -> None:
    instant = times.from_us(us)
    assert instant.year in (2199, 2200)
    assert times.from_seconds(times.to_seconds(instant)) == instant


@pytest.mark.parametrize("seconds", [1e10, -1e10, 1e300, float("nan"), float("inf")])
def test_seconds_outside_the_years_of_the_record_are_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="between 1900 and 2200"):
        times.from_seconds(seconds)
