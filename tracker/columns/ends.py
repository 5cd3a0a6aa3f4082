"""When questions were scheduled to end, their order by it, and which of them still wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker.columns.facts import batches, marks

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

ENDS = "SELECT id, max(closes_at, resolves_by), slug FROM questions_now WHERE id IN ({marks})"
# Annulled and ambiguous ones wait for nothing: no outcome will come.
UNANSWERED = """
    SELECT q.id, q.slug, q.type, q.spot_at IS NOT NULL, q.topics, max(said.since)
    FROM questions_now q LEFT JOIN resolutions_now r ON r.question_id = q.id
    JOIN (
        SELECT question_id, forecaster_id, min(made_at) AS since FROM forecasts
        WHERE forecaster_id IN (:one, :other) AND action IN ('forecast', 'reaffirmation')
            AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
        GROUP BY question_id, forecaster_id
    ) said ON said.question_id = q.id AND said.since < q.closes_at
    WHERE (r.status IS NULL OR r.status IN ('disputed', 'reopened'))
        AND coalesce(q.retrospective, 0) = :retrospective
    GROUP BY q.id HAVING count(*) = 2 ORDER BY q.id
"""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question of two forecasters that waits for its outcome; since_us: both had spoken."""

    id: int
    slug: str
    kind: str
    has_spot: bool
    since_us: int


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


def unanswered(
    connection: sqlite3.Connection,
    pair: tuple[int, int],
    *,
    topic: str | None = None,
    retrospective: bool = False,
) -> tuple[Unanswered, ...]:
    """Return the questions on which both gave a number in time, and whose outcome is to come."""
    keys = {"one": pair[0], "other": pair[1], "retrospective": int(retrospective)}
    return tuple(
        Unanswered(id_, slug, kind, bool(has_spot), times.to_us(times.from_text(since)))
        for id_, slug, kind, has_spot, topics, since in connection.execute(UNANSWERED, keys)
        if topic is None or topic in (topics or "").split(";")
    )
