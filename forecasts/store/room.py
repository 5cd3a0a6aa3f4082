"""Room on a disk: which one is full, how much is free there, and how much was needed."""

from __future__ import annotations

from contextlib import suppress
from errno import EDQUOT, ENOSPC
from shlex import quote
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

NO_ROOM = frozenset({ENOSPC, EDQUOT})
LEAST = 1 << 16  # bytes: beside an open record SQLite makes an index of 32 KB


def full(
    place: Path,
    needed: int | None = None,
    held: int = 0,
    so: str = "nothing was written",
    instead: str = "",
) -> ForecastsError:
    """Return the failure of a disk that took no more of a file at `place`.

    needed: bytes, where that is known. held: bytes that are free again since the file is removed.
    so: what came of it. instead: what to type.
    """
    return ForecastsError(
        f"{words(place, needed, held)}; {so}.",
        instead or f"Make room there, then type it again: df -h {quote(str(disk_of(place)))}",
    )


def is_short(error: sqlite3.Error, place: Path) -> bool:
    """Return whether SQLite failed since the disk of a place is full."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and free(place) < LEAST)


def words(place: Path, needed: int | None = None, held: int = 0) -> str:
    """Return which disk is full, and what is known of it.

    >>> from pathlib import Path
    >>> words(Path("/x.db"), 10**12).startswith("the disk at / is full: 1 TB needed, ")
    True
    """
    wanted = "" if needed is None else f"{size(needed)} needed, "
    return f"the disk at {disk_of(place)} is full: {wanted}{size(free(place) + held)} free"


def disk_of(place: Path) -> Path:
    """Return where the disk is mounted on which a place lies, there already or not."""
    real = place.resolve()
    return next(each for each in (real, *real.parents) if each.is_mount())


def free(place: Path) -> int:
    """Return how many bytes this account may still write on the disk of a place.

    >>> from pathlib import Path
    >>> free(Path("none.db")) >= 0
    True
    """
    from shutil import disk_usage

    return disk_usage(disk_of(place)).free


def taken(file: Path) -> int:
    """Return how many bytes a file takes of its disk; 0 for one that is not there."""
    with suppress(OSError):
        return file.stat().st_blocks * 512  # the unit of stat(2), whatever the disk's own is
    return 0


def size(count: int) -> str:
    """Return a number of bytes for people.

    >>> size(172), size(1_475_637_248)
    ('172 bytes', '1.48 GB')
    """
    found, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while found >= 1000 and units[1:]:  # noqa: PLR2004 - the next unit begins there
        found /= 1000
        units.pop(0)
    return f"{found:.3g} {units[0]}"
