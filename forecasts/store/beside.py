"""The files that a record consists of, which nothing else may be written into or read from."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.store import header

if TYPE_CHECKING:
    from pathlib import Path

# What SQLite, the locks and the judge add to the name of the file.
ENDS = ("", "-wal", "-shm", "-journal", ".lock", ".tick.lock", ".columns", ".columns-judged",
        ".unclean")  # fmt: skip


def refuse(file: Path, record: Path, hint: str) -> None:
    """Raise RefusedError, with that hint, for a file of this record or of any other.

    By whatever link it is named, and also where it is not there yet: SQLite would take it for its
    own. The record itself is not opened, since to close it again would drop SQLite's locks.
    """
    whose = _whose(file, record)
    if whose is not None:
        words = "is a record" if whose == file.resolve() else f"belongs to the record {whose}"
        raise RefusedError(f"{file} {words}; an anchor is kept outside of it.", hint)


def _whose(file: Path, record: Path) -> Path | None:
    """Return the record to which a file belongs; None where it is of none."""
    own = {_with(record.resolve(), end) for end in ENDS}
    real = file.resolve()
    if real in own or any(_same(real, each) for each in own):
        return record.resolve()
    for end in ENDS:
        if real.name.endswith(end) and real.name != end:
            base = real.with_name(real.name.removesuffix(end))
            with suppress(OSError):
                if base.is_file() and header.is_sqlite(base):
                    return base
    return None


def _with(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False
