"""The tracker in the foreground: wakes, ticks, and leaves when told to or when it cannot."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from apscheduler.schedulers.blocking import BlockingScheduler

    from tracker.jobs import TickResult

    Progress = Callable[[int, int], None]

DEAD = 70  # EX_SOFTWARE in sysexits.h: a supervisor starts the tracker again
PATIENCE_S = 600.0  # for one unit of work, such as the first scoring of a large record
INTERVALS = 3
JOB = "tick"
GLANCE_S = 0.5
JUMP_S = 5.0  # less is a clock being set right
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class StoppedError(Exception):
    """The tracker was told to stop while it worked; what was done is done."""


@dataclass(slots=True)
class Runner:
    """Ticks again and again until it is stopped.

    tick: does all that is due, and tells `progress` after each unit. say: takes a line for people.
    """

    tick: Callable[[Progress], TickResult]
    say: Callable[[str], None]
    every_s: float
    patience_s: float = PATIENCE_S
    stopping: threading.Event = field(default_factory=threading.Event)
    seen_s: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        """Tick until a signal comes; the unit of work at hand is finished first."""
        from apscheduler.schedulers.blocking import BlockingScheduler

        scheduler = BlockingScheduler(timezone=UTC)
        scheduler.add_job(
            self._wake,
            "interval",
            seconds=self.every_s,
            id=JOB,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        for number in SIGNALS:
            signal.signal(number, lambda *_: self.stopping.set())
        watchdog = threading.Thread(target=self._watch, args=(scheduler,), name="watchdog")
        watchdog.start()
        try:
            scheduler.start()
        finally:
            self.stopping.set()
            watchdog.join()

    def _wake(self) -> None:
        self._alive()
        try:
            result = self.tick(self._between_units)
        except StoppedError:
            return
        except ForecastsError as error:
            self.say(f"{_clock()} {error}")
        except Exception as error:  # noqa: BLE001 - one bad tick must not end a year of them
            self.say(f"{_clock()} the tick failed: {type(error).__name__}: {error}")
        else:
            for line in told(result):
                self.say(f"{_clock()} {line}")
        self._alive()

    def _between_units(self, done: int, total: int) -> None:
        del done, total
        self._alive()
        if self.stopping.is_set():
            raise StoppedError

    def _alive(self) -> None:
        self.seen_s = time.monotonic()

    def _watch(self, scheduler: BlockingScheduler) -> None:
        """Stop the scheduler when told to, wake it after a change of the clock, bury it when dead.

        The scheduler knows its next firing by the machine's clock: one that is set back by an hour
        would leave it asleep for that long.
        """
        patience_s = max(INTERVALS * self.every_s, self.patience_s)
        ahead_s = time.time() - time.monotonic()
        while not self.stopping.wait(GLANCE_S):
            jumped_s = time.time() - time.monotonic() - ahead_s
            if abs(jumped_s) > JUMP_S:
                ahead_s += jumped_s
                scheduler.modify_job(JOB, next_run_time=datetime.now(UTC))
            silent_s = time.monotonic() - self.seen_s
            if silent_s > patience_s:
                self.say(f"{_clock()} no sign of life for {silent_s:.0f} s: leaving.")
                os._exit(DEAD)
        scheduler.shutdown()


def told(result: TickResult) -> list[str]:
    """Return what a tick did, a line for each kind of thing; nothing when there was nothing."""
    lines = []
    if result.scored:
        restated = f", {result.restated} restated" if result.restated else ""
        lines.append(f"Scored {result.scored}{restated}.")
    lines += result.lines
    lines += [f"Failed: {name}" for name in result.failed]
    return lines


def _clock() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}"
