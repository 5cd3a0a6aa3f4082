"""How long each daily command takes, against the bare libraries that it cannot do without."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

FLOOR = [sys.executable, "-c", "import click, sqlite3"]
# arguments -> how many times the floor they may take
COMMANDS = {"--help": 1.5, "list": 1.5, "show rain": 1.5, "predict rain 12%": 2.0}
# A number that links contradict, the same without links, and how many times as long it may take.
WARNED, UNLINKED, MOST_WARNED = "predict rain-2 90%", "predict rain 12%", 1.3
LINKS = ("rain-2 implies rain-3", "rain-3 implies rain-4", "rain-2 excludes rain-5",
         "rain-6 implies rain-2", "rain-7 same-event rain-4",
         "rain-8 --given rain-2 --given rain-7", "rain-8 same-event rain-9",
         "rain-10 --all-of rain-4 --all-of rain-9")  # fmt: skip
QUESTIONS = 20
PROGRAM = Path(sys.executable).parent / "forecasts"


def small_record(folder: Path) -> None:
    """Make a record of a few questions, each with a forecast, in the folder."""
    run = [PROGRAM, "ask", "--closes", "2100-01-01", "--slug"]
    subprocess.run([PROGRAM, "init"], cwd=folder, check=True, capture_output=True)
    for slug in ("rain", *(f"rain-{i}" for i in range(2, QUESTIONS + 1))):
        subprocess.run(
            [*run, slug, f"Will it rain on {slug}?"], cwd=folder, check=True, capture_output=True
        )
        subprocess.run(
            [PROGRAM, "predict", slug, "30%"], cwd=folder, check=True, capture_output=True
        )
    for link in LINKS:
        subprocess.run(
            [PROGRAM, "link", *link.split()], cwd=folder, check=True, capture_output=True
        )


def milliseconds(command: list[str], folder: Path) -> float:
    """Return the wall time of one run of a process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def measured(commands: dict[str, list[str]], folder: Path, times: int) -> dict[str, list[float]]:
    """Return the times of each command: run in turns, so that a busy machine slows them alike."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            ms = milliseconds(command, folder)
            if turn:  # the first turn warms the file cache
                taken[name].append(ms)
    return taken


def main() -> int:
    """Print a table of medians and ratios; return 1 when a command takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=21, help="turns (default 21)")
    times = parser.parse_args().n
    os.environ |= {"FORECASTS_DB": "data.db", "FORECASTS_TZ": "UTC"}
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small_record(folder)
        commands = {name: [str(PROGRAM), *name.split()] for name in (*COMMANDS, WARNED)}
        taken = measured({"floor": FLOOR, **commands}, folder, times)
    floor = median(taken["floor"])
    bare = 'python -c "import click, sqlite3"'
    print(f"{bare:34} {floor:6.1f} ms   median of {times}")
    slow = 0
    for name, most in COMMANDS.items():
        # The ratio of each turn, so that a slow moment of the machine cancels out.
        ratio = median(a / b for a, b in zip(taken[name], taken["floor"], strict=True))
        slow += ratio > most
        verdict = "ok" if ratio <= most else "TOO SLOW"
        spent = f"{median(taken[name]):6.1f} ms"
        print(f"forecasts {name:24} {spent}   {ratio:4.2f} of at most {most} {verdict}")
    return 1 if slow + _slow_warning(taken) else 0


def _slow_warning(taken: dict[str, list[float]]) -> bool:
    """Print what a warning costs; return whether that is too much."""
    ratio = median(a / b for a, b in zip(taken[WARNED], taken[UNLINKED], strict=True))
    verdict = "ok" if ratio <= MOST_WARNED else "TOO SLOW"
    spent = f"{median(taken[WARNED]):6.1f} ms"
    print(f"{WARNED + ', with a warning':34} {spent}   {ratio:4.2f} of at most {MOST_WARNED}"
          f" of {UNLINKED}: {verdict}")  # fmt: skip
    return ratio > MOST_WARNED


if __name__ == "__main__":
    sys.exit(main())
