"""A record that is exported and imported is scored the same, to the last bit."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
OPENS = datetime(2026, 1, 1, tzinfo=UTC)
SEQS = {"resolution", "as_of_seq"}  # where a row stands in the ledger is its record's own


def tables(folder: Path) -> None:
    """Write questions of every fate, with ties, withdrawals, expiries and late forecasts."""
    chance = random.Random(7)
    folder.mkdir()
    questions = ["question,title,type,opens_at,closes_at,reference_class,by_deadline"]
    resolutions = ["question,outcome,known_at"]
    forecasts = ["question,forecaster,made_at,probability,withdrawn,expires_at"]
    for i, fate in enumerate(("yes", "no", "early", "annulled", "restated", "reopened", "none")):
        closes = OPENS + timedelta(days=100 + i, seconds=i)
        known = OPENS + timedelta(days=40) if fate == "early" else closes
        questions.append(
            f"q-{fate},Will it?,binary,{OPENS.isoformat()},{closes.isoformat()},"
            f"{'3/40' if i % 2 else ''},{'true' if i % 3 else ''}"
        )
        outcomes = {"early": ["yes"], "restated": ["no", "yes"], "none": []}
        outcomes["reopened"] = ["no", "reopened"]
        resolutions += [f"q-{fate},{o},{known.isoformat()}" for o in outcomes.get(fate, [fate])]
        for _ in range(60):
            made = OPENS + timedelta(days=chance.randrange(-5, 110), hours=chance.choice([0, 7]))
            expires = made + timedelta(days=9) if chance.random() < 0.1 else None
            withdrawn = chance.random() < 0.1
            p = chance.choice([0, 1, chance.random(), chance.random() ** 9, 1 / 3])
            forecasts.append(
                f"q-{fate},{chance.choice('abc')},{made.isoformat()},"
                f"{'' if withdrawn else p},{str(withdrawn).lower()},"
                f"{expires.isoformat() if expires else ''}"
            )
    people = ["name,kind,retired_at", "a,person,", f"c,model,{(OPENS + timedelta(50)).isoformat()}"]
    for name, rows in (
        ("questions", questions),
        ("forecasts", forecasts),
        ("resolutions", resolutions),
        ("forecasters", people),
    ):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n")


def scores(db: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Import a folder, score it, and return the scores."""
    options = ["--db", str(db)]
    assert run(["import", "tables", str(folder), "--init", *options], now=NOW) == 0
    assert run(["tracker", "tick", *options], now=NOW) == 0
    capsys.readouterr()
    assert run(["scores", "--json", *options], now=NOW) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [{key: value for key, value in row.items() if key not in SEQS} for row in rows]


@pytest.mark.parametrize("form", [[], ["--jsonl"]])
def test_scores_are_the_same_to_the_last_bit(
    form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables(tmp_path / "given")
    first = scores(tmp_path / "first.db", tmp_path / "given", capsys)
    out = str(tmp_path / "out")
    assert run(["export", "tables", out, *form, "--db", str(tmp_path / "first.db")], now=NOW) == 0
    second = scores(tmp_path / "second.db", tmp_path / "out", capsys)
    assert second == first
    numbers = [row["score"] for row in first if row["score"] is not None]
    assert len(numbers) > 100
    assert len(set(map(str, numbers))) > 50
