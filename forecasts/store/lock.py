"""The record's file lock: one writer at a time, in the order in which they came."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the record's file lock: first come, first served, where SQLite's own is not fair.

    It lies beside the record itself, by whatever link that is named, and goes where there is no
    record in the end.
    """
    import fcntl

    real = Path(os.path.realpath(path))  # which a ring of links does not stop
    place = real.with_name(real.name + ".lock")
    with _locked(place, path) as lock:
        try:
            yield
        finally:
            if not real.exists():
                place.unlink(missing_ok=True)
            fcntl.flock(lock, fcntl.LOCK_UN)


def _locked(place: Path, path: Path) -> TextIO:
    """Return the file of a lock once it is held, and still has its name."""
    import fcntl

    while True:
        try:
            lock = place.open("a")
        except OSError as error:
            raise _unlockable(error, path) from error
        _stand_in_line(lock, in_line=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        _stand_in_line(lock, in_line=False)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock.fileno()), place.stat()):
                return lock
        lock.close()  # whoever held it has removed it: the next one has another file


def _unlockable(error: OSError, path: Path) -> ForecastsError:
    from forecasts.store import room

    if error.errno in room.NO_ROOM:
        return room.full(path)
    return RefusedError(
        f"the folder of {path} cannot be written to ({error.strerror}).",
        "Check its rights, or work on a copy: --db FILE",
    )


def _stand_in_line(lock: TextIO, *, in_line: bool) -> None:
    """Become the one who is next to write, or make room for another.

    Linux serves those who wait for a lock in their order, but whoever lets it go can take it again
    before the first of them has woken up. So a second lock of the same file is held while waiting:
    a writer in a loop must wait for that one first. Elsewhere the order is the system's own.
    """
    import fcntl

    if not hasattr(fcntl, "F_OFD_SETLKW") or sys.maxsize < 1 << 32:
        return
    kind = fcntl.F_WRLCK if in_line else fcntl.F_UNLCK
    # struct flock of fcntl(2): type, whence, start, length (0: all), and no process.
    wanted = struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 0, 0)
    with suppress(OSError):  # a file system without such locks: the order is the system's own
        fcntl.fcntl(lock, fcntl.F_OFD_SETLKW, wanted)
