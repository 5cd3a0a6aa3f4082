"""What reports say of indicators: what was seen in the period, and what is due to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

VISITS, PER_WEEK = "visits of ministers", "7d"


@pytest.fixture
def watched(record: Recorder, command: Command) -> Command:
    """Return commands on a record with an indicator, seen on 30 September and 4 October 2028."""
    record.ask("talks", opens=990, closes=1100)
    told = command("watch", "add", "talks", VISITS, "--every", PER_WEEK, "--unit", "visits")
    assert told.code == 0, told.err
    for day, value in ((1003, "3"), (1007.5, "5")):
        url = ("--url", "https://example.org/visits")
        assert command("watch", "record", "talks", "visits", value, *url, day=day).code == 0
    return command


def told(command: Command, period: str, day: float) -> dict[str, Any] | None:
    found = command("report", "--period", period, "--json", day=day)
    assert found.code == 0, found.err
    (report,) = found.json
    return report.get("watched")


def test_a_page_tells_what_was_seen_in_its_week(watched: Command) -> None:
    (one,) = told(watched, "2028-W40", 1008)["indicators"]
    assert (one["name"], one["unit"], one["due"]) == (VISITS, "visits", False)
    assert [seen["value"] for seen in one["seen"]] == [5.0, 3.0]
    page = watched("report", "--period", "2028-W40", day=1008).out
    assert "5 visits on 2028-10-04; before, 3 on 2028-09-30 · Will talks happen?" in page
    assert "https://example.org/visits" in page


def test_a_page_knows_nothing_of_what_was_seen_after_it(watched: Command) -> None:
    (one,) = told(watched, "2028-W39", 1008)["indicators"]
    assert [seen["value"] for seen in one["seen"]] == [3.0]


def test_what_was_seen_before_the_week_and_is_not_due_is_left_out(
    record: Recorder, command: Command
) -> None:
    record.ask("talks", opens=990, closes=1100)
    command("watch", "add", "talks", VISITS, "--every", "90d")
    command("watch", "record", "talks", "visits", "3", day=1007.5)
    assert told(command, "2028-W40", 1013) is not None
    assert told(command, "2028-W41", 1020) is None


def test_what_was_seen_comes_first_and_the_rest_is_counted(
    record: Recorder, command: Command
) -> None:
    record.ask("talks", opens=990, closes=1100)
    for place in range(10):
        command("watch", "add", "talks", f"indicator {place}", "--every", "2d")
    command("watch", "record", "talks", "indicator 9", "3", day=1007.5)
    found = told(command, "2028-W40", 1013)
    assert found is not None
    assert [one["name"] for one in found["indicators"]] == [
        f"indicator {place}" for place in (9, *range(7))
    ]
    assert found["more"] == 2
    assert (
        "And 2 more: forecasts watch list"
        in command("report", "--period", "2028-W40", day=1013).out
    )


def test_an_indicator_that_nobody_looks_at_is_asked_for(watched: Command) -> None:
    page = watched("report", "--period", "2028-W42", day=1021).out
    assert f"forecasts watch record talks '{VISITS}' VALUE --url URL" in page
    assert "Due since" in page


def test_a_day_is_that_of_the_questions_zone(command: Command) -> None:
    """The day that was typed begins at 15:00 UTC of the day before, in Seoul."""
    asked = ("ask", "Do they talk?", "--slug", "seoul", "--closes", "2028-12-31", "--counts", "x.",
             "--tz", "Asia/Seoul", "--source", "y", "--unclear", "No.")  # fmt: skip
    assert command(*asked, day=1000).code == 0
    command("watch", "add", "seoul", VISITS, "--every", "90d", day=1001)
    seen = command("watch", "record", "seoul", "visits", "3", "--on", "2028-09-30", day=1008)
    assert "3 on 2028-09-30" in seen.out
    assert "3 on 2028-09-30" in command("watch", "list", day=1008).out
    assert "3 on 2028-09-30" in command("report", day=1008).out


def test_an_indicator_that_is_neither_due_nor_seen_leaves_the_section_out(
    record: Recorder, command: Command
) -> None:
    record.ask("talks", opens=990, closes=1100)
    command("watch", "add", "talks", VISITS, "--every", "90d")
    assert told(command, "2028-W40", 1008) is None
    assert "Watched" not in command("report", "--period", "2028-W40", day=1008).out


def test_an_indicator_of_a_settled_question_is_asked_for_no_more(
    record: Recorder, watched: Command
) -> None:
    record.resolve("talks", "yes", known=1005)
    assert told(watched, "2028-W42", 1021) is None
