"""From a record's file to a leaderboard and a calibration table: ours beside what else one has."""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tracker.columns.cache import place
from tracker.columns.judgeable import STOOD
from tracker.columns.kept import ROWS

FOLDER = Path(__file__).parent
TOLERANCE = 1e-9
WARM_UP = 200  # forecasts
CHAINED = (
    2_000_000  # forecasts; the chain of a larger record takes minutes, and no program reads it
)
BYTECODE = Path(tempfile.gettempdir()) / "forecasts-bench" / "bytecode"
NOT_INSTALLED = "ModuleNotFoundError"
# A virtual machine may give free memory back to its host. To have it again took 3 ms a megabyte on
# one, as long as all else together, and fell on whoever came first after a pause. So memory is
# touched before each run, as much as the programs take of a record, as far as there is that much.
TOUCH = (
    "import mmap, sys; m = mmap.mmap(-1, int(sys.argv[1])); m[::4096] = bytes(-(-len(m) // 4096))"
)
TOUCHED_A_FORECAST, TOUCHED = 800, 1 << 31  # bytes: of one forecast, and in all at most


@dataclass(frozen=True, slots=True)
class Program:
    """A program that does the work of programs/work.py, one process a run.

    most: the largest record it is tried on, and `once` says that one run of it is long enough.
    anew: what an earlier run kept beside the record is deleted first.
    """

    name: str
    file: str
    most: float = math.inf
    once: bool = False
    anew: bool = False


OURS = Program("ours, first run", "ours.py", anew=True)
AGAIN = Program("ours, second run", "ours.py")
PROGRAMS = (
    OURS,
    AGAIN,
    Program("connectorx + DuckDB", "duckdb_sql.py"),
    Program("connectorx + polars", "polars_lazy.py"),
    Program("connectorx + pandas", "pandas_vectorised.py"),
    Program("sqlite3 + numpy", "sqlite_numpy.py"),
    Program("pandas groupby.apply", "pandas_apply.py", most=200_000, once=True),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: wall and processor time, the most memory it held, what it printed."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    result: dict[str, list[list[float]]]


def made(size: int, seed: int) -> Path:
    """Return a generated record; made in another process, since memory a parent held counts."""
    command = [sys.executable, str(FOLDER / "generate.py"), "-n", str(size), "--seed", str(seed)]
    command += ["--no-chain"] * (size > CHAINED)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Path(done.stdout.partition(": ")[0])


def run(program: Program, record: Path, touched: int = 1 << 20) -> Run | None:
    """Run a program on a record; None where a library that it needs is not installed.

    touched: how many bytes of memory are had from the machine beforehand.
    """
    subprocess.run([sys.executable, "-c", TOUCH, str(touched)], check=False)
    for sort in (ROWS, STOOD) if program.anew else ():
        place(record, sort.suffix).unlink(missing_ok=True)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        command = [sys.executable, str(FOLDER / "programs" / program.file), str(record)]
        process = subprocess.Popen(command, stdout=out, stderr=errors, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        words = errors.read().decode()
        if process.returncode and NOT_INSTALLED in words:
            return None
        if process.returncode:
            raise SystemExit(f"{program.name} failed:\n{words}")
        result = json.load(out)
    per_mb = 1e6 if sys.platform == "darwin" else 1e3  # macOS counts bytes, Linux kilobytes
    return Run(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / per_mb, result)


def _environment() -> dict[str, str]:
    """Return the environment of a program: as installed, with what Python compiles kept."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**told, "PYTHONPYCACHEPREFIX": str(BYTECODE)}


def furthest(one: Any, other: Any) -> float:
    """Return by how much two results differ, relative to the larger number; inf for other shapes.

    >>> furthest([[1.0, math.inf]], [[1.0, math.inf]])
    0.0
    """
    if isinstance(one, dict) and one.keys() == other.keys():
        return max(furthest(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return max((furthest(a, b) for a, b in zip(one, other, strict=True)), default=0.0)
    if not isinstance(one, float) or not isinstance(other, float):
        return math.inf
    if one == other:
        return 0.0
    return abs(one - other) / max(abs(one), abs(other)) if math.isfinite(one - other) else math.inf


def measured(record: Path, size: int, turns: int) -> dict[Program, list[Run]]:
    """Return the runs of each program, in turns, so that a busy machine slows them alike.

    Raises SystemExit when results differ: what is faster at another answer is not faster.
    """
    for program in {one.file: one for one in PROGRAMS}.values():
        run(program, made(WARM_UP, 1))  # compiles what is imported
    taken: dict[Program, list[Run]] = {}
    missing = set()
    for turn in range(turns):
        for program in PROGRAMS:
            if size > program.most or program in missing or (turn and program.once):
                continue
            found = run(program, record, min(size * TOUCHED_A_FORECAST, TOUCHED))
            if found is None:
                print(f"{program.name}: not installed (see the extra `bench`)")
                missing.add(program)
                continue
            taken.setdefault(program, []).append(found)
            apart = furthest(taken[OURS][0].result, found.result)
            if apart > TOLERANCE:
                raise SystemExit(f"{program.name} comes to other numbers, by {apart:.1e}")
    return taken


def table(taken: dict[Program, list[Run]]) -> None:
    """Print medians, and the wall time of each over that of the best peer in the same turn."""
    print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}{'over best':>11}")
    best = best_of_the_others(taken)
    for program, runs in taken.items():
        ratio = median(one.wall_s / least for one, least in zip(runs, best, strict=False))
        wall_s, cpu_s, peak_mb = (
            median(getattr(one, name) for one in runs) for name in ("wall_s", "cpu_s", "peak_mb")
        )
        print(f"{program.name:24}{wall_s:9.2f}{cpu_s:9.2f}{peak_mb:9.0f}{ratio:11.2f}")


def best_of_the_others(taken: dict[Program, list[Run]]) -> list[float]:
    """Return the shortest wall time of each turn among the programs that are not ours."""
    peers = [runs for program, runs in taken.items() if program.file != OURS.file]
    turns = zip(*(runs for runs in peers if len(runs) == len(taken[OURS])), strict=True)
    return [min(one.wall_s for one in turn) for turn in turns] or [math.nan] * len(taken[OURS])


def main() -> int:
    """Print a table for each size of record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, nargs="+", default=[10_000], help="forecasts (10000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3, help="runs of each program (3)")
    told = parser.parse_args()
    for size in told.n:
        record = made(size, told.seed)
        chain = ", no chain" if size > CHAINED else ""
        megabytes = record.stat().st_size / 1e6
        print(f"\n{size:,} forecasts, {megabytes:.0f} MB{chain}, {told.turns} turns")
        taken = measured(record, size, told.turns)
        print(f"the same numbers from all, within {TOLERANCE:g}")
        table(taken)
    return 0


if __name__ == "__main__":
    sys.exit(main())
