"""Rules are kept as text and read back the same; what could not be a rule is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.errors import InputError
from forecasts.proposals import Reading, Rule, Silence, as_text, parse_rule
from forecasts.proposals.rule import Comparison

WORDS = st.text(min_size=1, max_size=20)
RULES: st.SearchStrategy[Rule] = st.one_of(
    st.builds(
        Reading,
        place=WORDS.filter(lambda place: not place.lower().startswith(("http://", "https://"))),
        column=WORDS,
        where=st.dictionaries(WORDS, WORDS, max_size=3).map(lambda d: tuple(sorted(d.items()))),
        yes_if=st.sampled_from([None, ">= 5", "= 1", "< -2.5e3"]),
    ),
    st.builds(Reading, place=WORDS, pointer=WORDS.map(lambda word: f"/{word}")),
    st.builds(Silence, outcome=WORDS, days=st.floats(0, 366)),
)


@given(rule=RULES)
def test_a_rule_survives_the_record(rule: Rule) -> None:
    assert parse_rule(as_text(rule)) == rule


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        (">= 5", 5.0, 4.9),
        ("> 5", 5.1, 5.0),
        ("<5", 4.0, 5.0),
        ("<= -2.5", -2.5, 0.0),
        ("=1", 1.0, 1.1),
    ],
)
def test_a_comparison_means_what_it_says(text: str, holds: float, fails: float) -> None:
    assert Comparison.parse(text).holds(holds)
    assert not Comparison.parse(text).holds(fails)


@pytest.mark.parametrize("text", ["5", "!= 5", ">= five", ">= nan", "> 1; import os", ""])
def test_nothing_else_is_a_comparison(text: str) -> None:
    with pytest.raises(InputError, match="no comparison"):
        Comparison.parse(text)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"place": "a.csv"}, "--column"),
        ({"place": "a.csv", "column": "n", "pointer": "/n"}, "--column"),
        ({"place": "a.json", "pointer": "data"}, "/data"),
        ({"place": "https://example.org/a.csv", "column": "n"}, "locally"),
        ({"place": "a.json", "pointer": "/n", "where": (("day", "1"),)}, "--pointer"),
        ({"place": "a.csv", "column": "n", "yes_if": "many"}, "no comparison"),
    ],
)
def test_a_rule_that_reads_nothing_is_refused(parts: dict[str, object], says: str) -> None:
    with pytest.raises(InputError) as refused:
        Reading(**parts)  # type: ignore[arg-type]
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"reading": 5}', '{"run": {"place": "a"}}', '{"silence": {"days": 9}}'],
)
def test_a_text_on_record_that_is_no_rule_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InputError, match="no rule"):
        parse_rule(text)


@pytest.mark.parametrize("days", [-1.0, 400.0, float("nan")])
def test_silence_takes_days_that_can_be_waited_for(days: float) -> None:
    with pytest.raises(InputError, match="7d"):
        Silence("no", days)
