"""A report as one JSON object: documented keys, exact numbers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from forecasts.model import times
from tracker.cli import calibration
from tracker.cli.report import EXAMPLES
from tracker.reports.render.as_json import as_json, plain


def test_the_numbers_are_those_of_the_sections(busy_desk: Any) -> None:
    found = json.loads(as_json(busy_desk.report()))
    counted = busy_desk.section("denominators").data
    assert found["denominators"]["line"] == counted.line
    row = busy_desk.section("record").data.coin.rows[0]
    assert found["record"]["coin"]["rows"][0]["skill"] == row.skill
    assert found["as_of"] == times.to_text(busy_desk.material().as_of)
    assert (found["topic"], found["retrospective"]) == (None, False)


def test_every_key_is_documented(busy_desk: Any) -> None:
    """The keys of the object and of everything in it stand in the help of the command.

    Those of the calibration stand in the help of `forecasts calibration`, which it names.
    """
    words = set(re.findall(r"\w+", EXAMPLES + calibration.EXAMPLES))

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return {*value, *(key for part in value.values() for key in keys(part))}
        return {key for part in value for key in keys(part)} if isinstance(value, list) else set()

    found = keys(json.loads(as_json(busy_desk.report())))
    assert {key for key in found if key not in words} == set()


def test_infinity_and_instants_are_text() -> None:
    assert plain((float("-inf"), None, 0.5)) == ["-Infinity", None, 0.5]


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202e", "\U000e0041", "né"])
def test_hidden_characters_are_escaped_and_read_back(desk: Any, text: str) -> None:
    desk.ask("q", title=f"a{text}b")
    desk.resolve("q", "no")
    line = as_json(desk.report())
    assert line.isprintable()
    assert json.loads(line)["resolved"]["questions"][0]["title"] == f"a{text}b"
