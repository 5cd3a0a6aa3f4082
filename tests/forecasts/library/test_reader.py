"""Question sets are read strictly: what is wrong is named, with the table it stands in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from forecasts.errors import ForecastsError, NotFoundError
from forecasts.library import LIBRARY, events, load
from forecasts.library.question_set import QuestionSet
from forecasts.library.reader import read as read_with
from forecasts.model import ForecasterKind, QuestionType

SET = """
title = "Weather"
about = "A set."
[[sources]]
slug = "almanac"
title = "The almanac"
date_from = 2025-01-01
date_to = 2025-12-31
date_basis = "printed"
language = "en"
[[forecasters]]
name = "almanac"
kind = "publication"
about = "What it says."
[[forecasters]]
name = "coin"
kind = "baseline"
about = "Mechanical."
[[questions]]
slug = "rain"
brief = ["R1"]
title = "Does it rain before 1 March 2026?"
opens_at = 2025-12-31T00:00:00Z
closes_at = 2026-03-01T05:00:00Z
timezone = "America/New_York"
counts = "Rain."
does_not_count = "Snow."
who_says_so = "The gauge."
if_unclear = "No."
background = "It often does."
topics = ["sky", "water"]
url = "https://example.org/rain"
reference_class = { k = 2, n = 13, basis = "winters 2012-24" }
by_deadline = true
[[questions.said]]
forecaster = "almanac"
source = "almanac"
at = 2025-12-31T23:59:59Z
word = "likely"
scale = "ICD 203"
low = 0.55
high = 0.80
probability = 0.675
note = "Said of water."
[questions.resolution]
outcome = "yes"
happened = 2026-01-02
known_at = 2026-01-03T00:00:00Z
source_url = "https://example.org/gauge"
note = "4 mm."
[[event_types]]
id = "comet"
title = "Does a comet come in {year}?"
counts = "Seen."
does_not_count = "Heard."
who_says_so = "The observatory."
if_unclear = "No."
topics = ["sky"]
first_year = 2006
last_year = 2008
class_from = 1990
url = "https://example.org/comets"
unknown_years = [2008]
"""
LOG = """
events = [
  { kind = "comet", date = 1989-12-31, what = "too early", publisher = "O", checked = "memory" },
  { kind = "comet", date = 2007-03-01, what = "one", publisher = "O", checked = "memory" },
  { kind = "comet", date = 2009-03-01, what = "too late", publisher = "O", checked = "memory" },
]
[[kinds]]
id = "comet"
title = "A comet comes"
complete = [1990, 2007]
"""


def read(name: str, file: str, text: str, log: str = LOG) -> QuestionSet:
    return read_with(name, file, text, events.read("log.toml", log))


def test_a_question_as_the_file_states_it() -> None:
    (question,) = read("weather", "weather.toml", SET).questions
    terms = question.terms
    assert terms.criteria.lines()[1] == ("Does not count", "Snow.")
    assert terms.background == "It often does. The reference class: winters 2012-24."
    assert str(terms.reference_class) == "2/13"
    assert terms.resolves_by == terms.closes_at == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert (terms.timezone, terms.topics, terms.group) == (
        "America/New_York", ("sky", "water"), None,
    )  # fmt: skip
    (said,) = question.said
    assert said.stated is not None
    assert (said.stated.word, said.stated.scale) == ("likely", "ICD 203")
    assert (said.stated.low, said.stated.probability, said.stated.high) == (0.55, 0.675, 0.80)


def test_a_day_on_which_it_happened_is_a_day_in_the_questions_zone() -> None:
    (question,) = read("weather", "weather.toml", SET).questions
    assert question.resolution is not None
    happened = question.resolution.happened
    assert happened is not None
    assert happened.start == datetime(2026, 1, 2, 5, tzinfo=UTC)
    assert happened.end == datetime(2026, 1, 3, 5, tzinfo=UTC)


def test_words_without_a_number_are_read_as_said() -> None:
    lines = ("scale =", "low =", "high =", "probability =")
    text = "\n".join(line for line in SET.splitlines() if not line.startswith(lines))
    (question,) = read("weather", "weather.toml", text).questions
    assert (question.said[0].words, question.said[0].stated) == ("likely", None)


def test_an_event_type_as_the_file_states_it() -> None:
    (kind,) = read("weather", "weather.toml", SET).event_types
    assert (kind.first_year, kind.last_year, kind.class_from) == (2006, 2008, 1990)
    assert kind.unknown_years == {2008}
    assert [event.what for event in kind.events] == ["one"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"comet"', '"meteor"', "event type comet: the event log has no kind 'comet'"),
        ("complete = [1990", "complete = [1992", "the event log is not complete for 1990"),
    ],
)
def test_a_history_needs_a_log_that_lists_every_event(old: str, new: str, words: str) -> None:
    with pytest.raises(ForecastsError) as error:
        read("weather", "weather.toml", SET, LOG.replace(old, new))
    assert words in error.value.message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Weather"\n', "", "weather.toml: title is missing"),
        ('who_says_so = "The gauge."\n', "", "question rain: who_says_so is missing"),
        ('background = "It', 'backround = "It', "question rain: there is no key 'backround'"),
        ("by_deadline = true", "by_deadline = 1", "question rain: by_deadline is 1, which is no"),
        ("first_year = 2006", 'first_year = "2006"', "event type comet: first_year is '2006'"),
        ("date_to = 2025-12-31", "date_to = 2024-12-31", "source almanac: a source cannot be"),
        ("closes_at = 2026-03", "closes_at = 2025-03", "question rain: it would close"),
        ("opens_at = 2025-12-31T00:00:00Z", "opens_at = 2025-12-31T00:00:00", "no offset from UTC"),
        ("America/New_York", "America/Boston", "question rain: 'America/Boston' is no time"),
        ("k = 2, n = 13", "k = 14, n = 13", "question rain: reference class: 14 of 13 is no"),
        ("low = 0.55\n", "", "rain: saying: low is missing"),
        ("probability = 0.675", "probability = 1.2", "rain: saying: 1.2 is not a probability"),
        ('forecaster = "almanac"', 'forecaster = "coin"', "rain names no publication here: coin"),
        ('source = "almanac"', 'source = "gazette"', "rain names no source here: gazette"),
        ("happened = 2026-01-02\n", "", "rain: resolution: the outcome is no, or yes with the day"),
        ('outcome = "yes"', 'outcome = "maybe"', "rain: resolution: the outcome is no, or yes"),
        ('name = "coin"', 'name = "die"', "forecaster die: no rule makes its"),
        ('kind = "publication"', 'kind = "oracle"', "forecaster almanac: 'oracle'"),
        ("[[sources]]", "[[sources", "weather.toml is no TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(old: str, new: str, words: str) -> None:
    assert SET.count(old) == 1
    with pytest.raises(ForecastsError) as error:
        read("weather", "weather.toml", SET.replace(old, new))
    assert words in error.value.message


WATCH = '[[watches]]\nquestion = "rain"\nname = "clouds"\nevery_days = 9.0\n'
LINK = '[[links]]\none = "rain"\nkind = "implies"\nother = "rain"\n'


@pytest.mark.parametrize(
    ("links", "words"),
    [
        (LINK.replace("implies", "causes"), "'causes' is no kind of link"),
        (LINK.replace('other = "rain"', 'other = "fog"'), "a link names no question here: fog"),
        (LINK, "rain cannot be linked to itself"),
        (LINK.replace("other", "to"), "there is no key 'to'"),
        (WATCH.replace("rain", "fog"), "a watch names no question here: fog"),
        (WATCH.replace("every_days = 9.0", ""), "every_days is missing"),
    ],
)
def test_a_link_that_is_none_is_named(links: str, words: str) -> None:
    with pytest.raises(ForecastsError) as error:
        read("weather", "weather.toml", SET + links)
    assert words in error.value.message


def other(kind: str, terms: str, outcome: str, happened: str = "") -> str:
    """Return the set with its question in another kind, with an outcome of that kind."""
    start, end = SET.index("[[questions.said]]"), SET.index("[questions.resolution]")
    text = SET[:start] + SET[end:]
    text = text.replace("by_deadline = true", f'type = "{kind}"\n{terms}')
    text = text.replace('reference_class = { k = 2, n = 13, basis = "winters 2012-24" }\n', "")
    return text.replace(
        'outcome = "yes"\nhappened = 2026-01-02', f'outcome = "{outcome}"\n{happened}'
    )


@pytest.mark.parametrize(
    ("kind", "terms", "outcome", "happened", "kept"),
    [
        ("date", "range_max = 2026-03-01T05:00:00Z", "2026-01-02", "happened = 2026-01-02",
         "2026-01-03T05:00:00.000000Z"),
        ("date", "range_max = 2026-03-01T05:00:00Z", "never", "", "never"),
        ("multiple_choice", 'options = ["Much", "Little", "Other"]', "much", "", "Much"),
        ("numeric", 'range_min = 0.0\nrange_max = 9.5\nopen_upper = true\nunit = "mm"', "4", "",
         "4.0"),
        ("numeric", "range_min = 0.0\nrange_max = 9.5\nopen_upper = true", "above", "", "above"),
    ],
)  # fmt: skip
def test_questions_of_other_kinds(
    kind: str, terms: str, outcome: str, happened: str, kept: str
) -> None:
    (question,) = read("w", "w.toml", other(kind, terms, outcome, happened)).questions
    assert question.type is QuestionType(kind)
    assert question.resolution is not None
    assert question.resolution.outcome == kept
    assert question.terms.open_upper == (kind != "multiple_choice")


@pytest.mark.parametrize(
    ("kind", "terms", "outcome", "words"),
    [
        ("date", "", "never", "question rain: a date question needs a horizon"),
        ("date", "range_max = 2026-03-01T05:00:00Z", "2026-04-01", "lies past the horizon"),
        ("multiple_choice", "", "Much", "question rain: a multiple_choice question needs options"),
        ("multiple_choice", 'options = ["Much", "Little"]', "Some", "none of the options"),
        ("numeric", "range_min = 0.0", "4", "question rain: a range has two ends"),
        ("numeric", 'unit = "mm"', "wet", "resolution: 'wet' is no outcome of a numeric question"),
        ("ordeal", "", "yes", "'ordeal' is not a valid QuestionType"),
    ],
)
def test_what_does_not_fit_the_kind_is_named(
    kind: str, terms: str, outcome: str, words: str
) -> None:
    with pytest.raises(ForecastsError) as error:
        read("w", "w.toml", other(kind, terms, outcome))
    assert words in error.value.message


def test_every_set_in_the_table_is_there() -> None:
    for name in LIBRARY:
        found = load(name)
        assert found.name == name
        assert {w.kind for w in found.forecasters} == {
            ForecasterKind.PUBLICATION, ForecasterKind.BASELINE,
        }  # fmt: skip


def test_an_unknown_set_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="There is: korea"):
        load("corea")
