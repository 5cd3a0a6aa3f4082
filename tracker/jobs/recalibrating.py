"""The judge's maps: for whom numbers that were stated should have been others, kept for hints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker import store as own
from tracker.diary import tasks
from tracker.diary.tasks import Task

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.store import Store
    from tracker.jobs.desk import Desk
    from tracker.reports.calibrated.advice import Advice

KIND = "recalibrate"
VERSION = 1  # of how a map is fitted and when it is given
LOOKED = "recalibrated"  # the note of the last look: version, seq, instant and the next end
NEVER, DAY = "-", len("2026-11-22")

# A forecaster's row is there only while the map gains on questions that it had not seen. The
# record reads both tables when it gives a hint (forecasts.store.hints), and does without.
DDL = (
    """CREATE TABLE IF NOT EXISTS recalibrations (
        forecaster_id INTEGER PRIMARY KEY, intercept REAL NOT NULL, slope REAL NOT NULL,
        gain REAL NOT NULL, gain_low REAL NOT NULL, gain_high REAL NOT NULL,
        questions INTEGER NOT NULL, clusters INTEGER NOT NULL, as_of_seq INTEGER NOT NULL,
        version INTEGER NOT NULL, computed_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS recalibration_bins (
        forecaster_id INTEGER NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
        questions INTEGER NOT NULL, stated REAL, happened REAL, happened_low REAL,
        happened_high REAL, PRIMARY KEY (forecaster_id, low)) STRICT, WITHOUT ROWID""",
)
# Of the questions that had ended, is there one about which something was recorded since?
CHANGED = """
    SELECT EXISTS (SELECT 1 FROM forecasters WHERE id > :seq AND id <> forecaster_id) OR EXISTS (
        SELECT 1 FROM questions_now q WHERE max(q.closes_at, q.resolves_by) <= :now AND q.id IN (
            SELECT question_id FROM resolutions WHERE id > :seq
            UNION SELECT question_id FROM question_revisions WHERE id > :seq
            UNION SELECT question_id FROM forecasts WHERE id > :seq
            UNION SELECT r.question_id FROM confirmations c JOIN resolutions r
                ON r.id = c.resolution_id WHERE c.id > :seq))
"""
NEXT_END = """
    SELECT min(max(closes_at, resolves_by)) FROM question_revisions
    WHERE id > :seq AND max(closes_at, resolves_by) > :now
"""


@dataclass(frozen=True, slots=True)
class _Look:
    """When the maps were last looked at, by which facts, and when the next question ends."""

    version: int
    seq: int
    at: str
    next_end: str

    def __str__(self) -> str:
        return f"{self.version} {self.seq} {self.at} {self.next_end}"

    @classmethod
    def read(cls, text: str | None) -> _Look | None:
        if not text:
            return None
        version, seq, at, next_end = text.split()
        return cls(int(version), int(seq), at, next_end)

    def holds(self, now: str) -> bool:
        """Whether time alone has changed nothing: no question ended since, no clock went back."""
        ended = self.next_end != NEVER and self.next_end <= now
        return self.version == VERSION and self.at <= now and not ended


def tasks_of(desk: Desk, day: str) -> list[Task]:
    """Return the task of a day of the UTC calendar, where there may be something to do.

    Also where that day's look is kept and was not put on the book: it was killed in between.
    """
    task = Task(KIND, "", day, times.from_text(f"{day}T00:00:00.000000Z"))
    last = _last(desk.store.connection)
    unbooked = last and last.at[:DAY] == day and not tasks.is_done(desk.store.connection, task)
    return [task] if unbooked or _due(desk.store, times.to_text(desk.now)) else []


def daily(desk: Desk, task: Task) -> None:
    """Look at the maps anew, once a day."""
    recalibrate(desk.store, desk.now)
    desk.done(task)
    with own.writing(desk.store) as connection:
        tasks.supersede(connection, KIND, task.period)


def recalibrate(store: Store, now: datetime) -> bool:
    """Keep the map of each forecaster whom one helps; return whether anything had changed.

    At most once a day, since it takes seconds on a record of a million forecasts. Only what is on
    record of questions that have ended counts: forecasts and new questions cost a glance.
    """
    own.prepare(store)
    at = times.to_text(now)
    if not _due(store, at):
        return False
    with store.snapshot() as connection:
        last, head = _last(connection), _head(connection)
        seq = last.seq if last and last.version == VERSION else 0
        keys = {"seq": seq, "now": at}
        anew = not (last and last.holds(at)) or connection.execute(CHANGED, keys).fetchone()[0]
        found = _advice(connection, now) if anew else None
        keys["seq"] = 0 if anew else seq
        (end,) = connection.execute(NEXT_END, keys).fetchone()
    ends = [end or NEVER, *([last.next_end] if last and not anew else [])]
    next_end = min((one for one in ends if one != NEVER), default=NEVER)
    with own.writing(store) as connection:
        if found is not None:
            _keep(connection, found, head, at)
        own.note(connection, LOOKED, str(_Look(VERSION, head, at, next_end)))
    return found is not None


def _advice(connection: sqlite3.Connection, now: datetime) -> tuple[Advice, ...]:
    from tracker.reports.calibrated.advice import advice

    return advice(connection, now)


def _due(store: Store, now: str) -> bool:
    last = _last(store.connection)
    if last is None or last.version != VERSION:
        return True
    if last.at[:DAY] == now[:DAY]:
        return False
    return not last.holds(now) or last.seq != _head(store.connection)


def _last(connection: sqlite3.Connection) -> _Look | None:
    return _Look.read(own.state(connection, LOOKED))


def _head(connection: sqlite3.Connection) -> int:
    (seq,) = connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()
    return int(seq)


def _keep(connection: sqlite3.Connection, found: Sequence[Advice], seq: int, at: str) -> None:
    for statement in (*DDL, "DELETE FROM recalibrations", "DELETE FROM recalibration_bins"):
        connection.execute(statement)
    for one in found:
        line = one.map
        connection.execute(
            "INSERT INTO recalibrations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.forecaster_id, line.intercept, line.slope, line.gain, line.low, line.high,
                one.questions, line.clusters, seq, VERSION, at,
            ),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO recalibration_bins VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.forecaster_id, row.low, row.high, row.questions, row.stated,
                    row.happened, row.happened_low, row.happened_high,
                )
                for row in one.bins
            ],
        )  # fmt: skip


def forget(store: Store) -> None:
    """Let the next look compute every map again from the facts."""
    own.prepare(store)
    with own.writing(store) as connection:
        own.note(connection, LOOKED, "")
