"""What a check finds, and what it is given to look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Store
    from forecasts.store.inspection import Pages


class State(StrEnum):
    """How bad it is, the gravest first."""

    WRONG = "wrong"  # something does not work, or the record is not whole
    WARNING = "warning"  # something may go wrong
    NOTE = "note"  # worth knowing
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and what to do about it; `broken` when it is the record that is not whole."""

    state: State
    words: str
    command: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the record is, or should be, and the time at which it is looked at.

    pages: what waits beside it.
    """

    path: Path
    now: datetime
    pages: Pages


@dataclass(frozen=True, slots=True)
class Record:
    """A record that can be read, at the time at which it is looked at."""

    store: Store
    now: datetime


def ok(words: str) -> Finding:
    """Return that all is well."""
    return Finding(State.OK, words)


def note(words: str, command: str = "") -> Finding:
    """Return something worth knowing."""
    return Finding(State.NOTE, words, command)


def warning(words: str, command: str = "") -> Finding:
    """Return something that may go wrong."""
    return Finding(State.WARNING, words, command)


def wrong(words: str, command: str = "") -> Finding:
    """Return something that does not work."""
    return Finding(State.WRONG, words, command)


def broken(words: str, command: str = "") -> Finding:
    """Return that the record is not whole."""
    return Finding(State.WRONG, words, command, broken=True)
