"""Files that are new, whole, on disk, and for nobody who may not read the record."""

from __future__ import annotations

import os
import re
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def settle(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to disk; some file systems cannot do folders.

    >>> from pathlib import Path
    >>> settle(Path())
    """
    if path.is_dir():
        with suppress(OSError):
            _sync(path, os.O_RDONLY)
    else:
        _sync(path, os.O_RDWR)


def _sync(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        os.close(handle)


def new_file(path: Path, record: Path | None) -> int:
    """Return a handle of a new file that nobody may read who may not read the record.

    Without a record the account's own habit decides. Fails where something waits under that name,
    a link to elsewhere included.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    if record is None:
        return os.open(path, flags, 0o666)
    kept = record.stat()
    handle = os.open(path, flags, 0o600)
    mode = stat.S_IMODE(kept.st_mode) & 0o666
    if os.fstat(handle).st_gid != kept.st_gid:
        mode &= 0o600
    os.fchmod(handle, mode)
    return handle


@contextmanager
def folder_for(folder: Path, mode: int = 0o777, *, parents: bool = True) -> Iterator[None]:
    """Make a folder for what is written within; where that fails, none is left that was made."""
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(mode, parents=parents, exist_ok=True)
        yield
    except BaseException:
        for each in made:
            with suppress(OSError):  # something else is in it by now
                each.rmdir()
        raise


def draft_of(path: Path) -> Path:
    """Return the name under which this program writes a file until it is whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.draft")


def clear_drafts(folder: Path, stem: str) -> None:
    """Remove drafts of files of these first letters whose programs were killed.

    In a container every program has the same number: a draft of ours that is there already is of
    one before. Links are left: no program of ours made them.
    """
    for draft in folder.glob(f".{_plain(stem)}*.draft*"):
        ends = r"(-journal|-wal|-shm|\.lock|\.unclean)?"
        found = re.fullmatch(rf".+\.([0-9]+)\.draft{ends}", draft.name)
        if found and not draft.is_symlink():
            process = int(found[1])
            if process == os.getpid() or not lives(process):
                draft.unlink(missing_ok=True)


def _plain(stem: str) -> str:
    """Return letters as a pattern of names that means only them."""
    return re.sub(r"([*?[])", r"[\1]", stem)


def lives(process: int) -> bool:
    """Return whether a process of that number runs on this machine.

    >>> lives(os.getpid())
    True
    """
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
