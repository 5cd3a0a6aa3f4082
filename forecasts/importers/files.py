"""Files of rows, CSV or JSON Lines: their cells by column, and what cannot be read of them."""

from __future__ import annotations

import json
import re
from io import BytesIO, StringIO
from operator import itemgetter
from typing import TYPE_CHECKING

from forecasts.lines import json_cells
from forecasts.lines.text import meant, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from forecasts.lines import Problems

LONGEST = 1_000_000  # bytes of a line: far above any rationale, far below what fills the memory
BLOCK = 1 << 16  # bytes that are decoded together
BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A text that a spreadsheet would run as a formula is exported behind an apostrophe.
GUARDED = re.compile(r"'+[=+\-@\t\r]")

# The line on which it starts, and its cells in the order of the columns.
Row = tuple[int, list[object] | tuple[object, ...]]


class RowFile:
    """A file of rows of a table; `names` are the columns it may have, `required` those it must.

    `columns` holds the columns met so far, `done` the bytes read; `whole` turns false when there
    are rows of which nothing is known. `given` are the places of the columns that may be filled.
    """

    def __init__(
        self, path: Path, names: Sequence[str], required: Sequence[str], problems: Problems
    ) -> None:
        self.path = path
        self.names = names
        self.required = required
        self.problems = problems
        self.columns: set[str] = set()
        self.given: tuple[int, ...] = tuple(range(len(names)))
        self.bad_lines: set[int] = set()
        self.done = 0
        self.whole = True
        self.ended = False  # at a line that is too long to be read
        self.guarded = False  # an apostrophe was met, which may guard a formula

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be read; the others are noted as problems."""
        raise NotImplementedError

    def note(self, line: int, column: str, why: str) -> None:
        """Note a problem with one line."""
        self.problems.add(self.path.name, line, column, why)

    def unread(self, line: int, why: str, column: str = "") -> None:
        """Note a line, and perhaps all after it, of which not even the first cell is known."""
        self.whole = False
        self.note(line, column, why)

    def lines(self) -> Iterator[str]:
        """Yield the file's lines with their ends, as UTF-8; a byte order mark is dropped."""
        with self.path.open("rb") as file:
            start = file.read(len(BOM))
            if start.startswith(UTF_16):
                self.unread(1, "the file is UTF-16: save it as UTF-8")
                return
            if start != BOM:
                file.seek(0)
            number = 0
            while block := file.read(BLOCK):
                block += file.readline(LONGEST + 1)
                self.done += len(block)
                plain = _plain(block)
                if plain is None:
                    yield from self._one_by_one(number, block)
                    if self.ended:
                        return
                else:
                    self.guarded = self.guarded or "'" in plain
                    yield from StringIO(plain, newline="\n")
                number += block.count(b"\n")

    def _one_by_one(self, number: int, block: bytes) -> Iterator[str]:
        """Yield the lines of a block in which something is wrong, noting where."""
        self.guarded = True
        for raw in BytesIO(block):
            number += 1
            if len(raw) > LONGEST:
                self.unread(number, f"the line is longer than {LONGEST:,} bytes")
                self.ended = True
                return
            yield self._decoded(number, raw)

    def _decoded(self, number: int, raw: bytes) -> str:
        if b"\0" in raw:
            self.bad_lines.add(number)
            self.unread(number, "it holds a NUL byte: is this a text file?")
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            self.bad_lines.add(number)
            self.unread(number, f"byte {error.start + 1} is not UTF-8: save the file as UTF-8")
            return raw.decode(errors="replace")


def _plain(block: bytes) -> str | None:
    """Return the text of whole lines, or None where something is wrong with one of them."""
    # A block holds less than the longest line does, so that only its last line can be too long.
    last = block.rfind(b"\n", 0, len(block) - 1) + 1
    if b"\0" in block or len(block) - last > LONGEST:
        return None
    try:
        return block.decode()
    except UnicodeDecodeError:
        return None


class CsvFile(RowFile):
    """Comma-separated values with a header, RFC 4180."""

    delimiter = ","

    def rows(self) -> Iterator[Row]:
        """Yield the rows under the header, with an empty text for each column left out."""
        import csv

        csv.field_size_limit(LONGEST)  # Python's own limit is 131,072
        reader = csv.reader(self.lines(), strict=True, delimiter=self.delimiter)
        pick: Callable[[list[str]], tuple[str, ...]] | None = None
        while True:
            start = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                self.unread(start, f"the quotes do not match ({error}); the rest was not read")
                return
            if row is None:
                break
            if not row or self._is_bad(start, reader.line_num):
                continue
            if pick is None:
                if not self._header(start, row):
                    return
                # A column left out is read from what is appended, at place -1.
                pick = itemgetter(*(row.index(name) if name in row else -1 for name in self.names))
                width = len(row)
            elif len(row) != width:
                self.unread(start, f"it has {len(row)} cells, and the header has {width}")
            else:
                yield start, pick(self._unguarded(row))
        if pick is None and self.whole:
            self.unread(1, f"it has no header: write {','.join(self.required)}")

    def _is_bad(self, first: int, last: int) -> bool:
        return bool(self.bad_lines) and not self.bad_lines.isdisjoint(range(first, last + 1))

    def _header(self, line: int, row: list[str]) -> bool:
        """Return whether the header names the table's columns, noting where it does not."""
        before = self.problems.count
        row[:] = [cell.strip() for cell in row]
        if len(row) == 1 and re.search("[;\t]", row[0]):
            self.unread(line, "set the columns apart by commas")
            return False
        for column in row:
            if column not in self.names:
                why = f"there is no such column{meant(column, self.names)}"
                self.unread(line, why, shown(column))
            elif row.count(column) > 1:
                self.unread(line, "it stands in the header more than once", column)
        for column in self.required:
            if column not in row:
                self.unread(line, "the column is missing", column)
        self.columns.update(row)
        self.given = tuple(at for at, name in enumerate(self.names) if name in row)
        return self.problems.count == before

    def _unguarded(self, row: list[str]) -> list[str]:
        """Return the cells without their guard, and an empty one after the last."""
        if self.guarded:
            row = [cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell for cell in row]
        row.append("")
        return row


class JsonLinesFile(RowFile):
    """One JSON object a line."""

    def rows(self) -> Iterator[Row]:
        """Yield the objects' values, with None for each column left out."""
        decoder = json_cells.decoder()
        known = frozenset(self.names)
        for number, line in enumerate(self.lines(), 1):
            if number in self.bad_lines or not line.strip():
                continue
            try:
                found = decoder.decode(line)
            except (ValueError, RecursionError) as error:
                self.unread(number, _why_no_json(error))
                continue
            if not isinstance(found, dict):
                self.unread(number, f"{shown(found)} is no JSON object")
            elif unknown := found.keys() - known:
                for key in sorted(unknown):
                    why = f"there is no such key{meant(key, self.names)}"
                    self.unread(number, why, shown(key))
            else:
                self.columns.update(found)
                yield number, [found.get(name) for name in self.names]


def _why_no_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is no JSON object: {error.msg.lower()} at character {error.pos + 1}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


KINDS: dict[str, type[RowFile]] = {".csv": CsvFile, ".jsonl": JsonLinesFile}
