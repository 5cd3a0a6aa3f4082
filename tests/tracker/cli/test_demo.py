"""`forecasts demo` as a user meets it: real processes in an empty folder."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from forecasts.cli import run

DEMO = (sys.executable, "-m", "forecasts", "demo")
AFTER_MIDTERMS = datetime(2026, 11, 22, 9, tzinfo=UTC)


def typed(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo in a folder; return the folder, and what was said."""
    folder = tmp_path_factory.mktemp("demo")
    done = typed(folder, *DEMO)
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


def test_it_makes_one_file_and_says_what_is_in_it(made: tuple[Path, str]) -> None:
    folder, said = made
    assert {file.name for file in folder.iterdir()} - {"data.db.lock"} == {"data.db"}
    with sqlite3.connect(folder / "data.db") as db:
        by_rule, yes = db.execute(
            "SELECT count(*), sum(r.outcome = 'yes') FROM questions_now q"
            " LEFT JOIN resolutions r ON r.question_id = q.id WHERE q.retrospective"
        ).fetchone()
        scored = db.execute("SELECT count(*) FROM scored").fetchone()[0]
    words = " ".join(said.split())
    assert words.startswith("Made data.db.")
    assert f"{by_rule} questions of the past, made by rule" in words
    assert f"{yes} yes, " in words
    assert f"{scored} questions scored." in words
    assert "mechanical forecasts, nobody's judgement: coin gives even chances" in words
    assert "csds-brief and executive-summary" in words


def test_what_to_type_next_names_questions_that_are_there(made: tuple[Path, str]) -> None:
    folder, said = made
    commands = [line.split() for line in said.splitlines() if line.startswith("  forecasts ")]
    assert [command[1] for command in commands] == [
        "report", "due", "show", "scores", "leaderboard",
    ]  # fmt: skip
    with sqlite3.connect(folder / "data.db") as db:
        slugs = {slug for (slug,) in db.execute("SELECT slug FROM questions")}
    assert {command[2] for command in commands if command[1] in ("show", "scores")} <= slugs


def test_lines_fit_a_terminal_of_80_columns(tmp_path: Path) -> None:
    done = typed(tmp_path, "env", "COLUMNS=80", *DEMO)
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_second_run_leaves_the_record_alone_to_the_last_byte(made: tuple[Path, str]) -> None:
    folder, _ = made
    before = digest(folder / "data.db")
    done = typed(folder, *DEMO)
    assert done.returncode == 0
    assert "data.db is there already and was left alone." in done.stdout
    assert "forecasts report" in done.stdout
    assert digest(folder / "data.db") == before


def test_a_file_of_any_kind_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_text("not a record")
    done = typed(tmp_path, *DEMO, "--db", "mine.db", "--json")
    assert json.loads(done.stdout) == {"db": "mine.db", "created": False}
    assert mine.read_text() == "not a record"


def test_the_record_holds(made: tuple[Path, str]) -> None:
    done = typed(made[0], sys.executable, "-m", "forecasts", "verify")
    assert done.returncode == 0, done.stderr


def test_the_question_on_talks_is_due_once_polling_day_has_come(
    made: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["due", "--json", "--db", str(made[0] / "data.db")], now=AFTER_MIDTERMS) == 0
    due = [json.loads(line)["question"] for line in capsys.readouterr().out.splitlines()]
    assert "trump-kim-talks-before-midterms" in due


def test_as_json_it_is_one_object(tmp_path: Path) -> None:
    done = typed(tmp_path, *DEMO, "--json", "--db", "x.db")
    found = json.loads(done.stdout)
    assert found["created"] is True
    assert found["scored"] >= found["by_rule_yes"] + found["by_rule_no"] >= 120
    assert found["failed"] == []


def test_a_disk_that_runs_full_leaves_no_record_behind(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: SQLite meets it half-way."""
    done = typed(tmp_path, "sh", "-c", 'ulimit -f 1000; exec "$@"', "sh", *DEMO)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ".forecasts-demo-" not in done.stderr, "a draft that nobody knows of"
    assert list(tmp_path.iterdir()) == []
    assert typed(tmp_path, *DEMO).returncode == 0


def test_of_two_at_once_one_makes_the_record(tmp_path: Path) -> None:
    both = [
        subprocess.Popen(DEMO, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = sorted(process.communicate()[0].split(".db")[1].split(".")[0] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said == ["", " is there already and was left alone"]
    assert typed(tmp_path, sys.executable, "-m", "forecasts", "verify").returncode == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = typed(tmp_path, *DEMO, "--db", "nowhere/x.db")
    assert done.returncode == 1
    assert f"{tmp_path / 'nowhere'} cannot be written to" in done.stderr
    assert list(tmp_path.iterdir()) == []
