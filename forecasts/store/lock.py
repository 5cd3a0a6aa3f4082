"""The record's file lock: one writer at a time, in the order in which they came."""

from __future__ import annotations

import os
import struct
import sys
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

PATIENCE_S = 1.0


# How somebody is told that the lock of a record is waited for: whoever prints sets it.
tell: Callable[[Path], None] | None = None


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold the record's file lock: first come, first served, where SQLite's own is not fair.

    It lies beside the record itself, by whatever link that is named, and goes where there is no
    record in the end.
    """
    import fcntl

    real = Path(os.path.realpath(path))  # which a ring of links does not stop
    place = real.with_name(real.name + ".lock")
    with _locked(place, real, path) as lock:
        try:
            yield
        finally:
            if not real.exists():
                place.unlink(missing_ok=True)
            fcntl.flock(lock, fcntl.LOCK_UN)


def _locked(place: Path, real: Path, path: Path) -> TextIO:
    """Return the file of a lock once it is held, and still has its name."""
    while True:
        try:
            lock = _opened(place, real)
        except FileNotFoundError as error:
            if place.is_symlink() or not place.parent.is_dir():
                raise _unlockable(error, place, path) from error
            continue  # whoever held it has removed it meanwhile
        except OSError as error:
            raise _unlockable(error, place, path) from error
        if not _taken(lock, wait=False):
            with _told_after_a_while(path):
                _taken(lock, wait=True)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock.fileno()), place.stat()):
                return lock
        lock.close()  # whoever held it has removed it: the next one has another file


def _opened(place: Path, real: Path) -> TextIO:
    """Return the open file of a lock, made with the rights and the owner of its record.

    As SQLite makes its own files beside it: root's job must not shut the owner out, nor one of a
    group the others.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK  # a pipe is no lock, and waits for a reader
    try:
        file = os.open(place, flags | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return os.fdopen(os.open(place, flags), "a")
    with suppress(OSError):  # there is no record yet
        like = real.stat()
        for whose in ((-1, like.st_gid), (like.st_uid, -1)):
            with suppress(OSError):  # root alone gives a file to others
                os.fchown(file, *whose)
        os.fchmod(file, like.st_mode & 0o666)
    return os.fdopen(file, "a")


def _unlockable(error: OSError, place: Path, path: Path) -> ForecastsError:
    from forecasts.store import room

    if error.errno in room.NO_ROOM:
        return room.full(path)
    if place.exists():
        import shlex

        name = shlex.quote(str(path))
        return RefusedError(
            f"{place}, by which writers wait for each other, cannot be written to"
            f" ({error.strerror}).",
            f"See whose it is and what to do: forecasts doctor --db {name}",
        )
    return RefusedError(
        f"the folder of {path} cannot be written to ({error.strerror}).",
        "Check its rights, or work on a copy: --db FILE",
    )


def _taken(lock: TextIO, *, wait: bool) -> bool:
    """Stand in line for the lock and take it; return whether it is held now."""
    import fcntl

    if not _stand_in_line(lock, in_line=True, wait=wait):
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False  # and next in line
    return _stand_in_line(lock, in_line=False, wait=wait)


@contextmanager
def _told_after_a_while(path: Path) -> Iterator[None]:
    """Have whoever waits be told so, once it takes long."""
    if tell is None:
        yield
        return
    from threading import Timer

    timer = Timer(PATIENCE_S, tell, (path,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _stand_in_line(lock: TextIO, *, in_line: bool, wait: bool) -> bool:
    """Become the one who is next to write, or make room for another; return whether that is done.

    Linux serves those who wait for a lock in their order, but whoever lets it go can take it again
    before the first of them has woken up. So a second lock of the same file is held while waiting:
    a writer in a loop must wait for that one first. Elsewhere the order is the system's own.
    """
    import fcntl

    if not hasattr(fcntl, "F_OFD_SETLKW") or sys.maxsize < 1 << 32:
        return True
    kind = fcntl.F_WRLCK if in_line else fcntl.F_UNLCK
    # struct flock of fcntl(2): type, whence, start, length (0: all), and no process.
    wanted = struct.pack("hhqqi4x", kind, os.SEEK_SET, 0, 0, 0)
    try:
        fcntl.fcntl(lock, fcntl.F_OFD_SETLKW if wait else fcntl.F_OFD_SETLK, wanted)
    except OSError as error:
        # By fcntl(2) another has it; else it is a file system without such locks, and the order
        # is the system's own.
        return wait or error.errno not in (EACCES, EAGAIN)
    return True
