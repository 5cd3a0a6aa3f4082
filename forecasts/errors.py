"""Every failure a user can see: what was wrong, what to type instead, and its exit code."""

from __future__ import annotations

from typing import NamedTuple

OK = 0
FAILED = 1
USAGE = 2
BROKEN = 3
BUSY = 75  # EX_TEMPFAIL in sysexits.h: try again later


class ForecastsError(Exception):
    """A request that cannot be done; the message says why, `hint` what to type instead."""

    exit_code = FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(ForecastsError):
    """Words that cannot be read: a probability, a date, an outcome, an option."""

    exit_code = USAGE


class UnknownZoneError(InputError):
    """A time zone that this machine does not know."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(f"{name!r} is no time zone.", hint)
        self.name = name


class NotFoundError(ForecastsError):
    """A question, forecaster or file that is not there, or a name that fits several."""


class NoDatabaseError(NotFoundError):
    """A file that is something else than a database."""


class RefusedError(ForecastsError):
    """A request that is well formed but against the rules of the record."""


class BulkError(ForecastsError):
    """A bulk file with bad rows: all of them are shown and nothing is written."""

    def __init__(self, problems: tuple[Problem, ...], hint: str = "") -> None:
        super().__init__("\n".join(str(problem) for problem in problems), hint)
        self.problems = problems


class DamagedError(ForecastsError):
    """The record does not hold what its chain says it holds."""

    exit_code = BROKEN


class BusyError(ForecastsError):
    """Another process holds the record; the same command may work in a moment."""

    exit_code = BUSY


class Problem(NamedTuple):
    """One bad cell of a bulk file: where it stands and why it cannot be read."""

    file: str
    line: int
    column: str
    why: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.column}: {self.why}" if self.column else f"{where}: {self.why}"
