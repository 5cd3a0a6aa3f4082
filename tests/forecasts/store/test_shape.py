"""The quick way to a row's hash is the way that ledger.py defines."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import fact_tables, ledger
from forecasts.ledger import Row
from forecasts.lines.json_cells import JsonText
from forecasts.store import open_store
from forecasts.store.append import CHUNK
from forecasts.store.shape import TOGETHER, shape
from forecasts.store.verification import verify

REALS = {"probability", "low", "high"}
WHOLE = st.integers(-(2**63), 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text().filter(lambda text: text.isprintable() or text[:1] < "\ud800")
CELLS = {
    "question_id": WHOLE,
    "strikes": st.none() | WHOLE | st.booleans(),
    "probability": st.none() | REAL | st.integers(-5, 5) | st.booleans() | st.just(-0.0),
    "low": st.none() | REAL,
    "cdf": st.none() | TEXT.map(JsonText),
    "typed": st.none() | TEXT,
}


@given(st.fixed_dictionaries(CELLS), st.integers(1, 10**9), st.binary(min_size=32, max_size=32))
def test_a_hash_is_that_of_the_row_as_sqlite_gives_it_back(
    row: dict[str, object], seq: int, previous: bytes
) -> None:
    form = shape("forecasts", tuple(CELLS))
    values = form.values(row, seq, "2026")  # type: ignore[arg-type]
    with closing(sqlite3.connect(":memory:")) as connection:
        kinds = {name: "REAL" if name in REALS else "TEXT" for name in ("typed", "cdf", *REALS)}
        columns = ", ".join(
            f"{name} {kinds.get(name, 'INTEGER')}" for name in (*CELLS, "id", "recorded_at")
        )
        connection.execute(f"CREATE TABLE forecasts ({columns})")
        form.write(connection, [values])
        cursor = connection.execute("SELECT * FROM forecasts")
        kept = dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))
    kept["recorded_at"] = str(kept["recorded_at"])  # of no type here, and a text in the record
    assert form.link(previous, values) == ledger.link(previous, "forecasts", kept)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_recorded(value: float) -> None:
    form = shape("forecasts", ("probability",))
    with pytest.raises(ValueError, match="cannot be recorded"):
        form.link(ledger.GENESIS, form.values({"probability": value}, 1, "2026"))


@pytest.mark.parametrize("rows", [1, TOGETHER - 1, TOGETHER, 2 * TOGETHER + 3, CHUNK + 1])
def test_many_rows_stand_as_they_came(small_record: Path, now: datetime, rows: int) -> None:
    with closing(open_store(small_record)) as store:
        asked = store.connection.execute("SELECT min(id) FROM questions").fetchone()[0]
        about: Row = {"question_id": asked, "observed_at": "2026-01-01T00:00:00Z"}
        with store.append(now, "test") as batch:
            first = batch.seq + 1
            last = batch.add_many(
                "evidence", ({**about, "strength": n, "url": f"{n}"} for n in range(rows))
            )
        found = store.connection.execute(
            "SELECT id, strength, url FROM evidence WHERE id >= ? ORDER BY id", (first,)
        ).fetchall()
        assert found == [(first + n, float(n), str(n)) for n in range(rows)]
        assert last == first + rows - 1
        assert [fault.words for fault in verify(store).faults] == []


def test_the_columns_of_every_table_fit_in_one_statement() -> None:
    """SQLite before 3.32 takes 999 values; none has so many columns."""
    widest = max(definition.count(",") + 1 for definition in fact_tables.FACTS.values())
    assert widest * TOGETHER < 32_766
