"""The names of the time policies, as typed and stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from forecasts.model import times

HOUR_US = 3_600_000_000
_HOURS = {"h": 1, "d": 24, "w": 168}


class Kind(StrEnum):
    """How a policy turns a path of forecasts into one score."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    LAST = "last"
    SPOT = "spot"
    BEFORE_CLOSE = "before-close"
    AT = "at"


@dataclass(frozen=True, slots=True)
class Policy:
    """A time policy; `hours` is how long before the close a before-close snapshot is taken.

    at_us: the one instant, of all questions, at which an "at" snapshot is taken; it is never typed
    as the name of a policy.

    >>> str(Policy.parse("before-close:2w"))
    'before-close:14d'
    """

    kind: Kind
    hours: int = 0
    at_us: int = 0

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Return the policy of that name; raise ValueError, saying the names, for any other."""
        name, colon, length = text.strip().partition(":")
        if not colon and name in ("scheduled", "open", "last", "spot"):
            return cls(Kind(name))
        match = re.fullmatch(r"([0-9]{1,5})([hdw])", length)
        if name == "before-close" and match and int(match[1]) > 0:
            return cls(Kind.BEFORE_CLOSE, int(match[1]) * _HOURS[match[2]])
        msg = f"{text!r} is no policy: scheduled, open, last, spot or before-close:7d"
        raise ValueError(msg)

    def instant_us(self, opens_us: int, closes_us: int, ends_us: int, spot_us: int) -> int:
        """Return the instant at which a snapshot policy looks; the opening for the others."""
        instants = {
            Kind.LAST: ends_us - 1,
            Kind.SPOT: spot_us,
            Kind.BEFORE_CLOSE: closes_us - self.hours * HOUR_US,
            Kind.AT: self.at_us,
        }
        return instants.get(self.kind, opens_us)

    def __str__(self) -> str:
        if self.kind is Kind.AT:
            return f"at:{times.to_text(times.from_us(self.at_us))}"
        if self.kind is not Kind.BEFORE_CLOSE:
            return self.kind.value
        days, rest = divmod(self.hours, 24)
        return f"before-close:{self.hours}h" if rest else f"before-close:{days}d"
