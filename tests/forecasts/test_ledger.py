"""The chain, against hashes computed from its written definition."""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import ledger

# Each preimage is written out by hand from the definition: the tag and NUL, the hash before, the
# table and NUL, the row as JSON. Each hash was computed from it with sha256sum.
VECTORS = (
    (
        "questions",
        {"type": "binary", "id": 1, "slug": "rain", "number": 1, "follows": None},
        b"forecasts-ledger/1\0" + b"\0" * 32 + b"questions\0"
        b'{"id":1,"number":1,"slug":"rain","type":"binary"}',
        "73c692fed1b6beede58b8e6d4c8861bf8e04e832f42f3e5ed0dac8c6cd4fe573",
    ),
    (
        "forecasts",
        {"id": 2, "probability": -0.0, "typed": 'né "0%"\n', "low": 1e-05, "high": 0.1},
        b"forecasts-ledger/1\0"
        + bytes.fromhex("73c692fed1b6beede58b8e6d4c8861bf8e04e832f42f3e5ed0dac8c6cd4fe573")
        + b"forecasts\0"
        b'{"high":0.1,"id":2,"low":1e-05,"probability":0.0,"typed":"n\xc3\xa9 \\"0%\\"\\n"}',
        "a7550f6c6e6b2007feeea634796ec4bf65722e0a977969c6c8d4dc32832ea45b",
    ),
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
whole = st.integers(-(2**63), 2**63 - 1)
real = st.floats(allow_nan=False, allow_infinity=False)
values = st.none() | whole | real | texts
rows = st.dictionaries(texts, values, max_size=8)


def test_known_answers() -> None:
    previous = ledger.GENESIS
    for table, row, preimage, answer in VECTORS:
        assert hashlib.sha256(preimage).hexdigest() == answer
        previous = ledger.link(previous, table, row)
        assert previous.hex() == answer


def test_the_hash_of_a_text_covers_its_salt() -> None:
    salt = bytes(range(16))
    name = hashlib.sha256(salt + "né".encode()).hexdigest()
    assert ledger.text_id(salt, "né") == name
    assert ledger.text_id(bytes(16), "né") != name


@given(rows)
def test_a_row_can_be_read_back_from_its_canonical_form(row: dict[str, ledger.Value]) -> None:
    kept = {name: value for name, value in row.items() if value is not None}
    text = ledger.canonical(row)
    assert json.loads(text) == kept
    assert list(json.loads(text)) == sorted(kept)


@given(rows, texts, st.randoms(use_true_random=False))
def test_a_new_nullable_column_and_the_order_of_columns_change_no_hash(
    row: dict[str, ledger.Value], column: str, random: object
) -> None:
    names = [name for name in row if name != column]
    random.shuffle(names)  # type: ignore[attr-defined]
    shuffled = {name: row[name] for name in names}
    plain = {name: row[name] for name in row if name != column}
    old = ledger.link(ledger.GENESIS, "questions", plain)
    assert ledger.link(ledger.GENESIS, "questions", shuffled | {column: None}) == old


@given(rows, rows, texts, texts)
def test_another_row_table_or_past_gives_another_hash(
    row: dict[str, ledger.Value], other: dict[str, ledger.Value], table: str, room: str
) -> None:
    first = ledger.link(ledger.GENESIS, table, row)
    assert first != ledger.link(first, table, row)
    if ledger.canonical(row) != ledger.canonical(other):
        assert first != ledger.link(ledger.GENESIS, table, other)
    if table != room and "\0" not in table + room:
        assert first != ledger.link(ledger.GENESIS, room, row)


@given(real | texts | whole)
def test_a_value_has_the_same_form_before_and_after_the_file(value: float | str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (i INTEGER, r REAL, s TEXT) STRICT")
        kind = {int: "i", float: "r", str: "s"}[type(value)]
        connection.execute(f"INSERT INTO t ({kind}) VALUES (?)", (value,))
        back = connection.execute(f"SELECT {kind} FROM t").fetchone()[0]
    assert ledger.canonical({"v": back}) == ledger.canonical({"v": value})


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_has_no_form(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        ledger.canonical({"probability": number})


def test_the_file_holds_the_chain_of_its_rows(small_record: Path) -> None:
    """Walk a real record with nothing but hashlib and json."""
    with closing(sqlite3.connect(small_record)) as connection:
        connection.row_factory = sqlite3.Row
        head = b"\0" * 32
        links = connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()
        for seq, table, kept in links:
            row = connection.execute(f"SELECT * FROM {table} WHERE id = ?", (seq,)).fetchone()
            body = {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118
            text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            head = hashlib.sha256(
                b"forecasts-ledger/1\0" + head + table.encode() + b"\0" + text.encode()
            ).digest()
            assert head == kept, f"{table} row {seq}"
    assert [link[0] for link in links] == list(range(1, len(links) + 1))
