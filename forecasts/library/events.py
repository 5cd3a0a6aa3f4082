"""A log of dated public facts: what happened, from when on it was public, and who says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.library.table import Table, whole
from forecasts.model import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecasts.errors import ForecastsError


PAIR = 2


class Checked(StrEnum):
    """How the date of a fact was checked: read in its source, or common knowledge."""

    TEXT = "text"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Who says so, and where; `day` is the date that the source bears."""

    publisher: str
    title: str | None = None
    url: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact, on the days [day, last_day] of the place where it happened.

    It may be used from `published_on` on. `value` is the number of a statistic; then the days are
    those of the year that it is about.
    """

    kind: str
    day: date
    last_day: date
    published_on: date
    what: str
    source: Citation
    checked: Checked
    value: float | None = None

    def __post_init__(self) -> None:
        if self.last_day < self.day:
            msg = f"it ends on {self.last_day}, before it begins"
            raise ValueError(msg)
        if self.published_on < self.day:
            msg = f"it was public on {self.published_on}, before it happened"
            raise ValueError(msg)
        if self.value is not None and self.published_on < self.last_day:
            msg = f"a number about days up to {self.last_day} cannot be public before: say when"
            raise ValueError(msg)
        if self.checked is Checked.TEXT and self.source.url is None:
            msg = "what was checked in a text has its url"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event; `complete` are the years all of whose events the log lists."""

    id: str
    title: str
    complete: range = range(0)


@dataclass(frozen=True, slots=True)
class EventLog:
    """Events in the order of their days, each of a kind of the table."""

    kinds: tuple[Kind, ...]
    events: tuple[Event, ...]

    def kind(self, id_: str) -> Kind | None:
        """Return the kind of that id, or None."""
        return next((kind for kind in self.kinds if kind.id == id_), None)

    def of(self, kind: str, *, by: date = date.max) -> Iterator[Event]:
        """Yield the events of a kind that were public on or before the day `by`.

        >>> from forecasts.library import event_log
        >>> died = next(event_log().of("nk-leader-dies"))
        >>> str(died.day), str(died.published_on)
        ('2011-12-17', '2011-12-19')
        >>> list(event_log().of("nk-leader-dies", by=date(2011, 12, 18)))
        []
        """
        return (e for e in self.events if e.kind == kind and e.published_on <= by)


def read(file: str, text: str) -> EventLog:
    """Return the log that the TOML text states; `file` is named in what is raised.

    Raises ForecastsError saying which event and key is wrong, and how: an unknown kind, a day named
    twice for one kind, an event that stands before an earlier one.
    """
    top = whole(file, "log", text)
    found = EventLog(top.each("kinds", "kind", _kind), top.each("events", "event", _event))
    for wrong in _disorder(found, top):
        raise wrong
    return found


def _disorder(found: EventLog, top: Table) -> Iterator[ForecastsError]:
    kinds = {kind.id for kind in found.kinds}
    for event in found.events:
        if event.kind not in kinds:
            yield top.wrong(f"{event.day}: there is no kind {event.kind!r}")
    for one, after in pairwise(found.events):
        if after.day < one.day:
            yield top.wrong(f"{after.kind} of {after.day} stands after {one.kind} of {one.day}")
    counted = Counter((event.kind, event.day) for event in found.events)
    for (kind, day), count in counted.items():
        if count > 1:
            yield top.wrong(f"{kind} stands twice on {day}")


def _kind(table: Table) -> Kind:
    years = table.may("complete", list)
    return Kind(
        table.need("id", str), table.need("title", str), _years(years) if years else range(0)
    )


def _years(found: list[object]) -> range:
    years = [year for year in found if type(year) is int]
    first, last = years if len(years) == len(found) == PAIR else (0, 0)
    if not times.FIRST_YEAR <= first <= last <= times.LAST_YEAR:
        msg = (
            f"complete is the first year and the last, such as [2000, 2025], and not {found!s:.40}"
        )
        raise ValueError(msg)
    return range(first, last + 1)


def _event(table: Table) -> Event:
    day = table.need("date", date)
    return Event(
        kind=table.need("kind", str),
        day=day,
        last_day=table.may("to", date) or day,
        published_on=table.may("published_on", date) or day,
        what=table.need("what", str),
        source=Citation(
            publisher=table.need("publisher", str),
            title=table.may("title", str),
            url=table.may("url", str),
            day=table.may("dated", date),
        ),
        checked=Checked(table.need("checked", str)),
        value=table.may("value", float),
    )
