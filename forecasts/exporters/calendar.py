"""What closes and what awaits an answer, as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError
from forecasts.exporters.whole import write_whole
from forecasts.model import Status
from forecasts.store import listing
from forecasts.store.connection import file_of

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from icalendar import Event

    from forecasts.store.listing import Line

PRODUCT = "-//forecasts//a record of forecasts//EN"
ASKING = (Status.DRAFT, Status.OPEN, Status.REOPENED, Status.CLOSED, Status.DUE)


def write(connection: sqlite3.Connection, file: Path, now: datetime) -> int:
    """Write the close, and the day of the answer, of every question without an outcome.

    Returns how many entries there are. An entry keeps its name from file to file, so that a
    calendar that reads the file again moves it. Raises ForecastsError where icalendar is missing,
    RefusedError where the file cannot be written.
    """
    if find_spec("icalendar") is None:
        raise ForecastsError(
            "a calendar needs icalendar, which is not installed.",
            'Install it: uv tool install "forecasts[notify]"',
        )
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Forecasts")
    entries = [
        entry
        for line in listing.lines(connection, now, None)
        if line.status in ASKING
        for entry in _entries(line)
    ]
    for name, words, at, line in entries:
        calendar.add_component(_event(name, words, at, line, now))
    text = calendar.to_ical().decode("utf-8")
    instead = "Name another file: forecasts export calendar due.ics"
    write_whole({file: lambda out: out.write(text)}, instead, record=file_of(connection))
    return len(entries)


def _entries(line: Line) -> list[tuple[str, str, datetime, Line]]:
    """Return the name, the words and the instant of each entry of a question."""
    found = [("closes", f"Closes: {line.title}", line.closes_at, line)]
    if line.resolves_by > line.closes_at:
        found.append(("answer", f"Answer due: {line.title}", line.resolves_by, line))
    return found


def _event(name: str, words: str, at: datetime, line: Line, now: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{line.slug}-{name}@forecasts")
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("summary", words)
    event.add("description", f"forecasts show {line.slug}")
    event.add("transp", "TRANSPARENT")  # a deadline keeps nobody busy
    return event
