"""What in the record a command fell over, in words: it is no defect of the program."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.errors import DamagedError, ForecastsError, UnknownZoneError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

NOW = "SELECT slug, timezone FROM questions_now ORDER BY number"


def fault() -> ForecastsError | None:
    """Return what is wrong with the record that was open; None where nothing is seen."""
    if (path := _opened()) is None:
        return None
    from forecasts.store import guards, inspection, unreadable

    with suppress(Exception), inspection.looking(path, inspection.pages(path)) as store:
        altered = guards.guards(store.connection)
        if not altered and (unknown := _unknown(store.connection)):
            return unknown
        found = altered[0].words if altered else unreadable.first(store.connection)
        if found:
            found = f"is not whole: {found}" if altered else found
            name = shlex.quote(str(path))
            hint = (
                f"See what else is wrong with it: forecasts verify --db {name}   and with this"
                f" machine: forecasts doctor --db {name}"
            )
            return DamagedError(f"{path} {found}.", hint)
    return None


def zone(name: str) -> ForecastsError | None:
    """Return that a question of the open record stands in that unknown zone; None for none."""
    if (path := _opened()) is None:
        return None
    from forecasts.store import inspection

    with suppress(Exception), inspection.looking(path, inspection.pages(path)) as store:
        return _unknown(store.connection, name)
    return None


def _opened() -> Path | None:
    module = sys.modules.get("forecasts.store")
    return module.OPENED[-1] if module is not None and module.OPENED else None


def _unknown(connection: sqlite3.Connection, name: str | None = None) -> ForecastsError | None:
    """Return the first question in a time zone that this machine does not know."""
    for slug, zone_name in connection.execute(NOW):
        try:
            dates.zone(zone_name)
        except UnknownZoneError:
            if name in {None, zone_name}:
                words = f"{slug} stands in the time zone {zone_name}, which this machine lacks."
                return ForecastsError(words, f"Install what there is: {dates.INSTALL}")
    return None
