"""What outlives a power cut: files and names brought to disk."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    finally:
        os.close(handle)
