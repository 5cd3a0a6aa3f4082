"""Forecast rows in the judge's order, by question, forecaster, made_at and id, and more of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.bulk import ForecastRows
from tracker.scoring.stretches import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

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
    return _laid(rows, rows.said | _struck(rows.id, rows.question_id, rows))


def extended(known: Ordered, rows: ForecastRows) -> Ordered:
    """Return the rows known, and with them newer ones, which may strike some of the others."""
    question_id = np.repeat(known.question_id, known.rows)
    out = np.zeros(len(known.id), dtype=bool)
    out[known.left_out] = True
    out |= _struck(known.id, question_id, rows)
    out = np.concatenate([out, rows.said | _struck(rows.id, rows.question_id, rows)])
    size = len(known.id)
    expires_us, low, high = np.full(size, NEVER), np.full(size, np.nan), np.full(size, np.nan)
    expires_us[known.expiring] = known.expires_us
    low[known.ranged], high[known.ranged] = known.low, known.high
    forecaster_id = np.repeat(known.pair_forecaster_id, known.pair_rows)
    nothing = np.zeros(size, dtype=np.int64)
    columns = (
        known.id, question_id, forecaster_id, known.made_us, expires_us, known.recorded_us,
        known.p, low, high, nothing, nothing.astype(bool),
    )  # fmt: skip
    every = ForecastRows(
        *(
            np.concatenate([column, getattr(rows, name)])
            for column, name in zip(columns, ForecastRows.__slots__, strict=True)
        )
    )
    return _laid(every, out)


def _laid(rows: ForecastRows, out: Booleans) -> Ordered:
    """Put rows in order; those of a pair that were made at one instant must come by id."""
    question_ids, forecaster_ids = distinct(rows.question_id), distinct(rows.forecaster_id)
    question = places(rows.question_id, question_ids)
    forecaster = places(rows.forecaster_id, forecaster_ids)
    order, question, forecaster, made_us, new = in_order(question, forecaster, rows.made_us)
    id_, first = rows.id[order], np.flatnonzero(new)
    newest = np.zeros(len(question_ids), dtype=np.int64)
    starts = np.searchsorted(question, np.arange(len(question_ids)))
    if len(starts):
        newest = np.maximum.reduceat(id_, starts)
    expires_us, low, high = rows.expires_us[order], rows.low[order], rows.high[order]
    expiring = np.flatnonzero(expires_us != NEVER)
    ranged = np.flatnonzero(~(np.isnan(low) & np.isnan(high)))
    return Ordered(
        question_id=question_ids,
        pairs=np.bincount(question[first], minlength=len(question_ids)),
        rows=np.diff(starts, append=len(order)),
        newest=newest,
        pair_forecaster_id=forecaster_ids[forecaster[first]],
        pair_rows=np.diff(first, append=len(order)),
        id=id_,
        made_us=made_us,
        recorded_us=rows.recorded_us[order],
        p=rows.p[order],
        left_out=np.flatnonzero(out[order]),
        expiring=expiring,
        expires_us=expires_us[expiring],
        ranged=ranged,
        low=low[ranged],
        high=high[ranged],
    )


def _struck(id_: Integers, question_id: Integers, by: ForecastRows) -> Booleans:
    """Return which of the rows are struck by one of the others, on the same question."""
    strikes = np.flatnonzero(by.strikes)
    targets = zip(by.strikes[strikes].tolist(), by.question_id[strikes].tolist(), strict=True)
    named = set(targets)
    found = np.zeros(len(id_), dtype=bool)
    at = np.flatnonzero(np.isin(id_, by.strikes[strikes]))
    rows = zip(id_[at].tolist(), question_id[at].tolist(), strict=True)
    found[at] = [row in named for row in rows]
    return found


def in_order(
    question: Integers, forecaster: Integers, made_us: Integers
) -> tuple[Integers, Integers, Integers, Integers, Booleans]:
    """Return the order of rows by question, forecaster, made_us, and place where these are equal.

    With it come the three columns in that order, and which rows are the first of their pair.
    Indices of 16 bits are sorted digit by digit, several times as fast as by comparison; and in a
    record rows mostly come as they were made, so only pairs where they do not are sorted by time.
    """
    order = np.arange(len(question))
    for key in (forecaster, question):
        for shift in range(0, int(key.max(initial=0)).bit_length(), 16):
            digit = (key >> shift).astype(np.uint16)
            order = order[np.argsort(digit[order], kind="stable")]
    question, forecaster, made_us = question[order], forecaster[order], made_us[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (question[1:] != question[:-1]) | (forecaster[1:] != forecaster[:-1])
    pair = np.cumsum(first) - 1
    early = np.flatnonzero(~first[1:] & (made_us[1:] < made_us[:-1])) + 1
    mixed = np.zeros(len(order), dtype=bool)
    mixed[pair[early]] = True
    rows = np.flatnonzero(mixed[pair])
    by_time = rows[np.lexsort((made_us[rows], pair[rows]))]
    order[rows], made_us[rows] = order[by_time], made_us[by_time]
    return order, question, forecaster, made_us, first


def distinct(ids: Integers) -> Integers:
    """Return the ids that occur, rising.

    >>> distinct(np.array([7, 3, 7]))
    array([3, 7])
    """
    if int(ids.max(initial=0)) > SPARSE * len(ids):
        return np.unique(ids)
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
