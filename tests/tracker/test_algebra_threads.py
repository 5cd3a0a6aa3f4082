"""The judge starts no threads of algebra, unless somebody asks for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = "import tracker.columns, os; print(os.environ['OPENBLAS_NUM_THREADS'])"
COUNT = "import tracker.columns, os; print(len(os.listdir('/proc/self/task')))"


def said(code: str, **told: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={**kept, **told}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_the_user_asks_for_stays() -> None:
    assert said(SHOW) == "1"
    assert said(SHOW, OPENBLAS_NUM_THREADS="3") == "3"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux counts threads there")
def test_a_process_that_judges_has_one_thread() -> None:
    assert said(COUNT) == "1"
