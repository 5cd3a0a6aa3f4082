"""The record as it stood: a report on it is that of a record cut off there, and keeps nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forecasts import fact_tables
from forecasts.store import Store, open_store
from forecasts.store.as_of import as_of, seq_at
from forecasts.store.readers import path_of
from tracker.columns import cache, kept
from tracker.reports import build
from tracker.reports.material import Scope
from tracker.reports.reader import read
from tracker.reports.render.html import as_html

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tracker.jobs.conftest import Tracked

THEN = datetime(2026, 11, 16, tzinfo=UTC)


def page(store: Store) -> str:
    return as_html(build("scoring", read(store, Scope(names=True), THEN, "1")))


def cut_off(path: Path, seq: int) -> None:
    """Take away, behind the record's back, what came after a seq."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        guards = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for table, key in [*((table, "id") for table in fact_tables.FACTS), ("ledger", "seq")]:
            raw.execute(f"DELETE FROM {table} WHERE {key} > {seq}")
        for _, sql in guards:
            raw.execute(sql)


def test_a_report_as_of_a_seq_is_that_of_a_record_cut_off_there(tracked: Tracked) -> None:
    db = tracked.path
    for at, argv in {
        "2026-11-17T12:00Z": ("resolve", "hail", "no", "--no-source", "seen", "--by", "eve"),
        "2026-11-18T12:00Z": ("resolve", "rain", "no", "--no-source", "again", "--by", "eve"),
        "2026-11-19T12:00Z": ("predict", "fog", "12%", "--as", "ben"),
    }.items():
        code, _, err = tracked(at, *argv)
        assert code == 0, err
    store = open_store(db)
    seq = seq_at(store.connection, THEN)
    assert 0 < seq < store.receipt().seq
    with as_of(store, seq) as then:
        before = page(then)
        assert path_of(then.connection) is None
    assert page(store) != before
    store.connection.execute("VACUUM INTO ?", (str(db.with_name("cut.db")),))
    store.close()
    cut_off(db.with_name("cut.db"), seq)
    cut = open_store(db.with_name("cut.db"))
    assert page(cut) == before
    cut.close()


def every_row(store: Store) -> int:
    """Read all rows as the judge does, and return how many there are."""
    ids = [id_ for (id_,) in store.connection.execute("SELECT id FROM questions")]
    with store.snapshot() as connection:
        return len(kept.ordered_rows(connection, ids).p)


def test_columns_kept_beside_a_record_are_those_of_the_present(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LARGE", 1)
    store = open_store(tracked.path)
    code, _, err = tracked("2026-11-19T12:00Z", "predict", "fog", "12%", "--as", "ben")
    assert code == 0, err
    present = every_row(store)
    cache.settle(tracked.path, kept.ROWS)
    place = cache.place(tracked.path)
    content = place.read_bytes()
    with as_of(store, seq_at(store.connection, THEN)) as then:
        assert every_row(then) == present - 1
        assert place.read_bytes() == content
        place.unlink()
        assert every_row(then) == present - 1
    assert not place.exists()
    store.close()
