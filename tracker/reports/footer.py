"""The footer: what state of the record the report was made from, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker.reports.numbers import counted
from tracker.reports.section import Section, fields
from tracker.scoring import VERSION

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.material import Material

RULE = "Brier, half scale (0 best, 1 worst)"
POLICY = "scheduled: averaged over the scheduled time, the reference where nothing stood"
MASKED = "other people go by letters; forecasts report --names writes their names"


@dataclass(frozen=True, slots=True)
class Footer:
    """Where the numbers come from; head is the ledger's newest seq and hash."""

    as_of: datetime | None
    made_at: datetime
    head: str
    restatements: int
    struck: int
    rule: str
    policy: str
    definitions: int
    program: str


def section(material: Material) -> Section:
    """Return the state of the record and the rules that the report stands on."""
    data = Footer(
        material.as_of, material.now, material.head, len(material.restated), material.struck,
        RULE, POLICY, VERSION, f"forecasts {material.version}",
    )  # fmt: skip
    struck = counted(material.struck, "forecast") if material.struck else ""
    block = fields(
        ("Data as of", times.to_minute(data.as_of) if data.as_of else "nothing recorded yet"),
        ("Report made", times.to_minute(data.made_at)),
        ("Ledger head", data.head),
        ("Restatements", str(data.restatements)),
        ("Struck", f"{struck}, corrected within minutes and never scored" if struck else ""),
        ("Rule", data.rule),
        ("Policy", data.policy),
        ("Names", "" if material.scope.names else MASKED),
        ("Program", f"{data.program}, definitions of scores {data.definitions}"),
    )
    return Section("footer", "About this report", (block,), data)
