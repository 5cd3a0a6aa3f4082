"""The file, its folder, and what lies beside it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.errors import RefusedError
from forecasts.store import room
from forecasts.store.backup import FOLDER as BACKUPS
from tracker.cli.checks.finding import note, ok, warning, wrong
from tracker.cli.standing import length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.checks.finding import Finding, Place

MEGABYTE = 1 << 20
LITTLE = 16 * MEGABYTE  # free, and the next entries may not fit
WAITING = 16 * MEGABYTE  # SQLite copies pages after 4 MB: sqlite.org/wal.html, section 3
DATA = ("-wal", "-shm", "-journal")  # and every file of columns: these hold what was recorded
LONG_AGO = timedelta(days=7)
LOCKS = (".lock", ".tick.lock")
LIVING_S = 3600.0  # a file that was written since then may belong to a program that runs
DRAFT = re.compile(r"\..+\.(\d+)\.draft")
PART = re.compile(r".+\.(\d+)-\d+\.part")
DEMO = ".forecasts-demo-"


def disk_kind(place: Place) -> Iterator[Finding]:
    """Find out whether the record lies on a disk of this machine, under one name."""
    from forecasts.store.connection import refuse_network

    try:
        refuse_network(place.path)
    except RefusedError as error:
        yield wrong(error.message, error.hint)
        return
    if place.path.stat().st_nlink > 1:
        yield warning(
            f"{place.path.name} has {place.path.stat().st_nlink} names (hard links): programs that"
            " open it by different ones spoil it (sqlite.org/howtocorrupt.html, section 2.4).",
            f"find / -xdev -samefile {_quoted(place.path)}   # then keep one of them",
        )
    elif place.path.is_symlink():
        real = place.path.resolve()
        yield ok(f"The record lies on a local disk, at {real}; its locks lie there too.")
    else:
        yield ok("The record lies on a local disk, under one name.")


def rights(place: Place) -> Iterator[Finding]:
    """Find out who may read and write the record, its folder and the files beside it."""
    record = place.path.stat()
    faults = [*_own_rights(place), *_open_to_all(place.path, record)]
    for file in beside(place.path):
        faults += _rights_beside(place.path, record, file)
    yield from faults
    if not faults:
        group = " and its group" if record.st_mode & stat.S_IRGRP else ""
        yield ok(f"Its owner ({_owner(record)}){group or ' alone'} may read it.")


def beside(record: Path) -> list[Path]:
    """Return the files that belong to a record, sorted, the record itself not among them."""
    record = record.resolve()
    there: list[Path] = []
    with suppress(PermissionError):  # a folder that may be entered and not listed
        there = sorted(record.parent.iterdir())
    ends = (*DATA, *LOCKS)
    return [
        file
        for file in there
        if file.name in {record.name + end for end in ends}
        or file.name.startswith(f"{record.name}.columns")
    ]


def _own_rights(place: Place) -> Iterator[Finding]:
    path, folder = place.path, place.path.resolve().parent
    if not os.access(path, os.R_OK):
        return  # the look at the file says so
    if not os.access(path, os.W_OK) or not os.access(folder, os.W_OK):
        yield note(
            f"This account may read {path.name} and not write: it can look, and not record.",
            f"ls -ld {_quoted(folder)} {_quoted(path)}",
        )


def _open_to_all(path: Path, record: os.stat_result) -> Iterator[Finding]:
    folder = path.resolve().parent
    if record.st_mode & stat.S_IWOTH:
        yield warning(
            f"Every account of this machine may change {path.name}.", f"chmod o-w {_quoted(path)}"
        )
    elif record.st_mode & stat.S_IROTH and _is_open(folder):
        yield note(
            f"Every account of this machine may read {path.name}.", f"chmod o-r {_quoted(path)}"
        )
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        yield warning(
            "Every account of this machine may put another file in its place.",
            f"chmod o-w {_quoted(folder)}",
        )


def _is_open(folder: Path) -> bool:
    """Return whether every account may come to the folder."""
    return all(level.stat().st_mode & stat.S_IXOTH for level in (folder, *folder.parents))


def _rights_beside(path: Path, record: os.stat_result, file: Path) -> Iterator[Finding]:
    try:
        found = file.stat()
    except FileNotFoundError:  # gone meanwhile
        return
    bits = 0o022 if file.name.endswith(LOCKS) else 0o066
    wider = stat.S_IMODE(found.st_mode) & bits & ~stat.S_IMODE(record.st_mode)
    if wider:
        done = "changed" if wider & 0o022 else "read"
        yield warning(
            f"{file.name} may be {done} by more accounts than {path.name}.",
            f"chmod --reference={_quoted(path)} {_quoted(file)}",
        )
    if os.access(path, os.W_OK) and not os.access(file, os.W_OK):
        yield wrong(
            f"{file.name} belongs to {_owner(found)}, and this account may not write it.",
            f"sudo chown --reference={_quoted(path)} {_quoted(file)}",
        )
    elif found.st_uid != record.st_uid:
        yield warning(
            f"{file.name} belongs to {_owner(found)}, and {path.name} to {_owner(record)}.",
            f"sudo chown --reference={_quoted(path)} {_quoted(file)}",
        )


def _owner(found: os.stat_result) -> str:
    import pwd

    try:
        return pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        return f"user {found.st_uid}"


def free_disk(place: Place) -> Iterator[Finding]:
    """Compare the free disk with the record: a copy of it must fit."""
    folder = place.path.resolve().parent
    free, size = shutil.disk_usage(folder).free, place.path.stat().st_size
    words = f"{room.size(free)} free, the record takes {room.size(size)}"
    if free < LITTLE:
        yield wrong(f"The disk is full: {words}.", f"df -h {_quoted(folder)}")
    elif free < size + place.pages.held:
        yield warning(f"No copy of it fits: {words}.", f"df -h {_quoted(folder)}")
    else:
        yield ok(f"{words[0].upper()}{words[1:]}.")


def waiting_pages(place: Place) -> Iterator[Finding]:
    """Find out whether what was written gets into the file itself."""
    from forecasts.store import header

    pages = place.pages
    if header.is_sqlite(place.path) and not header.keeps_wal(place.path):
        yield warning(
            "Another program has set it to keep a rollback journal in place of a WAL: whoever reads"
            " it keeps others from writing, and who writes from reading.",
            f"sqlite3 {_quoted(place.path)} 'PRAGMA journal_mode = WAL'   # while none has it open",
        )
        return
    if pages.waiting > WAITING:
        yield warning(
            f"{room.size(pages.waiting)} wait beside the file to be copied into it"
            f" ({place.path.name}-wal): a program has been reading it for long, or was killed."
            " Nothing is lost.",
            f"fuser -v {_quoted(place.path)}   # who has it open; the last to close it copies them",
        )
    elif pages.waiting:
        yield ok(f"{room.size(pages.waiting)} wait beside the file to be copied into it.")
    else:
        yield ok("Everything that was written is in the file itself.")


def backups(place: Place) -> Iterator[Finding]:
    """Find the newest backup in the folder where backups are made by default."""
    from forecasts.store.backup import made_at, newest

    command = options.typed_db("forecasts backup")
    latest = newest(place.path)
    if latest is None:
        yield note("No backup lies in the folder backups beside it.", command)
        return
    age = place.now - made_at(latest)
    words = f"The newest backup, {latest.name}, is {length(age)} old"
    if age > LONG_AGO:
        yield note(f"{words}.", command)
    else:
        yield ok(f"{words}; one on the same disk dies with it.")


def leftovers(place: Place) -> Iterator[Finding]:
    """Find what killed programs left, and a lock that is held for long."""
    real = place.path.resolve()  # its locks and journal lie beside that
    folder = real.parent
    faults = [*_journal(real), *_held(real), *_unclean(real)]
    for there in (folder, folder / "reports", folder / BACKUPS):
        if there.is_dir():
            faults += [found for file in sorted(there.iterdir()) for found in _left(file)]
    yield from faults
    if not faults:
        yield ok("No lock is held, and nothing was left by a program that was killed.")


def _unclean(path: Path) -> Iterator[Finding]:
    from forecasts.store import redaction

    if redaction.is_unclean(path):
        typed = options.typed_db("forecasts redact --search \"WORDS\" --why 'once more'")
        yield warning(
            f"Words were blanked on record, and may still stand in {path.name} or beside it: a"
            " program was stopped before it had cleaned the file.",
            f"{typed}   # the same words again: it cleans the file",
        )


def _journal(path: Path) -> Iterator[Finding]:
    journal = path.with_name(path.name + "-journal")
    if journal.exists() and journal.stat().st_size:
        yield warning(
            f"{journal.name} is there: another program was stopped while it wrote, or is writing."
            " Do not delete it.",
            f"fuser -v {_quoted(path)}",
        )


def _held(path: Path) -> Iterator[Finding]:
    import fcntl
    import time

    lock = path.with_name(path.name + ".lock")
    if lock.exists() and not lock.is_file():  # to open a pipe waits for who writes into it
        yield wrong(
            f"{lock.name} is no plain file: nothing can be recorded.",
            f"mv {_quoted(lock)} {_quoted(lock)}.old",
        )
        return
    if not lock.exists() or not os.access(lock, os.R_OK):
        return
    with lock.open() as file:
        for _ in range(10):
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.1)
            else:
                return
    yield warning(
        f"A program has held the right to write for a second: {_holder(lock)}. Others wait for it.",
        f"fuser -v {_quoted(lock)}",
    )


def _holder(lock: Path) -> str:
    """Return who holds a lock, by Linux's table of locks."""
    inode = f":{lock.stat().st_ino}"
    table = Path("/proc/locks")
    locks = [line.split() for line in table.read_text().splitlines()] if table.exists() else []
    held = [lock[4] for lock in locks if lock[1] == "FLOCK" and lock[5].endswith(inode)]
    return f"process {held[0]}" if held else "which one is not known"


def _left(file: Path) -> Iterator[Finding]:
    from forecasts.store.durable import lives

    name = DRAFT.fullmatch(file.name) or PART.fullmatch(file.name)
    if name and not lives(int(name[1])):
        yield note(f"{file.name} was left by a program that was killed.", f"rm {_quoted(file)}")
    if file.name.startswith(DEMO) and _age_s(file) > LIVING_S:
        yield note(f"{file.name} was left by a program that was killed.", f"rm -r {_quoted(file)}")


def _age_s(file: Path) -> float:
    import time

    return time.time() - file.stat().st_mtime


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
