"""The times on record: whether they are times, in what order, and whether they can have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.fact_tables import FACTS
from forecasts.model import times
from forecasts.store import clock
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# A column of instants, by its name; `date_from` and `date_to` of a source are days.
ENDS = ("_at", "_by")
ALSO = frozenset({"happened_from", "happened_to"})
WORDS = frozenset({"entered_by", "said_by"})  # people
# As the record writes an instant. SQLite takes 30 February for 2 March, and so writes it otherwise.
WRITTEN = """({0} GLOB '????-??-??T??:??:??.[0-9][0-9][0-9][0-9][0-9][0-9]Z'
    AND strftime('%Y-%m-%dT%H:%M:%S', substr({0}, 1, 19)) = substr({0}, 1, 19))"""
# Of each append that says an earlier time than one before it: the latest time before it.
BACK = """
    SELECT id, recorded_at, before FROM (
        SELECT id, recorded_at, max(recorded_at) OVER (
            ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
        FROM appends)
    WHERE recorded_at < before
"""
# Every row says the time of its entry, whose row in appends ends it.
APART = """
    SELECT min(f.id), count(*) FROM {0} f WHERE f.recorded_at <>
        (SELECT a.recorded_at FROM appends a WHERE a.id > f.id ORDER BY a.id LIMIT 1)
"""
BEFORE = "SELECT min(id), count(*) FROM forecasts WHERE origin = 'typed' AND made_at < recorded_at"


def back(connection: sqlite3.Connection) -> list[Finding]:
    """Find appends that say an earlier time than one before them: a clock that was set back."""
    found = [
        (seq, then)
        for seq, at, before in connection.execute(BACK)
        if (then := clock.read(at)) and (last := clock.read(before)) and last - then > clock.TURN
    ]
    if not found:
        return []
    seq, at = found[0]
    words = f"row {seq} was recorded at {times.to_minute(at)}, earlier than a row before it says"
    return [Finding(Code.CLOCK, "appends", words, seq, len(found))]


def impossible(connection: sqlite3.Connection) -> list[Finding]:
    """Find rows whose times this program never writes, however well they are chained.

    A time that is none; one of recording that is not its entry's; and a forecast that is said to
    be typed and dated before it was recorded.
    """
    tables = [table for table in FACTS if _columns(connection, table)]
    found = [each for table in tables for each in _unreadable(connection, table)]
    for table in tables:
        if table != "appends":
            words = f"{table} row {{}} says another time of recording than the entry it is in"
            found += _counted(connection, APART.format(table), table, words)
    words = "forecasts row {} is said to be typed, and is dated before it was recorded"
    return found + _counted(connection, BEFORE, "forecasts", words)


def _counted(connection: sqlite3.Connection, query: str, table: str, words: str) -> list[Finding]:
    seq, rows = connection.execute(query).fetchone()
    return [Finding(Code.INVALID, table, words.format(seq), seq, rows)] if rows else []


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns of instants of a table; none where the table is not there."""
    names = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    return [name for name in names if (name.endswith(ENDS) or name in ALSO) and name not in WORDS]


def _unreadable(connection: sqlite3.Connection, table: str) -> Iterator[Finding]:
    """Yield a finding for each column in which a row has a text that is no instant."""
    columns = _columns(connection, table)
    doubts = " OR ".join(f"{name} IS NOT NULL AND NOT {WRITTEN.format(name)}" for name in columns)
    rows = connection.execute(f"SELECT id, {', '.join(columns)} FROM {table} WHERE {doubts}")  # noqa: S608 - our names
    bad: dict[str, list[int]] = {}
    for seq, *cells in rows:
        for name, cell in zip(columns, cells, strict=True):
            if cell is not None and clock.read(cell) is None:
                bad.setdefault(name, []).append(seq)
    for name, seqs in bad.items():
        words = f"the {name} of {table} row {min(seqs)} is no time"
        yield Finding(Code.INVALID, table, words, min(seqs), len(seqs))
