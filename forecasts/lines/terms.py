"""Cells that hold what a question can be answered with: options, a range, levels."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

from forecasts.lines import instants, numbers, text
from forecasts.lines.json_cells import JsonText, is_empty, listed
from forecasts.lines.table import RowError
from forecasts.model import times

if TYPE_CHECKING:
    from forecasts.lines.table import Cell
    from forecasts.model.option import Option

DATED = re.compile(r"\s*[0-9]{4}-[0-9]{2}")
KEYS = {"name", "from", "until", "other"}


def options(cell: object) -> JsonText | None:
    """Return the options of a question as they are kept, or None for an empty cell.

    >>> options('["Kim", {"name": "Lee", "from": "2026-02-01T09:00+09:00"}]')
    '["Kim",{"name":"Lee","from":"2026-02-01T00:00:00.000000Z"}]'
    """
    if is_empty(cell):
        return None
    from forecasts.model import option

    found = [_option(entry) for entry in listed(cell, '["low", "high"]')]
    return JsonText(option.to_text(found))


def _option(entry: object) -> Option:
    from forecasts.model.option import Option

    if isinstance(entry, dict):
        if unknown := sorted(entry.keys() - KEYS):
            raise ValueError(f"an option has no {text.shown(unknown[0])}: only {_keys()}")
        name = text.line(entry.get("name"))
        start, end = (instants.instant(entry.get(key)) for key in ("from", "until"))
        return Option(name or "", start, end, numbers.flag(entry.get("other")))
    return Option(text.line(entry) or "")


def _keys() -> str:
    return "name, from, until and other"


def levels(cell: object) -> JsonText | None:
    """Return the levels at which a question is scored as they are kept, or None for an empty cell.

    >>> levels("[0.10, 0.5]")
    '[0.1,0.5]'
    """
    if is_empty(cell):
        return None
    found = [numbers.probability(x) for x in listed(cell, "[0.1, 0.5, 0.9]")]
    return JsonText(json.dumps(found, separators=(",", ":")))


def place(cell: object) -> float | datetime | None:
    """Return an end of a range, a number or an instant, or None for an empty cell.

    >>> place("-3.5"), place("2026-11-03T00:00Z").year
    (-3.5, 2026)
    """
    if type(cell) is str and DATED.match(cell):
        return instants.instant(cell)
    return numbers.real(cell)


def number_of(column: str, found: float | datetime | None, *, dated: bool) -> float | None:
    """Return an end of a range as a number, dates as seconds since 1970.

    Raises RowError for a number on a date question, and for an instant on any other.
    """
    if found is None or isinstance(found, datetime) == dated:
        return times.to_seconds(found) if isinstance(found, datetime) else found
    if dated:
        raise RowError(column, "a date question's range runs between instants: 2026-11-03T00:00Z")
    raise RowError(column, "only a date question's range runs between instants: write a number")


def place_cell(value: float | None, *, dated: bool) -> Cell:
    """Return the cell that `place` and `number_of` read back."""
    if value is None or not dated:
        return value
    return instants.instant_cell(times.from_seconds(value))


def json_cell(kept: str | None) -> JsonText | None:
    """Return the cell of a JSON text of the record."""
    return None if kept is None else JsonText(kept)


def whole(cell: object) -> int | None:
    """Return a whole number of at least 1, or None for an empty cell.

    >>> whole("7")
    7
    """
    value = numbers.number(cell)
    if value is None:
        return None
    if value < 1 or value != int(value):
        raise ValueError(f"{text.shown(str(cell))} is no whole number of at least 1")
    return int(value)
