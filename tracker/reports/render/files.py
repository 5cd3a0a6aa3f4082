"""Files written whole or not at all: under another name first, then moved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write the text in place of the file, on disk when this returns.

    Raises RefusedError where it cannot be written; what was there before is then still there.
    """
    if path.is_dir():
        raise RefusedError(f"{path} is a folder.", "Name a file in it.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        # Fails where something waits under that name, a link to elsewhere included.
        file = draft.open("x", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _refused(path, error) from error
    try:
        with file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> RefusedError:
    why = error.strerror or str(error)
    return RefusedError(f"{path} cannot be written ({why}).", "Name a file elsewhere.")
