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

from tracker.columns.digits import INSTANT, instants, numbers
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
LARGEST_FREED = 31 << 20  # bytes; glibc goes up to 32 MiB
SCAN_SHARE = 4  # of one in so many of all questions, the index saves no time

# A probability as a whole number: every float from 2^-10 to 1 is a multiple of 2^-62.
SCALE, LEAST = float(1 << 62), 1 << 52
NONE, WORDS, OTHER, ZERO = 10**18, 11 * 10**17, 12 * 10**17, 2 * 10**18
DIGITS = 19  # of each of these, up to ZERO + 2^62, and of all numbers from TOP on
# From TOP on, 62 bits hold the ids of a row; with one that is too large the sum is no integer.
TOP, KEY_BITS = 1 << 62, 62


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
SHORTEST = 1 << 10  # ids at once; where a key has room for fewer places, ids come by themselves
NARROW_BITS = 31  # of ids that fit in 32 bits with a sign
GREATEST = """
    SELECT max(coalesce((SELECT max(id) FROM questions), 0),
        coalesce((SELECT max(id) FROM forecasts), 0),
        coalesce((SELECT max(question_id) FROM forecasts), 0),
        coalesce((SELECT max(id) FROM forecasters), 0)),
        coalesce((SELECT min(question_id) FROM forecasts), 0)
"""
STATED = f"{ZERO} + CAST(probability * {SCALE!r} AS INTEGER)"
END = f"""CASE WHEN {{column}} >= {LEAST / SCALE!r} OR {{column}} = 0
        THEN {ZERO} + CAST({{column}} * {SCALE!r} AS INTEGER)
        WHEN {{column}} IS NULL THEN {NONE} ELSE {OTHER} END"""
LOW, HIGH = (END.format(column=column) for column in ("low", "high"))
# The key of each row, its instants, its probability, and what few rows have, in the widths FEW. Of
# the actions, a forecast and a reaffirmation come before "said" in the alphabet.
BULK = f"""
    SELECT CAST(group_concat({TOP} + forecaster_id * {{forecaster}} + question_id * {{question}}
            {{place}}, '') AS BLOB),
        CAST(group_concat(made_at, '') AS BLOB),
        CAST(group_concat(recorded_at, '') AS BLOB),
        CAST(group_concat(CASE WHEN action < 'said' THEN coalesce({STATED}, {NONE})
            WHEN action = 'withdrawal' THEN {NONE}
            WHEN probability IS NULL THEN {WORDS}
            ELSE {OTHER} END, '') AS BLOB),
        CAST(group_concat(CASE WHEN coalesce(strikes, expires_at, low, high) IS NOT NULL THEN
            (id + {TOP}) || (coalesce(strikes, 0) + {TOP}) || (expires_at IS NULL)
                || coalesce(expires_at, made_at) || {LOW} || {HIGH} END, '') AS BLOB){{id}}
    FROM forecasts WHERE {{where}}
"""  # noqa: S608 - our own words
ID = f", CAST(group_concat(id + {TOP}, '') AS BLOB)"
FEW = (DIGITS, DIGITS, 1, len(INSTANT), DIGITS, DIGITS)
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
    bits = _id_bits(connection)
    rows = together(
        [
            _read(connection, f"question_id IN ({marks(ids)})", ids, bits)
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

    _keep_memory()
    bits = _id_bits(connection)
    room, span = _room(last - after, bits), _span(bits)

    def read(reader: sqlite3.Connection, start: int) -> ForecastRows:
        keys = (start, min(start + span, last + 1))
        rows = _read(reader, "id >= ?1 AND id < ?2", keys, bits, start)
        rows = rows if chosen is None else rows.part(chosen[rows.question_id])
        return _placed(rows, room, start - after - 1)

    return _closed_up(in_threads(connection, range(after + 1, last + 1, span), read), room)


def _keep_memory() -> None:
    """Have freed memory used again: glibc gives back what is beyond twice the largest block freed.

    Each block that is taken anew costs more than what is done in it. Nothing is written to this.
    """
    np.empty(LARGEST_FREED, dtype=np.uint8)


def _id_bits(connection: sqlite3.Connection) -> int:
    """Return how many bits the ids that a row names take."""
    greatest, least = connection.execute(GREATEST).fetchone()
    return KEY_BITS if least < 0 else int(greatest).bit_length()


def _span(bits: int) -> int:
    """Return how many ids are read at once."""
    placed = 1 << max(KEY_BITS - 2 * bits, 0)
    return SPAN if placed < SHORTEST else min(SPAN, placed)


def _room(size: int, bits: int) -> list[Any]:
    """Return room for that many rows in the columns that all have; none is used until written."""
    kind = np.int32 if bits <= NARROW_BITS else np.int64
    return [np.empty(max(size, 0), kind) for kind in (*[kind] * 3, *[np.int64] * 2, np.float64)]


def _placed(rows: ForecastRows, room: list[Any], start: int) -> ForecastRows:
    """Return the rows, with what all have put where there is room for it."""
    every = [column[start : start + len(rows.id)] for column in room]
    for column, name in zip(every, EVERY, strict=True):
        found = getattr(rows, name)
        column[:] = found
        if column.dtype != found.dtype and (column != found).any():
            raise ValueError(f"a forecast has the {name} {found[column != found][0]}")
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
    connection: sqlite3.Connection,
    where: str,
    keys: Sequence[int],
    bits: int,
    start: int | None = None,
) -> ForecastRows:
    """Return the rows of a condition: in bulk as far as that goes, else one by one.

    bits: of the ids. start: where SPAN ids are asked for in order, the first of them.
    """
    left = KEY_BITS - 2 * bits  # for the place of a row in its span
    if left < 0:
        return _one_by_one(connection, where, keys)
    is_placed = start is not None and 1 << left >= SHORTEST
    statement = BULK.format(
        forecaster=1 << KEY_BITS - bits,
        question=1 << left,
        place="+ id - ?1" if is_placed else "",
        id="" if is_placed else ID,
        where=where,
    )
    found = [text or b"" for text in connection.execute(statement, keys).fetchone()]
    rows = _taken_apart(connection, found, bits, start if is_placed else None)
    return rows or _one_by_one(connection, where, keys)


def _taken_apart(
    connection: sqlite3.Connection, found: Sequence[bytes], bits: int, start: int | None
) -> ForecastRows | None:
    """Return the rows of the texts of BULK; None where they are not as the record writes them."""
    key_text, made, recorded, code_text, few, *id_text = found
    size = len(key_text) // DIGITS
    made_us, recorded_us = instants(made), instants(recorded)
    if made_us is None or recorded_us is None or not len(made_us) == len(recorded_us) == size:
        return None
    if any(len(text) != size * DIGITS or b"." in text for text in (key_text, code_text, *id_text)):
        return None
    key, code = numbers(key_text, DIGITS) - TOP, numbers(code_text, DIGITS)
    left = KEY_BITS - 2 * bits
    places = key & ((1 << left) - 1)
    id_ = numbers(id_text[0], DIGITS) - TOP if start is None else start + places
    of_few = _of_few(id_, few)
    if of_few is None or (key < 0).any() or (start is not None and (id_[1:] <= id_[:-1]).any()):
        return None
    p, said = _decoded(code), code == WORDS
    _read_others(connection, np.flatnonzero((code >= OTHER) & (code < ZERO + LEAST)), id_, p, said)
    ids = (id_, (key >> left) & ((1 << bits) - 1), key >> (left + bits))
    spoken = np.flatnonzero(said)
    narrow: list[Any] = [column.astype(np.int32) for column in ids]
    return ForecastRows(*[*narrow, made_us, recorded_us, p, spoken, *of_few])


def _read_others(
    connection: sqlite3.Connection, others: Integers, id_: Integers, p: Floats, said: Booleans
) -> None:
    """Read the probabilities below 2^-10, which no code has, and whether they came as words."""
    for part in np.split(others, range(BATCH, len(others), BATCH)):
        ids = id_[part].tolist()
        found = connection.execute(TINY.format(marks=marks(ids)), ids).fetchall()
        places = _places(id_, np.array([row[0] for row in found], dtype=np.int64))
        p[places] = _floats([row[1] for row in found])
        said[places] = [row[2] for row in found]


def _of_few(
    id_: Integers, text: bytes
) -> tuple[Integers, Integers, Floats, Floats, Integers] | None:
    """Return the places of few rows and what these have; None where it is not as it is written.

    text: the last but the ids of BULK.
    """
    if len(text) % sum(FEW):
        return None
    rows = np.frombuffer(text, dtype=np.uint8).reshape(-1, sum(FEW))
    parts = [part.tobytes() for part in np.split(rows, np.cumsum(FEW)[:-1], axis=1)]
    ids, strikes, lasting, expires, *ends = parts
    expires_us, codes = instants(expires), [numbers(end, DIGITS) for end in ends]
    places = _places(id_, numbers(ids, DIGITS) - TOP)
    if expires_us is None or places is None or any((code == OTHER).any() for code in codes):
        return None
    expires_us = np.where(numbers(lasting, 1) == 1, NEVER, expires_us)
    low, high = map(_decoded, codes)
    struck = numbers(strikes, DIGITS) - TOP
    order = np.argsort(places)
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
