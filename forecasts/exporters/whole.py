"""Files written whole or not at all: under other names first, then all of them moved."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.store import room
from forecasts.store.durable import clear_drafts, draft_of, new_file, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    Writer = Callable[[TextIO], int]

SQLITE = b"SQLite format 3\0"  # how such a file begins: sqlite.org/fileformat2.html, 1.3
BESIDE_A_RECORD = ("-wal", "-shm", "-journal", ".lock")


def write_whole(
    files: Mapping[Path, Writer], instead: str, record: Path | None = None, *, over: str = ""
) -> tuple[int, ...]:
    """Write each file by its writer, on disk when this returns; return what the writers return.

    None is moved into place before all are written. `over`: what to type to write over a file that
    holds something else, which is refused then; one that holds the same is of a try that was
    killed. Who may not read the `record` may not read files that tell of it whole; without one
    they are as readable as the account makes its files. Raises RefusedError, with `instead` as
    what to type, for a place that holds a record or that cannot be written; what was there is kept.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole({Path(folder) / "a.txt": lambda file: file.write("four")}, "Try again.")
    (4,)
    """
    drafts: dict[Path, Path] = {}
    path = Path()
    try:
        for path in files:
            _refuse_taken(path, instead)
            clear_drafts(path.parent, path.name)
        answers = []
        for path, writer in files.items():
            answers.append(_write_draft(path, writer, drafts, record))
        for path, draft in drafts.items() if over else ():
            _refuse_other(path, draft, over)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        held = sum(map(room.taken, drafts.values()))
        why = _why(error, path, held)
        raise RefusedError(f"{path} cannot be written {why}", instead) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        settle(folder)
    return tuple(answers)


def _why(error: OSError, path: Path, held: int) -> str:
    """Return in words why a file cannot be written; `held` bytes are free again after it."""
    why = error.strerror or str(error)
    full = f": {room.words(path, held=held)}." if error.errno in room.NO_ROOM else "."
    return f"({why}){full}"


def holding(content: str | bytes) -> Writer:
    """Return a writer of a file that holds this; it answers with the letters or bytes written."""

    def write(file: TextIO) -> int:
        return file.write(content) if isinstance(content, str) else file.buffer.write(content)

    return write


def _refuse_taken(path: Path, instead: str) -> None:
    """Raise RefusedError for a folder, a device, a record or one of the files beside it."""
    if str(path) == "-":
        raise RefusedError(
            "- is standard output, and no file: it would be half written where anything fails.",
            instead,
        )
    if path.name.lower().endswith(BESIDE_A_RECORD):
        raise RefusedError(f"{path} has the name of a file that a record needs.", instead)
    if not path.exists():
        return
    if not path.is_file():
        raise RefusedError(f"{path} is not a plain file.", instead)
    with path.open("rb") as file:
        if file.read(len(SQLITE)) == SQLITE:
            raise RefusedError(f"{path} is a database, and was left alone.", instead)


def _refuse_other(path: Path, draft: Path, over: str) -> None:
    """Raise RefusedError for a file that is there and holds something else than its draft."""
    from filecmp import cmp

    if path.exists() and not cmp(path, draft, shallow=False):
        raise RefusedError(
            f"{path} is there already and holds something else; nothing was written.", over
        )


def _write_draft(path: Path, writer: Writer, drafts: dict[Path, Path], record: Path | None) -> int:
    """Write a file beside its place, on disk when this returns, and note it in `drafts`."""
    draft = draft_of(path)
    handle = new_file(draft, record)
    drafts[path] = draft
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        answer = writer(file)
        file.flush()
        os.fsync(file.fileno())
    return answer
