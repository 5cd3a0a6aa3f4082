"""Dates as people type them, read as instants: a deadline lets its day in, an opening starts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from forecasts.errors import InputError, UnknownZoneError
from forecasts.model import Interval, times

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

WAYS = (
    "Type 2026-11-03, '3 November 2026', 2026-Q4, 2027-03, 'in 3 weeks', 'end of 2027',"
    " or an instant such as 2026-11-03T05:00Z."
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH = "(" + "|".join(f"{name}|{name[:3]}" for name in MONTHS) + r"|sept)\.?"
LAST_MOMENT = timedelta(microseconds=1)
INSTALL = "apt install tzdata tzdata-legacy   # or: uv pip install tzdata"
SHOWN = 40  # characters of a text that an error repeats


class Edge(Enum):
    """Which end of a typed day is meant."""

    DEADLINE = "deadline"  # the first instant of the next day: the day itself still counts
    OPENING = "opening"  # its first instant
    MADE = "made"  # its last microsecond
    KNOWN = "known"  # its first instant: no forecast of that day counts


@dataclass(frozen=True, slots=True)
class Days:
    """The days [first, after) that were typed."""

    first: date
    after: date


def zone(name: str) -> ZoneInfo:
    """Return the IANA time zone of that name; raise UnknownZoneError for another.

    >>> zone("Asia/Seoul").key
    'Asia/Seoul'
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        if name == "UTC":
            hint = f"This machine has no database of time zones: {INSTALL}"
        else:
            hint = "Type an IANA name such as UTC or America/New_York."
        raise UnknownZoneError(name, hint) from None


def instant(text: str, edge: Edge, tz: ZoneInfo, now: datetime) -> datetime:
    """Return the UTC instant that was typed; a day is read at the edge that its use asks for.

    >>> instant("2026-11-02", Edge.DEADLINE, zone("America/New_York"), times.EPOCH).isoformat()
    '2026-11-03T05:00:00+00:00'
    """
    if (exact := _exact(text, tz)) is not None:
        return exact
    days = parse_days(text, now.astimezone(tz).date())
    if edge is Edge.DEADLINE:
        return _start(days.after, tz)
    if edge is Edge.MADE:
        return _start(days.after, tz) - LAST_MOMENT
    return _start(days.first, tz)


def interval(text: str, tz: ZoneInfo, now: datetime) -> Interval:
    """Return when something happened: an instant, or the whole of the days that were typed.

    >>> interval("2025-09-04", zone("UTC"), times.EPOCH).end.isoformat()
    '2025-09-05T00:00:00+00:00'
    """
    if (exact := _exact(text, tz)) is not None:
        return Interval(exact, exact)
    days = parse_days(text, now.astimezone(tz).date())
    return Interval(_start(days.first, tz), _start(days.after, tz))


def _start(day: date, tz: ZoneInfo) -> datetime:
    """Return the first instant of a day in its zone, which need not be 00:00 on its clocks."""
    found = datetime.combine(day, time(), tz).astimezone(UTC)
    if not times.FIRST_YEAR <= found.year <= times.LAST_YEAR:
        raise _outside(day.isoformat())
    return found


def _outside(text: str) -> InputError:
    years = f"{times.FIRST_YEAR} to {times.LAST_YEAR}"
    return InputError(f"{text!r} lies outside the years {years}.", WAYS)


def _exact(text: str, tz: ZoneInfo) -> datetime | None:
    """Read a text that holds a time of day; None when it holds only a date."""
    if not re.match(r"\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]", text):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{text[:SHOWN]!r} is no instant.", WAYS) from None
    try:
        return times.from_text((moment if moment.tzinfo else _local(moment, tz)).isoformat())
    except ValueError:
        raise _outside(text) from None


def _local(moment: datetime, tz: ZoneInfo) -> datetime:
    """Return a time of the zone's clocks; raise InputError when they skip it or show it twice."""
    first, second = (moment.replace(tzinfo=tz, fold=fold) for fold in (0, 1))
    before, after = first.utcoffset(), second.utcoffset()
    if before == after or before is None or after is None:
        return first
    if before < after:
        raise InputError(
            f"{moment} is a time that the clocks of {tz.key} skip.",
            f"Type {first.astimezone(UTC).astimezone(tz).isoformat()}, or another time.",
        )
    raise InputError(
        f"{moment} comes twice on the clocks of {tz.key}, which go back then.",
        f"Type {first.isoformat()} or {second.isoformat()}.",
    )


def parse_days(text: str, today: date) -> Days:
    """Return the days that a text names, seen from `today`; raise InputError when it names none.

    >>> parse_days("2026-Q4", date(2026, 1, 1))
    Days(first=datetime.date(2026, 10, 1), after=datetime.date(2027, 1, 1))
    """
    words = " ".join(text.lower().split())
    try:
        found = _calendar(words) or _named(words) or _relative(words, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise InputError(f"{text[:SHOWN]!r} is no date.", WAYS)
    if not times.FIRST_YEAR <= found.first.year <= times.LAST_YEAR:
        raise _outside(text)
    return found


def _calendar(words: str) -> Days | None:
    """Read a day, month, quarter or year of the calendar."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words, re.ASCII):
        day = date.fromisoformat(words)
        return Days(day, day + timedelta(days=1))
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", words, re.ASCII):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"([0-9]{4})-?q([1-4])", words, re.ASCII):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := re.fullmatch(r"q([1-4]) ([0-9]{4})", words, re.ASCII):
        return _months(int(match[2]), 3 * int(match[1]) - 2, 3)
    if re.fullmatch(r"[0-9]{4}", words, re.ASCII):
        return _months(int(words), 1, 12)
    return None


def _named(words: str) -> Days | None:
    """Read a day or a month that is named, or the last day of a year or month of the calendar."""
    if match := re.fullmatch(rf"([0-9]{{1,2}}) {MONTH},? ([0-9]{{4}})", words):
        return _one(date(int(match[3]), _month(match[2]), int(match[1])))
    if match := re.fullmatch(rf"{MONTH} ([0-9]{{1,2}}),? ([0-9]{{4}})", words):
        return _one(date(int(match[3]), _month(match[1]), int(match[2])))
    if match := re.fullmatch(rf"(end of )?{MONTH},? ([0-9]{{4}})", words):
        period = _months(int(match[3]), _month(match[2]), 1)
    elif match := re.fullmatch(r"(end of )([0-9]{4})", words):
        period = _months(int(match[2]), 1, 12)
    else:
        return None
    return _one(period.after - timedelta(days=1)) if match[1] else period


def _month(name: str) -> int:
    return next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name[:3]))


def _months(year: int, month: int, count: int) -> Days:
    return Days(date(year, month, 1), _add_months(date(year, month, 1), count))


def _add_months(day: date, count: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    from calendar import monthrange

    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _relative(words: str, today: date) -> Days | None:
    """Read a day that is named from today."""
    offsets = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if words in offsets:
        return _one(today + timedelta(days=offsets[words]))
    if words in WEEKDAYS:  # the next one, never today
        ahead = (WEEKDAYS.index(words) - today.weekday() - 1) % 7 + 1
        return _one(today + timedelta(days=ahead))
    length = r"(?:in |\+)?([0-9]{1,4}) ?(d|days?|w|weeks?|mo?|months?|y|years?)"
    if match := re.fullmatch(length, words):
        return _one(_ahead(today, int(match[1]), match[2][0]))
    if match := re.fullmatch(r"(?:end of |eo)(week|w|month|m|quarter|q|year|y)", words):
        return _one(_period_end(today, match[1][0]))
    return None


def _one(day: date) -> Days:
    return Days(day, day + timedelta(days=1))


def _ahead(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _period_end(today: date, unit: str) -> date:
    """Return the last day of the week, month, quarter or year that today lies in."""
    if unit == "w":
        return today + timedelta(days=6 - today.weekday())
    months = {"m": 1, "q": 3, "y": 12}[unit]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    return _add_months(first, months) - timedelta(days=1)
