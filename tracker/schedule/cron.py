"""Firing times, as cron writes them, in local time: each local time once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from apscheduler.triggers.cron import CronTrigger

# Seven in the morning: no clock in use jumps over that hour or goes through it twice.
PRESETS: Mapping[str, str] = MappingProxyType(
    {
        "daily": "0 7 * * *",
        "weekly": "0 7 * * mon",
        "monthly": "0 7 1 * *",
        "quarterly": "0 7 1 jan,apr,jul,oct *",
    }
)
FIELDS = 5
YEAR = 2000  # leap: what does not fire from there on never does
WEEKDAYS = "sun mon tue wed thu fri sat"
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cron:
    """Firing times, as cron writes them, in the local time of a zone.

    A time that clocks skip in spring fires when they have skipped it, and one that comes twice in
    autumn fires the first time: each local time once. Made by `parse`.
    """

    text: str
    zone: ZoneInfo

    @classmethod
    def parse(cls, text: str, zone: ZoneInfo) -> Cron:
        """Return the times that a text names: five fields, or a word of PRESETS.

        Raises InputError, saying what to type instead, for anything that programs read
        differently: numbered weekdays, and days of both month and week.

        >>> from zoneinfo import ZoneInfo
        >>> Cron.parse("weekly", ZoneInfo("UTC")).text
        '0 7 * * mon'
        """
        plain = " ".join(PRESETS.get(text.strip().lower(), text).lower().split())
        fields = plain.split(" ")
        if len(fields) != FIELDS:
            raise InputError(
                f"{text!r} is no time to fire at: it takes minute, hour, day, month and weekday.",
                f'Type "0 7 * * mon", or a word: {", ".join(PRESETS)}.',
            )
        *_, day, _, weekday = fields
        if re.search(r"\d", weekday):
            names = WEEKDAYS.split()
            named = re.sub(r"[0-7]", lambda found: names[int(found[0]) % len(names)], weekday)
            raise InputError(
                f"{weekday!r} is no weekday: some programs count from Sunday, some from Monday.",
                f"Type it by name: {named} counts from Sunday.",
            )
        if day != "*" and weekday != "*":
            raise InputError(
                f"{text!r} names days of the month and of the week: cron fires on either,"
                " other programs where both are met.",
                "Name one of them and write * for the other, or add two schedules.",
            )
        found = cls(plain, zone)
        if next(found.after(datetime(YEAR, 1, 1)), None) is None:  # noqa: DTZ001 - a local time
            raise InputError(f"{text!r} never comes.", "Name a day that its month has.")
        return found

    def after(self, local: datetime) -> Iterator[datetime]:
        """Yield the firing times after a local time, as local times that carry no zone."""
        trigger, at = self._trigger(), local.replace(tzinfo=UTC)
        while at is not None:
            at = trigger.get_next_fire_time(None, at + TICK)
            if at is not None:
                yield at.replace(tzinfo=None)

    def instant(self, local: datetime) -> datetime:
        """Return when a local time comes, in UTC.

        >>> from zoneinfo import ZoneInfo
        >>> berlin = Cron.parse("30 2 * * *", ZoneInfo("Europe/Berlin"))
        >>> [berlin.instant(datetime(2026, *day, 2, 30)).hour for day in ((3, 29), (10, 25))]
        [1, 0]
        """
        return local.replace(tzinfo=self.zone, fold=0).astimezone(UTC)

    def local(self, instant: datetime) -> datetime:
        """Return what clocks there show at an instant, without a zone."""
        return instant.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def next_at(self, now: datetime) -> datetime | None:
        """Return the first firing after an instant, in UTC; None where there is none."""
        # In the hour after clocks went back, times of the hour before show again: look past them.
        coming = (self.instant(local) for local in self.after(self.local(now) - timedelta(hours=3)))
        return next((at for at in coming if at > now), None)

    def _trigger(self) -> CronTrigger:
        """Return APScheduler's reading, in a time without jumps: local times taken for UTC's."""
        from apscheduler.triggers.cron import CronTrigger

        try:
            return CronTrigger.from_crontab(self.text, timezone=UTC)
        except ValueError as error:
            raise InputError(
                f"{self.text!r} is no time to fire at: {error}.",
                'Type minute, hour, day, month and weekday: "0 7 * * mon".',
            ) from error
