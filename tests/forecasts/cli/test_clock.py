"""Whatever is recorded under a clock that was set back, it is said once, and only then."""

from __future__ import annotations

import shlex
from datetime import timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import FAILED, OK
from tests.conftest import NOW

EARLY = NOW - timedelta(days=2)
WRITE = (
    "ask 'Will it hail?' --slug hail --closes 2026-12-24",
    "forecaster add dee",
    "forecaster alias ana kim",
    "forecaster retire ana --at 2027-01-01",
    "forecaster hints ana on",
    "predict snow 12% --as ana",
    "predict snow same --as ana",
    "withdraw snow --as ana",
    "revise snow --title 'Will it snow at all?'",
    "resolve snow no --no-source seen --known 2026-10-30",
    "anchor",
    "round close monday",
    "evidence add snow 'Clouds.' --as ana",
    "watch add snow drops --every 7d",
    "import tables {tables}",
    "redact --search Clouds --why 'a name' --yes",
)
TABLES = {
    "questions.csv": "question,title,type,opens_at,closes_at\n"
    "hail,Will it hail?,binary,2026-01-01T00:00Z,2026-12-01T00:00Z\n"
}


@pytest.mark.parametrize("command", WRITE)
def test_a_clock_behind_the_newest_entry_is_told_once(
    command: str, small_record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LOGNAME", "ana")
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text)
    before = ["predict", "snow", "20%", "--as", "ana", "--db", str(small_record)]
    assert run(before, now=EARLY - timedelta(hours=1)) == OK
    words = [*shlex.split(command.format(tables=folder)), "--db", str(small_record)]
    capsys.readouterr()
    code = run(words, now=EARLY)
    said = capsys.readouterr().err
    assert code == OK, said
    assert said.count("the clock reads 2026-10-30 12:00:00Z, 2 days behind the newest entry") == 1


@pytest.mark.parametrize("command", ["predict snow same --as ana", "withdraw snow --as ana"])
def test_a_number_of_a_time_to_come_is_not_said_to_have_expired(
    command: str, small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(small_record)]
    assert run(["predict", "snow", "20%", "--as", "ana", *db], now=NOW) == OK
    capsys.readouterr()
    assert run([*command.split(), *db], now=EARLY) == FAILED
    words = "spoke on snow at 2026-11-01 12:00Z, and this clock shows 2026-10-30 12:00Z"
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("command", ["predict hail 12% --as ana", "withdraw hail --as ana"])
def test_what_is_refused_by_a_clock_that_is_behind_says_so(
    command: str, small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(small_record)]
    asked = ["ask", "Will it hail?", "--slug", "hail", "--closes", "2026-12-24", *db]
    assert run(asked, now=NOW) == OK
    capsys.readouterr()
    assert run([*shlex.split(command), *db], now=EARLY) == FAILED
    said = capsys.readouterr().err
    assert "hail takes no forecasts before it opens on 2026-11-01 12:00Z." in said
    assert said.count("the clock reads 2026-10-30 12:00:00Z, 2 days behind the newest entry") == 1


def test_a_clock_that_is_right_is_not_spoken_of(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for late in (timedelta(0), timedelta(seconds=-59), timedelta(days=1)):
        command = ["forecaster", "add", f"n{late.days}{late.seconds}", "--db", str(small_record)]
        assert run(command, now=NOW + late) == OK
        assert "the clock reads" not in capsys.readouterr().err


def test_what_writes_nothing_says_nothing_of_the_clock(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (["list"], ["show", "rain"], ["forecaster", "alias", "ana", "a."]):
        assert run([*command, "--db", str(small_record)], now=EARLY) == OK
        assert "the clock reads" not in capsys.readouterr().err


def test_the_doctor_tells_of_now_and_of_then(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(small_record)]
    assert run(["forecaster", "add", "dee", *db], now=EARLY) == OK
    capsys.readouterr()
    run(["doctor", *db], now=NOW)
    said = " ".join(capsys.readouterr().out.split())
    assert "note clock A clock was set back in the past: row " in said
    assert "was recorded at 2026-10-30 12:00Z, earlier than a row before it says" in said
    run(["doctor", *db], now=NOW - timedelta(hours=3))
    said = " ".join(capsys.readouterr().out.split())
    assert "3 hours before the latest time on record (2026-11-01 12:00Z)" in said
