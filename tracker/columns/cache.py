"""The columns of a large record kept in files beside it, so that they are not read twice.

A file holds nothing that does not follow from the record, and may be deleted at any time. It is
used only when it is whole and the chain of the record still has, at the row it was written at, the
hash it was written at; what cannot be read or written is as if there were no such file.
"""

from __future__ import annotations

import os
import stat
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from io import FileIO
from threading import Thread, get_ident
from threading import enumerate as threads
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from forecasts.store.durable import new_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Column = NDArray[np.float64] | NDArray[np.int64]

Columns = TypeVar("Columns")

MAGIC = b"forecasts columns"
LAYOUT = 2  # of the files and of what stands in their columns; others are dropped
REALS = ("p", "low", "high", "outcome", "rate")
HEAD = struct.Struct(f"<{len(MAGIC)}sIQ32sQ")  # magic, layout, seq, hash, last id
COLUMN = struct.Struct("<QI")  # of each column: how many values, and their CRC-32
CHECK = struct.Struct("<I")  # CRC-32 of all of that
STALE_S = 3600.0  # what a killed process began to write is deleted after that long


@dataclass(frozen=True, slots=True)
class Key:
    """The state of a record: how many rows its chain has, and the hash of the last one."""

    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Sort(Generic[Columns]):
    """Columns that are kept together: the end of their file's name, and what they are."""

    suffix: str
    of: type[Columns]
    names: tuple[str, ...]

    @property
    def top(self) -> int:
        """How many bytes stand before the columns."""
        return HEAD.size + len(self.names) * COLUMN.size + CHECK.size


@dataclass(frozen=True, slots=True)
class Kept(Generic[Columns]):
    """Columns from a file, which know all rows up to the forecast with the id `last_id`."""

    last_id: int
    columns: Columns


def place(record: Path, suffix: str = ".columns") -> Path:
    """Return where columns of a record are kept.

    >>> from pathlib import Path
    >>> place(Path("data.db")).name
    'data.db.columns'
    """
    return record.with_name(record.name + suffix)


def load(record: Path, sort: Sort[Columns], covers: Callable[[Key], bool]) -> Kept[Columns] | None:
    """Return the kept columns; None where there are none, or any doubt about them.

    covers: whether a state is one that the record has been in.
    """
    settle(record, sort)
    with suppress(OSError), _opened(place(record, sort.suffix), record.stat()) as file:
        top = file.read(sort.top)
        if len(top) < sort.top or CHECK.unpack(top[-CHECK.size :])[0] != zlib.crc32(
            top[: -CHECK.size]
        ):
            return None
        magic, layout, seq, head, last_id = HEAD.unpack_from(top)
        if magic != MAGIC or layout != LAYOUT or not covers(Key(seq, head)):
            return None
        sizes = list(COLUMN.iter_unpack(top[HEAD.size : -CHECK.size]))
        body = 8 * sum(count for count, _ in sizes)
        if os.fstat(file.fileno()).st_size != sort.top + body:
            return None
        every = np.empty(body // 8, dtype="<i8")  # in one piece: memory comes faster so
        if not _filled(file, every):
            return None
        columns = _parted(every, sort, sizes)
        return None if columns is None else Kept(last_id, sort.of(**columns))
    return None


def _opened(path: Path, record: os.stat_result) -> FileIO:
    """Open a plain file of somebody who may write the record; raise OSError for anything else.

    In a folder where others may add files, one of theirs could tell any numbers, and a pipe would
    be waited for.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    found = os.fstat(handle)
    is_ours = found.st_uid in {os.geteuid(), record.st_uid}
    is_ours |= found.st_gid == record.st_gid and bool(record.st_mode & stat.S_IWGRP)
    if not (stat.S_ISREG(found.st_mode) and is_ours):
        os.close(handle)
        raise OSError(f"{path} is no file of the record's")
    return FileIO(handle, "rb")


def _filled(file: FileIO, column: Column) -> bool:
    """Read as much as the column holds; return whether there was so much."""
    left = _bytes(column)
    while left:
        got = file.readinto(left)
        if not got:
            return False
        left = left[got:]
    return True


def _parted(
    every: NDArray[np.int64], sort: Sort[Columns], sizes: list[tuple[Any, ...]]
) -> dict[str, Any] | None:
    """Return the columns by name; None where one of them is not what was written."""
    columns, start = {}, 0
    for name, (count, check) in zip(sort.names, sizes, strict=True):
        column = every[start : start + count].view(_kind(name))
        if zlib.crc32(_bytes(column)) != check:
            return None
        columns[name] = column
        start += count
    return columns


def _bytes(column: Column) -> memoryview:
    return column.view(np.uint8).data


def _kind(name: str) -> str:
    return "<f8" if name in REALS else "<i8"


def save(record: Path, sort: Sort[Columns], key: Key, known: Kept[Columns]) -> None:
    """Keep the columns of a record in the state `key`, in place of older ones.

    Nobody sees half a file: it gets its name when it is whole. Nothing is kept where the folder
    or the disk has no room for it.
    """
    whole = place(record, sort.suffix)
    part = whole.with_name(f"{whole.name}.{os.getpid()}-{get_ident()}.part")
    columns = [
        np.ascontiguousarray(getattr(known.columns, name), _kind(name)) for name in sort.names
    ]
    top = HEAD.pack(MAGIC, LAYOUT, key.seq, key.head, known.last_id)
    top += b"".join(COLUMN.pack(len(column), zlib.crc32(_bytes(column))) for column in columns)
    try:
        _tidy(whole)
        with os.fdopen(new_file(part, record), "wb") as file:
            file.write(top + CHECK.pack(zlib.crc32(top)))
            for column in columns:
                file.write(_bytes(column))
        part.replace(whole)
    except OSError:
        with suppress(OSError):
            part.unlink()


def save_aside(
    record: Path, sort: Sort[Columns], key: Key, known: Callable[[], Kept[Columns]]
) -> None:
    """Keep columns as `save` does while the caller goes on; nobody may change what they hold.

    Python does not end before such a thread does, and neither does forecasts.__main__, which knows
    them by the beginning of their name.
    """
    settle(record, sort)
    name = _named(record, sort)
    Thread(target=lambda: save(record, sort, key, known()), name=name).start()


def settle(record: Path, sort: Sort[Columns]) -> None:
    """Wait until no thread of this process writes these columns."""
    for thread in threads():
        if thread.name == _named(record, sort):
            thread.join()


def _named(record: Path, sort: Sort[Columns]) -> str:
    return f"writing {place(record, sort.suffix)}"


def _tidy(whole: Path) -> None:
    """Delete what killed processes began to write."""
    for part in whole.parent.iterdir():
        is_part = part.name.startswith(f"{whole.name}.") and part.suffix == ".part"
        if is_part and time.time() - part.lstat().st_mtime > STALE_S:
            part.unlink()
