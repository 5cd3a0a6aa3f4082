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


@contextmanager
def as_of(store: Store, seq: int) -> Iterator[Store]:
    """Open the record as it stood at a seq, for reading alone.

    SQLite looks a name up among the temporary tables first: a temporary view of each fact table's
    older rows, and each view made anew over these, so that every query of the record reads that
    state unchanged. The judge's tables and the index of words are those of the present.
    """
    with explained(store.path):
        connection = connect(store.path)
        try:
            for statement in _shadows(connection, seq):
                connection.execute(statement)
            connection.execute("PRAGMA query_only = ON")
            yield Store(store.path, connection)
        finally:
            connection.close()


def _shadows(connection: sqlite3.Connection, seq: int) -> list[str]:
    tables = [(table, "id") for table in fact_tables.FACTS] + [("ledger", "seq")]
    facts = [
        f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {key} <= {int(seq)}"  # noqa: S608 - our own names and a number
        for table, key in tables
    ]
    views = [sql for (sql,) in connection.execute(VIEWS)]
    return facts + [sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1) for sql in views]
