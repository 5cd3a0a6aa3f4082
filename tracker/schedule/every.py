"""When the tracker wakes: a fixed time after it last did, whatever the clock did meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apscheduler.triggers.base import BaseTrigger

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Every(BaseTrigger):  # type: ignore[misc]  # the library ships no types
    """Fires an interval from now, always.

    The library's own trigger lists every firing that was missed: after a clock that jumped ten
    years, five million of them.
    """

    __slots__ = ("interval",)

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return when to fire next; never a time that has passed."""
        del previous
        return now + self.interval
