"""Bad rows told: each in full, and a fault of a whole column once."""

from __future__ import annotations

import pytest

from forecasts.errors import BulkError
from forecasts.lines.problems import LISTED, SHOWN, Problems


def told(problems: Problems) -> list[str]:
    with pytest.raises(BulkError) as caught:
        problems.refuse()
    return str(caught.value).splitlines()


def test_naive_times_of_a_column_are_said_once_with_their_lines() -> None:
    problems = Problems()
    for line in range(2, 7):
        why = f"'2026-01-0{line}T00:00' has no offset from UTC: end it with Z"
        problems.add("forecasts.csv", line, "made_at", why)
    problems.add("forecasts.csv", 3, "probability", "it lies above 1")
    assert told(problems) == [
        (
            "forecasts.csv:2: made_at: '2026-01-02T00:00' has no offset from UTC: end it with Z"
            " (4 more like it, line 3, 4, 5, 6)"
        ),
        "forecasts.csv:3: probability: it lies above 1",
        "Nothing was written.",
    ]


def test_one_naive_time_is_told_as_any_other() -> None:
    problems = Problems()
    problems.add("f.csv", 2, "made_at", "'x' has no offset from UTC: end it with Z")
    assert told(problems)[0] == "f.csv:2: made_at: 'x' has no offset from UTC: end it with Z"


def test_very_many_are_counted_and_crowd_out_nothing() -> None:
    problems = Problems()
    for line in range(SHOWN * 3):
        problems.add("f.csv", line, "made_at", "'x' has no offset from UTC: end it with Z")
    problems.add("f.csv", 9, "probability", "it lies above 1")
    lines = told(problems)
    assert len(lines) == 3
    assert lines[0].endswith("…)")
    assert lines[0].count(", ") == LISTED
