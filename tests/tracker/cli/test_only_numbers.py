"""A report of a record in which only a number has an outcome, and where it may be written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("option", "such"), [("--html", "report.html"), ("--markdown", "report.md")]
)
def test_numbers_are_said_to_be_scored_by_their_crps_and_no_name_is_no_file(
    option: str, such: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "data.db")

    def typed(days: int, *words: str) -> int:
        return run([*words, "--db", db], now=NOW + timedelta(days=days))

    typed(0, "init")
    asked = ("--min", "0", "--max", "10", "--closes", "2026-03-19")
    typed(0, "ask", "How many?", "--slug", "q", *asked)
    typed(1, "predict", "q", "--p10", "2", "--p50", "5", "--p90", "8")
    typed(20, "resolve", "q", "6.5", "--no-source", "seen")
    capsys.readouterr()
    assert typed(21, "report") == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "Nothing has a Brier score: only numbers have an outcome" in words
    assert "CRPS" in words
    assert typed(21, "report", option, "") == 2
    assert f"{option} names no file.\nType one, such as {such}." in capsys.readouterr().err
