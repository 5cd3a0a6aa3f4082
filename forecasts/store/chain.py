"""The chain of hashes walked along the rows, and the rows that do not follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import ledger
from forecasts.fact_tables import FACTS
from forecasts.store.findings import Bad, Code, Finding, gathered

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    Told = Callable[[int, int], None] | None
    Values = Sequence[ledger.Value]

LEAST = -(1 << 63)
STEP = 5_000  # rows between two movements of a progress bar
LINKS = 'SELECT seq, "table", hash FROM ledger WHERE seq >= ? ORDER BY seq'
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
TABLE = f"{TABLES} AND name = ?"


def chain(
    connection: sqlite3.Connection, since: int = 0, told: Told = None, until: int | None = None
) -> list[Finding]:
    """Recompute the chain over every fact row after `since`, whose own hash is taken as it is.

    `until`: the last row to look at; rows after it are left alone. Raises sqlite3.DatabaseError
    where the file cannot be read.
    """
    return gathered(_Walk(connection, since, told, until).faults())


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Return whether a table is there: an older schema lacks those that came later."""
    return connection.execute(TABLE, (name,)).fetchone() is not None


def newest(connection: sqlite3.Connection, rows: int) -> list[Finding]:
    """Recompute the chain over its newest rows alone, and look for rows that came in after it."""
    return chain(connection, max(0, _last(connection) - rows))


def _last(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()[0])


def _after(since: int) -> int:
    """Return the first row to look at: of the whole record the least there can be, below 1 too."""
    return since + 1 if since else LEAST


class _Facts:
    """One fact table, read along the chain."""

    def __init__(self, connection: sqlite3.Connection, table: str, since: int) -> None:
        self.cursor = connection.execute(
            f"SELECT * FROM {table} WHERE id >= ? ORDER BY id",  # noqa: S608 - our names
            (_after(since),),
        )
        self.table = table
        self.columns = [column[0] for column in self.cursor.description]
        self.place = self.columns.index("id")
        self.ahead = self.cursor.fetchone()

    def passed(self, seq: int | None) -> Iterator[int]:
        """Pass the rows that stand before `seq`, all of them for None, and say which they were."""
        while self.ahead is not None and (seq is None or self.ahead[self.place] < seq):
            yield int(self.ahead[self.place])
            self.ahead = self.cursor.fetchone()

    def take(self, seq: int) -> Values | None:
        """Return the row of that id, and step past it; None when it is not there."""
        row: Values | None = self.ahead
        if row is None or row[self.place] != seq:
            return None
        self.ahead = self.cursor.fetchone()
        return row

    def link(self, previous: bytes | None, row: Values | None) -> bytes | None:
        """Return the row's hash; None where it cannot be known, zeros where it has no form."""
        if previous is None or row is None:
            return None
        try:
            return ledger.link_cells(previous, self.table, zip(self.columns, row, strict=True))
        except (TypeError, ValueError):  # bytes, an infinite number, broken UTF-8: never recorded
            return ledger.GENESIS


class _Walk:
    """The chain recomputed; a row that does not match is judged when the one after it is known."""

    def __init__(
        self, connection: sqlite3.Connection, since: int, told: Told, until: int | None
    ) -> None:
        before = connection.execute("SELECT hash FROM ledger WHERE seq = ?", (since,)).fetchone()
        # None where it cannot be known
        self.previous: bytes | None = before[0] if before else None if since else ledger.GENESIS
        self.doubt: tuple[Bad, bytes] | None = None  # a row, and the hash it should have
        there = {name for (name,) in connection.execute(TABLES)}
        self.facts = {name: _Facts(connection, name, since) for name in FACTS if name in there}
        self.links = connection.execute(LINKS, (_after(since),))
        self.since, self.until, self.told = since, until, told
        self.total = _last(connection) - since if told else 0

    def faults(self) -> Iterator[Bad]:
        """Follow the chain row by row; the rows that no link names come last."""
        last = self.since
        if self.previous is None:
            yield Bad(Code.REWRITTEN, "ledger", last)
        for seq, table, kept in self.links:
            if self.until is not None and seq > self.until:
                break
            if seq != last + 1:
                yield Bad(Code.REWRITTEN, "ledger", last + 1)
                self.previous = None
            last = seq
            facts = self.facts.get(table)
            row = None if facts is None else facts.take(seq)
            # Nearly every row is the next of its table, and holds: these lines are its cost.
            if facts is None or row is None:
                yield from self._sought(seq, table, kept)
            elif self.doubt or facts.link(self.previous, row) != kept:
                yield from self._judged(seq, facts, row, kept)
            self.previous = kept
            if self.told and seq % STEP == 0:
                self.told(seq - self.since, self.total)
        yield from self._end()

    def _sought(self, seq: int, table: str, kept: bytes) -> Iterator[Bad]:
        """Look for a row that is not the next of its table."""
        facts = self.facts.get(table)
        row = None
        if facts is not None:
            for stray in facts.passed(seq):
                yield Bad(Code.UNCHAINED, table, stray)
            row = facts.take(seq)
        if row is None:
            yield Bad(Code.MISSING, table, seq)
        yield from self._judged(seq, facts, row, kept)

    def _judged(
        self, seq: int, facts: _Facts | None, row: Values | None, kept: bytes
    ) -> Iterator[Bad]:
        """Compare one row with the hash that is kept for it."""
        computed = facts.link(self.previous, row) if facts else None
        matches = computed is None or computed == kept
        if self.doubt is not None:
            bad, should_be = self.doubt
            # Where this row follows from what the one before should have been, it was the hash
            # before that was rewritten; else the row before was changed.
            follows = facts is not None and facts.link(should_be, row) == kept
            yield Bad(Code.REWRITTEN, "ledger", bad.seq) if follows else bad
            matches = matches or follows
        self.doubt = None
        if facts is not None and computed is not None and not matches:
            self.doubt = (Bad(Code.CHANGED, facts.table, seq), computed)

    def _end(self) -> Iterator[Bad]:
        """Judge the last row, and find the rows past the end."""
        if self.doubt is not None:
            yield self.doubt[0]
        for table, rows in self.facts.items() if self.until is None else ():
            for stray in rows.passed(None):
                yield Bad(Code.UNCHAINED, table, stray)
        if self.told:
            self.told(self.total, self.total)
