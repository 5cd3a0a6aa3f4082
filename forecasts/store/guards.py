"""What refuses changes of the record, held against how it was made, and put back where gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from forecasts import schema
from forecasts.errors import DamagedError, RefusedError
from forecasts.fact_tables import FACTS
from forecasts.store.connection import explained, transaction
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Receipt, Store
    from forecasts.store.findings import Finding

INSTEAD = "Restore a backup, or take the rows to a new record: forecasts export ledger FILE"
KIND = "SELECT type FROM sqlite_master WHERE name = ?"
TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
OURS = frozenset({*FACTS, "ledger", "texts"})
SEARCH = "questions_search"  # what list --search reads: a table to SQLite, made of the questions
ALTERED = "the table "  # how what is said of a table begins: that is not put back


class Difference(NamedTuple):
    """A table, index, guard or view that is not as it was made.

    sql: as it should be, None for one that should not be there. is_there: whether one of that name
    is.
    """

    kind: str
    table: str
    name: str
    sql: str | None
    is_there: bool
    is_development: bool

    @property
    def is_table(self) -> bool:
        """Whether it is a table of facts, which cannot be made anew."""
        return self.kind == "table" and self.name != SEARCH

    def __str__(self) -> str:
        if self.name == SEARCH:
            return f"the index of words {SEARCH} {'was altered' if self.is_there else 'is gone'}"
        if self.sql is None:
            return f"the {self.kind} {self.name} is not one that this program made"
        if self.kind == "table" and self.is_there:
            return f"the table {self.name} was altered, or made by a development version"
        return f"the {self.kind} {self.name} {'was altered' if self.is_there else 'is gone'}"


def guards(connection: sqlite3.Connection) -> list[Finding]:
    """Compare the tables, indexes, guards and views with those of a record made at its schema."""
    from forecasts.store.findings import Code, Finding

    found = []
    for each in differences(connection):
        if each.is_development:
            words = f"the {each.kind} {each.name} is from before its schema was settled"
            found.append(Finding(Code.DEVELOPMENT, each.table, words))
        else:
            found.append(Finding(Code.GUARDS, each.table, str(each)))
    return found


def can_be_put_back(found: Iterable[Finding]) -> bool:
    """Return whether `restore` mends what `guards` found: no table is among it."""
    return not any(each.words.startswith(ALTERED) for each in found)


def differences(connection: sqlite3.Connection) -> list[Difference]:
    """Return what is not as in a record made at its schema."""
    wanted, there = _made(schema.version_of(connection)), _structure(connection)
    found = [
        Difference(*key, sql, key in there, _is_development(there.get(key)))
        for key, sql in wanted.items()
        if key not in there or there[key] != sql
    ]
    ours = {table for _, table, _ in wanted}
    foreign = [
        key
        for key in there
        if key not in wanted and key[0] in ("trigger", "index") and key[1] in ours
    ]
    return found + [Difference(*key, None, True, False) for key in foreign]  # noqa: FBT003


def _is_development(sql: str | None) -> bool:
    from hashlib import sha256

    if sql is None:
        return False
    said = sql.encode(errors="surrogateescape")  # where a flipped bit left no UTF-8
    return sha256(said).hexdigest()[:16] in schema.DEVELOPMENT


@cache
def _made(version: int) -> Mapping[tuple[str, str, str], str | None]:
    """Return the structure of a record made at a schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in schema.MIGRATIONS[:version]:
            step(fresh)
        return MappingProxyType(_structure(fresh))


def _structure(connection: sqlite3.Connection) -> dict[tuple[str, str, str], str | None]:
    """Return (kind, table, name) -> DDL of all that belongs to the record's tables and to views."""
    rows = connection.execute(
        "SELECT type, tbl_name, name, sql FROM sqlite_master ORDER BY rowid"
    ).fetchall()
    views = {name for kind, _, name, _ in rows if kind == "view"}
    ours = {name.lower(): name for name in (*OURS, SEARCH, *views)}
    # A trigger's table is kept as it was typed, and SQLite takes FORECASTS for forecasts.
    return {
        (kind, ours[table.lower()], name): sql
        for kind, table, name, sql in rows
        if table.lower() in ours
    }


def triggers(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of the guards of a record's tables, in hex."""
    from hashlib import sha256

    rows = connection.execute(TRIGGERS).fetchall()
    ours = [f"{name}\0{sql}" for table, name, sql in rows if str(table).lower() in OURS]
    return sha256("\0".join(ours).encode()).hexdigest()


def refuse_without(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DamagedError unless every guard is there as it was made; nothing is added without."""
    if triggers(connection) == schema.TRIGGERS:
        return
    import shlex

    found = [
        each
        for each in differences(connection)
        if each.kind == "trigger" and not each.is_development
    ]
    if not found:
        return
    more = f", and {len(found) - 1} more" if found[1:] else ""
    raise DamagedError(
        f"the guards of {path} are not as they were made: {found[0]}{more}; nothing was written.",
        "Look what was changed meanwhile, and put them back where every row holds:"
        f" forecasts verify --restore-guards --db {shlex.quote(str(path))}",
    )


def restore(store: Store, now: datetime) -> tuple[int, Receipt]:
    """Make the guards, indexes and views as they were, and note it in the ledger.

    The rows must hold. Returns how many were put back, and the receipt of the note. Raises
    RefusedError where a table itself is another one.
    """
    from uuid import uuid4

    from forecasts.store.append import Batch

    with explained(store.path), write_lock(store.path), transaction(store.connection):
        count = _put_back(store.connection)
        batch = Batch(store.connection, now)
        if count:
            batch.add("appends", {"uuid": str(uuid4()), "command": "restore guards"})
    return count, batch.receipt


def _put_back(connection: sqlite3.Connection) -> int:
    found = [
        each
        for each in differences(connection)
        if not (each.kind == "table" and each.is_development)
    ]
    if altered := [each.name for each in found if each.is_table]:
        raise RefusedError(
            f"the table {altered[0]} was altered: to put guards back does not mend that.", INSTEAD
        )
    for each in found:
        _refuse_another(connection, each)
        if each.is_there:
            connection.execute(f'DROP {each.kind} "{each.name}"')
        if each.sql is not None:
            connection.execute(each.sql)
        if each.name == SEARCH:
            _fill(connection)
    return len(found)


def _refuse_another(connection: sqlite3.Connection, wanted: Difference) -> None:
    """Raise RefusedError where something of another kind has the name: it may hold rows."""
    found = connection.execute(KIND, (wanted.name,)).fetchone()
    if found is not None and found[0] != wanted.kind:
        raise RefusedError(
            f"{wanted.name} is a {found[0]} that this program did not make, and should be a"
            f" {wanted.kind}.",
            f"Who made it can take it away (DROP {found[0]} {wanted.name}). Else: {INSTEAD}",
        )


def _fill(connection: sqlite3.Connection) -> None:
    """Put the words of every question into the index."""
    from forecasts.store import questions

    for each in questions.everything(connection):
        questions.index(connection, each.id, each.slug, each.terms)
