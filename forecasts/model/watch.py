"""An indicator that somebody follows for a question: what is counted, how often, and its values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What an indicator stood at, or what was seen of it in words; `id` 0 before it is kept."""

    observed_at: datetime
    value: float | None = None
    words: str | None = None
    url: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """An indicator, to be looked at every so many days until it ends; observations oldest first.

    title, timezone: of its question, in whose zone its days are told. id: of the indicator; row_id:
    of its newest row. began_at: when it was first put on record. settled: whether its question is,
    so that nobody is to look any more.
    """

    question_id: int
    question: str
    title: str = ""
    timezone: str = "UTC"
    name: str
    every_days: float
    began_at: datetime
    unit: str | None = None
    ended_at: datetime | None = None
    observations: tuple[Observation, ...] = ()
    id: int = 0
    row_id: int = 0
    settled: bool = False

    @property
    def last(self) -> Observation | None:
        """The newest observation."""
        return self.observations[-1] if self.observations else None

    @property
    def is_followed(self) -> bool:
        """Whether somebody is to look at it again at all."""
        return self.ended_at is None and not self.settled

    @property
    def due_at(self) -> datetime:
        """When it is to be looked at next: so many days after the last look, or the beginning."""
        since = self.last.observed_at if self.last else self.began_at
        return since + timedelta(days=self.every_days)

    def is_due(self, now: datetime) -> bool:
        """Return whether it is due to be looked at.

        >>> from datetime import UTC, datetime
        >>> began = datetime(2026, 1, 1, tzinfo=UTC)
        >>> one = Watch(question_id=1, question="q", name="n", every_days=7.0, began_at=began)
        >>> one.is_due(datetime(2026, 1, 7, tzinfo=UTC))
        False
        """
        return self.is_followed and self.due_at <= now
