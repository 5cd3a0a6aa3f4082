"""Every write and sync of every command refused or the end of it: words, and one entry at last."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.store import open_store
from forecasts.store.verification import verify
from tests.conftest import NOW
from tests.torture.powercut import has_strace

LONG = bool(os.environ.get("TORTURE"))
# How many of all faults are tried where the time is short: 8 of one command, or FAULTS of each.
POINTS = int(os.environ.get("FAULTS", "8"))
EVERY_COMMAND = LONG or "FAULTS" in os.environ
FAULTS = {
    "pwrite64": ("error=ENOSPC", "error=EIO", "signal=SIGKILL"),
    "ftruncate": ("error=ENOSPC", "signal=SIGKILL"),
    "fdatasync": ("error=EIO", "signal=SIGKILL"),
    "fsync": ("error=EIO", "signal=SIGKILL"),
    "rename": ("error=ENOSPC", "signal=SIGKILL"),
    "unlink": ("error=EIO", "signal=SIGKILL"),
}
SAME = "7f0e3c7a-0000-4000-8000-000000000001"
ASK = ["ask", "Will it hail by Friday?", "--closes", "2027-06-30", "--slug", "hail"]
COMMANDS = {
    "predict": ["predict", "snow", "12%", "--as", "ana", "--why", "Clouds.", "--uuid", SAME],
    "forecaster": ["forecaster", "add", "dee", "--uuid", SAME],
    "resolve": ["resolve", "snow", "no", "--no-source", "seen", "--known", "2026-10-31",
                "--uuid", SAME],
    "ask": [*ASK, "--uuid", SAME],
    "import tables": ["import", "tables", "tables", "--uuid", SAME],
    "import ledger": ["import", "ledger", "longer.jsonl"],
    "redact": ["redact", "--search", "ouest", "--why", "a name", "--yes", "--uuid", SAME],
    "score": ["score"],
    "backup": ["backup", "copy.db"],
    "export ledger": ["export", "ledger", "out.jsonl"],
    "restore": ["restore", "longer.db"],
}  # fmt: skip
MAKES = {"backup": "copy.db", "export ledger": "out.jsonl"}
pytestmark = pytest.mark.skipif(
    not has_strace(), reason="no strace here: apt install strace, and the right to trace"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One call that is refused, or at which the program is killed."""

    name: str
    call: str
    number: int
    fault: str


@pytest.fixture
def base(small_record: Path, tmp_path: Path) -> Path:
    """Return a folder with a record, a longer copy of it, and tables to read."""
    folder = tmp_path / "base"
    (folder / "tables").mkdir(parents=True)
    for name in ("data.db", "longer.db"):
        shutil.copy(small_record, folder / name)
    words = ["predict", "snow", "22%", "--as", "ana", "--db", str(folder / "longer.db")]
    assert run(words, now=NOW) == 0
    words = ["export", "ledger", str(folder / "longer.jsonl"), "--db", str(folder / "longer.db")]
    assert run(words) == 0
    (folder / "tables" / "forecasts.csv").write_text(
        "question,forecaster,made_at,probability\nsnow,ben,2026-10-20T00:00Z,0.4\n"
    )
    for left in folder.glob("*.lock"):
        left.unlink()
    return folder


def ran(folder: Path, name: str, *strace: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-qq", *strace, sys.executable, "-m", "forecasts"]
    return subprocess.run(
        [*command, *COMMANDS[name], "--db", "data.db"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def points(base: Path, work: Path, name: str) -> list[Point]:
    """Return every call that the command makes, with every fault that may befall it."""
    shutil.copytree(base, work)
    out = work / "calls"
    done = ran(work, name, "-e", f"trace={','.join(FAULTS)}", "-o", str(out))
    assert done.returncode == 0, done.stderr
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", out.read_text(), re.MULTILINE))
    shutil.rmtree(work)
    return [
        Point(name, call, number, fault)
        for call, faults in FAULTS.items()
        for number in range(1, calls[call] + 1)
        for fault in faults
    ]


def content(path: Path) -> dict[str, int]:
    """Return how many rows each fact table has, and check that all of them hold."""
    with closing(open_store(path)) as store:
        assert verify(store).faults == ()
        rows = store.connection.execute('SELECT "table", count(*) FROM ledger GROUP BY 1')
        return {str(table): int(count) for table, count in rows}


def faulty(base: Path, work: Path, point: Point, wanted: dict[str, int]) -> str:
    """Befall a copy with one fault, and type the same again; return what is wrong after that."""
    shutil.copytree(base, work)
    what = f"{point.call}:{point.fault}:when={point.number}"
    inject = ("-e", f"trace={point.call}", "-e", f"inject={what}")
    done = ran(work, point.name, "-o", os.devnull, *inject)
    if "Traceback" in done.stderr or "a defect in this program" in done.stderr:
        return f"{what}: {done.stderr}"
    killed = done.returncode in {-9, 137}
    if killed != point.fault.startswith("signal") and "signal" not in point.fault:
        return f"{what}: exit code {done.returncode}"
    if not killed and done.returncode and "Error: " not in done.stderr:
        return f"{what}: no words: {done.stderr!r}"
    kept = set(re.findall(r"\b(\d+):([0-9a-f]{16})\b", done.stdout))
    with closing(sqlite3.connect(work / "data.db")) as raw:
        rows = raw.execute("SELECT seq, hash FROM ledger")
        there = {(str(seq), head.hex()[:16]) for seq, head in rows}
    if not kept <= there:
        return f"{what}: acknowledged and lost: {kept - there}"
    os.chdir(work)
    again = run([*COMMANDS[point.name], "--db", "data.db"])
    made = MAKES.get(point.name)  # a file that is whole once it has its name, and then stays
    if again and not (made and (work / made).exists()):
        return f"{what}: the retry ended with {again}"
    if made == "copy.db":
        content(work / made)
    found = content(work / "data.db")
    return "" if found == wanted else f"{what}: {found} in place of {wanted}"


@pytest.mark.parametrize("name", COMMANDS if EVERY_COMMAND else ["predict"])
def test_a_refused_call_is_told_and_the_same_typed_again_is_recorded_once(
    base: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Path.cwd()
    every = points(base, tmp_path / "counted", name)
    chosen = every if LONG else random.Random(6).sample(every, min(POINTS, len(every)))
    shutil.copytree(base, tmp_path / "whole")
    os.chdir(tmp_path / "whole")
    try:
        assert run([*COMMANDS[name], "--db", "data.db"]) == 0
        wanted = content(tmp_path / "whole" / "data.db")
        wrong = []
        for number, point in enumerate(chosen):
            work = tmp_path / f"work-{number}"
            if fault := faulty(base, work, point, wanted):
                wrong.append(fault)
            os.chdir(home)
            shutil.rmtree(work)
            capsys.readouterr()
    finally:
        os.chdir(home)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {len(chosen)} of {len(every)} faults, {len(wrong)} wrong\n")
    assert wrong == []
    assert len(chosen) >= min(POINTS, len(every)) > 5
