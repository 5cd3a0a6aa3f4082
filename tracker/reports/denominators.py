"""What is counted: one line of denominators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import Status
from tracker.reports.material import TAKING, VOID, WAITING
from tracker.reports.numbers import counted
from tracker.reports.section import Section, Words

if TYPE_CHECKING:
    from tracker.reports.material import Material


@dataclass(frozen=True, slots=True)
class Denominators:
    """How many questions were asked, and where they stand; other_kind are not counted here."""

    asked: int
    drafts: int
    open: int
    closed: int
    resolved: int
    waiting: int
    void: int
    never_forecast: int
    other_kind: int
    line: str


def section(material: Material) -> Section:
    """Return the line that every other number of the report is a part of."""
    data = count(material)
    blocks = [Words(data.line, whole=True)]
    if window := material.window:
        owned = counted(len(material.owned), "question")
        told = f"First resolved on record in {window.period.name}: {owned}, alone scored here."
        blocks.append(Words(told))
    if material.depth and (found := material.depth.calibration):
        n = found.counts.members
        ended = "the one that has ended" if n == 1 else f"the {n:,} that have ended"
        told = (
            f"Closed: past the close, or answered before it. Calibration counts {ended}, close and"
            " answer-by day passed, without void ones, numbers and dates."
        )
        blocks.append(Words(told, quiet=True))
    if data.never_forecast:
        blocks.append(Words("Never forecast: no number from anybody but mechanical forecasters.",
                            quiet=True))  # fmt: skip
    return Section("denominators", "What is counted", tuple(blocks), data)


def count(material: Material) -> Denominators:
    """Return the counts of the questions in scope, and the line that says them."""
    drafts = len(material.of_status(Status.DRAFT))
    taking = len(material.of_status(*TAKING))
    resolved = len(material.of_status(Status.RESOLVED))
    waiting = len(material.of_status(*WAITING))
    void = len(material.of_status(*VOID))
    closed = resolved + waiting + void
    other = "live" if material.scope.retrospective else "retrospective"
    line = " · ".join(
        (
            f"asked {len(material.asked)}",
            *((f"drafts {drafts}",) if drafts else ()),
            f"open {taking}",
            f"closed {closed} = resolved {resolved} + waiting {waiting} + void {void}",
            f"never forecast {material.never_forecast}",
            f"{other} {material.others}, not counted",
        )
    )
    return Denominators(
        len(material.asked), drafts, taking, closed, resolved, waiting, void,
        material.never_forecast, material.others, line,
    )  # fmt: skip
