"""A copy put back in the record's place, and what would be lost by it."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import schema
from forecasts.errors import BusyError, DamagedError, ForecastsError, NoDatabaseError, NotFoundError
from forecasts.store import (
    Store,
    anchors,
    inspection,
    open_store,
    redaction,
    remove,
    room,
    verification,
)
from forecasts.store.append import Receipt
from forecasts.store.backup import copy_into, steps
from forecasts.store.connection import connect, explained, is_blank, version_of
from forecasts.store.durable import clear_drafts, draft_of, settle
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.store.anchors import Anchor
    from forecasts.store.backup import Told
    from forecasts.store.verification import Finding

WAIT_S = 2.0
HEAD = "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a copy and the record in its place stand to each other.

    copy: the head of the copy. faults: what does not hold in it. present: the head of the record
    that is there, None where there is none or none that can be read. common: the last seq up to
    which both are the same. beyond: the anchors that the copy does not extend. blanked: the texts
    that were blanked on the record and stand in the copy.
    """

    copy: Receipt
    faults: tuple[Finding, ...]
    present: Receipt | None
    common: int
    beyond: tuple[Finding, ...]
    blanked: tuple[redaction.Redaction, ...]

    @property
    def lost(self) -> int:
        """How many rows of the record are not in the copy."""
        return 0 if self.present is None else self.present.seq - self.common


@contextmanager
def alone(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Have the record for this program alone: none else may open, read or write it.

    None where there is no record, or a file that SQLite cannot read. Raises BusyError when another
    program has it open.
    """
    with write_lock(path), ExitStack() as ending:
        found = None
        with suppress(NoDatabaseError, DamagedError):
            if not is_blank(path):
                found = ending.enter_context(closing(_seized(path)))
        yield found


def _seized(path: Path) -> sqlite3.Connection:
    connection = connect(path)
    connection.execute(f"PRAGMA busy_timeout = {int(WAIT_S * 1000)}")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        with explained(path):
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        version_of(connection, path)
    except BusyError as error:
        connection.close()
        raise BusyError(
            f"another program has {path} open.",
            f"Stop it first, the tracker too; who it is: fuser -v {path}",
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def compared(
    copy: Store, present: sqlite3.Connection | None, kept: Sequence[Anchor] = ()
) -> Standing:
    """Return how a copy stands to the record, None for none that can be read, and to anchors."""
    verdict = verification.verify(copy)
    head: Receipt | None = None
    common, known = 0, [*kept]
    blanked: tuple[redaction.Redaction, ...] = ()
    if present is not None:
        # A damaged record is compared as far as it can be, and an older one has fewer tables.
        with suppress(sqlite3.DatabaseError):
            head = Receipt(*(present.execute(HEAD).fetchone() or (0, bytes(32))))
            common = _shared(copy.connection, present, min(head.seq, verdict.receipt.seq))
        with suppress(sqlite3.DatabaseError):
            known += anchors.on_record(present)
        with suppress(sqlite3.DatabaseError):
            blanked = _blanked(copy.connection, present)
    _, beyond = anchors.against(copy.connection, known)
    return Standing(verdict.receipt, verdict.damage, head, common, tuple(beyond), blanked)


def _hash(connection: sqlite3.Connection, seq: int) -> bytes | None:
    row = connection.execute("SELECT hash FROM ledger WHERE seq = ?", (seq,)).fetchone()
    return None if row is None else bytes(row[0])


def _shared(one: sqlite3.Connection, other: sqlite3.Connection, last: int) -> int:
    """Return the last seq at which two chains are the same: before it they are, after it not."""
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        if _hash(one, middle) == _hash(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _blanked(
    copy: sqlite3.Connection, present: sqlite3.Connection
) -> tuple[redaction.Redaction, ...]:
    found = redaction.blanked(present)
    back = set(redaction.standing(copy, [each.text_id for each in found]))
    return tuple(each for each in found if each.text_id in back)


@contextmanager
def opened(copy: Path, record: Path) -> Iterator[Store]:
    """Open a copy to read from it; one of an older schema is first brought up to date, in a draft.

    Raises NotFoundError where it is no record, or the record itself.
    """
    if copy.exists() and record.exists() and copy.samefile(record):
        raise NotFoundError(f"{copy} is the record itself.", "Name a backup of it.")
    clear_drafts(record.absolute().parent, record.stem)
    with inspection.looking(copy, inspection.pages(copy)) as store:
        if schema.version_of(store.connection) == schema.VERSION:
            yield store
            return
        with _drafted(store, record, "older") as migrated:  # the copy itself stays as it is
            yield migrated


@contextmanager
def _drafted(copy: Store, record: Path, name: str) -> Iterator[Store]:
    """Copy a copy into a draft beside the record that may be changed, and remove it in the end."""
    draft = draft_of(record.with_name(f"{record.name}.{name}"))
    try:
        copy_into(copy, draft)
        with closing(open_store(draft)) as store:
            yield store
    finally:
        remove(draft)
        draft.with_name(f"{draft.name}.lock").unlink(missing_ok=True)


@contextmanager
def blanked_again(copy: Store, record: Path, standing: Standing, now: datetime) -> Iterator[Store]:
    """Open the copy without what was blanked on the record since it was made.

    So its words never come back into the record's file, whatever stops the restore.
    """
    if not standing.blanked:
        yield copy
        return
    with _drafted(copy, record, "blanked") as store:
        with store.append(now, "restore") as batch:
            redaction.again(batch, standing.blanked)
        if fault := redaction.clean(store):
            raise ForecastsError(
                f"what was blanked on {record} could not be blanked in the copy; nothing was done:"
                f" {fault.message}",
                fault.hint,
            )
        yield store


def put(
    copy: Store, path: Path, present: sqlite3.Connection | None, kept: Path, told: Told | None
) -> Path | None:
    """Put the copy in the record's place; return where what was there is kept, None for nothing.

    `present` is the connection that `alone` gave. The record is one or the other at every instant,
    also after a power cut.
    """
    try:
        if present is not None and _put_into(copy, path, present, kept, told):
            return kept
        return _put_instead(copy, path, kept, told)
    finally:
        for columns in path.absolute().parent.glob(f"{path.name}.columns*"):
            columns.unlink(missing_ok=True)


def _put_into(
    copy: Store, path: Path, present: sqlite3.Connection, kept: Path, told: Told | None
) -> bool:
    """Write the copy's pages over the record's in one transaction, after keeping those."""
    draft = draft_of(kept)
    try:
        copy_into(Store(path, present), draft)
        settle(draft)
        draft.replace(kept)
    except DamagedError:
        present.close()
        return False
    finally:
        remove(draft)
    settle(kept.absolute().parent)
    with explained(path):
        try:
            copy.connection.backup(present, pages=-1, progress=steps(told))
        except sqlite3.Error as error:
            if room.is_short(error, path):  # the record stays as it was: SQLite rolls back
                kept.unlink()
            raise
        with suppress(sqlite3.Error):  # it stands beside the file, on disk; the last to close it
            present.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # tries once more
    return True


def _put_instead(copy: Store, path: Path, kept: Path, told: Told | None) -> Path | None:
    """Put a new file in the place of one that is no record, after moving that one away."""
    draft = draft_of(path)
    try:
        copy_into(copy, draft, told)
        with explained(draft), closing(connect(draft, create=True)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # it keeps a WAL from now
        settle(draft)
        there = path.exists()
        # A WAL of other pages would be read into the copy, so it goes first.
        for end in ("-wal", "-shm", "-journal"):
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + end))
        if there:
            kept.hardlink_to(path)  # so that there is a file of that name at every instant
        draft.replace(path)
    finally:
        remove(draft)
    settle(path.absolute().parent)
    return kept if there else None


def refuse(standing: Standing, path: Path, *, lose_newer: bool, anyway: bool) -> None:
    """Raise for a copy that is damaged, extends no anchor, or lacks rows, unless told."""
    if standing.faults and not anyway:
        raise DamagedError(
            "\n".join(("the copy does not hold what its chain says.", *map(str, standing.faults))),
            "Take another copy; or take this one as it is: --anyway",
        )
    if standing.beyond and not anyway:
        raise DamagedError(
            f"of the copy, which ends at {standing.copy}: {standing.beyond[-1].words}.",
            "Take a copy that extends it; or take this one all the same: --anyway",
        )
    if standing.lost and not lose_newer:
        raise ForecastsError(
            f"{path} has rows that the copy lacks: {loss(standing)} would be gone.",
            "To keep them: forecasts export ledger FILE. To let them go: --lose-newer",
        )


def loss(standing: Standing) -> str:
    """Return in words what the copy lacks.

    >>> loss(Standing(Receipt(120, b""), (), Receipt(134, b""), 120, (), ()))
    '14 rows after seq 120'
    """
    rows = f"{standing.lost:,} row{'s' if standing.lost != 1 else ''} after seq {standing.common}"
    if standing.common < standing.copy.seq:
        return f"{rows}, where the two part,"
    return rows
