"""A file whose first page is damaged was a record: it is told so, and what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from forecasts import schema
from forecasts.cli import run
from forecasts.errors import BROKEN, FAILED, OK
from forecasts.store import header, open_store, verification
from forecasts.store.findings import Code

Said = pytest.CaptureFixture[str]


def pragma(path: Path, words: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute(f"PRAGMA {words}")


DAMAGE = {
    "no schema": (lambda path: pragma(path, "user_version = 0"), "says schema 0, and its tables"),
    "an older one": (lambda path: pragma(path, "user_version = 3"), "says schema 3, and its"),
    "a newer one": (lambda path: pragma(path, "user_version = 99"), "says schema 99, and its"),
    "below zero": (lambda path: pragma(path, "user_version = -1"), "says schema -1, and its"),
    "no mark": (lambda path: pragma(path, "application_id = 0"), "another program's"),
    "another mark": (lambda path: pragma(path, "application_id = 77"), "another program's"),
    "cut short": (lambda path: os.truncate(path, 50), "cut to 50 bytes"),
    "cut off": (lambda path: os.truncate(path, 0), "is empty (0 bytes)"),
    "no SQLite": (lambda path: path.write_bytes(b"x" * 4096), "is not a database, or no longer"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_header_is_found_and_named(kind: str, small_record: Path, capsys: Said) -> None:
    damage, words = DAMAGE[kind]
    damage(small_record)
    for file in small_record.parent.glob("small.db-*"):
        file.unlink()
    before, db = small_record.read_bytes(), ["--db", str(small_record)]
    assert run(["verify", "--json", *db]) == BROKEN
    said = capsys.readouterr()
    verdict = json.loads(said.out)
    assert (verdict["ok"], verdict["code"]) == (False, "damaged")
    assert words in verdict["findings"][0]["words"]
    assert "file damaged: " in said.err
    for command in (["list"], ["predict", "snow", "12%", "--as", "ana"], ["doctor"]):
        assert run([*command, *db]) in (BROKEN, FAILED), command
        said = capsys.readouterr()
        assert words in " ".join((said.out + said.err).split()), command
        assert "newer than this program" not in said.err
        assert "there is no record" not in said.err
    if kind != "no SQLite":
        run(["list", *db])
        assert f"forecasts restore BACKUP --db {small_record}" in capsys.readouterr().err
    assert small_record.read_bytes() == before


@pytest.mark.parametrize(
    "words", [b"CREATE TABLE forecasts", b"CREATE VIEW", b"CREATE TRIGGER ledger_update"]
)
def test_a_bit_that_flipped_in_the_text_of_the_tables_is_damage(
    words: bytes, small_record: Path, capsys: Said
) -> None:
    """SQLite then says what is wrong in words that are no UTF-8, which Python cannot read."""
    db = ["--db", str(small_record)]
    good = small_record.with_name("good.db")
    assert run(["backup", str(good), *db]) == OK
    pages = bytearray(small_record.read_bytes())
    pages[pages.index(words) + 2] |= 0x80
    small_record.write_bytes(pages)
    commands = (["list"], ["show", "snow"], ["predict", "snow", "12%"], ["backup"], ["doctor"])
    for command in (*commands, ["verify"], ["restore", str(small_record), "--db", "x.db"]):
        capsys.readouterr()
        assert run([*command, *db[: 0 if command[0] == "restore" else 2]]) == BROKEN, command
        said = capsys.readouterr()
        assert "in words of its tables that cannot be read" in said.out + said.err, command
        assert "defect" not in said.err
    assert run(["restore", str(good), *db]) == OK
    assert run(["verify", *db]) == OK


@pytest.mark.parametrize(
    "words", [b"claims (id INTEGER PRIMARY KEY", b"resolutions (id INTEGER PRIMARY KEY"]
)
def test_a_bit_that_flipped_in_a_name_of_a_column_is_found(
    words: bytes, small_record: Path
) -> None:
    """SQLite reads such a table, whose words Python reads as half of a letter."""
    pages = bytearray(small_record.read_bytes())
    pages[pages.index(b"note_text", pages.index(words))] |= 0x80
    small_record.write_bytes(pages)
    with closing(open_store(small_record)) as store:
        assert {Code.DAMAGED, Code.GUARDS} & {one.code for one in verification.verify(store).faults}


def test_an_empty_file_can_still_become_a_record(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "data.db"
    path.touch()
    assert run(["list", "--db", str(path)]) == FAILED
    assert f"forecasts init --db {path}" in capsys.readouterr().err
    assert run(["init", "--db", str(path)]) == OK
    assert run(["verify", "--db", str(path)]) == OK


def test_a_whole_header_has_no_fault(small_record: Path) -> None:
    with closing(sqlite3.connect(small_record)) as raw:
        assert header.read(raw) == (schema.VERSION, schema.APPLICATION_ID)
        assert header.fault(raw) == ""


def test_what_never_was_a_record_is_not_taken_for_one(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("CREATE TABLE photos (id)")
    assert run(["verify", "--db", str(path)]) == FAILED
    assert "is a SQLite file but not a forecasts record" in capsys.readouterr().err
