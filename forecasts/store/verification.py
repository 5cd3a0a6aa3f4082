"""Whether the record is what its chain says it is, and which row is the first that is not."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from forecasts import ledger, schema
from forecasts.fact_tables import FACTS
from forecasts.store.append import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from forecasts.store import Store

TEXT_COLUMN = "_text"  # how the name of a column ends that holds the id of a long text
# The codes of an error that speaks of the file's own pages; any other is not the record's fault.
UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")


class Code(StrEnum):
    """What may be wrong with a record, the gravest first."""

    DAMAGED = "damaged"  # SQLite cannot read its own pages
    CHANGED = "changed"  # a row or text is not the one that was recorded
    REWRITTEN = "rewritten"  # the chain itself does not hold
    MISSING = "missing"  # a row or text is named and not there
    UNCHAINED = "unchained"  # a row came in past the chain
    GUARDS = "guards"  # what refuses changes, or shows the present, is not as it was made
    REDACTED = "redacted"  # a text was blanked, which is allowed and shown


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: `seq` is the first row concerned, `rows` how many there are."""

    code: Code
    table: str
    words: str
    seq: int | None = None
    rows: int = 1

    def __str__(self) -> str:
        more = f" ({self.rows} such rows)" if self.rows > 1 else ""
        return f"{self.code}: {self.words}{more}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found, the gravest first, at the head of the chain that it read."""

    receipt: Receipt
    findings: tuple[Finding, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that are failures: a redacted text is none."""
        return tuple(found for found in self.findings if found.code is not Code.REDACTED)


@dataclass(frozen=True, slots=True)
class _Bad:
    """One row that does not hold."""

    code: Code
    table: str
    seq: int


WORDS = {
    Code.CHANGED: "{table} row {seq} is not what was recorded",
    Code.REWRITTEN: "the chain does not hold at row {seq}",
    Code.MISSING: "{table} row {seq} is in the chain and not in its table",
    Code.UNCHAINED: "{table} row {seq} came in past the chain",
}


def verify(store: Store) -> Verdict:
    """Check the whole record in one snapshot, reading each row once, and return what was found.

    It proves that no row changed since the chain was last known to hold. Whoever rewrites a row
    and the whole chain after it is found out only by a receipt that somebody kept.
    """
    found: list[Finding] = []
    receipt = Receipt(0, ledger.GENESIS)
    with store.snapshot() as connection:
        try:
            for check in (_damage, guards, _chain, _references, _texts):
                found.extend(_found_by(check, connection))
            receipt = store.receipt()
        except sqlite3.DatabaseError as error:
            if not error.sqlite_errorname.startswith(UNREADABLE):
                raise
            found.append(Finding(Code.DAMAGED, "", f"the rest cannot be read: {error}"))
        finally:
            connection.text_factory = str
    gravity = list(Code)
    return Verdict(receipt, tuple(sorted(found, key=lambda each: gravity.index(each.code))))


def _found_by(
    check: Callable[[sqlite3.Connection], list[Finding]], connection: sqlite3.Connection
) -> list[Finding]:
    """Return what a check finds, also in a record whose texts are broken."""
    try:
        return check(connection)
    except sqlite3.OperationalError as error:
        if hasattr(error, "sqlite_errorname"):
            raise
        # It is Python that could not read a text. To read them all with care takes twice as long.
        connection.text_factory = _decoded
        return check(connection)


def _decoded(text: bytes) -> str:
    """Return a text even where its UTF-8 is broken; such a row has no canonical form."""
    return text.decode(errors="surrogateescape")


def _damage(connection: sqlite3.Connection) -> list[Finding]:
    """Ask SQLite whether its pages, types and indexes are whole."""
    answers = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    return [Finding(Code.DAMAGED, "", words) for words in answers if words != "ok"]


def guards(connection: sqlite3.Connection) -> list[Finding]:
    """Compare the tables, indexes, guards and views with those of a record made at its schema."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    for step in schema.MIGRATIONS[: schema.version_of(connection)]:
        step(fresh)
    wanted, there = _structure(fresh), _structure(connection)
    fresh.close()
    found = [
        Finding(Code.GUARDS, table, f"the {kind} {name} {'is gone' if gone else 'was altered'}")
        for (kind, table, name), sql in wanted.items()
        if (gone := (kind, table, name) not in there) or there[kind, table, name] != sql
    ]
    ours = {table for _, table, _ in wanted}
    foreign = [
        key
        for key in there
        if key not in wanted and key[0] in ("trigger", "index") and key[1] in ours
    ]
    return found + [
        Finding(Code.GUARDS, table, f"the {kind} {name} is not one that this program made")
        for kind, table, name in foreign
    ]


def _structure(connection: sqlite3.Connection) -> dict[tuple[str, str, str], str | None]:
    """Return (kind, table, name) -> DDL of all that belongs to the record's tables and to views."""
    rows = connection.execute(
        "SELECT type, tbl_name, name, sql FROM sqlite_master ORDER BY rowid"
    ).fetchall()
    views = {name for kind, _, name, _ in rows if kind == "view"}
    ours = {*FACTS, "ledger", "texts", *views}
    return {(kind, table, name): sql for kind, table, name, sql in rows if table in ours}


class _Facts:
    """One fact table, read along the chain."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our names
        self.columns = [column[0] for column in self.cursor.description]
        self.place = self.columns.index("id")
        self.ahead = self.cursor.fetchone()

    def passed(self, seq: int | None) -> Iterator[int]:
        """Pass the rows that stand before `seq`, all of them for None, and say which they were."""
        while self.ahead is not None and (seq is None or self.ahead[self.place] < seq):
            yield int(self.ahead[self.place])
            self.ahead = self.cursor.fetchone()

    def take(self, seq: int) -> ledger.Row | None:
        """Return the row of that id, and step past it; None when it is not there."""
        row = self.ahead
        if row is None or row[self.place] != seq:
            return None
        self.ahead = self.cursor.fetchone()
        return dict(zip(self.columns, row, strict=True))


def _chain(connection: sqlite3.Connection) -> list[Finding]:
    """Recompute the chain over every fact row."""
    tables = {table for kind, table, _ in _structure(connection) if kind == "table"}
    facts = {table: _Facts(connection, table) for table in FACTS if table in tables}
    return _gathered(_walk(connection, facts))


def _walk(connection: sqlite3.Connection, facts: dict[str, _Facts]) -> Iterator[_Bad]:
    """Follow the chain row by row; the rows that no link names come last."""
    links = _Links()
    last = 0
    for seq, table, kept in connection.execute('SELECT seq, "table", hash FROM ledger ORDER BY 1'):
        if seq != last + 1:
            yield _Bad(Code.REWRITTEN, "ledger", last + 1)
            links.previous = None
        last = seq
        row = None
        if table in facts:
            for stray in facts[table].passed(seq):
                yield _Bad(Code.UNCHAINED, table, stray)
            row = facts[table].take(seq)
        if row is None:
            yield _Bad(Code.MISSING, table, seq)
        yield from links.step(seq, table, row, kept)
    yield from links.end()
    for table, rows in facts.items():
        for stray in rows.passed(None):
            yield _Bad(Code.UNCHAINED, table, stray)


def newest(connection: sqlite3.Connection, rows: int) -> list[Finding]:
    """Recompute the chain over its newest rows alone, and look for rows that came in after it."""
    links = connection.execute(
        'SELECT seq, "table", hash FROM ledger ORDER BY seq DESC LIMIT ?', (rows + 1,)
    ).fetchall()[::-1]
    tables = {table for kind, table, _ in _structure(connection) if kind == "table"}
    facts = [table for table in FACTS if table in tables]
    found = []
    previous = ledger.GENESIS if len(links) <= rows else links.pop(0)[2]
    for seq, table, kept in links:
        row = _row(connection, table, seq) if table in facts else None
        if row is None or _link(previous, table, row) != kept:
            found.append(_Bad(Code.MISSING if row is None else Code.CHANGED, table, seq))
        previous = kept
    last = links[-1][0] if links else 0
    for table in facts:
        stray = connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0]  # noqa: S608 - our names
        if stray is not None and stray > last:
            found.append(_Bad(Code.UNCHAINED, table, stray))
    return _gathered(found)


def _row(connection: sqlite3.Connection, table: str, seq: int) -> ledger.Row | None:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (seq,))  # noqa: S608 - our names
    row = cursor.fetchone()
    names = [column[0] for column in cursor.description]
    return dict(zip(names, row, strict=True)) if row else None


class _Links:
    """The chain recomputed; a row that does not match is judged when the one after it is known."""

    def __init__(self) -> None:
        self.previous: bytes | None = ledger.GENESIS  # None where it cannot be known
        self.doubt: tuple[_Bad, bytes] | None = None  # a row, and the hash it should have

    def step(self, seq: int, table: str, row: ledger.Row | None, kept: bytes) -> Iterator[_Bad]:
        """Compare one row with the hash that is kept for it."""
        computed = _link(self.previous, table, row)
        matches = computed is None or computed == kept
        if self.doubt is not None:
            bad, should_be = self.doubt
            # Where this row follows from what the one before should have been, it was the hash
            # before that was rewritten; else the row before was changed.
            follows = _link(should_be, table, row) == kept
            yield _Bad(Code.REWRITTEN, "ledger", bad.seq) if follows else bad
            matches = matches or follows
        self.doubt = None
        if computed is not None and not matches:
            self.doubt = (_Bad(Code.CHANGED, table, seq), computed)
        self.previous = kept

    def end(self) -> Iterator[_Bad]:
        """Judge the last row."""
        if self.doubt is not None:
            yield self.doubt[0]


def _link(previous: bytes | None, table: str, row: ledger.Row | None) -> bytes | None:
    """Return the row's hash; None where it cannot be known, zeros where the row has no form."""
    if previous is None or row is None:
        return None
    try:
        return ledger.link(previous, table, row)
    except (TypeError, ValueError):  # bytes, an infinite number, broken UTF-8: never recorded
        return ledger.GENESIS


def _gathered(rows: Iterable[_Bad]) -> list[Finding]:
    """Return one finding for each kind of fault in each table, which names the first row."""
    first: dict[tuple[Code, str], _Bad] = {}
    count: dict[tuple[Code, str], int] = {}
    for bad in rows:
        first.setdefault((bad.code, bad.table), bad)
        count[bad.code, bad.table] = count.get((bad.code, bad.table), 0) + 1
    return [
        Finding(
            bad.code,
            bad.table,
            WORDS[bad.code].format(table=bad.table, seq=bad.seq),
            bad.seq,
            count[key],
        )
        for key, bad in first.items()
    ]


def _references(connection: sqlite3.Connection) -> list[Finding]:
    """Find rows that name a row or a text that is not there."""
    found = [
        Finding(
            Code.MISSING, table, f"{table} row {seq} names a row of {parent} that is not there", seq
        )
        for table, seq, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    for table, column in _text_columns(connection):
        seq, rows = connection.execute(
            f"SELECT min(id), count(*) FROM {table}"  # noqa: S608 - our names
            f" WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM texts)"
        ).fetchone()
        if rows:
            words = f"{table} row {seq} names a text that is not there"
            found.append(Finding(Code.MISSING, table, words, seq, rows))
    return found


def _text_columns(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for table in FACTS:
        for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if str(row[1]).endswith(TEXT_COLUMN):
                yield table, str(row[1])


def _texts(connection: sqlite3.Connection) -> list[Finding]:
    """Check each long text against its salted hash, and count those that were blanked."""
    kept = connection.execute("SELECT id, salt, text FROM texts WHERE text IS NOT NULL")
    changed = [name for name, salt, text in kept if not _holds(name, salt, text)]
    found = []
    if changed:
        words = f"the text {changed[0][:16]} is not what was recorded"
        found.append(Finding(Code.CHANGED, "texts", words, None, len(changed)))
    for table, column in _text_columns(connection):
        seq, rows = connection.execute(
            f"SELECT min(f.id), count(*) FROM {table} f JOIN texts t ON t.id = f.{column}"  # noqa: S608 - our names
            " WHERE t.text IS NULL"
        ).fetchone()
        if rows:
            words = f"the {column.removesuffix(TEXT_COLUMN)} of {table} row {seq} was blanked"
            found.append(Finding(Code.REDACTED, table, words, seq, rows))
    return found


def _holds(name: str, salt: bytes | None, text: str) -> bool:
    try:
        return salt is not None and ledger.text_id(salt, text) == name
    except ValueError:  # broken UTF-8
        return False
