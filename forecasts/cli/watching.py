"""What indicators stand at, told: in a list, beside a question, and when one is to be looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.cli import options, wording
from forecasts.model import times
from forecasts.store import watches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from forecasts.model.watch import Observation, Watch

SHOWN = 5  # values that are told, the newest
DAY = timedelta(days=1)


def due(connection: sqlite3.Connection, now: datetime) -> tuple[Watch, ...]:
    """Return the indicators that are due to be looked at, longest unseen first.

    Those of settled questions are left out.
    """
    found = [one for one in watches.everything(connection) if one.is_due(now)]
    return tuple(sorted(found, key=lambda one: one.due_at))


def value(seen: Observation, zone: str = "UTC") -> str:
    """Return what was seen, with its day.

    >>> from datetime import UTC, datetime
    >>> from forecasts.model.watch import Observation
    >>> value(Observation(observed_at=datetime(2026, 3, 1, tzinfo=UTC), value=3.0))
    '3 on 2026-03-01'
    """
    number = "" if seen.value is None else f"{seen.value:,.10g}"
    words = f"“{seen.words}”" if seen.words else ""
    return (
        f"{', '.join(filter(None, (number, words))) or 'looked'} on {_day(seen.observed_at, zone)}"
    )


def _day(instant: datetime, zone: str) -> str:
    return f"{wording.local_time(instant, zone):%Y-%m-%d}"


def line(watch: Watch, now: datetime) -> str:
    """Return an indicator's newest values, and whether it is due, in a line."""
    shown = [value(seen, watch.timezone) for seen in watch.observations[: -SHOWN - 1 : -1]]
    every = parse.duration_text(timedelta(days=watch.every_days))
    if watch.ended_at is not None:
        ends = f"ended {_day(watch.ended_at, watch.timezone)}"
    elif watch.settled:
        ends = f"every {every}, until the question was settled"
    elif watch.is_due(now):
        ends = f"every {every}, due to be looked at"
    else:
        ends = f"every {every}, next by {_day(watch.due_at, watch.timezone)}"
    if not shown:
        return f"nothing yet; {ends}"
    unit = f"{watch.unit}: " if watch.unit else ""
    before = f", before {', '.join(shown[1:])}" if shown[1:] else ""
    return f"{unit}{shown[0]}{before}; {ends}"


def waits(watch: Watch, now: datetime) -> str:
    """Return what an agenda says of an indicator that is due."""
    every = parse.duration_text(timedelta(days=watch.every_days))
    last = value(watch.last, watch.timezone) if watch.last else "nothing yet"
    return (
        f"{watch.name}: {last}; to be looked at every {every}, due {wording.ago(watch.due_at, now)}"
    )


def command(watch: Watch) -> str:
    """Return what to type to record the next value."""
    import shlex

    name = shlex.quote(watch.name)
    return options.typed_db(f"forecasts watch record {watch.question} {name} VALUE --url URL")


def rows(found: tuple[Watch, ...], now: datetime) -> Iterator[tuple[str, str]]:
    """Yield labelled lines for indicators that are followed, or have values."""
    for one in found:
        yield one.name, line(one, now)


def as_json(watch: Watch, now: datetime) -> dict[str, object]:
    """Return an indicator in the shape that --json prints."""
    return {
        "question": watch.question,
        "watch": watch.name,
        "unit": watch.unit,
        "every_days": watch.every_days,
        "began_at": times.to_text(watch.began_at),
        "ended_at": times.maybe_to_text(watch.ended_at),
        "due": watch.is_due(now),
        "due_at": None if not watch.is_followed else times.to_text(watch.due_at),
        "observations": [
            {
                "observed_at": times.to_text(seen.observed_at),
                "value": seen.value,
                "words": seen.words,
                "url": seen.url,
            }
            for seen in watch.observations
        ],
    }
