"""Every kind from plain tables to `scores --json`, each checked by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.tracker.conftest import Command

Z = "T00:00:00Z"
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"question": "who", "type": "multiple_choice", "options": ["Kim", "Lee", "Other"]},
    {"question": "how-bad", "type": "ordinal", "options": ["low", "middle", "high"],
     "reference_class": {"low": 2, "middle": 1, "high": 0}},
    {"question": "how-many", "type": "numeric", "range_min": 0, "range_max": 10, "bins": 10},
    {"question": "how-far", "type": "numeric", "range_min": 0, "range_max": 10},
    {"question": "when", "type": "date", "range_max": "2026-02-10" + Z},
    {"question": "share", "type": "binary"},
)  # fmt: skip
FORECASTS: tuple[dict[str, Any], ...] = (
    {"question": "who", "probabilities": [0.5, 0.3, 0.2]},
    {"question": "how-bad", "probabilities": [0.5, 0.25, 0.25]},
    {"question": "how-many", "cdf": [i / 10 for i in range(11)]},
    {"question": "how-far", "quantiles": {"0.05": 1, "0.5": 5, "0.95": 9}},
    {"question": "when", "quantiles": {"0.5": "2026-02-10" + Z}},
    {"question": "share", "probability": 0.6},
)
OUTCOMES = {"who": "Lee", "how-bad": "middle", "how-many": "4.5", "how-far": "2..3",
            "when": "never", "share": "0.3"}  # fmt: skip


def tables(folder: Path) -> Path:
    folder.mkdir()
    dates = {"title": "What comes?", "opens_at": "2026-01-01" + Z, "closes_at": "2026-02-10" + Z}
    known = {"known_at": "2026-02-10" + Z}
    rows = {
        "questions": [{**dates, **row} for row in QUESTIONS],
        "forecasts": [
            {"forecaster": "ana", "made_at": "2026-01-01" + Z, **row} for row in FORECASTS
        ],
        "resolutions": [{"question": q, "outcome": o, **known} for q, o in OUTCOMES.items()],
    }
    for name, lines in rows.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def scores(tmp_path: Path, command: Command) -> dict[str, dict[str, dict[str, Any]]]:
    """Return question -> rule -> the line under the last policy."""
    told = command("import", "tables", str(tables(tmp_path / "tables")))
    assert told.code == 0, told.err
    assert command("score").code == 0
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for line in command("scores", "--policy", "last", "--json").json:
        found.setdefault(line["question"], {})[line["rule"]] = line
    return found


Lines = dict[str, dict[str, dict[str, Any]]]


def test_each_kind_has_the_rules_of_its_kind_and_no_others(scores: Lines) -> None:
    options = ["brier", "log_loss", "spherical_loss"]
    points = ["metaculus_baseline", "metaculus_peer"]
    assert list(scores["who"]) == list(scores["share"]) == [*options, *points]
    assert list(scores["how-bad"]) == [*options, "rps", *points]
    assert list(scores["how-many"]) == ["crps", "crps_scaled", "wis", *points]
    single = ["deadline_brier", "interval_log_loss", "crps", "wis"]
    assert list(scores["when"]) == ["brier", "log_loss", *single, *points]


def test_options(scores: Lines) -> None:
    who, bad = scores["who"], scores["how-bad"]
    assert who["brier"]["score"] == pytest.approx((0.25 + 0.49 + 0.04) / 2)
    assert who["log_loss"]["score"] == pytest.approx(-math.log(0.3))
    assert who["brier"]["skill_uniform"] == pytest.approx(1 / 3 - 0.39)
    assert who["brier"]["skill_base"] is None
    assert bad["rps"]["score"] == pytest.approx((0.25 + 0.0625) / 2)
    reference = (2.5 / 4.5, 1.5 / 4.5, 0.5 / 4.5)
    loss = ((reference[0]) ** 2 + (1 - reference[1]) ** 2 + reference[2] ** 2) / 2
    assert bad["brier"]["reference"] == pytest.approx(loss)
    assert bad["brier"]["skill_base"] == pytest.approx(loss - bad["brier"]["score"])


def test_numbers(scores: Lines) -> None:
    many, far = scores["how-many"], scores["how-far"]
    assert many["crps"]["score"] == pytest.approx((4.5**3 + 5.5**3) / 300)
    assert many["crps_scaled"]["score"] == pytest.approx(many["crps"]["score"] / 10)
    assert many["metaculus_baseline"]["score"] == pytest.approx(0.0)
    assert (many["crps"]["skill_base"], far["crps"]["score"]) == (None, None)
    assert far["crps"]["reason"] == "the outcome is known only as an interval"
    assert 0 < far["crps"]["score_low"] < far["crps"]["score_high"]


def test_dates(scores: Lines) -> None:
    # F(t) = t/80 over forty days; it never happens.
    when = scores["when"]
    assert when["brier"]["score"] == pytest.approx(sum((t / 80) ** 2 for t in range(1, 41)) / 40)
    assert when["deadline_brier"]["score"] == pytest.approx(1 / 12)
    assert when["interval_log_loss"]["score"] == pytest.approx(math.log(2))
    assert when["interval_log_loss"]["reference"] == pytest.approx(math.log(2))
    assert when["crps"]["score"] == pytest.approx(40 / 12)
    assert when["wis"]["reason"] == "a forecast does not reach every level of the question"


def test_a_fraction(scores: Lines) -> None:
    assert scores["share"]["brier"]["score"] == pytest.approx(0.3 * 0.16 + 0.7 * 0.36)


@pytest.mark.usefixtures("scores")
def test_the_leaderboard_takes_the_kinds_that_have_a_brier_score(command: Command) -> None:
    (row,) = command("leaderboard", "--policy", "last", "--json").json
    assert row["questions"] == 4


def test_an_open_date_is_provisional_and_in_no_average(tmp_path: Path, command: Command) -> None:
    folder = tables(tmp_path / "tables")
    (folder / "resolutions.jsonl").unlink()
    assert command("import", "tables", str(folder)).code == 0
    assert command("score").code == 0
    lines = command("scores", "--policy", "scheduled", "--json", day=10.5).json
    brier = next(line for line in lines if line["rule"] == "brier")
    assert brier["score"] == pytest.approx(sum((t / 80) ** 2 for t in range(1, 11)) / 10)
    assert (brier["provisional"], brier["resolution"], brier["outcome"]) == (True, None, None)
    assert {line["question"] for line in lines} == {"when"}
    assert command("leaderboard", "--json", day=10.5).json == []
    assert "open, provisional · Brier" in command("scores", day=10.5).out


@pytest.mark.usefixtures("scores")
def test_words_for_people(command: Command) -> None:
    said = command("scores", "--policy", "last").out
    assert "who · ana · Lee · Brier at the end 0.39" in said
    assert "how-many · ana · 4.5 · CRPS at the end" in said


@pytest.mark.usefixtures("scores")
def test_a_score_of_each_kind_is_taken_apart_or_refused_with_the_reason(command: Command) -> None:
    for question, stated in (("who", 0.3), ("how-bad", 0.25), ("how-many", 5.0), ("share", 0.6)):
        (found,) = command("explain", question, "--json").json
        (stretch,) = found["stretches"]
        assert stretch["stated"] == pytest.approx(stated)
        assert stretch["loss"] * stretch["weight"] == pytest.approx(found["sum"])
    assert "median 5" in command("explain", "how-many").out
    assert "the outcome is known only as an interval" in command("explain", "how-far").out
    date = command("explain", "when")
    assert (date.code, date.err) == (0, "")
    assert date.out.startswith("when · ana")
    wrong = command("explain", "how-many", "--rule", "brier")
    assert "brier does not score a numeric question" in wrong.err


@pytest.mark.usefixtures("scores")
def test_a_report_counts_what_yes_or_no_does_not_answer(command: Command) -> None:
    told = command("report")
    assert told.code == 0, told.err
    assert "Lee" in told.out
