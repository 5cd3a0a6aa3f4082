"""A record looked at without a trace: no file is made, changed or brought up to date."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from forecasts.errors import (
    DamagedError,
    ForecastsError,
    NoDatabaseError,
    NotFoundError,
    RefusedError,
)
from forecasts.store import Store
from forecasts.store.connection import explained, no_record, refuse_cut, uri, version_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_S = 2.0
# The WAL and its index, as sqlite.org/walformat.html lays them out (sections 1.1 and 2.1).
FRAME_HEAD = 24
INITIALISED, PAGE_SIZE, FRAMES, COPIED = 12, slice(14, 16), slice(16, 20), slice(96, 100)
LARGEST_PAGE = 1 << 16  # which two bytes write as 1


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages that were written and not yet copied into the file itself, in bytes.

    held: how much the file beside the record takes. waiting: how much of it is to be copied.
    has_index: whether that file is there with its index, without which it cannot be read.
    """

    held: int
    waiting: int
    has_index: bool


def pages(path: Path) -> Pages:
    """Return what waits beside the record at `path`.

    Call it while this process has the record not open: to close the index drops its locks.
    """
    file = path.resolve()  # SQLite keeps them beside the file itself, not beside a link to it
    wal, index = (file.with_name(file.name + end) for end in ("-wal", "-shm"))
    held = wal.stat().st_size if wal.exists() else 0
    if not wal.exists() or not index.exists():
        return Pages(held, held, has_index=False)
    head = b""
    with suppress(OSError), index.open("rb") as opened:
        head = opened.read(COPIED.stop)
    if len(head) < COPIED.stop or not head[INITIALISED]:
        return Pages(held, held, has_index=True)
    size, frames, copied = (
        int.from_bytes(head[part], sys.byteorder) for part in (PAGE_SIZE, FRAMES, COPIED)
    )
    size = LARGEST_PAGE if size == 1 else size
    waiting = max(0, frames - copied) * (size + FRAME_HEAD)
    return Pages(held, min(held, waiting), has_index=True)


@contextmanager
def looking(path: Path, beside: Pages) -> Iterator[Store]:
    """Open the record to look at it alone.

    Raises NotFoundError where there is no record, NoDatabaseError for a file that is no database,
    DamagedError for one that cannot be read, RefusedError for one that this account may not read,
    ForecastsError where to read it would leave traces.
    """
    if path.is_dir():
        raise NotFoundError(f"{path} is a folder.", "Name the file in it: --db FOLDER/data.db")
    if not path.is_file():
        raise no_record(path)
    if not os.access(path, os.R_OK):
        raise RefusedError(f"this account may not read {path}.", f"ls -l {quote(str(path))}")
    refuse_cut(path)
    if beside.held and not beside.has_index:
        raise ForecastsError(
            f"{path}-wal holds pages that {path.name} lacks, and cannot be read without changing"
            " something: it came here by itself, or from a program that was killed.",
            f"forecasts verify --db {quote(str(path))}",
        )
    with explained(path):
        connection = sqlite3.connect(
            uri(path, _mode(path, beside)), uri=True, isolation_level=None, timeout=WAIT_S
        )
    try:
        with explained(path):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
        version_of(connection, path)
        yield Store(path, connection)
    finally:
        connection.close()


def _mode(path: Path, beside: Pages) -> str:
    """Return how to open the file so that nothing is made beside it.

    A reader of a WAL makes its index, or writes into it, unless told not to; where there is no
    WAL, or no index, nobody has the record open, and it may be taken for one that never changes.
    """
    file = path.resolve()
    if file.with_name(file.name + "-journal").exists():
        return "ro"
    return "ro&readonly_shm=1" if beside.has_index else "ro&immutable=1"


def damage(connection: sqlite3.Connection) -> str:
    """Return the first fault that SQLite finds in its pages; "" when they are whole.

    It does not compare the indexes with their tables, which takes ten times as long.
    """
    answer = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if answer == "ok" else " ".join(answer.split())


def is_damage(error: ForecastsError) -> bool:
    """Return whether a failure says that the file itself is not whole."""
    return isinstance(error, DamagedError | NoDatabaseError)


def zones(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the time zones that the questions are asked in, sorted."""
    rows = connection.execute("SELECT DISTINCT timezone FROM question_revisions ORDER BY 1")
    return tuple(str(row[0]) for row in rows)


def has_seen(connection: sqlite3.Connection, seq: int, head: bytes) -> bool:
    """Return whether the record's chain went through that hash at that row."""
    row = connection.execute("SELECT hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
    return row is not None and bytes(row[0]) == head


def sqlite_version() -> tuple[int, int, int]:
    """Return the version of the SQLite that this Python brings."""
    major, minor, patch, *_ = sqlite3.sqlite_version_info
    return major, minor, patch
