"""A sheet as spreadsheets save it: its header in capitals, its cells apart by semicolons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.importers.files import LONGEST, CsvFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forecasts.lines import Problems


class SheetFile(CsvFile):
    """A sheet: set apart by semicolons where its header has some and no comma."""

    def __init__(
        self, path: Path, names: Sequence[str], required: Sequence[str], problems: Problems
    ) -> None:
        super().__init__(path, names, required, problems)
        with path.open("rb") as file:
            head = file.readline(LONGEST)
        if b";" in head and b"," not in head:
            self.delimiter = ";"

    def _header(self, line: int, row: list[str]) -> bool:
        row[:] = [cell.strip().lower() for cell in row]
        return super()._header(line, row)
