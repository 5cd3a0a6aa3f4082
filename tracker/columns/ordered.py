"""Forecast rows in the judge's order, by question, forecaster, made_at and id, and more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.bulk import ForecastRows, together
from tracker.scoring.stretches import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Places = NDArray[np.int32]

PLACE = np.int32  # of a row: two thousand million are enough
KEY_BITS = 64  # one for the sign
SPARSE = 8  # a table of more than so many entries a value takes longer than a search


@dataclass(frozen=True, slots=True)
class Ordered:
    """All rows on some questions, in order; what few rows have stands apart, with their places.

    question_id: rising; pairs, rows and newest: of each, how many forecasters and rows it has and
    the id of its newest row. pair_forecaster_id, pair_rows: of each pair in order. id, made_us,
    recorded_us and p are by row, p nan for a withdrawal. left_out: places of rows that do not
    count, being words alone or struck. expiring, expires_us: places with an expiry, and when.
    ranged, low, high: places with a stated range, nan for an end that was not stated.
    """

    question_id: Integers
    pairs: Integers
    rows: Integers
    newest: Integers
    pair_forecaster_id: Integers
    pair_rows: Integers
    id: Integers
    made_us: Integers
    recorded_us: Integers
    p: Floats
    left_out: Integers
    expiring: Integers
    expires_us: Integers
    ranged: Integers
    low: Floats
    high: Floats


def ordered(rows: ForecastRows) -> Ordered:
    """Return rows, which come by id, in the judge's order."""
    return _laid(rows, _struck(rows.id, rows.question_id, rows))


def extended(known: Ordered, rows: ForecastRows) -> Ordered:
    """Return the rows known, and with them newer ones, which may strike some of the others."""
    question_id = np.repeat(known.question_id, known.rows)
    size = len(known.id)
    struck = _struck(known.id, question_id, rows)
    struck = np.concatenate([struck, _struck(rows.id, rows.question_id, rows) + size])
    few = np.union1d(known.expiring, known.ranged)
    expires_us, low, high = np.full(len(few), NEVER), *np.full((2, len(few)), np.nan)
    expires_us[np.searchsorted(few, known.expiring)] = known.expires_us
    ranged = np.searchsorted(few, known.ranged)
    low[ranged], high[ranged] = known.low, known.high
    before = ForecastRows(
        known.id, question_id, np.repeat(known.pair_forecaster_id, known.pair_rows),
        known.made_us, known.recorded_us, known.p, known.left_out, few, expires_us, low, high,
        np.zeros(len(few), dtype=np.int64),
    )  # fmt: skip
    return _laid(together([before, rows]), struck)


def _laid(rows: ForecastRows, struck: Integers) -> Ordered:
    """Put rows in order; those of a pair that were made at one instant must come by id.

    struck: the places of those that are, besides words alone, left out.
    """
    question_ids, forecaster_ids = distinct(rows.question_id), distinct(rows.forecaster_id)
    order, first, question, forecaster, made_us = in_order(
        places(rows.question_id, question_ids),
        places(rows.forecaster_id, forecaster_ids),
        rows.made_us,
    )
    at, few = _moved(order, rows.few)
    expires_us, low, high = rows.expires_us[few], rows.low[few], rows.high[few]
    expires, is_range = expires_us != NEVER, ~(np.isnan(low) & np.isnan(high))
    id_ = rows.id[order].astype(np.int64)
    firsts = np.searchsorted(question, np.arange(len(question_ids)))  # pairs
    starts = first[firsts]
    return Ordered(
        question_id=question_ids,
        pairs=np.diff(firsts, append=len(question)),
        rows=np.diff(starts, append=len(order)),
        newest=np.maximum.reduceat(id_, starts) if len(starts) else starts,
        pair_forecaster_id=forecaster_ids[forecaster],
        pair_rows=np.diff(first, append=len(order)),
        id=id_,
        made_us=made_us,
        recorded_us=rows.recorded_us[order],
        p=rows.p[order],
        left_out=np.flatnonzero(_marked(len(order), rows.said, struck)[order]),
        expiring=at[expires],
        expires_us=expires_us[expires],
        ranged=at[is_range],
        low=low[is_range],
        high=high[is_range],
    )


def _moved(order: Places, few: Integers) -> tuple[Integers, Integers]:
    """Return the places to which few rows go, rising, and which of them goes to each."""
    at = np.flatnonzero(_marked(len(order), few)[order])
    return at, np.searchsorted(few, order[at])


def _marked(size: int, *places: Integers) -> Booleans:
    marks = np.zeros(size, dtype=bool)
    for each in places:
        marks[each] = True
    return marks


def _struck(id_: Integers, question_id: Integers, by: ForecastRows) -> Integers:
    """Return the places of rows that are struck by one of the others, on the same question."""
    strikes = np.flatnonzero(by.strikes)
    struck_id, struck_on = by.strikes[strikes], by.question_id[by.few[strikes]]
    named = set(zip(struck_id.tolist(), struck_on.tolist(), strict=True))
    at = np.flatnonzero(np.isin(id_, struck_id))
    rows = zip(id_[at].tolist(), question_id[at].tolist(), strict=True)
    return np.asarray(at[np.array([row in named for row in rows], dtype=bool)])


def in_order(
    question: Integers, forecaster: Integers, made_us: Integers
) -> tuple[Places, Integers, Integers, Integers, Integers]:
    """Return the order of rows by question, forecaster, made_us, and place where these are equal.

    With it come the first row of each pair in that order, its question and forecaster, and made_us
    in order. All three are sorted as one number where 64 bits hold it; and in a record rows mostly
    come as they were made, so only pairs where they do not are sorted by time.
    """
    size, width = len(question), int(forecaster.max(initial=0)).bit_length()
    bits = size.bit_length()
    key = question << width
    key |= forecaster
    del question, forecaster  # of a large record each takes as much memory as a column
    if int(key.max(initial=0)).bit_length() + bits < KEY_BITS:
        key <<= bits
        key |= np.arange(size)
        key.sort()
        order = (key & ((1 << bits) - 1)).astype(PLACE)
        key >>= bits
    else:
        order = np.argsort(key, kind="stable").astype(PLACE)
        key = key[order]
    is_first = np.ones(size, dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    first = np.flatnonzero(is_first)
    pair, made_us = key[first], made_us[order]
    early = np.flatnonzero(~is_first[1:] & (made_us[1:] < made_us[:-1])) + 1
    mixed = np.zeros(len(first), dtype=bool)
    mixed[np.searchsorted(first, early, "right") - 1] = True
    rows = np.flatnonzero(np.repeat(mixed, np.diff(first, append=size)))
    by_time = rows[np.lexsort((made_us[rows], key[rows]))]
    order[rows], made_us[rows] = order[by_time], made_us[by_time]
    return order, first, pair >> width, pair & ((1 << width) - 1), made_us


def distinct(ids: Integers) -> Integers:
    """Return the ids that occur, rising.

    >>> distinct(np.array([7, 3, 7]))
    array([3, 7])
    """
    if int(ids.max(initial=0)) > SPARSE * len(ids):
        return np.unique(ids).astype(np.int64)
    seen = np.zeros(int(ids.max(initial=-1)) + 1, dtype=bool)
    seen[ids] = True
    return np.flatnonzero(seen)


def places(ids: Integers, among: Integers) -> Integers:
    """Return the index of each id in `among`, which rises and holds them all.

    >>> places(np.array([7, 3, 7]), np.array([3, 5, 7]))
    array([2, 0, 2])
    """
    if int(among.max(initial=0)) > SPARSE * len(ids):
        return np.searchsorted(among, ids)
    index = np.zeros(int(among.max(initial=-1)) + 1, dtype=np.int64)
    index[among] = np.arange(len(among))
    return index[ids]
