"""The checks of `forecasts doctor`: a table of them, and one small function each."""

from __future__ import annotations

from contextlib import suppress
from shlex import quote
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.errors import ForecastsError, NotFoundError, RefusedError
from forecasts.store import inspection
from tracker.cli.checks import files, machine, record, settings, watch
from tracker.cli.checks.finding import Finding, Place, Record, State, broken, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Store

    Found = tuple[str, Finding]

ANYWHERE: Mapping[str, Callable[[Place], Iterator[Finding]]] = MappingProxyType(
    {
        "SQLite": machine.sqlite,
        "libraries": machine.libraries,
        "time zones": machine.time_zones,
        "settings": settings.settings,
    }
)
OF_A_FILE: Mapping[str, Callable[[Place], Iterator[Finding]]] = MappingProxyType(
    {
        "disk": files.disk_kind,
        "rights": files.rights,
        "room": files.free_disk,
        "copying": files.waiting_pages,
        "leftovers": files.leftovers,
        "backup": files.backups,
    }
)
OF_A_RECORD: Mapping[str, Callable[[Record], Iterator[Finding]]] = MappingProxyType(
    {
        "file": record.pages,
        "schema": record.layout,
        "guards": record.guards,
        "chain": record.chain,
        "clock": record.clock,
        "zones": record.zones,
        "who": record.speaker,
        "columns": record.columns,
        "tracker": watch.heartbeat,
        "work": watch.work,
    }
)


LOOKS = 5  # at a file that others write meanwhile
NOTHING = inspection.Pages(0, 0, has_index=False)


def examine(path: Path, now: datetime) -> tuple[Found, ...]:
    """Return what every check finds, in the order of the tables; nothing on disk is changed."""
    found: tuple[Found, ...] = ()
    for _ in range(LOOKS):
        before = _mark(path)
        found = _look(path, now)
        # Who writes while a file is taken for one that rests makes it look damaged, or gone.
        if _mark(path) == before or not any(
            finding.broken or (name == "file" and finding.state is not State.OK)
            for name, finding in found
        ):
            break
    return found


def _mark(path: Path) -> tuple[int, ...]:
    """Return what is another whenever somebody writes, or begins to."""
    with suppress(OSError):
        file = path.resolve()
        files = (file, file.with_name(file.name + "-wal"))
        there = [file.stat() for file in files if file.exists()]
        return tuple(number for found in there for number in (found.st_size, found.st_mtime_ns))
    return ()


def _look(path: Path, now: datetime) -> tuple[Found, ...]:
    try:
        place = Place(path, now, inspection.pages(path))
        there = path.is_file()
    except OSError as error:  # a folder that may not be entered
        return (*_each(ANYWHERE, Place(path, now, NOTHING)), ("file", _barred(error)))
    found = [*_each(ANYWHERE, place)]
    if there:
        found += _each(OF_A_FILE, place)
    try:
        with inspection.looking(path, place.pages) as store:
            found += _of_record(store, now)
    except ForecastsError as error:
        found.append(("file", _failure(error)))
    return tuple(found)


def _each(
    table: Mapping[str, Callable[[Place], Iterator[Finding]]], place: Place
) -> Iterator[Found]:
    for name, check in table.items():
        try:
            yield from ((name, finding) for finding in check(place))
        except OSError as error:
            yield name, _unseen(error)


def _of_record(store: Store, now: datetime) -> Iterator[Found]:
    """Run the checks of a record, each on one state of it; a damaged file ends them."""
    for name, check in OF_A_RECORD.items():
        try:
            with store.snapshot():
                yield from [(name, finding) for finding in check(Record(store, now))]
        except OSError as error:
            yield name, _unseen(error)
        except (TypeError, ValueError) as error:  # a value that nothing of ours wrote
            yield name, warning(f"This could not be read: {error}.", _again())
        except ForecastsError as error:
            yield name, _failure(error)
            if inspection.is_damage(error):
                return


def _unseen(error: OSError) -> Finding:
    place = f"{error.filename}: " if error.filename else ""
    see = f"ls -ld {quote(str(error.filename))}   # whose it is" if error.filename else _again()
    return warning(f"This could not be looked at: {place}{error.strerror or error}.", see)


def _barred(error: OSError) -> Finding:
    """Return that this account does not even come to the file."""
    return wrong(f"{error.filename}: {error.strerror}.", "id   # who you are; the folder's rights")


def _failure(error: ForecastsError) -> Finding:
    """Return what a failure to read the record means."""
    if inspection.is_damage(error):
        return broken(error.message, error.hint)
    if isinstance(error, NotFoundError | RefusedError):
        return wrong(error.message, error.hint)
    return warning(f"This could not be looked at: {error.message}", error.hint or _again())


def _again() -> str:
    return options.typed_db("forecasts verify")
