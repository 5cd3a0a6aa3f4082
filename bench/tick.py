"""How long scoring takes: everything at first, and then one newly resolved question at a time."""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import generate

from forecasts.model import Resolution, ResolutionStatus
from forecasts.store import Store, open_store, resolutions
from tracker import jobs
from tracker import store as own

SIZES = (10_000, 100_000)
TIMES = 15  # questions resolved one after the other
NOW = datetime(2040, 1, 1, tzinfo=UTC)
OPEN = """
    SELECT q.id FROM questions_now q JOIN forecasts f ON f.question_id = q.id
    WHERE q.type = 'binary' AND NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.question_id = q.id)
    GROUP BY q.id ORDER BY q.id LIMIT ?
"""


def first_scoring(store: Store) -> tuple[float, float, int]:
    """Score everything that is due; return the seconds, those spent on writing, and the rows."""
    spent_s, write = [0.0], own.write

    def timed(*arguments: object) -> int:
        start = time.perf_counter()
        restated = write(*arguments)  # type: ignore[arg-type]
        spent_s[0] += time.perf_counter() - start
        return restated

    own.write = timed
    start = time.perf_counter()
    jobs.score(store, NOW)
    took_s = time.perf_counter() - start
    own.write = write
    rows = store.connection.execute("SELECT count(*) FROM scores").fetchone()[0]
    return took_s, spent_s[0], int(rows)


def one_at_a_time(store: Store) -> list[float]:
    """Resolve some questions, each alone, and return the seconds that scoring each took."""
    took_s = []
    for place, (question,) in enumerate(store.connection.execute(OPEN, (TIMES,)).fetchall(), 1):
        now = NOW + timedelta(hours=place)
        answer = Resolution(
            question_id=question, status=ResolutionStatus.RESOLVED, outcome="yes", known_at=now
        )
        with store.append(now, "resolve") as batch:
            resolutions.record(batch, answer)
        start = time.perf_counter()
        result = jobs.score(store, now)
        took_s.append(time.perf_counter() - start)
        if result.scored != 1:
            sys.exit(f"one question was resolved and {result.scored} were scored")
    return took_s


def measured(size: int, folder: Path) -> float:
    """Print what a record of that many forecasts costs; return the median of one question."""
    path = folder / f"{size}.db"
    shutil.copyfile(generate.cached(size), path)
    store = open_store(path)
    whole_s, write_s, rows = first_scoring(store)
    # What a disk takes to say that it has written belongs to the disk.
    store.connection.execute("PRAGMA synchronous = OFF")
    one_s = statistics.median(one_at_a_time(store))
    asked = store.connection.execute("SELECT count(*) FROM questions").fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )
    print(
        f"{size:>10,} forecasts, {asked:>6,} questions: all {whole_s:6.2f} s"
        f" ({write_s:5.2f} s to write {rows:>9,} rows), then one {one_s * 1e3:5.1f} ms;"
        f" {peak:4.0f} MB"
    )
    store.close()
    return one_s


def main() -> int:
    """Measure records of each size, and say how the cost of one question grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, nargs="+", default=SIZES, help="forecasts, smallest first")
    sizes = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        took_s = [measured(size, Path(folder)) for size in sizes]
    if len(sizes) > 1:
        print(
            f"One question among {sizes[-1] // sizes[0]} times as many costs"
            f" {took_s[-1] / took_s[0]:.1f} times as much."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
