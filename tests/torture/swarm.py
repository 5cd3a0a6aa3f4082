"""Many processes on one record, forked from one that has loaded the program: run as a module."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from forecasts.model import Action, Forecast, Stated
from forecasts.store import AlreadyAppendedError, Store, backup, forecasts, open_store
from forecasts.store.verification import verify
from tracker import jobs

COUNT = "SELECT count(*), count(DISTINCT typed) FROM forecasts WHERE typed IS NOT NULL"


def say(store: Store, name: str) -> None:
    """Record one forecast under a name of its own, as `predict --uuid` does."""
    question, revision, forecaster = store.connection.execute(
        "SELECT q.id, q.revision_id, (SELECT min(id) FROM forecasters) FROM questions_now q LIMIT 1"
    ).fetchone()
    now = datetime.now(UTC)
    forecast = Forecast(
        question_id=question,
        revision_id=revision,
        forecaster_id=forecaster,
        action=Action.FORECAST,
        made_at=now,
        stated=Stated(0.3, name),
        rationale=f"Because of {name}.",
    )
    with store.append(now, "predict", name) as batch:
        forecasts.record(batch, forecast)


def forked(work: Callable[[], None]) -> int:
    """Start a process that does the work and ends; return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def wait(children: list[int]) -> list[int]:
    """Wait for processes to end; return their exit codes, minus the signal where one ended it."""
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def endless(path: Path, name: str, acknowledged: int) -> None:
    """Record forecasts for ever, and write each one's name to a pipe once it is on record."""
    with closing(open_store(path)) as store:
        for n in range(1_000_000):
            say(store, f"{name}-{n}")
            os.write(acknowledged, f"{name}-{n}\n".encode())


def killed(path: Path, rounds: int, writers: int) -> dict[str, object]:
    """Kill writers at any moment, again and again; retry what each was about to say."""
    chance = random.Random(6)
    told: set[str] = set()
    found = {"rounds": rounds, "lost": 0, "doubled": 0, "corrupt": 0, "retried": 0, "unsaid": 0}
    for turn in range(rounds):
        reading, writing = os.pipe()
        names = [f"{turn}-{who}" for who in range(writers)]
        children = [forked(partial(endless, path, name, writing)) for name in names]
        os.close(writing)
        time.sleep(chance.uniform(0.01, 0.08))
        for child in children:
            os.kill(child, signal.SIGKILL)
        wait(children)
        with open(reading, encoding="utf-8") as pipe:  # noqa: PTH123 - a pipe has no path
            said = pipe.read().split()
        told.update(said)
        with closing(open_store(path)) as store:
            for name in names:  # what it was about to say may be on record, or not
                n = 1 + max(
                    (int(s.split("-")[2]) for s in said if s.startswith(f"{name}-")), default=-1
                )
                found["retried"] += 1
                try:
                    say(store, f"{name}-{n}")
                except AlreadyAppendedError:
                    found["unsaid"] += 1
                told.add(f"{name}-{n}")
            if turn % 10 == 9 or turn == rounds - 1:
                found["corrupt"] += len(verify(store).faults)
    with closing(open_store(path)) as store:
        kept = [name for (name,) in store.connection.execute("SELECT typed FROM forecasts")]
    found["lost"] = len(told - set(kept))
    found["doubled"] = len(kept) - len(set(kept))
    return {**found, "acknowledged": len(told)}


def timed_writer(path: Path, name: str, times: int, out: Path) -> None:
    """Record so many forecasts, and write down how long each one took, in seconds."""
    took = []
    with closing(open_store(path)) as store:
        for n in range(times):
            start = time.perf_counter()
            say(store, f"{name}-{n}")
            took.append(time.perf_counter() - start)
    out.write_text(json.dumps(took))


def reader(path: Path) -> None:
    """Read the present forecasts for as long as it is let."""
    with closing(open_store(path)) as store:
        while True:
            store.connection.execute("SELECT count(*) FROM forecasts_now").fetchone()
            time.sleep(0.005)


def ticker(path: Path) -> None:
    """Score what is due, again and again."""
    with closing(open_store(path)) as store:
        while True:
            jobs.score(store, datetime.now(UTC))
            time.sleep(0.05)


def copier(path: Path) -> None:
    """Make backups, one after the other."""
    with closing(open_store(path)) as store:
        for n in range(1_000_000):
            backup.back_up(store, path.with_name(f"copy-{n}.db"))
            path.with_name(f"copy-{n - 1}.db").unlink(missing_ok=True)


def crowded(path: Path, writers: int, times: int) -> dict[str, object]:
    """Let many write while others read, score and copy; say how long each forecast took."""
    outs = [path.with_name(f"took-{who}") for who in range(writers)]
    others: list[Callable[[Path], None]] = [reader] * 4 + [ticker, copier]
    beside = [forked(partial(work, path)) for work in others]
    start = time.perf_counter()
    children = [
        forked(partial(timed_writer, path, f"w{who}", times, out)) for who, out in enumerate(outs)
    ]
    failed = sum(code != 0 for code in wait(children))
    took_s = time.perf_counter() - start
    ended = sum(os.waitpid(child, os.WNOHANG)[0] != 0 for child in beside)  # none should have
    for child in beside:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    took = sorted(s for out in outs if out.exists() for s in json.loads(out.read_text()))
    with closing(open_store(path)) as store:
        rows, names = store.connection.execute(COUNT + " AND typed LIKE 'w%'").fetchone()
        faults = len(verify(store).faults)
    return {
        "writers": writers,
        "forecasts": len(took),
        "failed": failed + ended,
        "lost": writers * times - names,
        "doubled": rows - names,
        "faults": faults,
        "rate": len(took) / took_s,
        "p50_s": took[len(took) // 2],
        "p99_s": took[int(len(took) * 0.99)],
        "max_s": took[-1],
    }


if __name__ == "__main__":
    what, where, first, second = sys.argv[1:]
    work = {"killed": killed, "crowded": crowded}[what]
    sys.stdout.write(json.dumps(work(Path(where), int(first), int(second))))
