"""`forecasts explain` where options come and go: each stretch can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model.option import Option, to_text

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder


def ask(record: Recorder, *options: Option, closes: float = 60) -> None:
    record.ask("who", kind="multiple_choice", closes=closes, options=to_text(options))


def parts(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (part["from"][:10], part["stated"], part["option"], pytest.approx(part["loss"]))
        for part in found["stretches"]
    ]


def test_a_share_on_an_option_that_left_is_lost_as_stated_and_named(
    record: Recorder, command: Command
) -> None:
    # Half of (1 - .5)^2 + .3^2 + .2^2 all the time; the new forecast on day 40 loses .4^2.
    ask(record, Option("Ann"), Option("Bo"), Option("Cy", offered_until=record.at(20)))
    record.say("ana", "who", 0, (0.5, 0.3, 0.2))
    record.say("ana", "who", 40, (0.6, 0.4, None))
    record.resolve("who", "Ann", 60)
    (found,) = command("explain", "who", "--json").json
    assert parts(found) == [
        ("2026-01-01", 0.5, "Ann", 0.19),
        ("2026-01-21", 0.5, "Ann", 0.19),
        ("2026-02-10", 0.6, "Ann", 0.16),
    ]
    assert [part["gone"] for part in found["stretches"]] == [{}, {"Cy": 0.2}, {}]
    told = " ".join(command("explain", "who").out.split())
    assert "20% on Cy is lost from 2026-01-21 on, when Cy was no longer on offer" in told
    assert "(Ann)" not in told


def test_a_gap_is_cut_where_the_offer_changes(record: Recorder, command: Command) -> None:
    # For fifty days nothing is to be lost; then two options, so the reference loses a quarter.
    ask(record, Option("Ann"), Option("Bo", offered_from=record.at(50)))
    record.say("ana", "who", 0, (1.0, None))
    record.say("ben", "who", 55, (0.4, 0.6))
    record.resolve("who", "Bo", 60)
    (found,) = command("explain", "who", "--forecaster", "ben", "--json").json
    assert parts(found) == [
        ("2026-01-01", None, None, 0.0),
        ("2026-02-20", None, "Bo", 0.25),
        ("2026-02-25", 0.6, "Bo", 0.16),
    ]
    assert found["sum"] == pytest.approx((5 * 0.25 + 5 * 0.16) / 60)
    told = command("explain", "who", "--forecaster", "ben").out
    assert "not on offer  0.000000" in told
    assert "While Bo was not on offer and no option stood for it, nothing is scored" in told
    command("score")
    (line,) = command("scores", "--forecaster", "ana", "--policy", "last", "--rule", "brier",
                      "--json").json  # fmt: skip
    (alone,) = command("explain", "who", "--forecaster", "ana", "--policy", "last", "--json").json
    assert alone["reason"] == line["reason"]
    assert line["reason"].startswith("no forecast was over the options on offer")


def test_the_number_of_the_option_that_stands_for_the_rest_is_named(
    record: Recorder, command: Command
) -> None:
    late = Option("Bo", offered_from=record.at(50))
    ask(record, Option("Ann"), late, Option("none of these", other=True))
    record.say("ana", "who", 0, (0.8, None, 0.2))
    record.say("ana", "who", 50, (0.3, 0.6, 0.1))
    record.resolve("who", "Bo", 60)
    (found,) = command("explain", "who", "--json").json
    assert parts(found) == [
        ("2026-01-01", 0.2, "none of these", 0.64),
        ("2026-02-20", 0.6, "Bo", (0.09 + 0.16 + 0.01) / 2),
    ]
    told = command("explain", "who").out
    assert "20% (none of these)" in told
    assert "While Bo was not on offer, none of these is scored: its number stands here." in told
