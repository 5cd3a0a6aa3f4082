"""Every write and sync of every command refused or the end of it: words, and one entry at last."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.store import open_store
from forecasts.store.verification import verify
from tests.torture.every_command import COMMANDS, Typed, made_base, typed
from tests.torture.faults import Ended, Forker, Point
from tests.torture.powercut import has_strace

LONG = bool(os.environ.get("TORTURE"))
# How many of all faults are tried where the time is short: of a few commands, or FAULTS of each.
POINTS = int(os.environ.get("FAULTS", "8"))
EVERY_COMMAND = LONG or "FAULTS" in os.environ
FEW = ("predict", "redact")
LATER = timedelta(minutes=2)  # what failed is tried again after a minute
Said = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(
    not has_strace(), reason="no strace here: apt install strace, and the right to trace"
)


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    """Return what runs commands in processes of their own."""
    one = Forker()
    yield one
    one.close()


BASES: list[tuple[Path, dict[str, Typed]]] = []  # one, made by the first test


@pytest.fixture
def base(
    small_record: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Said,
) -> tuple[Path, dict[str, Typed]]:
    """Return a folder in which every command has something to do, and the commands."""
    folder = BASES[0][0] if BASES else tmp_path_factory.mktemp("refused") / "base"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.setenv("HOME", str(folder))

    def number() -> int:
        capsys.readouterr()
        typed("evidence", "list", "snow", "--json")
        return int(json.loads(capsys.readouterr().out.splitlines()[-1])["id"])

    if not BASES:
        BASES.append((folder, made_base(folder, small_record, number)))
    return BASES[0]


def content(path: Path) -> Counter[str]:
    """Return how many rows each table has, and check that all facts hold."""
    with closing(open_store(path)) as store:
        assert verify(store).faults == ()
        rows = store.connection.execute('SELECT "table", count(*) FROM ledger GROUP BY 1')
        found = Counter({str(table): int(count) for table, count in rows})
        with closing(sqlite3.connect(path)) as raw:
            for table in ("scores", "plans", "written"):
                known = raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
                if known.fetchone():
                    found[table] = raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return found


def record_of(words: tuple[str, ...]) -> str:
    return words[words.index("--db") + 1]


class Trial:
    """One command under every fault: what it ends with, and what the same typed again ends with."""

    def __init__(self, forker: Forker, base: Path, one: Typed, capsys: Said) -> None:
        self.forker, self.base, self.one, self.capsys = forker, base, one, capsys
        self.work = base.with_name("work")
        self.wanted: Counter[str] = Counter()

    def points(self) -> list[Point]:
        """Return all faults that may befall it, and note what is on record without any."""
        shutil.copytree(self.base, self.work)
        try:
            found = self.forker.points(self.work, self.one.words, self.one.at)
            self.wanted = content(self.work / record_of(self.one.words))
        finally:
            shutil.rmtree(self.work)
        return found

    def fault(self, point: Point) -> str:
        """Befall it with one fault, and type the same again; return what is wrong after that."""
        shutil.copytree(self.base, self.work)
        try:
            ended = self.forker.befallen(self.work, self.one.words, self.one.at, point)
            wrong = self.told_wrong(ended, point) or self.lost(ended) or self.again()
            return f"{point}: {wrong}" if wrong else ""
        finally:
            shutil.rmtree(self.work)

    def told_wrong(self, ended: Ended, point: Point) -> str:
        """Return what is wrong with how it ended and with what it said."""
        if "Traceback" in ended.err or "a defect in this program" in ended.err:
            return ended.err
        if ended.code < 0:
            return "" if point.kills or ended.waking else f"ended by a signal: {ended.code}"
        # What cannot be written on standard error cannot be told.
        if ended.code and "Error: " not in ended.err and point.call != "write":
            return f"no words: {ended.err!r}"
        return ""

    def lost(self, ended: Ended) -> str:
        """Return which receipts that were printed are not on record."""
        said = set(re.findall(r"\b(\d+):([0-9a-f]{16})\b", ended.out))
        there = set()
        for file in self.work.glob("*.db"):
            with closing(sqlite3.connect(file)) as raw:
                try:
                    rows = raw.execute("SELECT seq, hash FROM ledger").fetchall()
                except sqlite3.OperationalError:
                    continue  # a file that did not become a record
                there |= {(str(seq), head.hex()[:16]) for seq, head in rows}
        return "" if said <= there else f"acknowledged and lost: {said - there}"

    def again(self) -> str:
        """Return what is wrong after the same was typed again."""
        os.chdir(self.work)
        os.environ["HOME"] = str(self.work)
        self.capsys.readouterr()
        code = run(self.one.words, now=self.one.at + LATER)
        said = self.capsys.readouterr().err
        made = self.one.made
        if code and not (made and (self.work / made).exists()) and "already" not in said:
            return f"the retry ended with {code}: {said}"
        if made.endswith(".db") or self.one.words[0] == "backup":
            content(self.work / made)
        left = [
            file.name for file in self.work.rglob("*") if file.name.endswith((".draft", ".part"))
        ]
        if left:
            return f"left behind: {left}"
        found = content(self.work / record_of(self.one.words))
        return "" if found == self.wanted else f"{found} in place of {self.wanted}"


@pytest.mark.parametrize("name", COMMANDS if EVERY_COMMAND else FEW)
def test_a_refused_call_is_told_and_the_same_typed_again_is_recorded_once(
    base: tuple[Path, dict[str, Typed]], forker: Forker, name: str, capsys: Said
) -> None:
    folder, commands = base
    trial = Trial(forker, folder, commands[name], capsys)
    every = trial.points()
    chosen = every if LONG else random.Random(6).sample(every, min(POINTS, len(every)))
    wrong = []
    for point in chosen:
        if found := trial.fault(point):
            wrong.append(found)
        os.chdir(folder)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {len(chosen)} of {len(every)} faults, {len(wrong)} wrong\n")
    assert wrong == []
    assert len(every) > 50
