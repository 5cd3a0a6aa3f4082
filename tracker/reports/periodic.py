"""The report on a period: the record read as it stood at its end, the same whenever it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.store.as_of import as_of
from tracker.periods import Period
from tracker.reports import build
from tracker.reports.reader import read
from tracker.reports.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from forecasts.store import Store
    from tracker.reports.material import Scope
    from tracker.reports.section import Report


def on_period(  # noqa: PLR0913 - of what, on when, for whom, and by which program
    store: Store,
    period: Period,
    zone: ZoneInfo,
    scope: Callable[[Store], Scope],
    now: datetime,
    *,
    version: str,
    late: bool = False,
    recorded_only: bool = False,
) -> Report:
    """Return the page on a day or a week, or the scoring report on a month or a quarter.

    scope: made from the record as it stood then. A period that is not over is told so far; late
    marks a report that was written late, and changes nothing else about it. recorded_only: without
    what was recorded after outcomes were known, as the scope says too. Raises RefusedError for a
    period that has not begun.
    """
    if now < period.starts_at(zone):
        running = Period.of(period.length, now.astimezone(zone).date())
        raise RefusedError(
            f"{period.name} has not begun: there is nothing to report.",
            f"The last that is over: forecasts report --period {running.before.name}"
            f"   The one that runs: {running.name}",
        )
    window = Window.of(store.connection, period, zone, now)
    if late:
        window = replace(window, late_at=now)
    with as_of(store, window.seq, in_time=recorded_only) as then:
        material = read(then, scope(then), window.ends_at, version, window)
        return build("page" if window.is_page else "period", material)
