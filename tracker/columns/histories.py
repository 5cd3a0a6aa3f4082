"""The histories of binary questions in the judge's order, from the rows of the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.bulk import batches, marks
from tracker.columns.instants import instants_us
from tracker.columns.kept import ordered_rows
from tracker.columns.ordered import distinct, places
from tracker.scoring.stretches import History

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    from tracker.columns.ordered import Ordered

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

# Who counts as one of the others in peer scores: all but mechanical baselines.
PEERS = ("person", "team", "crowd", "model", "publication")


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
    known = ordered_rows(connection, question_id.tolist())
    index = np.searchsorted(question_id, known.question_id)
    wanted = np.append(question_id, -1)[index] == known.question_id
    newest = np.zeros(len(question_id), dtype=np.int64)
    newest[index[wanted]] = known.newest[wanted]
    question = np.repeat(index, known.pairs)
    asked = np.repeat(wanted, known.pairs)
    _changes(connection, newest, question[asked], known.pair_forecaster_id[asked])
    return _chosen(connection, known, question, asked, newest)


def _chosen(
    connection: sqlite3.Connection,
    known: Ordered,
    question: Integers,
    asked: Booleans,
    newest: Integers,
) -> Histories:
    """Return the rows of the pairs asked for; question: the index of each pair's question."""
    counts = np.repeat(asked, known.pair_rows)
    counts[known.left_out] = False
    before = np.concatenate(([0], np.cumsum(counts)))  # how many rows count before each place
    size = np.diff(before[np.concatenate(([0], np.cumsum(known.pair_rows)))])
    ids = known.pair_forecaster_id[size > 0]
    forecaster_id = distinct(ids)
    retired_us, is_peer = _people(connection, forecaster_id)
    place = places(ids, forecaster_id)
    size, question = size[size > 0], question[size > 0]
    until_us = np.repeat(retired_us[place], size)
    at, kept = _moved(counts, before, known.expiring)
    until_us[at] = np.minimum(until_us[at], known.expires_us[kept])
    p = known.p[counts]
    at, kept = _moved(counts, before, known.ranged)
    history = History(
        question=np.repeat(question, size),
        forecaster=np.repeat(place, size),
        made_us=known.made_us[counts],
        until_us=until_us,
        recorded_us=known.recorded_us[counts],
        p=p,
        low=_where_stated(p, at, known.low[kept]),
        high=_where_stated(p, at, known.high[kept]),
        peer=np.repeat(is_peer[place], size),
    )
    return Histories(history, forecaster_id, newest)


def _changes(
    connection: sqlite3.Connection, newest: Integers, question: Integers, forecaster_id: Integers
) -> None:
    """Raise the newest fact about a question to the newest change of a forecaster in its pairs."""
    changes = dict(connection.execute(CHANGES))
    changed = np.flatnonzero(np.isin(forecaster_id, list(changes)))
    seqs = [changes[id_] for id_ in forecaster_id[changed].tolist()]
    np.maximum.at(newest, question[changed], np.array(seqs, dtype=np.int64))


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


def _moved(counts: Booleans, before: Integers, at: Integers) -> tuple[Integers, Booleans]:
    """Return where those of these places that count stand among all that count, and which do."""
    kept = counts[at]
    return before[at[kept]], kept


def _where_stated(p: Floats, at: Integers, stated: Floats) -> Floats:
    """Return p with what was stated in its place; nan where nothing was."""
    found = p.copy()
    found[at] = np.where(np.isnan(stated), p[at], stated)
    return found
