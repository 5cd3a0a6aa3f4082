"""News about a question, as somebody noted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

EVEN = 1.005  # a ratio nearer to 1 speaks neither way


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was observed about a question, and when; forecaster_id: whose note it is, if anybody's.

    direction, strength: which way it speaks, up or down, and how strongly, 1 to 3, as its author
    saw it. likelihood_ratio: how many times likelier it is if yes than if no.
    """

    question_id: int
    observed_at: datetime
    recorded_at: datetime
    words: str | None = None
    url: str | None = None
    forecaster_id: int | None = None
    direction: str | None = None
    strength: float | None = None
    likelihood_ratio: float | None = None
    entered_by: str | None = None
    id: int = 0

    @property
    def speaks(self) -> str:
        """Which way it speaks, and how strongly; empty where it has no weight.

        >>> from datetime import UTC, datetime
        >>> now = datetime(2026, 11, 1, tzinfo=UTC)
        >>> note = Evidence(question_id=1, observed_at=now, recorded_at=now, likelihood_ratio=0.25)
        >>> note.speaks
        '4 times likelier if no'
        """
        r = self.likelihood_ratio
        if r is None:
            return {"up": "speaks for yes", "down": "speaks for no"}.get(self.direction or "", "")
        if 1.0 / EVEN < r < EVEN:
            return "as likely either way"
        side, times = ("yes", r) if r > 1.0 else ("no", 1.0 / r)
        return f"{float(f'{times:.3g}'):,g} times likelier if {side}"
