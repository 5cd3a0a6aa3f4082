"""The questions that a calibration is about: chosen by their schedule, never by their outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.instants import instants_us

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

MEMBERS = """
    SELECT q.id, q.slug, q.type, q.topics, q.group_name, q.opens_at, q.closes_at,
        max(q.closes_at, q.resolves_by), r.status, coalesce(q.retrospective, 0)
    FROM questions_now q LEFT JOIN resolutions_now r ON r.question_id = q.id
    ORDER BY max(q.closes_at, q.resolves_by), q.slug
"""
VOID = ("annulled", "ambiguous")


@dataclass(frozen=True, slots=True)
class Member:
    """A question of the cohort; instants in microseconds since 1970.

    ends_us: its scheduled end, max(closes_at, resolves_by). status: resolved, disputed, reopened,
    or None while nothing was ruled. whole: whether every question of its group has ended too.
    """

    id: int
    slug: str
    kind: str
    topics: tuple[str, ...]
    group: str | None
    opens_us: int
    closes_us: int
    ends_us: int
    status: str | None
    whole: bool

    @property
    def resolved(self) -> bool:
        """Whether it has an outcome in force."""
        return self.status == "resolved"


@dataclass(frozen=True, slots=True)
class Cohort:
    """The members by scheduled end, then slug: an order that no outcome can change.

    void, retrospective: ids of the questions left out, since none of their outcomes will come, or
    was known before they were asked.
    """

    members: tuple[Member, ...]
    void: tuple[int, ...]
    retrospective: tuple[int, ...]

    def clusters(self, question: Integers) -> Integers:
        """Return a code for each question id, the same within a group: the place of its first.

        Places, and not ids, so that the same facts recorded in another order give the same bits.
        """
        first: dict[str, int] = {}
        code = {}
        for place, member in enumerate(self.members):
            code[member.id] = place
            if member.group is not None:
                code[member.id] = first.setdefault(member.group, place)
        return np.array([code[id_] for id_ in question.tolist()], dtype=np.int64)


def cohort(
    connection: sqlite3.Connection,
    at_us: int,
    kinds: Sequence[str],
    topic: str | None = None,
    *,
    resolved_so_far: bool = False,
) -> Cohort:
    """Return the live questions of these kinds whose scheduled end is not later than an instant.

    resolved_so_far: those with an outcome instead, whenever they end, which is biased: an event
    resolves a question early, and a question on which nothing happens waits for its end.
    """
    rows = connection.execute(MEMBERS).fetchall()
    opens, closes, ends = (instants_us([row[k] for row in rows]) for k in (5, 6, 7))
    open_groups = {
        row[4]
        for row, end in zip(rows, ends.tolist(), strict=True)
        if row[4] is not None and end > at_us and row[8] not in VOID
    }
    found, void, retrospective = [], [], []
    for row, *clocks in zip(rows, opens.tolist(), closes.tolist(), ends.tolist(), strict=True):
        topics = tuple(topic for topic in (row[3] or "").split(";") if topic)
        inside = row[8] == "resolved" if resolved_so_far else clocks[2] <= at_us
        if row[2] not in kinds or not inside or (topic is not None and topic not in topics):
            continue
        if row[9]:
            retrospective.append(row[0])
        elif row[8] in VOID:
            void.append(row[0])
        else:
            member = (*row[:3], topics, row[4], *clocks, row[8], row[4] not in open_groups)
            found.append(Member(*member))
    return Cohort(tuple(found), tuple(void), tuple(retrospective))


def forecast_by(
    connection: sqlite3.Connection, forecaster_ids: Sequence[int], question_ids: Sequence[int]
) -> int:
    """Return on how many of these questions one of these forecasters gave a number."""
    keys = (json.dumps([*question_ids]), json.dumps([*forecaster_ids]))
    return int(connection.execute(FORECAST, keys).fetchone()[0])


# Question by question along the index: a million forecasts would take a second to read.
FORECAST = """
    SELECT count(*) FROM json_each(?1) q WHERE EXISTS (
        SELECT 1 FROM forecasts f WHERE f.question_id = q.value
            AND f.forecaster_id IN (SELECT value FROM json_each(?2))
            AND f.action IN ('forecast', 'reaffirmation')
            AND NOT EXISTS (SELECT 1 FROM forecasts s WHERE s.question_id = f.question_id
                AND s.forecaster_id = f.forecaster_id AND s.strikes = f.id))
"""
ADVISED = ("person", "team", "model")  # who forecasts with this program
FREQUENT = """
    SELECT f.forecaster_id FROM forecasts f JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE f.action IN ('forecast', 'reaffirmation') AND w.kind IN (SELECT value FROM json_each(?))
    GROUP BY f.forecaster_id HAVING count(DISTINCT f.question_id) >= ? ORDER BY f.forecaster_id
"""
WORDS = """
    SELECT forecaster_id, question_id, made_at, word FROM forecasts
    WHERE forecaster_id IN (SELECT value FROM json_each(?)) AND word IS NOT NULL
        AND action IN ('forecast', 'reaffirmation')
        AND id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
    ORDER BY id
"""


def frequent(connection: sqlite3.Connection, questions: int) -> list[int]:
    """Return the ids of the people, teams and models who forecast that many questions or more."""
    rows = connection.execute(FREQUENT, (json.dumps(ADVISED), questions))
    return [id_ for (id_,) in rows]


def words_said(
    connection: sqlite3.Connection, forecaster_ids: Sequence[int]
) -> dict[tuple[int, int, int], str]:
    """Return (forecaster id, question id, made_us) -> the verbal term that was said then."""
    rows = connection.execute(WORDS, (json.dumps([*forecaster_ids]),)).fetchall()
    made = instants_us([row[2] for row in rows]).tolist()
    return {
        (who, question, at): " ".join(word.lower().split())
        for (who, question, _, word), at in zip(rows, made, strict=True)
    }


def ids(members: Sequence[Member], wanted: Callable[[Member], bool]) -> list[int]:
    """Return the ids of the members that are wanted, ascending."""
    return sorted(member.id for member in members if wanted(member))
