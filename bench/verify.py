"""What `forecasts verify` takes beside the least there is to do: read, write canonically, hash."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import generate

SIZE = 1_000_000
TURNS = 3
MOST, MOST_MB = 1.5, 200  # times the bare loop, and memory
BARE = Path(__file__).parent / "programs" / "bare_chain.py"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: how long it took, and its largest memory."""

    wall_s: float
    peak_mb: float


def made(size: int) -> str:
    """Return a record of that size, made by a process of its own.

    The system counts the memory of whoever starts a program as that program's.
    """
    code = f"import generate; print(generate.cached({size}))"
    folder = Path(generate.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def run(command: list[str]) -> Run:
    """Run a program to its end; leave with its words where it fails."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        words = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took_s = time.perf_counter() - start
    if process.returncode:
        sys.exit(words.decode(errors="replace"))
    return Run(took_s, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def main() -> int:
    """Measure both in turn, and say whether verify keeps its bounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=SIZE, help="forecasts")
    size = parser.parse_args().n
    record = made(size)
    bare = [sys.executable, str(BARE), record]
    verify = [sys.executable, "-m", "forecasts", "verify", "--db", record]
    turns = [(run(bare), run(verify)) for _ in range(TURNS)]
    least = min(one.wall_s for one, _ in turns)
    took = min(other.wall_s for _, other in turns)
    peak = max(other.peak_mb for _, other in turns)
    print(
        f"{size:>10,} forecasts: bare loop {least:5.2f} s ({least / size * 1e6:.1f} us a forecast),"
        f" verify {took:5.2f} s ({took / size * 1e6:.1f} us), {took / least:.2f} times;"
        f" {peak:.0f} MB"
    )
    if took > MOST * least or peak > MOST_MB:
        print(f"Above the bound of {MOST} times, or of {MOST_MB} MB.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
