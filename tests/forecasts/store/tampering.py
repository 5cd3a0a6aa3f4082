"""Random edits of a record by raw SQL or in its bytes, each as somebody could make it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from forecasts import fact_tables, ledger

Edit = Callable[[Path, Random], bool]
OTHER = {
    "INTEGER": "ifnull({0}, 0) + {1}",
    "REAL": "ifnull({0}, 0) + {1} * 1e-9",
    "TEXT": "ifnull({0}, '') || substr('xyzabcdef', {1} % 9 + 1)",
    "BLOB": "randomblob(32)",
}
TABLES = (*fact_tables.FACTS, "ledger", "texts")
SHAPE = """SELECT type, name, sql FROM sqlite_master
    WHERE type IN ('trigger', 'index', 'view') AND tbl_name <> '_sqlite_migrations'"""
LONG = 8  # bytes of a value that is looked for in the file


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the record as any program would, in no fear of a power cut."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        yield raw


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the record with its guards off, and put them back afterwards as if nothing happened."""
    with opened(path) as raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = guards.fetchall()
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("BEGIN")
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        yield raw
        for _, sql in guards:
            raw.execute(sql)
        raw.execute("COMMIT")


def key_of(table: str) -> str:
    return "seq" if table == "ledger" else "id"


def some_row(raw: sqlite3.Connection, random: Random, *tables: str) -> tuple[str, object] | None:
    """Return a table and the key of a row in it; None where the table drawn is empty."""
    table = random.choice(tables or TABLES)
    keys = [key for (key,) in raw.execute(f"SELECT {key_of(table)} FROM {table} ORDER BY 1")]
    return (table, random.choice(keys)) if keys else None


def columns(raw: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(row[1], row[2]) for row in raw.execute(f"PRAGMA table_info({table})")]


def update(path: Path, random: Random) -> bool:
    """Change one cell a little."""
    with unguarded(path) as raw:
        row = some_row(raw, random)
        if row is None:
            return False
        name, kind = random.choice(columns(raw, row[0]))
        value = OTHER[kind].format(f'"{name}"', random.randint(1, 1000))
        where = f"{key_of(row[0])} = ?"
        try:
            raw.execute(f'UPDATE {row[0]} SET "{name}" = {value} WHERE {where}', row[1:])
        except sqlite3.IntegrityError:  # the id of another row
            return False
    return True


def delete(path: Path, random: Random) -> bool:
    """Take out one row; of a text, one that a row names."""
    with unguarded(path) as raw:
        row = some_row(raw, random)
        if row is None:
            return False
        raw.execute(f"DELETE FROM {row[0]} WHERE {key_of(row[0])} = ?", row[1:])
    return True


def replace(path: Path, random: Random) -> bool:
    """Put another row in the place of one, which walks past the guards of UPDATE and DELETE."""
    with opened(path) as raw:
        raw.execute("PRAGMA recursive_triggers = OFF")
        row = some_row(raw, random)
        if row is None:
            return False
        key, names = key_of(row[0]), [name for name, _ in columns(raw, row[0])]
        kept = ", ".join(f'"{name}"' for name in names)
        copy = f"SELECT {kept} FROM {row[0]} WHERE {key} = ?"
        try:
            raw.execute(f"INSERT OR REPLACE INTO {row[0]} ({kept}) {copy}", row[1:])
        except sqlite3.IntegrityError:
            pass  # the guard: it takes somebody who drops it
        else:
            raise AssertionError(f"{row[0]}: a guard let REPLACE pass")
    with unguarded(path) as raw:
        others = raw.execute(f"SELECT {key} FROM {row[0]} WHERE {key} <> ?", row[1:]).fetchall()
        if not others:
            return False
        cells = ", ".join("?" if name == key else f'"{name}"' for name in names)
        copy = f"SELECT {cells} FROM {row[0]} WHERE {key} = ?"
        other = random.choice(others)[0]
        raw.execute(f"INSERT OR REPLACE INTO {row[0]} ({kept}) {copy}", (row[1], other))
    return True


def dropped_guard(path: Path, random: Random) -> bool:
    """Take out a trigger, an index or a view."""
    with opened(path) as raw:
        kind, name, _ = random.choice([row for row in raw.execute(SHAPE) if row[2]])
        raw.execute(f"DROP {kind} {name}")
    return True


def truncated(path: Path, random: Random) -> bool:
    """Cut the last rows off the ledger, off their tables, or off both within an entry."""
    with unguarded(path) as raw:
        (last,) = raw.execute("SELECT max(seq) FROM ledger").fetchone()
        ends = {id_ for (id_,) in raw.execute("SELECT id FROM appends")}
        end = random.choice([seq for seq in range(last - 12, last) if seq not in ends])
        from_ledger, from_tables = random.choice([(True, False), (False, True), (True, True)])
        if from_ledger:
            raw.execute("DELETE FROM ledger WHERE seq > ?", (end,))
        for table in fact_tables.FACTS if from_tables else ():
            raw.execute(f"DELETE FROM {table} WHERE id > ?", (end,))
    return True


def swapped(path: Path, random: Random) -> bool:
    """Let two rows of a table change places, or two hashes of the chain."""
    with unguarded(path) as raw:
        one = some_row(raw, random)
        if one is None or one[0] == "texts":
            return False
        key = key_of(one[0])
        rows = raw.execute(f"SELECT {key} FROM {one[0]} WHERE {key} <> ?", one[1:]).fetchall()
        if not rows:
            return False
        other = random.choice(rows)[0]
        if one[0] == "ledger":
            hashes = dict(raw.execute("SELECT seq, hash FROM ledger WHERE seq IN (?, ?)",
                                      (one[1], other)))  # fmt: skip
            for seq, taken in ((one[1], other), (other, one[1])):
                raw.execute("UPDATE ledger SET hash = ? WHERE seq = ?", (hashes[taken], seq))
            return True
        for old, new in ((one[1], -1), (other, one[1]), (-1, other)):
            raw.execute(f"UPDATE {one[0]} SET id = ? WHERE id = ?", (new, old))
    return True


def inserted(path: Path, random: Random) -> bool:
    """Add a row past the chain, which no guard refuses, or one before it."""
    with opened(path) if random.random() < 1 / 2 else unguarded(path) as raw:
        row = some_row(raw, random, *fact_tables.FACTS)
        if row is None or row[0] in fact_tables.ALSO_ONCE:
            return False
        names = [name for name, _ in columns(raw, row[0]) if name != "id"]
        kept = ", ".join(names)
        (last,) = raw.execute("SELECT max(seq) FROM ledger").fetchone()
        id_ = -random.randint(0, 9) if raw.in_transaction else last + random.randint(1, 9)
        copy = f"SELECT ?, {kept} FROM {row[0]} WHERE id = ?"
        raw.execute(f"INSERT INTO {row[0]} (id, {kept}) {copy}", (id_, row[1]))
    return True


def flipped(path: Path, random: Random) -> bool:
    """Flip a bit of a value that is on record, in the file itself."""
    with opened(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = values(raw)
    wanted = random.choice([value for value in sorted(before) if len(value) >= LONG])
    content = bytearray(path.read_bytes())
    places = []
    at = content.find(wanted)
    while at >= 0:
        places.append(at)
        at = content.find(wanted, at + 1)
    if not places:  # longer than a page holds
        return False
    place = random.choice(places) + random.randrange(len(wanted))
    content[place] ^= 1 << random.randrange(8)
    path.write_bytes(content)
    return not is_dead(path, before)


def values(raw: sqlite3.Connection) -> dict[bytes, int]:
    """Return how often each text and blob stands in the record's tables."""
    raw.text_factory = bytes
    found: dict[bytes, int] = {}
    for table in TABLES:
        for row in raw.execute(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, bytes):
                    found[value] = found.get(value, 0) + 1
    return found


def is_dead(path: Path, before: dict[bytes, int]) -> bool:
    """Return whether an edit changed bytes that no row and no index uses."""
    try:
        with closing(sqlite3.connect(path)) as raw:
            whole = raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return whole and values(raw) == before
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


EDITS: dict[str, Edit] = {
    "UPDATE": update,
    "DELETE": delete,
    "REPLACE": replace,
    "INSERT": inserted,
    "guard dropped": dropped_guard,
    "tail cut": truncated,
    "rows swapped": swapped,
    "bit flipped": flipped,
}


def rehashed(path: Path, *, with_anchors: bool = False) -> None:
    """Compute the whole chain anew: what an owner can do who knows how."""
    with unguarded(path) as raw:
        raw.row_factory = sqlite3.Row
        previous = ledger.GENESIS
        heads = "UPDATE anchors SET head = lower(hex((SELECT hash FROM ledger l"
        for seq, table in raw.execute('SELECT seq, "table" FROM ledger ORDER BY 1').fetchall():
            if table == "anchors" and with_anchors:
                raw.execute(f"{heads} WHERE l.seq = anchors.seq))) WHERE id = ?", (seq,))
            row = raw.execute(f"SELECT * FROM {table} WHERE id = ?", (seq,)).fetchone()
            previous = ledger.link(previous, table, dict(row))
            raw.execute("UPDATE ledger SET hash = ? WHERE seq = ?", (previous, seq))
