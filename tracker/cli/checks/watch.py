"""The tracker: whether it lives, and what it could not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import options
from tracker import jobs
from tracker.cli.checks.finding import note, ok, warning, wrong
from tracker.cli.standing import AHEAD, START, failed, life
from tracker.diary import lock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli.checks.finding import Finding, Record

SHOWN = 5  # failures


def heartbeat(record: Record) -> Iterator[Finding]:
    """Find out whether the tracker lives, in the words of `tracker status`."""
    found = jobs.heartbeat(record.store.connection, record.now)
    holder = lock.holder(record.store.path)
    words = " ".join(life(found, holder))
    if holder and not found.is_dead:
        words += f" Ticking: {holder}."
    if found.is_dead:
        yield wrong(words, f"{options.typed_db(START)}   # or start its systemd unit again")
    elif found.last_tick_at is None:
        yield note(words, options.typed_db("forecasts tracker install --systemd"))
    elif found.lag is not None and found.lag < -AHEAD:
        yield warning(words, options.typed_db("forecasts tracker tick"))
    else:
        yield ok(words)


def work(record: Record) -> Iterator[Finding]:
    """Tell the units of work that failed and were not done since."""
    found = jobs.failures(record.store.connection)
    see = options.typed_db("forecasts tracker status")
    for failure in found[:SHOWN]:
        yield warning(failed(failure), see)
    if len(found) > SHOWN:
        yield warning(f"{len(found) - SHOWN} more units of work failed.", see)
    if not found:
        yield ok("Nothing failed that was not done since.")
