"""The record as it was at a seq reads as a record to which no more was ever added."""

from __future__ import annotations

import json
import shlex
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from forecasts.cli import run
from forecasts.store import open_store
from forecasts.store.as_of import as_of, seq_at

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
STEPS = (
    'ask "Will it rain?" --slug rain --closes 2026-03-01',
    "forecaster add ana",
    "predict rain 30% --as ana",
    "forecaster add ben",
    "predict rain 60% --as ben",
    "revise rain --title rains",
    "resolve rain yes --happened 2026-01-09 --no-source seen --by ana",
    "resolve rain --reopen early --by ana",
    "predict rain 20% --as ana",
    "forecaster retire ben",
    "resolve rain yes --known 2026-01-13 --no-source corrected --by ana",
)


def lived(db: Path, steps: int) -> None:
    """Live through the first steps, one a day, each under its own uuid."""
    assert run(["init", "--db", str(db)], now=START) == 0
    for n, step in enumerate(STEPS[:steps], 1):
        argv = [*shlex.split(step), "--db", str(db), "--uuid", str(UUID(int=n))]
        assert run(argv, now=START + n * DAY) == 0


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("as-of") / "whole.db"
    lived(db, len(STEPS))
    return db


def facts(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return everything a query may see, by the names that queries use."""
    named = "SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    names = [name for (name,) in connection.execute(named)]
    skipped = ("sqlite_", "questions_search", "_sqlite", "texts", "judge", "scor", "runs", "work")
    kept = [name for name in names if not name.startswith(skipped)]
    return {
        name: [
            tuple(value for value in row if not (isinstance(value, str) and len(value) == 64))
            for row in connection.execute(f"SELECT * FROM {name}")
            if name != "ledger"
        ]
        for name in kept
    }


@pytest.mark.parametrize("steps", range(len(STEPS) + 1))
def test_it_shows_what_a_record_showed_that_ended_there(
    whole: Path, tmp_path: Path, steps: int, capsys: pytest.CaptureFixture[str]
) -> None:
    lived(tmp_path / "part.db", steps)
    part, now = open_store(tmp_path / "part.db"), START + steps * DAY + DAY / 2
    store = open_store(whole)
    seq = seq_at(store.connection, now)
    assert seq == part.receipt().seq
    with as_of(store, seq) as then:
        assert facts(then.connection) == facts(part.connection)
        assert then.receipt().seq == seq
    capsys.readouterr()


def test_nothing_can_be_written_to_the_past(whole: Path) -> None:
    store = open_store(whole)
    with as_of(store, 5) as then, pytest.raises(sqlite3.OperationalError, match="readonly"):
        then.connection.execute("INSERT INTO main.texts VALUES ('a', NULL, 'b')")


def test_before_the_first_fact_there_is_nothing(whole: Path) -> None:
    store = open_store(whole)
    assert seq_at(store.connection, START - 400 * DAY) == 0
    with as_of(store, 0) as then:
        assert then.connection.execute("SELECT count(*) FROM questions_now").fetchone() == (0,)


def test_a_question_is_read_by_its_index_still(whole: Path) -> None:
    store = open_store(whole)
    query = "EXPLAIN QUERY PLAN SELECT * FROM forecasts WHERE question_id = 4"
    with as_of(store, 10) as then:
        plan = json.dumps([row[3] for row in then.connection.execute(query)])
    assert "USING INDEX forecasts_by_question_id" in plan
