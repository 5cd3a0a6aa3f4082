"""Days, weeks, months and quarters: their names, and when they start and end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MONTHS = 12
QUARTER = 3  # months
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
NAMES = re.compile(
    r"(?P<year>\d{4})-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|(?P<month>\d{2})(?:-(?P<day>\d{2}))?)",
    re.ASCII,
)


class Length(StrEnum):
    """How long a period is."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to `end`, which is the first day after it."""

    start: date
    end: date
    length: Length

    @classmethod
    def of(cls, length: Length, day: date) -> Period:
        """Return the period of that length in which a day lies; weeks are ISO 8601's.

        Raises ValueError for the last days of the calendar, after which no other period starts.

        >>> Period.of(Length.WEEKLY, date(2026, 11, 22)).name
        '2026-W47'
        """
        try:
            if length is Length.DAILY:
                return cls(day, day + DAY, length)
            if length is Length.WEEKLY:
                start = day - timedelta(days=day.weekday())
                return cls(start, start + WEEK, length)
            months = 1 if length is Length.MONTHLY else QUARTER
            first = (day.month - 1) // months * months
            year, month = divmod(day.year * MONTHS + first + months, MONTHS)
            return cls(date(day.year, first + 1, 1), date(year, month + 1, 1), length)
        except OverflowError as error:
            raise ValueError(f"{day} lies at the end of the calendar") from error

    @classmethod
    def parse(cls, name: str) -> Period:
        """Return the period of a name such as 2026-W47, 2026-10, 2026-Q3 or 2026-11-22.

        Raises ValueError for any other text, and for a week or day that its year does not have.

        >>> Period.parse("2026-Q3")
        Period(start=datetime.date(2026, 7, 1), end=datetime.date(2026, 10, 1), \
length=<Length.QUARTERLY: 'quarterly'>)
        """
        found = NAMES.fullmatch(name.strip().upper())
        if found is None:
            raise ValueError(f"{name!r} is no period")
        year = int(found["year"])
        if found["week"]:
            return cls.of(Length.WEEKLY, date.fromisocalendar(year, int(found["week"]), 1))
        if found["quarter"]:
            first = (int(found["quarter"]) - 1) * QUARTER + 1
            return cls.of(Length.QUARTERLY, date(year, first, 1))
        if found["day"]:
            return cls.of(Length.DAILY, date.fromisoformat(name.strip()))
        return cls.of(Length.MONTHLY, date(year, int(found["month"]), 1))

    @property
    def name(self) -> str:
        """The name by which the period is typed, and its report filed."""
        if self.length is Length.WEEKLY:
            year, week, _ = self.start.isocalendar()
            return f"{year:04}-W{week:02}"
        if self.length is Length.QUARTERLY:
            return f"{self.start.year:04}-Q{(self.start.month + 2) // QUARTER}"
        return self.start.isoformat() if self.length is Length.DAILY else f"{self.start:%Y-%m}"

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one starts."""
        return Period.of(self.length, self.start - DAY)

    @property
    def after(self) -> Period:
        """The period of the same length that starts where this one ends."""
        return Period.of(self.length, self.end)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """Return the first instant of its first day there, in UTC."""
        return _first_instant(self.start, zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Return the first instant after it there, in UTC.

        >>> from zoneinfo import ZoneInfo
        >>> Period.parse("2026-W43").ends_at(ZoneInfo("Europe/Berlin")).isoformat()
        '2026-10-25T23:00:00+00:00'
        """
        return _first_instant(self.end, zone)


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day starts; where clocks skip midnight, the instant at which they do."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
