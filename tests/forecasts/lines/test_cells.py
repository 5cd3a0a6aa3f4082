"""Cells are read strictly, and what is written is read back the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.errors import InputError
from forecasts.lines import choices, instants, numbers, predictions, terms, text
from forecasts.lines.numbers import Number
from forecasts.model import Interval, QuestionType, ReferenceClass

moments = st.datetimes(
    datetime(1900, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2200, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def refused(read: Callable[[object], object], cell: object) -> str:
    """Return why a cell is refused."""
    with pytest.raises((ValueError, InputError)) as caught:
        read(cell)
    return str(caught.value)


@pytest.mark.parametrize("cell", ["0", "1", "0.0", "1.0", "1e0", ".5", "5e-324", "0.0143", "1e-05"])
def test_a_probability_is_any_number_from_0_to_1(cell: str) -> None:
    assert numbers.probability(cell) == float(cell)
    assert numbers.probability(Number(cell)) == float(cell)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1.2", "above 1"),
        ("70", "above 1"),
        ("70%", "write 0.7, not 70%"),
        ("-0.1", "at least 0"),
        ("-0.0", "at least 0"),
        ("nan", "no number"),
        ("inf", "no number"),
        ("1_0", "no number"),
        ("0_5", "no number"),
        ("0x1", "no number"),
        ("+0.5", "no number"),
        ("0,7", "write a point, 0.7"),
        ("\u0660.\u0667", "digits 0 to 9"),
        ("\uff10.\uff17", "digits 0 to 9"),
        ("1e-400", "no number"),
        ("1e400", "no number"),
        ("0." + "3" * 50, "no number"),
        ("1" * 5000, "no number"),
        ("0.99999999999999999", "cannot be told from 1"),
        ("likely", "no number"),
        (True, "no number"),
        ([0.5], "no number"),
    ],
)
def test_what_is_no_probability_is_refused(cell: object, why: str) -> None:
    assert why in refused(numbers.probability, cell)


@given(st.floats(0, 1))
def test_a_probability_is_read_back_to_the_last_bit(p: float) -> None:
    assert numbers.probability(repr(p + 0.0)).hex() == (p + 0.0).hex()


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("2026-11-03", "write an instant, 2026-11-03T00:00Z"),
        ("2026-11-03T05:00", "end it with Z"),
        ("2026-11-03T05:00:00.123456", "end it with Z"),
        ("2026-11-03T05:00:00.1234567Z", "no instant"),
        ("2026-13-03T05:00Z", "no instant"),
        ("2026-11-03T23:59:60Z", "no instant"),
        ("0001-01-01T00:00+14:00", "no instant"),
        ("9999-12-31T23:59-01:00", "no instant"),
        ("1899-12-31T00:00Z", "between 1900 and 2200"),
        ("\u0662\u0660\u0662\u0666-11-03T05:00Z", "no instant"),
        ("tomorrow", "no instant"),
        (Number("1793000000"), "no text"),
    ],
)
def test_what_is_no_instant_is_refused(cell: object, why: str) -> None:
    assert why in refused(instants.instant, cell)


@given(moments, st.integers(-23 * 60, 23 * 60))
def test_an_instant_is_read_back_whatever_its_offset(moment: datetime, minutes: int) -> None:
    assert instants.instant(instants.instant_cell(moment)) == moment
    local = moment.astimezone(timezone(timedelta(minutes=minutes))).isoformat()
    assert instants.instant(local) == moment
    assert instants.instant(local).utcoffset() == timedelta(0)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=1)))
def test_an_interval_is_read_back(start: datetime, length: timedelta) -> None:
    happened = Interval(start, start + length)
    assert instants.interval(instants.interval_cell(happened)) == happened
    assert instants.interval(instants.instant_cell(start)) == Interval(start, start)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    assert "before it starts" in refused(instants.interval, "2026-01-02T00:00Z/2026-01-01T00:00Z")
    assert "from/to" in refused(instants.interval, "2026-01-02T00:00Z/")


def test_hidden_characters_are_refused_and_foreign_letters_are_not() -> None:
    assert "U+001B" in refused(text.line, "Will\x1b[2J it?")
    assert "U+202E" in refused(text.name, "ana\u202e")
    assert "U+200B" in refused(text.words, "zero\u200bwidth\nblank")
    assert text.line("김정은은 올 것인가?") == "김정은은 올 것인가?"
    assert text.words("né\tdans\nl'ouest") == "né\tdans\nl'ouest"


@pytest.mark.parametrize("cell", ["a b", "1234", "-a", "é", "a" * 81, "a/b", "=a"])
def test_what_is_no_slug_is_refused(cell: str) -> None:
    assert "is no slug" in refused(text.slug, cell)


def test_a_number_where_words_belong_is_refused() -> None:
    assert "put it in quotes" in refused(text.line, Number("12"))
    assert "put it in quotes" in refused(text.words, ["a"])


@given(st.lists(st.text("ab;[]\"' é", min_size=1, max_size=5).filter(lambda s: s == s.strip())))
def test_names_are_read_back(names: list[str]) -> None:
    assert text.names(text.names_cell(tuple(names))) == tuple(names)


def test_an_outcome_is_as_it_was_written_or_a_word_for_none() -> None:
    cells = ("Kim ", Number("-3.5"), True, False, "Annulled", "reopened", "")
    assert [choices.outcome(c) for c in cells] == [
        "Kim", "-3.5", "yes", "no", "annulled", "reopened", None,
    ]  # fmt: skip
    assert "U+001B" in refused(choices.outcome, "a\x1b[2J")


def test_a_question_has_one_of_five_types() -> None:
    assert [choices.question_type(kind.value) for kind in QuestionType] == list(QuestionType)
    assert choices.question_type("") is None
    assert "Did you mean binary" in refused(choices.question_type, "binery")


def test_flags_are_true_or_false() -> None:
    assert [numbers.flag(c) for c in (True, "TRUE", "yes", "1", None, "", "no", False)] == [
        True, True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert "neither true nor false" in refused(numbers.flag, "ja")


def test_zones_and_reference_classes_are_checked() -> None:
    assert choices.zone("") == "UTC"
    assert "no time zone" in refused(choices.zone, "Mars/Olympus")
    assert str(choices.reference_class("3/40")) == "3/40"
    assert "reference class" in refused(choices.reference_class, "41/40")
    counted = choices.reference_class('{"a": 1, "b": 2}')
    assert counted == ReferenceClass((1, 2), 3, ("a", "b"))
    assert choices.reference_class({"a": Number("1"), "b": Number("2")}) == counted
    assert choices.reference_class(str(choices.reference_class_cell(counted))) == counted
    assert "no reference class" in refused(choices.reference_class, {"a": "1"})


@given(st.text("aC:\n ount sDewhly", max_size=60))
def test_criteria_are_read_back_once_they_were_read(cell: str) -> None:
    found = choices.criteria(cell)
    assert choices.criteria(str(found)) == found


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_of_either_sign_is_read_back_to_the_last_bit(value: float) -> None:
    assert numbers.real(repr(value)) == value
    assert repr(numbers.real(repr(value))) == repr(value + 0.0)  # -0.0 becomes 0.0
    assert terms.place(repr(value)) == value


@pytest.mark.parametrize("cell", ["--3", "- 3", "-", "-x", "-1e400", "-nan", "-1_0", "\u22123"])
def test_what_is_no_negative_number_is_refused(cell: str) -> None:
    assert "no number" in refused(numbers.real, cell)
    assert "no number" in refused(terms.place, cell)


@given(moments)
def test_an_end_of_a_range_of_dates_is_read_back(moment: datetime) -> None:
    place = terms.number_of("range_min", terms.place(instants.instant_cell(moment)), dated=True)
    assert place is not None
    assert terms.place_cell(place, dated=True) == instants.instant_cell(moment)


def test_blank_cells_of_json_are_empty_and_empty_lists_are_not() -> None:
    readers = (
        predictions.probabilities, predictions.cdf, predictions.quantiles, predictions.family,
        terms.options, terms.levels,
    )  # fmt: skip
    assert {read(cell) for read in readers for cell in ("", "  ", None)} == {None}
    assert "sum to 0" in refused(predictions.probabilities, [])
    assert "two heights" in refused(predictions.cdf, "[]")
    assert "need levels" in refused(predictions.quantiles, {})


@pytest.mark.parametrize("cell", ["[" * 100_000, '{"a":' * 100_000])
def test_json_that_is_nested_too_deeply_is_no_crash(cell: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        predictions.quantiles(cell)


def test_only_texts_that_repr_would_write_are_numbers() -> None:
    for text_ in ("yes", "3..5", "1.50", "1", "+1.5", "nan", "inf", "1e5", "2026-02-03", ""):
        assert numbers.as_number(text_) == text_
    assert [numbers.as_number(t) for t in ("0.3", "-2.0", "1e+22", "1e-05")] == [
        0.3, -2.0, 1e22, 1e-05,
    ]  # fmt: skip
