"""`forecasts scores`: the lines of --json, the words, and what is refused."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from forecasts.model import times
from forecasts.model.prediction import Quantiles

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

# The shape in SCORING, and the outcome behind the number of the resolution.
KEYS = [
    "question", "forecaster", "rule", "policy", "score", "score_low", "score_high", "coverage",
    "attainable", "reference", "skill_base", "skill_uniform", "forecasts", "resolution", "outcome",
    "superseded", "provisional", "version", "as_of_seq", "reason",
]  # fmt: skip
LATE = "no forecast stood before the question closed or its outcome was known"
OF_THE_WORD = "Brier 0.35 (0.28-0.45 over the word's range)"
RULES = ["brier", "log_loss", "spherical_loss", "metaculus_baseline", "metaculus_peer"]


@pytest.fixture
def scored(record: Recorder) -> Recorder:
    """Return a scored record: rain came early, snow did not come, fog was annulled."""
    record.ask("rain", closes=20)
    record.ask("snow")
    record.ask("fog")
    record.say("ana", "rain", 0, 0.15)
    record.say("ana", "rain", 4, 0.12)
    record.say("ana", "rain", 15, 1.0)  # late: it is known by then
    record.say("ben", "rain", 15, 0.9)  # late, and nothing else
    record.say("ana", "snow", 5, 0.675, within=(0.55, 0.80))
    record.say("ben", "snow", 0, 1.0)
    record.say("ana", "fog", 0, 0.3)
    record.resolve("rain", "yes", known=10)
    record.resolve("snow", "no")
    record.resolve("fog", "annulled")
    record.tick()
    return record


@pytest.mark.usefixtures("scored")
def test_a_line_has_the_keys_that_are_documented_in_their_order(command: Command) -> None:
    told = command("scores", "--json")
    assert (told.code, told.err) == (0, "")
    assert all(list(line) == KEYS for line in told.json)
    assert " ".join(KEYS).replace("outcome ", "") in " ".join(SHAPE.split())
    shown = " ".join(command("scores", "--help").out.split())
    assert f"The keys of --json: {' '.join(KEYS)}." in shown


SHAPE = """
question forecaster rule policy score score_low score_high coverage attainable reference skill_base
skill_uniform forecasts resolution superseded provisional version as_of_seq reason
"""


@pytest.mark.usefixtures("scored")
def test_by_default_there_is_a_line_a_rule_under_scheduled_open_and_last(command: Command) -> None:
    lines = command("scores", "rain", "--forecaster", "ana", "--json").json
    expected = [(policy, rule) for policy in ("scheduled", "open", "last") for rule in RULES]
    assert [(line["policy"], line["rule"]) for line in lines] == expected


@pytest.mark.usefixtures("scored")
def test_the_numbers_of_a_line(command: Command) -> None:
    # .15 for 4 days and .12 for 6 of 20: yes; half of the time was possible and all of it used.
    (line,) = command(
        "scores",
        "rain",
        "--forecaster",
        "ana",
        "--policy",
        "scheduled",
        "--rule",
        "brier",
        "--json",
    ).json
    score = (4 * 0.85**2 + 6 * 0.88**2) / 20
    assert line["score"] == pytest.approx(score, abs=1e-15)
    assert (line["coverage"], line["attainable"], line["forecasts"]) == (0.5, 0.5, 2)
    assert line["reference"] == 0.125
    assert line["skill_uniform"] == pytest.approx(0.125 - score, abs=1e-15)
    assert line["skill_base"] is None  # rain has no reference class
    assert (line["score_low"], line["score_high"], line["reason"]) == (None, None, None)
    assert (line["outcome"], line["superseded"], line["provisional"]) == ("yes", False, False)
    assert isinstance(line["resolution"], int)
    assert line["as_of_seq"] >= line["resolution"]


def test_skill_is_against_the_base_rate_only_where_there_is_one(
    record: Recorder, command: Command
) -> None:
    from forecasts.model import ReferenceClass

    record.ask("storm", reference_class=ReferenceClass((0,), 4))  # .5 / 5 = .1
    record.say("ana", "storm", 0, 0.3)
    record.resolve("storm", "no")
    record.tick()
    brier, *_, points = command("scores", "--policy", "last", "--rule", "brier",
                                "--rule", "metaculus_baseline", "--json").json  # fmt: skip
    assert brier["reference"] == pytest.approx(0.01)
    assert brier["skill_base"] == pytest.approx(0.01 - 0.09)
    assert brier["skill_uniform"] == pytest.approx(0.25 - 0.09)
    assert (points["reference"], points["skill_base"], points["skill_uniform"]) == (None,) * 3


@pytest.mark.usefixtures("scored")
def test_infinite_numbers_are_words_that_json_can_hold(command: Command) -> None:
    told = command("scores", "snow", "--forecaster", "ben", "--rule", "log_loss", "--json")
    assert "NaN" not in told.out
    for line in told.json:
        assert line["score"] == "Infinity"
        assert line["skill_uniform"] == "-Infinity"
        json.dumps(line, allow_nan=False)
    words = command("scores", "snow", "--forecaster", "ben", "--rule", "log_loss").out
    assert "log loss infinite" in words


@pytest.mark.usefixtures("scored")
def test_what_has_no_score_is_a_line_with_the_reason(command: Command) -> None:
    lines = command(
        "scores",
        "--policy",
        "scheduled",
        "--policy",
        "before-close:3d",
        "--rule",
        "brier",
        "--json",
    ).json
    reasons = {
        (line["question"], line["forecaster"], line["policy"]): line["reason"] for line in lines
    }
    assert reasons["rain", "ben", "scheduled"] == reasons["rain", "ben", "before-close:3d"] == LATE
    assert reasons["fog", "ana", "scheduled"] == "the question was annulled"
    assert reasons["fog", "ana", "before-close:3d"] == "the question was annulled"
    assert reasons["rain", "ana", "before-close:3d"] == "the outcome was known by then"
    assert reasons["snow", "ana", "before-close:3d"] is None
    for line in lines:
        assert (line["score"] is None) == (line["reason"] is not None)
        assert line["score"] is not None or line["skill_uniform"] is None


@pytest.mark.usefixtures("scored")
def test_a_words_range_gives_a_low_and_a_high(command: Command) -> None:
    (line,) = command("scores", "snow", "--forecaster", "ana", "--policy", "last", "--rule",
                      "brier", "--json").json  # fmt: skip
    assert line["score_low"] == pytest.approx(0.55**2)
    assert line["score_high"] == pytest.approx(0.64)
    words = command("scores", "snow", "--forecaster", "ana", "--policy", "last").out
    assert "Brier at the end 0.46 (0.30-0.64 over the word's range)" in words


@pytest.mark.usefixtures("scored")
def test_in_words_it_is_one_line_a_question_and_forecaster(command: Command) -> None:
    told = command("scores")
    assert told.out.splitlines() == [
        "rain · ana · said 15→12% · yes · Brier 0.38 · reference 0.12 · coverage 50 of at most 50%",
        f"rain · ben · yes · no score: {LATE}",
        f"snow · ana · said 67.5% · no · {OF_THE_WORD} · reference 0.25 · coverage 50 of 100%",
        "snow · ben · said 100% · no · Brier 1.00 · reference 0.25 · coverage 100 of 100%",
        "fog · ana · annulled · no score: the question was annulled",
    ]
    assert told.err == ""


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("open", "Brier while open 0.75"),
        ("last", "Brier at the end 0.77"),
        ("before-close:18d", "Brier 18d before the close 0.72"),
    ],
)
def test_another_policy_is_named_in_words(command: Command, policy: str, words: str) -> None:
    assert words in command("scores", "rain", "--forecaster", "ana", "--policy", policy).out


def test_superseded_scores_are_shown_on_request(scored: Recorder, command: Command) -> None:
    scored.resolve("rain", "no", known=10)
    scored.tick()
    now = command("scores", "rain", "--rule", "brier", "--policy", "last", "--json").json
    assert [line["outcome"] for line in now] == ["no", "no"]
    every = command(
        "scores", "rain", "--rule", "brier", "--policy", "last", "--superseded", "--json"
    ).json
    assert [(line["outcome"], line["superseded"]) for line in every] == [
        ("yes", True), ("yes", True), ("no", False), ("no", False),
    ]  # fmt: skip
    words = command("scores", "rain", "--forecaster", "ana", "--superseded").out.splitlines()
    assert words[0].endswith(" · superseded by a later resolution")
    assert "superseded" not in words[1]


@pytest.mark.usefixtures("scored")
def test_policies_come_in_the_order_asked_and_once(command: Command) -> None:
    policies = ("last", "before-close:1d", "before-close:24h", "scheduled", "last")
    chosen = [word for policy in policies for word in ("--policy", policy)]
    ana = ("snow", "--forecaster", "ana", "--rule", "brier", "--rule", "brier")
    lines = command("scores", *ana, *chosen, "--json").json
    assert [line["policy"] for line in lines] == ["last", "before-close:1d", "scheduled"]


def test_a_spot_score_is_there_where_a_spot_was_set(record: Recorder, command: Command) -> None:
    record.ask("rain", spot_at=record.at(4))
    record.ask("snow")
    for slug in ("rain", "snow"):
        record.say("ana", slug, 0, 0.3)
        record.resolve(slug, "no")
    record.tick()
    lines = command("scores", "--policy", "spot", "--rule", "brier", "--json").json
    assert [(line["question"], line["score"]) for line in lines] == [("rain", pytest.approx(0.09))]


def test_a_spot_that_no_question_has_is_named_with_what_to_type(
    record: Recorder, command: Command
) -> None:
    record.ask("rain")
    record.ask("snow", spot_at=record.at(4))
    for slug in ("rain", "snow"):
        record.say("ana", slug, 0, 0.3)
        record.resolve(slug, "no")
    record.tick()
    told = command("scores", "rain", "--policy", "spot")
    assert (told.code, told.out) == (0, "")
    line = " ".join(told.err.split())
    assert line.startswith("No question here has a spot time, so nothing is scored under spot.")
    assert line.endswith("--spot DATE. Or see: --policy last, --policy before-close:7d")
    assert "spot" not in command("scores", "--policy", "spot").err


def test_an_outcome_is_told_as_its_question_has_it(record: Recorder, command: Command) -> None:
    record.ask("how-many", kind="numeric", range_min=0.0, range_max=10.0, unit="tests")
    record.ask("when", kind="date", range_max=times.to_seconds(record.at(20)))
    record.ask("share")
    record.say("ana", "how-many", 0, Quantiles(((0.1, 3.0), (0.9, 7.0))))
    record.say("ana", "when", 0, Quantiles(((0.1, times.to_seconds(record.at(3))),)))
    record.say("ana", "share", 0, 0.3)
    record.resolve("how-many", "7.0")
    record.resolve("when", "never", known=20)
    record.resolve("share", "0.25")
    record.tick()
    number, date, share = command("scores").out.splitlines()
    assert number.startswith("how-many · ana · 7 tests · CRPS ")
    assert date.startswith("when · ana · not by 2026-01-20 · Brier ")
    assert share.startswith("share · ana · said 30% · 25% yes · Brier ")


def test_what_waits_to_be_scored_is_said_on_standard_error(
    record: Recorder, command: Command
) -> None:
    record.ask("rain")
    record.say("ana", "rain", 0, 0.3)
    told = command("scores")
    assert (told.code, told.out) == (0, "")
    assert told.err.startswith("No scores here: nothing that was forecast has been resolved.")
    record.resolve("rain", "no")
    told = command("scores", "--json")
    assert (told.code, told.out) == (0, "")
    waits = "1 resolved and not scored yet.\nType: forecasts score"
    assert told.err == f"{waits} --db {record.path}\n"
    record.tick()
    record.say("ana", "rain", 1, 0.4)
    told = command("scores", "--json")
    assert len(told.json) == 15
    assert told.err == f"{waits} --db {record.path}\n"


@pytest.mark.usefixtures("scored")
@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["--policy", "closing"], 2, "'closing' is no policy: scheduled, open, last, spot or"),
        (["--policy", "before-close:7"], 2, "Such as: --policy before-close:7d"),
        (["--rule", "crps2"], 2, "'crps2' is no rule"),
        (["--forecaster", "anna"], 1, "Did you mean ana?"),
        (["--forecaster", "nobody-like-that"], 1, "no forecaster is called"),
        (["rane"], 1, "Did you mean rain?"),
    ],
)
def test_what_is_not_there_is_answered_in_two_lines(
    command: Command, argv: list[str], code: int, words: str
) -> None:
    told = command("scores", *argv)
    assert told.code == code
    assert words in told.err
    assert told.out == ""
    assert len(told.err.splitlines()) <= 2


@pytest.mark.usefixtures("scored")
def test_a_slug_prefix_or_number_names_the_question(command: Command) -> None:
    assert (
        command("scores", "ra").out == command("scores", "1").out == command("scores", "rain").out
    )


def test_distances_on_a_scale_of_millionths_are_not_nothing(
    record: Recorder, command: Command
) -> None:
    # F(y) = y / 1e-6: crps = (.25^3 + .75^3)/3 of a millionth.
    record.ask("tiny", kind="numeric", range_min=0.0, range_max=1e-6)
    record.say("ana", "tiny", 0, Quantiles(((0.5, 5e-7),)))
    record.resolve("tiny", "0.00000025")
    command("score")
    assert "CRPS 1.5e-07 · reference 1.5e-07" in command("scores").out
    told = command("explain", "tiny").out
    assert "Sum 1.45833e-07   (reference 1.45833e-07)" in told
    assert "0.000000" not in told


def test_on_a_terminal_a_line_is_wrapped_and_through_a_pipe_it_is_whole(
    record: Recorder, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.ask("a-question-of-a-long-name")
    record.say("the-executive-summary", "a-question-of-a-long-name", 0, 0.25)
    record.resolve("a-question-of-a-long-name", "yes")
    command("score")
    monkeypatch.setenv("COLUMNS", "60")
    (whole,) = command("scores").out.splitlines()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    lines = command("scores").out.splitlines()
    assert max(map(len, lines)) <= 60
    assert " ".join(" ".join(lines).split()) == whole
