"""Watched: what the indicators stood at when somebody looked, and which are to be looked at."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.reports.numbers import counted
from tracker.reports.section import Address, Command, Entry, Section, Words, fields

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.model.watch import Watch
    from tracker.reports.material import Material

SHOWN = 8
BEFORE = 2  # values before the newest that are told


@dataclass(frozen=True, slots=True)
class Seen:
    """One value of an indicator, or what was seen of it in words."""

    observed_at: datetime
    value: float | None
    words: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a question: what was seen, newest first, and when it is due.

    timezone: of its question, in which its days are told. due_at: None where it is followed no
    more.
    """

    question: str
    title: str
    timezone: str
    name: str
    unit: str | None
    seen: tuple[Seen, ...]
    due: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen of indicators or is due to be looked at; `more` are not listed."""

    indicators: tuple[Indicator, ...]
    more: int


def section(material: Material) -> Section | None:
    """Return the indicators that were looked at in the period or are due; None for none."""
    told = [watch for watch in material.watches if _is_told(watch, material)]
    if not told:
        return None
    told.sort(key=lambda watch: (not _seen(watch, material), watch.due_at, watch.id))
    items = tuple(_indicator(watch, material) for watch in told[:SHOWN])
    data = Watched(items, len(told) - len(items))
    blocks: list[Entry | Words] = [_entry(item, material) for item in items]
    if data.more:
        more = f"And {data.more:,} more: forecasts watch list{material.scope.flag}"
        blocks.append(Words(more, quiet=True))
    return Section("watched", "Watched", tuple(blocks), data)


def _is_told(watch: Watch, material: Material) -> bool:
    return bool(_seen(watch, material)) or watch.is_due(material.now)


def _seen(watch: Watch, material: Material) -> bool:
    """Whether somebody looked in the period; ever, in a report without one."""
    if material.window is None:
        return bool(watch.observations)
    starts_at = material.window.starts_at
    return any(one.observed_at >= starts_at for one in watch.observations)


def _indicator(watch: Watch, material: Material) -> Indicator:
    return Indicator(
        question=watch.question,
        title=watch.title,
        timezone=watch.timezone,
        name=watch.name,
        unit=watch.unit,
        seen=tuple(
            Seen(one.observed_at, one.value, one.words, one.url)
            for one in watch.observations[: -BEFORE - 2 : -1]
        ),
        due=watch.is_due(material.now),
        due_at=None if watch.ended_at else watch.due_at,
    )


def _entry(item: Indicator, material: Material) -> Entry:
    unit, zone = f" {item.unit}" if item.unit else "", ZoneInfo(item.timezone)
    newest, before = item.seen[:1], item.seen[1:]
    stood = "; before, ".join(
        ", ".join(_said(one, of, zone) for one in some)
        for some, of in ((newest, unit), (before, ""))
        if some
    )
    line = Words(f"{stood or 'Nothing seen yet'} · {item.title}")
    where = fields(*(("Source", Address(one.url)) for one in newest if one.url))
    found = (line, where) if where.rows else (line,)
    if not item.due or item.due_at is None:
        return Entry(item.name, found)
    days = (material.now - item.due_at).days
    since = f"since {counted(days, 'day')}" if days else "today"
    name = shlex.quote(item.name)
    typed = f"forecasts watch record {item.question} {name} VALUE --url URL{material.scope.flag}"
    return Entry(item.name, (*found, Words(f"Due {since}."), Command(typed)))


def _said(one: Seen, unit: str, zone: ZoneInfo) -> str:
    value = "" if one.value is None else f"{one.value:,.10g}{unit}"
    words = f"“{one.words}”" if one.words else ""
    day = f"{one.observed_at.astimezone(zone):%Y-%m-%d}"
    return f"{', '.join(filter(None, (value, words))) or 'looked'} on {day}"
