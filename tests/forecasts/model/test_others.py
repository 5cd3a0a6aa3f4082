"""Forecasters, resolutions and sources: valid from the moment they are made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from forecasts.model import (
    Forecaster,
    ForecasterKind,
    Interval,
    Resolution,
    ResolutionStatus,
    Source,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", " ana", "ana ", "a\nb", "a\x1bb", "x" * 81, "\t"])
def test_names_can_be_told_apart_on_a_screen(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        Forecaster(1, name, ForecasterKind.PERSON)
    with pytest.raises(ValueError, match="no name"):
        Forecaster(1, "ana", ForecasterKind.PERSON, (name,))


def test_a_forecaster_goes_by_name_and_aliases_whatever_the_case() -> None:
    ana = Forecaster(1, "Ana Straße", ForecasterKind.PERSON, ("a.",))
    assert ana.goes_by("ANA STRASSE")
    assert ana.goes_by("A.")
    assert not ana.goes_by("ana")


@pytest.mark.parametrize("status", list(ResolutionStatus))
def test_only_what_is_resolved_has_an_outcome(status: ResolutionStatus) -> None:
    resolved = status is ResolutionStatus.RESOLVED
    right, wrong = ("yes", None) if resolved else (None, "yes")
    found = Resolution(question_id=1, status=status, known_at=NOW, outcome=right)
    assert found.outcome == right
    with pytest.raises(ValueError, match="outcome"):
        Resolution(question_id=1, status=status, known_at=NOW, outcome=wrong)


def test_what_happened_ends_no_earlier_than_it_starts() -> None:
    assert Interval(NOW, NOW).start == NOW
    with pytest.raises(ValueError, match="before it starts"):
        Interval(NOW, NOW - timedelta(microseconds=1))


def test_a_source_is_dated_from_before_it_is_dated_to() -> None:
    day = date(2026, 11, 1)
    assert Source(slug="a", title="A", date_from=day, date_to=day).language == "en"
    with pytest.raises(ValueError, match="dated"):
        Source(slug="a", title="A", date_from=day, date_to=day - timedelta(days=1))
