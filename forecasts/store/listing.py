"""Every question on one line, with who forecasts it, in two statements however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import QuestionType, ResolutionStatus, status_at, times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.model import Status

_QUESTIONS = """
    SELECT q.id, q.number, q.slug, q.title, q.type, q.opens_at, q.closes_at, q.resolves_by,
        q.timezone, q.topics, q.group_name, q.retrospective, before.slug, said.status
    FROM questions_now q
    LEFT JOIN questions before ON before.id = q.follows
    LEFT JOIN resolutions_now said ON said.question_id = q.id
    ORDER BY q.number
"""
# What stands at `now`, or stood at the close of a question that has closed. max() of a text that
# orders as (made_at, id) picks the row, and SQLite takes the other columns from that row.
_STANDING = """
    WITH terms AS MATERIALIZED (
        SELECT id, closes_at, min(:now, closes_at) AS at FROM questions_now
    ), last AS (
        SELECT f.question_id, f.forecaster_id, f.id, f.action, f.probability, f.expires_at, q.at,
            max(f.made_at || (1000000000000000 + f.id))
        FROM forecasts f JOIN terms q ON q.id = f.question_id
        WHERE f.action <> 'said' AND f.made_at <= :now AND f.made_at < q.closes_at
            AND f.id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)
        GROUP BY f.question_id, f.forecaster_id
    ), judged AS (
        SELECT last.*, w.id = :me AS is_mine, last.action <> 'withdrawal'
            AND (last.expires_at IS NULL OR last.expires_at > last.at)
            AND (w.retired_at IS NULL OR w.retired_at > last.at) AS stands
        FROM last JOIN forecasters_now w ON w.id = last.forecaster_id
    )
    SELECT question_id, total(stands), max(probability) FILTER (WHERE stands AND is_mine),
        max(id) FILTER (WHERE stands AND is_mine), coalesce(max(is_mine), 0)
    FROM judged GROUP BY question_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A question as a list shows it.

    `mine` is the probability that I have standing and `mine_id` the row that holds it, or holds
    what is no single probability; `touched` says that I ever forecast it. `condition` says where it
    stands with what it is asked given, where somebody has looked.
    """

    id: int
    number: int
    slug: str
    title: str
    type: QuestionType
    status: Status
    opens_at: datetime
    closes_at: datetime
    resolves_by: datetime
    timezone: str
    topics: tuple[str, ...]
    group: str | None
    retrospective: bool
    follows: str | None
    forecasts: int
    mine: float | None
    mine_id: int | None
    touched: bool
    condition: str | None = None


def lines(connection: sqlite3.Connection, now: datetime, me: int | None) -> tuple[Line, ...]:
    """Return every question as it stands at `now`, in the order in which they were asked.

    `forecasts` counts the forecasters who have a number standing, or had one at the close; `me` is
    the id of the forecaster whose own number is shown.
    """
    keys = {"now": times.to_text(now), "me": me}
    standing = {id_: rest for id_, *rest in connection.execute(_STANDING, keys)}
    found = []
    for row in connection.execute(_QUESTIONS):
        id_, number, slug, title, type_, *moments, zone, topics, group, past, follows, said = row
        opens_at, closes_at, resolves_by = map(times.from_text, moments)
        status = ResolutionStatus(said) if said else None
        forecasts, mine, mine_id, touched = standing.get(id_, (0, None, None, False))
        found.append(
            Line(
                id=id_,
                number=number,
                slug=slug,
                title=title,
                type=QuestionType(type_),
                status=status_at(opens_at, closes_at, resolves_by, status, now),
                opens_at=opens_at,
                closes_at=closes_at,
                resolves_by=resolves_by,
                timezone=zone,
                topics=tuple(topics.split(";")) if topics else (),
                group=group,
                retrospective=bool(past),
                follows=follows,
                forecasts=int(forecasts),
                mine=mine,
                mine_id=mine_id,
                touched=bool(touched),
            )
        )
    return tuple(found)
