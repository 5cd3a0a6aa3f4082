"""Reviews in and out of the record: which are open, and what the last one was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.model import times
from forecasts.model.review import Review

if TYPE_CHECKING:
    import sqlite3

    from forecasts.store import Batch

SELECT = """
    SELECT r.review_id, r.forecaster_id, r.period, r.timezone, r.as_of_seq, r.questions,
        r.closed_at, r.entered_by, first.recorded_at
    FROM reviews r JOIN reviews first ON first.id = r.review_id
    WHERE r.id = (SELECT max(s.id) FROM reviews s WHERE s.review_id = r.review_id)
    ORDER BY r.review_id
"""


def everything(connection: sqlite3.Connection) -> tuple[Review, ...]:
    """Return every review as known now, in the order in which they were started."""
    rows = connection.execute(SELECT).fetchall()
    if not rows:
        return ()
    import json

    return tuple(
        Review(
            id=id_,
            forecaster_id=forecaster_id,
            period=period,
            timezone=timezone,
            as_of_seq=seq,
            questions=tuple(json.loads(questions)),
            closed_at=times.maybe_from_text(closed),
            entered_by=entered_by,
            started_at=times.from_text(started),
        )
        for id_, forecaster_id, period, timezone, seq, questions, closed, entered_by, started in (
            rows
        )
    )


def of_forecaster(
    connection: sqlite3.Connection, forecaster_id: int, period: str | None = None
) -> tuple[Review, ...]:
    """Return a forecaster's reviews, of one period or of all, in the order of their start."""
    return tuple(
        one
        for one in everything(connection)
        if one.forecaster_id == forecaster_id and period in (None, one.period)
    )


def start(batch: Batch, review: Review) -> Review:
    """Start a review and return it; raise RefusedError where one of that period is open."""
    before = of_forecaster(batch.connection, review.forecaster_id, review.period)
    if any(one.is_open for one in before):
        raise RefusedError(
            f"the review of {review.period} is open already.", "Go on: forecasts review answer"
        )
    found = replace(review, id=batch.seq + 1, started_at=times.from_text(batch.recorded_at))
    _add(batch, found, None)
    return found


def close(batch: Batch, review: Review, entered_by: str | None) -> Review:
    """Close a review, in a row that replaces the last one about it, and return it.

    Raises RefusedError for one that was closed before.
    """
    now = next(one for one in everything(batch.connection) if one.id == review.id)
    if now.closed_at is not None:
        raise closed(now)
    last = batch.connection.execute(
        "SELECT max(id) FROM reviews WHERE review_id = ?", (review.id,)
    ).fetchone()[0]
    found = replace(now, closed_at=times.from_text(batch.recorded_at), entered_by=entered_by)
    _add(batch, found, last)
    return found


def check_open(batch: Batch, review: Review) -> None:
    """Raise RefusedError where a review was closed, by anybody and a moment ago."""
    now = next(one for one in everything(batch.connection) if one.id == review.id)
    if not now.is_open:
        raise closed(now)


def closed(review: Review) -> RefusedError:
    """Return what is said of a review to which nothing can be added."""
    when = f" on {times.to_minute(review.closed_at)}" if review.closed_at else ""
    return RefusedError(
        f"the review of {review.period} was closed{when} and is not changed.",
        f"To go over it once more: forecasts review start --period {review.period} --again",
    )


def _add(batch: Batch, review: Review, replaces: int | None) -> None:
    import json

    row: dict[str, str | int | None] = {
        "review_id": review.id,
        "replaces": replaces,
        "forecaster_id": review.forecaster_id,
        "period": review.period,
        "timezone": review.timezone,
        "as_of_seq": review.as_of_seq,
        "questions": json.dumps(review.questions, ensure_ascii=False),
        "closed_at": times.maybe_to_text(review.closed_at),
        "entered_by": review.entered_by,
    }
    batch.add("reviews", row)
