"""Without its guards nothing is added to a record, and they are put back where its rows hold."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from forecasts import fact_tables, schema
from forecasts.cli import run
from forecasts.errors import BROKEN, FAILED, OK, USAGE
from forecasts.store import create_store, guards, open_store
from tests.conftest import NOW
from tests.forecasts.store.tampering import opened, unguarded

Said = pytest.CaptureFixture[str]
GONE = "DROP TRIGGER forecasts_update"
IDLE = "WHEN 0 BEGIN SELECT 1; END"
WRITE = (
    ["predict", "snow", "12%", "--as", "ana"],
    ["ask", "Will it hail?", "--closes", "2026-12-24"],
    ["forecaster", "add", "dee"],
    ["anchor"],
    ["resolve", "snow", "no", "--no-source", "seen", "--known", "2026-10-31"],
)
SPOILT = {
    "a guard is gone": (GONE, "the trigger forecasts_update is gone"),
    "a guard does nothing": (
        f"{GONE}; CREATE TRIGGER forecasts_update BEFORE UPDATE ON forecasts {IDLE}",
        "the trigger forecasts_update was altered",
    ),
    "a guard too many": (
        "CREATE TRIGGER more AFTER INSERT ON forecasts BEGIN SELECT 1; END",
        "the trigger more is not one that this program made",
    ),
}


def spoil(path: Path, script: str = GONE) -> None:
    with opened(path) as raw:
        raw.executescript(script)


def head(path: Path) -> str:
    with closing(open_store(path, as_it_is=True)) as store:
        return str(store.receipt())


def test_the_digest_that_writers_compare_is_that_of_a_new_record(tmp_path: Path) -> None:
    with closing(create_store(tmp_path / "new.db")) as store:
        assert guards.triggers(store.connection) == schema.TRIGGERS
        assert guards.differences(store.connection) == []


@pytest.mark.parametrize("kind", SPOILT)
def test_nothing_is_added_without_the_guards(kind: str, small_record: Path, capsys: Said) -> None:
    script, words = SPOILT[kind]
    spoil(small_record, script)
    before = head(small_record)
    for command in WRITE:
        capsys.readouterr()
        assert run([*command, "--db", str(small_record)], now=NOW) == BROKEN, command
        said = capsys.readouterr().err
        assert f"{words}; nothing was written." in said
        assert f"forecasts verify --restore-guards --db {small_record}" in said
        assert head(small_record) == before
    assert run(["list", "--db", str(small_record)], now=NOW) == OK  # reading goes on


def test_no_ledger_is_read_in_without_them(small_record: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "all.jsonl", tmp_path / "copy.db"
    assert run(["export", "ledger", str(file), "--db", str(small_record)]) == OK
    create_store(copy).close()
    spoil(copy)
    assert run(["import", "ledger", str(file), "--db", str(copy)]) == BROKEN
    assert head(copy) == "0:0000000000000000"


def test_they_are_put_back_where_every_row_holds_and_that_goes_on_record(
    small_record: Path, capsys: Said
) -> None:
    db = ["--db", str(small_record)]
    spoil(small_record, f"{SPOILT['a guard too many'][0]}; {GONE}; DROP INDEX appends_by_uuid;"
                        " DROP VIEW rounds_now")  # fmt: skip
    before = int(head(small_record).partition(":")[0])
    assert run(["verify", *db], now=NOW) == BROKEN
    said = capsys.readouterr().err
    assert ("guards missing: " in said, "verify --restore-guards" in said) == (True, True)
    assert run(["doctor", *db], now=NOW) == BROKEN
    assert f"forecasts verify {' '.join(db)} --restore-guards" in capsys.readouterr().out
    assert run(["verify", "--restore-guards", "--json", *db], now=NOW) == OK
    said = capsys.readouterr()
    assert (json.loads(said.out)["ok"], "Put back (guards, indexes, views): 4;" in said.err) == (
        True,
        True,
    )
    with closing(open_store(small_record)) as store:
        row = store.connection.execute("SELECT command FROM appends WHERE id = ?", (before + 1,))
        assert row.fetchone() == ("restore guards",)
        assert guards.differences(store.connection) == []
    assert run(["verify", "--restore-guards", *db], now=NOW) == OK
    assert int(head(small_record).partition(":")[0]) == before + 1  # there was nothing to do
    assert run([*WRITE[0], *db], now=NOW) == OK
    assert run(["verify", *db], now=NOW) == OK


def test_they_are_not_put_back_over_a_row_that_was_changed(small_record: Path) -> None:
    with unguarded(small_record) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.99 WHERE probability = 0.5")
    spoil(small_record)
    before = head(small_record)
    assert run(["verify", "--restore-guards", "--db", str(small_record)], now=NOW) == BROKEN
    assert head(small_record) == before
    with closing(open_store(small_record)) as store:
        assert [each.name for each in guards.differences(store.connection)] == ["forecasts_update"]


def test_they_are_not_put_back_after_a_look_at_the_newest_rows_alone(
    small_record: Path, capsys: Said
) -> None:
    spoil(small_record)
    words = ["verify", "--restore-guards", "--since", "9", "--db", str(small_record)]
    assert run(words, now=NOW) == USAGE
    assert "Leave --since out." in capsys.readouterr().err


def test_the_index_of_words_is_made_anew(small_record: Path, capsys: Said) -> None:
    """Without it no question can be asked, and none be found."""
    db = ["--db", str(small_record)]
    spoil(small_record, "DROP TABLE questions_search")
    assert run([*WRITE[1], *db], now=NOW) == FAILED
    assert f"forecasts verify --db {small_record}" in capsys.readouterr().err
    assert run(["verify", *db], now=NOW) == BROKEN
    assert "guards missing: the index of words questions_search is gone" in capsys.readouterr().err
    assert run(["doctor", *db], now=NOW) == BROKEN
    said = capsys.readouterr().out
    assert ("is gone." in said, "Nothing is added" in said) == (True, False)
    assert run(["verify", "--restore-guards", *db], now=NOW) == OK
    capsys.readouterr()
    assert run(["list", "--all", "--search", "rain", "--json", *db], now=NOW) == OK
    assert [json.loads(line)["question"] for line in capsys.readouterr().out.splitlines()] == [
        "rain",
        "snow",
    ]
    assert run([*WRITE[1], *db], now=NOW) == OK


def test_what_stands_in_a_views_place_is_left_to_who_made_it(
    small_record: Path, capsys: Said
) -> None:
    spoil(small_record, "DROP VIEW rounds_now; CREATE TABLE rounds_now (mine TEXT)")
    assert run(["verify", "--restore-guards", "--db", str(small_record)], now=NOW) == FAILED
    said = capsys.readouterr().err
    assert "rounds_now is a table that this program did not make, and should be a view" in said
    assert "DROP table rounds_now" in said


@pytest.mark.parametrize("command", ["list", "predict snow 12%"])
def test_who_falls_over_what_stands_in_a_views_place_is_shown_how_to_see_it(
    small_record: Path, capsys: Said, command: str
) -> None:
    """Not only where a command explains what SQLite says: this is no defect of the program."""
    spoil(small_record, "DROP VIEW questions_now; CREATE TABLE questions_now (mine TEXT)")
    assert run([*command.split(), "--db", str(small_record)], now=NOW) in (FAILED, BROKEN)
    said = capsys.readouterr().err
    assert "defect" not in said
    assert f"wrong with it: forecasts verify --db {small_record}" in said


def test_what_is_said_of_an_altered_table_can_be_done(small_record: Path, capsys: Said) -> None:
    """Guards are not promised back where a table is another one, and nothing is said to be shut."""
    db = ["--db", str(small_record)]
    spoil(small_record, "ALTER TABLE links ADD COLUMN mine TEXT")
    assert run(["verify", *db], now=NOW) == BROKEN
    said = capsys.readouterr().err
    assert ("--restore-guards" in said, "forecasts export ledger FILE" in said) == (False, True)
    assert run(["doctor", *db], now=NOW) == BROKEN
    said = capsys.readouterr().out
    assert ("--restore-guards" in said, "Nothing is added" in said) == (False, False)
    assert run([*WRITE[0], *db], now=NOW) == OK


def test_a_table_that_was_altered_is_not_mended_by_guards(small_record: Path, capsys: Said) -> None:
    spoil(small_record, "ALTER TABLE links ADD COLUMN more TEXT")
    assert run(["verify", "--restore-guards", "--db", str(small_record)], now=NOW) == FAILED
    assert "the table links was altered" in capsys.readouterr().err


def developed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a record as the first version of the sixth schema did, before it was settled."""
    lacking = {
        "sources": ("words_text TEXT", "entered_by TEXT"),
        "evidence": ("likelihood_ratio REAL", "entered_by TEXT"),
        "links": ("entered_by TEXT",),
        "question_revisions": ("reference_basis TEXT",),
    }
    with monkeypatch.context() as then, closing(sqlite3.connect(path)) as raw:
        then.setattr(fact_tables, "CLAIM_COLUMNS", lacking)
        raw.isolation_level = None
        raw.execute("PRAGMA journal_mode = WAL")
        migrations = Migrations("forecasts")
        for step in schema.MIGRATIONS[:6]:
            migrations(name=step.__name__)(lambda db, step=step: step(db.conn))
        migrations.apply(Database(raw))
        raw.execute("PRAGMA user_version = 6")


def test_a_record_of_a_development_version_is_told_as_one_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    path = tmp_path / "data.db"
    developed(path, monkeypatch)
    db = ["--db", str(path)]
    assert run(["verify", *db]) == OK
    said = capsys.readouterr().out
    for table in ("forecasts", "links", "evidence"):
        words = f"made by a development version: the table {table} is from before its schema was"
        assert words in said
    assert "guards missing" not in said
    assert run(["list", *db]) == OK
    with closing(open_store(path)) as store:
        assert guards.differences(store.connection) == []


def test_what_no_development_version_made_is_altered(small_record: Path) -> None:
    spoil(small_record, SPOILT["a guard does nothing"][0])
    with closing(open_store(small_record)) as store:
        (found,) = guards.differences(store.connection)
        sql = store.connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", found[2:3])
        digest = sha256(sql.fetchone()[0].encode()).hexdigest()[:16]
    assert (found.is_development, digest in schema.DEVELOPMENT) == (False, False)
