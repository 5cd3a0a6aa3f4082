"""The bad rows of bulk files: the first ones in full, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from forecasts.errors import BulkError, Problem

SHOWN = 50  # problems that are printed; a file of a million bad rows has one cause
NAIVE = "has no offset from UTC: end it with Z"  # a whole column has it: said once, with a count
LISTED = 20  # lines of them that are named


@dataclass(slots=True)
class Problems:
    """What is wrong with the rows that were read so far."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0
    naive: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, file: str, line: int, column: str, why: str) -> None:
        """Note one bad cell; an empty column means the whole row."""
        if why.endswith(NAIVE):
            lines = self.naive.setdefault((file, column), [])
            lines.append(line)
            if len(lines) > 1:
                return
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(Problem(file, line, column, why))

    def refuse(self) -> None:
        """Raise BulkError when anything was noted."""
        if self.count:
            rest = f"… and {self.count - SHOWN:,} more.\n" if self.count > SHOWN else ""
            found = tuple(self._told(problem) for problem in self.first)
            raise BulkError(found, f"{rest}Nothing was written.")

    def _told(self, problem: Problem) -> Problem:
        """Return a problem with the count of the others of its column, where it stands for them."""
        lines = self.naive.get((problem.file, problem.column), [])
        if len(lines) <= 1 or not problem.why.endswith(NAIVE):
            return problem
        named = ", ".join(str(line) for line in lines[1 : LISTED + 1])
        more = " …" if len(lines) > LISTED + 1 else ""
        others = f"{len(lines) - 1:,} more like it, line {named}{more}"
        return problem._replace(why=f"{problem.why} ({others})")
