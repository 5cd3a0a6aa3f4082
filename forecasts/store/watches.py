"""Indicators and what they stood at, in and out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.model.watch import Observation, Watch
    from forecasts.store import Batch

SELECT = """
    SELECT w.watch_id, w.id, w.question_id, q.slug, w.name, w.unit, w.every_days, w.ended_at,
        (SELECT min(f.recorded_at) FROM watches f WHERE f.watch_id = w.watch_id), q.title,
        q.timezone, EXISTS (SELECT 1 FROM resolutions_now r WHERE r.question_id = w.question_id
            AND r.status IN ('resolved', 'annulled', 'ambiguous'))
    FROM watches w JOIN questions_now q ON q.id = w.question_id
    WHERE w.id = (SELECT max(v.id) FROM watches v WHERE v.watch_id = w.watch_id)
"""
OF_QUESTION = f"{SELECT} AND w.question_id = ? ORDER BY w.watch_id"
ALL = f"{SELECT} ORDER BY w.watch_id"
OBSERVED = """
    SELECT o.id, o.observed_at, o.value, t.text, o.url
    FROM observations o LEFT JOIN texts t ON t.id = o.words_text
    WHERE o.watch_id = ?
        AND o.id NOT IN (SELECT replaces FROM observations WHERE replaces IS NOT NULL)
    ORDER BY o.observed_at, o.id
"""


def everything(connection: sqlite3.Connection, question_id: int | None = None) -> tuple[Watch, ...]:
    """Return the indicators, of one question if named, in the order in which they were added."""
    found = (
        connection.execute(OF_QUESTION, (question_id,)) if question_id else connection.execute(ALL)
    )
    rows = found.fetchall()
    if not rows:
        return ()
    from forecasts.model.watch import Watch

    return tuple(
        Watch(
            id=row[0],
            row_id=row[1],
            question_id=row[2],
            question=row[3],
            title=row[9],
            timezone=row[10],
            settled=bool(row[11]),
            name=row[4],
            unit=row[5],
            every_days=row[6],
            ended_at=times.maybe_from_text(row[7]),
            began_at=times.from_text(row[8]),
            observations=_observations(connection, row[0]),
        )
        for row in rows
    )


def _observations(connection: sqlite3.Connection, watch_id: int) -> tuple[Observation, ...]:
    from forecasts.model.watch import Observation

    return tuple(
        Observation(id=id_, observed_at=times.from_text(at), value=value, words=words, url=url)
        for id_, at, value, words, url in connection.execute(OBSERVED, (watch_id,))
    )


def add(batch: Batch, watch: Watch, entered_by: str | None = None) -> int:
    """Add an indicator and return its id."""
    return batch.add("watches", _row(watch, batch.seq + 1, entered_by))


def end(batch: Batch, watch: Watch, ended_at: datetime, entered_by: str | None = None) -> int:
    """Record that an indicator is followed no more, in a row that replaces it; return its id."""
    ended: dict[str, str | int | float | None] = {
        "replaces": watch.row_id,
        "ended_at": times.to_text(ended_at),
    }
    return batch.add("watches", _row(watch, watch.id, entered_by) | ended)


def observe(
    batch: Batch, watch: Watch, seen: Observation, entered_by: str | None = None
) -> Observation | None:
    """Record what an indicator stood at; return the earlier value of that day that it replaces."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(watch.timezone)
    day = seen.observed_at.astimezone(zone).date()
    of_day = (o for o in watch.observations if o.observed_at.astimezone(zone).date() == day)
    before = next(of_day, None)
    row: dict[str, str | int | float | None] = {
        "watch_id": watch.id,
        "observed_at": times.to_text(seen.observed_at),
        "value": seen.value,
        "words_text": batch.text(seen.words),
        "url": seen.url,
        "replaces": before.id if before else None,
        "entered_by": entered_by,
    }
    batch.add("observations", row)
    return before


def _row(watch: Watch, id_: int, entered_by: str | None) -> dict[str, str | int | float | None]:
    return {
        "watch_id": id_,
        "question_id": watch.question_id,
        "name": watch.name,
        "unit": watch.unit,
        "every_days": watch.every_days,
        "entered_by": entered_by,
    }
