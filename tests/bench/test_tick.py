"""Scoring one newly resolved question costs the same however much else is on record."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from forecasts.model import Resolution, ResolutionStatus
from forecasts.store import open_store, resolutions
from tracker import jobs

BENCH = Path(__file__).parents[2] / "bench"
NOW = datetime(2040, 1, 1, tzinfo=UTC)
OPEN = """
    SELECT question_id FROM forecasts
    WHERE question_id NOT IN (SELECT question_id FROM resolutions)
    GROUP BY question_id ORDER BY abs(count(*) - 60), question_id
"""


def steps_of(path: Path) -> int:
    """Return how many thousand steps SQLite takes to score one question more."""
    store, steps = open_store(path), [0]
    jobs.score(store, NOW)
    (question,) = store.connection.execute(OPEN).fetchone()
    with store.append(NOW, "resolve") as batch:
        answer = Resolution(
            question_id=question, status=ResolutionStatus.RESOLVED, outcome="yes", known_at=NOW
        )
        resolutions.record(batch, answer)

    def step() -> int:
        steps[0] += 1
        return 0

    store.connection.set_progress_handler(step, 1_000)
    assert jobs.score(store, NOW).scored == 1
    store.connection.set_progress_handler(None, 0)
    store.close()
    return steps[0]


def test_one_question_costs_the_same_among_ten_times_as_many(tmp_path: Path) -> None:
    found = []
    for size in (2_000, 20_000):
        path = tmp_path / f"{size}.db"
        command = [sys.executable, str(BENCH / "generate.py"), "-n", str(size), "--out", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        found.append(steps_of(path))
    small, large = found
    assert large < 2 * small + 10


def test_the_bench_says_what_scoring_costs() -> None:
    command = [sys.executable, str(BENCH / "tick.py"), "-n", "2000", "10000"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert told.count("questions: all") == 2
    assert "One question among 5 times as many costs" in told
