"""The bad rows of bulk files: the first ones in full, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from forecasts.errors import BulkError, Problem

SHOWN = 50  # problems that are printed; a file of a million bad rows has one cause


@dataclass(slots=True)
class Problems:
    """What is wrong with the rows that were read so far."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, file: str, line: int, column: str, why: str) -> None:
        """Note one bad cell; an empty column means the whole row."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(Problem(file, line, column, why))

    def refuse(self) -> None:
        """Raise BulkError when anything was noted."""
        if self.count:
            rest = f"… and {self.count - SHOWN:,} more.\n" if self.count > SHOWN else ""
            raise BulkError(tuple(self.first), f"{rest}Nothing was written.")
