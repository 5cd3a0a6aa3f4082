"""The calendar of closes and answers, read back by the library that calendars use."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest

from forecasts.cli import run

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    assert run(["init", "--db", str(path)], now=NOW) == 0
    for argv in (
        ["ask", "Will it rain; snow, or hail?", "--slug", "rain", "--closes", "2026-03-01"],
        [
            "ask",
            "¿Kim y Xi?",
            "--slug",
            "meet",
            "--closes",
            "2026-03-01",
            "--resolves",
            "2026-03-20",
        ],
        ["ask", "Past?", "--slug", "past", "--closes", "2026-03-01"],
        ["resolve", "past", "yes", "--happened", "2026-01-31", "--no-source", "seen"],
    ):
        assert run([*argv, "--db", str(path)], now=NOW) == 0
    return path


def entries(file: Path) -> dict[str, tuple[str, datetime]]:
    calendar = icalendar.Calendar.from_ical(file.read_text(encoding="utf-8"))
    return {
        str(event["uid"]): (str(event["summary"]), event.decoded("dtstart"))
        for event in calendar.walk("VEVENT")
    }


def test_what_has_no_outcome_is_there_at_its_close_and_its_answer(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "due.ics"
    assert run(["export", "calendar", str(file), "--db", str(db)], now=NOW) == 0
    assert entries(file) == {
        "rain-closes@forecasts": (
            "Closes: Will it rain; snow, or hail?",
            datetime(2026, 3, 2, tzinfo=UTC),
        ),
        "meet-closes@forecasts": ("Closes: ¿Kim y Xi?", datetime(2026, 3, 2, tzinfo=UTC)),
        "meet-answer@forecasts": ("Answer due: ¿Kim y Xi?", datetime(2026, 3, 21, tzinfo=UTC)),
    }
    assert f"Wrote {file}: 3 entries." in capsys.readouterr().out


def test_written_again_the_entries_keep_their_names(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "due.ics"
    for _ in range(2):
        capsys.readouterr()
        assert run(["export", "calendar", str(file), "--json", "--db", str(db)], now=NOW) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(file), "entries": 3}
    assert len(entries(file)) == 3


def test_the_record_itself_is_never_written_over(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = db.read_bytes()
    assert run(["export", "calendar", str(db), "--db", str(db)], now=NOW) == 1
    assert "is a database" in capsys.readouterr().err
    assert db.read_bytes() == before
