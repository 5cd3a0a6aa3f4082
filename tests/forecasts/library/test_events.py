"""The event log: its form, its dates and its sources, and what it may be counted for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from forecasts.errors import ForecastsError
from forecasts.library import event_log, load
from forecasts.library.events import Checked, EventLog, read

LOG = event_log()
EVENTS = LOG.events
HTTP = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,}(:443)?(/\S*)?", re.IGNORECASE)
SECRET = ("nk-china-leaders-meet", date(2010, 5, 5))  # made public when he was home again


def named(kind: str, day: date) -> str:
    (event,) = (e for e in LOG.of(kind) if e.day == day)
    return event.what


def years(kind: str) -> list[int]:
    return sorted({event.day.year for event in LOG.of(kind)})


def test_it_is_long_and_reaches_from_2000_to_2025() -> None:
    since = [event for event in EVENTS if event.day.year >= 2000]
    assert len(since) >= 150
    assert {event.day.year for event in since} == set(range(2000, 2026))


def test_nothing_in_it_lies_in_the_future() -> None:
    today = datetime.now(UTC).date()
    for event in EVENTS:
        assert event.last_day <= today, event
        assert event.published_on <= today, event
        assert event.source.day is None or event.source.day <= today, event


def test_every_event_has_a_source_that_can_be_looked_up() -> None:
    for event in EVENTS:
        source = event.source
        assert source.publisher.strip(), event
        assert source.url is None or HTTP.fullmatch(source.url), event
        assert source.url or source.title or source.day, event


def test_all_but_one_were_read_in_a_text() -> None:
    """Of Clapper's journey the day of his return was read, not that of his arrival."""
    known = [(event.kind, event.day) for event in EVENTS if event.checked is Checked.MEMORY]
    assert known == [("us-envoy-in-pyongyang", date(2014, 11, 7))]


def test_what_happened_is_one_plain_sentence() -> None:
    for event in EVENTS:
        assert re.fullmatch(r"[A-Z].{15,160}\.", event.what), event.what
        assert len({e.what for e in EVENTS if (e.kind, e.day) == (event.kind, event.day)}) == 1


def test_every_kind_is_named_once_and_has_events_or_none_for_sure() -> None:
    ids = [kind.id for kind in LOG.kinds]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9-]{1,40}", id_) for id_ in ids)
    assert [kind.id for kind in LOG.kinds if not years(kind.id)] == ["unsc-dprk-relief"]


def test_a_kind_that_is_complete_has_no_event_before_the_years_it_claims() -> None:
    for kind in LOG.kinds:
        if kind.complete:
            assert all(event.day.year >= kind.complete.start for event in LOG.of(kind.id)), kind.id
            assert kind.complete.stop <= datetime.now(UTC).year + 1


def test_a_statistic_is_about_a_whole_year_and_was_published_after_it() -> None:
    statistics = [event for event in EVENTS if event.value is not None]
    assert len(statistics) >= 30
    for event in statistics:
        year = event.day.year
        assert (event.day, event.last_day) == (date(year, 1, 1), date(year, 12, 31))
        assert event.published_on > event.last_day
        assert f"{event.value:g}".lstrip("-") in event.what


def test_only_a_statistic_has_a_number() -> None:
    kinds = {event.kind for event in EVENTS if event.value is not None}
    assert kinds == {"bok-growth-estimate", "kotra-china-share", "other-china-share"}
    assert all(event.value is not None for event in EVENTS if event.kind in kinds)


@pytest.mark.parametrize(
    ("kind", "first", "last", "expected"),
    [
        ("nk-china-leaders-meet", 2012, 2024, [2018, 2019]),
        ("nk-russia-leaders-meet", 2012, 2024, [2019, 2023, 2024]),
        ("unsc-dprk-sanctions", 2006, 2024, [2006, 2009, 2013, 2016, 2017]),
        ("nk-satellite-in-orbit", 2012, 2024, [2012, 2016, 2023]),
        ("us-nk-nuclear-limit", 1994, 2024, [1994, 2005, 2007, 2012]),
        ("unsc-dprk-veto", 2000, 2024, [2022, 2024]),
    ],
)
def test_the_reference_classes_of_the_briefs(
    kind: str, first: int, last: int, expected: list[int]
) -> None:
    found = LOG.kind(kind)
    assert found is not None
    assert {*range(first, last + 1)} <= {*found.complete}
    assert [year for year in years(kind) if first <= year <= last] == expected


def test_quarters_with_a_meeting_of_trump_and_kim() -> None:
    """Three of the sixteen quarters of the first term; of the next sixteen none."""
    met = [event.day for event in LOG.of("us-nk-leaders-meet")]
    assert len({(day.year, (day.month - 1) // 3) for day in met}) == 3
    assert all(date(2017, 1, 20) <= day < date(2021, 1, 20) for day in met)


def test_the_facts_that_one_brief_had_wrong() -> None:
    assert "19" in str(next(e.day for e in LOG.of("nk-russia-treaty") if e.day.year == 2024))
    (forced,) = (e for e in LOG.of("nk-russia-treaty") if "entered into force" in e.what)
    assert forced.day == date(2024, 12, 4)
    first = next(LOG.of("nk-troops-russia"))
    assert first.last_day < forced.day
    kim_xi = [e.day for e in LOG.of("nk-china-leaders-meet") if 2018 <= e.day.year <= 2019]
    assert len(kim_xi) == 5
    kotra = {e.day.year: e.value for e in LOG.of("kotra-china-share")}
    assert kotra[2020] == 88.2


def test_growth_is_as_the_bank_published_it() -> None:
    """Bank of Korea, releases of 2010 to 2025; no estimate was public within its own year."""
    grew = {e.day.year: e.value for e in LOG.of("bok-growth-estimate")}
    assert list(grew) == list(range(2008, 2025))
    assert [grew[year] for year in range(2015, 2025)] == [
        -1.1, 3.9, -3.5, -4.1, 0.4, -4.5, -0.1, -0.2, 3.1, 3.7,
    ]  # fmt: skip


def test_on_the_day_of_the_brief_the_last_known_growth_was_that_of_2023() -> None:
    known = list(LOG.of("bok-growth-estimate", by=date(2025, 2, 4)))
    assert known[-1].day.year == 2023
    assert list(LOG.of("bok-growth-estimate", by=date(2025, 8, 29)))[-1].day.year == 2024


def test_a_secret_journey_is_known_from_the_day_it_was_made_public() -> None:
    kind, day = SECRET
    assert day in [event.day for event in LOG.of(kind)]
    assert day not in [event.day for event in LOG.of(kind, by=date(2010, 5, 6))]
    assert day in [event.day for event in LOG.of(kind, by=date(2010, 5, 7))]


def test_every_event_type_of_a_question_set_takes_its_events_from_the_log() -> None:
    for kind in load("korea").event_types:
        counted = range(kind.class_from, kind.last_year + 1)
        kinds = {event.kind for event in kind.events} | ({kind.id} if LOG.kind(kind.id) else set())
        assert kind.events == tuple(
            event for event in EVENTS if event.kind in kinds and event.day.year in counted
        )
        assert not {e.day.year for e in kind.events} & kind.unknown_years


def test_what_is_resolved_in_the_question_set_is_in_the_log() -> None:
    happened = {
        question.slug: question.resolution.happened.start.astimezone(
            ZoneInfo(question.terms.timezone)
        ).date()
        for question in load("korea").questions
        if question.resolution and question.resolution.happened
    }
    assert happened["kim-xi-meet-before-2027"] in {e.day for e in LOG.of("nk-china-leaders-meet")}
    assert happened["kim-putin-meet-before-2026"] in {
        e.day for e in LOG.of("nk-russia-leaders-meet")
    }
    assert "sappers" in named("nk-troops-russia", happened["new-contingent-before-2026"])


SMALL = """
events = [
  { kind = "comet", date = 2007-03-01, to = 2007-03-04, published_on = 2007-03-05, what = "A comet came.", publisher = "O", title = "T", url = "https://example.org", dated = 2007-03-05, value = 2.0, checked = "text" },
  { kind = "comet", date = 2008-03-01, what = "A comet came.", publisher = "O", checked = "memory" },
]
[[kinds]]
id = "comet"
title = "A comet comes"
complete = [2007, 2008]
[[kinds]]
id = "meteor"
title = "A meteor falls"
"""  # noqa: E501 - a table of TOML 1.0 stands on one line


def small() -> EventLog:
    return read("log.toml", SMALL)


def test_an_event_as_the_file_states_it() -> None:
    first, second = small().events
    assert (first.day, first.last_day) == (date(2007, 3, 1), date(2007, 3, 4))
    assert (first.published_on, first.value) == (date(2007, 3, 5), 2.0)
    assert (first.source.publisher, first.source.title) == ("O", "T")
    assert (first.source.url, first.source.day) == ("https://example.org", date(2007, 3, 5))
    assert (second.last_day, second.published_on) == (date(2008, 3, 1), date(2008, 3, 1))
    assert second.checked is Checked.MEMORY
    assert [list(kind.complete) for kind in small().kinds] == [[2007, 2008], []]
    assert small().kind("planet") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "comet", date = 2008', 'kind = "planet", date = 2008', "no kind 'planet'"),
        ("date = 2008-03-01", "date = 2007-03-01", "comet stands twice on 2007-03-01"),
        ("date = 2008-03-01", "date = 2006-03-01", "stands after comet of 2007-03-01"),
        ("to = 2007-03-04", "to = 2007-02-28", "event comet 2007-03-01: it ends on 2007-02-28"),
        ("on = 2007-03-05", "on = 2007-02-28", "it was public on 2007-02-28, before"),
        ("published_on = 2007-03-05, ", "", "a number about days up to 2007-03-04"),
        (', url = "https://example.org"', "", "what was checked in a text has its url"),
        ('checked = "memory"', 'checked = "hearsay"', "'hearsay' is not a valid Checked"),
        ('what = "A comet came.", publisher = "O", checked', "checked", "what is missing"),
        ("date = 2008-03-01", 'date = "1 March"', "date is '1 March', which is no date"),
        ("dated = 2007-03-05", "seen = 2007-03-05", "there is no key 'seen'"),
        ("events = [", "events = [[", "log.toml is no TOML"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, words: str) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(ForecastsError) as error:
        read("log.toml", SMALL.replace(old, new))
    assert words in error.value.message


def test_an_event_is_what_it_says() -> None:
    with pytest.raises(ValueError, match="before it happened"):
        replace(small().events[0], published_on=date(2007, 2, 1))
