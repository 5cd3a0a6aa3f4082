"""`forecasts watch`: followed, recorded, shown beside the question and on the agenda, ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
VISITS = "vice-minister visits per quarter"
ADD = ("watch", "add", "rain", VISITS, "--every", "3mo", "--unit", "visits")


def test_values_are_shown_beside_the_question(desk: Desk) -> None:
    assert "nothing yet; every 90d, next by 2027-01-30" in desk.type(*ADD).out
    for day, value in (("2026-06-30", "1"), ("2026-09-30", "3")):
        done = desk.type("watch", "record", "rain", "vice", value, "--on", day)
        assert done.code == 0, done.err
    told = "visits: 3 on 2026-09-30, before 1 on 2026-06-30; every 90d, next by 2026-12-29"
    assert told in " ".join(desk.type("watch", "list").out.split())
    assert told in " ".join(desk.type("show", "rain").out.split())
    (shown,) = desk.type("show", "rain", "--json").json["watches"]
    assert [seen["value"] for seen in shown["observations"]] == [1.0, 3.0]
    assert (shown["every_days"], shown["due"]) == (90.0, False)


def test_what_was_not_looked_at_for_that_long_is_on_the_agenda(desk: Desk) -> None:
    desk.type(*ADD)
    assert agenda(desk, NOW + 89 * DAY) == []
    (item,) = agenda(desk, NOW + 90 * DAY)
    assert (item["question"], item["watch"], item["value"]) == ("rain", VISITS, None)
    assert item["command"].startswith(f"forecasts watch record rain '{VISITS}'")
    desk.type("watch", "record", "rain", VISITS, "3", at=NOW + 90 * DAY)
    assert agenda(desk, NOW + 100 * DAY) == []
    assert "Due to be looked at: 1" in desk.type("agenda", at=NOW + 181 * DAY).out
    desk.type("watch", "end", "rain", VISITS, at=NOW + 181 * DAY)
    assert agenda(desk, NOW + 182 * DAY) == []


def agenda(desk: Desk, at: datetime) -> list[dict[str, object]]:
    lines = desk.type("agenda", "--json", at=at).lines
    return [line for line in lines if line["section"] == "watch"]


def test_a_settled_question_is_watched_no_more(desk: Desk) -> None:
    desk.type(*ADD)
    desk.type("resolve", "rain", "yes", "--happened", "2026-11-01", "--no-source", "seen",
              at=NOW + DAY)  # fmt: skip
    assert agenda(desk, NOW + 100 * DAY) == []


def test_a_second_value_of_a_day_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.type(*ADD)
    for value in ("2", "3"):
        desk.type("watch", "record", "rain", VISITS, value, "--on", "2026-09-30")
    found = desk.type("watch", "list", "rain", "--json").json
    assert [seen["value"] for seen in found["observations"]] == [3.0]
    store = desk.store()
    kept = store.connection.execute("SELECT value FROM observations ORDER BY id").fetchall()
    store.close()
    assert kept == [(2.0,), (3.0,)]


def test_a_value_of_today_takes_the_place_of_that_of_an_hour_ago(desk: Desk) -> None:
    desk.type(*ADD)
    desk.type("watch", "record", "rain", VISITS, "2")
    desk.type("watch", "record", "rain", VISITS, "3", at=NOW + DAY / 24)
    desk.type("watch", "record", "rain", VISITS, "4", "--on", "2026-11-01", at=NOW + DAY / 12)
    found = desk.type("watch", "list", "rain", "--json", at=NOW + DAY).json
    assert [seen["value"] for seen in found["observations"]] == [4.0]


def test_a_look_may_have_words_alone(desk: Desk) -> None:
    desk.type(*ADD)
    done = desk.type("watch", "record", "rain", VISITS, "none", "--note", "No answer yet.")
    assert "“No answer yet.” on 2026-11-01" in done.out


def test_an_indicator_that_ended_may_begin_again(desk: Desk) -> None:
    desk.type(*ADD)
    assert "is followed" in desk.refuses(*ADD)
    assert "ended 2026-11-01" in desk.type("watch", "end", "rain", VISITS).out
    assert "no indicator" in desk.refuses("watch", "record", "rain", VISITS, "3")
    assert desk.type(*ADD).code == 0
    assert len(desk.type("watch", "list", "--json").lines) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("three",), "no number"),
        (("nan",), "no number"),
        (("none",), "needs words"),
        (("3", "--on", "2026-12-01"), "has not come yet"),
        (("3", "--url", "ftp://x"), "no web address"),
    ],
)
def test_what_is_no_value_is_refused(desk: Desk, typed: tuple[str, ...], said: str) -> None:
    desk.type(*ADD)
    assert said in desk.refuses("watch", "record", "rain", VISITS, *typed, code=2)


def test_a_value_may_lie_below_0(desk: Desk) -> None:
    desk.type(*ADD)
    assert desk.type("watch", "record", "rain", "vice", "-2.5", "--on", "2026-09-30").code == 0
    (shown,) = desk.type("show", "rain", "--json").json["watches"]
    assert [seen["value"] for seen in shown["observations"]] == [-2.5]
    assert "no option --ons" in desk.type("watch", "record", "rain", "vice", "1", "--ons", "x").err


@pytest.mark.parametrize(
    ("ruling", "word"),
    [
        (("yes", "--happened", "2026-10-31", "--no-source", "seen"), "yes"),
        (("--annul", "no stations"), "annulled"),
        (("--ambiguous", "two readings"), "ambiguous"),
    ],
)
def test_nobody_is_to_look_out_for_what_is_settled(
    desk: Desk, ruling: tuple[str, ...], word: str
) -> None:
    desk.type(*ADD)
    desk.type("resolve", "rain", *ruling)
    refused = desk.refuses("watch", "add", "rain", "more", "--every", "2w")
    assert f"rain is {word}: there is nothing left to watch for" in refused
    (shown,) = desk.type("watch", "list", "--json", at=NOW + 100 * DAY).lines
    assert (shown["due"], shown["due_at"]) == (False, None)
    assert "until the question was settled" in desk.type("show", "rain").out
    assert agenda(desk, NOW + 100 * DAY) == []
    desk.type("resolve", "rain", "--reopen", "too soon")
    assert desk.type("watch", "list", "--json", at=NOW + 100 * DAY).lines[0]["due"]
