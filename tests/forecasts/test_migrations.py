"""A record of every released schema comes over whole, once, and every command works on it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from sqlite_utils import Database, Migrations

from forecasts import schema
from forecasts.cli import options, run
from forecasts.store import Batch, open_store, verification
from tests.conftest import NOW as MADE

NOW = datetime(2026, 11, 2, tzinfo=UTC)
OLD = range(1, schema.VERSION)
# Each schema in the long form; a short one takes the first and the last of them.
FEW = OLD if os.environ.get("TORTURE") else (OLD[0], OLD[-1])
READ = (
    "list", "verify", "list --all --json", "show rain", "due", "agenda", "forecaster list",
    "scores", "leaderboard", "calibration", "explain rain", "tracker status", "doctor",
    "export tables tables", "export ledger ledger.jsonl", "backup copy.db", "report",
)  # fmt: skip
WRITE = (
    "score", "tracker tick", "predict snow 12% --as ana", "withdraw snow --as ana",
    "resolve snow no --no-source seen --known 2026-10-31", "forecaster add ben",
    "redact --search measured --why private --yes",
)  # fmt: skip
RACE = """
import os, sys
from pathlib import Path
from forecasts.store import open_store
import sqlite_utils
start, go = os.pipe()
children = []
for _ in range(10):
    child = os.fork()
    if not child:
        os.close(go)
        os.read(start, 1)
        store = open_store(Path(sys.argv[1]))
        os._exit(store.receipt().seq == 0)
    children.append(child)
os.close(go)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def ledger_of(path: Path) -> list[tuple[int, str, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return schema.version_of(connection)


few = pytest.mark.parametrize("old", FEW, indirect=True, ids=lambda number: f"schema {number}")


@pytest.fixture(params=OLD, ids=lambda number: f"schema {number}")
def old(request: pytest.FixtureRequest, small_record: Path, tmp_path: Path) -> Path:
    """Return a record of an older schema that holds what it can of the small one."""
    path = tmp_path / "old" / "data.db"
    path.parent.mkdir()
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        closing(sqlite3.connect(small_record)) as small,
    ):
        connection.execute("PRAGMA journal_mode = WAL")
        migrations = Migrations("forecasts")
        for step in schema.MIGRATIONS[: request.param]:
            migrations(name=step.__name__)(lambda db, step=step: step(db.conn))
        migrations.apply(Database(connection))
        connection.execute(f"PRAGMA user_version = {request.param}")
        texts = small.execute("SELECT * FROM texts").fetchall()
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", texts)
        batch = Batch(connection, MADE)  # so that every hash is the same
        for seq, table, _ in small.execute("SELECT * FROM ledger ORDER BY seq").fetchall():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            if names:
                chosen = ", ".join(names)
                row = small.execute(f"SELECT {chosen} FROM {table} WHERE id = ?", (seq,)).fetchone()
                cells = dict(zip(names, row, strict=True))
                added = {name: cells[name] for name in names if name not in {"id", "recorded_at"}}
                batch.add(table, added)
    return path


@few
def test_every_command_works_on_it_and_the_chain_stays(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old.parent)
    monkeypatch.setenv("LOGNAME", "ana")
    before, number = ledger_of(old), version(old)
    assert len(before) > 10
    keys = schema.MIGRATIONS.index(schema.trust) + 1
    assert run(["verify"], now=NOW) == 0
    # The record has a key and a signature that are neither, where it can have any.
    assert run(["verify", "--full"], now=NOW) == (3 if number >= keys else 0)
    assert (version(old), ledger_of(old)) == (number, before)  # read as it is
    for words in READ:
        assert run(words.split(), now=NOW) in ({0, 1} if words == "doctor" else {0}), words
        assert (version(old), ledger_of(old)) == (schema.VERSION, before), words
    for words in WRITE:
        assert run(words.split(), now=NOW) == 0, words
    assert ledger_of(old)[: len(before)] == before
    assert len(ledger_of(old)) > len(before)
    assert number < schema.VERSION
    with closing(open_store(old)) as store:
        assert verification.guards(store.connection) == []
        assert verification.verify(store).faults == ()


@few
def test_each_command_may_be_the_first_to_open_it(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "ana")
    before = ledger_of(old)
    for number, words in enumerate(("predict snow 12% --as ana", "backup")):
        folder = tmp_path / f"first-{number}"
        shutil.copytree(old.parent, folder)
        monkeypatch.chdir(folder)
        assert run(words.split(), now=NOW) == 0, words
        assert version(folder / "data.db") == schema.VERSION
        assert ledger_of(folder / "data.db")[: len(before)] == before
        assert run(["verify"], now=NOW) == 0


def test_a_head_that_was_kept_before_holds_after_it(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seq, _, head = ledger_of(old)[-1]
    anchor = tmp_path / "anchor"
    anchor.write_text(f"forecasts-anchor/1 seq={seq} head={head.hex()} at=2026\n")
    assert run(["verify", "--anchor", str(anchor), "--db", str(old)], now=NOW) == 0
    assert f"{seq}:{head.hex()[:16]}" in capsys.readouterr().out


@few
def test_its_ledger_is_read_into_a_new_record(old: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "ledger.jsonl", tmp_path / "copy.db"
    before = ledger_of(old)
    assert run(["export", "ledger", str(file), "--db", str(old)]) == 0
    assert run(["import", "ledger", str(file), "--init", "--db", str(copy)]) == 0
    assert ledger_of(copy) == before
    with closing(open_store(copy)) as store:
        assert verification.verify(store).faults == ()


@few
def test_an_old_copy_is_put_back_and_an_old_record_is_compared(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, place = ledger_of(old), tmp_path / "back.db"
    assert run(["restore", str(old), "--db", str(place)], now=NOW) == 0
    assert ledger_of(place) == before
    newer = tmp_path / "newer.db"
    shutil.copy(old, newer)
    assert run(["forecaster", "add", "dee", "--db", str(newer)], now=NOW) == 0
    capsys.readouterr()
    assert run(["restore", str(old), "--db", str(newer)], now=NOW) == 1
    assert "2 rows after seq" in capsys.readouterr().err
    assert run(["restore", str(newer), "--db", str(old)], now=NOW) == 0
    kept = next(old.parent.glob("data-before-*.db"))
    assert ledger_of(old) == ledger_of(newer)
    assert ledger_of(kept) == before
    assert run(["restore", str(kept), "--lose-newer", "--db", str(old)], now=NOW) == 0
    assert run(["verify", "--db", str(old)], now=NOW) == 0


@pytest.mark.parametrize("old", FEW[:1], indirect=True)
def test_ten_programs_at_once_bring_it_up_to_date_once(old: Path) -> None:
    before = ledger_of(old)
    done = subprocess.run(
        [sys.executable, "-c", RACE, str(old)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (version(old), ledger_of(old)) == (schema.VERSION, before)
    with closing(sqlite3.connect(old)) as connection:
        applied = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    assert [name for (name,) in applied] == [step.__name__ for step in schema.MIGRATIONS]


@few
def test_who_reads_an_old_record_is_told_what_was_done_to_it(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, db = version(old), ["--db", str(old)]
    capsys.readouterr()
    assert run(["list", "--json", *db], now=NOW) == 0
    told = f"{old} was brought from schema {number} to {schema.VERSION}, once; what is on record"
    assert told in capsys.readouterr().err
    assert run(["list", "--json", *db], now=NOW) == 0
    assert "schema" not in capsys.readouterr().err


@few
def test_verify_looks_before_anything_is_changed(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before, db = old.read_bytes(), ["--db", str(old)]
    assert run(["verify", *db], now=NOW) == 0
    assert run(["verify", "--full", "--json", *db], now=NOW) in {0, 3}
    assert old.read_bytes() == before
    with closing(sqlite3.connect(old, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER forecasts_update")
        raw.execute("UPDATE forecasts SET probability = 0.99 WHERE probability = 0.5")
    capsys.readouterr()
    assert run(["verify", *db], now=NOW) == 3
    said = capsys.readouterr().err
    assert ("row changed: " in said, "guards missing: " in said) == (True, True)
    assert version(old) < schema.VERSION


CLOSED = """
import os, sys
import difflib, fcntl, hashlib, sqlite3, threading, forecasts.store.verification
import forecasts.cli.verify, forecasts.cli.list
from forecasts.cli import run
os.chdir(sys.argv[1])
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
sys.exit(run(["verify"]) * 10 + run(["list"]))
"""


@pytest.mark.parametrize("old", FEW[:1], indirect=True)
def test_who_may_not_write_an_old_record_is_told_to_copy_it(old: Path) -> None:
    number = version(old)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(sqlite3.connect(old)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(old, folder / "data.db")
        (folder / "data.db").chmod(0o444)
        folder.chmod(0o555)
        argv = [sys.executable, "-c", CLOSED, str(folder)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        folder.chmod(0o755)
    assert done.returncode == 1, done.stderr  # verify holds, and list is refused
    assert "data.db holds: " in done.stdout
    assert f"data.db has schema {number}, older than this program's {schema.VERSION}" in done.stderr
    assert "cp data.db copy-of-data.db" in done.stderr


def test_a_shell_that_completes_a_name_neither_speaks_nor_changes_an_old_record(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = version(old)
    context = click.Context(click.Command("show"))
    context.params["db"] = str(old)
    argument = click.Argument(["question"])
    assert options.slugs(context, argument, "s") in (["snow"], [])
    said = capsys.readouterr()
    assert (said.out, said.err, version(old)) == ("", "", number)
