"""Options: read back as they are written, on offer from when until when they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.model.forecaster import NAME
from forecasts.model.option import RESERVED, Option, from_text, to_text

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
names = st.text("aZ0é김 \"',;%", min_size=1, max_size=9).filter(lambda s: bool(NAME.fullmatch(s)))
moments = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@st.composite
def options(draw: st.DrawFn) -> Option:
    start = draw(st.none() | moments)
    length = draw(st.none() | st.timedeltas(timedelta(microseconds=1), timedelta(days=99)))
    end = None if length is None else (start or START) + length
    return Option(draw(names), start, end, draw(st.booleans()))


@given(st.lists(options(), max_size=5))
def test_options_are_read_back_as_they_are_written(found: list[Option]) -> None:
    assert from_text(to_text(found)) == tuple(found)
    assert to_text(from_text(to_text(found))) == to_text(found)


def test_an_option_is_on_offer_from_its_first_instant_to_before_its_last() -> None:
    late = Option("c", START, START + DAY)
    offered = [late.offered(START + hours * DAY / 24) for hours in (-1, 0, 23, 24)]
    assert offered == [False, True, True, False]
    assert Option("a").offered(START)


@pytest.mark.parametrize("name", ["other", "Other", "OTHER"])
def test_an_option_called_other_is_the_other_one(name: str) -> None:
    assert Option(name).other
    assert to_text([Option(name)]) == f'["{name}"]'
    assert not Option("another").other
    assert from_text('[{"name": "none of them", "other": true}]')[0].other


@pytest.mark.parametrize(
    "name", ["", " a", "a\nb", "\x1b[2J", "x" * 81, *sorted(RESERVED), "Annulled"]
)
def test_a_name_can_be_read_on_a_screen_and_is_no_word_for_no_outcome(name: str) -> None:
    with pytest.raises(ValueError, match="no name for an option"):
        Option(name)


def test_an_option_leaves_after_it_came() -> None:
    with pytest.raises(ValueError, match="before it is on offer"):
        Option("a", START, START)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "3", '"a"', "[3]", "[null]", "[{}]", '[{"name": 3}]', '[{"name": "a", "from": 3}]',
     '[{"name": "a", "from": "tomorrow"}]', '[["a"]]'],
)  # fmt: skip
def test_what_is_no_list_of_options_is_refused(text: Any) -> None:
    with pytest.raises(ValueError, match=r"option|Expecting|isoformat"):
        from_text(text)
