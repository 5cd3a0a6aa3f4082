"""The columns of a large record kept in a file beside it, so that they are not read twice.

The file holds nothing that the record does not, and may be deleted at any time. It is used only
when it is whole and the chain of the record still has, at the row it was written at, the hash it
was written at; what cannot be read or written is as if there were no such file.
"""

from __future__ import annotations

import os
import stat
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, fields
from threading import get_ident
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from tracker.columns.ordered import Ordered

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO
    from pathlib import Path

    from numpy.typing import NDArray

    Column = NDArray[np.float64] | NDArray[np.int64]

SUFFIX = ".columns"
MAGIC = b"forecasts columns"
LAYOUT = 1  # of the file and of what stands in its columns; others are dropped
REALS = ("p", "low", "high")
NAMES = tuple(field.name for field in fields(Ordered))
HEAD = struct.Struct(f"<{len(MAGIC)}sIQ32sQ")  # magic, layout, seq, hash, last id
COLUMN = struct.Struct("<QI")  # of each column: how many values, and their CRC-32
CHECK = struct.Struct("<I")  # CRC-32 of all of that
TOP = HEAD.size + len(NAMES) * COLUMN.size + CHECK.size
STALE_S = 3600.0  # what a killed process began to write is deleted after that long


@dataclass(frozen=True, slots=True)
class Key:
    """The state of a record: how many rows its chain has, and the hash of the last one."""

    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns from a file: all rows up to the forecast with the id `last_id`."""

    last_id: int
    rows: Ordered


def place(record: Path) -> Path:
    """Return where the columns of a record are kept.

    >>> from pathlib import Path
    >>> place(Path("data.db")).name
    'data.db.columns'
    """
    return record.with_name(record.name + SUFFIX)


def load(record: Path, covers: Callable[[Key], bool]) -> Kept | None:
    """Return the kept columns; None where there are none, or any doubt about them.

    covers: whether a state is one that the record has been in.
    """
    with suppress(OSError), place(record).open("rb", buffering=0) as file:
        top = file.read(TOP)
        if len(top) < TOP or CHECK.unpack(top[-CHECK.size :])[0] != zlib.crc32(top[: -CHECK.size]):
            return None
        magic, layout, seq, head, last_id = HEAD.unpack_from(top)
        if magic != MAGIC or layout != LAYOUT or not covers(Key(seq, head)):
            return None
        sizes = list(COLUMN.iter_unpack(top[HEAD.size : -CHECK.size]))
        if os.fstat(file.fileno()).st_size != TOP + sum(8 * count for count, _ in sizes):
            return None
        columns: dict[str, Any] = {}
        for name, (count, check) in zip(NAMES, sizes, strict=True):
            column = _read(file, name, count)
            if column is None or zlib.crc32(_bytes(column)) != check:
                return None
            columns[name] = column
        return Kept(last_id, Ordered(**columns))
    return None


def _read(file: FileIO, name: str, count: int) -> Column | None:
    """Return a column; None when the file ends before it does."""
    column = np.empty(count, dtype=_kind(name))
    left = _bytes(column)
    while left:
        got = file.readinto(left)
        if not got:
            return None
        left = left[got:]
    return column


def _bytes(column: Column) -> memoryview:
    return column.view(np.uint8).data


def _kind(name: str) -> str:
    return "<f8" if name in REALS else "<i8"


def save(record: Path, key: Key, last_id: int, rows: Ordered) -> None:
    """Keep the columns of a record in the state `key`, in place of older ones.

    Nobody sees half a file: it gets its name when it is whole. Nothing is kept where the folder
    or the disk has no room for it.
    """
    name = f"{place(record).name}.{os.getpid()}-{get_ident()}.part"
    part = place(record).with_name(name)
    columns = [np.ascontiguousarray(getattr(rows, name), _kind(name)) for name in NAMES]
    top = HEAD.pack(MAGIC, LAYOUT, key.seq, key.head, last_id)
    top += b"".join(COLUMN.pack(len(column), zlib.crc32(_bytes(column))) for column in columns)
    try:
        _tidy(record)
        with _made(part, record.stat()) as file:
            file.write(top + CHECK.pack(zlib.crc32(top)))
            for column in columns:
                file.write(_bytes(column))
        part.replace(place(record))
    except OSError:
        with suppress(OSError):
            part.unlink()


def _made(part: Path, record: os.stat_result) -> BinaryIO:
    """Return a new file that nobody may read who may not read the record."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    mode = stat.S_IMODE(record.st_mode) & 0o666
    if os.fstat(handle).st_gid != record.st_gid:
        mode &= 0o600
    os.fchmod(handle, mode)
    return os.fdopen(handle, "wb")


def _tidy(record: Path) -> None:
    """Delete what killed processes began to write."""
    for part in record.parent.iterdir():
        is_part = part.name.startswith(f"{place(record).name}.") and part.suffix == ".part"
        if is_part and time.time() - part.stat().st_mtime > STALE_S:
            part.unlink()
