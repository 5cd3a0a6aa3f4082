"""What a number of resolved questions allows to be shown, and when the next part arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.scoring import DAY_US

if TYPE_CHECKING:
    from tracker.columns.cohort import Cohort
    from tracker.columns.votes import Cast

CURVE, DECOMPOSITION, EACH = 30, 100, 10  # resolved questions
YEAR_DAYS = 365
LONGEST_DAYS = 100 * YEAR_DAYS  # further ahead nothing is foretold


@dataclass(frozen=True, slots=True)
class Floor:
    """A part that needs more resolved questions; arrives_at: at the pace of the last year, or None.

    a_year: how many a year end and have a vote, at that pace.
    """

    part: str
    needs: int
    questions: int
    a_year: float
    arrives_at: datetime | None


PARTS = (("the curve", CURVE), ("the decomposition", DECOMPOSITION))


def few(n: int, floor: int) -> str | None:
    """Return why n resolved questions are too few, None when they are enough.

    >>> few(14, 30), few(30, 30)
    ('14 of the 30 resolved questions that it needs', None)
    """
    return None if n >= floor else f"{n} of the {floor} resolved questions that it needs"


def arrival(found: Cohort, cast: Cast, at_us: int, n: int) -> tuple[Floor, ...]:
    """Return what is missing, with the day on which it is there at the pace of the last year."""
    voted = {*cast.question.tolist()}
    members = [member for member in found.members if member.id in voted]
    missing = [(part, needs) for part, needs in PARTS if n < needs]
    since_us = at_us - YEAR_DAYS * DAY_US
    if members:
        since_us = max(since_us, min(member.opens_us for member in members))
    lately = sum(since_us < member.ends_us <= at_us for member in members)
    days = (at_us - since_us) / DAY_US
    a_day = lately / days if days > 0 else 0.0
    floors = []
    for part, needs in missing:
        wait = (needs - n) / a_day if a_day > 0 else LONGEST_DAYS
        there = times.from_us(at_us) + timedelta(days=wait) if wait < LONGEST_DAYS else None
        floors.append(Floor(part, needs, n, a_day * YEAR_DAYS, there))
    return tuple(floors)
