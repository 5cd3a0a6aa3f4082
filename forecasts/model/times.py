"""Instants as the record writes them: UTC text of one width, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 1900, 2200


def to_text(instant: datetime) -> str:
    """Return the instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ`; raise ValueError when it has no offset.

    >>> to_text(datetime(2026, 11, 3, 5, tzinfo=UTC))
    '2026-11-03T05:00:00.000000Z'
    """
    if instant.tzinfo is None:
        msg = "an instant needs an offset from UTC"
        raise ValueError(msg)
    # A fifth of the time that strftime takes, and tables have millions of them.
    return f"{instant.astimezone(UTC).isoformat(timespec='microseconds')[:-6]}Z"


def from_text(text: str) -> datetime:
    """Return the aware UTC instant of an ISO 8601 text with an offset; raise ValueError otherwise.

    >>> from_text("2026-11-03T00:00:00-05:00").isoformat()
    '2026-11-03T05:00:00+00:00'
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        msg = "an instant needs an offset from UTC: end it with Z"
        raise ValueError(msg)
    try:
        found = instant.astimezone(UTC)
    except OverflowError:  # an offset that leads out of the years 1 to 9999
        found = EPOCH.replace(year=1)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        msg = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(msg)
    return found


def to_minute(instant: datetime) -> str:
    """Return the instant for people, in UTC and to the minute.

    >>> to_minute(datetime(2026, 11, 3, 5, tzinfo=UTC))
    '2026-11-03 05:00Z'
    """
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}Z"


def maybe_from_text(text: str | None) -> datetime | None:
    """Return `from_text(text)`, or None for None."""
    return None if text is None else from_text(text)


def maybe_to_text(instant: datetime | None) -> str | None:
    """Return `to_text(instant)`, or None for None."""
    return None if instant is None else to_text(instant)


def to_us(instant: datetime) -> int:
    """Return whole microseconds since 1970-01-01T00:00Z.

    >>> to_us(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (instant - EPOCH) // MICROSECOND


def from_us(microseconds: int) -> datetime:
    """Return the instant that many microseconds after 1970-01-01T00:00Z."""
    return EPOCH + timedelta(microseconds=microseconds)


def to_seconds(instant: datetime) -> float:
    """Return seconds since 1970-01-01T00:00Z, as dates lie on a scale.

    >>> to_seconds(datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC))
    1.5
    """
    return to_us(instant) / 1e6


def from_seconds(seconds: float) -> datetime:
    """Return the instant that many seconds after 1970-01-01T00:00Z, to the nearest microsecond.

    `from_seconds(to_seconds(instant)) == instant` for every instant of the record. Raises
    ValueError outside its years.
    """
    whole = seconds // 1.0  # apart, since the microseconds of a far year do not fit in a float
    try:
        found = from_us(int(whole) * 1_000_000 + round((seconds - whole) * 1e6))
    except (OverflowError, ValueError):
        found = EPOCH.replace(year=1)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        msg = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(msg)
    return found
