"""Questions that were resolved anew, and otherwise than before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.model import ResolutionStatus, times
from forecasts.store import resolutions
from tracker.reports.material import Asked, Restated

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from forecasts.model import Question, Resolution
    from tracker.reports.window import Window

RESOLVED_ANEW = "SELECT question_id FROM resolutions GROUP BY question_id HAVING count(*) > 1"


def restated(
    connection: sqlite3.Connection, asked: Iterable[Asked], window: Window | None
) -> tuple[Restated, ...]:
    """Return the questions in scope that were resolved anew, and otherwise than before.

    Of a period, those to which that happened in it.
    """
    again = {id_ for (id_,) in connection.execute(RESOLVED_ANEW)}
    found = []
    for one in asked:
        if one.question.id in again:
            found += _changes(one.question, resolutions.history(connection, one.question.id))
    return tuple(one for one in found if window is None or window.holds(one.seq))


def _changes(question: Question, rows: Sequence[Resolution]) -> list[Restated]:
    last = rows[-1]
    rulings = [r for r in rows if r.status is not ResolutionStatus.REOPENED or r is last]
    return [
        Restated(
            question.slug,
            question.title,
            in_words(one),
            in_words(other),
            other.recorded_at or other.known_at,
            other.id,
        )
        for one, other in pairwise(rulings)
        if in_words(one) != in_words(other)
    ]


def in_words(resolution: Resolution) -> str:
    """Return a resolution in a few words: the outcome and since when it was known.

    >>> from datetime import UTC, datetime
    >>> from forecasts.model import Resolution
    >>> in_words(Resolution(question_id=1, status=ResolutionStatus.RESOLVED, outcome="no",
    ...                     known_at=datetime(2026, 1, 1, tzinfo=UTC)))
    'no, known 2026-01-01 00:00Z'
    """
    if resolution.outcome is None:
        return resolution.status.value
    return f"{resolution.outcome}, known {times.to_minute(resolution.known_at)}"
