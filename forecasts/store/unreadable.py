"""Cells that hold what no reader of this program takes, however well their rows are chained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import schema
from forecasts.fact_tables import FACTS
from forecasts.store import clock
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

# A column of instants, by its name; `date_from` and `date_to` of a source are days.
ENDS = ("_at", "_by")
ALSO = frozenset({"happened_from", "happened_to"})
WORDS = frozenset({"entered_by", "said_by"})  # people
# As the record writes an instant. SQLite takes 30 February too, and says 2 March once it has to
# count; that takes ten times as long as to read it, and only a month's last days can be wrong so.
WRITTEN = """{0} GLOB '????-??-??T??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]Z'
    AND julianday({0}) IS NOT NULL AND (substr({0}, 9, 2) < '29'
        OR date(substr({0}, 1, 10), '+0 days') IS substr({0}, 1, 10))"""
JSON = {
    "forecasters": ("aliases", "may_enter"),
    "question_revisions": ("options",),
    "forecasts": ("probabilities", "quantiles", "cdf", "family"),
    "rounds": ("questions", "forecasters"),
    "reviews": ("questions",),
}


def cells(connection: sqlite3.Connection) -> list[Finding]:
    """Find instants that are no times and lists that are no JSON: one finding for each column."""
    return [found for table in FACTS for found in _of_table(connection, table)]


def _of_table(connection: sqlite3.Connection, table: str) -> Iterator[Finding]:
    there = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    times = [n for n in there if (n.endswith(ENDS) or n in ALSO) and n not in WORDS]
    if table != "appends" and "recorded_at" in times:
        times.remove("recorded_at")  # which is that of its entry, as another check has it
    json = [name for name in JSON.get(table, ()) if name in there]
    doubts = [f"{name} IS NOT NULL AND NOT ({WRITTEN.format(name)})" for name in times]
    doubts += [f"{name} IS NOT NULL AND NOT json_valid({name})" for name in json]
    if not doubts:
        return
    valid = [f"{name} IS NULL OR json_valid({name})" for name in json]
    rows = connection.execute(
        f"SELECT id, {', '.join((*times, *valid))} FROM {table} WHERE {' OR '.join(doubts)}"  # noqa: S608 - our names
    )
    bad: dict[str, list[int]] = {}
    for seq, *values in rows:
        for name, value in zip((*times, *json), values, strict=True):
            # Of an instant in another form its reader has the last word, of JSON SQLite.
            if value == 0 or (isinstance(value, str) and clock.read(value) is None):
                bad.setdefault(name, []).append(seq)
    for name, seqs in bad.items():
        what = "is no time" if name in times else "cannot be read"
        words = f"the {name} of {table} row {min(seqs)} {what}"
        yield Finding(Code.INVALID, table, words, min(seqs), len(seqs))


def first(connection: sqlite3.Connection) -> str:
    """Return in words what is wrong with the first cell or row that cannot be read; "" for none.

    It reads questions, forecasts and rulings one by one, as commands do: it is for a command that
    fell over something.
    """
    if found := cells(connection):
        return f"is damaged: {found[0].words}"
    if schema.version_of(connection) != schema.VERSION:
        return ""  # the readers know the present one
    from forecasts.store import forecasts, questions, resolutions

    readers: dict[str, Callable[[int], object]] = {
        "questions": lambda id_: questions.of_ids(connection, [id_]),
        "forecasts": lambda id_: forecasts.by_id(connection, id_),
        "resolutions": lambda id_: resolutions.by_id(connection, id_),
    }
    for table, reader in readers.items():
        for (id_,) in connection.execute(f"SELECT id FROM {table} ORDER BY id").fetchall():  # noqa: S608
            try:
                reader(id_)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is of that row
                return f"cannot be read: {table} row {id_}: {str(error).rstrip('.')}"
    return ""
