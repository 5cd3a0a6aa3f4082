"""The histories of binary questions in the judge's order, from the rows of the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.bulk import batches, forecast_rows, marks
from tracker.columns.instants import instants_us
from tracker.scoring import History

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    from tracker.columns.bulk import ForecastRows

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

# Who counts as one of the others in peer scores: all but mechanical baselines.
PEERS = ("person", "team", "crowd", "model", "publication")
SPARSE = 8  # a table of more than so many entries a value takes longer than a search


@dataclass(frozen=True, slots=True)
class Histories:
    """The rows that count on some questions, and the ids of the forecasters behind the indices.

    newest: for each question the seq of its newest row of any kind, or of the newest change of a
    forecaster who has a row on it; 0 where there is none.
    """

    history: History
    forecaster_id: Integers
    newest: Integers


PEOPLE = "SELECT id, retired_at, kind FROM forecasters_now WHERE id IN ({marks}) ORDER BY id"
CHANGES = """
    SELECT forecaster_id, max(id) FROM forecasters WHERE id <> forecaster_id GROUP BY forecaster_id
"""


def histories(connection: sqlite3.Connection, question_id: Integers) -> Histories:
    """Return what was said on the questions of these ids, which rise.

    Rows of words alone and struck ones are left out. Raises ValueError when one cannot be read.
    """
    rows = forecast_rows(connection, question_id.tolist())
    question = places(rows.question_id, question_id)
    newest = _newest(connection, rows, question, len(question_id))
    counts = np.flatnonzero(~(rows.said | struck(rows)))
    forecaster_id = distinct(rows.forecaster_id[counts])
    forecaster = places(rows.forecaster_id[counts], forecaster_id)
    retired_us, is_peer = _people(connection, forecaster_id)
    order = in_order(question[counts], forecaster, rows.made_us[counts])
    forecaster, order = forecaster[order], counts[order]
    p = rows.p[order]
    history = History(
        question=question[order],
        forecaster=forecaster,
        made_us=rows.made_us[order],
        until_us=np.minimum(rows.expires_us[order], retired_us[forecaster]),
        recorded_us=rows.recorded_us[order],
        p=p,
        low=_where_missing(rows.low[order], p),
        high=_where_missing(rows.high[order], p),
        peer=is_peer[forecaster],
    )
    return Histories(history, forecaster_id, newest)


def _newest(
    connection: sqlite3.Connection, rows: ForecastRows, question: Integers, questions: int
) -> Integers:
    newest = np.zeros(questions, dtype=np.int64)
    newest[question] = rows.id  # ids rise: the last one is written last
    changes = dict(connection.execute(CHANGES))
    changed = np.flatnonzero(np.isin(rows.forecaster_id, list(changes)))
    seqs = [changes[id_] for id_ in rows.forecaster_id[changed].tolist()]
    np.maximum.at(newest, question[changed], np.array(seqs, dtype=np.int64))
    return newest


def _people(connection: sqlite3.Connection, forecaster_id: Integers) -> tuple[Integers, Booleans]:
    """Return when each retires, NEVER for most, and who counts as one of the others."""
    people = [
        row
        for ids in batches(forecaster_id.tolist())
        for row in connection.execute(PEOPLE.format(marks=marks(ids)), ids)
    ]
    if len(people) != len(forecaster_id):
        raise ValueError("a forecast names a forecaster who is not there")
    retired_us = instants_us([row[1] for row in people])
    return retired_us, np.array([row[2] in PEERS for row in people], dtype=bool)


def struck(rows: ForecastRows) -> Booleans:
    """Return which rows another row on the same question strikes."""
    found = np.zeros(len(rows.id), dtype=bool)
    by = np.flatnonzero(rows.strikes)
    at = np.searchsorted(rows.id, rows.strikes[by])
    there = at < len(rows.id)
    at, by = at[there], by[there]
    same = (rows.id[at] == rows.strikes[by]) & (rows.question_id[at] == rows.question_id[by])
    found[at[same]] = True
    return found


def in_order(question: Integers, forecaster: Integers, made_us: Integers) -> Integers:
    """Return the order of rows by question, forecaster, made_us, and place where these are equal.

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
    order[rows] = order[rows][np.lexsort((made_us[rows], pair[rows]))]
    return order


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


def _where_missing(values: Floats, other: Floats) -> Floats:
    return np.where(np.isnan(values), other, values)
