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
    from tracker.reports.window import Window

RULE = "Brier, half scale (0 best, 1 worst)"
POLICY = "scheduled: averaged over the scheduled time, the reference where nothing stood"
IN_TIME = "without forecasts that were recorded after the outcome of their question was known"
MASKED = "other people go by letters; --names writes their names"


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
    period: str | None
    late_at: datetime | None
    recorded_only: bool


def section(material: Material) -> Section:
    """Return the state of the record and the rules that the report stands on."""
    window = material.window
    data = Footer(
        material.as_of, material.now, material.head, len(material.restated), material.struck,
        RULE, POLICY, VERSION, f"forecasts {material.version}",
        window.period.name if window else None, window.late_at if window else None,
        material.scope.recorded_only,
    )  # fmt: skip
    struck = counted(material.struck, "forecast") if material.struck else ""
    block = fields(
        ("Data as of", times.to_minute(data.as_of) if data.as_of else "nothing recorded yet"),
        ("Period", f"{window.title}: {window.days}" if window else ""),
        ("Read as of", _read_at(window) if window else ""),
        (
            "Late",
            f"written {times.to_minute(data.late_at)}; it says what it would have said in time"
            if data.late_at
            else "",
        ),
        ("Report made", "" if window else times.to_minute(data.made_at)),
        ("Ledger head", data.head),
        ("Counted", IN_TIME if data.recorded_only else ""),
        ("Restatements", str(data.restatements)),
        ("Struck", f"{struck}, corrected within minutes and never scored" if struck else ""),
        ("Rule", data.rule),
        ("Policy", data.policy),
        ("Names", "" if material.scope.names else MASKED),
        ("Program", f"{data.program}, definitions of scores {data.definitions}"),
    )
    return Section("footer", "About this report", (block,), data)


def _read_at(window: Window) -> str:
    """Return the instant at which the record was read, and its last row by then."""
    at = window.ends_at - times.MICROSECOND if window.so_far else window.ends_at
    return f"{times.to_minute(at)}, seq {window.seq:,}"
