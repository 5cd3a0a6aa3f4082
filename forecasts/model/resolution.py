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
    """One resolution as recorded; the newest row of a question is the one in force."""

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
    id: int = 0
    recorded_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.status is ResolutionStatus.RESOLVED) != (self.outcome is not None):
            msg = "a resolved question has an outcome, and only a resolved one"
            raise ValueError(msg)
