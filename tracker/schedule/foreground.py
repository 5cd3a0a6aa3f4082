"""The tracker on one record, in the foreground of a terminal or under a supervisor."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from forecasts.store import open_store
from tracker.delivery.settings import settings
from tracker.jobs import Desk, tick
from tracker.schedule.clockwork import Clockwork
from tracker.schedule.running import Runner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.jobs import TickResult
    from tracker.schedule.running import Progress


def keep_ticking(
    db: Path, every_s: float, folder: Path, timezone: str, say: Callable[[str], None]
) -> None:
    """Tick the record at `db` until a signal comes; the caller holds the right to.

    folder: of the reports. timezone: of what is planned on a record without a schedule. Raises
    InputError for settings of mail that cannot be read.
    """
    interval, sending = timedelta(seconds=every_s), settings()

    def once(between_units: Progress) -> TickResult:
        store = open_store(db)
        try:
            desk = Desk(store, datetime.now(UTC), folder, sending, interval)
            return tick(desk, Clockwork(timezone), between_units)
        finally:
            store.close()

    first = f"Ticking {db} every {every_s:g} s, process {os.getpid()}. Stop it with Ctrl-C."
    Runner(once, say, every_s).run(first)
