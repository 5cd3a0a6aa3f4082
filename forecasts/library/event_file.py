"""A log of dated events that was typed: the shipped one by name, or a file of one's own."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts import library
from forecasts.errors import ForecastsError, InputError, NotFoundError
from forecasts.library import events
from forecasts.library.events import Checked, Citation, Event, EventLog, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = ("date", "to", "kind", "published_on", "what", "source")
LONGEST = 20_000_000  # characters of a log


@dataclass(frozen=True, slots=True)
class NamedLog:
    """A log with the name by which it was asked for, and the SHA-256 of its text."""

    name: str
    sha256: str
    log: EventLog


def read(name: str) -> NamedLog:
    """Return a log by the name of one that ships with the program, or read from a CSV or TOML file.

    A CSV has the column date, and may have to, kind, published_on, what and source; without
    published_on an event counts as public on its last day. Raises an error that names the line.

    >>> read("korea").name
    'korea'
    """
    import hashlib

    if name in library.LIBRARY:
        text = library.event_text()
        found = library.event_log()
    else:
        text = _text(Path(name))
        path = Path(name)
        found = events.read(path.name, text) if path.suffix == ".toml" else _read_csv(path, text)
    return NamedLog(Path(name).name, hashlib.sha256(text.encode()).hexdigest(), found)


def _text(path: Path) -> str:
    if not path.exists():
        raise NotFoundError(
            f"there is no event log {str(path)[:80]!r}.",
            f"Type a CSV or TOML file, or {', '.join(library.LIBRARY)}, which ships with it.",
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise InputError(f"{path} cannot be read: {why}.", "Type a CSV or TOML file.") from error
    if len(text) > LONGEST:
        raise InputError(f"{path} is longer than an event log.", "Type a CSV or TOML file.")
    return text


def _read_csv(path: Path, text: str) -> EventLog:
    """Return the events of a CSV in the order of their days; all of one kind, "", without kinds."""
    try:
        return _listed(path, csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as error:  # a cell longer than any event is told in
        raise InputError(f"{path.name} cannot be read: {error}.", "Type a CSV file.") from error


def _listed(path: Path, rows: csv.DictReader[str]) -> EventLog:
    names = [name.strip() for name in rows.fieldnames or ()]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(f"{path.name} has the column {twice[0][:40]!r} twice.", "Keep one.")
    if "date" not in names or set(names) - set(COLUMNS):
        if len(names) == 1 and ";" in names[0]:
            raise InputError(f"{path.name} is separated by semicolons.", "Save it with commas.")
        extra = ", ".join(sorted(set(names) - set(COLUMNS))[:3])
        wrong = f"has columns that are not known: {extra}" if "date" in names else "has no date"
        raise InputError(f"{path.name} {wrong}.", f"The columns are: {', '.join(COLUMNS)}.")
    rows.fieldnames = names
    found = sorted(_events(path, rows), key=lambda event: event.day)
    kinds = dict.fromkeys(event.kind for event in found)
    return EventLog(tuple(Kind(kind, kind) for kind in kinds), tuple(found))


def _events(path: Path, rows: csv.DictReader[str]) -> Iterator[Event]:
    for row in rows:
        cells = {name: (cell or "").strip() for name, cell in row.items() if name}
        if not any(cells.values()):
            continue
        where = f"{path.name}, line {rows.line_num}"
        if None in row:
            raise ForecastsError(
                f"{where}: it has more cells than there are columns.",
                'Quote a cell that has a comma in it: "He came, and left."',
            )
        try:
            yield _event(cells)
        except ValueError as error:
            raise ForecastsError(
                f"{where}: {error}.", "Dates are written as 2026-11-03."
            ) from error


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        msg = f"{typed[:40]!r} is no day of the calendar, written year-month-day"
        raise ValueError(msg) from None


def _event(cells: Mapping[str, str]) -> Event:
    day = _day(cells["date"])
    last = _day(cells["to"]) if cells.get("to") else day
    published = cells.get("published_on")
    return Event(
        kind=cells.get("kind", ""),
        day=day,
        last_day=last,
        published_on=_day(published) if published else last,
        what=cells.get("what", ""),
        source=Citation(publisher=cells.get("source", "")),
        checked=Checked.MEMORY,
    )
