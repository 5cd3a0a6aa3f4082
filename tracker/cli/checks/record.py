"""The record itself: its pages, guards and chain, its clock, its zones, and its columns."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from forecasts import dates, schema
from forecasts.cli import options
from forecasts.errors import InputError
from forecasts.model import times
from forecasts.store import forecasters, header, inspection, instants, verification
from forecasts.store.clock import last_recorded_at
from forecasts.store.guards import INSTEAD, can_be_put_back
from tracker.cli.checks.finding import broken, note, ok, warning, wrong
from tracker.cli.standing import length

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.cli.checks.finding import Finding, Record

NEWEST = 100  # rows of the chain: the whole of it is the work of verify
UPGRADE = "uv tool upgrade forecasts   # or: pipx upgrade forecasts"
RESTORE = "Restore a backup, or ask whoever had the file"
SHOWN = 3  # of several things of one kind


def pages(record: Record) -> Iterator[Finding]:
    """Have SQLite look through its pages."""
    if fault := inspection.damage(record.store.connection):
        yield broken(f"The file is damaged: {fault}.", RESTORE)
    else:
        yield ok("SQLite finds its pages whole.")


def layout(record: Record) -> Iterator[Finding]:
    """Compare the record's schema with this program's."""
    found = schema.version_of(record.store.connection)
    if found > schema.VERSION:
        yield wrong(
            f"The record has schema {found}, newer than this program's {schema.VERSION}: it was"
            " written by a newer version, and this one cannot work on it.",
            UPGRADE,
        )
    elif found < schema.VERSION:
        yield note(
            f"The record has schema {found}, older than this program's {schema.VERSION}: the next"
            " command that opens it brings it up to date.",
            options.typed_db("forecasts list"),
        )
    elif fault := header.fault(record.store.connection):
        yield broken(f"The file is damaged: {fault}.", RESTORE)
    else:
        yield ok(f"Schema {found}, as this program has it.")


def guards(record: Record) -> Iterator[Finding]:
    """Find out whether all that refuses changes is there, as this program makes it."""
    if schema.version_of(record.store.connection) > schema.VERSION:
        yield note(
            "Its guards are of a newer schema: this program cannot tell whether all are there.",
            UPGRADE,
        )
        return
    found = verification.guards(record.store.connection)
    if found:
        more = f", and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        words = "; ".join(fault.words for fault in found[:SHOWN])
        is_shut = any(fault.words.startswith("the trigger ") for fault in found)
        until = " Nothing is added until the guards are back." if is_shut else ""
        verify = options.typed_db("forecasts verify")
        mend = f"{verify} --restore-guards   # finds the rows that were, and puts them back if none"
        yield broken(
            f"Rows may have been changed unseen by the database: {words}{more}.{until}",
            mend if can_be_put_back(found) else f"{verify}   # finds the rows that were. {INSTEAD}",
        )
    else:
        yield ok("Every guard against changes is there, as it was made.")


def chain(record: Record) -> Iterator[Finding]:
    """Recompute the newest part of the chain."""
    verify = options.typed_db("forecasts verify")
    found = verification.newest(record.store.connection, NEWEST)
    for fault in found:
        yield broken(f"{str(fault)[0].upper()}{str(fault)[1:]}.", verify)
    if not found:
        yield ok(f"The newest rows hold, head {record.store.receipt()}. For all of them: {verify}")


def clock(record: Record) -> Iterator[Finding]:
    """Compare this machine's clock with the latest time on record, and find where it was back."""
    last = last_recorded_at(record.store.connection, rows=-1)
    said = times.to_minute(record.now)
    if last is not None and last > record.now:
        behind = length(last - record.now)
        yield warning(
            f"This machine's clock says {said}, {behind} before the latest time on record"
            f" ({times.to_minute(last)}): it is behind, or ran ahead then.",
            "timedatectl   # shows whether the clock is set by the network",
        )
    else:
        yield ok(f"This machine's clock says {said}, after the latest time on record.")
    for found in instants.back(record.store.connection):
        yield note(
            f"A clock was set back in the past: {found.words} ({found.rows:,} such entries).",
            options.typed_db("forecasts verify"),
        )


def zones(record: Record) -> Iterator[Finding]:
    """Find the time zones of questions that this machine does not know."""
    named = inspection.zones(record.store.connection)
    unknown = [name for name in named if not _is_known(name)]
    if unknown:
        yield wrong(
            f"Questions stand in time zones that this machine does not know: {', '.join(unknown)}.",
            dates.INSTALL,
        )
    else:
        yield ok(f"The time zones of its questions are known: {', '.join(named) or 'none yet'}.")


def _is_known(name: str) -> bool:
    try:
        dates.zone(name)
    except InputError:
        return False
    return True


def speaker(record: Record) -> Iterator[Finding]:
    """Find out whether FORECASTS_AS names somebody."""
    name = os.environ.get("FORECASTS_AS")
    if not name:
        yield ok("FORECASTS_AS is not set: forecasts are those of the login name, or of --as NAME.")
    elif forecasters.named(record.store, name) is None:
        yield warning(
            "FORECASTS_AS names nobody on record: forecasts typed here are refused.",
            options.typed_db("forecasts forecaster list"),
        )
    else:
        yield ok("FORECASTS_AS names a forecaster.")


def columns(record: Record) -> Iterator[Finding]:
    """Look at the files of columns that the judge keeps beside a large record."""
    from tracker.cli.checks.files import beside

    path = record.store.path
    found = [file for file in beside(path) if file.name.startswith(f"{path.name}.columns")]
    unfit = [file for file in found if not _fits(record, file)]
    for file in unfit:
        yield note(
            f"{file.name} is of another state or version of the record: it is not used, and made"
            " anew when it is needed.",
            f"rm {shlex.quote(str(file))}",
        )
    if not unfit:
        there = f"Of this record: {', '.join(file.name for file in found)}."
        yield ok(there if found else "No columns are kept beside it; a large record gets some.")


def _fits(record: Record, file: Path) -> bool:
    from tracker.columns import cache

    with file.open("rb") as opened:
        head = opened.read(cache.HEAD.size)
    if len(head) < cache.HEAD.size:
        return False
    magic, made_as, seq, link, _ = cache.HEAD.unpack(head)
    ours = (magic, made_as) == (cache.MAGIC, cache.LAYOUT)
    return ours and inspection.has_seen(record.store.connection, seq, link)
