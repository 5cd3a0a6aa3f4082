"""After a power cut at any moment the record holds, with everything that was acknowledged."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from forecasts.errors import ForecastsError
from forecasts.store import open_store
from forecasts.store.verification import verify
from tests.torture.powercut import Disk, Op, State, cuts, has_strace, traced

LONG = bool(os.environ.get("TORTURE"))
ROWS = range(600 if LONG else 60)
# How many different states are tried: 40 of three operations, STATES of each, or 4,000 of each.
STATES = int(os.environ.get("STATES", "4000" if LONG else "40"))
ROUNDS = 30  # of so many power cuts each: what they leave is what there is
EVERY_OPERATION = LONG or "STATES" in os.environ
TABLES = {
    "questions.csv": "question,title,type,opens_at,closes_at\n"
    "hail,Will it hail?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z\n",
    "forecasts.csv": "question,forecaster,made_at,probability\n"
    + "".join(
        f"hail,cy,2026-02-01T00:{i // 60:02d}:{i % 60:02d}Z,0.{i + 100}\n"
        for i in range(600 if LONG else 60)
    ),
}
KNOWN = "--no-source seen --known 2026-10-31"
OPERATIONS = {
    "predict": tuple(f"predict snow {p}% --as ana --json" for p in range(12, 32 if LONG else 15)),
    "resolve": tuple(
        f"resolve snow {outcome} {KNOWN} --json" for outcome in ("no", "yes") * (8 if LONG else 1)
    ),
    "tick": ("score --json", "forecaster add dee --json"),
    "import": ("import tables ../tables --json",),
    "backup": ("backup copy.db --json", "forecaster add dee --json"),
    "redact": ("redact --search clouds --why 'a name' --yes --json",),
    "restore": ("restore ../older.db --lose-newer --json",),
}
needs_strace = pytest.mark.skipif(
    not has_strace(), reason="no strace here: apt install strace, and the right to trace"
)


def acknowledged(state: State, folder: Path) -> list[str]:
    """Return what of that which was said is not on record, or does not hold."""
    if "data.db" not in state.files:
        return ["the record is gone"]
    try:
        with closing(open_store(folder / "data.db")) as store:
            faults = [str(fault) for fault in verify(store).faults]
            rows = store.connection.execute("SELECT seq, hash FROM ledger").fetchall()
    except ForecastsError as error:
        return [str(error)]
    kept = {(seq, head.hex()[:16]) for seq, head in rows}
    return faults + [f"lost: {seq}:{head}" for seq, head in state.said if (seq, head) not in kept]


def copies(state: State, folder: Path) -> list[str]:
    """Return what does not hold of a finished backup, or that one is gone that was told."""
    if "copy.db" not in state.files:
        return ["the backup is gone"] if b'"backup"' in state.told else []
    with closing(open_store(folder / "copy.db")) as store:
        return [str(fault) for fault in verify(store).faults]


@needs_strace
@pytest.mark.parametrize("name", OPERATIONS if EVERY_OPERATION else ["predict", "import", "backup"])
def test_a_power_cut_loses_nothing_acknowledged(
    small_record: Path, tmp_path: Path, name: str
) -> None:
    base, work = tmp_path / "base", tmp_path / "work"
    base.mkdir()
    (tmp_path / "tables").mkdir()
    for file, text in TABLES.items():
        (tmp_path / "tables" / file).write_text(text)
    shutil.copy(small_record, base / "data.db")
    shutil.copy(small_record, tmp_path / "older.db")
    shutil.copytree(base, work)
    ops = [moved(op, work, base) for op in traced(work, *OPERATIONS[name])]
    assert sum(op.kind == "sync" for op in ops) > 1
    assert any(op.kind == "said" for op in ops)
    faults: list[str] = []
    found = tried = 0
    for found, tried, state in different(base, ops):  # noqa: B007 - told after the loop
        folder = tmp_path / f"state-{found}"
        folder.mkdir()
        state.laid_out(folder)
        faults += acknowledged(state, folder) + copies(state, folder)
        shutil.rmtree(folder)
    all_of_them = "" if found == STATES else ", all that there are"
    sys.stdout.write(
        f"\n{name}: {len(ops)} calls, {tried:,} power cuts, {found:,} different states"
        f"{all_of_them}, {len(faults)} faults\n"
    )
    assert faults == []
    assert found > 10


def different(base: Path, ops: list[Op]) -> Iterator[tuple[int, int, State]]:
    """Yield states that are not like one before, with how many they are, and of how many cuts."""
    seen: set[bytes] = set()
    tried = 0
    for seed in range(6, 6 + ROUNDS):
        for state in cuts(base, ops, STATES, seed):
            tried += 1
            mark = sha256(repr(state.said).encode())
            for name, content in sorted(state.files.items()):
                mark.update(name.encode() + b"\0" + sha256(content).digest())
            if mark.digest() not in seen:
                seen.add(mark.digest())
                yield len(seen), tried, state
                if len(seen) == STATES:
                    return


def moved(op: Op, old: Path, new: Path) -> Op:
    """Return the call as it would be in another folder."""
    return Op(
        op.kind,
        op.name.replace(str(old), str(new), 1),
        op.offset,
        op.data,
        op.other.replace(str(old), str(new), 1),
    )


def test_the_disk_of_these_tests_forgets_what_was_not_synced(tmp_path: Path) -> None:
    """A writer that syncs nothing loses: the tests above would see it."""
    from random import Random

    file = tmp_path / "a"
    file.write_bytes(b"old!")
    disk = Disk(tmp_path, strict=True)
    disk.take(Op("write", str(file), 0, b"new!"))
    disk.take(Op("create", str(tmp_path / "b")))
    states = [disk.cut(Random(seed)).files for seed in range(20)]
    assert {state["a"] for state in states} == {b"old!", b"new!"}
    assert {"b" in state for state in states} == {True, False}
    disk.take(Op("sync", str(file)))
    assert {disk.cut(Random(seed)).files["a"] for seed in range(20)} == {b"new!"}
    assert {"b" in disk.cut(Random(seed)).files for seed in range(20)} == {True, False}
    disk.take(Op("sync folder", str(tmp_path)))
    assert {"b" in disk.cut(Random(seed)).files for seed in range(20)} == {True}
