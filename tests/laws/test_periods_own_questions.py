"""Whatever came on record when: of all weeks, one and only one tells a question's first outcome."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.model import Confirmation, QuestionType, Resolution, ResolutionStatus, Terms
from forecasts.store import Store, confirmations, create_store, questions, resolutions
from tracker.periods import Length, Period
from tracker.reports.material import Scope
from tracker.reports.periodic import on_period

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
QUESTIONS, DAYS = 3, 60
ZONES = ("UTC", "Pacific/Kiritimati", "America/New_York")
EVER = """
    SELECT DISTINCT q.slug FROM questions q JOIN resolutions r ON r.question_id = q.id
    WHERE r.status = 'resolved' AND (r.awaits IS NOT 1 OR EXISTS (
        SELECT 1 FROM confirmations c WHERE c.resolution_id = r.id AND c.confirmer <> r.resolver))
"""


@dataclass(frozen=True)
class Ruling:
    """A ruling as it came: on which question, on what day, and when it was confirmed if ever."""

    question: int
    status: ResolutionStatus
    day: float
    awaits: bool
    confirmed_after: int | None


rulings = st.builds(
    Ruling,
    st.integers(0, QUESTIONS - 1),
    st.sampled_from(ResolutionStatus),
    st.integers(0, DAYS * 8).map(lambda eighths: eighths / 8),
    st.booleans(),
    st.none() | st.integers(0, 20),
)


@settings(max_examples=25, deadline=None)
@given(
    came=st.lists(rulings, min_size=1, max_size=6),
    zone=st.sampled_from(ZONES),
    in_order=st.booleans(),
)
def test_every_week_s_own_add_up_to_all(came: list[Ruling], zone: str, *, in_order: bool) -> None:
    """Also where a clock ran ahead, so that what was recorded later bears an earlier time."""
    ordered = sorted(came, key=lambda one: one.day) if in_order else came
    with TemporaryDirectory() as folder:
        store = create_store(Path(folder) / "record.db")
        try:
            _fill(store, ordered)
            ever = sorted(slug for (slug,) in store.connection.execute(EVER))
            for length in (Length.WEEKLY, Length.MONTHLY):
                told = Counter(_owned(store, length, ZoneInfo(zone)))
                assert sorted(told) == ever
                assert set(told.values()) <= {1}
        finally:
            store.close()


def half_a_year(length: Length) -> list[Period]:
    """Return the periods from that of 28 December 2025 to the last that ends by 1 June 2026."""
    found = [Period.of(length, date(2025, 12, 28))]
    while found[-1].after.end <= date(2026, 6, 1):
        found.append(found[-1].after)
    return found


def _owned(store: Store, length: Length, zone: ZoneInfo) -> list[str]:
    now = START + timedelta(days=200)
    periods = half_a_year(length)
    made = [on_period(store, one, zone, lambda _: Scope(), now, version="0") for one in periods]
    return [slug for report in made if report.period for slug in report.period.owned]


def _fill(store: Store, came: list[Ruling]) -> None:
    with store.append(START, "ask") as batch:
        asked = [
            questions.add(
                batch,
                f"q{n}",
                QuestionType.BINARY,
                Terms(
                    title=f"Will {n} happen?",
                    opens_at=START,
                    closes_at=START + timedelta(days=10),
                    resolves_by=START + timedelta(days=10),
                ),
            )
            for n in range(QUESTIONS)
        ]
    late: list[tuple[float, int]] = []
    for one in came:
        settles = one.status.settles
        with store.append(START + timedelta(days=one.day), "resolve") as batch:
            id_ = resolutions.record(
                batch,
                Resolution(
                    question_id=asked[one.question].id,
                    status=one.status,
                    outcome="yes" if one.status is ResolutionStatus.RESOLVED else None,
                    known_at=START,
                    resolver="ana",
                    awaits=one.awaits and settles,
                ),
            )
        if one.awaits and settles and one.confirmed_after is not None:
            late.append((one.day + one.confirmed_after, id_))
    for day, id_ in sorted(late):
        with store.append(START + timedelta(days=day), "confirm") as batch:
            confirmations.record(batch, Confirmation(resolution_id=id_, confirmer="bo"))


@pytest.mark.parametrize("zone", ZONES)
def test_the_weeks_of_a_zone_leave_no_gap(zone: str) -> None:
    here = ZoneInfo(zone)
    weeks = half_a_year(Length.WEEKLY)
    ends = [week.ends_at(here) for week in weeks]
    assert ends[:-1] == [week.starts_at(here) for week in weeks[1:]]
