"""The hash chain over the record: each row's hash covers the row and the hash before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as HASH

PREFIX = b"forecasts-ledger/1\0"
GENESIS = bytes(32)  # what stands before the first row

Value = str | int | float | None
Row = Mapping[str, Value]


def canonical(row: Row) -> str:
    """Return the row's canonical JSON: non-null columns, keys sorted, no blanks, -0.0 as 0.0.

    Values must be as SQLite returns them (a REAL column gives a float). Raises ValueError for nan
    or infinity. A new nullable column changes no old row's form, so no old hash either.

    >>> canonical({"id": 7, "probability": -0.0, "rationale": None, "title": "né"})
    '{"id":7,"probability":0.0,"title":"né"}'
    """
    return _canonical(row.items())


def _canonical(cells: Iterable[tuple[str, Value]]) -> str:
    kept = {
        name: value or (0.0 if isinstance(value, float) else value)
        for name, value in cells
        if value is not None
    }
    return _encoder()(kept)


@cache
def _encoder() -> Callable[[object], str]:
    """Return what json.dumps does with these settings: it would make this anew for each row."""
    import json

    return json.JSONEncoder(
        sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode


def link(previous: bytes, table: str, row: Row) -> bytes:
    """Return the 32-byte SHA-256 that chains the row of `table` to the hash before it.

    The preimage is "forecasts-ledger/1" NUL, the 32 bytes of the previous hash, the table's name,
    NUL, and the canonical row in UTF-8. The first row is chained to 32 zero bytes.

    >>> link(GENESIS, "questions", {"id": 1, "slug": "a"}).hex()[:16]
    '7d62b1d033e27a52'
    """
    return link_cells(previous, table, row.items())


def link_cells(previous: bytes, table: str, cells: Iterable[tuple[str, Value]]) -> bytes:
    """Return the same for a row as pairs of column and value, in any order.

    >>> link_cells(GENESIS, "questions", [("slug", "a"), ("id", 1)]).hex()[:16]
    '7d62b1d033e27a52'
    """
    body = _canonical(cells).encode()
    return _sha256()(PREFIX + previous + table.encode() + b"\0" + body).digest()


@cache
def _sha256() -> Callable[[bytes], HASH]:
    from hashlib import sha256  # here, since commands that only read have no use for OpenSSL

    return sha256


def text_id(salt: bytes, text: str) -> str:
    """Return the name under which a long text is kept: the hex SHA-256 of salt and text.

    >>> text_id(bytes(16), "because")[:16]
    'd347067c166949a4'
    """
    return _sha256()(salt + text.encode()).hexdigest()
