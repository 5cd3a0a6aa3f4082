"""Columns of digits are read as Python reads each number and instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model import times
from tracker.columns.digits import instants, numbers

FIRST, LAST = map(datetime.fromisoformat, ("1900-01-01", "2199-12-31T23:59:59.999999"))
moments = st.datetimes(FIRST, LAST)


@given(st.integers(1, 19), st.data())
def test_numbers_are_those_that_were_written(width: int, data: st.DataObject) -> None:
    most = min(10**width, 1 << 63) - 1
    wanted = data.draw(st.lists(st.integers(0, most), min_size=1))
    text = "".join(f"{number:0{width}}" for number in wanted)
    assert numbers(text.encode(), width).tolist() == wanted


@given(st.lists(moments, min_size=1))
def test_instants_are_those_that_were_written(wanted: list[datetime]) -> None:
    aware = [moment.replace(tzinfo=UTC) for moment in wanted]
    found = instants("".join(map(times.to_text, aware)).encode())
    assert found is not None
    assert found.tolist() == [times.to_us(moment) for moment in aware]


def test_the_ends_of_every_month_are_instants() -> None:
    day, found = datetime(1996, 1, 1, tzinfo=UTC), []
    while day.year < 2005:  # leap years, and 2000, which is one though it ends a century
        found.append(day)
        day += timedelta(days=1)
    read = instants("".join(map(times.to_text, found)).encode())
    assert read is not None
    assert read.tolist() == [times.to_us(day) for day in found]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00.000000Z",  # no such day
        "2100-02-29T00:00:00.000000Z",
        "2026-04-31T00:00:00.000000Z",
        "2026-13-01T00:00:00.000000Z",
        "2026-00-01T00:00:00.000000Z",
        "2026-01-00T00:00:00.000000Z",
        "2026-01-32T00:00:00.000000Z",
        "2026-01-01T24:00:00.000000Z",
        "2026-01-01T00:60:00.000000Z",
        "2026-01-01T00:00:60.000000Z",
        "2026-01-01 00:00:00.000000Z",  # another form
        "2026-01-01T00:00:00.000000+",
        "2026-01-01T00:00:00Z       ",
        "2026-01-01T00:00:00.00000xZ",
        "20/6-01-01T00:00:00.000000Z",
        "20:6-01-01T00:00:00.000000Z",
        "-026-01-01T00:00:00.000000Z",
        "1899-12-31T23:59:59.999999Z",  # a year for another parser
        "2200-01-01T00:00:00.000000Z",
        "2026-01-01T00:00:00Z",
    ],
)
def test_what_is_no_instant_in_the_record_s_form_is_left_to_others(text: str) -> None:
    sound = "2026-01-31T23:59:59.999999Z"
    assert instants(sound.encode()) is not None
    assert instants((sound + text + sound).encode()) is None
