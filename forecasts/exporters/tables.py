"""The record as a folder of plain tables, one file each, CSV or JSON Lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.exporters.whole import write_whole
from forecasts.lines import FORECASTERS, FORECASTS, LINKS, QUESTIONS, RESOLUTIONS
from forecasts.lines.json_cells import JsonText
from forecasts.store import lines
from forecasts.store.connection import file_of
from forecasts.store.durable import clear_drafts, folder_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from pathlib import Path
    from typing import TextIO

    from forecasts.lines import Line
    from forecasts.lines.table import Cell

CSV, JSON_LINES = ".csv", ".jsonl"
SUFFIXES = (CSV, JSON_LINES)
# What a spreadsheet runs as a formula, or text that was guarded against that before.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Written:
    """A table's file and how many lines it has, the header not counted."""

    table: str
    file: str
    rows: int


def write(
    connection: sqlite3.Connection,
    folder: Path,
    *,
    as_jsonl: bool = False,
    force: bool = False,
    sealed: Collection[int] = (),
) -> tuple[Written, ...]:
    """Write questions, forecasts, resolutions, forecasters and links into a folder.

    Numbers are written so that they are read back to the last bit; rows of forecasts whose ids
    are `sealed` stay behind. The folder is made when it is not there. Raises RefusedError when one
    of the files is there with something else in it and not `force`, and then writes nothing; all
    are written under other names first, so that none is left half done.
    """
    suffix = JSON_LINES if as_jsonl else CSV
    parts: tuple[tuple[str, tuple[str, ...], Iterable[Line]], ...] = (
        (QUESTIONS.name, QUESTIONS.names, lines.questions(connection)),
        (FORECASTS.name, FORECASTS.names, lines.forecasts(connection, sealed)),
        (RESOLUTIONS.name, RESOLUTIONS.names, lines.resolutions(connection)),
        (FORECASTERS.name, FORECASTERS.names, lines.forecasters(connection)),
        (LINKS.name, LINKS.names, lines.links(connection)),
    )
    _refuse_taken(folder, [name for name, _, _ in parts], suffix)
    form = _write_jsonl if as_jsonl else _write_csv
    files = {
        folder / f"{name}{suffix}": partial(form, names=names, found=found)
        for name, names, found in parts
    }
    with folder_for(folder):
        instead = "Name another folder: forecasts export tables DIR"
        over = "" if force else "Name another folder, or write over it with --force."
        rows = write_whole(files, instead, record=file_of(connection), over=over)
    return tuple(
        Written(name, f"{name}{suffix}", count)
        for (name, _, _), count in zip(parts, rows, strict=True)
    )


def _refuse_taken(folder: Path, tables: Iterable[str], suffix: str) -> None:
    """Raise RefusedError for tables that would stand beside the same in another form."""
    for table in tables:
        clear_drafts(folder, f"{table}{suffix}")
        for other in set(SUFFIXES) - {suffix}:
            path = folder / f"{table}{other}"
            if path.exists():
                raise RefusedError(
                    f"{path} is there already; nothing was written.",
                    "Name another folder: an import could not tell which of the two to read.",
                )


def _write_csv(file: TextIO, names: tuple[str, ...], found: Iterable[Line]) -> int:
    import csv

    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    rows = 0
    for line in found:
        writer.writerow([csv_cell(cell) for cell in line.cells()])
        rows += 1
    return rows


def csv_cell(cell: Cell) -> str:
    """Return a cell's text; an apostrophe keeps a spreadsheet from running it as a formula.

    >>> csv_cell("=1+1"), csv_cell(0.1), csv_cell(True)
    ("'=1+1", '0.1', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if FORMULA.match(cell) else cell
    return "true" if cell is True else repr(cell)


def _write_jsonl(file: TextIO, names: tuple[str, ...], found: Iterable[Line]) -> int:
    rows = 0
    for line in found:
        cells = zip(names, line.cells(), strict=True)
        row = {name: _json_cell(cell) for name, cell in cells if cell is not None}
        file.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
        rows += 1
    return rows


def _json_cell(cell: Cell) -> object:
    return json.loads(cell) if isinstance(cell, JsonText) else cell
