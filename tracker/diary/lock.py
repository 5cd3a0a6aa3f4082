"""Who ticks: one process at a time, and who it is can be read by all."""

from __future__ import annotations

import os
import shlex
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from forecasts.errors import BusyError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

SUFFIX = ".tick.lock"
TRIES, INSTANT_S = 5, 0.05


@contextmanager
def ticking(path: Path, who: str = "") -> Iterator[None]:
    """Hold the right to tick the record at `path`.

    who: in what other processes are told, before the number of this one. Raises BusyError, saying
    who holds it, when another process does.
    """
    with _open(path) as lock:
        if not _taken(lock):
            raise BusyError(
                f"{_told(lock)} ticks {path}.",
                "It does the same work. See what it does:"
                f" forecasts tracker status --db {shlex.quote(str(path))}",
            )
        lock.truncate(0)
        lock.write(f"{who or 'process'} {os.getpid()}")
        lock.flush()
        yield


def _taken(lock: TextIO) -> bool:
    """Return whether the lock is ours now; who only asks for its holder has it for an instant."""
    import fcntl

    for _ in range(TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(INSTANT_S)
        else:
            return True
    return False


def holder(path: Path) -> str | None:
    """Return who ticks the record now, in words; None when nobody does."""
    import fcntl

    place = _place(path)
    if not place.exists():
        return None
    with place.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _told(lock)
    return None


def _place(path: Path) -> Path:
    """Return where the lock is: beside the record itself, by whatever link that is named."""
    file = path.resolve()
    return file.with_name(file.name + SUFFIX)


def _open(path: Path) -> TextIO:
    try:
        return _place(path).open("a+")
    except OSError as error:
        raise RefusedError(
            f"{path.name}{SUFFIX} cannot be written ({error.strerror}).",
            f"Whoever ticks must be able to write in {path.absolute().parent}.",
        ) from error


def _told(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read().strip() or "another process"
