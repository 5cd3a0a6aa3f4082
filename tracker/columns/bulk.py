"""Forecast rows read in bulk: SQLite joins a column to one text, numpy takes it apart.

A row that comes from SQLite as a tuple costs most of a microsecond, and a column of one width that
comes as one text a tenth of that. So rows come as digits: what all of them have, and then the
expiry, stated range and strike of the few that have any. Tiny probabilities are read one by one,
as is any row that is not written as the record writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracker.columns.digits import instants, numbers
from tracker.columns.instants import instants_us
from tracker.columns.threads import in_threads
from tracker.scoring import NEVER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

BATCH = 500  # ids bound to one statement; SQLite takes 32,766, and long IN lists parse slowly
SPAN = 1 << 15  # ids read at once when all are: what comes of them fits in a processor's cache
SCAN_SHARE = 4  # of one in so many of all questions, the index saves no time

# A probability as a whole number: every float from 2^-10 to 1 is a multiple of 2^-62.
SCALE, LEAST = float(1 << 62), 2.0**-10
NONE, WORDS, OTHER, ZERO = 10**18, 11 * 10**17, 12 * 10**17, 2 * 10**18
CODE_DIGITS = 19  # of each of these, up to ZERO + 2^62


@dataclass(frozen=True, slots=True)
class ForecastRows:
    """Rows of the table of forecasts, by id; what few of them have stands apart, with their places.

    Ids take 32 bits where all fit. p is nan for a withdrawal. said: the places of words alone. few:
    those of rows with an expiry, a range or a strike; of these, NEVER, nan and 0 for what one has
    not: expires_us, low, high, and the id of the row that it strikes. Places rise.
    """

    id: Integers
    question_id: Integers
    forecaster_id: Integers
    made_us: Integers
    recorded_us: Integers
    p: Floats
    said: Integers
    few: Integers
    expires_us: Integers
    low: Floats
    high: Floats
    strikes: Integers

    def part(self, rows: Booleans | Integers) -> ForecastRows:
        """Return the rows that are marked, or named by their place, in that order."""
        chosen = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        now_at = np.full(len(self.id), -1)
        now_at[chosen] = np.arange(len(chosen))
        said, few = np.sort(now_at[self.said]), now_at[self.few]
        order = np.argsort(few)
        order = order[few[order] >= 0]
        every = [getattr(self, name)[chosen] for name in EVERY]
        of_few = [getattr(self, name)[order] for name in OF_FEW]
        return ForecastRows(*[*every, said[said >= 0], few[order], *of_few])


EVERY, OF_FEW = ForecastRows.__slots__[:6], ForecastRows.__slots__[8:]
NARROW, MOST_NARROW = 9, 1 << 31  # digits that always fit in 32 bits; ids from that on do not
NEWEST = """
    SELECT coalesce((SELECT max(id) FROM questions), 0),
        coalesce((SELECT max(id) FROM forecasts), 0), coalesce((SELECT max(id) FROM forecasters), 0)
"""
CODE = f"""CASE WHEN {{column}} >= {LEAST} OR {{column}} = 0
        THEN {ZERO} + CAST({{column}} * {SCALE!r} AS INTEGER)
        WHEN {{column}} IS NULL THEN {NONE} ELSE {OTHER} END"""
P, LOW, HIGH = (CODE.format(column=column) for column in ("probability", "low", "high"))
# Of the actions, a forecast and a reaffirmation come before "said" in the alphabet.
BULK = f"""
    SELECT CAST(group_concat(id + {{base}}, '') AS BLOB),
        CAST(group_concat(question_id + {{base}}, '') AS BLOB),
        CAST(group_concat(forecaster_id + {{base}}, '') AS BLOB),
        CAST(group_concat(made_at, '') AS BLOB),
        CAST(group_concat(recorded_at, '') AS BLOB),
        CAST(group_concat(CASE WHEN action < 'said' THEN {P}
            WHEN action = 'withdrawal' THEN {NONE}
            WHEN probability IS NULL THEN {WORDS}
            ELSE {OTHER} END, '') AS BLOB)
    FROM forecasts WHERE {{where}}
"""  # noqa: S608 - our own words
FEW = f"""
    SELECT CAST(group_concat(id + {{base}}, '') AS BLOB),
        CAST(group_concat(coalesce(strikes, 0) + {{base}}, '') AS BLOB),
        CAST(group_concat(expires_at IS NULL, '') AS BLOB),
        CAST(group_concat(coalesce(expires_at, made_at), '') AS BLOB),
        CAST(group_concat({LOW}, '') AS BLOB),
        CAST(group_concat({HIGH}, '') AS BLOB)
    FROM forecasts WHERE {{where}} AND coalesce(strikes, expires_at, low, high) IS NOT NULL
"""  # noqa: S608 - our own words
TINY = """
    SELECT id, CASE WHEN action <> 'withdrawal' THEN probability END, action = 'said'
    FROM forecasts WHERE id IN ({marks})
"""
ONE_BY_ONE = """
    SELECT id, question_id, forecaster_id, made_at, recorded_at, expires_at,
        CASE WHEN action <> 'withdrawal' THEN probability END, low, high, strikes, action = 'said'
    FROM forecasts WHERE {where} ORDER BY id
"""


def forecast_rows(connection: sqlite3.Connection, question_ids: Sequence[int]) -> ForecastRows:
    """Return all rows on these questions, by id. Raises ValueError when one cannot be read."""
    asked = connection.execute("SELECT count(*) FROM questions").fetchone()[0]
    if len(question_ids) * SCAN_SHARE >= asked:
        return rows_between(connection, 0, last_id(connection), question_ids)
    width = len(str(last_id(connection))) + 1
    rows = together(
        [
            _read(connection, f"question_id IN ({marks(ids)})", ids, width)
            for ids in batches(question_ids)
        ]
    )
    return rows.part(np.argsort(rows.id))


def rows_between(
    connection: sqlite3.Connection,
    after: int,
    last: int,
    question_ids: Sequence[int] | None = None,
) -> ForecastRows:
    """Return the rows with ids above `after` up to `last`, by id; of some questions, or of all."""
    chosen = None
    if question_ids is not None:
        chosen = np.zeros(max(last, *question_ids, 0) + 1, dtype=bool)
        chosen[list(question_ids)] = True

    room = _room(connection, last - after)

    def read(reader: sqlite3.Connection, start: int) -> ForecastRows:
        keys = (start, min(start + SPAN, last + 1))
        rows = _read(reader, "id >= ? AND id < ?", keys, len(str(last)) + 1)
        rows = rows if chosen is None else rows.part(chosen[rows.question_id])
        return _placed(rows, room, start - after - 1)

    return _closed_up(in_threads(connection, range(after + 1, last + 1, SPAN), read), room)


def _room(connection: sqlite3.Connection, size: int) -> list[Any]:
    """Return room for that many rows in the columns that all have; none is used until written."""
    greatest = max(connection.execute(NEWEST).fetchone())
    kind = np.int32 if greatest < MOST_NARROW else np.int64
    return [np.empty(max(size, 0), kind) for kind in (*[kind] * 3, *[np.int64] * 2, np.float64)]


def _placed(rows: ForecastRows, room: list[Any], start: int) -> ForecastRows:
    """Return the rows, with what all have put where there is room for it."""
    every = [column[start : start + len(rows.id)] for column in room]
    for column, name in zip(every, EVERY, strict=True):
        column[:] = getattr(rows, name)
    return ForecastRows(*[*every, *(getattr(rows, name) for name in ("said", "few", *OF_FEW))])


def _closed_up(parts: list[ForecastRows], room: list[Any]) -> ForecastRows:
    """Return the rows of all parts, which stand in the room in order, without gaps."""
    starts = np.cumsum([0, *(len(part.id) for part in parts)]).tolist()
    for part, start in zip(parts, starts, strict=False):
        for column, name in zip(room, EVERY, strict=True):
            column[start : start + len(part.id)] = getattr(part, name)
    every = [column[: starts[-1]] for column in room]
    said = [part.said + start for part, start in zip(parts, starts, strict=False)]
    few = [part.few + start for part, start in zip(parts, starts, strict=False)]
    of_few = [_joined([getattr(part, name) for part in parts]) for name in OF_FEW]
    return ForecastRows(*[*every, _joined(said), _joined(few), *of_few])


def last_id(connection: sqlite3.Connection) -> int:
    """Return the id of the newest forecast; 0 when there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM forecasts").fetchone()[0])


def _read(
    connection: sqlite3.Connection, where: str, keys: Sequence[int], width: int
) -> ForecastRows:
    """Return the rows of a condition: in bulk as far as that goes, else one by one.

    width: more digits than any id has.
    """
    base = 10 ** (width - 1)
    found = connection.execute(BULK.format(base=base, where=where), keys).fetchone()
    *ids, made, recorded, codes = (text or b"" for text in found)
    size = len(codes) // CODE_DIGITS
    made_us, recorded_us = instants(made), instants(recorded)
    if made_us is None or recorded_us is None or any(len(text) != size * width for text in ids):
        return _one_by_one(connection, where, keys)  # not as the record writes
    few = connection.execute(FEW.format(base=base, where=where), keys).fetchone()
    code, kind = numbers(codes, CODE_DIGITS), np.int32 if width <= NARROW else np.int64
    id_, question, forecaster = ((numbers(text, width) - base).astype(kind) for text in ids)
    of_few = _of_few(id_, [text or b"" for text in few], width)
    if of_few is None:
        return _one_by_one(connection, where, keys)
    p, said = _decoded(code), code == WORDS
    _tiny(connection, np.flatnonzero(code == OTHER), id_, p, said)
    spoken = np.flatnonzero(said)
    return ForecastRows(id_, question, forecaster, made_us, recorded_us, p, spoken, *of_few)


def _tiny(
    connection: sqlite3.Connection, others: Integers, id_: Integers, p: Floats, said: Booleans
) -> None:
    """Read the probabilities that no code has, and whether they came as words."""
    for part in np.split(others, range(BATCH, len(others), BATCH)):
        ids = id_[part].tolist()
        found = connection.execute(TINY.format(marks=marks(ids)), ids).fetchall()
        places = _places(id_, np.array([row[0] for row in found], dtype=np.int64))
        p[places] = _floats([row[1] for row in found])
        said[places] = [row[2] for row in found]


def _of_few(
    id_: Integers, few: Sequence[bytes], width: int
) -> tuple[Integers, Integers, Floats, Floats, Integers] | None:
    """Return the places of few rows and what these have; None where it is not as it is written.

    few: the texts of FEW.
    """
    ids, strikes, lasting, expires, *ranges = few
    expires_us, size = instants(expires), len(lasting)
    if expires_us is None or len(expires_us) != size:
        return None
    if any(len(text) != size * width for text in (ids, strikes)):
        return None
    if any(len(text) != size * CODE_DIGITS for text in ranges):
        return None
    codes = [numbers(text, CODE_DIGITS) for text in ranges]
    if any((code == OTHER).any() for code in codes):
        return None
    base = 10 ** (width - 1)
    places = _places(id_, numbers(ids, width) - base)
    expires_us = np.where(numbers(lasting, 1) == 1, NEVER, expires_us)
    low, high = map(_decoded, codes)
    order = np.argsort(places)
    struck = numbers(strikes, width) - base
    return places[order], expires_us[order], low[order], high[order], struck[order]


def _decoded(code: Integers) -> Floats:
    """Return the probabilities of codes, nan for none."""
    return np.where(code < ZERO, np.nan, (code - ZERO) / SCALE)


def _places(among: Integers, ids: Integers) -> Integers:
    """Return where each of the ids stands."""
    order = np.argsort(among, kind="stable")
    return order[np.searchsorted(among, ids, sorter=order)]


def _one_by_one(connection: sqlite3.Connection, where: str, keys: Sequence[int]) -> ForecastRows:
    rows = connection.execute(ONE_BY_ONE.format(where=where), keys).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 11
    id_, question, forecaster, made, recorded, expires, p, low, high, strikes, said = columns
    return ForecastRows(
        id=np.array(id_, dtype=np.int64),
        question_id=np.array(question, dtype=np.int64),
        forecaster_id=np.array(forecaster, dtype=np.int64),
        made_us=instants_us(made),
        recorded_us=instants_us(recorded),
        p=_floats(p),
        said=np.flatnonzero(said),
        few=np.arange(len(rows)),
        expires_us=instants_us(expires),
        low=_floats(low),
        high=_floats(high),
        strikes=np.array([row or 0 for row in strikes], dtype=np.int64),
    )


def _floats(column: Sequence[float | None]) -> Floats:
    return np.array([np.nan if x is None else x for x in column], dtype=np.float64)


def together(parts: list[ForecastRows]) -> ForecastRows:
    """Return the rows of all parts, one after the other."""
    room = [_joined([getattr(part, name) for part in parts]) for name in EVERY]
    return _closed_up(parts, room)


def _joined(parts: list[Any]) -> Any:  # noqa: ANN401 - of either type
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def batches(ids: Sequence[int]) -> list[Sequence[int]]:
    """Return the ids, sorted, in parts that one statement takes."""
    ordered = sorted(ids)
    return [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]


def marks(ids: Sequence[int]) -> str:
    """Return as many question marks as there are ids, for an IN list."""
    return ", ".join("?" * len(ids))
