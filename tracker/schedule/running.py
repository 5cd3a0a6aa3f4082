"""The tracker in the foreground: wakes, ticks, and leaves when told to or when it cannot."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    wall_s, steady_s: the machine's clock, and one that nobody sets.
    """

    tick: Callable[[Progress], TickResult]
    say: Callable[[str], None]
    every_s: float
    patience_s: float = PATIENCE_S
    wall_s: Callable[[], float] = time.time
    steady_s: Callable[[], float] = time.monotonic
    # A plain flag, since a handler of signals that takes a lock may meet itself waiting for it.
    stopping: bool = False
    seen_s: float = 0.0
    trouble: str = ""

    def run(self, first_words: str) -> None:
        """Tick until a signal comes; the unit of work at hand is finished first."""
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup leaves a hang-up
                signal.signal(number, self._stop)
        from apscheduler.events import EVENT_SCHEDULER_STARTED
        from apscheduler.schedulers.blocking import BlockingScheduler

        from tracker.schedule.every import Every

        # It warns of ticks that take long, which is no trouble here, in lines without a time.
        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        scheduler = BlockingScheduler(timezone=UTC)
        scheduler.add_job(
            self._wake,
            Every(timedelta(seconds=self.every_s)),
            id=JOB,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        watchdog = threading.Thread(target=self._watch, args=(scheduler,), name="watchdog")
        scheduler.add_listener(lambda _: watchdog.start(), EVENT_SCHEDULER_STARTED)
        self.tell(first_words)
        scheduler.start()
        watchdog.join()
        self.tell("Stopped.")

    def tell(self, words: str) -> None:
        """Say one thing that happened, on a line of its own, with the time."""
        line = " ".join(words.split())
        with suppress(OSError):  # nobody reads it any more, and the work goes on
            self.say(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ} {line}")

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _wake(self) -> None:
        self._alive()
        try:
            result = self.tick(self._between_units)
        except StoppedError:
            return
        except ForecastsError as error:
            self._tell_trouble(str(error))
        except Exception as error:  # noqa: BLE001 - one bad tick must not end a year of them
            self._tell_trouble(f"the tick failed: {type(error).__name__}: {error}")
        else:
            self._tell_trouble("")
            for line in told(result):
                self.tell(line)
        self._alive()

    def _tell_trouble(self, words: str) -> None:
        """Say why a tick failed when it is news: a year of minutes need not repeat it."""
        if words and words != self.trouble:
            self.tell(words)
        elif self.trouble and not words:
            self.tell("Ticking again.")
        self.trouble = words

    def _between_units(self, done: int, total: int) -> None:
        del done, total
        self._alive()
        if self.stopping:
            raise StoppedError

    def _alive(self) -> None:
        self.seen_s = self.steady_s()

    def _watch(self, scheduler: BlockingScheduler) -> None:
        """Stop the scheduler when told to, wake it after a change of the clock, bury it when dead.

        The scheduler knows its next firing by the machine's clock: one that is set back by an hour
        would leave it asleep for that long.
        """
        self._alive()
        glance = _Glance(self.wall_s(), self.steady_s())
        while not self.stopping:
            time.sleep(GLANCE_S)
            before, glance = glance, _Glance(self.wall_s(), self.steady_s())
            if glance.steady_s - before.steady_s > JUMP_S:
                self._alive()  # the whole process stood still: nobody could give a sign
            if abs(glance.ahead_s - before.ahead_s) > JUMP_S:
                self.tell("The clock was set, or the machine slept: ticking now.")
                scheduler.modify_job(JOB, next_run_time=datetime.now(UTC))
            silent_s = glance.steady_s - self.seen_s
            if silent_s > max(INTERVALS * self.every_s, self.patience_s):
                self.tell(f"No sign of life for {silent_s:.0f} s: leaving.")
                os._exit(DEAD)
        scheduler.shutdown()


@dataclass(frozen=True, slots=True)
class _Glance:
    """What both clocks showed at one moment."""

    wall_s: float
    steady_s: float

    @property
    def ahead_s(self) -> float:
        """How far the machine's clock is ahead of the other, which changes when it is set."""
        return self.wall_s - self.steady_s


def told(result: TickResult) -> list[str]:
    """Return what a tick did, a line for each kind of thing; nothing when there was nothing."""
    lines = []
    if result.scored:
        restated = f", {result.restated} restated" if result.restated else ""
        none = f", {len(result.without)} without a score" if result.without else ""
        lines.append(f"Scored {result.scored - len(result.without)}{none}{restated}.")
    lines += [f"{line}." for line in result.lines]
    lines += [f"Failed: {name}" for name in result.failed]
    return lines
