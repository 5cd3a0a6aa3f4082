"""The record refuses to be changed, and files that are no record are answered in words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from forecasts import fact_tables, schema
from forecasts.cli import run
from forecasts.errors import BROKEN
from forecasts.model import QuestionType

GUARDED = (*fact_tables.FACTS, "ledger", "texts")
CONFLICTS = ("", "OR ABORT", "OR FAIL", "OR IGNORE", "OR REPLACE", "OR ROLLBACK")


@pytest.fixture
def raw(small_record: Path) -> Iterator[sqlite3.Connection]:
    """Open the record as any other program would: no pragma of ours is set."""
    with closing(sqlite3.connect(small_record, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        yield connection


def rows_of(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    rows = connection.execute(f"SELECT * FROM {table}").fetchall()
    assert rows, f"{table} is empty, so nothing in it could be changed"
    return rows


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def insert(connection: sqlite3.Connection, how: str, table: str, row: dict[str, object]) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    sql = f"INSERT {how} INTO {table} ({columns}) VALUES ({marks})"
    connection.execute(sql, tuple(row.values()))


def a_row(connection: sqlite3.Connection, table: str) -> dict[str, object]:
    return dict(zip(columns_of(connection, table), rows_of(connection, table)[0], strict=True))


@pytest.mark.parametrize("table", GUARDED)
def test_no_column_can_be_updated(raw: sqlite3.Connection, table: str) -> None:
    before = rows_of(raw, table)
    for column in columns_of(raw, table):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            raw.execute(f'UPDATE {table} SET "{column}" = "{column}"')
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            raw.execute(f'UPDATE OR REPLACE {table} SET "{column}" = "{column}"')
    assert rows_of(raw, table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_no_row_can_be_deleted(raw: sqlite3.Connection, table: str) -> None:
    before = rows_of(raw, table)
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        raw.execute(f"DELETE FROM {table}")
    assert rows_of(raw, table) == before


@pytest.mark.parametrize("how", CONFLICTS)
@pytest.mark.parametrize("table", GUARDED)
def test_no_row_can_be_put_over_another(raw: sqlite3.Connection, table: str, how: str) -> None:
    before = rows_of(raw, table)
    with pytest.raises(sqlite3.IntegrityError, match=table):
        insert(raw, how, table, a_row(raw, table))
    assert rows_of(raw, table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_no_row_can_be_upserted(raw: sqlite3.Connection, table: str) -> None:
    before = rows_of(raw, table)
    row = a_row(raw, table)
    key, *_, column = row
    marks = ", ".join("?" * len(row))
    for action in ("NOTHING", f'UPDATE SET "{column}" = "{column}"'):
        sql = f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT ({key}) DO {action}"
        with pytest.raises(sqlite3.IntegrityError, match=table):
            raw.execute(sql, tuple(row.values()))
    assert rows_of(raw, table) == before


@pytest.mark.parametrize("how", CONFLICTS)
@pytest.mark.parametrize("table", fact_tables.FACTS)
def test_a_fact_needs_a_number_of_its_own(raw: sqlite3.Connection, table: str, how: str) -> None:
    """SQLite would choose an id for a row that brings none; the chain knows no such row."""
    for id_ in (None, 0, -1):
        with pytest.raises(sqlite3.IntegrityError):
            insert(raw, how, table, a_row(raw, table) | {"id": id_})


@pytest.mark.parametrize("how", CONFLICTS)
@pytest.mark.parametrize("seq", [None, 0, 1, 999])
def test_the_ledger_takes_only_the_next_row(
    raw: sqlite3.Connection, how: str, seq: int | None
) -> None:
    before = rows_of(raw, "ledger")
    with pytest.raises(sqlite3.IntegrityError, match="one after the other"):
        insert(raw, how, "ledger", {"seq": seq, "table": "questions", "hash": bytes(32)})
    assert rows_of(raw, "ledger") == before


@pytest.mark.parametrize("how", CONFLICTS)
@pytest.mark.parametrize(
    ("table", "column"), [("appends", "uuid"), ("questions", "slug"), ("questions", "number")]
)
def test_what_is_there_once_stays_there_once(
    raw: sqlite3.Connection, table: str, column: str, how: str
) -> None:
    """A fresh id with a taken value is the way round a guard that knows only the id."""
    before = rows_of(raw, table)
    fresh = {"uuid": "another", "slug": "another", "number": 999, "id": 9_999}
    row = a_row(raw, table)
    taken = {
        name: value if name == column else fresh.get(name, value) for name, value in row.items()
    }
    with pytest.raises(sqlite3.IntegrityError, match="never replaced"):
        insert(raw, how, table, taken)
    assert rows_of(raw, table) == before


@pytest.mark.parametrize("table", GUARDED)
def test_no_unique_column_lacks_a_guard(raw: sqlite3.Connection, table: str) -> None:
    """A unique column nobody guards would let INSERT OR REPLACE remove the row that holds it."""
    unique = {
        column[2]
        for index in raw.execute(f"PRAGMA index_list({table})").fetchall()
        if index[2]
        for column in raw.execute(f"PRAGMA index_info({index[1]})").fetchall()
    }
    primary = {row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[5]}
    guarded = primary | set(fact_tables.ALSO_ONCE.get(table, ()))
    assert unique <= guarded
    guard = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (f"{table}_insert",))
    text = guard.fetchone()[0]
    assert all(f"NEW.{column}" in text for column in guarded)


def test_every_table_is_strict(raw: sqlite3.Connection) -> None:
    strict = {row[1]: row[5] for row in raw.execute("PRAGMA table_list")}
    assert all(strict[table] == 1 for table in GUARDED)


def test_every_fact_and_text_table_is_guarded_in_three_ways(raw: sqlite3.Connection) -> None:
    triggers = {
        row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
    }
    wanted = {f"{table}_{verb}" for table in GUARDED for verb in ("insert", "update", "delete")}
    assert triggers == wanted


@pytest.mark.parametrize("type_", list(QuestionType))
def test_the_five_types_are_there_from_the_first_migration(
    raw: sqlite3.Connection, type_: QuestionType
) -> None:
    fresh = {"id": 9_999, "number": 999, "slug": "another", "type": type_.value, "follows": None}
    insert(raw, "", "questions", a_row(raw, "questions") | fresh)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        insert(raw, "", "questions", a_row(raw, "questions") | fresh | {
            "id": 10_000, "number": 1_000, "slug": "other", "type": "other"})  # fmt: skip


def test_a_text_can_be_blanked_and_nothing_else(raw: sqlite3.Connection) -> None:
    for change in ("text = 'other'", "text = NULL", "salt = NULL, text = NULL", "id = 'other'"):
        with pytest.raises(sqlite3.IntegrityError, match="blanked"):
            raw.execute(f"UPDATE texts SET {change}")
    for id_, (name,) in enumerate(raw.execute("SELECT id FROM texts").fetchall(), 9_000):
        said = a_row(raw, "redactions") | {"id": id_, "text_id": name}
        insert(raw, "", "redactions", said)
    with pytest.raises(sqlite3.IntegrityError, match="blanked"):
        raw.execute("UPDATE texts SET text = 'other'")
    raw.execute("UPDATE texts SET salt = NULL, text = NULL")
    assert raw.execute("SELECT count(*) FROM texts WHERE text IS NOT NULL").fetchone() == (0,)


@pytest.mark.parametrize("probability", [-0.01, 1.01, "0.5x", float("inf")])
def test_a_probability_outside_its_range_is_refused_by_the_file_itself(
    raw: sqlite3.Connection, probability: object
) -> None:
    row = a_row(raw, "forecasts") | {"id": 9_999, "probability": probability}
    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, "", "forecasts", row)


def answered(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, str]:
    """Return the exit code and the words of a command on a file that is no record of ours."""
    code = run(["verify", "--db", str(path)])
    words = capsys.readouterr()
    assert words.out == ""
    assert len(words.err.strip().splitlines()) == (3 if code == BROKEN else 2)
    return code, words.err


def test_a_newer_record_is_left_alone(
    small_record: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(small_record)) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
        step = "INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('forecasts', 'later')"
        connection.execute(step)
        connection.commit()
    code, words = answered(capsys, small_record)
    assert code == 1
    assert f"schema {schema.VERSION + 1}, newer than this program's {schema.VERSION}" in words
    assert "Upgrade: " in words
    with closing(sqlite3.connect(small_record)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION + 1,)


def test_another_program_s_file_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photos (id INTEGER PRIMARY KEY)")
    before = path.read_bytes()
    code, words = answered(capsys, path)
    assert (code, "not a forecasts record" in words) == (1, True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_file_that_is_no_database_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"Will it rain? " * size)
    before = path.read_bytes()
    code, words = answered(capsys, path)
    assert (code, "is not a database" in words) == (3, True)
    assert run(["list", "--db", str(path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert (len(said), "is not a database" in said[0], "--db FILE" in said[1]) == (2, True, True)
    assert path.read_bytes() == before


def test_an_empty_file_is_no_record_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    code, words = answered(capsys, path)
    assert (code, "file damaged: " in words, "is empty (0 bytes)" in words) == (3, True, True)
    assert ("forecasts init" in words, "forecasts restore BACKUP" in words) == (True, True)
    assert run(["list", "--db", str(path)]) == 1
    said = capsys.readouterr().err
    assert ("is empty (0 bytes)" in said, "forecasts restore BACKUP" in said) == (True, True)
    assert run(["init", "--db", str(path)]) == 0
    assert run(["verify", "--db", str(path)]) == 0


def test_ten_programs_at_once_bring_a_file_up_to_date_once(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    command = [sys.executable, "-m", "forecasts", "list", "--db", str(path)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(10)
    ]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in running]
    assert [code for _, _, code in ended] == [0] * 10, ended
    with closing(sqlite3.connect(path)) as connection:
        assert schema.version_of(connection) == schema.VERSION
        applied = connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
        assert applied == (len(schema.MIGRATIONS),)


def test_a_record_brought_up_to_date_is_like_one_made_new(tmp_path: Path) -> None:
    """Migrations through the library leave the very tables that the plain DDL makes."""
    run(["init", "--db", str(tmp_path / "new.db")])
    with (
        closing(sqlite3.connect(":memory:", isolation_level=None)) as plain,
        closing(sqlite3.connect(tmp_path / "new.db")) as migrated,
    ):
        for step in schema.MIGRATIONS:
            step(plain)
        structure = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '%migrations%'"
        assert migrated.execute(structure).fetchall() == plain.execute(structure).fetchall()


def test_a_record_of_the_first_schema_gains_what_came_later(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations = Migrations("forecasts")
        migrations(name="first_tables")(lambda db: schema.first_tables(db.conn))
        migrations.apply(Database(connection))
        connection.execute("PRAGMA user_version = 1")
        assert "cdf" not in columns_of(connection, "forecasts_now")
    assert run(["verify", "--db", str(path)]) == 0
    with closing(sqlite3.connect(path)) as connection:
        assert schema.version_of(connection) == 1  # it changes nothing
    assert run(["list", "--db", str(path)]) == 0
    with closing(sqlite3.connect(path)) as connection:
        assert schema.version_of(connection) == schema.VERSION
        shown = columns_of(connection, "forecasts_now")
        applied = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id").fetchall()
    assert shown[2:7] == ["probability", "probabilities", "quantiles", "cdf", "family"]
    assert [name for (name,) in applied] == [step.__name__ for step in schema.MIGRATIONS]
