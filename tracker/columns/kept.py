"""The rows on some questions in order; those of a large record from columns kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.store.readers import path_of
from tracker.columns import cache
from tracker.columns.bulk import SCAN_SHARE, forecast_rows, last_id, rows_between
from tracker.columns.cache import Kept, Key, Sort
from tracker.columns.ordered import Ordered, extended, ordered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

LARGE = 100_000  # forecasts; a smaller record is read again as fast as a file beside it
ROWS = Sort(".columns", Ordered, Ordered.__slots__)


@dataclass(frozen=True, slots=True)
class State:
    """A large record that columns may be kept of: its file, its state and its newest forecast."""

    path: Path
    key: Key
    last_id: int


def ordered_rows(connection: sqlite3.Connection, question_ids: Sequence[int]) -> Ordered:
    """Return the rows on these questions, perhaps with others, in the judge's order.

    The caller holds one snapshot. Raises ValueError when a row on them cannot be read.
    """
    if are_many(connection, question_ids):
        try:
            return _every_row(connection)
        except ValueError:  # perhaps of a question that nobody asked for
            pass
    return ordered(forecast_rows(connection, question_ids))


def are_many(connection: sqlite3.Connection, question_ids: Sequence[int]) -> bool:
    """Return whether these are so many of all questions that all rows are read for them."""
    asked = connection.execute("SELECT count(*) FROM questions").fetchone()[0]
    return len(question_ids) * SCAN_SHARE >= int(asked)


def state_of(connection: sqlite3.Connection) -> State | None:
    """Return the state of a record whose columns are kept; None where none are."""
    last, key, path = last_id(connection), _key(connection), path_of(connection)
    # Rows that the chain does not cover cannot be told from others later.
    if path is None or not last or last < LARGE or last > key.seq:
        return None
    return State(path, key, last)


def _every_row(connection: sqlite3.Connection) -> Ordered:
    """Return all rows: the kept ones and those that are newer, or all anew, to be kept."""
    state = state_of(connection)
    if state is None:
        return ordered(rows_between(connection, 0, last_id(connection)))
    found = cache.load(state.path, ROWS, lambda kept: _covers(connection, kept))
    if found is None:
        known = ordered(rows_between(connection, 0, state.last_id))
    elif found.last_id >= state.last_id:
        return found.columns
    else:
        known = extended(found.columns, rows_between(connection, found.last_id, state.last_id))
    cache.save_aside(state.path, ROWS, state.key, lambda: Kept(state.last_id, known))
    return known


def _key(connection: sqlite3.Connection) -> Key:
    row = connection.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    return Key(*(row or (0, bytes(32))))


def _covers(connection: sqlite3.Connection, key: Key) -> bool:
    """Return whether the chain of the record has gone through that state."""
    row = connection.execute("SELECT hash FROM ledger WHERE seq = ?", (key.seq,)).fetchone()
    return row is not None and bytes(row[0]) == key.head
