"""An outcome that awaits a second person scores nothing, and everything once it is confirmed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.store import open_store

START = datetime(2026, 2, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def told(capsys: pytest.CaptureFixture[str], db: Path, day: int, *argv: str) -> str:
    capsys.readouterr()
    assert run([*argv, "--db", str(db)], now=START + day * DAY) == 0
    return capsys.readouterr().out


def test_it_is_scored_at_the_next_tick_after_the_confirmation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "data.db"
    asked = ["ask", "Rain?", "--slug", "rain", "--closes", "2026-03-01", "--second-person"]
    for argv in (["init"], asked, ["forecaster", "add", "ana"]):
        told(capsys, db, 0, *argv)
    told(capsys, db, 0, "predict", "rain", "30%", "--as", "ana")
    seen = ("--happened", "2026-02-05", "--no-source", "seen", "--by", "ana")
    told(capsys, db, 6, "resolve", "rain", "yes", *seen)
    assert told(capsys, db, 7, "tracker", "tick") == "Nothing is due.\n"
    told(capsys, db, 8, "resolve", "rain", "--confirm", "--by", "ben")
    assert told(capsys, db, 9, "tracker", "tick").startswith("Scored 1 question.\n")
    assert "0.49" in told(capsys, db, 9, "scores", "rain", "--policy", "last")  # (1 - 0.3)^2
    # A second outcome that nobody confirmed leaves the first in force.
    told(capsys, db, 10, "resolve", "rain", "no", "--no-source", "heard", "--by", "ana")
    told(capsys, db, 11, "tracker", "tick")
    assert "0.49" in told(capsys, db, 11, "scores", "rain", "--policy", "last")
    told(capsys, db, 12, "resolve", "rain", "--confirm", "--by", "ben")
    assert "restated" in told(capsys, db, 13, "tracker", "tick")
    assert "0.09" in told(capsys, db, 13, "scores", "rain", "--policy", "last")


@pytest.mark.parametrize(
    ("terms", "said", "outcomes"),
    [([], ["30%"], ("yes", "no")),
     (["--option", "kim", "--option", "lee"], ["kim=30%", "lee=70%"], ("kim", "lee"))],
    ids=["yes or no", "options"],
)  # fmt: skip
def test_a_score_names_the_newest_fact_about_its_question(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    terms: list[str],
    said: list[str],
    outcomes: tuple[str, str],
) -> None:
    db = tmp_path / "data.db"
    asked = ["ask", "Which?", "--slug", "it", "--closes", "2026-03-01", "--second-person", *terms]
    for argv in (["init"], asked, ["forecaster", "add", "ana"]):
        told(capsys, db, 0, *argv)
    told(capsys, db, 0, "predict", "it", *said, "--as", "ana")

    def named(newest: str) -> bool:
        told(capsys, db, 9, "tracker", "tick")
        lines = map(json.loads, told(capsys, db, 9, "scores", "it", "--json").splitlines())
        with open_store(db).snapshot() as connection:
            (seq,) = connection.execute(f"SELECT max(id) FROM {newest}").fetchone()
        return {line["as_of_seq"] for line in lines} == {seq}

    seen = ("--happened", "2026-02-05", "--no-source", "seen", "--by", "ana")
    told(capsys, db, 6, "resolve", "it", outcomes[0], *seen)
    told(capsys, db, 7, "resolve", "it", "--confirm", "--by", "ben")
    assert named("confirmations")
    # One that nobody confirmed leaves the first in force, and is a fact all the same.
    told(capsys, db, 8, "resolve", "it", outcomes[1], *seen)
    assert named("resolutions")
