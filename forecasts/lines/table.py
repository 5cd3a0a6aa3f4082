"""What a plain table is: its columns, what a line of it holds, and a line's identity."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Cell = str | float | bool | None


class Line(Protocol):
    """One line of a plain table, read into values."""

    @property
    def number(self) -> int:
        """The line of the file on which it starts, from 1; 0 when it comes from the record."""

    @property
    def redacted(self) -> tuple[str, ...]:
        """The columns whose words were blanked on the record, so that they match any words."""

    def cells(self) -> tuple[Cell, ...]:
        """Return its cells in the order of the table's columns; None for an empty one."""


L = TypeVar("L", bound=Line)


class RowError(ValueError):
    """Cells that are well formed one by one and do not go together; `column` is to be mended."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and how a cell of it is read; an empty cell reads as None or empty."""

    name: str
    read: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Table(Generic[L]):
    """A table: its columns, the required ones first, and how their values make a line.

    `make` takes the values in the order of the columns and then the line's number.
    """

    name: str
    columns: tuple[Column, ...]
    required: int
    make: Callable[..., L]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Part(Generic[L]):
    """What was read of one table: `columns` are those that its file has.

    `spoilt` holds the first cells of its bad rows, `whole` whether every row could be looked at:
    what other tables say about them is then not held against them.
    """

    table: Table[L]
    file: str
    columns: frozenset[str]
    lines: Sequence[L]
    spoilt: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def left_out(self) -> frozenset[str]:
        """The table's columns that the file does not have, and so says nothing about."""
        return frozenset(self.table.names) - self.columns


def identity(names: Sequence[str], line: Line, without: frozenset[str] = frozenset()) -> bytes:
    """Return the SHA-256 of a line's fields: the JSON object of its cells, empty ones left out.

    Cells are in the form in which they are exported, keys sorted, no blanks, UTF-8. It is computed
    where it is needed and never stored, so that no hash of a text outlives its redaction.
    """
    fields = {
        name: cell
        for name, cell in zip(names, line.cells(), strict=True)
        if cell is not None and name not in without
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).digest()


@dataclass(slots=True)
class OnRecord(Generic[L]):
    """The lines on record that a file's lines are counted against: each is matched once."""

    part: Part[L]
    counts: dict[tuple[str, ...], Counter[bytes]] = field(default_factory=dict)

    def add(self, lines: Iterable[L]) -> None:
        """Count lines that are on record."""
        for line in lines:
            self.counts.setdefault(line.redacted, Counter())[self._key(line, line.redacted)] += 1
        self.counts = dict(sorted(self.counts.items()))  # whole lines are matched first

    def take(self, line: L) -> bool:
        """Return whether the line is on record once more than it was taken before."""
        for redacted, counter in self.counts.items():
            key = self._key(line, redacted)
            if counter[key] > 0:
                counter[key] -= 1
                return True
        return False

    def _key(self, line: L, redacted: tuple[str, ...]) -> bytes:
        return identity(self.part.table.names, line, self.part.left_out.union(redacted))
