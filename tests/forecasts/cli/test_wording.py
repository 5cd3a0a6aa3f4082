"""How numbers, instants and lengths of time are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import parse
from forecasts.cli import wording
from forecasts.model import Interval, Stated

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.12, "12%"),
        (0.125, "12.5%"),
        (0.675, "67.5%"),
        (1 / 3, "33%"),
        (0.0004, "0.04%"),
        (0, "0%"),
    ],
)
def test_a_chance_is_said_as_it_was_typed_where_that_is_short(p: float, said: str) -> None:
    assert wording.chance(p) == said


@given(st.floats(0, 1))
def test_no_chance_is_rounded_to_a_certainty(p: float) -> None:
    said = float(wording.chance(p).removesuffix("%"))
    assert (said in (0, 100)) == (p in (0, 1))


@pytest.mark.parametrize(
    ("score", "said"),
    [(0.7744, "0.77"), (0.0144, "0.01"), (0.0049, "<0.01"), (0, "0.00"), (1, "1.00")],
)
def test_a_loss_has_two_decimals_and_is_never_rounded_away(score: float, said: str) -> None:
    assert wording.loss(score) == said


def test_the_branches_of_a_word_have_the_ranges_of_its_scale() -> None:
    """Likely is 55 to 80% (ICD 203): (1 - 0.8)^2 to (1 - 0.55)^2, and 0.55^2 to 0.8^2."""
    stated = parse.probability("likely")
    assert wording.branches(stated) == "If yes Brier 0.11 (0.04-0.20); if no 0.46 (0.30-0.64)."
    assert wording.branches(Stated(0.12, "12%")) == "If yes Brier 0.77; if no 0.01."


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=30), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=99, hours=23), "99 days"),
        (timedelta(days=100), "3 months"),
        (timedelta(days=1000), "32 months"),
        (timedelta(days=1500), "4 years"),
        (timedelta(days=-34), "34 days"),
    ],
)
def test_a_length_of_time_is_said_in_whole_units(length: timedelta, said: str) -> None:
    assert wording.span(length) == said


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(days=12), "in 12 days"),
    ],
)
def test_an_age_has_its_direction(away: timedelta, said: str) -> None:
    assert wording.ago(NOW + away, NOW) == said


def test_days_are_said_in_the_zone_of_the_question() -> None:
    start = datetime(2026, 9, 30, 15, tzinfo=UTC)  # 1 October in Seoul
    month = Interval(start, start + timedelta(days=31))
    assert wording.when(month, "Asia/Seoul") == "from 2026-10-01 to 2026-10-31, Asia/Seoul"
    assert wording.when(Interval(start, start), "UTC") == "2026-09-30 15:00Z"


def test_a_clock_that_was_set_back_is_said() -> None:
    assert wording.behind(None, NOW) == ()
    (said,) = wording.behind(timedelta(hours=3), NOW)
    assert "2026-11-01 12:00:00Z, 3 hours behind" in said
