"""More connections to the same state of a record, to read with in threads."""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from forecasts.store.connection import connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

HEAD = "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"
SAME = "SELECT hash FROM ledger WHERE seq = ?"
SHADOWED = "SELECT 1 FROM sqlite_temp_master WHERE name = 'ledger'"
LAST = "SELECT coalesce(max(id), 0) FROM forecasts"


def path_of(connection: sqlite3.Connection) -> Path | None:
    """Return the file that a connection reads; None for a record in memory or a past state of one.

    Whoever opens that file again would read the present (see `as_of`).
    """
    if connection.execute(SHADOWED).fetchone():
        return None
    name = connection.execute("PRAGMA database_list").fetchone()[2]
    return Path(name) if name else None


@contextmanager
def readers(connection: sqlite3.Connection, count: int) -> Iterator[list[sqlite3.Connection]]:
    """Yield up to `count` more connections that see every row that this one sees.

    They may see newer rows too; facts are only added, so the older ones are the same. Fewer or
    none where the file cannot be opened again, or has not got yet what this connection has written.
    """
    path = path_of(connection)
    with ExitStack() as opened:
        found: list[sqlite3.Connection] = []
        while path is not None and len(found) < count:
            another = _another(connection, path)
            if another is None:
                break
            found.append(opened.enter_context(closing(another)))
        yield found


def _another(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection | None:
    from forecasts.errors import ForecastsError

    try:
        another = connect(path)
    except ForecastsError:
        return None
    another.execute("PRAGMA query_only = ON")
    if _sees(another, connection):
        return another
    another.close()
    return None


def _sees(another: sqlite3.Connection, connection: sqlite3.Connection) -> bool:
    """Return whether it sees the head of the chain and the last forecast that this one sees."""
    seq, head = connection.execute(HEAD).fetchone() or (0, None)
    same = another.execute(SAME, (seq,)).fetchone() or (None,)
    last, its_last = (each.execute(LAST).fetchone()[0] for each in (connection, another))
    return bool(same[0] == head and last <= its_last)
