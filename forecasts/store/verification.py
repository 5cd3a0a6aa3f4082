"""Whether the record is what its chain says it is, and which row is the first that is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from forecasts import ledger
from forecasts.errors import ForecastsError
from forecasts.store import against_rules, anchors, header, instants
from forecasts.store.append import Receipt
from forecasts.store.chain import chain, has_table, newest
from forecasts.store.connection import connect
from forecasts.store.findings import NO_FAILURES, Code, Finding, gravest_first
from forecasts.store.guards import guards
from forecasts.store.readers import path_of
from forecasts.store.redaction import TEXT_COLUMN, text_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from forecasts.store import Store
    from forecasts.store.anchors import Anchor
    from forecasts.store.chain import Told

__all__ = ["Code", "Finding", "Verdict", "guards", "newest", "verify"]

# The codes of an error that speaks of the file's own pages; any other is not the record's fault.
UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR")
LAST = 'SELECT seq, "table" FROM ledger ORDER BY seq DESC LIMIT 1'
# Whether an entry says that a text was blanked; anybody can blank one with SQL.
TOLD = "EXISTS (SELECT 1 FROM redactions r WHERE r.text_id = t.id)"
STANDS = "SELECT t.id FROM redactions r JOIN texts t ON t.id = r.text_id WHERE t.text IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found, the gravest first, at the head of the chain that it read.

    anchors: how many it goes through, those on record included; signed: how many
    signatures were found good, None where none were looked at.
    """

    receipt: Receipt
    findings: tuple[Finding, ...]
    anchors: int = 0
    signed: int | None = None

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that are failures: a redacted text is none."""
        return tuple(found for found in self.findings if found.code not in NO_FAILURES)

    @property
    def damage(self) -> tuple[Finding, ...]:
        """The failures that a copy must not have.

        A row against the rules stays on record for good: it is copied as it is, and told.
        """
        return tuple(found for found in self.faults if found.code is not Code.INVALID)


def verify(
    store: Store,
    *,
    since: int = 0,
    full: bool = False,
    seen: Sequence[Anchor] = (),
    told: Told = None,
) -> Verdict:
    """Check the record in one snapshot, reading each row once, and return what was found.

    since: only rows after that one, by its hash as it is; the older ones, and what is not chained,
    are left out. full: signatures too. seen: heads that were kept elsewhere, which the record must
    go through. told(done, total) hears how far it is, in rows.

    It proves that no row changed since the chain was last known to hold. Whoever rewrites a row
    and the whole chain after it is found out only by an anchor or a receipt that somebody kept.
    """
    found: list[Finding] = []
    receipt, met, signed = Receipt(0, ledger.GENESIS), 0, None
    checks = (_header, guards, _end, instants.back, *(() if since else (_texts,)))
    with store.snapshot() as connection, _Pages(connection, since) as pages:
        try:
            found += _found_by(lambda c: chain(c, since, told), connection)
            for check in checks:
                found += _found_by(check, connection)
            met, broken = anchors.against(connection, [*anchors.on_record(connection), *seen])
            found += broken + anchors.dated_back(connection, seen)
            if full:
                from forecasts.store import signatures

                signed, bad = signatures.check(connection)
                found += bad
            receipt = store.receipt()
        except sqlite3.DatabaseError as error:
            found.append(_unreadable(error))
        finally:
            connection.text_factory = str
        found += pages.found()
    return Verdict(receipt, gravest_first(found), met, signed)


def _unreadable(error: sqlite3.DatabaseError) -> Finding:
    """Return the finding that an error makes; raise it again where it is not the file's fault."""
    if not getattr(error, "sqlite_errorname", "").startswith(UNREADABLE):
        raise error
    return Finding(Code.DAMAGED, "", f"the rest cannot be read: {error}")


def _header(connection: sqlite3.Connection) -> list[Finding]:
    fault = header.fault(connection)
    return [Finding(Code.DAMAGED, "", fault)] if fault else []


class _Pages:
    """What SQLite can find by itself, looked for in a thread: it leaves Python to the chain."""

    def __init__(self, connection: sqlite3.Connection, since: int) -> None:
        from threading import Thread

        self.connection, self.since = connection, since
        self.another = _opened_again(connection)
        self.findings: list[Finding] = []
        self.error: Exception | None = None
        self.thread = Thread(target=self._look)

    def __enter__(self) -> Self:
        if self.another is not None:
            self.thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        if self.another is not None:
            self.thread.join()

    def found(self) -> list[Finding]:
        """Wait for the end of the search, and return what it found."""
        if self.another is None:
            return _pages(self.connection, self.since)
        self.thread.join()
        if self.error is not None:
            raise self.error
        return self.findings

    def _look(self) -> None:
        assert self.another is not None  # noqa: S101 - it was not started without one
        try:
            with closing(self.another):
                self.findings = _pages(self.another, self.since)
        except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for it
            self.error = error


def _opened_again(connection: sqlite3.Connection) -> sqlite3.Connection | None:
    """Return another connection to the same file; None where it may be read and not opened so."""
    path = path_of(connection)
    with suppress(ForecastsError):  # a copy on a network file system, or in memory
        return None if path is None else connect(path)
    return None


def _pages(connection: sqlite3.Connection, since: int) -> list[Finding]:
    """Return what is wrong with the pages, and which rows name a row that is not there."""
    if since:
        return _damage(connection, "quick_check")
    found: list[Finding] = []
    try:
        for check in (_damage, _references, instants.impossible, against_rules.rows):
            found += _found_by(check, connection)
    except sqlite3.DatabaseError as error:
        found.append(_unreadable(error))
    return found


def _found_by(
    check: Callable[[sqlite3.Connection], list[Finding]], connection: sqlite3.Connection
) -> list[Finding]:
    """Return what a check finds, also in a record whose texts are broken."""
    try:
        return _carefully(check, connection)
    except UnicodeError:  # in what SQLite itself says of its pages, or in the name of a column
        return [Finding(Code.DAMAGED, "", "it is damaged in words that cannot be read")]


def _carefully(
    check: Callable[[sqlite3.Connection], list[Finding]], connection: sqlite3.Connection
) -> list[Finding]:
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


def _damage(connection: sqlite3.Connection, pragma: str = "integrity_check") -> list[Finding]:
    """Ask SQLite whether its pages, types and indexes are whole."""
    answers = [str(row[0]) for row in connection.execute(f"PRAGMA {pragma}(5)")]
    return [Finding(Code.DAMAGED, "", words) for words in answers if words != "ok"]


def _end(connection: sqlite3.Connection) -> list[Finding]:
    """Find a record that ends within an entry: each ends with its row in appends."""
    row = connection.execute(LAST).fetchone()
    if row is None or row[1] == "appends":
        return []
    words = f"the record ends at row {row[0]:,}, within an entry"
    return [Finding(Code.MISSING, "ledger", words, row[0] + 1)]


def _references(connection: sqlite3.Connection) -> list[Finding]:
    """Find rows that name a row or a text that is not there."""
    found = [
        Finding(
            Code.MISSING, table, f"{table} row {seq} names a row of {parent} that is not there", seq
        )
        for table, seq, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    return found + _missing_texts(connection)


def _missing_texts(connection: sqlite3.Connection) -> list[Finding]:
    found = []
    for table, column in text_columns(connection):
        seq, rows = connection.execute(
            f"SELECT min(id), count(*) FROM {table}"  # noqa: S608 - our names
            f" WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM texts)"
        ).fetchone()
        if rows:
            words = f"{table} row {seq} names a text that is not there"
            found.append(Finding(Code.MISSING, table, words, seq, rows))
    return found


def lost_texts(connection: sqlite3.Connection) -> list[Finding]:
    """Return which long texts are not what was recorded, or gone with no redaction saying so."""
    found = (*_texts(connection), *_missing_texts(connection))
    return [each for each in found if each.code not in NO_FAILURES]


def _texts(connection: sqlite3.Connection) -> list[Finding]:
    """Check each long text against its salted hash, and count those that were blanked."""
    kept = connection.execute("SELECT id, salt, text FROM texts WHERE text IS NOT NULL")
    changed = [name for name, salt, text in kept if not _holds(name, salt, text)]
    found = []
    if changed:
        words = f"the text {changed[0][:16]} is not what was recorded"
        found.append(Finding(Code.CHANGED, "texts", words, None, len(changed)))
    told = TOLD if has_table(connection, "redactions") else "0"  # as in an older schema
    for table, column in text_columns(connection):
        rows = connection.execute(
            f"SELECT {told} AS told, min(f.id), count(*) FROM {table} f"  # noqa: S608 - our names
            f" JOIN texts t ON t.id = f.{column} WHERE t.text IS NULL GROUP BY told"
        )
        name = f"the {column.removesuffix(TEXT_COLUMN)} of {table} row"
        for is_told, seq, count in rows:
            code = Code.REDACTED if is_told else Code.CHANGED
            unsaid = "" if is_told else ", and no redaction on record says so"
            found.append(Finding(code, table, f"{name} {seq} was blanked{unsaid}", seq, count))
    return found + (_stands(connection) if told == TOLD else [])


def _stands(connection: sqlite3.Connection) -> list[Finding]:
    """Find texts that stand though an entry says that they were blanked."""
    if connection.execute(f"SELECT 1 WHERE EXISTS ({STANDS})").fetchone() is None:
        return []
    found = []
    for table, column in text_columns(connection):
        seq, count = connection.execute(
            f"SELECT min(id), count(*) FROM {table} WHERE {column} IN ({STANDS})"  # noqa: S608 - our names
        ).fetchone()
        if count:
            name = column.removesuffix(TEXT_COLUMN)
            words = (
                f"the {name} of {table} row {seq} stands, though an entry says that it was blanked;"
                f' to blank it: forecasts redact {seq} {name} --why "…"'
            )
            found.append(Finding(Code.INVALID, table, words, seq, count))
    return found


def _holds(name: str, salt: bytes | None, text: str) -> bool:
    try:
        return salt is not None and ledger.text_id(salt, text) == name
    except ValueError:  # broken UTF-8
        return False
