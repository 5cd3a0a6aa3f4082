"""A small disk of its own, for tests of what happens when it is full."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def mounted(place: Path, size: str) -> Iterator[Path]:
    """Mount a disk of that size at a new folder; skip the test where nobody may."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def filled(place: Path, left: int = 0) -> Path:
    """Fill a disk but for so many bytes, and return the file that takes its room."""
    ballast = place / "ballast"
    found = os.statvfs(place)
    with ballast.open("ab") as file:
        file.write(bytes(max(0, found.f_bavail * found.f_frsize - left)))
    return ballast
