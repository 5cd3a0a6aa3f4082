"""Outcomes that rules propose, and objections to them, in and out of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts import model
from forecasts.model import Status, times
from forecasts.store import resolutions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from forecasts.ledger import Row
    from forecasts.model import Objection, Proposal, Question
    from forecasts.store import Batch

SELECT = """
    SELECT p.id, p.question_id, p.outcome, p.rule, p.source_url, q.text, p.content_sha256,
        p.known_at, p.happened_from, p.happened_to, p.object_by, p.recorded_at
    FROM {rows} p LEFT JOIN texts q ON q.id = p.quote_text
"""
OBJECTED = """
    SELECT o.id, o.question_id, o.proposal_id, o.objector, n.text, o.entered_by, o.recorded_at
    FROM objections o LEFT JOIN texts n ON n.id = o.note_text
"""
# What was said before there was a proposal speaks against silence, whenever it is proposed.
OBJECTIONS = f"""
    {OBJECTED} JOIN proposals p ON p.question_id = o.question_id
    WHERE p.id = ? AND (o.proposal_id = p.id
        OR o.proposal_id IS NULL AND json_type(p.rule, '$.silence') IS NOT NULL)
    ORDER BY o.id
"""
EARLY = f"{OBJECTED} WHERE o.question_id = ? AND o.proposal_id IS NULL ORDER BY o.id"
ASKING = (Status.OPEN, Status.REOPENED, Status.CLOSED, Status.DUE)


def _proposal(connection: sqlite3.Connection, row: Sequence[Any]) -> Proposal:
    id_, question, outcome, rule, url, quote, sha256, known, start, end, object_by, recorded = row
    happened = model.Interval(times.from_text(start), times.from_text(end)) if start else None
    return model.Proposal(
        id=id_,
        question_id=question,
        outcome=outcome,
        rule=rule,
        source_url=url,
        quote=quote,
        content_sha256=sha256,
        known_at=times.maybe_from_text(known),
        happened=happened,
        object_by=times.maybe_from_text(object_by),
        objections=tuple(map(_objection, connection.execute(OBJECTIONS, (id_,)))),
        recorded_at=times.from_text(recorded),
    )


def _objection(row: Sequence[Any]) -> Objection:
    id_, question, proposal, objector, note, entered_by, recorded_at = row
    return model.Objection(
        id=id_,
        question_id=question,
        proposal_id=proposal,
        objector=objector,
        note=note or "",
        entered_by=entered_by,
        recorded_at=times.from_text(recorded_at),
    )


def standing(connection: sqlite3.Connection) -> tuple[Proposal, ...]:
    """Return the newest proposal of each question on which nothing was ruled since."""
    rows = connection.execute(f"{SELECT.format(rows='proposals_now')} ORDER BY p.id").fetchall()
    return tuple(_proposal(connection, row) for row in rows)


def of_question(connection: sqlite3.Connection, question_id: int) -> Proposal | None:
    """Return the proposal that stands on a question, or None."""
    select = f"{SELECT.format(rows='proposals_now')} WHERE p.question_id = ?"
    row = connection.execute(select, (question_id,)).fetchone()
    return _proposal(connection, row) if row else None


def by_id(connection: sqlite3.Connection, id_: int) -> Proposal:
    """Return the proposal of that id; raise LookupError when there is none."""
    select = f"{SELECT.format(rows='proposals')} WHERE p.id = ?"
    row = connection.execute(select, (id_,)).fetchone()
    if row is None:
        msg = f"no proposal has the id {id_}"
        raise LookupError(msg)
    return _proposal(connection, row)


def awaits_an_outcome(connection: sqlite3.Connection, question: Question, now: datetime) -> bool:
    """Return whether nothing was ruled on a question that has opened."""
    ruled = resolutions.newest(connection, question.id)
    return model.status_of(question, ruled, now) in ASKING


def early_objections(connection: sqlite3.Connection, question_id: int) -> tuple[Objection, ...]:
    """Return what was said against silence before it was proposed."""
    return tuple(map(_objection, connection.execute(EARLY, (question_id,))))


def propose(batch: Batch, proposal: Proposal) -> int | None:
    """Add a proposal and return its id; None where the last one on the question says the same."""
    connection = batch.connection
    select = f"{SELECT.format(rows='proposals')} WHERE p.question_id = ? ORDER BY p.id DESC LIMIT 1"
    last = connection.execute(select, (proposal.question_id,)).fetchone()
    if last is not None and proposal.says_the_same(_proposal(connection, last)):
        return None
    happened = proposal.happened
    row: Row = {
        "question_id": proposal.question_id,
        "outcome": proposal.outcome,
        "rule": proposal.rule,
        "source_url": proposal.source_url,
        "quote_text": batch.text(proposal.quote),
        "content_sha256": proposal.content_sha256,
        "known_at": times.maybe_to_text(proposal.known_at),
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "object_by": times.maybe_to_text(proposal.object_by),
    }
    return batch.add("proposals", row)


def object_to(batch: Batch, objection: Objection) -> int:
    """Add an objection and return its id."""
    row: Row = {
        "question_id": objection.question_id,
        "proposal_id": objection.proposal_id,
        "objector": objection.objector,
        "note_text": batch.text(objection.note),
        "entered_by": objection.entered_by,
    }
    return batch.add("objections", row)
