"""The times on record: in what order they come, and whether they can have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.fact_tables import FACTS
from forecasts.model import times
from forecasts.store import clock, unreadable
from forecasts.store.chain import has_table
from forecasts.store.findings import Code, Finding

if TYPE_CHECKING:
    import sqlite3

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
    """Find rows that this program never writes so, however well they are chained.

    A cell that no reader takes; a time of recording that is not its entry's; and a forecast that is
    said to be typed and dated before it was recorded.
    """
    found = unreadable.cells(connection)
    for table in FACTS:
        if table != "appends" and has_table(connection, table):
            words = f"{table} row {{}} says another time of recording than the entry it is in"
            found += _counted(connection, APART.format(table), table, words)
    words = "forecasts row {} is said to be typed, and is dated before it was recorded"
    return found + _counted(connection, BEFORE, "forecasts", words)


def _counted(connection: sqlite3.Connection, query: str, table: str, words: str) -> list[Finding]:
    seq, rows = connection.execute(query).fetchone()
    return [Finding(Code.INVALID, table, words.format(seq), seq, rows)] if rows else []
