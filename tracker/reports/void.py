"""Void, disputed, restated: what does not count, and what counts otherwise than it once did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import Status
from tracker.reports.section import Section, Table, Words

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.reports.material import Material, Restated
    from tracker.reports.section import Block

SHOWN = 8


@dataclass(frozen=True, slots=True)
class VoidQuestion:
    """A question that was annulled or found ambiguous, and why."""

    question: str
    title: str
    status: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """A question whose outcome is disputed; its scores are withheld."""

    question: str
    title: str
    why: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Void:
    """The void, the disputed and the restated questions; more_* are not listed."""

    void: tuple[VoidQuestion, ...]
    more_void: int
    restated: tuple[Restated, ...]
    more_restated: int
    disputed: tuple[Disputed, ...] = ()


def section(material: Material) -> Section | None:
    """Return what was annulled, ambiguous, disputed or resolved anew; None where nothing was."""
    found = tuple(
        VoidQuestion(one.question.slug, one.question.title, one.status.value, one.resolution.note)
        for one in material.voided
        if one.resolution
    )
    again, disputed = material.restated, _disputed(material)
    if not found and not again and not disputed:
        return None
    data = Void(
        found[:SHOWN], len(found[SHOWN:]), again[:SHOWN], len(again[SHOWN:]), disputed[:SHOWN]
    )
    blocks: list[Block] = []
    if data.void:
        rows = tuple((one.title, one.status, one.why or "-") for one in data.void)
        caption = "Void: never scored, in no average"
        blocks.append(Table(("question", "ruling", "why"), rows, frozenset(), caption))
    if data.disputed:
        open_ = tuple((one.title, one.why or "-", _day(one.since)) for one in data.disputed)
        caption = "Disputed: scores withheld, in no average until it is settled"
        blocks.append(Table(("question", "why", "since"), open_, frozenset(), caption))
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
    return Section("void", "Void, disputed and restated", tuple(blocks), data)


def _disputed(material: Material) -> tuple[Disputed, ...]:
    """Return the questions under dispute, which a page tells among those that need a person."""
    if material.window is not None and material.window.is_page:
        return ()
    return tuple(
        Disputed(one.question.slug, one.question.title, ruled.note, ruled.recorded_at)
        for one in material.of_status(Status.DISPUTED)
        if (ruled := one.resolution)
    )


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "-"
