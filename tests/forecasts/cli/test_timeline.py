"""What a curve of dates says as time goes by, and that it can be typed."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.cli import timeline
from forecasts.dates import zone
from forecasts.distributions.curve import Curve
from forecasts.distributions.deadlines import Calendar, deadlines
from forecasts.model import times
from forecasts.model.prediction import Heights, Quantiles
from forecasts.model.scale import Scale

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
START, END = (times.to_seconds(datetime(y, 1, 1, tzinfo=UTC)) for y in (2026, 2028))
SCALE = Scale(START, END, open_upper=True)


def place(days: float) -> float:
    return times.to_seconds(NOW + days * DAY)


def curve(*pairs: tuple[float, float]) -> Curve:
    """Return a curve through (level, days from now), made now."""
    start = (0.0, place(0))
    return Curve.of(Quantiles((start, *((level, place(days)) for level, days in pairs))), SCALE)


def test_few_deadlines_are_told_as_they_were_typed_and_many_in_even_steps() -> None:
    assert timeline.nested(curve((0.2, 30.5), (0.4, 60.5)), 8) == (place(30.5), place(60.5), END)
    grid = Curve.of(Heights(tuple(i / 250 for i in range(201))), SCALE)
    told = timeline.nested(grid, 4)
    assert told == (END - 548 * 86400, END - 365 * 86400, END - 182 * 86400, END)


def test_what_is_certain_by_the_horizon_is_said_so() -> None:
    found = curve((0.5, 30.5), (1.0, 60.5))
    assert timeline.deadlines(found, "UTC") == (
        "by 2026-12-01 50%, by 2026-12-31 100%, by 2027-12-31 100%"
    )
    assert timeline.if_nothing(found, "UTC") == (
        "happens by 2026-12-01, the same curve then says 100% by 2026-12-31"
    )


def test_when_all_of_it_has_gone_by_nothing_is_left_to_say() -> None:
    found = curve((1.0, 30.5))
    assert timeline.remaining(found, NOW + 40 * DAY) == ()
    assert timeline.by_now(found, "UTC", NOW + 40 * DAY) == ""
    assert timeline.refreshed(found, "UTC", NOW + 40 * DAY) == ""


def test_what_would_take_a_certainty_is_not_offered() -> None:
    surely = curve((0.5, 30.5), (1.0, 60.5))
    assert timeline.by_now(surely, "UTC", NOW + 20 * DAY) != ""
    assert timeline.refreshed(surely, "UTC", NOW + 20 * DAY) == ""


def test_a_fresh_curve_is_not_stale() -> None:
    found = curve((0.2, 30.5))
    assert timeline.by_now(found, "UTC", NOW) == ""
    assert timeline.by_now(found, "UTC", NOW + DAY / 2) == ""
    assert timeline.by_now(found, "UTC", NOW + 2 * DAY) != ""


@given(
    st.dictionaries(st.integers(1, 400), st.integers(1, 99), min_size=1, max_size=6),
    st.integers(1, 400),
    st.sampled_from(("UTC", "Asia/Seoul", "America/New_York")),
)
def test_what_it_says_to_type_is_read_as_what_the_curve_has_come_to_say(
    found: dict[int, int], days: int, name: str
) -> None:
    chances = sorted(set(found.values()))
    pairs = tuple((c / 100, n + 0.5) for n, c in zip(sorted(found), chances, strict=False))
    stale, now = curve(*pairs), NOW + days * DAY
    typed = shlex.split(timeline.refreshed(stale, name, now))
    if not typed:
        return
    by = [tuple(word.rpartition("=")[::2]) for word in typed if "=" in word]
    never = typed[typed.index("--never") + 1] if "--never" in typed else None
    read = Curve.of(deadlines(by, never, Calendar(SCALE, zone(name), now), ""), SCALE)
    for deadline, chance in timeline.remaining(stale, now):
        assert read.height(deadline) == pytest.approx(chance, abs=0.02)
