"""Copies of the record: made while others write, checked, and whole or not there."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.errors import DamagedError, ForecastsError, RefusedError
from forecasts.store import Store, inspection, remove, room, verification
from forecasts.store.connection import explained, in_words, network_kind, size_of, uri
from forecasts.store.durable import clear_drafts, draft_of, new_file, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from forecasts.store.append import Receipt
    from forecasts.store.verification import Verdict

    Told = Callable[[int, int], None]

FOLDER = "backups"  # beside the record, by default
STEP = 2_000  # pages, 8 MB, between two reports of progress
# A copy's name tells when it was made, and so their order.
STAMP = "%Y%m%dT%H%M%SZ"
STAMPED = re.compile(r"-([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,3}))?")
SAME_SECOND = 100  # copies


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made: its file, its size in bytes, and the head of its chain.

    faults: in words, which of its rows are against the rules, and were copied as they are.
    """

    path: Path
    size: int
    receipt: Receipt
    faults: tuple[str, ...] = ()


def place_of(record: Path, folder: Path, now: datetime) -> Path:
    """Return the file that a backup of the record made now has in a folder.

    A second one of the same second has a number after it.

    >>> from datetime import UTC, datetime
    >>> from pathlib import Path
    >>> place_of(Path("korea.db"), Path("safe"), datetime(2026, 11, 3, 5, tzinfo=UTC)).name
    'korea-20261103T050000Z.db'
    """
    stamped = f"{record.stem}-{now.strftime(STAMP)}"
    names = (stamped, *(f"{stamped}-{number}" for number in range(2, SAME_SECOND)))
    files = [folder / f"{name}{record.suffix}" for name in names]
    return next((file for file in files if not file.exists()), files[0])


def made_at(copy: Path) -> datetime:
    """Return the time in the name of a backup.

    >>> from pathlib import Path
    >>> made_at(Path("korea-20261103T050000Z.db")).isoformat()
    '2026-11-03T05:00:00+00:00'
    """
    from datetime import UTC, datetime

    found = STAMPED.findall(copy.stem)[-1]
    return datetime.strptime(found[0], STAMP).replace(tzinfo=UTC)


def back_up(store: Store, target: Path, told: Told | None = None) -> Copy:
    """Copy the record to a new file, and return the copy once it was checked and is on disk.

    Others may write meanwhile: the copy is one state of the record. `told(done, total)` hears of
    progress, in pages. Raises RefusedError for a place that is taken or on a network file system,
    DamagedError when the copy does not hold what its chain says; there is no copy then.
    """
    return _made(store, lambda: target, told)


def back_up_in(store: Store, folder: Path, now: datetime, told: Told | None = None) -> Copy:
    """Copy the record, as `back_up` does, to a file in a folder whose name tells the time.

    Another one of the same second, by whatever program, has the next name.
    """
    return _made(store, lambda: place_of(store.path, folder, now), told)


def _made(store: Store, name: Callable[[], Path], told: Told | None) -> Copy:
    """Make a copy; its name is asked for again when it is whole, as others may have taken it."""
    target = name()
    refuse_place(target)
    stem = STAMPED.sub("", target.name.removesuffix(target.suffix))
    clear_drafts(target.absolute().parent, stem)
    draft = draft_of(target)
    try:
        copy_into(store, draft, told)
        found = checked(draft)
        settle(draft)
        target = name()
        refuse_place(target)
        draft.replace(target)
    finally:
        remove(draft)
    settle(target.absolute().parent)
    return Copy(target, target.stat().st_size, found.receipt, tuple(map(str, found.faults)))


def refuse_place(target: Path) -> None:
    """Raise RefusedError where no copy can be made: taken, no folder, or not of this machine."""
    if target.exists() or target.is_symlink():
        raise RefusedError(f"{target} is there already.", "Name another file, or a folder.")
    if not target.absolute().parent.is_dir():
        raise RefusedError(
            f"the folder {target.parent} does not exist.",
            f"Make it first: mkdir -p {target.parent}",
        )
    if kind := network_kind(target):
        raise RefusedError(
            f"{target} lies on a network file system ({kind}), where a copy cannot be checked.",
            "Make the copy on a local disk, and send the finished file there.",
        )


def copy_into(store: Store, draft: Path, told: Told | None = None) -> None:
    """Copy one state of the record into a new file, which as many accounts may read."""
    os.close(new_file(draft, store.path))
    draft.chmod(stat.S_IMODE(draft.stat().st_mode) | stat.S_IWUSR)
    with (
        explained(draft),
        closing(sqlite3.connect(uri(draft, "rw"), uri=True, isolation_level=None)) as copy,
        store.snapshot() as connection,
    ):
        copy.execute("PRAGMA synchronous = OFF")  # it is brought to disk once, when it is whole
        connection.execute("SELECT count(*) FROM ledger WHERE seq = 0").fetchone()  # starts reading
        size = size_of(connection)
        try:
            connection.backup(copy, pages=STEP, progress=steps(told))
        except sqlite3.Error as error:
            raise _failed(error, store.path, draft, size) from error


def _failed(error: sqlite3.Error, record: Path, draft: Path, size: int) -> ForecastsError:
    """Return in words why copying failed: the disk of the one is not that of the other."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL":
        return room.full(draft, size, room.taken(draft), so="no copy was made")
    is_reading = name.startswith(("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT", "SQLITE_CORRUPT"))
    return in_words(error, record if is_reading else draft)


def steps(told: Told | None) -> Callable[[int, int, int], None] | None:
    """Return the report of progress as SQLite's copying calls it."""
    if told is None:
        return None

    def progress(status: int, remaining: int, total: int) -> None:
        del status
        told(total - remaining, total)

    return progress


def checked(copy: Path) -> Verdict:
    """Return the verdict on a copy that nobody writes to; raise DamagedError for damage."""
    with (
        explained(copy),
        closing(sqlite3.connect(uri(copy, "ro&immutable=1"), uri=True, isolation_level=None)) as c,
    ):
        verdict = verification.verify(Store(copy, c))
    if verdict.damage:
        raise DamagedError(
            "\n".join(("the record does not hold; no backup was made.", *map(str, verdict.damage))),
            "Keep the backups that there are, and see: forecasts verify",
        )
    return verdict


def prune(store: Store, folder: Path, keep: int, made: Path) -> tuple[Path, ...]:
    """Remove all but the newest copies of this record in a folder, and return what was removed.

    The copy that was just made stays, whatever later times others bear in their names. Only files
    named as `place_of` names them count, and only those that hold nothing which the record lacks
    are removed.
    """
    removed = []
    others = [copy for copy in copies(store.path, folder) if copy != made]
    for copy in others[max(keep - 1, 0) :]:
        if _is_behind(store, copy):
            copy.unlink(missing_ok=True)
            removed.append(copy)
    return tuple(removed)


def copies(record: Path, folder: Path) -> Iterator[Path]:
    """Yield the files in a folder that are named as backups of the record, the newest first."""
    name = re.compile(re.escape(record.stem) + STAMPED.pattern + re.escape(record.suffix))
    found = [file for file in folder.iterdir() if name.fullmatch(file.name) and file.is_file()]
    yield from sorted(found, key=_named, reverse=True)


def newest(record: Path) -> Path | None:
    """Return the newest backup in the folder where they are made by default, None for none.

    By the name that is given and, where that is a link, by the record's own.
    """
    names = (record, record.resolve())
    folders = [(name, name.parent / FOLDER) for name in names]
    found = [next(copies(name, folder), None) for name, folder in folders if folder.is_dir()]
    return max(filter(None, found), key=_named, default=None)


def _named(copy: Path) -> tuple[str, int]:
    """Return the time in the name of a backup, and which of that second it is."""
    stamp, number = STAMPED.findall(copy.stem)[-1]
    return stamp, int(number or 1)


def _is_behind(store: Store, copy: Path) -> bool:
    """Return whether a copy's chain is the beginning of the record's."""
    with suppress(ForecastsError), inspection.looking(copy, inspection.pages(copy)) as found:
        head = found.receipt()
        return head.seq == 0 or inspection.has_seen(store.connection, head.seq, head.head)
    return False
