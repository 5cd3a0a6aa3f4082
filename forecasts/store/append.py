"""The one way facts enter the record: locked, chained, all or nothing."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import ledger
from forecasts.errors import ForecastsError, RefusedError
from forecasts.model import times
from forecasts.store import clock
from forecasts.store.connection import explained, transaction
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from forecasts.ledger import Row

CHUNK = 10_000  # rows an executemany takes at once: past that the speed no longer grows
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a forecaster may keep: the seq of the last row and the chain's hash at it."""

    seq: int
    head: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.head.hex()[:16]}"


# The last append that this process committed: a command that fails later still tells it.
COMMITTED: deque[Receipt] = deque(maxlen=1)


class AlreadyAppendedError(RefusedError):
    """A retry of an append that was done before, which ended at `seq`; nothing was added.

    refused: why it cannot be added a second time, where that kept it from being compared.
    """

    exit_code = 0

    def __init__(self, name: str, seq: int, refused: str = "") -> None:
        unlike = f"It was not compared with that entry, since now it is refused: {refused}"
        super().__init__(f"already on record: {name}, at seq {seq}.", unlike if refused else "")
        self.seq = seq


class Batch:
    """The rows of one append, written in order; gives each its seq and links it to the chain.

    behind: by how much the clock is behind what is on record; None where it is not.
    """

    def __init__(self, connection: sqlite3.Connection, now: datetime) -> None:
        self.connection = connection
        self.recorded_at = times.to_text(now)
        self.behind = clock.behind(connection, now)
        head = connection.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")
        self.seq: int
        self.head: bytes
        self.seq, self.head = head.fetchone() or (0, ledger.GENESIS)

    def add(self, table: str, row: Row) -> int:
        """Add one fact row and return its id, which is its seq in the ledger."""
        return self.add_many(table, [row])

    def add_many(self, table: str, rows: Iterable[Row]) -> int:
        """Add rows that all have the same columns, in order; return the id of the last one."""
        pending: list[Row] = []
        for row in rows:
            pending.append(row)
            if len(pending) == CHUNK:
                self._write(table, pending)
                pending = []
        if pending:
            self._write(table, pending)
        return self.seq

    def _write(self, table: str, rows: list[Row]) -> None:
        from forecasts.store.shape import LEDGER, LEDGER_MANY, insert, shape  # none to read with

        form = shape(table, tuple(rows[0]))
        links, facts = [], []
        for row in rows:
            self.seq += 1
            values = form.values(row, self.seq, self.recorded_at)
            self.head = form.link(self.head, values)
            links.append((self.seq, table, self.head))
            facts.append(values)
        insert(self.connection, LEDGER_MANY, LEDGER, links)
        form.write(self.connection, facts)

    def text(self, words: str | None) -> str | None:
        """Keep a long text under a salted hash and return its id; None or no words give None."""
        if not words:
            return None
        salt = os.urandom(SALT_BYTES)
        name = ledger.text_id(salt, words)
        self.connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (name, salt, words))
        return name

    @property
    def receipt(self) -> Receipt:
        """The seq and hash at the head of the chain after the rows so far."""
        return Receipt(self.seq, self.head)


class AnotherEntryError(RefusedError):
    """A name that stands on an entry which says something else; nothing was added."""

    def __init__(self, name: str, seq: int) -> None:
        super().__init__(
            f"already on record: {name}, at seq {seq}, and it says something else; nothing was"
            " added.",
            "A new entry needs a new --uuid.",
        )


def _ended_at(connection: sqlite3.Connection, name: str, command: str) -> int | None:
    """Return the seq at which the entry of that name ended, None where there is none.

    Raises RefusedError where it is another command's.
    """
    done = connection.execute("SELECT id, command FROM appends WHERE uuid = ?", (name,)).fetchone()
    if done is None:
        return None
    seq, before = done
    if before != command:
        raise RefusedError(
            f"{name} is the name of another entry: {before}, at seq {seq}; nothing was written.",
            "Give this entry a name of its own: --uuid UUID, or none.",
        )
    return int(seq)


@contextmanager
def _tried(batch: Batch, name: str, done: int) -> Iterator[None]:
    """Let a command add its rows again, hold them against the entry of that name, and raise.

    AlreadyAppendedError where they say the same, or cannot be added a second time;
    AnotherEntryError where they say something else. Either way they are rolled back.
    """
    import sqlite3

    from forecasts.store import retries

    before = batch.seq
    try:
        yield
    except ForecastsError as error:
        raise AlreadyAppendedError(name, done, error.message) from error
    except sqlite3.IntegrityError as error:
        raise AlreadyAppendedError(name, done, "a rule forbids it twice.") from error
    if retries.says_another(batch.connection, done, before):
        raise AnotherEntryError(name, done)
    raise AlreadyAppendedError(name, done)


@contextmanager
def append(
    connection: sqlite3.Connection, path: Path, now: datetime, command: str, uuid: str | None = None
) -> Iterator[Batch]:
    """Open one append: take the write lock, hand out a Batch, commit it whole or not at all.

    `uuid` names the append. One that is already on record raises AlreadyAppendedError once its rows
    were tried, so that a retry adds nothing; AnotherEntryError where they say something else. An
    append without rows leaves no trace. Raises DamagedError where a guard is gone.
    """
    import uuid as uuids

    from forecasts.store import guards

    name = uuid or str(uuids.uuid4())
    with explained(path), write_lock(path), transaction(connection):
        done = _ended_at(connection, name, command)
        if done is not None:
            batch = Batch(connection, now)
            with _tried(batch, name, done):
                yield batch
        guards.refuse_without(connection, path)
        batch = Batch(connection, now)
        before = batch.seq
        yield batch
        if batch.seq > before:
            batch.add("appends", {"uuid": name, "command": command})
    if batch.seq > before:
        COMMITTED.append(batch.receipt)
