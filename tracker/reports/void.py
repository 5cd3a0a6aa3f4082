"""Void and restated: what no longer counts, and what counts otherwise than it once did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports.section import Section, Table, Words

if TYPE_CHECKING:
    from tracker.reports.material import Material, Restated
    from tracker.reports.section import Block

SHOWN = 20


@dataclass(frozen=True, slots=True)
class VoidQuestion:
    """A question that was annulled or found ambiguous, and why."""

    question: str
    title: str
    status: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Void:
    """The void and the restated questions; more_* are not listed."""

    void: tuple[VoidQuestion, ...]
    more_void: int
    restated: tuple[Restated, ...]
    more_restated: int


def section(material: Material) -> Section | None:
    """Return what was annulled, found ambiguous or resolved anew; None where nothing was."""
    found = tuple(
        VoidQuestion(one.question.slug, one.question.title, one.status.value, one.resolution.note)
        for one in material.voided
        if one.resolution
    )
    again = material.restated
    if not found and not again:
        return None
    data = Void(found[:SHOWN], len(found[SHOWN:]), again[:SHOWN], len(again[SHOWN:]))
    blocks: list[Block] = []
    if data.void:
        rows = tuple((one.title, one.status, one.why or "-") for one in data.void)
        caption = "Void: never scored, in no average"
        blocks.append(Table(("question", "ruling", "why"), rows, frozenset(), caption))
    if data.restated:
        changed = tuple(
            (one.title, one.before, one.after, f"{one.recorded_at:%Y-%m-%d}")
            for one in data.restated
        )
        caption = "Restated: scored anew under the later ruling; the earlier scores stay on record"
        blocks.append(
            Table(("question", "it was", "it is", "since"), changed, frozenset(), caption)
        )
    if more := data.more_void + data.more_restated:
        blocks.append(Words(f"And {more:,} more.", quiet=True))
    return Section("void", "Void and restated", tuple(blocks), data)
