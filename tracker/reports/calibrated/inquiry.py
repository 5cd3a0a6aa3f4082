"""Whose calibration is asked for, by which votes, and at which instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.columns.stood import CHANCE_KINDS
from tracker.scoring.policy import Kind, Policy

if TYPE_CHECKING:
    from datetime import datetime

KINDS = (*CHANCE_KINDS, "numeric", "date")
COMPANION_HOURS = 7 * 24  # of the one vote a question that stands beside path votes
NO_CHANCES = "a number has no yes and no: see intervals"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whose calibration, at which instant; hours: of a fixed horizon, None for path votes.

    name: as it is said; of several people, whose votes are taken together, of all of them.
    forecaster_ids: theirs. seq: the newest entry of the record that counts. recorded_only: whether
    the record was opened without what was recorded after outcomes were known (`as_of`, in time).
    """

    name: str
    forecaster_ids: tuple[int, ...]
    at: datetime
    seq: int
    hours: int | None = None
    kind: str | None = None
    topic: str | None = None
    resolved_so_far: bool = False
    recorded_only: bool = False

    def of_resolved_so_far(self) -> Inquiry:
        """Return the same of whatever has an outcome already: a biased choice."""
        return replace(self, resolved_so_far=True)

    @property
    def pooled(self) -> bool:
        """Whether several people's votes are taken together."""
        return len(self.forecaster_ids) > 1

    @property
    def day(self) -> str:
        """The last day that counts: at midnight, the day that ends then."""
        return f"{self.at - timedelta(microseconds=1):%Y-%m-%d}"

    @property
    def votes(self) -> str:
        """The name of the votes, as it is typed."""
        return "path" if self.hours is None else self.one_vote

    @property
    def one_vote_hours(self) -> int:
        """How long before the close the one vote a question is taken."""
        return self.hours or COMPANION_HOURS

    @property
    def one_vote(self) -> str:
        """The name of that horizon."""
        return str(Policy(Kind.BEFORE_CLOSE, self.one_vote_hours))

    @property
    def chance_kinds(self) -> tuple[str, ...]:
        """The kinds whose votes make the curve; dates alone, since each has many deadlines."""
        return CHANCE_KINDS if self.kind is None else (self.kind,)
