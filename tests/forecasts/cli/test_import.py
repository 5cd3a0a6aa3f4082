"""`forecasts import tables`: summaries, refusals, and the record it makes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.store import open_store
from tests.conftest import ONE

Put = Callable[..., Path]

QUESTIONS = """\
question,title,type,opens_at,closes_at
rain,Will it rain?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z
"""
FORECASTS = """\
question,forecaster,made_at,probability
rain,crowd,2026-02-01T00:00Z,0.3
rain,crowd,2026-05-02T00:00Z,0
"""
RESOLUTIONS = "question,outcome,known_at\nrain,no,2026-05-01T00:00Z\n"


@pytest.fixture
def folder(put: Put) -> Path:
    return put(questions=QUESTIONS, forecasts=FORECASTS, resolutions=RESOLUTIONS)


def seq(db: Path) -> int:
    store = open_store(db)
    found = store.receipt().seq
    store.close()
    return found


def test_init_makes_the_record_and_says_what_was_read(
    folder: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "x.db"
    argv = ["import", "tables", str(folder), "--init", "--kind", "crowd", "--db", str(db)]
    assert run(argv, now=now) == 0
    said = capsys.readouterr()
    store = open_store(db)
    receipt = store.receipt()
    store.close()
    assert said.err == ""
    assert said.out.splitlines() == [
        f"Read {folder} into {db}:",
        "  questions    1 added",
        "  forecasts    2 added, 1 late",
        "  resolutions  1 added",
        "  forecasters  1 made",
        "Late ones came at or after the close or the known outcome: kept, never scored.",
        f"Receipt {receipt}",
        f"Next: forecasts tracker tick --db {db}",
    ]
    assert run(argv, now=now) == 0
    assert "on record already: nothing was written" in capsys.readouterr().out
    assert seq(db) == receipt.seq


def test_json_is_one_object(
    folder: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "x y.db"
    argv = ["import", "tables", str(folder), "--init", "--json", "--db", str(db)]
    assert run(argv, now=now) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.pop("receipt").startswith(f"{found.pop('seq')}:")
    assert found == {
        "db": str(db),
        "questions": {"added": 1, "revised": 0, "known": 0},
        "forecasts": {"added": 2, "known": 0, "late": 1},
        "resolutions": {"added": 1, "re_resolved": 0, "known": 0},
        "forecasters": {"made": 1, "changed": 0},
        "links": {"added": 0, "known": 0},
        "not_read": [],
        "next": f"forecasts tracker tick --db '{db}'",
    }
    assert run(argv, now=now) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["receipt"], again["forecasts"]["known"]) == (None, 2)


def test_bad_rows_are_shown_and_no_record_is_made(
    folder: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "forecasts.csv").write_text(FORECASTS.replace("0.3", "1.2").replace(",0\n", ",70\n"))
    db = tmp_path / "x.db"
    assert run(["import", "tables", str(folder), "--init", "--db", str(db)], now=now) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Error: forecasts.csv:2: probability: '1.2' is no probability: it lies above 1",
        "forecasts.csv:3: probability: '70' is no probability: it lies above 1",
        "Nothing was written.",
    ]
    (folder / "forecasts.csv").write_text(FORECASTS.replace("rain", "rian"))
    assert run(["import", "tables", str(folder), "--init", "--db", str(db)], now=now) == 1
    assert "Did you mean rain?" in capsys.readouterr().err
    assert not db.exists()


def test_bad_rows_leave_a_record_as_it_was(
    folder: Path, small_record: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    before = seq(small_record)
    assert run(["import", "tables", str(folder), "--db", str(small_record)], now=now) == 1
    # The small record has a question "rain" of other dates, with forecasts.
    assert "closes_at: the first forecast fixed it" in capsys.readouterr().err
    assert seq(small_record) == before


def test_a_terminal_escape_in_a_file_reaches_no_terminal(
    put: Put, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(questions=QUESTIONS.replace("rain?", "rain\x1b[2J?").replace("rain,", "\x1b]0;x,"))
    argv = ["import", "tables", str(folder), "--init", "--db", str(tmp_path / "x.db")]
    assert run(argv, now=now) == 1
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "questions.csv:2: title: it holds characters that cannot be seen: U+001B" in said


def test_without_a_record_or_a_folder_it_says_what_to_type(
    folder: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.db")
    assert run(["import", "tables", str(folder), "--db", missing], now=now) == 1
    assert "there is no record" in capsys.readouterr().err
    assert run(["import", "tables", str(tmp_path / "no"), "--init", "--db", missing], now=now) == 1
    assert "does not exist" in capsys.readouterr().err
    assert not Path(missing).exists()


def test_a_retry_under_the_same_name_adds_nothing(
    folder: Path, put: Put, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "x.db"
    options = ["--init", "--db", str(db), "--uuid", ONE]
    assert run(["import", "tables", str(folder), *options], now=now) == 0
    before = seq(db)
    assert run(["import", "tables", str(folder), *options], now=now) == 0
    more = put("more", forecasts=FORECASTS.replace("0.3", "0.4"))
    assert run(["import", "tables", str(more), *options], now=now) == 1
    assert "says something else" in capsys.readouterr().err
    assert seq(db) == before


def test_files_beside_the_tables_are_named(
    folder: Path, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "forecast.csv").write_text("x")
    argv = ["import", "tables", str(folder), "--init", "--db", str(tmp_path / "x.db")]
    assert run(argv, now=now) == 0
    assert "forecast.csv" in capsys.readouterr().err


def test_help_names_every_column(capsys: pytest.CaptureFixture[str]) -> None:
    from forecasts.importers.tables import ALL

    assert run(["import", "tables", "--help"]) == 0
    words = capsys.readouterr().out.split()
    assert {name for table in ALL for name in (table.name, *table.names)} <= set(words)


def test_a_process_of_its_own_needs_no_heavy_library(folder: Path, small_record: Path) -> None:
    code = (
        "import sys; from forecasts.cli import run; code = run(sys.argv[1:]);"
        "sys.exit(code or int(any(m in sys.modules for m in"
        " ('pandas', 'numpy', 'rich', 'sqlite_utils'))))"
    )
    (folder / "questions.csv").unlink()
    (folder / "resolutions.csv").unlink()
    done = subprocess.run(
        [sys.executable, "-c", code, "import", "tables", str(folder), "--db", str(small_record)],
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "2 added" in done.stdout
