"""The record's only SQL: facts in through one append, facts out as model objects."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forecasts import schema
from forecasts.errors import RefusedError
from forecasts.store.append import (
    AlreadyAppendedError,
    AnotherEntryError,
    Batch,
    Receipt,
    append,
)
from forecasts.store.connection import (
    check_schema,
    connect,
    explained,
    is_blank,
    transaction,
    version_of,
)
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime, timedelta
    from pathlib import Path

__all__ = [
    "AlreadyAppendedError",
    "AnotherEntryError",
    "Batch",
    "Receipt",
    "Store",
    "create_store",
    "open_store",
]


# The last record that this process opened: where a command falls over something, it is looked at.
OPENED: deque[Path] = deque(maxlen=1)


@dataclass(slots=True)
class Noticed:
    """What whoever works on a record is to be told of it.

    behind: by how much the clock was behind what is on record when something was last appended.
    older: the schema that the record had when it was opened, and was brought up to date from.
    """

    behind: timedelta | None = None
    older: int | None = None

    def taken_behind(self) -> timedelta | None:
        """Return by how much the clock was behind, for the one who tells it."""
        taken, self.behind = self.behind, None
        return taken


@dataclass(frozen=True, slots=True)
class Store:
    """An open record: its file, the connection to it, and what was noticed of it."""

    path: Path
    connection: sqlite3.Connection
    noticed: Noticed = field(default_factory=Noticed)

    @contextmanager
    def append(self, now: datetime, command: str, uuid: str | None = None) -> Iterator[Batch]:
        """Open one append to the record (see `append.append`)."""
        with append(self.connection, self.path, now, command, uuid) as batch:
            before = batch.seq
            yield batch
        if batch.seq > before and batch.behind is not None:
            self.noticed.behind = batch.behind

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read one state of the record, however many statements it takes."""
        with explained(self.path):
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                if self.connection.in_transaction:  # a damaged file has ended it by itself
                    self.connection.execute("ROLLBACK")

    def receipt(self) -> Receipt:
        """Return the seq and hash at the head of the chain."""
        row = self.connection.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")
        seq, head = row.fetchone() or (0, bytes(32))
        return Receipt(seq, head)

    def close(self) -> None:
        """Close the connection; what was acknowledged is on disk already."""
        self.connection.close()


def open_store(path: Path, *, bulk: bool = False, as_it_is: bool = False) -> Store:
    """Open the record at `path`, bringing an older schema up to date unless `as_it_is`.

    Raises NotFoundError where there is none, NoDatabaseError for a file that is no database,
    DamagedError for a record whose header is wrong, and ForecastsError for one made by a newer
    version. `bulk` takes a large page cache.
    """
    connection = connect(path, bulk=bulk)
    OPENED.append(path)
    try:
        if as_it_is:
            schema.refuse_newer(version_of(connection, path))
            return Store(path, connection)
        return Store(path, connection, Noticed(older=check_schema(connection, path)))
    except BaseException:
        connection.close()
        raise


def create_store(path: Path, *, bulk: bool = False) -> Store:
    """Make a new, empty record at `path` and open it; raise RefusedError when one is there."""
    there = RefusedError(
        f"{path} is there already and was left alone.", "Name another file with --db FILE."
    )
    if not is_blank(path):
        raise there
    if not path.absolute().parent.is_dir():
        raise RefusedError(
            f"the folder {path.parent} does not exist.", f"Make it first: mkdir -p {path.parent}"
        )
    with explained(path), write_lock(path):
        if not is_blank(path):  # another process made it meanwhile
            raise there
        connection = _made(path, bulk=bulk)
    return Store(path, connection)


def _made(path: Path, *, bulk: bool) -> sqlite3.Connection:
    """Make the file, or fill an empty one; where that fails, none is left that was not there."""
    is_new = not path.exists()
    connection = None
    try:
        connection = connect(path, create=True, bulk=bulk)
        with transaction(connection):
            schema.migrate(connection)
    except BaseException:
        if connection is not None:
            connection.close()
        if is_new:
            remove(path)
        raise
    return connection


def remove(path: Path) -> None:
    """Remove a record and what SQLite keeps beside it; only for who has it alone."""
    real = path.resolve()
    for end in ("", "-wal", "-shm", "-journal", ".unclean"):
        real.with_name(real.name + end).unlink(missing_ok=True)
