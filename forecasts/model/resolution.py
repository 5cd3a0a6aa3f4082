"""What happened: an outcome, who says so, and three clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model.kinds import ResolutionStatus

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """The stretch [start, end) in which an event is known to have happened; start may equal end."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end < self.start:
            msg = "what happened cannot end before it starts"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One resolution as recorded; the newest row of a question is in force once it need not wait.

    `awaits`: it counts only when a second person has confirmed it. A dispute has the day by which
    it is to be decided, and in `claimed` the outcome that is held against the one on record.
    """

    question_id: int
    status: ResolutionStatus
    known_at: datetime
    outcome: str | None = None
    happened: Interval | None = None
    resolver: str | None = None
    source_url: str | None = None
    quote: str | None = None
    note: str | None = None
    no_source: str | None = None
    awaits: bool = False
    decide_by: datetime | None = None
    claimed: str | None = None
    proposal_id: int | None = None
    id: int = 0
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.status is ResolutionStatus.RESOLVED) != (self.outcome is not None):
            msg = "a resolved question has an outcome, and only a resolved one"
            raise ValueError(msg)
        if self.awaits and not self.status.settles:
            msg = "only what settles a question awaits a second person"
            raise ValueError(msg)
        disputed = self.status is ResolutionStatus.DISPUTED
        if not disputed and (self.decide_by is not None or self.claimed is not None):
            msg = "only a dispute is to be decided by a day, and claims another outcome"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A second look at a resolution, by a person who finds it right."""

    resolution_id: int
    confirmer: str
    note: str | None = None
    entered_by: str | None = None
    id: int = 0
    recorded_at: datetime | None = None

    def is_by_another(self, resolver: str | None) -> bool:
        """Return whether it is another person who confirms than who resolved.

        >>> Confirmation(resolution_id=7, confirmer="Ana").is_by_another("ana")
        False
        """
        return resolver is None or self.confirmer.casefold() != resolver.casefold()
