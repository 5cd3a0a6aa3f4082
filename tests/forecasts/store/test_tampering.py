"""Whoever edits the record is found; who rewrites all of it, by what somebody kept."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from forecasts.cli import run
from forecasts.errors import BROKEN, ForecastsError
from forecasts.store import Receipt, open_store
from forecasts.store.anchors import Anchor
from forecasts.store.findings import Code
from forecasts.store.verification import Verdict, verify
from tests.forecasts.store.tampering import EDITS, rehashed, unguarded

EDITS_MADE = 10_000 if os.environ.get("TORTURE") else 300
BY_COMMAND = 16  # of them are also looked at by the command itself


@pytest.fixture
def base(small_record: Path) -> bytes:
    """Return the bytes of a record with a row or more in every fact table."""
    with closing(sqlite3.connect(small_record, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return small_record.read_bytes()


def put(path: Path, content: bytes) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    path.write_bytes(content)


def looked_at(path: Path, *seen: Anchor) -> Verdict:
    with closing(open_store(path)) as store:
        return verify(store, seen=seen)


def is_found(path: Path) -> bool:
    try:
        return bool(looked_at(path).faults)
    except ForecastsError as error:
        return error.exit_code == BROKEN
    except UnicodeDecodeError:  # the record could not even be opened: ask the command
        return run(["verify", "--db", str(path)]) == BROKEN


def receipt_of(path: Path) -> Receipt:
    with closing(open_store(path)) as store:
        return store.receipt()


def test_every_random_edit_is_found(base: bytes, tmp_path: Path) -> None:
    path, random = tmp_path / "edited.db", Random(6)
    made: Counter[str] = Counter()
    missed = []
    kinds = list(EDITS)
    while made.total() < EDITS_MADE:
        kind = kinds[made.total() % len(kinds)]
        put(path, base)
        if not EDITS[kind](path, random):
            continue  # the row drawn cannot be edited so
        made[kind] += 1
        if not is_found(path):
            missed.append((kind, made.total()))
        if made.total() % (EDITS_MADE // BY_COMMAND) == 0:
            assert run(["verify", "--db", str(path), "--json"]) == BROKEN
    print(f"\n{made.total():,} edits, {len(missed)} missed: {dict(made)}")  # noqa: T201 - for -s
    assert missed == []
    assert set(made) == set(EDITS)


def test_an_untouched_copy_is_not_suspected(base: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    put(path, base)
    assert looked_at(path).findings == ()


def backdated(path: Path) -> None:
    """Change an old forecast."""
    with unguarded(path) as raw:
        raw.execute("UPDATE forecasts SET probability = 0.97 WHERE probability = 0.3")


def test_a_rewritten_chain_is_found_by_an_anchor_and_not_without(
    base: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "owned.db"
    put(path, base)
    head = receipt_of(path)
    whole = Anchor(head.seq, head.head.hex(), "a tag")
    receipt = Anchor(head.seq, head.head.hex()[:16], "a receipt")
    assert looked_at(path, whole, receipt).anchors == 3  # one is on record
    backdated(path)
    rehashed(path, with_anchors=True)
    assert looked_at(path).faults == ()  # nobody can tell by the file alone
    for seen in (whole, receipt):
        (fault,) = looked_at(path, seen).faults
        assert fault.code in (Code.REWRITTEN, Code.MISSING)


def test_who_forgets_an_anchor_on_record_is_found_without_one(base: bytes, tmp_path: Path) -> None:
    path = tmp_path / "owned.db"
    put(path, base)
    backdated(path)
    rehashed(path)
    (fault,) = looked_at(path).faults
    assert (fault.code, fault.table) == (Code.REWRITTEN, "ledger")


@pytest.mark.parametrize("lost", [1, 2])
def test_a_tail_cut_between_entries_is_found_by_a_receipt_and_not_without(
    base: bytes, tmp_path: Path, lost: int
) -> None:
    path = tmp_path / "cut.db"
    put(path, base)
    for n in range(lost):
        assert run(["forecaster", "add", f"eve{n}", "--db", str(path)]) == 0
    kept = receipt_of(path)
    with unguarded(path) as raw:
        ends = [id_ for (id_,) in raw.execute("SELECT id FROM appends ORDER BY id")]
        for table in ("forecasters", "appends"):
            raw.execute(f"DELETE FROM {table} WHERE id > ?", (ends[-lost - 1],))
        raw.execute("DELETE FROM ledger WHERE seq > ?", (ends[-lost - 1],))
    assert looked_at(path).faults == ()
    (fault,) = looked_at(path, Anchor(kept.seq, kept.head.hex()[:16], "a receipt")).faults
    assert (fault.code, fault.seq) == (Code.MISSING, ends[-lost - 1] + 1)
    assert run(["receipt", "check", str(kept), "--db", str(path)]) == BROKEN
