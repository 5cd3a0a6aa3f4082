"""The machine: its SQLite, its libraries, its time zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.cli.checks.finding import ok, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.checks.finding import Finding, Place

Version = tuple[int, ...]

# The bug is in every version from 3.7.0 to 3.51.2 but two that were mended later, by
# https://sqlite.org/wal.html#walresetbug. 3.52.0 is mended, and was withdrawn for other faults.
MENDED_FROM: Version = (3, 51, 3)
MENDED_LATER: tuple[Version, ...] = ((3, 44, 6), (3, 50, 7))
WITHDRAWN: Version = (3, 52, 0)
NEWER = "Run it by a Python that brings SQLite 3.51.3 or later, and keep backups"

# APScheduler looped for ever in the hour that autumn repeats (its issue 1021); its version 4 is
# an alpha that its authors say is not for use.
SCHEDULER = "apscheduler"
SCHEDULER_FROM: Version = (3, 11, 3)
SCHEDULER_BEFORE: Version = (4,)
LIBRARIES = ("click", "sqlite-utils", SCHEDULER)


def sqlite(place: Place) -> Iterator[Finding]:
    """Name the version of SQLite, and its known bugs that matter to a record."""
    from forecasts.store.inspection import sqlite_version

    del place
    version = sqlite_version()
    name = "SQLite " + ".".join(map(str, version))
    if has_reset_bug(version):
        yield warning(
            f"{name} has the WAL-reset bug: where two programs write at one instant, it can in"
            " rare cases damage the file (sqlite.org/wal.html#walresetbug). This program's own"
            " writers wait for each other.",
            NEWER,
        )
    elif version == WITHDRAWN:
        yield warning(f"{name} was withdrawn by its makers (sqlite.org/changes.html).", NEWER)
    else:
        yield ok(f"{name}, without known bugs that matter here.")


def has_reset_bug(version: Version) -> bool:
    """Return whether that SQLite may spoil a file that two programs write to at one instant.

    >>> has_reset_bug((3, 51, 2)), has_reset_bug((3, 51, 3)), has_reset_bug((3, 50, 7))
    (True, False, False)
    """
    mended = any(version[:2] == since[:2] and version >= since for since in MENDED_LATER)
    return version < MENDED_FROM and not mended


def libraries(place: Place) -> Iterator[Finding]:
    """Name the versions of Python and of what this program stands on."""
    import platform
    from importlib.metadata import version

    del place
    found = {name: version(name) for name in LIBRARIES}
    if fault := scheduler_fault(found[SCHEDULER]):
        yield wrong(fault, f'uv pip install "{SCHEDULER}>=3.11.3,<4"')
    else:
        named = ", ".join(f"{name} {number}" for name, number in found.items())
        yield ok(f"Python {platform.python_version()}, {named}.")


def scheduler_fault(version: str) -> str:
    """Return in words what is known against that version of APScheduler; "" for nothing.

    >>> scheduler_fault("3.11.3")
    ''
    >>> scheduler_fault("3.11.0")
    'APScheduler 3.11.0 hangs where clocks are set back in autumn.'
    """
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if numbers >= SCHEDULER_BEFORE:
        return f"APScheduler {version} is an alpha that this program cannot use."
    if numbers < SCHEDULER_FROM:
        return f"APScheduler {version} hangs where clocks are set back in autumn."
    return ""


def time_zones(place: Place) -> Iterator[Finding]:
    """Find out whether there is a database of time zones."""
    from zoneinfo import available_timezones

    del place
    if count := len(available_timezones()):
        yield ok(f"This machine knows {count} time zones.")
    else:
        yield wrong(
            "No database of time zones is installed: deadlines cannot be read.",
            "apt install tzdata (or: uv pip install tzdata)",
        )
