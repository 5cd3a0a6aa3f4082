"""The record as it was: every table and view, without what was recorded later."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from forecasts import fact_tables
from forecasts.model import times
from forecasts.store import Store
from forecasts.store.connection import connect, explained

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

# Every append ends with its row here, so that a state of the record is one between appends.
SEQ_AT = "SELECT coalesce(max(id), 0) FROM appends WHERE recorded_at < ?"
VIEWS = "SELECT sql FROM main.sqlite_master WHERE type = 'view' ORDER BY rowid"


def seq_at(connection: sqlite3.Connection, instant: datetime) -> int:
    """Return the seq of the last fact that was on record at an instant; 0 before the first.

    The order on record decides: what was written under a clock that ran ahead, and everything
    before it, counts once that clock's reading has come.
    """
    with_text = (times.to_text(instant),)
    return int(connection.execute(SEQ_AT, with_text).fetchone()[0])


# What was recorded after its question's outcome was known; of a dispute or none, nothing is late.
IN_TIME = """f.recorded_at <= coalesce((SELECT r.known_at FROM resolutions_now r
    WHERE r.question_id = f.question_id AND r.status = 'resolved'), f.recorded_at)"""


@contextmanager
def as_of(store: Store, seq: int, *, in_time: bool = False) -> Iterator[Store]:
    """Open the record as it stood at a seq, for reading alone.

    in_time: without the forecasts that were recorded after the outcome of their question was known,
    as imports of old ones are. It is known_at of the ruling in force at that seq.

    SQLite looks a name up among the temporary tables first: a temporary view of each fact table's
    older rows, and each view made anew over these, so that every query of the record reads that
    state unchanged. The judge's tables and the index of words are those of the present.
    """
    with explained(store.path):
        connection = connect(store.path)
        try:
            for statement in _shadows(connection, seq, in_time=in_time):
                connection.execute(statement)
            connection.execute("PRAGMA query_only = ON")
            yield Store(store.path, connection)
        finally:
            connection.close()


def recorded_late(connection: sqlite3.Connection) -> int:
    """Return how many forecasts were recorded after the outcome of their question was known."""
    row = connection.execute(f"SELECT count(*) FROM forecasts f WHERE NOT ({IN_TIME})").fetchone()  # noqa: S608 - our own words
    return int(row[0])


def _shadows(connection: sqlite3.Connection, seq: int, *, in_time: bool) -> list[str]:
    tables = [(table, "id") for table in fact_tables.FACTS] + [("ledger", "seq")]
    facts = [
        f"CREATE TEMP VIEW {table} AS SELECT f.* FROM main.{table} f WHERE f.{key} <= {int(seq)}"  # noqa: S608 - our own names and a number
        + (f" AND {IN_TIME}" if in_time and table == "forecasts" else "")
        for table, key in tables
    ]
    views = [sql for (sql,) in connection.execute(VIEWS)]
    return facts + [sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1) for sql in views]
