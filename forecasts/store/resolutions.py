"""Resolutions in and out of the record; the newest row that need not wait is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import model
from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import Any

    from forecasts.model import Resolution
    from forecasts.store import Batch

SELECT = """
    SELECT r.id, r.question_id, r.status, r.outcome, r.happened_from, r.happened_to, r.known_at,
        r.resolver, r.source_url, q.text, n.text, r.no_source, r.awaits, r.decide_by, r.claimed,
        r.proposal_id, r.recorded_at
    FROM {rows} r
    LEFT JOIN texts q ON q.id = r.quote_text
    LEFT JOIN texts n ON n.id = r.note_text
"""
EVERY_ROW, IN_FORCE = "resolutions", "resolutions_now"


def _resolution(row: Sequence[Any]) -> Resolution:
    id_, question, status, outcome, start, end, known, *rest = row
    resolver, source_url, quote, note, no_source, *rest = rest
    awaits, decide_by, claimed, proposal_id, recorded = rest
    happened = model.Interval(times.from_text(start), times.from_text(end)) if start else None
    return model.Resolution(
        id=id_,
        question_id=question,
        status=model.ResolutionStatus(status),
        outcome=outcome,
        happened=happened,
        known_at=times.from_text(known),
        resolver=resolver,
        source_url=source_url,
        quote=quote,
        note=note,
        no_source=no_source,
        awaits=bool(awaits),
        decide_by=times.maybe_from_text(decide_by),
        claimed=claimed,
        proposal_id=proposal_id,
        recorded_at=times.from_text(recorded),
    )


def _read(
    connection: sqlite3.Connection, rows: str, where: str = "", *keys: int
) -> Iterator[Resolution]:
    """Yield the rows of a table or view that fit, oldest on record first."""
    found = connection.execute(f"{SELECT.format(rows=rows)} {where} ORDER BY r.id", keys)
    return map(_resolution, found)


def history(connection: sqlite3.Connection, question_id: int) -> tuple[Resolution, ...]:
    """Return every resolution of a question, oldest on record first."""
    return tuple(_read(connection, EVERY_ROW, "WHERE r.question_id = ?", question_id))


def latest(connection: sqlite3.Connection, question_id: int) -> Resolution | None:
    """Return the resolution in force, or None where there is none, or none that need not wait."""
    return next(_read(connection, IN_FORCE, "WHERE r.question_id = ?", question_id), None)


def newest(connection: sqlite3.Connection, question_id: int) -> Resolution | None:
    """Return the last resolution on record, in force or not; None without one."""
    rows = history(connection, question_id)
    return rows[-1] if rows else None


def all_latest(connection: sqlite3.Connection) -> dict[int, Resolution]:
    """Return question id -> the resolution in force, for every question that has one."""
    return {found.question_id: found for found in _read(connection, IN_FORCE)}


def by_id(connection: sqlite3.Connection, id_: int) -> Resolution:
    """Return the resolution of that id; raise LookupError when there is none."""
    for found in _read(connection, EVERY_ROW, "WHERE r.id = ?", id_):
        return found
    msg = f"no resolution has the id {id_}"
    raise LookupError(msg)


def record(batch: Batch, resolution: Resolution, entered_by: str | None = None) -> int:
    """Add a resolution row, naming the one it replaces, and return its id.

    What settles a question that asks for a second person awaits one, whoever records it.
    """
    last, asked = batch.connection.execute(
        """SELECT (SELECT max(id) FROM resolutions r WHERE r.question_id = q.id), q.second_person
        FROM questions_now q WHERE q.id = ?""",
        (resolution.question_id,),
    ).fetchone()
    happened = resolution.happened
    row = {
        "question_id": resolution.question_id,
        "status": resolution.status.value,
        "outcome": resolution.outcome,
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "known_at": times.to_text(resolution.known_at),
        "resolver": resolution.resolver,
        "source_url": resolution.source_url,
        "quote_text": batch.text(resolution.quote),
        "note_text": batch.text(resolution.note),
        "no_source": resolution.no_source,
        "awaits": 1 if resolution.awaits or (asked and resolution.status.settles) else None,
        "decide_by": times.maybe_to_text(resolution.decide_by),
        "claimed": resolution.claimed,
        "proposal_id": resolution.proposal_id,
        "replaces": last,
        "entered_by": entered_by,
    }
    return batch.add("resolutions", row)
