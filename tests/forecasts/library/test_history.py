"""The history by rule: no year is picked, and no reference class looks ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.library import history, load
from forecasts.library.events import Checked, Citation, Event
from forecasts.library.mechanical import base_rate
from forecasts.library.question_set import EventType, SetQuestion
from forecasts.model import Criteria, QuestionType

KOREA = load("korea").event_types


def comet(day: date, days_until_public: int = 0) -> Event:
    return Event(
        kind="comet",
        day=day,
        last_day=day,
        published_on=day + timedelta(days_until_public),
        what=f"seen {day}",
        source=Citation(publisher="the observatory", url=f"https://example.org/{day}"),
        checked=Checked.TEXT,
    )


@st.composite
def event_types(draw: st.DrawFn) -> EventType:
    class_from = draw(st.integers(1990, 2012))
    first_year = draw(st.integers(class_from, class_from + 8))
    last_year = draw(st.integers(first_year, first_year + 8))
    days = st.dates(date(class_from, 1, 1), date(last_year, 12, 31))
    found = draw(st.lists(days, max_size=12))  # in any order, several a year, several a day
    late = st.integers(0, 40)  # days until it was public, past the end of a year too
    quiet = {*range(first_year, last_year + 1)} - {day.year for day in found}
    unknown = draw(st.sets(st.sampled_from(sorted(quiet)), max_size=3)) if quiet else set()
    return EventType(
        id="comet",
        title="Does a comet come in {year}?",
        criteria=Criteria("It is seen."),
        topics=("sky",),
        first_year=first_year,
        last_year=last_year,
        class_from=class_from,
        url="https://example.org/comets",
        events=tuple(comet(day, draw(late)) for day in found),
        unknown_years=frozenset(unknown),
    )


def by_year(kind: EventType) -> dict[int, SetQuestion]:
    years = range(kind.first_year, kind.last_year + 1)
    return dict(zip(years, history.questions(kind), strict=True))


def before(kind: EventType, year: int) -> EventType:
    """Return the type as somebody at the start of the year could know it."""
    return replace(
        kind,
        events=tuple(event for event in kind.events if event.published_on.year < year),
        unknown_years=frozenset(unknown for unknown in kind.unknown_years if unknown < year),
    )


@given(event_types())
def test_every_year_is_asked_quiet_ones_too(kind: EventType) -> None:
    for year, question in by_year(kind).items():
        terms = question.terms
        assert question.slug == f"comet-{year}"
        assert terms.title == f"Does a comet come in {year}?"
        assert terms.opens_at == datetime(year, 1, 1, tzinfo=UTC)
        assert terms.closes_at == terms.resolves_by == datetime(year + 1, 1, 1, tzinfo=UTC)
        assert terms.retrospective
        assert terms.by_deadline
        assert terms.group is None  # each year is a cluster of its own
        assert not question.said


@given(event_types())
def test_no_question_looks_ahead(kind: EventType) -> None:
    for year, question in by_year(kind).items():
        blind = by_year(before(kind, year))[year]
        assert question.terms == blind.terms
        assert list(base_rate(question)) == list(base_rate(blind))


@pytest.mark.parametrize("kind", KOREA, ids=lambda kind: kind.id)
def test_no_question_that_ships_looks_ahead(kind: EventType) -> None:
    for year, question in by_year(kind).items():
        blind = by_year(before(kind, question.terms.opens_at.year))[year]
        assert question.terms == blind.terms
        assert question.earlier == blind.earlier
        assert list(base_rate(question)) == list(base_rate(blind))


@given(event_types())
def test_a_class_counts_the_earlier_years_that_are_established(kind: EventType) -> None:
    for year, question in by_year(kind).items():
        k = n = 0
        for earlier in range(kind.class_from, year):
            if earlier not in kind.unknown_years:
                n += 1
                k += any(
                    event.day.year == earlier and event.published_on.year < year
                    for event in kind.events
                )
        found = question.terms.reference_class
        assert (found and (found.counts, found.n)) == (((k,), n) if n else None)


@given(event_types())
def test_an_outcome_is_the_first_event_of_the_year_and_nothing_is_made_up(kind: EventType) -> None:
    for year, question in by_year(kind).items():
        events = [event for event in kind.events if event.day.year == year]
        found = question.resolution
        if year in kind.unknown_years:
            assert found is None
            continue
        assert found is not None
        assert found.outcome == ("yes" if events else "no")
        if not events:
            assert (found.known_at, found.source_url) == (question.terms.closes_at, kind.url)
            assert found.happened is None
            continue
        earliest = min(
            events, key=lambda event: event.day
        )  # the one that is listed first, of a day
        first = datetime.combine(earliest.day, time(), UTC)
        public = datetime.combine(earliest.published_on, time(), UTC)
        assert found.happened is not None
        assert (found.happened.start, found.happened.end) == (first, first + timedelta(days=1))
        assert found.known_at == public + timedelta(days=1)
        assert found.source_url == f"https://example.org/{first.date()}"


def test_a_year_by_hand() -> None:
    """Nuclear tests of 2006, 2009, 2013 and twice 2016: four of the 27 years 1990 to 2016."""
    kind = next(kind for kind in KOREA if kind.id == "nk-nuclear-test")
    question = by_year(kind)[2017]
    assert str(question.terms.reference_class) == "4/27"
    assert "4 of the 27 years from 1990 to 2016" in question.terms.background
    assert question.resolution is not None
    assert question.resolution.known_at == datetime(2017, 9, 4, tzinfo=UTC)


def of_korea(identifier: str, year: int) -> SetQuestion:
    kind = next(kind for kind in KOREA if kind.id == identifier)
    question = by_year(kind)[year]
    assert question.terms.retrospective
    return question


def test_the_day_of_the_first_of_a_year() -> None:
    """Kim Jong Un met Vladimir Putin on 13 September 2023; in 2022 he met him not at all."""
    question = of_korea("nk-russia-first-day", 2023)
    assert question.type is QuestionType.DATE
    assert question.terms.horizon == question.terms.closes_at
    assert str(question.terms.reference_class) == "5/28"
    assert question.resolution is not None
    assert question.resolution.outcome == "2023-09-14T00:00:00.000000Z"
    quiet = of_korea("nk-russia-first-day", 2022).resolution
    assert quiet is not None
    assert (quiet.outcome, quiet.happened) == ("never", None)
    assert quiet.known_at == datetime(2023, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "answer"),
    [(2006, "China"), (2007, "South Korea"), (2008, "None of them"), (2018, "China"),
     (2023, "Russia"), (2024, "Russia"), (2025, "Russia")],
)  # fmt: skip
def test_whom_the_leader_met_first(year: int, answer: str) -> None:
    question = of_korea("nk-leader-meets-first", year)
    assert question.resolution is not None
    assert question.resolution.outcome == answer
    assert [option.name for option in question.terms.choices][-1] == "None of them"


def test_whom_the_leader_met_first_in_earlier_years_is_counted() -> None:
    """1995-2006: China 2000, 2001, 2004, 2005 and 2006, Russia 2002, nobody in the other six."""
    counted = of_korea("nk-leader-meets-first", 2007).terms.reference_class
    assert counted is not None
    assert dict(zip(counted.options, counted.counts, strict=True)) == {
        "China": 5, "Russia": 1, "United States": 0, "South Korea": 0, "Japan": 0,
        "None of them": 6,
    }  # fmt: skip


def test_a_number_is_asked_for_when_its_year_is_over_and_known_when_it_is_published() -> None:
    """Bank of Korea, 26 July 2024: 3.1% for 2023; on New Year's Day 2022 was the last known."""
    question = of_korea("nk-growth", 2023)
    assert question.terms.opens_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert question.earlier[-2:] == (-0.1, -0.2)
    assert len(question.earlier) == 2022 - 2008 + 1
    assert question.resolution is not None
    assert (question.resolution.outcome, question.resolution.happened) == ("3.1", None)
    assert question.resolution.known_at == datetime(2024, 7, 27, tzinfo=UTC)


def test_the_first_year_of_a_class_has_none() -> None:
    kind = replace(KOREA[0], first_year=1990)
    question = by_year(kind)[1990]
    assert question.terms.reference_class is None
    assert question.terms.background.endswith("There is no earlier year to count.")
    assert list(base_rate(question)) == []


def test_what_was_public_only_after_new_year_is_not_counted_on_new_years_day() -> None:
    kind = replace(KOREA[0], events=(comet(date(2010, 12, 30), 3),))
    assert str(history.reference_class(kind, 2011)) == "0/21"
    assert str(history.reference_class(kind, 2012)) == "1/22"
