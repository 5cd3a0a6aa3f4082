"""Whose numbers a reader sees while a question is open: courtesy, since the record is a file.

Two rules. Other people's numbers are hidden until the reader has entered one, unless they are asked
for. Numbers entered in an open round are hidden from everybody else until it closes, asked for
or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from forecasts.model import Status, times
from forecasts.store import rounds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from forecasts.history import Track

# While a question takes forecasts, other people's numbers would sway one's own.
OPEN = (Status.DRAFT, Status.OPEN, Status.REOPENED)
ROWS = """
    SELECT f.id, q.slug, f.forecaster_id
    FROM questions_now q JOIN forecasts f ON f.question_id = q.id
    LEFT JOIN resolutions_now r ON r.question_id = q.id
    WHERE q.slug IN (SELECT value FROM json_each(?))
        AND f.round_id IN (SELECT value FROM json_each(?)) AND f.forecaster_id IS NOT ?
        AND q.closes_at > ? AND coalesce(r.status, 'reopened') = 'reopened'
"""


class Sealed(NamedTuple):
    """The numbers of open rounds that are not the reader's own.

    rows: ids of forecasts. questions: slug -> ids of their forecasters.
    """

    rows: frozenset[int] = frozenset()
    questions: dict[str, frozenset[int]] = {}  # noqa: RUF012 - never changed

    def unsealed(self, tracks: Iterable[Track]) -> tuple[Track, ...]:
        """Return the tracks without these numbers, and without those who said nothing else."""
        from dataclasses import replace

        if not self.rows:
            return tuple(tracks)
        seen = (
            replace(track, rows=tuple(row for row in track.rows if row.id not in self.rows))
            for track in tracks
        )
        return tuple(track for track in seen if track.rows)


def hides(status: Status, *, entered: bool, with_others: bool) -> bool:
    """Return whether other people's numbers on a question of that status are hidden.

    >>> hides(Status.OPEN, entered=False, with_others=False)
    True
    """
    return status in OPEN and not entered and not with_others


def sealed(connection: sqlite3.Connection, reader: int | None, now: datetime) -> Sealed:
    """Return what open rounds hide from the forecaster of that id, on questions that are open."""
    running = rounds.running(connection, now)
    slugs = sorted({slug for one in running for slug in one.questions})
    if not slugs:
        return Sealed()
    import json

    ids = json.dumps([one.id for one in running])
    keys = (json.dumps(slugs), ids, reader, times.to_text(now))
    rows = connection.execute(ROWS, keys).fetchall()
    by_question: dict[str, set[int]] = {}
    for _, slug, forecaster_id in rows:
        by_question.setdefault(slug, set()).add(forecaster_id)
    return Sealed(
        frozenset(id_ for id_, _, _ in rows),
        {slug: frozenset(ids) for slug, ids in by_question.items()},
    )
