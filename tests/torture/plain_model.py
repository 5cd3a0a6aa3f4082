"""The record in plain Python: what must stand after each step, and the score of it in fractions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

FIX_WITHIN = timedelta(minutes=15)
HALF = Fraction(1, 2)


@dataclass
class Row:
    """What somebody said; p in percent, None for a withdrawal."""

    made: datetime
    p: int | None
    expires: datetime | None = None
    struck: bool = False


@dataclass
class Asked:
    """A question, its rulings as (status, outcome, known), and the rows of each forecaster."""

    opens: datetime
    closes: datetime
    resolves: datetime
    rate: Fraction = HALF
    revision: int = 1
    rulings: list[tuple[str, str | None, datetime]] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def status(self, now: datetime) -> str:
        """Return where it stands."""
        said = self.rulings[-1][0] if self.rulings else "open"
        if said not in ("open", "reopened"):
            return said
        if now < self.opens:
            return "draft"
        return said if now < self.closes else "closed" if now < self.resolves else "due"

    def takes(self, now: datetime) -> bool:
        """Return whether it takes forecasts."""
        return self.status(now) in ("open", "reopened")

    def live(self, who: str) -> list[Row]:
        """Return the rows that were not struck, in the order of their time."""
        return [row for row in self.rows.get(who, ()) if not row.struck]

    def stands(self, who: str, now: datetime) -> int | None:
        """Return the percentage that stands, or None."""
        last = self.live(who)[-1:]
        return last[0].p if last and (not last[0].expires or now < last[0].expires) else None

    def score(self, who: str) -> Fraction | None:
        """Return the scheduled Brier score of the ruling in force; None where there is none."""
        status, outcome, known = self.rulings[-1] if self.rulings else ("open", None, self.opens)
        until = min(self.closes, known)
        if status != "resolved" or until <= self.opens:
            return None
        rows, stood, loss, y = self.live(who), timedelta(), Fraction(0), int(outcome == "yes")
        for row, after in zip(rows, [*rows[1:], None], strict=True):
            start = max(row.made, self.opens)
            ends = (until, after.made if after else None, row.expires)
            length = min(end for end in ends if end) - start
            if row.p is not None and length > timedelta():
                stood += length
                loss += (Fraction(row.p, 100) - y) ** 2 * whole(length)
        left = whole(until - self.opens - stood) * (self.rate - y) ** 2
        return (loss + left) / whole(self.closes - self.opens) if stood else None


def whole(length: timedelta) -> int:
    """Return a length of time in microseconds."""
    return length // timedelta(microseconds=1)
