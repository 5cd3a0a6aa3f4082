"""Whether an entry that comes a second time by its name says what is on record under that name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.fact_tables import FACTS
from forecasts.store import clock

if TYPE_CHECKING:
    import sqlite3

    from forecasts.ledger import Value

    Cells = dict[str, Value]

# What the program fills in by the record as it stands, the clock or chance, and nobody typed.
FILLED_IN = frozenset({
    "id", "recorded_at", "entered_by", "number", "revision", "revision_id", "replaces",
    "strikes", "round_id", "action", "typed", "public_key", "signature", "seq", "head", "resolver",
})  # fmt: skip
PASSED_OVER = frozenset({"appends", "signatures"})
ROUGHLY_S = 2.0  # between reading the clock and reading it again in one command
END = 1 << 62  # past every row
TEXT = "SELECT text FROM texts WHERE id = ?"


def says_another(connection: sqlite3.Connection, done: int, before: int) -> bool:
    """Return whether the rows after `before` say something else than the entry that `done` ends.

    They are the same command's rows of now, not committed. Rows that are fewer are no other entry:
    a command adds only what is new. `done`: the seq of the entry's row in appends.
    """
    start = connection.execute("SELECT max(id) FROM appends WHERE id < ?", (done,)).fetchone()[0]
    entry = _Entry(connection, start or 0, before)
    for table in FACTS:
        new = [] if table in PASSED_OVER else entry.rows(table, before, END)
        if not new:
            continue
        old = entry.rows(table, entry.start, done)[-len(new) :]
        if len(old) < len(new) or not all(map(entry.is_alike, old, new)):
            return True
    return False


def blanked(connection: sqlite3.Connection, uuid: str) -> frozenset[str]:
    """Return the ids of the texts that the entry of that name blanked."""
    rows = connection.execute(
        "SELECT r.text_id FROM appends a JOIN redactions r ON r.id < a.id AND r.id >"
        " ifnull((SELECT max(b.id) FROM appends b WHERE b.id < a.id), 0) WHERE a.uuid = ?",
        (uuid,),
    )
    return frozenset(str(name) for (name,) in rows)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry that is on record after the row `start`, and is tried again after `before`."""

    connection: sqlite3.Connection
    start: int
    before: int

    def rows(self, table: str, after: int, until: int) -> list[Cells]:
        """Return the rows of a table between two seqs."""
        found = self.connection.execute(
            f"SELECT * FROM {table} WHERE id > ? AND id < ? ORDER BY id",  # noqa: S608 - our names
            (after, until),
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def is_alike(self, old: Cells, new: Cells) -> bool:
        """Return whether two rows say the same, each of its own time and of its own entry."""
        passed_s = _passed_s(old["recorded_at"], new["recorded_at"]) or 0.0
        return all(
            old[name] == new[name] or self._means(name, old[name], new[name], passed_s)
            for name in old
            if name not in FILLED_IN
        )

    def _means(self, name: str, old: Value, new: Value, passed_s: float) -> bool:
        """Return whether cells that are not equal say the same."""
        if name.endswith("_text"):
            said = [self.connection.execute(TEXT, (each,)).fetchone() for each in (old, new)]
            # One that was blanked since says nothing any more.
            return said[0] == (None,) or (said[0] is not None and said[0] == said[1])
        if name == "slug":  # made of the title, and once more with a number
            return str(new).startswith(f"{old}-")
        if name.endswith("_id") and isinstance(old, int) and isinstance(new, int):
            return old > self.start and new > self.before  # of rows that came in with it
        apart_s = _passed_s(old, new)  # 30 days from now is later when it is typed again
        return apart_s is not None and abs(apart_s - passed_s) < ROUGHLY_S


def _passed_s(old: Value, new: Value) -> float | None:
    then, now = (clock.read(each) if isinstance(each, str) else None for each in (old, new))
    return (now - then).total_seconds() if then and now else None
