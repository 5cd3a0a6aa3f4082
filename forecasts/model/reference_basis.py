"""How a reference class was counted: from which log, of what, over which days, as known when."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBasis:
    """A count of a dated event log; counted: the class that it gave, as `5/19`.

    first, last: the days looked at, both included; per: what a case is. cutoff: only what was
    public before that day was counted, and left_out events were not. sha256: of the log's text.
    """

    log: str
    sha256: str
    kind: str
    first: date
    last: date
    per: str
    cutoff: date
    counted: str
    events: int
    left_out: int

    def as_json(self) -> dict[str, str | int]:
        """Return the basis as JSON holds it."""
        return asdict(self) | {name: getattr(self, name).isoformat() for name in DATES}

    def __str__(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> ReferenceBasis:
        """Return the basis that `str` wrote."""
        values = json.loads(text)
        return cls(**values | {name: date.fromisoformat(values[name]) for name in DATES})

    @property
    def words(self) -> str:
        """How it was counted, in a line."""
        k, _, n = self.counted.partition("/")
        lacking = f"; {self.left_out} later left out" if self.left_out else ""
        return (
            f"{k} of {n} {self.per}s from {self.first} to {self.last} had one of"
            f" {self.kind or 'the events'} in {self.log} ({self.sha256[:12]}), as public before"
            f" {self.cutoff}{lacking}"
        )


DATES = ("first", "last", "cutoff")
