"""Facts enter whole or not at all, once, and in one chain however many write."""

from __future__ import annotations

import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from forecasts.errors import RefusedError
from forecasts.model import ForecasterKind
from forecasts.store import AlreadyAppendedError, AnotherEntryError, forecasters, open_store
from forecasts.store.verification import verify

# A program of its own that appends so many times, and says each receipt once it has it.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from forecasts.model import ForecasterKind
from forecasts.store import forecasters, open_store
path, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = open_store(path)
for i in range(times):
    with store.append(datetime.now(UTC), "test") as batch:
        forecasters.add(batch, f"{name} {i}", ForecasterKind.PERSON)
    print(store.receipt(), flush=True)
"""


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, read by a connection of its own."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        return {t: connection.execute(f"SELECT * FROM {t}").fetchall() for (t,) in tables}


def writer(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_retry_adds_nothing(small_record: Path, now: datetime) -> None:
    with closing(open_store(small_record)) as store:
        with store.append(now, "test", "one and the same") as batch:
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
        before = contents(small_record)
        with (
            pytest.raises(AlreadyAppendedError, match="one and the same") as refusal,
            store.append(now, "test", "one and the same") as batch,
        ):
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
        assert contents(small_record) == before
    assert refusal.value.exit_code == 0


def test_another_entry_under_the_same_name_is_refused(small_record: Path, now: datetime) -> None:
    with closing(open_store(small_record)) as store:
        with store.append(now, "test", "one and the same") as batch:
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
        before = contents(small_record)
        with (
            pytest.raises(AnotherEntryError, match="says something else") as refusal,
            store.append(now, "test", "one and the same") as batch,
        ):
            forecasters.add(batch, "eve", ForecasterKind.PERSON)
        assert contents(small_record) == before
    assert refusal.value.exit_code != 0


def test_a_name_that_is_another_entrys_is_refused(small_record: Path, now: datetime) -> None:
    with closing(open_store(small_record)) as store:
        with store.append(now, "ask", "one and the same") as batch:
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
        before = contents(small_record)
        with (
            pytest.raises(RefusedError, match="the name of another entry: ask, at seq") as refusal,
            store.append(now, "predict", "one and the same") as batch,
        ):
            forecasters.add(batch, "eve", ForecasterKind.PERSON)
        assert contents(small_record) == before
    assert refusal.value.exit_code == 1


def test_an_append_that_fails_leaves_no_trace(small_record: Path, now: datetime) -> None:
    before = contents(small_record)
    with closing(open_store(small_record)) as store:
        with pytest.raises(RefusedError, match="taken"), store.append(now, "test") as batch:  # noqa: PT012
            batch.text("A long text that nobody will miss.")
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
            forecasters.add(batch, "ana", ForecasterKind.PERSON)
        assert contents(small_record) == before
        assert store.receipt().seq == len(before["ledger"])
        with store.append(now, "test") as batch:  # and the next one goes through
            forecasters.add(batch, "ben", ForecasterKind.PERSON)
        assert not verify(store).findings


def test_an_append_of_nothing_leaves_no_trace(small_record: Path, now: datetime) -> None:
    before = contents(small_record)
    with closing(open_store(small_record)) as store, store.append(now, "test", "nothing"):
        pass
    assert contents(small_record) == before


def test_many_rows_are_chained_as_one_by_one(small_record: Path, now: datetime) -> None:
    """More rows than one chunk holds, whole numbers in a REAL column among them."""
    with closing(open_store(small_record)) as store:
        with store.append(now, "test") as batch:
            row = {"kind": "implies", "from_question": 3, "to_question": 5}
            last = batch.add_many("links", ({**row, "days": days} for days in range(10_001)))
            assert last == batch.seq
        verdict = verify(store)
    assert not verdict.findings
    assert len(contents(small_record)["links"]) == 10_002


def test_four_programs_lose_nothing(small_record: Path) -> None:
    programs = [writer(small_record, name, 50) for name in ("a", "b", "c", "d")]
    said = [program.communicate(timeout=120) for program in programs]
    assert [program.returncode for program in programs] == [0] * 4, said
    names = {row[3] for row in contents(small_record)["forecasters"]}
    assert names >= {f"{name} {i}" for name in "abcd" for i in range(50)}
    assert len({line for out, _ in said for line in out.splitlines()}) >= 50
    with closing(open_store(small_record)) as store:
        assert not verify(store).findings


def test_what_was_acknowledged_outlives_a_killed_program(small_record: Path) -> None:
    program = writer(small_record, "k", 100_000)
    assert program.stdout is not None
    receipts = [program.stdout.readline().strip() for _ in range(20)]
    program.send_signal(signal.SIGKILL)
    receipts += program.stdout.read().split()
    program.wait()
    kept = {f"{seq}:{head.hex()[:16]}" for seq, _, head in contents(small_record)["ledger"]}
    assert set(receipts) <= kept
    with closing(open_store(small_record)) as store:
        assert not verify(store).findings


def test_no_receipt_is_printed_for_what_the_disk_refused(small_record: Path) -> None:
    """The system stops the file from growing, so the commit fails after the rows were written."""
    before = contents(small_record)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    command = [sys.executable, "-m", "forecasts", "forecaster", "add", "ben"]
    command += ["--db", str(small_record)]
    refused = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=no_room, check=False
    )
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("Error: ")
    assert "Traceback" not in refused.stderr
    assert contents(small_record) == before
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seq, _, head = contents(small_record)["ledger"][-1]
    assert f"{seq}:{head.hex()[:16]}" in done.stdout + done.stderr
