"""Rows of the chain out of one record and into another, each with its hash."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from forecasts import ledger
from forecasts.errors import DamagedError, ForecastsError, RefusedError
from forecasts.fact_tables import FACTS
from forecasts.store import guards, questions, redaction
from forecasts.store.append import CHUNK, COMMITTED, Receipt
from forecasts.store.connection import explained, transaction
from forecasts.store.lock import write_lock
from forecasts.store.shape import LEDGER, LEDGER_MANY, TOGETHER, insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from forecasts.ledger import Row
    from forecasts.store import Store

    # Column -> its salt and words; None where they were blanked.
    Texts = Mapping[str, tuple[bytes, str] | None]

FORMAT = "forecasts-ledger/1"
LINKS = 'SELECT seq, "table", hash FROM ledger ORDER BY seq'


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the chain: its seq, its table, its columns that are not null, and its hash."""

    seq: int
    table: str
    row: Row
    hash: bytes
    texts: Texts

    def line(self) -> str:
        """Return it as one line of JSON, without its end: the only form in which it is read."""
        texts = {
            name: {"salt": kept[0].hex(), "text": kept[1]} if kept else None
            for name, kept in self.texts.items()
        }
        more = f',"texts":{_dumped(texts)}' if texts else ""
        row = ledger.canonical(self.row)
        return (
            f'{{"seq":{self.seq},"table":"{self.table}","row":{row},"hash":"{self.hash.hex()}"'
            f"{more}}}"
        )


def _dumped(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def header(receipt: Receipt) -> str:
    """Return the first line of a file of links: how many follow, and the hash of the last one.

    >>> header(Receipt(0, bytes(2)))
    '{"format":"forecasts-ledger/1","seq":0,"head":"0000"}'
    """
    return f'{{"format":"{FORMAT}","seq":{receipt.seq},"head":"{receipt.head.hex()}"}}'


def links(connection: sqlite3.Connection) -> Iterator[Link]:
    """Yield every row of the chain in its order; raise DamagedError where it does not hold."""
    facts = {table: _facts(connection, table) for table in FACTS}
    previous = ledger.GENESIS
    for seq, table, kept in connection.execute(LINKS):
        row = next(facts[table], {}) if table in facts else {}
        if row.get("id") != seq or ledger.link(previous, table, row) != kept:
            raise DamagedError(
                f"{table} row {seq} is not what was recorded; nothing was written.",
                "See what else is not: forecasts verify",
            )
        yield Link(seq, table, row, kept, _texts(connection, row))
        previous = kept


def _facts(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our names
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}


def _texts(connection: sqlite3.Connection, row: Row) -> Texts:
    found: dict[str, tuple[bytes, str] | None] = {}
    for name, text_id in row.items():
        if name.endswith(redaction.TEXT_COLUMN):
            kept = connection.execute("SELECT salt, text FROM texts WHERE id = ?", (text_id,))
            salt, text = kept.fetchone() or (None, None)
            found[name] = None if salt is None or text is None else (bytes(salt), str(text))
    return found


class UnfitError(DamagedError):
    """A link whose hash holds and whose row no record can take; `seq` is that of its row."""

    def __init__(self, link: Link, why: str) -> None:
        super().__init__(
            f"{link.table} row {link.seq} {why}; nothing was written.",
            "No record of this program held it so: ask whoever made the file.",
        )
        self.seq = link.seq


@dataclass(frozen=True, slots=True)
class Received:
    """What came of links: how many were on record, how many were added, and the head after it.

    blanked: texts that stood on record and were blanked. redacted: texts that the links say were.
    """

    known: int
    added: int
    blanked: int
    redacted: int
    receipt: Receipt


@dataclass(slots=True)
class _Arrival:
    """One reception under way: what waits to be inserted, and what is to be done after it."""

    connection: sqlite3.Connection
    known: int = 0
    added: int = 0
    waiting: list[Link] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)  # questions that were asked or worded anew
    redacted: list[str] = field(default_factory=list)

    def add(self, link: Link) -> None:
        self.added += 1
        self.waiting.append(link)
        if link.table == "question_revisions":
            self.asked.add(int(str(link.row["question_id"])))
        if link.table == "redactions":
            self.redacted.append(str(link.row["text_id"]))
        if len(self.waiting) == CHUNK:
            self.flush()

    def flush(self) -> None:
        """Insert what waits; raise UnfitError for a link whose row the record cannot take."""
        try:
            self._insert()
        except sqlite3.IntegrityError as error:
            raise self._unfit(error) from error
        self.waiting.clear()

    def _unfit(self, error: sqlite3.IntegrityError) -> UnfitError:
        """Return which of the links that wait is the first that could not be inserted, and why."""
        there = "SELECT 1 FROM {} WHERE id = ?"
        gone = (
            link
            for link in self.waiting
            if not self.connection.execute(there.format(link.table), (link.seq,)).fetchone()
        )
        first = next(gone)
        for *_, parent, column, key, _, _, _ in self.connection.execute(
            f"PRAGMA foreign_key_list({first.table})"
        ).fetchall():
            named = first.row.get(column)
            known = f"SELECT 1 FROM {parent} WHERE {key} = ?"  # noqa: S608 - our names
            if named is not None and not self.connection.execute(known, (named,)).fetchone():
                return UnfitError(first, f"names row {named} of {parent}, which is not there")
        return UnfitError(first, f"breaks a rule of the record: {' '.join(str(error).split())}")

    def _insert(self) -> None:
        """Insert what waits; rows that follow each other with the same columns go together."""
        for (table, columns), group in groupby(self.waiting, key=_shape):
            marks = f"({', '.join('?' * len(columns))})"
            single = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}"  # noqa: S608 - checked
            many = single + f", {marks}" * (TOGETHER - 1)
            insert(self.connection, many, single, [[*link.row.values()] for link in group])
        chained = [(link.seq, link.table, link.hash) for link in self.waiting]
        insert(self.connection, LEDGER_MANY, LEDGER, chained)
        for link in self.waiting:
            for name, kept in link.texts.items():
                self._keep(str(link.row[name]), kept)

    def _keep(self, name: str, kept: tuple[bytes, str] | None) -> None:
        salt, text = kept or (None, None)
        self.connection.execute(
            "INSERT INTO texts SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
            " (SELECT 1 FROM texts WHERE id = ?1)",
            (name, salt, text),
        )

    def finish(self) -> int:
        """Insert the rest, blank what is said to be, and index the words of new questions."""
        self.flush()
        stood = redaction.standing(self.connection, self.redacted)
        redaction.blank_texts(self.connection, stood)
        asked = sorted(self.asked)
        for start in range(0, len(asked), redaction.CHUNK):
            part = asked[start : start + redaction.CHUNK]
            for found in questions.of_ids(self.connection, part).values():
                questions.index(self.connection, found.id, found.slug, found.terms)
        return len(stood)


def _shape(link: Link) -> tuple[str, tuple[str, ...]]:
    return link.table, tuple(link.row)


def receive(store: Store, found: Iterable[Link]) -> Received:
    """Add links that follow from the record's head, all of them or none; skip those on record.

    The links' hashes must hold. Raises RefusedError where they part from the record's own history.
    """
    arrival, redacted = _Arrival(store.connection), 0
    with (
        explained(store.path),
        write_lock(store.path),
        transaction(store.connection),
    ):
        guards.refuse_without(store.connection, store.path)
        own = store.connection.execute("SELECT hash FROM ledger ORDER BY seq")
        for link in found:
            redacted += link.table == "redactions"
            before = None if arrival.added else own.fetchone()
            if before is None:
                arrival.add(link)
            elif bytes(before[0]) == link.hash:
                arrival.known += 1
            else:
                raise _parted(store, link)
        blanked = arrival.finish()
        receipt = store.receipt()
    if arrival.added:
        COMMITTED.append(receipt)
    return Received(arrival.known, arrival.added, blanked, redacted, receipt)


def _parted(store: Store, link: Link) -> RefusedError:
    return RefusedError(
        f"the file and {store.path} are two histories: they part at row {link.seq} ({link.table});"
        " nothing was written.",
        "Read it into a record of its own: --init --db FILE",
    )


class Columns:
    """The types of the record's columns, to hold the rows of a file against."""

    KINDS = {"TEXT": str, "REAL": float, "INTEGER": int}  # noqa: RUF012 - never changed
    LARGEST = 1 << 63

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.kinds = {
            table: {
                str(row[1]): self.KINDS[str(row[2])]
                for row in connection.execute(f"PRAGMA table_info({table})").fetchall()
            }
            for table in FACTS
        }

    def check(self, table: str, row: Row) -> None:
        """Raise ForecastsError for what this program's schema lacks, ValueError for a bad cell."""
        kinds = self.kinds.get(table)
        if kinds is None or not row.keys() <= kinds.keys():
            more = "" if kinds is None else f" with {min(row.keys() - kinds)}"
            raise ForecastsError(
                f"this program knows no table {table}{more}: is the file of a newer version?",
                "Upgrade: uv tool upgrade forecasts, or pipx upgrade forecasts.",
            )
        for name, cell in row.items():
            if type(cell) is not kinds[name]:
                raise ValueError(f"{name} is of another type than in the record")
            if type(cell) is int and not -self.LARGEST <= cell < self.LARGEST:
                raise ValueError(f"{name} is too large a number")
