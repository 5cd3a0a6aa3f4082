"""Scoring: every question about which something is newer than its score."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import BusyError
from forecasts.model import times
from tracker import store as own
from tracker.jobs import recalibrating

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from forecasts.store import Store

    Progress = Callable[[int, int], None]

VERSION = 1  # of the definitions that scores are computed by (tracker.scoring.VERSION)
# Of the units of work, those that people hear of, and how.
TOLD: Mapping[str, str] = MappingProxyType(
    {
        "report": "Wrote the report",
        "mail": "Mailed",
        "notify": "Told",
        "remind": "Reminded",
        "remind-channel": "Reminded",
    }
)
SCANNED = "scanned_seq"  # the note of how far the scan for what is due has come
SHOWN = 10  # reminders of one tick
UNIT = 200  # questions a transaction: one sync each would make a first scoring wait for the disk


@dataclass(frozen=True, slots=True)
class TickResult:
    """What one tick did: questions scored, restated under a new resolution, and failed.

    done: the names of other units of work that were done: reports, messages and the like. without:
    of the questions scored, why nobody has a score on those where that is so. wound_back_from:
    what the clock had shown before it was set back, where the schedule was put back with it.
    reminded: what people should look at, new in this tick, with the command to type.
    """

    scored: int
    restated: int
    failed: tuple[str, ...]
    as_of_seq: int
    last_tick_at: datetime | None
    done: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    wound_back_from: datetime | None = None
    reminded: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What of it people want to know, beside the scores: what was written and sent."""
        kinds = ((name.partition("/")[0], name) for name in self.done)
        told = (f"{TOLD[kind]} {name.partition('/')[2]}" for kind, name in kinds if kind in TOLD)
        return (*self._wound_back, *self._reminders, *told)

    @property
    def _reminders(self) -> tuple[str, ...]:
        more = len(self.reminded) - SHOWN
        see = (f"And {more} more reminders; what waits: forecasts due, and forecasts agenda",)
        return (*self.reminded[:SHOWN], *(see if more > 0 else ()))

    @property
    def _wound_back(self) -> tuple[str, ...]:
        if self.wound_back_from is None:
            return ()
        shown = times.to_minute(self.wound_back_from)
        return (
            f"The clock was set back, or had run ahead to {shown}: the schedule was put back too",
        )


@dataclass(frozen=True, slots=True)
class _Done:
    scored: int = 0
    restated: int = 0
    failed: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __add__(self, other: _Done) -> _Done:
        return _Done(
            self.scored + other.scored,
            self.restated + other.restated,
            self.failed + other.failed,
            self.without + other.without,
        )


def score(
    store: Store, now: datetime, progress: Progress | None = None, *, patient: bool = False
) -> TickResult:
    """Score what is due at `now`, each unit in a transaction of its own.

    Idempotent: what was done is not done again, and a crash leaves the rest for the next time.
    Two processes that score at once come to the same rows. `progress(done, total)` is told after
    each unit. A `patient` one leaves what has failed for a while.
    """
    own.prepare(store)
    last = times.maybe_from_text(own.state(store.connection, "last_tick_at"))
    head = store.receipt().seq
    waiting = to_score(store.connection)
    held = own.held_back(store.connection, now) if patient else {}
    trying = [id_ for id_, seq in waiting.items() if held.get(id_) != seq]
    done = _Done()
    for start in range(0, len(trying), UNIT):
        done += _score(store, trying[start : start + UNIT], now)
        if progress is not None:
            progress(min(start + UNIT, len(trying)), len(trying))
    # A tick leaves a sign of life of its own.
    if waiting or not patient or own.state(store.connection, SCANNED) != str(head):
        _finish(store, now, head, done, all_tried=len(trying) == len(waiting))
    return TickResult(done.scored, done.restated, done.failed, head, last, without=done.without)


def to_score(connection: sqlite3.Connection) -> dict[int, int]:
    """Return question id -> seq of its newest fact, where that is newer than its score."""
    changed = own.due(connection, VERSION)
    if not changed:
        return {}
    from tracker import columns

    newest = columns.newest(connection, changed)
    scored = own.judged(connection, changed)
    return {id_: newest[id_] for id_ in changed if scored.get(id_) != (newest[id_], VERSION)}


def _score(store: Store, ids: Sequence[int], now: datetime) -> _Done:
    """Score these questions in one transaction; halve on a failure, to find the one at fault."""
    from tracker import columns

    try:
        with store.snapshot() as connection:
            sheet = columns.score_sheet(connection, ids)
        with own.writing(store, lasting=False) as connection:  # `_finish` makes them last
            sheet = sheet.as_of(columns.newest(connection, ids))
            restated = own.write(connection, sheet.units, sheet.parts, VERSION, now)
        return _Done(len(sheet.units), restated, without=sheet.without)
    except BusyError:
        raise
    except Exception as error:  # noqa: BLE001 - one question must not keep a year of others waiting
        if len(ids) > 1:
            middle = len(ids) // 2
            return _score(store, ids[:middle], now) + _score(store, ids[middle:], now)
        return _failed(store, ids[0], error, now)


def _failed(store: Store, question_id: int, error: Exception, now: datetime) -> _Done:
    from tracker import columns

    reason = error.__cause__ or error
    words = f"{type(reason).__name__}: {reason}"
    with own.writing(store) as connection:
        row = connection.execute("SELECT slug FROM questions WHERE id = ?", (question_id,))
        slug = str(row.fetchone()[0])
        seq = columns.newest(connection, [question_id])[question_id]
        own.fail(connection, slug, seq, words, now)
    return _Done(failed=(f"{slug}: {words}",))


def _finish(store: Store, now: datetime, head: int, done: _Done, *, all_tried: bool) -> None:
    """Leave a sign of life; where there was work, a run; and how far the scan came."""
    with own.writing(store) as connection:
        own.note(connection, "last_scored_at", times.to_text(now))
        own.note(connection, "version", str(VERSION))
        if all_tried and not done.failed:
            own.note(connection, SCANNED, str(head))
        if done.scored or done.failed:
            connection.execute(
                "INSERT INTO runs (started_at, as_of_seq, version, scored, restated, failed)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    times.to_text(now), head, VERSION,
                    done.scored, done.restated, len(done.failed),
                ),
            )  # fmt: skip


def forget(store: Store) -> None:
    """Drop the scores in force; the next tick computes them again from the facts, and the maps."""
    own.forget(store)
    recalibrating.forget(store)
