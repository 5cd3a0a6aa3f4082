"""`forecasts explain` on questions that yes or no does not answer."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest

from forecasts.model import times
from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

POLICIES = ("scheduled", "open", "last", "before-close:7d", "spot")
LAST_DIGITS = {"rel": 1e-12, "abs": 1e-14}


def when(record: Recorder, *pairs: tuple[float, float]) -> Quantiles:
    """Return what was said of a date as (level, day)."""
    return Quantiles(tuple((level, times.to_seconds(record.at(day))) for level, day in pairs))


def ask_when(record: Recorder, slug: str, closes: float = 100) -> None:
    over = {"range_max": times.to_seconds(record.at(closes)), "open_upper": True}
    record.ask(slug, kind="date", closes=closes, spot_at=record.at(closes / 2), **over)


@pytest.fixture
def dates(record: Recorder) -> Recorder:
    """Return a record with dates of every fate, and histories with gaps drawn at random."""
    chance = random.Random(7)
    fates = {"early": ("30", 31), "late": ("80", 81), "never": ("never", 100), "open": ("", 0)}
    for slug, (outcome, known) in fates.items():
        ask_when(record, slug, 20 if slug == "early" and not known else 100)
        for who in ("ana", "ben"):
            for _ in range(6):
                day = chance.randrange(0, 90)
                if chance.random() < 0.2:
                    record.say(who, slug, day, None)
                    continue
                low = day + chance.randrange(1, 10)
                said = when(record, (0.0, day), (chance.random() / 2, low), (0.7, low + 20))
                ends = day + 5 if chance.random() < 0.3 else None
                record.say(who, slug, day, said, expires=ends)
        if outcome:
            happened = outcome if outcome == "never" else times.to_text(record.at(int(outcome)))
            record.resolve(slug, happened, known)
    return record


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    "rule",
    ["brier", "log_loss", "deadline_brier", "interval_log_loss", "crps", "wis",
     "metaculus_baseline"],
)  # fmt: skip
def test_a_date_taken_apart_adds_up_to_its_score(
    dates: Recorder, command: Command, policy: str, rule: str
) -> None:
    dates.tick(day=60)
    lines = command("scores", "--policy", policy, "--json", day=60).json
    checked = 0
    for line in lines:
        if line["rule"] != rule or line["policy"] != policy:
            continue
        argv = (line["question"], "--forecaster", line["forecaster"], "--rule", rule)
        (found,) = command("explain", *argv, "--policy", policy, "--json", day=60).json
        assert (found["sum"], found["reference"]) == (line["score"], line["reference"])
        assert found["reason"] == line["reason"]
        if found["sum"] is None:
            assert found["stretches"] == []
            continue
        for parts in (found["stretches"], found.get("deadlines", found["stretches"])):
            total = math.fsum(float(part["loss"]) * part["weight"] for part in parts)
            assert total == pytest.approx(float(line["score"]), **LAST_DIGITS)
        checked += 1
    snapshots = {"wis", "deadline_brier", "interval_log_loss", "crps"}
    assert checked or policy == "spot" or rule in snapshots


def test_the_day_it_happened_as_typed(record: Recorder, command: Command) -> None:
    # "By t?" is t/100: day 30 (the 31st of January) was given a hundredth.
    ask_when(record, "armistice")
    record.say("ana", "armistice", 0, when(record, (0.0, 0), (1.0, 100)))
    argv = ("armistice", "2026-01-31", "--no-source", "our own list", "--yes")
    assert command("resolve", *argv).code == 0
    assert command("score").code == 0
    asked = ("--rule", "interval_log_loss", "--policy", "last")
    (line,) = command("scores", *asked, "--json").json
    assert line["score"] == pytest.approx(math.log(100))
    assert line["reference"] == pytest.approx(math.log(200))
    (found,) = command("explain", "armistice", *asked, "--json").json
    assert found["sum"] == line["score"]
    assert [part["loss"] for part in found["stretches"]] == [line["score"]]
    told = command("explain", "armistice", *asked).out
    assert "log loss of the interval under last" in told
    assert "log loss of the interval at the end 4.61" in command("scores", *asked).out
    (by_itself,) = (row for row in command("aggregate", "armistice", "--json").json[0]["scores"]
                    if (row["rule"], row["policy"]) == ("interval_log_loss", "last"))  # fmt: skip
    assert by_itself["score"] == pytest.approx(line["score"])


def test_a_date_by_hand(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Open for 40 days. "By t?" is 0 until day 20 and then 1/40 a day more, and it never happened:
    # a mean over the 40 deadlines of ((t - 20)/40)^2 for t > 20.
    ask_when(record, "armistice", 40)
    record.say("ana", "armistice", 0, when(record, (0.0, 20), (0.5, 40)))
    record.resolve("armistice", "never", 40)
    (found,) = command("explain", "armistice", "--json").json
    expected = sum((k / 40) ** 2 for k in range(1, 21)) / 40
    assert found["sum"] == pytest.approx(expected, **LAST_DIGITS)
    ((start, end, weight),) = [(p["from"], p["to"], p["weight"]) for p in found["stretches"]]
    assert (start[:10], end[:10], weight) == ("2026-01-01", "2026-02-10", pytest.approx(1.0))
    assert found["stretches"][0]["stated"] == 0.5
    assert found["stretches"][0]["by"] == pytest.approx([0.0, 0.0, 0.25, 0.5])
    assert [(band["count"], band["happened"]) for band in found["deadlines"]] == [(10, False)] * 4
    monkeypatch.setenv("COLUMNS", "90")
    told = command("explain", "armistice").out.splitlines()
    assert told[:6] == [
        "armistice · ana · not by 2026-02-09",
        "Brier under scheduled: opened 2026-01-01, closes 2026-02-10, outcome known 2026-02-10",
        "The mean over 40 deadlines, each a yes/no question: has it happened by then? A stretch",
        "weighs what it lasts under each deadline; its loss is the mean over them.",
        "from        to          stated by 2026-02-10      loss    weight  loss x weight",
        "2026-01-01  2026-02-10                   50%  0.044844  1.000000       0.044844",
    ]
    assert told[-2:] == [
        "from        2026-01-11  2026-01-21  2026-01-31  2026-02-10",
        "2026-01-01          0%          0%         25%         50%",
    ]


def test_an_open_date_is_explained_on_the_deadlines_gone_by(
    dates: Recorder, command: Command
) -> None:
    del dates
    told = command("explain", "open", "--forecaster", "ana", day=40)
    assert told.code == 0, told.err
    assert "open · ana · no outcome yet" in told.out
    assert "open, provisional" in told.out
    assert "over 40 deadlines" in told.out


def test_options_and_their_order(record: Recorder, command: Command) -> None:
    options = '["low", "middle", "high"]'
    for slug, kind in (("how-bad", "ordinal"), ("who", "multiple_choice")):
        record.ask(slug, kind=kind, options=options)
        record.say("ana", slug, 0, (0.5, 0.3, 0.2))
        record.say("ana", slug, 5, (0.1, 0.6, 0.3))
        record.resolve(slug, "middle")
    (ranked,) = command("explain", "how-bad", "--rule", "rps", "--json").json
    # (.5^2 + .2^2)/2 for half of the time, (.1^2 + .3^2)/2 for the rest.
    assert ranked["sum"] == pytest.approx((0.145 + 0.05) / 2)
    assert [part["stated"] for part in ranked["stretches"]] == [0.3, 0.6]
    (brier,) = command("explain", "who", "--json").json
    assert brier["sum"] == pytest.approx((0.39 + 0.13) / 2)


def test_a_number_and_an_outcome_known_as_an_interval(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    for slug, outcome in (("rain", "4"), ("snow", "4..6"), ("hail", "above")):
        record.ask(slug, kind="numeric", range_min=0.0, range_max=10.0, open_upper=slug == "hail")
        record.say("ana", slug, 0, Quantiles(((0.25, 2.0), (0.5, 5.0), (0.75, 8.0))))
        record.resolve(slug, outcome)
    rain = command("explain", "rain")
    assert "median 5" in rain.out
    # F is 0, .25, .5, .75, 1 at 0, 2, 5, 8, 10; the squares of F up to 4, of 1 - F from there.
    assert rain.out.splitlines()[-1].startswith("Sum 1.041667")
    assert command("explain", "hail").code == 0
    (snow,) = command("explain", "snow", "--json").json
    assert (snow["sum"], snow["reason"]) == (None, "the outcome is known only as an interval")
    assert 0 < snow["sum_low"] < snow["sum_high"]
    words = command("explain", "snow").out
    assert f"lies between {snow['sum_low']:.6f} and {snow['sum_high']:.6f}." in words


def test_a_median_beyond_what_was_said_is_named_as_such(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    said = {"top": ((0.1, 2.0), (0.3, 8.0)), "bottom": ((0.6, 2.0), (0.8, 8.0))}
    for slug, pairs in said.items():
        for bounds in ("open", "closed"):
            is_open = {"open_lower": bounds == "open", "open_upper": bounds == "open"}
            name = f"{slug}-{bounds}"
            record.ask(name, kind="numeric", range_min=0.0, range_max=10.0, **is_open)
            record.say("ana", name, 0, Quantiles(pairs))
            record.resolve(name, "4")
    assert "median above what was said" in command("explain", "top-open").out
    assert "median below what was said" in command("explain", "bottom-open").out
    found = command("explain", "top-open", "--json").json[0]["stretches"]
    assert [part["stated"] for part in found] == ["Infinity"]
    # A closed end holds the rest: F runs on from .3 at 8 to 1 at 10, and from 0 at 0 to .6 at 2.
    assert f"median {8 + 2 * 0.2 / 0.7:.6g}" in command("explain", "top-closed").out
    assert f"median {2 * 0.5 / 0.6:.6g}" in command("explain", "bottom-closed").out


def test_a_fractional_outcome_is_paid_in_shares(record: Recorder, command: Command) -> None:
    record.ask("rain")
    record.say("ana", "rain", 0, 0.2)
    record.resolve("rain", "0.3")
    (found,) = command("explain", "rain", "--json").json
    assert found["sum"] == pytest.approx(0.3 * 0.64 + 0.7 * 0.04)


def test_words_are_wrapped_to_the_terminal(
    dates: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    del dates
    monkeypatch.setenv("COLUMNS", "80")
    told = command("explain", "late", "--forecaster", "ana").out
    prose = [line for line in told.splitlines() if "  " not in line]
    assert max(map(len, prose)) <= 80


def test_the_words_about_a_date_are_wrapped(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ask_when(record, "armistice-in-effect-between-the-two", 40)
    record.say("the-executive-summary", "armistice-in-effect-between-the-two", 0,
               when(record, (0.0, 20), (0.5, 40)))  # fmt: skip
    record.resolve("armistice-in-effect-between-the-two", "never", 40)
    lines = command("explain", "armistice-in-effect-between-the-two").out.splitlines()
    words = [line for line in lines if "  " not in line]
    assert len(words) > 8
    assert max(map(len, words)) <= 60
