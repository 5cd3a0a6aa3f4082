"""Forecast rows read in bulk: SQLite joins a column to one text, numpy takes it apart.

A row that comes from SQLite as a tuple costs most of a microsecond, and a column of one width that
comes as one text a tenth of that. So ordinary rows come as digits. The others, with an expiry, a
stated range, a strike or a tiny probability, are read one by one, as is any row that is not
written as the record writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.digits import instants, numbers
from tracker.columns.instants import instants_us
from tracker.scoring import NEVER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

BATCH = 500  # ids bound to one statement; SQLite takes 32,766, and long IN lists parse slowly
SPAN = 1 << 14  # ids read at once when all are: what comes of them fits in a processor's cache
SCAN_SHARE = 4  # of one in so many of all questions, the index saves no time

# A probability as a whole number: every float from 2^-10 to 1 is a multiple of 2^-62.
SCALE, LEAST = float(1 << 62), 2.0**-10
WITHDRAWN, OTHER, ZERO = 10**18, 11 * 10**17, 2 * 10**18  # 19 digits each, up to ZERO + 2^62
CODE_DIGITS = 19


@dataclass(frozen=True, slots=True)
class ForecastRows:
    """Rows of the table of forecasts, by id.

    p is nan for a withdrawal; low and high are nan where no range was stated; expires_us is NEVER
    for most. strikes: the id of the row that this one strikes, 0 for most. said: words alone.
    """

    id: Integers
    question_id: Integers
    forecaster_id: Integers
    made_us: Integers
    expires_us: Integers
    recorded_us: Integers
    p: Floats
    low: Floats
    high: Floats
    strikes: Integers
    said: Booleans

    def part(self, rows: Booleans | Integers) -> ForecastRows:
        """Return the rows that are marked, or named by their place, in that order."""
        return ForecastRows(*(getattr(self, column)[rows] for column in self.__slots__))


TYPES = (*[np.int64] * 6, *[np.float64] * 3, np.int64, np.bool_)  # of the columns
# Of the actions, a forecast and a reaffirmation come before "said" in the alphabet.
BULK = f"""
    SELECT CAST(group_concat(id + {{base}}, '') AS BLOB),
        CAST(group_concat(question_id + {{base}}, '') AS BLOB),
        CAST(group_concat(forecaster_id + {{base}}, '') AS BLOB),
        CAST(group_concat(made_at, '') AS BLOB),
        CAST(group_concat(recorded_at, '') AS BLOB),
        CAST(group_concat(CASE
            WHEN coalesce(strikes, expires_at, low, high) IS NOT NULL THEN {OTHER}
            WHEN probability >= {LEAST} AND action < 'said'
                THEN {ZERO} + CAST(probability * {SCALE!r} AS INTEGER)
            WHEN action = 'withdrawal' THEN {WITHDRAWN}
            ELSE {OTHER} END, '') AS BLOB)
    FROM forecasts WHERE {{where}}
"""  # noqa: S608 - our own numbers
SELDOM = """expires_at, CASE WHEN action <> 'withdrawal' THEN probability END, low, high, strikes,
        action = 'said'"""
RARE = f"SELECT {SELDOM} FROM forecasts WHERE id IN ({{marks}}) ORDER BY id"  # noqa: S608
ONE_BY_ONE = f"""
    SELECT id, question_id, forecaster_id, made_at, recorded_at, {SELDOM}
    FROM forecasts WHERE {{where}}
"""  # noqa: S608 - our own words


def forecast_rows(connection: sqlite3.Connection, question_ids: Sequence[int]) -> ForecastRows:
    """Return all rows on these questions, by id. Raises ValueError when one cannot be read."""
    wanted = np.array(sorted(question_ids), dtype=np.int64)
    last = connection.execute("SELECT coalesce(max(id), 0) FROM forecasts").fetchone()[0]
    asked = connection.execute("SELECT count(*) FROM questions").fetchone()[0]
    if len(wanted) * SCAN_SHARE < asked:
        parts = [
            _read(connection, f"question_id IN ({marks(ids)})", ids, last)
            for ids in batches(question_ids)
        ]
    else:
        chosen = np.zeros(max(last, int(wanted.max(initial=0))) + 1, dtype=bool)
        chosen[wanted] = True
        spans = ((start, start + SPAN) for start in range(0, last + 1, SPAN))
        every = (_read(connection, "id >= ? AND id < ?", span, last) for span in spans)
        parts = [rows.part(chosen[rows.question_id]) for rows in every]
    rows = _together(parts)
    return rows if (rows.id[1:] > rows.id[:-1]).all() else rows.part(np.argsort(rows.id))


def _read(
    connection: sqlite3.Connection, where: str, keys: Sequence[int], last: int
) -> ForecastRows:
    """Return the rows of a condition: in bulk as far as that goes, else one by one.

    last: the greatest id, which says how wide numbers are.
    """
    width = len(str(last)) + 1
    base = 10 ** (width - 1)
    found = connection.execute(BULK.format(base=base, where=where), keys).fetchone()
    *ids, made, recorded, codes = (text or b"" for text in found)
    size = len(codes) // CODE_DIGITS
    made_us, recorded_us = instants(made), instants(recorded)
    if made_us is None or recorded_us is None or any(len(text) != size * width for text in ids):
        return _one_by_one(connection, where, keys)  # not as the record writes
    code = numbers(codes, CODE_DIGITS)
    id_, question, forecaster = (numbers(text, width) - base for text in ids)
    rows = ForecastRows(
        id=id_,
        question_id=question,
        forecaster_id=forecaster,
        made_us=made_us,
        expires_us=np.full(size, NEVER),
        recorded_us=recorded_us,
        p=np.where(code == WITHDRAWN, np.nan, (code - ZERO) / SCALE),
        low=np.full(size, np.nan),
        high=np.full(size, np.nan),
        strikes=np.zeros(size, dtype=np.int64),
        said=np.zeros(size, dtype=bool),
    )
    _fill(connection, rows, np.flatnonzero(code == OTHER))
    return rows


def _fill(connection: sqlite3.Connection, rows: ForecastRows, others: Integers) -> None:
    """Put what is rarely there into the places of the rows that have it."""
    order = others[np.argsort(rows.id[others])]
    ids = batches(rows.id[order].tolist())
    for part, places in zip(ids, np.split(order, range(BATCH, len(order), BATCH)), strict=False):
        found = connection.execute(RARE.format(marks=marks(part)), part).fetchall()
        expires, p, low, high, strikes, said = zip(*found, strict=True)
        rows.expires_us[places] = instants_us(expires)
        rows.p[places], rows.low[places], rows.high[places] = map(_floats, (p, low, high))
        rows.strikes[places] = [row or 0 for row in strikes]
        rows.said[places] = said


def _one_by_one(connection: sqlite3.Connection, where: str, keys: Sequence[int]) -> ForecastRows:
    rows = connection.execute(ONE_BY_ONE.format(where=where), keys).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    id_, question, forecaster, made, recorded, expires, p, low, high, strikes, said = columns
    return ForecastRows(
        id=np.array(id_, dtype=np.int64),
        question_id=np.array(question, dtype=np.int64),
        forecaster_id=np.array(forecaster, dtype=np.int64),
        made_us=instants_us(made),
        expires_us=instants_us(expires),
        recorded_us=instants_us(recorded),
        p=_floats(p),
        low=_floats(low),
        high=_floats(high),
        strikes=np.array([row or 0 for row in strikes], dtype=np.int64),
        said=np.array(said, dtype=bool),
    )


def _floats(column: Sequence[float | None]) -> Floats:
    return np.array([np.nan if x is None else x for x in column], dtype=np.float64)


def _together(parts: list[ForecastRows]) -> ForecastRows:
    """Return the rows of all parts, and leave none in the list: at no time is all held twice."""
    columns = [[getattr(part, column) for part in parts] for column in ForecastRows.__slots__]
    parts.clear()
    return ForecastRows(*(np.concatenate([np.empty(0, kind), *columns.pop(0)]) for kind in TYPES))


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the ids, sorted, in parts that one statement takes."""
    ordered = sorted(ids)
    return [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]


def marks(ids: Sequence[int]) -> str:
    """Return as many question marks as there are ids, for an IN list."""
    return ", ".join("?" * len(ids))
