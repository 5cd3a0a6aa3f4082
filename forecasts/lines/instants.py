"""Cells that hold times: instants that name their offset from UTC, and intervals."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from forecasts.lines.text import KEPT, shown, text
from forecasts.model import Interval, times

if TYPE_CHECKING:
    from datetime import datetime

# Six digits of a second at most: Python would cut a seventh off in silence.
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
PLAIN = len("2026-11-03T05:00:00Z")  # the shape that most instants have
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def instant(cell: object) -> datetime | None:
    """Return the UTC instant of a cell that names its offset, or None for an empty one.

    Raises ValueError for a day, a naive time and anything else.

    >>> instant("2026-11-03T00:00-05:00").isoformat()
    '2026-11-03T05:00:00+00:00'
    """
    return _instant(text(cell))


@lru_cache(maxsize=KEPT)
def _instant(cell: str) -> datetime | None:
    found = cell.strip()
    if not found:
        return None
    if len(found) == PLAIN and found[4:20:3] == "--T::Z":
        with suppress(ValueError):  # the slower way says what is wrong
            return times.from_text(found)
    match = INSTANT.fullmatch(found)
    if match is None:
        if DAY.fullmatch(found):
            raise ValueError(f"{shown(found)} is a day: write an instant, {found}T00:00Z")
        raise ValueError(f"{shown(found)} is no instant: write it as 2026-11-03T05:00:00Z")
    if match["offset"] is None:
        raise ValueError(f"{shown(found)} has no offset from UTC: end it with Z")
    try:
        return times.from_text(found)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{shown(found)} is no instant: {error}") from None


@lru_cache(maxsize=KEPT)
def instant_cell(moment: datetime | None) -> str | None:
    """Return the cell of an instant, whole seconds without their fraction.

    >>> instant_cell(times.EPOCH)
    '1970-01-01T00:00:00Z'
    """
    return None if moment is None else times.to_text(moment).replace(".000000Z", "Z")


def interval(cell: object) -> Interval | None:
    """Return when something happened: one instant, or `from/to`; None for an empty cell.

    >>> interval("2025-09-04T00:00Z/2025-09-05T00:00Z").end.isoformat()
    '2025-09-05T00:00:00+00:00'
    """
    first, slash, second = text(cell).partition("/")
    start, end = instant(first), instant(second if slash else first)
    if start is not None and end is not None:
        return Interval(start, end)
    if slash:
        raise ValueError(f"{shown(cell)} is no interval: write two instants, from/to")
    return None


def interval_cell(happened: Interval | None) -> str | None:
    """Return the cell that `interval` reads back."""
    if happened is None:
        return None
    start, end = instant_cell(happened.start), instant_cell(happened.end)
    return start if start == end else f"{start}/{end}"
