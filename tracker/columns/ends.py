"""When questions were scheduled to end, and their order by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.facts import batches, marks

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

ENDS = "SELECT id, max(closes_at, resolves_by), slug FROM questions_now WHERE id IN ({marks})"


@dataclass(frozen=True, slots=True)
class ScheduledEnds:
    """The scheduled end max(closes_at, resolves_by) of questions, in the order asked for.

    place: counted from 0 by scheduled end, then slug: an order that no outcome can change.
    """

    at_us: Integers
    place: Integers


def scheduled_ends(connection: sqlite3.Connection, question: Integers) -> ScheduledEnds:
    """Return the scheduled ends of these questions, an element for each id."""
    found = {
        id_: (at, slug)
        for ids in batches(sorted(set(question.tolist())))
        for id_, at, slug in connection.execute(ENDS.format(marks=marks(ids)), ids)
    }
    places = {id_: place for place, id_ in enumerate(sorted(found, key=found.__getitem__))}
    asked = question.tolist()
    ends = np.array([found[id_][0][:-1] for id_ in asked], dtype="datetime64[us]")
    return ScheduledEnds(
        at_us=ends.astype(np.int64),
        place=np.array([places[id_] for id_ in asked], dtype=np.int64),
    )
