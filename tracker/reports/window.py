"""The period that a report is on: its ends, and which rows of the ledger were recorded in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts.model import times
from forecasts.model.times import MICROSECOND
from forecasts.store.as_of import seq_at
from tracker.periods import Length, Period

if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime

PAGES = (Length.DAILY, Length.WEEKLY)  # told on one page; longer ones have a scoring report
NOUNS = {Length.DAILY: "day", Length.WEEKLY: "week", Length.MONTHLY: "month",
         Length.QUARTERLY: "quarter"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period in a zone, read at `ends_at`, or earlier where it is told as it stands so far.

    The rows of the ledger that were recorded in it are those with before_seq < id <= seq; the
    first row of the period before has an id above earlier_seq. late_at: when the report on it was
    written, where that was late; it says what it would have said in time. begins_at: when the first
    row was recorded, where all of them came after it.
    """

    period: Period
    timezone: str
    starts_at: datetime
    ends_at: datetime
    earlier_seq: int
    before_seq: int
    seq: int
    so_far: bool = False
    late_at: datetime | None = None
    begins_at: datetime | None = None

    @classmethod
    def of(
        cls, connection: sqlite3.Connection, period: Period, zone: ZoneInfo, now: datetime
    ) -> Window:
        """Return the window of a period as it can be read at `now`."""
        starts_at, over_at = period.starts_at(zone), period.ends_at(zone)
        # What is told so far holds the rows of this very instant too.
        ends_at = min(over_at, now + MICROSECOND)
        seq = seq_at(connection, ends_at)
        return cls(
            period=period,
            timezone=str(zone),
            starts_at=starts_at,
            ends_at=ends_at,
            earlier_seq=seq_at(connection, period.before.starts_at(zone)),
            before_seq=seq_at(connection, starts_at),
            seq=seq,
            so_far=now < over_at,
            begins_at=_begins_at(connection) if seq == 0 else None,
        )

    @property
    def first(self) -> Period | None:
        """The first period as long that holds a row of the record, where it ends before any."""
        if self.begins_at is None:
            return None
        day = self.begins_at.astimezone(ZoneInfo(self.timezone)).date()
        return Period.of(self.period.length, day)

    @property
    def is_page(self) -> bool:
        """Whether it is told on one page: a day or a week."""
        return self.period.length in PAGES

    @property
    def noun(self) -> str:
        """What it is called: day, week, month or quarter."""
        return NOUNS[self.period.length]

    @property
    def title(self) -> str:
        """The name under which it is told, marked where it is not over yet."""
        return f"{self.period.name} so far" if self.so_far else self.period.name

    @property
    def days(self) -> str:
        """Its first and last day in words, with the zone whose days they are.

        Of a period that is not over, its last day is the day on which it is read.
        """
        last = self.period.end - timedelta(days=1)
        if self.so_far:
            zone = ZoneInfo(self.timezone)
            last = (self.ends_at - MICROSECOND).astimezone(zone).date()
        return f"{_span(self.period.start, max(last, self.period.start))} ({self.timezone})"

    def holds(self, seq: int) -> bool:
        """Return whether a row of the ledger was recorded in it."""
        return self.before_seq < seq <= self.seq

    def held_before(self, seq: int) -> bool:
        """Return whether a row of the ledger was recorded in the period before."""
        return self.earlier_seq < seq <= self.before_seq


def _begins_at(connection: sqlite3.Connection) -> datetime | None:
    (text,) = connection.execute("SELECT min(recorded_at) FROM appends").fetchone()
    return None if text is None else times.from_text(text)


def _span(first: date, last: date) -> str:
    """Return the days from first to last, what they share said once.

    >>> from datetime import date
    >>> _span(date(2026, 11, 16), date(2026, 11, 22))
    '16 to 22 November 2026'
    """
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {end}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{start} to {end}"
