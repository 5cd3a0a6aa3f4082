"""A folder of plain tables, read: questions, forecasts, resolutions, forecasters and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.errors import InputError, NotFoundError
from forecasts.importers.files import KINDS
from forecasts.lines import (
    FORECASTERS,
    FORECASTS,
    LINKS,
    QUESTIONS,
    RESOLUTIONS,
    Part,
    Problems,
    RowError,
    Tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from forecasts.lines import Table
    from forecasts.lines.table import L

ALL = (QUESTIONS, FORECASTS, RESOLUTIONS, FORECASTERS, LINKS)
STEP = 5_000  # rows between two reports of progress
LONG = 5_000_000  # bytes, about a second of reading; less is not worth a bar


def read(folder: Path, told: Callable[[int, int], None] | None = None) -> Tables:
    """Return what the tables in a folder hold; bad rows are in `problems`, and no good line.

    Any of the five may be missing. `told(done, total)` hears of progress, in bytes. Raises
    NotFoundError where there is no table, InputError where one is there twice.
    """
    paths = _paths(folder)
    problems = Problems()
    progress = _Progress(told, sum(path.stat().st_size for path in paths.values()))

    def part(table: Table[L]) -> Part[L]:
        path = paths.get(table.name)
        if path is None:
            return Part(table, "", frozenset(), ())
        return _part(table, path, problems, progress)

    return Tables(
        questions=part(QUESTIONS),
        forecasts=part(FORECASTS),
        resolutions=part(RESOLUTIONS),
        forecasters=part(FORECASTERS),
        links=part(LINKS),
        problems=problems,
        not_read=_not_read(folder, paths),
    )


def _paths(folder: Path) -> Mapping[str, Path]:
    """Return table name -> its file."""
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise NotFoundError(f"{folder} {what}.", "Name the folder that holds forecasts.csv.")
    found: dict[str, Path] = {}
    for table in ALL:
        places = (folder / f"{table.name}{suffix}" for suffix in KINDS)
        here = [path for path in places if path.is_file()]
        if len(here) > 1:
            raise InputError(
                f"{here[0]} and {here[1].name} are both there.", "Keep one and remove the other."
            )
        if here:
            found[table.name] = here[0]
    if not found:
        listed = ", ".join(table.name for table in ALL)
        raise NotFoundError(
            f"there is no table in {folder}.", f"Put one there, .csv or .jsonl: {listed}."
        )
    return found


def _not_read(folder: Path, paths: Mapping[str, Path]) -> tuple[str, ...]:
    """Return the names of other files in the folder that look like tables."""
    found = (path for path in folder.iterdir() if path.suffix in KINDS)
    return tuple(sorted(path.name for path in found if path not in paths.values()))


class _Progress:
    """How much of all the files was read."""

    def __init__(self, told: Callable[[int, int], None] | None, total: int) -> None:
        self.told = told if total > LONG else None
        self.total = total
        self.before = 0

    def report(self, done: int) -> None:
        if self.told:
            self.told(self.before + done, self.total)

    def finish(self, done: int) -> None:
        self.before += done
        self.report(0)


def _part(table: Table[L], path: Path, problems: Problems, progress: _Progress) -> Part[L]:
    """Read one file into the lines of its table."""
    empty = [column.read(None) for column in table.columns]
    reads = [column.read for column in table.columns]
    file = KINDS[path.suffix](path, table.names, table.names[: table.required], problems)
    lines: list[L] = []
    spoilt: set[str] = set()
    for count, (number, cells) in enumerate(file.rows()):
        try:
            values = empty.copy()
            for at in file.given:
                cell = cells[at]
                if cell is not None and cell != "":
                    values[at] = reads[at](cell)
            if None in values[: table.required]:
                raise ValueError  # noqa: TRY301 - told apart below, off the fast path
            lines.append(table.make(*values, number))
        except (ValueError, InputError, RecursionError):
            spoilt.add(str(cells[0]).strip())
            for column, why in _explained(table, cells):
                file.note(number, column, why)
        if count % STEP == 0:
            progress.report(file.done)
    progress.finish(path.stat().st_size)
    return Part(table, path.name, frozenset(file.columns), lines, frozenset(spoilt), file.whole)


def _explained(table: Table[L], cells: Sequence[object]) -> Iterator[tuple[str, str]]:
    """Yield (column, why) for each bad cell of a row, else for cells that do not go together."""
    bad = False
    values: list[object] = []
    for column, cell in zip(table.columns, cells, strict=True):
        why = ""
        try:
            values.append(column.read(cell))
        except (ValueError, InputError) as error:
            why = error.message if isinstance(error, InputError) else str(error)
        except RecursionError:
            why = "it is nested too deeply"
        else:
            if values[-1] is None and column.name in table.names[: table.required]:
                why = "it is empty"
        if why:
            bad = True
            yield column.name, why
    if not bad:
        try:
            table.make(*values, 0)
        except RowError as error:
            yield error.column, str(error)
