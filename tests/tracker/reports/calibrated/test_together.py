"""Several people's votes taken together, and votes with and without hindsight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

ALTERNATIVES = [
    (a, b) for a in (-0.8, -0.4, 0, 0.4, 0.8) for b in (1 / 2, 2 / 3, 1, 3 / 2, 2)
    if (a, b) != (0, 1)
]  # fmt: skip


def told(command: Command, *words: str, **on: Any) -> dict[str, Any]:
    done = command("calibration", *words, "--json", **on)
    assert (done.code, done.err) == (0, "")
    (found,) = done.json
    return dict(found)


def both(record: Recorder, count: int, ben: float | None = None, since: float = 0) -> None:
    """Ask questions of ten days on which ana says 20% or 80%, and ben the same or his own number.

    Three in ten end the other way.
    """
    for k in range(count):
        said, slug = (0.2, 0.8)[k % 2], f"q{k}"
        record.ask(slug, closes=20)
        record.say("ana", slug, 0, said)
        record.say("ben", slug, since, said if ben is None else ben)
        record.resolve(slug, "yes" if (k % 2 == 1) == (k // 2 % 10 < 7) else "no", known=20)


ANA, BEN = ("--forecaster", "ana"), ("--forecaster", "ben")


def test_an_echo_adds_no_evidence(record: Recorder, command: Command) -> None:
    both(record, 100)
    one, two = told(command, *ANA), told(command, *ANA, *BEN)
    assert (two["forecaster"], two["pooled"]) == ("ana and ben", 2)
    assert (two["questions"], two["clusters"]) == (100, 100)
    assert two["curve"]["weight"] == pytest.approx([2 * w for w in one["curve"]["weight"]])
    for name, value in one["cox"].items():
        wanted = 200 if name == "votes" else value
        assert two["cox"][name] == pytest.approx(wanted, abs=1e-9), name
    assert two["corp"] == pytest.approx(one["corp"], abs=1e-12)
    for part in ("bins", "by_topic", "by_horizon"):
        for mine, ours in zip(one[part], two[part], strict=True):
            for name in mine:
                wanted = 2 * mine[name] if name == "weight" else mine[name]
                assert ours[name] == pytest.approx(wanted, abs=1e-9), (part, name)
    assert two["one_vote"] == pytest.approx(one["one_vote"])
    assert two["verdict"] == one["verdict"]


def test_each_weighs_by_how_long_it_stood_and_nothing_is_renormalised(
    record: Recorder, command: Command
) -> None:
    both(record, 30, ben=0.4, since=15)
    curve = told(command, *ANA, *BEN)["curve"]
    assert curve["stated"] == [0.2, 0.4, 0.8]
    assert curve["weight"] == pytest.approx([15.0, 30 * 0.25, 15.0])


def test_one_vote_of_each_is_counted_and_a_question_enters_the_evidence_once(
    record: Recorder, command: Command
) -> None:
    record.ask("first", closes=20)
    record.ask("second", closes=30)
    for who, p in (("ana", 0.8), ("ben", 0.6)):
        record.say(who, "first", 0, p)
    record.say("ana", "second", 0, 0.3)
    record.resolve("first", "yes", known=20)
    record.resolve("second", "no", known=30)
    found = told(command, *ANA, *BEN)
    count, value = found["expected_yes"], found["one_vote"]
    assert (count["cast"], count["questions"], count["clusters"]) == (3, 2, 2)
    assert (count["expected"], count["observed"]) == (pytest.approx(1.7), 2)

    def factor(p: float, y: int, a: float, b: float) -> float:
        q = 1 / (1 + math.exp(-(a + b * math.log(p / (1 - p)))))
        return (q if y else 1 - q) / (p if y else 1 - p)

    slow = [
        (factor(0.8, 1, a, b) + factor(0.6, 1, a, b)) / 2 * factor(0.3, 0, a, b)
        for a, b in ALTERNATIVES
    ]
    assert value["value"] == pytest.approx(sum(slow) / 24, abs=1e-12)
    assert value["questions"] == 2
    said = " ".join(command("calibration", *ANA, *BEN).out.split())
    assert "Together: ana and ben." in said
    assert "They expected 1.7 yes in 3 answers on 2 questions, 7 days before the close; 2" in said


def test_at_a_fixed_horizon_several_votes_a_question_have_no_single_look(
    record: Recorder, command: Command
) -> None:
    both(record, 100)
    horizon = ("--votes", "before-close:7d")
    assert told(command, *ANA, *horizon)["spiegelhalter"]["z"] is not None
    pooled = told(command, *ANA, *BEN, *horizon)
    assert pooled["spiegelhalter"]["z"] is None
    assert pooled["spiegelhalter"]["reason"].startswith("it needs one vote per question")
    assert pooled["murphy"]["bias_corrected"]["rel"] is None


def test_words_belong_to_who_said_them(record: Recorder, command: Command) -> None:
    both(record, 12, ben=0.4)
    record.tamper("UPDATE forecasts SET word = 'likely' WHERE probability = 0.8")
    record.tamper("UPDATE forecasts SET word = 'even' WHERE probability = 0.4")
    rows = {row["label"]: row for row in told(command, *ANA, *BEN)["by_term"]}
    assert (rows["even"]["questions"], rows["even"]["stated"]) == (12, pytest.approx(0.4))
    assert rows["likely"]["questions"] == 6


def test_everybody_is_all_people_and_no_machine(record: Recorder, command: Command) -> None:
    both(record, 2)
    for name, kind in (
        ("house", "team"),
        ("gpt", "model"),
        ("coin", "baseline"),
        ("cho", "person"),
    ):
        record.forecaster(name, kind)
        record.say(name, "q0", 0, 0.5)
    assert told(command, "--everybody")["pooled"] == 3
    assert told(command, "--everybody")["forecaster"] == "ana, ben and cho"
    refused = command("calibration", "--everybody", *ANA)
    assert (refused.code, refused.out) == (2, "")
    twice = told(command, *ANA, *ANA)
    assert (twice["pooled"], twice["forecaster"]) == (1, "ana")


def test_numbers_of_several_share_a_cluster(record: Recorder, command: Command) -> None:
    for k in range(12):
        record.ask(f"n{k}", closes=20, kind="numeric")
        for who in ("ana", "ben"):
            record.say(who, f"n{k}", 0, Quantiles(((0.05, 0.0), (0.5, 20.0), (0.95, 40.0))))
        record.resolve(f"n{k}", str(1 + 3 * k), known=20)
    one, two = (told(command, *who)["intervals"] for who in (ANA, (*ANA, *BEN)))
    assert (two["questions"], two["clusters"]) == (12, 12)
    for mine, ours in zip(one["coverage"], two["coverage"], strict=True):
        assert (ours["inside"], ours["n"]) == (2 * mine["inside"], 24)
        assert (ours["low"], ours["high"]) == pytest.approx((mine["low"], mine["high"]))


def test_what_was_recorded_after_the_outcome_was_known_is_shown_and_left_out_when_asked(
    record: Recorder, command: Command
) -> None:
    for k in range(4):
        record.ask(f"q{k}", closes=20)
        record.say("ana", f"q{k}", 0, 0.3, recorded=1001)
        record.resolve(f"q{k}", "no", known=20)
    found = told(command, *ANA)
    assert (found["hindsight"], found["recorded_only"], found["questions"]) == (1.0, False, 4)
    said = " ".join(command("calibration", *ANA).out.split())
    assert "all votes were recorded after the outcome was known, as imports are" in said
    none = told(command, *ANA, "--recorded-only")
    assert (none["questions"], none["never_forecast"], none["hindsight"]) == (0, 4, None)
    said = " ".join(command("calibration", *ANA, "--recorded-only").out.split())
    assert "an outcome and a vote recorded before that outcome was known." in said
    assert "Without what was recorded after the outcome was known." in said


def test_hindsight_is_a_share_of_the_weight_and_without_it_the_number_before_stands(
    record: Recorder, command: Command
) -> None:
    record.ask("live", closes=3000)
    record.say("ana", "live", 0, 0.3, recorded=1000)
    record.say("ana", "live", 1500, 0.6, recorded=2900)
    record.resolve("live", "yes", known=2000)
    found = told(command, *ANA, day=3000)
    assert found["hindsight"] == pytest.approx(0.25)  # days 1,500 to 2,000 of those to 2,000
    assert "Hindsight: 25% of the votes by weight were recorded after" in " ".join(
        command("calibration", *ANA, day=3000).out.split()
    )
    left = told(command, *ANA, "--recorded-only", "--votes", "before-close:1200d", day=3000)
    assert left["expected_yes"]["expected"] == pytest.approx(0.3)
    path = told(command, *ANA, "--recorded-only", day=3000)
    assert (path["recorded_only"], path["hindsight"]) == (True, 0.0)


def test_numbers_recorded_late_are_left_out_too(record: Recorder, command: Command) -> None:
    for k, recorded in enumerate((1000, 2900)):
        record.ask(f"n{k}", closes=2000, kind="numeric")
        said = Quantiles(((0.05, 0.0), (0.5, 20.0), (0.95, 40.0)))
        record.say("ana", f"n{k}", 0, said, recorded=recorded)
        record.resolve(f"n{k}", "20", known=2000)
    found = told(command, *ANA, "--kind", "numeric", day=3000)
    assert (found["questions"], found["hindsight"]) == (2, 0.5)
    left = told(command, *ANA, "--kind", "numeric", "--recorded-only", day=3000)
    assert (left["questions"], left["intervals"]["hindsight"]) == (1, 0.0)


def test_the_one_planned_look_is_told_at_a_fixed_horizon_alone(
    record: Recorder, command: Command
) -> None:
    both(record, 100)
    said = " ".join(command("calibration", *ANA, "--votes", "before-close:7d").out.split())
    # Of 20% and of 80% three in ten end the other way: z = 100 * .1 * .6 / (10 * .6 * .4).
    assert "If this is the one planned look: Spiegelhalter's z 2.50, p 0.01." in said
    assert "Spiegelhalter" not in command("calibration", *ANA).out


def test_declared_evidence_leads_before_a_hundred_outcomes(
    record: Recorder, command: Command
) -> None:
    for k in range(12):
        record.ask(f"q{k}", closes=20)
        record.say("ana", f"q{k}", 0, 0.95)
        record.resolve(f"q{k}", "no", known=20)
    said = command("calibration", *ANA).out
    assert said.startswith("Not calibrated, as the evidence below declares; too few outcomes to")
    assert told(command, *ANA)["one_vote"]["declared"]
    assert told(command, *ANA)["verdict"] is None
