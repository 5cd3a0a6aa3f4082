"""A record of the schema before comes over whole, and what is in force is as the views say."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from forecasts import fact_tables, ledger, schema
from forecasts.cli import run
from forecasts.store import Batch, open_store

NOW = datetime(2026, 11, 2, tzinfo=UTC)
BEFORE = schema.MIGRATIONS[:2]


def facts(path: Path) -> list[tuple[str, dict[str, ledger.Value]]]:
    """Return (table, non-null columns) along the chain, of the tables that the old schema had."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        found = []
        for seq, table in connection.execute('SELECT seq, "table" FROM ledger ORDER BY seq'):
            if table in fact_tables.FIRST_FACTS:
                row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (seq,)).fetchone()
                found.append((table, {k: row[k] for k in row.keys() if row[k] is not None}))  # noqa: SIM118
        return found


def recomputed(path: Path) -> list[bytes]:
    """Return the chain's hashes, computed anew from the rows."""
    head, hashes = ledger.GENESIS, []
    for table, row in facts(path):
        head = ledger.link(head, table, row)
        hashes.append(head)
    return hashes


def kept(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [head for (head,) in connection.execute("SELECT hash FROM ledger ORDER BY seq")]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return schema.version_of(connection)


@pytest.fixture
def old_record(small_record: Path, tmp_path: Path) -> Path:
    """Return a record of the second schema that holds what the small one holds."""
    path = tmp_path / "old.db"
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        closing(sqlite3.connect(small_record)) as small,
    ):
        connection.execute("PRAGMA journal_mode = WAL")
        migrations = Migrations("forecasts")
        for step in BEFORE:
            migrations(name=step.__name__)(lambda db, step=step: step(db.conn))
        migrations.apply(Database(connection))
        connection.execute("PRAGMA user_version = 2")
        connection.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)", small.execute("SELECT * FROM texts")
        )
        batch = Batch(connection, NOW)
        for table, row in facts(small_record):
            batch.add(table, {k: v for k, v in row.items() if k not in ("id", "recorded_at")})
    return path


def test_what_is_on_record_keeps_its_place_in_the_chain(old_record: Path) -> None:
    before = kept(old_record)
    assert recomputed(old_record) == before
    assert (version(old_record), len(before) > 10) == (2, True)
    assert run(["list", "--db", str(old_record)]) == 0
    assert version(old_record) == len(schema.MIGRATIONS)
    assert run(["verify", "--db", str(old_record)]) == 0
    assert kept(old_record) == recomputed(old_record) == before


def test_it_goes_on_as_before(old_record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    db = ["--db", str(old_record)]
    resolved = ["resolve", "snow", "no", "--no-source", "seen", "--known", "2026-11-01"]
    assert run(["show", "rain", *db], now=NOW) == 0
    assert "It rained." in capsys.readouterr().out
    assert run([*resolved, *db], now=NOW) == 0
    assert run(["verify", *db]) == 0
    store = open_store(old_record)
    now = store.connection.execute("SELECT question_id, outcome FROM resolutions_now ORDER BY id")
    assert [outcome for _, outcome in now] == ["yes", "no"]
    store.close()


def test_programs_that_come_together_bring_it_over_once(old_record: Path) -> None:
    command = [sys.executable, "-m", "forecasts", "show", "rain", "--db", str(old_record)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(6)]
    assert [process.wait(60) for process in running] == [0] * 6
    assert version(old_record) == len(schema.MIGRATIONS)
    assert run(["verify", "--db", str(old_record)]) == 0


def outcomes(path: Path) -> list[str | None]:
    """Return what is in force on `snow`: its outcome, None for none, nothing where all awaits."""
    store = open_store(path)
    found = store.connection.execute(
        "SELECT r.outcome FROM resolutions_now r JOIN questions q ON q.id = r.question_id"
        " WHERE q.slug = 'snow'"
    ).fetchall()
    store.close()
    return [outcome for (outcome,) in found]


def ruled(path: Path, outcome: str, resolver: str | None, awaits: int | None) -> int:
    store = open_store(path)
    with store.append(NOW, "test") as batch:
        (snow,) = batch.connection.execute("SELECT id FROM questions WHERE slug = 'snow'")
        row = {"question_id": snow[0], "status": "resolved", "outcome": outcome, "awaits": awaits,
               "resolver": resolver, "known_at": "2026-11-01T00:00:00.000000Z"}  # fmt: skip
        id_ = batch.add("resolutions", row)
    store.close()
    return id_


def confirmed(path: Path, resolution_id: int, confirmer: str) -> None:
    store = open_store(path)
    with store.append(NOW, "test") as batch:
        row = {"resolution_id": resolution_id, "confirmer": confirmer}
        batch.add("confirmations", row)
    store.close()


def test_an_outcome_that_awaits_is_in_force_once_somebody_else_confirms_it(
    small_record: Path,
) -> None:
    first = ruled(small_record, "yes", "ana", 1)
    assert outcomes(small_record) == []
    confirmed(small_record, first, "Ana")
    assert outcomes(small_record) == []
    confirmed(small_record, first, "ben")
    assert outcomes(small_record) == ["yes"]
    second = ruled(small_record, "no", "ben", 1)
    assert outcomes(small_record) == ["yes"]
    confirmed(small_record, second, "ana")
    assert outcomes(small_record) == ["no"]
    ruled(small_record, "0.5", "ben", None)
    assert outcomes(small_record) == ["0.5"]


def test_an_outcome_that_nobody_signed_can_be_confirmed_by_anybody(small_record: Path) -> None:
    confirmed(small_record, ruled(small_record, "yes", None, 1), "ana")
    assert outcomes(small_record) == ["yes"]
