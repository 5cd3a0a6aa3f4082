"""`make bench` measures everything, whatever is above its bound."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = [
    "startup.py", "leaderboard.py", "tick.py", "idle.py", "verify.py", "import.py",
    "calibration.py", "report.py", "rules.py",
]  # fmt: skip


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("missed", [[], ["startup.py"], ["startup.py", "idle.py"]])
def test_every_measurement_is_run_and_what_missed_is_listed_at_the_end(
    tmp_path: Path, missed: list[str]
) -> None:
    # A python that names what it is given, and fails where a measurement would.
    script = tmp_path / "python"
    fails = "|".join(f"bench/{name}" for name in missed) or "nothing"
    script.write_text(f'#!/bin/sh\necho "ran $1"\ncase "$1" in {fails}) exit 1;; esac\n')
    script.chmod(0o755)
    # As typed by hand: a make that runs these tests would say where it enters and leaves.
    typed = {
        name: value for name, value in os.environ.items() if "MAKE" not in name and name != "MFLAGS"
    }
    done = subprocess.run(
        ["make", "-o", ".venv/.bench", f"BIN={tmp_path}", "bench"],
        cwd=ROOT, env=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == [f"ran bench/{name}" for name in RUNS]
    assert (done.returncode == 0) is (not missed)
    for name in RUNS:
        assert (f"bench/{name}" in done.stderr) is (name in missed)
