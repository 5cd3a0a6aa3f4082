"""Many processes on one record: killed at any moment, and all at once with readers beside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("TORTURE"))
ROUNDS = 100 if LONG else 12
WRITERS, TIMES = (32, 100) if LONG else (8, 12)
# Bounds of many writers; a fast form on a busy machine gets more time.
P99_S, MAX_S = (0.5, 2.0) if LONG else (2.0, 5.0)


def swarm(what: str, path: Path, *numbers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.torture.swarm", what, str(path), *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sys.stdout.write(f"\n{what}: {done.stdout.strip()}\n")
    return dict(json.loads(done.stdout))


def test_nothing_acknowledged_is_lost_and_no_retry_doubles(small_record: Path) -> None:
    found = swarm("killed", small_record, ROUNDS, 4)
    assert (found["lost"], found["doubled"], found["corrupt"]) == (0, 0, 0)
    assert found["acknowledged"] > ROUNDS
    assert found["retried"] == 4 * ROUNDS


def test_many_write_at_once_and_none_waits_for_long(small_record: Path) -> None:
    found = swarm("crowded", small_record, WRITERS, TIMES)
    assert (found["failed"], found["lost"], found["doubled"], found["faults"]) == (0, 0, 0, 0)
    assert found["forecasts"] == WRITERS * TIMES
    assert found["p99_s"] < P99_S
    assert found["max_s"] < MAX_S
