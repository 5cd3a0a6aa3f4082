"""News about a question, as somebody noted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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
