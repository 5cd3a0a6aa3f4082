"""The one way to open the record: an existing local file, durable and guarded."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts import schema
from forecasts.errors import (
    BusyError,
    DamagedError,
    ForecastsError,
    NoDatabaseError,
    NotFoundError,
    RefusedError,
)
from forecasts.store import header
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    from collections.abc import Iterator

WAIT_S = 30.0
MEGABYTE = 1 << 20
# WAL keeps its index in shared memory, which these file systems do not share between hosts.
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs"}
)
AS_IT_LIES = "ro&immutable=1"  # nothing is made beside it, and nothing there is read
MOUNTS = Path("/proc/self/mounts")
ESCAPED = re.compile(r"\\(011|040|134)")  # a tab, a space and a backslash in that table


def connect(path: Path, *, create: bool = False, bulk: bool = False) -> sqlite3.Connection:
    """Return a connection to the record at `path`, in autocommit mode, every pragma set.

    Never creates a file at a mistyped path unless `create`. `bulk` takes a 128 MB page cache.
    Raises NotFoundError, RefusedError (network file system) or NoDatabaseError.
    """
    if not create and not path.exists():
        raise no_record(path)
    if not create and path.is_file():
        refuse_cut(path)
    if path.is_dir():
        raise NotFoundError(f"{path} is a folder.", "Name the file in it: --db FOLDER/data.db")
    refuse_network(path)
    with explained(path), _unreadable(path):
        try:
            return _prepared(_open(path, create=create), create=create, bulk=bulk)
        except sqlite3.OperationalError:
            if create or not _is_whole_without_room(path):
                raise
        return _prepared(_opened(path, AS_IT_LIES), create=False, bulk=bulk)


def _is_whole_without_room(path: Path) -> bool:
    """Return whether a file on a full disk holds all that is on record: it can be read so.

    Nobody has it open then: to open it takes room, as it just did.
    """
    from forecasts.store import room

    real = path.resolve()
    beside = [real.with_name(real.name + end) for end in ("-wal", "-journal")]
    rests = not any(file.exists() and file.stat().st_size for file in beside)
    return rests and room.free(path) < room.LEAST


def _prepared(connection: sqlite3.Connection, *, create: bool, bulk: bool) -> sqlite3.Connection:
    try:
        _prepare(connection, create=create, bulk=bulk)
    except BaseException:
        connection.close()  # and with it goes what SQLite began to make beside the file
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, create: bool, bulk: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    if bulk:
        connection.execute(f"PRAGMA cache_size = -{128 * 1024}")  # negative: KiB
    if create:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # On macOS a plain fsync leaves the pages in the drive's own cache; elsewhere no change.
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute(f"PRAGMA journal_size_limit = {64 * MEGABYTE}")


def no_record(path: Path) -> NotFoundError:
    """Return the failure of a place that holds no record, and what may be done about it."""
    import shlex

    name, backup = shlex.quote(str(path)), _newest_backup(path)
    make = f"forecasts init --db {name}   (or name another with --db)"
    if backup is None:
        return NotFoundError(f"there is no record at {path}.", f"Make one: {make}")
    return NotFoundError(
        f"there is no record at {path}, and {backup} is a backup of one.",
        f"Put it back: forecasts restore {shlex.quote(str(backup))} --db {name}   Or make a new,"
        f" empty one: {make}",
    )


def _newest_backup(path: Path) -> Path | None:
    """Return the newest backup in the folder beside the record, None where none is seen."""
    from forecasts.store import backup

    with suppress(OSError):  # a folder that this account may not read
        return backup.newest(path)
    return None


def refuse_cut(path: Path) -> None:
    """Raise for a file that is too short for a database, with what it may have been."""
    import shlex

    if not (size := path.stat().st_size):
        name = shlex.quote(str(path))
        raise NoDatabaseError(
            f"{path} is empty (0 bytes): it holds no record, or no longer.",
            f"If it held one: {_restore(path)}   If it never did: forecasts init --db {name}",
        )
    with suppress(OSError):  # SQLite says why it cannot be read
        if size < header.BYTES and header.is_cut(path):
            raise DamagedError(f"{path} is damaged: it is cut to {size} bytes.", way_back(path))


def is_blank(path: Path) -> bool:
    """Return whether a record may be made at `path`: no file, or one that never got its tables.

    A program that is killed while it makes a record leaves such a file.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return True
    if not path.is_file():
        return False
    try:
        with closing(_open(path, create=False)) as connection:
            return has_no_tables(connection)
    except (sqlite3.Error, RefusedError):
        return False


def has_no_tables(connection: sqlite3.Connection) -> bool:
    """Return whether a database is as SQLite makes it: no table and no mark of any program."""
    marks = ("PRAGMA user_version", "PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
    return not any(connection.execute(mark).fetchone()[0] for mark in marks)


def file_of(connection: sqlite3.Connection) -> Path:
    """Return the file of an open record, by its real name."""
    return Path(str(connection.execute("PRAGMA database_list").fetchone()[2]))


def size_of(connection: sqlite3.Connection) -> int:
    """Return how many bytes the record has, those that still wait beside its file included."""
    pages, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "page_size")
    )
    return pages * size


def uri(path: Path, mode: str) -> str:
    """Return the name by which SQLite opens the file so, whatever letters its path holds.

    >>> from pathlib import Path
    >>> uri(Path("/srv/what?.db"), "ro")
    'file:/srv/what%3f.db?mode=ro'
    """
    place = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{place}?mode={mode}"


def _open(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open read-write; where the folder forbids it, open an immutable view to read from."""
    mode = "rwc" if create else "rw"
    if not _may_write(path):
        if create:
            raise RefusedError(f"the folder of {path} cannot be written to.", "Choose another.")
        real = path.resolve()  # SQLite keeps its files beside that
        if real.with_name(real.name + "-wal").exists():
            raise RefusedError(
                f"{path} is in a read-only folder and has unfinished pages beside it.",
                "Copy both files to a folder of your own and read them there.",
            )
        mode = AS_IT_LIES
    return _opened(path, mode)


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        uri(path, mode),
        uri=True,
        isolation_level=None,
        timeout=WAIT_S,
        check_same_thread=False,
    )


def _may_write(path: Path) -> bool:
    """Return whether this account may write the file, and make others beside it."""
    file = os.access(path if path.exists() else path.parent, os.W_OK)
    return file and os.access(path.absolute().parent, os.W_OK)


def refuse_network(path: Path, mounts: Path = MOUNTS) -> None:
    """Raise RefusedError when the path lies on a network file system, by the table of mounts."""
    if kind := network_kind(path, mounts):
        raise RefusedError(
            f"{path} lies on a network file system ({kind}), where SQLite can lose writes.",
            "Keep the record on a local disk: --db FILE, or set FORECASTS_DB.",
        )


def network_kind(path: Path, mounts: Path = MOUNTS) -> str:
    """Return the kind of the network file system that the path lies on, "" for a local disk.

    Only Linux has a table of mounts: elsewhere every path is taken as local.
    """
    if not mounts.exists():
        return ""
    place = str(path.absolute().parent.resolve()) + "/"
    best, kind = "", ""
    for line in mounts.read_text(errors="replace").splitlines():
        _, mount, file_system, *_ = line.split(" ")
        folder = ESCAPED.sub(lambda code: chr(int(code[1], 8)), mount).rstrip("/") + "/"
        if place.startswith(folder) and len(folder) >= len(best):
            best, kind = folder, file_system
    return kind if kind in NETWORK_FILE_SYSTEMS else ""


def check_schema(connection: sqlite3.Connection, path: Path) -> int | None:
    """Bring an older schema up to date; return which one it was, None where nothing was done.

    Raises NotFoundError for a file that is no record, DamagedError for one with a wrong header,
    RefusedError for an older one that this account may not write.
    """
    found = version_of(connection, path)
    if found == schema.VERSION:
        return None
    if found < schema.VERSION and not _may_write(path):
        raise _old_and_closed(path, found)
    with explained(path), write_lock(path), transaction(connection):
        found = version_of(connection, path)  # another program may have done it meanwhile
        schema.migrate(connection)
    return None if found == schema.VERSION else found


def _old_and_closed(path: Path, found: int) -> RefusedError:
    import shlex

    name, copy = shlex.quote(str(path)), shlex.quote(f"copy-of-{path.name}")
    return RefusedError(
        f"{path} has schema {found}, older than this program's {schema.VERSION}, and this account"
        " may not write it to bring it up to date.",
        f"Work on a copy in a folder of your own: cp {name} {copy} && chmod u+w {copy}, and then"
        f" --db {copy}   (forecasts verify reads it as it is)",
    )


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema of the record at `path`.

    Raises NotFoundError for a file that is no record, DamagedError for one with a wrong header or
    tables that SQLite cannot tell of.
    """
    with explained(path), _unreadable(path):
        found, ours = header.read(connection)
        if (found, ours) == (schema.VERSION, schema.APPLICATION_ID):
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # SQLite reads its tables
            return found
        if not found and has_no_tables(connection):
            raise no_record(path)
        if not header.is_record(connection):
            raise NotFoundError(
                f"{path} is a SQLite file but not a forecasts record.",
                "Name the record with --db FILE, or make one: forecasts init --db FILE",
            )
        fault = header.fault(connection)
    if fault:
        raise DamagedError(f"{path} is damaged: {fault}.", way_back(path))
    return found


@contextmanager
def _unreadable(path: Path) -> Iterator[None]:
    """Say of words of SQLite that are no UTF-8 what they tell: the tables' own text is damaged."""
    try:
        yield
    except UnicodeDecodeError as error:
        words = f"{path} is damaged, in words of its tables that cannot be read."
        raise DamagedError(words, way_back(path)) from error


def way_back(path: Path) -> str:
    """Return what to do with a record that cannot be read."""
    return f"Put a backup back: {_restore(path)}"


def _restore(path: Path) -> str:
    """Return the command that puts the newest backup back, as far as it is known."""
    import shlex

    backup = _newest_backup(path)
    copy = "BACKUP" if backup is None else shlex.quote(str(backup))
    return f"forecasts restore {copy} --db {shlex.quote(str(path))}"


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run one transaction that may write from its start; roll it back whole on any failure."""
    _begin(connection)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _begin(connection: sqlite3.Connection) -> None:
    """Start writing, waiting for other programs that hold the file without our lock."""
    patience = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
        else:
            return


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into words a user can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(error, path) from error


def _look(path: Path) -> str:
    import shlex

    return f"See what is wrong with it: forecasts verify --db {shlex.quote(str(path))}"


def in_words(error: sqlite3.Error, path: Path) -> ForecastsError:
    """Return the failure that a SQLite error means for the user of the record at `path`."""
    from forecasts.store import room

    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"{path} is held by another program.", "Try again in a moment.")
    if name == "SQLITE_NOTADB":
        return NoDatabaseError(
            f"{path} is not a database, or no longer.",
            f"Name the record with --db FILE. {way_back(path)}",
        )
    if name.startswith("SQLITE_CORRUPT"):
        return DamagedError(f"{path} is damaged: {error}.", way_back(path))
    if name == "SQLITE_FULL":
        return room.full(path)
    if name == "SQLITE_READONLY_ROLLBACK":
        import shlex

        return ForecastsError(
            f"{path} was left half written by a program that was stopped; {path.name}-journal holds"
            " what stood there before, and is needed to read it. Do not delete it.",
            "Whoever may write here puts it right by any command that reads: forecasts verify --db"
            f" {shlex.quote(str(path))}",
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")) and room.free(path) < room.LEAST:
        return room.full(path, room.LEAST)  # it was opened to be read alone
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return RefusedError(
            f"{path} cannot be written to ({error}).",
            "Check the rights of the file and its folder, or work on a copy: --db FILE",
        )
    if name.startswith("SQLITE_IOERR"):
        if room.free(path) < room.LEAST:
            return room.full(path, room.LEAST)
        return ForecastsError(f"the disk of {path} failed: {error}; nothing was written.")
    return ForecastsError(f"{path}: {error}.", _look(path))
