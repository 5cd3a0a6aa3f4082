"""A score taken apart, as data: stretches of time, and of a date its bands of deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.needs import CHOICES

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time with one statement standing; stated is None where the reference filled in.

    stated: a chance, a median (infinite where it lies beyond all that was said), or the chance of a
    date by the last of its deadlines. by: of a date, the chance by the end of each band of them.
    option: of options, the one that is scored, None where nothing is; gone: those that the
    statement gives a share to and that are not on offer, with the share.
    """

    start: datetime
    end: datetime
    stated: float | None
    loss: float
    weight: float
    by: tuple[float, ...] = ()
    option: str | None = None
    gone: tuple[tuple[str, float], ...] = ()

    @property
    def part(self) -> float:
        """What the stretch adds to the score."""
        return self.loss * self.weight

    def as_json(self) -> dict[str, object]:
        """Return the object of one stretch."""
        found: dict[str, object] = {
            "from": times.to_text(self.start),
            "to": times.to_text(self.end),
            "stated": self.stated,
            "loss": self.loss,
            "weight": self.weight,
        }
        return found | {"by": list(self.by)} if self.by else found


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring deadlines with one outcome: what they weigh in the score, and their mean loss.

    first, last: the deadlines at its ends; count: how many there are; happened: by each of them.
    """

    first: datetime
    last: datetime
    count: int
    happened: bool
    loss: float
    weight: float

    @property
    def part(self) -> float:
        """What the band adds to the score."""
        return self.loss * self.weight if self.weight else 0.0

    def as_json(self) -> dict[str, object]:
        """Return the object of one band."""
        return {
            "from": times.to_text(self.first),
            "to": times.to_text(self.last),
            "count": self.count,
            "happened": self.happened,
            "loss": self.loss,
            "weight": self.weight,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A score taken apart: the stretches' losses times weights add up to it, to be checked.

    low, high: bounds of a score whose outcome is known only as an interval. deadlines: the same
    score by bands of deadlines, of a date scored by them; outcome None while it is open.
    """

    question: str
    forecaster: str
    policy: str
    rule: str
    outcome: str | None
    opens_at: datetime
    closes_at: datetime
    known_at: datetime | None
    stretches: tuple[Stretch, ...]
    reference: float | None
    score: float | None
    low: float | None
    high: float | None
    reason: str | None
    kind: str
    deadlines: tuple[Band, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the object of `explain --json`; `deadlines` only where there are any."""
        found: dict[str, object] = {
            "question": self.question,
            "forecaster": self.forecaster,
            "policy": self.policy,
            "rule": self.rule,
            "outcome": self.outcome,
            "opens_at": times.to_text(self.opens_at),
            "closes_at": times.to_text(self.closes_at),
            "known_at": times.maybe_to_text(self.known_at),
            "stretches": [self._stretch(stretch) for stretch in self.stretches],
            "reference": self.reference,
            "sum": self.score,
            "sum_low": self.low,
            "sum_high": self.high,
            "reason": self.reason,
        }
        bands = [band.as_json() for band in self.deadlines]
        return found | {"deadlines": bands} if bands else found

    def _stretch(self, stretch: Stretch) -> dict[str, object]:
        found = stretch.as_json()
        if self.kind not in CHOICES:
            return found
        return found | {"option": stretch.option, "gone": dict(stretch.gone)}
