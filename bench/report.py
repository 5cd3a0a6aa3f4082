"""What a report costs as a process of its own, in HTML: time, processor time and memory."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from leaderboard import made

WALL_S, PEAK_MB = 5.0, 500.0  # of a million forecasts on ten thousand questions
LARGE = 1_000_000


def run(record: Path, page: Path) -> tuple[float, float, float]:
    """Return the wall time, the processor time and the most memory of one report."""
    command = [sys.executable, "-m", "forecasts", "report", "--db", record, "--html", page]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    words = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the report failed:\n{words}")
    per_mb = 1e6 if sys.platform == "darwin" else 1e3  # macOS counts bytes, Linux kilobytes
    return wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / per_mb


def main() -> int:
    """Print the medians of the turns, and the first one, which finds no columns kept beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=LARGE, help="forecasts (1 million)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3, help="reports after the first (3)")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record, page = Path(folder) / "data.db", Path(folder) / "report.html"
        shutil.copyfile(made(told.n, told.seed), record)
        taken = [run(record, page) for _ in range(told.turns + 1)]
        size_mb = page.stat().st_size / 1e6
    print(f"report --html of {told.n:,} forecasts: a page of {size_mb:.1f} MB")
    print(f"{'':12}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    again = [median(column) for column in zip(*taken[1:], strict=True)]
    for name, (wall_s, cpu_s, peak_mb) in (("first", taken[0]), ("again", again)):
        print(f"{name:12}{wall_s:9.2f}{cpu_s:9.2f}{peak_mb:9.0f}")
    fastest_s = min(one[0] for one in taken[1:])  # the one that the machine disturbed least
    slow = told.n <= LARGE and (fastest_s > WALL_S or max(one[2] for one in taken) > PEAK_MB)
    print(f"of at most {WALL_S:g} s and {PEAK_MB:g} MB: {'TOO MUCH' if slow else 'ok'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
