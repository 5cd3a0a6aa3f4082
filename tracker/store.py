"""The judge's own tables: scores, runs and unfinished work; derived, so they can be rebuilt."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.store.connection import explained, transaction
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from typing import Any

    from forecasts.store import Store

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)
LAYOUT = 4  # of these tables; another layout on file is dropped and scored again
LOSS_COLUMNS = ("", "_low", "_high", "_reference", "_uniform")
POINTS_COLUMNS = ("", "_low", "_high")
RULES = {
    "brier": LOSS_COLUMNS,
    "log_loss": LOSS_COLUMNS,
    "spherical_loss": LOSS_COLUMNS,
    "metaculus_baseline": POINTS_COLUMNS,
    "metaculus_peer": POINTS_COLUMNS,
    "rps": LOSS_COLUMNS,
    "crps": LOSS_COLUMNS,
    "crps_scaled": LOSS_COLUMNS,
    "wis": LOSS_COLUMNS,
    "deadline_brier": LOSS_COLUMNS,
    "interval_log_loss": LOSS_COLUMNS,
}
NUMBERS = tuple(rule + part for rule, parts in RULES.items() for part in parts)
# `reason` is why a pair has no score at all; `reasons` a JSON object of rule -> why, for the rules
# that are undefined for a pair that has others.
COLUMNS = (
    "question_id", "forecaster_id", "policy", "resolution_id", "version", "as_of_seq",
    "superseded", "forecasts", "coverage", "attainable", "hindsight", "has_class", "reason",
    "reasons", *NUMBERS,
)  # fmt: skip

DDL = (
    "CREATE TABLE judge (key TEXT PRIMARY KEY, value TEXT) STRICT",
    f"""CREATE TABLE scores (
        question_id INTEGER NOT NULL, forecaster_id INTEGER NOT NULL, policy TEXT NOT NULL,
        resolution_id INTEGER NOT NULL, version INTEGER NOT NULL, as_of_seq INTEGER NOT NULL,
        superseded INTEGER NOT NULL, forecasts INTEGER NOT NULL, coverage REAL, attainable REAL,
        hindsight REAL, has_class INTEGER, reason TEXT, reasons TEXT,
        {", ".join(f"{c} REAL" for c in NUMBERS)}) STRICT""",
    # A key of all that tells rows apart would take a quarter more time to write, and `write` puts
    # the rows of a question in place of those it had.
    "CREATE INDEX scores_by_question_id ON scores (question_id)",
    """CREATE TABLE scored (
        question_id INTEGER PRIMARY KEY, resolution_id INTEGER NOT NULL,
        as_of_seq INTEGER NOT NULL, version INTEGER NOT NULL, scored_at TEXT NOT NULL) STRICT""",
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, as_of_seq INTEGER NOT NULL,
        version INTEGER NOT NULL, scored INTEGER NOT NULL, restated INTEGER NOT NULL,
        failed INTEGER NOT NULL) STRICT""",
    """CREATE TABLE work (
        kind TEXT NOT NULL, subject TEXT NOT NULL, period TEXT NOT NULL,
        attempts INTEGER NOT NULL, error TEXT, tried_at TEXT NOT NULL, done_at TEXT,
        UNIQUE (kind, subject, period)) STRICT""",
)
TABLES = ("judge", "scores", "scored", "runs", "work")
TRIGGERS = "SELECT name, lower(tbl_name) FROM sqlite_master WHERE type = 'trigger'"

# Questions with a resolution about which something was recorded after a seq. No index leads from a
# forecaster to forecasts, so these are read only when some forecaster was changed.
CHANGED = """
    SELECT question_id FROM (
        SELECT question_id FROM forecasts WHERE id > :seq
        UNION SELECT question_id FROM resolutions WHERE id > :seq
        UNION SELECT r.question_id FROM confirmations c JOIN resolutions r
            ON r.id = c.resolution_id WHERE c.id > :seq
        UNION SELECT question_id FROM question_revisions WHERE id > :seq
        UNION SELECT question_id FROM forecasts WHERE :anybody AND forecaster_id IN
            (SELECT forecaster_id FROM forecasters WHERE id > :seq AND id <> forecaster_id))
    WHERE question_id IN (SELECT question_id FROM resolutions) ORDER BY question_id
"""
FORECASTER_CHANGED = """
    SELECT EXISTS (SELECT 1 FROM forecasters WHERE id > ? AND id <> forecaster_id)
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one scoring unit writes: its questions with the facts they were judged by."""

    question_id: int
    resolution_id: int
    as_of_seq: int


@dataclass(frozen=True, slots=True)
class ScoreRows:
    """Rows of scores under one policy that fill the same columns; the others stay empty.

    columns: those of each row, the question's id first; policy, version and superseded are not
    among them. Binding an empty value costs as much as a number does, and most of COLUMNS are
    empty for any one kind of question.
    """

    policy: str
    version: int
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def full(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows in COLUMNS."""
        same = {"policy": self.policy, "version": self.version, "superseded": 0}
        names = [*self.columns, *same]
        at = {name: place for place, name in enumerate(names)}
        places = [at.get(column, len(names)) for column in COLUMNS]
        for row in self.rows:
            every = (*row, *same.values(), None)
            yield tuple([every[place] for place in places])

    def insert_into(self, connection: sqlite3.Connection) -> None:
        """Add the rows to the table of scores."""
        head = f"'{self.policy}', {self.version}, 0"
        marks = ", ?" * len(self.columns)
        connection.executemany(
            f"INSERT INTO scores (policy, version, superseded, {', '.join(self.columns)})"  # noqa: S608 - our own names
            f" VALUES ({head}{marks})",
            self.rows,
        )


def ready(connection: sqlite3.Connection) -> bool:
    """Return whether the judge's tables are there in the present layout."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'judge'").fetchone()
    return found is not None and state(connection, "layout") == str(LAYOUT)


def state(connection: sqlite3.Connection, key: str) -> str | None:
    """Return one of the judge's own notes, or None."""
    row = connection.execute("SELECT value FROM judge WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def note(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a note, in place of the one of that key."""
    connection.execute(
        "INSERT INTO judge VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def prepare(store: Store) -> None:
    """Make the judge's tables, anew where their layout is another one."""
    if ready(store.connection):
        return
    with writing(store) as connection:
        if ready(connection):
            return
        for table in TABLES:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in DDL:
            connection.execute(statement)
        note(connection, "layout", str(LAYOUT))


@contextmanager
def writing(store: Store, *, lasting: bool = True) -> Iterator[sqlite3.Connection]:
    """Run one transaction of the judge, under the record's write lock.

    Unless it is `lasting` a loss of power may take it back, until the next one that is.
    """
    connection = store.connection
    haste = nullcontext() if lasting else _hasty(connection)
    with explained(store.path), write_lock(store.path), haste, transaction(connection):
        yield connection


@contextmanager
def _hasty(connection: sqlite3.Connection) -> Iterator[None]:
    """Do not wait for the disk after a transaction; the file stays whole without power too."""
    (before,) = connection.execute("PRAGMA synchronous").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA synchronous = {before}")


def due(connection: sqlite3.Connection, version: int) -> list[int]:
    """Return the ids of the questions to score: those with a fact newer than their score.

    Looks only at what was recorded since the last finished scan.
    """
    if not ready(connection):
        scanned = 0
    else:
        same = state(connection, "version") == str(version)
        scanned = int(state(connection, "scanned_seq") or 0) if same else 0
    anybody = connection.execute(FORECASTER_CHANGED, (scanned,)).fetchone()[0]
    keys = {"seq": scanned, "anybody": anybody}
    return [id_ for (id_,) in connection.execute(CHANGED, keys)]


def judged(
    connection: sqlite3.Connection, question_ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """Return question id -> (seq it was scored at, version of the definitions), of these."""
    found = {}
    for id_ in question_ids:
        row = connection.execute(SCORED_AT, (id_,)).fetchone()
        if row is not None:
            found[id_] = row
    return found


SCORED_AT = "SELECT as_of_seq, version FROM scored WHERE question_id = ?"


def write(
    connection: sqlite3.Connection,
    units: Sequence[Unit],
    parts: Iterable[ScoreRows],
    version: int,
    now: datetime,
) -> int:
    """Put the scores of these questions in place of their last ones; return how many restate.

    Scores under an earlier resolution stay and are marked superseded; those under the resolution
    in force are replaced.
    """
    restated = 0
    for unit in units:
        connection.execute(
            "DELETE FROM scores WHERE question_id = ? AND resolution_id = ?",
            (unit.question_id, unit.resolution_id),
        )
        changed = connection.execute(
            "UPDATE scores SET superseded = 1 WHERE question_id = ? AND superseded = 0",
            (unit.question_id,),
        )
        restated += changed.rowcount > 0
    for part in parts:
        part.insert_into(connection)
    connection.executemany(
        "UPDATE work SET done_at = ? WHERE kind = 'score' AND done_at IS NULL"
        " AND subject = (SELECT slug FROM questions WHERE id = ?)",
        [(times.to_text(now), unit.question_id) for unit in units],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO scored VALUES (?, ?, ?, ?, ?)",
        [
            (unit.question_id, unit.resolution_id, unit.as_of_seq, version, times.to_text(now))
            for unit in units
        ],
    )
    return restated


def fail(connection: sqlite3.Connection, subject: str, seq: int, error: str, at: datetime) -> None:
    """Record that a question could not be scored at a seq, and how often that has been tried."""
    connection.execute(
        "DELETE FROM work WHERE kind = 'score' AND subject = ? AND period <> ?", (subject, str(seq))
    )
    connection.execute(
        """INSERT INTO work VALUES ('score', ?, ?, 1, ?, ?, NULL)
        ON CONFLICT (kind, subject, period) DO UPDATE SET
            attempts = iif(done_at IS NULL, attempts, 0) + 1, error = excluded.error,
            tried_at = excluded.tried_at, done_at = NULL""",
        (subject, str(seq), error, times.to_text(at)),
    )


def held_back(connection: sqlite3.Connection, now: datetime) -> dict[int, int]:
    """Return question id -> seq of the questions that failed there and are not tried again yet.

    A question is tried again after a minute, two, four, up to a day; at once when something new is
    on record about it.
    """
    rows = connection.execute(
        """SELECT q.id, w.period, w.attempts, w.tried_at FROM work w
        JOIN questions q ON q.slug = w.subject WHERE w.kind = 'score' AND w.done_at IS NULL"""
    )
    return {
        id_: int(seq)
        for id_, seq, attempts, tried_at in rows
        if times.from_text(tried_at) <= now < times.from_text(tried_at) + wait_after(attempts)
    }


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait before trying again what has failed so often.

    >>> str(wait_after(1)), str(wait_after(4)), str(wait_after(99))
    ('0:01:00', '0:08:00', '1 day, 0:00:00')
    """
    doublings = min(attempts - 1, 20)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def stored(
    connection: sqlite3.Connection, question_ids: Sequence[int], policies: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return the stored rows of these questions, in COLUMNS, superseded ones included.

    Order: question, resolution, policy as asked, forecaster.
    """
    order = {policy: place for place, policy in enumerate(policies)}
    rows: list[tuple[Any, ...]] = []
    select = f"SELECT {', '.join(COLUMNS)} FROM scores WHERE question_id = ?"  # noqa: S608
    for id_ in question_ids:
        found = [row for row in connection.execute(select, (id_,)) if row[2] in order]
        rows += sorted(found, key=lambda row: (row[3], order[row[2]], row[1]))
    return rows


def forget(store: Store) -> None:
    """Drop the scores in force, so that the next tick computes them again.

    Runs are kept, and scores under earlier resolutions, which no tick would compute again. Triggers
    go: the judge has none, and one of somebody else's would bend the new scores as it did the old.
    """
    prepare(store)
    with writing(store) as connection:
        for name, table in connection.execute(TRIGGERS).fetchall():
            if table in TABLES:
                connection.execute('DROP TRIGGER "{}"'.format(name.replace('"', '""')))
        connection.execute("DELETE FROM scores WHERE superseded = 0")
        connection.execute("DELETE FROM scored")
        note(connection, "scanned_seq", "0")
