"""Rounds in and out of the record, and which round a number belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError, RefusedError
from forecasts.model import times

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.ledger import Row
    from forecasts.model import Forecaster
    from forecasts.model.round import Round
    from forecasts.store import Batch

SELECT = """
    SELECT r.id, r.name, r.questions, r.forecasters, r.closes_at, r.closed_at, r.entered_by,
        first.recorded_at
    FROM rounds_now r JOIN rounds first ON first.id = r.id ORDER BY r.id
"""


def everything(connection: sqlite3.Connection) -> tuple[Round, ...]:
    """Return every round as known now, in the order in which they were opened."""
    rows = connection.execute(SELECT).fetchall()
    if not rows:
        return ()
    import json

    from forecasts.model.round import Round

    return tuple(
        Round(
            id=id_,
            name=name,
            questions=tuple(json.loads(questions)),
            forecasters=tuple(json.loads(forecasters)),
            opened_at=times.from_text(opened),
            closes_at=times.maybe_from_text(closes),
            closed_at=times.maybe_from_text(closed),
            entered_by=entered_by,
        )
        for id_, name, questions, forecasters, closes, closed, entered_by, opened in rows
    )


def running(connection: sqlite3.Connection, now: datetime) -> tuple[Round, ...]:
    """Return the rounds that are open at `now`."""
    return tuple(one for one in everything(connection) if one.is_open(now))


def find(connection: sqlite3.Connection, name: str) -> Round:
    """Return the round of that name; raise NotFoundError, naming those there are."""
    known = everything(connection)
    for one in known:
        if one.name.casefold() == name.casefold():
            return one
    names = ", ".join(one.name for one in known[-5:])
    hint = f"The last ones: {names}." if names else "Open one: forecasts round open NAME"
    raise NotFoundError(f"no round is called {name!r}.", hint)


def the_open_one(connection: sqlite3.Connection, now: datetime) -> Round:
    """Return the round that is open; raise RefusedError where none or more than one is."""
    found = running(connection, now)
    if len(found) == 1:
        return found[0]
    if not found:
        raise RefusedError("no round is open.", "Open one: forecasts round open NAME")
    raise RefusedError(
        f"{len(found)} rounds are open: {', '.join(one.name for one in found)}.", "Name the one."
    )


def last_end(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the last round ended that has ended; None where none has."""
    ends = [one.ends_at for one in everything(connection) if not one.is_open(now)]
    return max((at for at in ends if at is not None), default=None)


def taking(
    connection: sqlite3.Connection, slug: str, who: Forecaster, now: datetime
) -> Round | None:
    """Return the open round that a number of `who` on a question belongs to, or None."""
    for one in running(connection, now):
        if one.opened_at <= now and slug in one.questions and one.asks(who.name):
            return one
    return None


def start(batch: Batch, one: Round) -> Round:
    """Open a round and return it; raise RefusedError for a name or a question that is taken."""
    now = times.from_text(batch.recorded_at)
    for other in everything(batch.connection):
        if other.name.casefold() == one.name.casefold():
            raise RefusedError(f"there is a round {other.name} already.", "Choose another name.")
        both = [slug for slug in one.questions if slug in other.questions]
        if both and other.is_open(now):
            more = f" and {len(both) - 1} more" if len(both) > 1 else ""
            verb = "are" if more else "is"
            raise RefusedError(
                f"{both[0]}{more} {verb} asked in the open round {other.name}.",
                f"Close that first: forecasts round close {other.name}",
            )
    found = replace(one, id=batch.seq + 1)
    batch.add("rounds", _row(found, None))
    return found


def end(batch: Batch, one: Round, entered_by: str) -> Round:
    """Close a round, in a row that replaces the last one about it, and return it."""
    last = batch.connection.execute(
        "SELECT max(id) FROM rounds WHERE round_id = ?", (one.id,)
    ).fetchone()[0]
    closed = replace(one, closed_at=times.from_text(batch.recorded_at), entered_by=entered_by)
    batch.add("rounds", _row(closed, last))
    return closed


def _row(one: Round, replaces: int | None) -> Row:
    import json

    return {
        "round_id": one.id,
        "replaces": replaces,
        "name": one.name,
        "questions": json.dumps(one.questions, ensure_ascii=False),
        "forecasters": json.dumps(one.forecasters, ensure_ascii=False),
        "closes_at": times.maybe_to_text(one.closes_at),
        "closed_at": times.maybe_to_text(one.closed_at),
        "entered_by": one.entered_by,
    }
