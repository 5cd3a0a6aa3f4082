"""The first page of the file: what it says of the record, and whether the tables agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import schema

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

MAGIC = b"SQLite format 3\0"  # the start of every such file: sqlite.org/fileformat.html, 1.3
BYTES = 100  # of the header there
OURS = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('ledger', 'appends')"
# The book that sqlite-utils keeps of migrations.
BOOK = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
APPLIED = "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'forecasts'"


def is_cut(path: Path) -> bool:
    """Return whether a file is the start of a database, and too short for its header."""
    with path.open("rb") as file:
        start = file.read(BYTES)
    return 0 < len(start) < BYTES and start[: len(MAGIC)] == MAGIC[: len(start)]


def is_sqlite(path: Path) -> bool:
    """Return whether a file begins as every database of SQLite does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def keeps_wal(path: Path) -> bool:
    """Return whether who writes a database does so beside its readers (bytes 18 and 19 are 2)."""
    with path.open("rb") as file:
        return file.read(BYTES)[18:20] == b"\2\2"


def read(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return the schema and the mark of the program that the header names."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    return schema.version_of(connection), int(mark)


def is_record(connection: sqlite3.Connection) -> bool:
    """Return whether the file is one of ours, by its mark or, where that is lost, by its tables."""
    tables = connection.execute(OURS).fetchone()[0]
    return read(connection)[1] == schema.APPLICATION_ID or tables == OURS.count("', '") + 1


def fault(connection: sqlite3.Connection) -> str:
    """Return where the header and the tables of a record disagree; "" where they do not."""
    found, mark = read(connection)
    if mark != schema.APPLICATION_ID:
        return f"its header says that it is another program's (application_id {mark})"
    if not connection.execute(OURS).fetchone()[0]:  # it never got its tables
        return ""
    is_kept = connection.execute(BOOK).fetchone() is not None
    applied = connection.execute(APPLIED).fetchone()[0] if is_kept else max(found, 1)
    if applied != found:
        return f"its header says schema {found}, and its tables are of schema {applied}"
    return ""
