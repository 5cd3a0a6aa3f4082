"""`forecasts coherence` on a record: whose numbers fit, what is nearest, what they lose."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forecasts.cli import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return a record in which ana's numbers clash and ben's fit."""
    path = tmp_path / "data.db"
    argv = [["init"], ["forecaster", "add", "ana"], ["forecaster", "add", "ben"]]
    argv += [
        ["ask", f"Will {slug} come?", "--slug", slug, "--closes", "2027-12-31"]
        for slug in ("joint", "talks", "armistice")
    ]
    argv.append(["link", "joint", "--all-of", "talks", "--all-of", "armistice"])
    for who, said in (("ana", ("40%", "30%", "90%")), ("ben", ("20%", "30%", "80%"))):
        for slug, p in zip(("joint", "talks", "armistice"), said, strict=True):
            argv.append(["predict", slug, p, "--as", who])
    for words in argv:
        assert run([*words, "--db", str(path)], now=NOW) == 0
    capsys.readouterr()
    return path


def found(capsys: pytest.CaptureFixture[str], db: Path, *words: str) -> list[dict[str, Any]]:
    assert run(["coherence", *words, "--json", "--db", str(db)], now=NOW) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_clashing_numbers_are_named_with_the_nearest_that_fit(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ana, ben = found(capsys, db, "--everybody")
    assert (ana["forecaster"], ben["forecaster"]) == ("ana", "ben")
    nearest = {one["question"]: one["nearest"] for one in ana["statements"]}
    assert nearest == pytest.approx({"joint": 0.35, "talks": 0.35, "armistice": 0.9})
    assert ana["distance"] == pytest.approx(0.005**0.5)
    assert ana["broken"] == ["joint 40% and talks 30%: talks is part of joint"]
    bets = {one["question"]: one["tickets"] for one in ana["bets"]}
    assert bets == pytest.approx({"joint": -1.0, "talks": 1.0})
    assert ana["sure_loss"] == pytest.approx(0.1)
    assert (ben["distance"], ben["sure_loss"], ben["bets"], ben["broken"]) == (0.0, 0.0, [], [])


def test_of_who_has_retired_nothing_stands(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecaster", "retire", "ana", "--db", str(db)], now=NOW) == 0
    capsys.readouterr()
    assert [one["forecaster"] for one in found(capsys, db, "--everybody")] == ["ben"]


def test_it_is_said_in_words(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coherence", "--forecaster", "ana", "--db", str(db)], now=NOW) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "ana: 3 numbers that hang together do not fit" in words
    assert "wins at least 0.10 whatever happens" in words
    assert "joint 40% 35% talks 30% 35%" in words
    assert run(["coherence", "--forecaster", "ben", "--db", str(db)], now=NOW) == 0
    assert "ben: 3 numbers that hang together fit" in capsys.readouterr().out


def test_what_is_nearest_is_said_without_the_noise_of_computing(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["coherence", "--forecaster", "ana", "--db", str(db), "--json"], now=NOW) == 0
    (ana,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [one["nearest"] for one in ana["statements"] if one["question"] == "joint"] == [0.35]


def test_an_outcome_takes_its_question_out(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = ["resolve", "armistice", "yes", "--no-source", "seen", "--known", "2026-02-28"]
    assert run([*done, "--db", str(db)], now=NOW) == 0
    capsys.readouterr()
    (ana,) = found(capsys, db, "--forecaster", "ana")
    # With the armistice there, the joint question is the talks themselves.
    assert [(one["question"], one["stated"]) for one in ana["statements"]] == [
        ("joint", 0.4), ("talks", 0.3)
    ]  # fmt: skip


def test_outcomes_that_contradict_each_other_silence_no_clash_beside_them(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = [["ask", f"Will {slug} come?", "--slug", slug, "--closes", "2027-12-31"]
            for slug in ("deal", "rain", "snow")]  # fmt: skip
    argv += [["link", "rain", "excludes", "snow"], ["link", "talks", "implies", "rain"],
             ["link", "deal", "implies", "armistice"]]  # fmt: skip
    argv += [["predict", "rain", "50%", "--as", "ana"], ["predict", "snow", "60%", "--as", "ana"]]
    for slug, outcome in (("deal", "yes"), ("armistice", "no")):
        argv.append(["resolve", slug, outcome, "--no-source", "seen", "--known", "2026-02-28"])
    argv[-2][3:3] = ["--happened", "2026-02-27"]
    for words in argv:
        late = NOW.replace(month=2, day=20) if words[0] == "ask" else NOW
        assert run([*words, "--db", str(db)], now=late) == 0
    capsys.readouterr()
    against, ana = found(capsys, db, "--forecaster", "ana")
    assert against["questions"] == ana["doubted"] == ["armistice", "deal"]
    clash = "rain 50% and snow 60%: rain excludes snow; they add up to 110%"
    assert f"{clash}, where at most 100% fits" in ana["broken"]
    assert run(["coherence", "--forecaster", "ana", "--db", str(db)], now=NOW) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "Left out, since outcomes contradict each other: armistice and deal." in words
    assert "Nobody asked about" not in words


def test_the_nearest_number_is_told_to_a_hundredth_of_a_percent(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["ask", "Will it come?", "--slug", "any", "--closes", "2027-12-31"],
                  ["link", "any", "excludes", "joint"], ["link", "any", "excludes", "talks"],
                  ["predict", "any", "90%", "--as", "ana"]):  # fmt: skip
        assert run([*words, "--db", str(db)], now=NOW) == 0
    capsys.readouterr()
    assert run(["coherence", "--forecaster", "ana", "--db", str(db)], now=NOW) == 0
    words = capsys.readouterr().out
    nearest = re.findall(r"[0-9.]+%$", words, re.MULTILINE)
    assert nearest
    assert all(len(text.partition(".")[2]) <= len("00%") for text in nearest)
    assert any("." in text for text in nearest)


def test_where_nothing_is_linked_it_says_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.db"
    assert run(["init", "--db", str(path)], now=NOW) == 0
    assert run(["coherence", "--db", str(path)], now=NOW) == 0
    assert "forecasts link QUESTION implies QUESTION" in capsys.readouterr().out
