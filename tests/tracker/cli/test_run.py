"""`forecasts tracker run`: one at a time, ended by a signal, alive after every kind of pause."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.diary.lock import ticking
from tracker.jobs import TickResult
from tracker.schedule import running
from tracker.schedule.every import Every
from tracker.schedule.running import Runner

if TYPE_CHECKING:
    from tests.tracker.conftest import Command, Recorder

FORECASTS = [sys.executable, "-m", "forecasts"]
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ .+")


@pytest.fixture
def due(record: Recorder) -> Recorder:
    """Return a record with two questions to score."""
    for slug in ("rain", "snow"):
        record.ask(slug)
        record.say("ana", slug, 0, 0.3)
        record.resolve(slug, "yes")
    return record


class Running:
    """A `tracker run` in a process of its own."""

    def __init__(self, db: Path, every: int = 1, **environ: str) -> None:
        argv = [*FORECASTS, "tracker", "run", "--every", str(every), "--db", str(db)]
        self.process = subprocess.Popen(
            argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | environ,
        )  # fmt: skip
        self.lines: list[str] = []
        self.reading = threading.Thread(target=self._read)
        self.reading.start()

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def until(self, words: str, patience_s: float = 30) -> None:
        end = time.monotonic() + patience_s
        while not any(words in line for line in self.lines):
            assert time.monotonic() < end, (words, self.lines)
            time.sleep(0.05)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(timeout=30)
        self.reading.join()
        return code


@contextmanager
def tracker(db: Path, every: int = 1, **environ: str) -> Iterator[Running]:
    found = Running(db, every, **environ)
    try:
        yield found
    finally:
        with suppress(ProcessLookupError):
            found.process.kill()
        found.process.wait()
        found.reading.join()


def value(db: Path, query: str) -> str | int | None:
    with closing(sqlite3.connect(db)) as connection:
        (found,) = connection.execute(query).fetchone()
        return found  # type: ignore[no-any-return]


def last_tick(db: Path) -> str:
    return str(value(db, "SELECT value FROM judge WHERE key = 'last_tick_at'"))


def until_a_tick_after(db: Path, last: str, patience_s: float = 30) -> None:
    end = time.monotonic() + patience_s
    while last_tick(db) == last:
        assert time.monotonic() < end, f"no tick since {last}"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_peace_and_every_line_has_its_time(due: Recorder, number: int) -> None:
    with tracker(due.path) as run:
        run.until("Ticking")  # a signal right after this must not be lost
        if number != signal.SIGTERM:
            run.until("Scored 2.")
        assert run.end(number) == 0
        assert run.lines[-1].endswith("Stopped.")
        assert [line for line in run.lines if not LINE.fullmatch(line)] == []
        assert f"Ticking {due.path} every 1 s, process {run.process.pid}." in run.lines[0]
    assert due.store.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_at_once_and_cron_beside_them_do_every_unit_once(due: Recorder) -> None:
    with tracker(due.path) as first:
        first.until("Ticking")
        second = subprocess.run(
            [*FORECASTS, "tracker", "run", "--db", str(due.path)],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert second.returncode == 75
        told = f"Error: tracker run, process {first.process.pid} ticks {due.path}."
        assert second.stderr.startswith(told)
        first.until("Scored 2.")
        for slug in ("hail", "fog"):
            due.ask(slug)
            due.say("ana", slug, 0, 0.3)
            due.resolve(slug, "no")
            cron = subprocess.run(
                [*FORECASTS, "tracker", "tick", "--db", str(due.path)],
                capture_output=True, text=True, timeout=30, check=False,
            )  # fmt: skip
            assert cron.returncode == 75
        until_a_tick_after(due.path, last_tick(due.path))
        assert first.end() == 0
    scored = [int(found[1]) for line in first.lines if (found := re.search(r"Scored (\d+)", line))]
    assert sum(scored) == 4
    assert value(due.path, "SELECT sum(scored) FROM runs") == 4
    assert value(due.path, "SELECT coalesce(max(attempts), 1) FROM tasks") == 1
    # Once it has ended, cron takes over.
    done = subprocess.run([*FORECASTS, "tracker", "tick", "--db", str(due.path)], check=False)
    assert done.returncode == 0


def test_stopped_for_a_while_it_goes_on_where_it_was(due: Recorder) -> None:
    with tracker(due.path) as run:
        run.until("Scored 2.")
        run.process.send_signal(signal.SIGSTOP)
        due.ask("hail")
        due.say("ana", "hail", 0, 0.3)
        due.resolve("hail", "no")
        time.sleep(5)
        assert value(due.path, "SELECT count(*) FROM scored") == 2
        run.process.send_signal(signal.SIGCONT)
        run.until("Scored 1.")
        assert run.end() == 0
    assert value(due.path, "SELECT sum(scored) FROM runs") == 3


JUMPED = """
import sys, time
from tracker.jobs import TickResult
from tracker.schedule.running import Runner

ahead_s = [0.0, float(sys.argv[1]), 0.0, 0.0]
ticks = []

def tick(between_units):
    ticks.append(time.monotonic())
    print("ticked", flush=True)
    runner.stopping = len(ticks) == 3
    return TickResult(0, 0, (), 0, None)

def wall_s():
    # Set a second after the first tick, and set right a second after the second.
    settled = len(ticks) - (time.monotonic() - ticks[-1] < 1) if ticks else 0
    return time.time() + ahead_s[settled]

runner = Runner(tick, lambda line: print(line, flush=True), 3600.0, wall_s=wall_s)
runner.run("Ticking.")
"""


@pytest.mark.parametrize("jump_s", [-3600, 3650 * 86_400])
def test_a_clock_that_is_set_wakes_it_at_once_and_so_does_the_way_back(jump_s: int) -> None:
    """It would sleep for an hour; its view of the clock changes after the first and second tick."""
    done = subprocess.run(
        [sys.executable, "-c", JUMPED, str(jump_s)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.count("ticked") == 3
    assert done.stdout.count("The clock was set, or the machine slept: ticking now.") == 2
    assert done.stderr == ""


def test_a_clock_ten_years_on_has_missed_one_wake_up_and_not_five_million() -> None:
    now = datetime(2036, 11, 22, tzinfo=UTC)
    minute = timedelta(minutes=1)
    assert Every(minute).get_next_fire_time(now - 3650 * timedelta(days=1), now) == now + minute


def test_a_record_that_disappears_is_said_once_and_so_is_its_return(due: Recorder) -> None:
    away = due.path.with_name("away.db")
    with tracker(due.path) as run:
        run.until("Scored 2.")
        due.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        due.path.rename(away)
        run.until("there is no record at")
        time.sleep(2.5)
        shutil.copyfile(away, due.path)
        run.until("Ticking again.")
        assert run.end() == 0
        assert sum("there is no record at" in line for line in run.lines) == 1
        assert "Traceback" not in "".join(run.lines)


def test_bad_settings_are_said_at_once(due: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORECASTS_SMTP", "http://mail.example.org")
    done = subprocess.run(
        [*FORECASTS, "tracker", "run", "--db", str(due.path)],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("Error: FORECASTS_SMTP names no mail server.")


HUNG = """
import sys, time
from tracker.schedule.running import Runner

def hang(between_units):
    time.sleep(60)

Runner(hang, lambda line: print(line, flush=True), 0.1, patience_s=1.0).run("Ticking.")
"""


def test_a_tick_that_hangs_is_buried_with_an_exit_code_for_the_supervisor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HUNG], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == running.DEAD == 70
    assert re.search(r"No sign of life for \d+ s: leaving\.", done.stdout)
    assert done.stderr == ""


SLOW = """
import signal, sys, time
from tracker.schedule.running import Runner

def slow(between_units):
    for unit in range(100):
        time.sleep(0.5)
        print(unit, flush=True)
        between_units(unit, 100)

Runner(slow, lambda line: print(line, flush=True), 1.0, patience_s=1.0).run("Ticking.")
"""


def test_told_to_stop_it_finishes_the_unit_at_hand_and_no_other() -> None:
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as slow:
        assert slow.stdout
        lines = [
            slow.stdout.readline() for _ in range(5)
        ]  # long past its patience of three seconds
        slow.send_signal(signal.SIGTERM)
        rest = slow.stdout.read().splitlines()
    assert slow.returncode == 0
    assert lines[-1] == "3\n"
    assert rest[:-1] in ([], ["4"], ["4", "5"])
    assert rest[-1].endswith("Stopped.")


def test_the_watchdog_takes_a_pause_of_the_whole_machine_for_no_death() -> None:
    """Both clocks stand for an hour, as under SIGSTOP, between two glances of the watchdog."""
    steady = iter([0.0, 0.0, 3600.0, 3600.0, *[3600.5] * 1000])
    said: list[str] = []
    runner = Runner(
        lambda _: TickResult(0, 0, (), 0, None), said.append, 60,
        steady_s=lambda: next(steady), wall_s=lambda: 0.0,
    )  # fmt: skip
    runner.stopping = False
    woken: list[str] = []

    class Scheduler:
        def modify_job(self, name: str, **_: object) -> None:
            woken.append(name)
            runner.stopping = True

        def shutdown(self) -> None:
            woken.append("shutdown")

    runner._watch(Scheduler())
    assert woken == ["tick", "shutdown"]
    assert "No sign of life" not in "".join(said)


@pytest.mark.parametrize(("way", "interval", "ago"), [("run", 60, 200), ("cron", 3600, 11_000)])
def test_status_says_in_plain_words_that_it_has_been_dead_for_three_intervals(
    due: Recorder, command: Command, way: str, interval: int, ago: int
) -> None:
    if way == "run":
        with tracker(due.path, 60) as run:
            run.until("Scored 2.")
            until_a_tick_after(due.path, "None")
            assert run.end() == 0
        due.store.connection.execute(
            "UPDATE judge SET value = '2028-09-27T00:00:00.000000Z' WHERE key = 'last_tick_at'"
        )
    else:
        for hour in (-2, -1, 0):
            command("tracker", "tick", day=1000 + hour / 24)
    alive = command("tracker", "status", day=1000 + 2.9 * interval / 86_400).out
    assert "dead" not in alive
    dead = command("tracker", "status", day=1000 + ago / 86_400)
    length = {60: "1 minute", 3600: "1 hour"}[interval]
    assert f"The tracker is dead: it ticked every {length}, and three such times" in dead.out
    assert "Start it again, by systemd, cron, or: forecasts tracker run" in dead.out
    (found,) = command("tracker", "status", "--json", day=1000 + ago / 86_400).json
    assert (found["dead"], found["interval_seconds"]) == (True, interval)


def test_status_tells_a_long_tick_from_no_tracker(due: Recorder, command: Command) -> None:
    for hour in (-2, -1, 0):
        command("tracker", "tick", day=1000 + hour / 24)
    with ticking(due.path, "tracker run, process"):
        out = command("tracker", "status", day=1001).out
    assert "Tracker run, process" in out
    assert f"process {os.getpid()} holds the right to tick, and does not: it ticked every" in out
    assert f"end it (kill -9 {os.getpid()}), then start it again" in out
    assert "dead" not in out
    assert "Start it again" not in out
