"""Answers as JSON Lines on standard input: taken whole, or every bad line named with its keys."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forecasts.store import open_store

Run = Callable[..., Any]
Q1 = ("--period", "2026-Q1")


def rows(db: Path) -> int:
    store = open_store(db)
    seq = store.receipt().seq
    store.close()
    return seq


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that puts lines on standard input."""

    def put(*lines: object) -> None:
        texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(texts)))

    return put


def test_json_lines_on_standard_input_are_taken_whole(review: Run, typed: Any) -> None:
    review("start", *Q1)
    typed(
        {"question": "a0", "knew": "x", "luck": "both", "moved": None},
        {"question": "a1", "again": "no"},
        {"lesson": "Look.", "measure": "unseen", "target": "20"},
    )
    done = json.loads(review("answer", "--json").out)
    assert (done["added"], done["lesson"]) == (3, "Look.")
    found = json.loads(review("show", "--json").out)
    assert found["lesson"]["value"] == pytest.approx((9 * 60 + 30) / 10)


# What is wrong with a line, and under which keys that is told.
WRONG_LINES: tuple[tuple[object, tuple[str, ...], str], ...] = (
    ({"question": "a0", "knw": "x", "again": 1}, ("knw", "again"), "it is not known"),
    ({"question": "a0", "again": 1}, ("again",), "no text: write it in quotes."),
    ({"question": "a0", "again": "maybe"}, ("again",), "Type yes or no."),
    ({"question": "a0", "luck": "b", "knew": ""}, ("knew",), "is empty"),
    ({"question": "a0", "knew": "a\u202eb"}, ("knew",), "cannot be seen"),
    ({"question": "nowhere", "knew": "x"}, ("question",), "'nowhere'"),
    ({"question": "b0", "knew": "x"}, ("question",), "is no question of the review of 2026-Q1"),
    ({"question": "a1", "knew": "x", "by": "bean"}, ("by",), "Did you mean ben?"),
    ({"question": "b1", "luck": "x", "by": "bean"}, ("question", "by", "luck"), "Type luck"),
    ({"question": "a1"}, ("",), "it answers nothing about a1"),
    ({"knew": "x"}, ("question",), 'add "question"'),
    ({"question": "a0", "lesson": "x"}, ("lesson",), "has a line of its own"),
    ('{"question": "a1", "knew": "x", "knew": "y"}', ("knew",), "twice"),
    ([1], ("",), "no JSON object"),
    ("{", ("",), "no JSON object"),
    ("7", ("",), "no JSON object"),
    (f'{{"question": {"9" * 5000}}}', ("",), "no JSON object"),
    ("[" * 100_000, ("",), "no JSON object"),
    ('{"question": "\\ud800", "knew": "x"}', ("question",), "half a character"),
    ('{"question": "a1", "knew": "x", "by": "\\udfff"}', ("by",), "half a character"),
    ('{"question": "a1\\u0000", "knew": "x"}', ("question",), "no question is called"),
    ('{"question": "a1", "knew": NaN}', ("knew",), "no text"),
    ('{"question": {"a": 1}, "": "x"}', ("question", ""), "it is not known"),
    ('{"question": "a2", "knew": "x"} {}', ("",), "no JSON object"),
)
WRONG_RULES: tuple[tuple[dict[str, object], str, str], ...] = (
    ({"lesson": ""}, "lesson", "is empty"),
    ({"lesson": "x", "measure": "brire"}, "measure", "is no measure"),
    ({"lesson": "x", "aim": "lower"}, "measure", "speak of a number"),
    ({"lesson": "x", "measure": "brier", "topic": "wether"}, "topic", "korea, weather"),
    ({"lesson": "x", "measure": "brier", "aim": "up"}, "aim", "Type lower or higher"),
    ({"lesson": "x", "measure": "news", "target": "800%"}, "target", "Type it as 50%."),
    ({"lesson": "x", "measure": "news", "target": 0.5}, "target", "write it in quotes"),
    ({"measure": "news"}, "lesson", "is empty"),
)


def test_every_line_that_cannot_be_taken_is_named_with_its_keys_and_nothing_written(
    review: Run, db: Path, typed: Any
) -> None:
    review("start", *Q1)
    before = rows(db)
    typed({"question": "a2", "knew": "Good."}, "", *(line for line, _, _ in WRONG_LINES))
    said = review("answer", "--json", code=1).err
    told = re.findall(r"standard input:(\d+): (?:(\w+): )?(.*)", said)
    expected = [(str(place), key) for place, (_, keys, _) in enumerate(WRONG_LINES, 3)
                for key in keys]  # fmt: skip
    assert [(line, key) for line, key, _ in told] == expected
    for place, (_, _, words) in enumerate(WRONG_LINES, 3):
        assert any(words in why for line, _, why in told if line == str(place)), said
    assert "Nothing was written." in said
    assert rows(db) == before


@pytest.mark.parametrize(("rule", "key", "words"), WRONG_RULES)
def test_a_lesson_that_cannot_be_taken_is_named_with_its_line_and_key(
    review: Run, db: Path, typed: Any, rule: dict[str, object], key: str, words: str
) -> None:
    review("start", *Q1)
    before = rows(db)
    typed({"question": "a2", "knew": "Good."}, rule, {"question": "a2", "luck": "x"})
    said = review("answer", "--json", code=1).err
    assert re.search(rf"standard input:2: {key}: .*{re.escape(words)}", said)
    assert "standard input:3: luck: 'x' is no answer to luck." in said
    assert rows(db) == before


def test_what_is_said_twice_is_named(review: Run, typed: Any) -> None:
    review("start", *Q1)
    typed({"question": "a0", "knew": "x"}, {"question": "a0", "knew": "y", "by": "ben"},
          {"lesson": "One."}, {"lesson": "Two."}, {"question": "a0", "knew": "z"})  # fmt: skip
    said = review("answer", "--json", code=1).err
    assert "standard input:4: lesson: line 3 is one: a review has one" in said
    assert "standard input:5: knew: knew of a0 stands on line 1 already" in said
    assert said.count("standard input:") == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "holds no answer"), (" " * 1_000_001, "more than a million characters")],
)
def test_an_input_without_answers_is_refused(
    review: Run, typed: Any, text: str, words: str
) -> None:
    review("start", *Q1)
    typed(text)
    assert words in review("answer", "--json", code=2).err


def test_a_byte_order_mark_and_a_carriage_return_are_no_part_of_a_line(
    review: Run, typed: Any
) -> None:
    review("start", *Q1)
    typed('\ufeff{"question": "a0", "knew": "x"}\r\n{"question": "a1", "knew": "y"}\r\n')
    assert json.loads(review("answer", "--json").out)["added"] == 2
