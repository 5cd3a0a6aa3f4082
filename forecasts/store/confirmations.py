"""Second looks at outcomes: who confirmed which, and which still await one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts import model
from forecasts.model import times
from forecasts.store import forecasters, resolutions

if TYPE_CHECKING:
    import sqlite3

    from forecasts.ledger import Row
    from forecasts.model import Confirmation, QuestionType, Resolution
    from forecasts.store import Batch

SELECT = """
    SELECT c.id, c.resolution_id, c.confirmer, n.text, c.entered_by, c.recorded_at
    FROM confirmations c JOIN resolutions r ON r.id = c.resolution_id
    LEFT JOIN texts n ON n.id = c.note_text
    WHERE r.question_id = ? ORDER BY c.id
"""
# The last word on each question, where nobody but the resolver has looked at it; `known` leads
# from a resolver's name to a forecaster who goes by it, and `said` is whether that one forecast it.
UNCONFIRMED = """
    WITH known (resolver, forecaster_id) AS (VALUES {known}), last AS (
        SELECT r.id, r.question_id, r.awaits, EXISTS (
            SELECT 1 FROM known k JOIN forecasts f
                ON f.question_id = r.question_id AND f.forecaster_id = k.forecaster_id
            WHERE k.resolver = r.resolver AND f.action IN ('forecast', 'reaffirmation')
                AND f.id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL)) AS said
        FROM resolutions r
        WHERE r.status IN ('resolved', 'annulled', 'ambiguous')
            AND (r.awaits = 1 OR r.resolver IS NOT NULL)
            AND r.id = (SELECT max(s.id) FROM resolutions s WHERE s.question_id = r.question_id)
            AND NOT EXISTS (SELECT 1 FROM confirmations c
                WHERE c.resolution_id = r.id AND lower(c.confirmer) IS NOT lower(r.resolver)))
    SELECT last.id, last.said, q.slug, q.number, q.title, q.type, q.timezone
    FROM last JOIN questions_now q ON q.id = last.question_id
    WHERE last.awaits = 1 OR last.said ORDER BY last.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """An outcome at which a second person should look.

    `forecast_it`: the resolver has a number on the question. It counts unless `resolution.awaits`.
    """

    question: str
    number: int
    title: str
    type: QuestionType
    timezone: str
    resolution: Resolution
    forecast_it: bool


def of_question(connection: sqlite3.Connection, question_id: int) -> tuple[Confirmation, ...]:
    """Return the confirmations of a question's resolutions, oldest on record first."""
    return tuple(
        model.Confirmation(
            id=id_,
            resolution_id=resolution_id,
            confirmer=confirmer,
            note=note,
            entered_by=entered_by,
            recorded_at=times.from_text(recorded_at),
        )
        for id_, resolution_id, confirmer, note, entered_by, recorded_at in connection.execute(
            SELECT, (question_id,)
        )
    )


def record(batch: Batch, confirmation: Confirmation) -> int:
    """Add a confirmation and return its id."""
    row: Row = {
        "resolution_id": confirmation.resolution_id,
        "confirmer": confirmation.confirmer,
        "note_text": batch.text(confirmation.note),
        "entered_by": confirmation.entered_by,
    }
    return batch.add("confirmations", row)


def unconfirmed(connection: sqlite3.Connection) -> tuple[Unconfirmed, ...]:
    """Return the outcomes that await a second person, oldest on record first.

    They are those of questions that ask for one, and those recorded by somebody who forecast the
    question; a later ruling on the same question takes its place here.
    """
    known = _resolvers(connection)
    values = ", ".join(["(?, ?)"] * len(known)) or "(NULL, NULL)"
    keys = [key for pair in known for key in pair]
    rows = connection.execute(UNCONFIRMED.format(known=values), keys).fetchall()
    return tuple(
        Unconfirmed(
            question=slug,
            number=number,
            title=title,
            type=model.QuestionType(type_),
            timezone=timezone,
            resolution=resolutions.by_id(connection, id_),
            forecast_it=bool(said),
        )
        for id_, said, slug, number, title, type_, timezone in rows
    )


def _resolvers(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return (name as it resolved, forecaster id) for every resolver who also forecasts."""
    everyone = forecasters.everyone(connection)
    names = connection.execute("SELECT DISTINCT resolver FROM resolutions WHERE resolver <> ''")
    return [(name, who.id) for (name,) in names for who in everyone if who.goes_by(name)]
