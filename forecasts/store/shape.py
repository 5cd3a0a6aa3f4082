"""Rows with the same columns: their statement and their canonical text, prepared once for all."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from itertools import chain
from json.encoder import encode_basestring
from math import isfinite
from operator import itemgetter
from types import NoneType
from typing import TYPE_CHECKING

from forecasts import fact_tables, ledger

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from forecasts.ledger import Row, Value

    # A text with gaps, the places of the values that fill them, and what writes each.
    Form = tuple[str, tuple[int, ...], tuple[Callable[..., str], ...]]

# Rows that one statement takes: SQLite prepares an undo for each statement, which costs as much
# as the row itself, and past twenty nothing more is gained.
TOGETHER = 20


def _real(value: float) -> str:
    """Return a number of a REAL column, which comes back as 7.0 and never as -0.0."""
    if not isfinite(value):
        msg = f"{value} cannot be recorded"
        raise ValueError(msg)
    return repr(float(value) + 0.0)


def _flag(value: bool) -> str:  # noqa: FBT001 - as all encoders
    return str(int(value))


# As ledger.canonical writes them. A test holds the two against each other.
ENCODERS: dict[type, Callable[..., str]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: _flag,
    float: _real,
}


def _other(value: Value) -> str:
    """Return any value: a text of a class of its own is a text."""
    return encode_basestring(value) if isinstance(value, str) else ENCODERS[type(value)](value)


class Shape:
    """The columns of rows that are added together; `id` and `recorded_at` come with each row."""

    def __init__(self, table: str, names: tuple[str, ...]) -> None:
        columns = sorted((*names, "id", "recorded_at"))
        given = [name for name in columns if name in names]
        self.pick: Callable[[Row], tuple[Value, ...]]
        self.pick = itemgetter(*given) if len(given) > 1 else lambda row: (row[given[0]],)
        self.places = tuple(columns.index(name) for name in ("id", "recorded_at"))
        self.columns = tuple(columns)
        self.reals = fact_tables.reals(table)
        self.forms: dict[tuple[type, ...], Form] = {}
        self.lead = table.encode() + b"\0"
        marks = f"({', '.join('?' * len(columns))})"
        self.insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks}"  # noqa: S608 - our own names
        self.insert_many = self.insert + f", {marks}" * (TOGETHER - 1)

    def values(self, row: Row, id_: int, recorded_at: str) -> list[Value]:
        """Return the row's values in the order of the columns' names, as canonical JSON has it."""
        values = list(self.pick(row))
        first, second = self.places
        values.insert(first, id_)
        values.insert(second, recorded_at)
        return values

    def link(self, previous: bytes, values: Sequence[Value]) -> bytes:
        """Return what ledger.link does for these values, in a third of its time."""
        kinds = tuple(map(type, values))
        form = self.forms.get(kinds)
        if form is None:
            form = self.forms[kinds] = self._form(kinds)
        text, places, encoders = form
        body = text % tuple([encode(values[at]) for at, encode in zip(places, encoders)])  # noqa: B905 - of one length, and this is the hot path
        return sha256(ledger.PREFIX + previous + self.lead + body.encode()).digest()

    def _form(self, kinds: tuple[type, ...]) -> Form:
        """Return the canonical text of values of these types, with a gap for each, and its gaps."""
        there = [at for at, kind in enumerate(kinds) if kind is not NoneType]
        text = ",".join(f'"{self.columns[at]}":%s' for at in there)
        encoders = tuple(
            _real if self.columns[at] in self.reals else ENCODERS.get(kinds[at], _other)
            for at in there
        )
        return f"{{{text}}}", tuple(there), encoders

    def write(self, connection: sqlite3.Connection, rows: Sequence[Sequence[Value]]) -> None:
        """Insert rows of values in their order."""
        insert(connection, self.insert_many, self.insert, rows)


def insert(
    connection: sqlite3.Connection, many: str, single: str, rows: Sequence[Sequence[Value | bytes]]
) -> None:
    """Insert rows in their order, TOGETHER of them with each statement where there are as many."""
    whole = len(rows) - len(rows) % TOGETHER
    if whole:
        starts = range(0, whole, TOGETHER)
        connection.executemany(
            many, [tuple(chain.from_iterable(rows[at : at + TOGETHER])) for at in starts]
        )
    if whole < len(rows):
        connection.executemany(single, rows[whole:])


@cache
def shape(table: str, names: tuple[str, ...]) -> Shape:
    """Return the shape of rows of a table that bring these columns."""
    return Shape(table, names)


LEDGER = "INSERT INTO ledger VALUES (?, ?, ?)"
LEDGER_MANY = LEDGER + ", (?, ?, ?)" * (TOGETHER - 1)
