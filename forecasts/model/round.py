"""A round: questions on which several people are asked for their numbers, unseen by each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round as known now; `id` is the ledger seq of the first row about it.

    `questions` holds slugs and `forecasters` names. It ends when somebody closes it, and at
    `closes_at` by itself.
    """

    name: str
    questions: tuple[str, ...]
    forecasters: tuple[str, ...]
    opened_at: datetime
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    entered_by: str | None = None
    id: int = 0

    @property
    def ends_at(self) -> datetime | None:
        """The instant from which its numbers are seen; None while nobody has set one."""
        ends = [at for at in (self.closes_at, self.closed_at) if at is not None]
        return min(ends, default=None)

    def is_open(self, now: datetime) -> bool:
        """Return whether numbers entered in it are hidden from the others.

        >>> from datetime import UTC, datetime, timedelta
        >>> at, day = datetime(2026, 11, 2, tzinfo=UTC), timedelta(days=1)
        >>> asked = Round(
        ...     name="W45", questions=(), forecasters=(), opened_at=at, closes_at=at + day
        ... )
        >>> asked.is_open(at), asked.is_open(at + day)
        (True, False)
        """
        return self.ends_at is None or now < self.ends_at

    def asks(self, name: str) -> bool:
        """Return whether the forecaster of that name is asked."""
        return name.casefold() in (known.casefold() for known in self.forecasters)
