"""The forecaster base-rate kept up to date: what the reference class says now, where it changed."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from forecasts.errors import RefusedError
from forecasts.library.mechanical import base_rate
from forecasts.library.question_set import SetQuestion
from forecasts.model import Action, Forecast, ForecasterKind, Origin, Status, status_of, times
from forecasts.model.forecast import alike, standing
from forecasts.store import forecasters, forecasts, questions, resolutions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from forecasts.model import Forecaster, Question
    from forecasts.store import Batch, Store

NAME = "base-rate"
TAKING = (Status.OPEN, Status.REOPENED)
BEGUN = """
    SELECT q.id FROM questions_now q
    WHERE q.reference_class IS NOT NULL AND q.opens_at <= :now AND q.closes_at > :now
        AND EXISTS (SELECT 1 FROM forecasts f WHERE f.question_id = q.id)
"""


def begun(connection: sqlite3.Connection, now: datetime) -> tuple[Question, ...]:
    """Return the questions with a reference class that somebody has forecast, while they run.

    Of any other a first number, even a mechanical one, would fix its dates and reference class.
    """
    ids = [id_ for (id_,) in connection.execute(BEGUN, {"now": times.to_text(now)})]
    return tuple(questions.of_ids(connection, ids).values())


def update(
    batch: Batch, who: Forecaster, now: datetime, among: Sequence[Question] | None = None
) -> tuple[tuple[Question, Forecast], ...]:
    """Record what the rule says now of open questions, where it changed; return what was said.

    Only of questions about what is to come that have a reference class. among: the questions to
    look at, None for all.
    """
    connection, rows = batch.connection, []
    for question in questions.everything(connection) if among is None else among:
        if question.terms.reference_class is None or question.terms.retrospective:
            continue
        if status_of(question, resolutions.latest(connection, question.id), now) not in TAKING:
            continue
        row = _row(question, who, now)
        stands = standing(forecasts.history(connection, question.id, who.id), now)
        if row and row.stated and not alike(stands.stated if stands else None, row.stated):
            rows.append((question, row))
    batch.add_many("forecasts", [forecasts.row_of(batch, row) for _, row in rows])
    return tuple(rows)


def _row(question: Question, who: Forecaster, now: datetime) -> Forecast | None:
    """Return the rule's last step by now, as said now; None where it says nothing yet."""
    asked = SetQuestion(slug=question.slug, type=question.type, terms=question.terms)
    steps = list(takewhile(lambda step: step.made_at <= now, base_rate(asked)))
    if not steps:
        return None
    return Forecast(
        question_id=question.id,
        revision_id=question.revision_id,
        forecaster_id=who.id,
        action=Action.FORECAST,
        made_at=now,
        stated=steps[-1].stated,
        origin=Origin.IMPORTED,
    )


def baseline(store: Store, now: datetime) -> Forecaster | None:
    """Return the forecaster base-rate, None where there is none.

    Raises RefusedError where the name is somebody else's, and where base-rate has retired.
    """
    found = forecasters.named(store, NAME)
    if found is not None and found.kind is not ForecasterKind.BASELINE:
        raise RefusedError(
            f"{NAME} is a {found.kind.value} on this record, and no baseline.",
            "Its forecasts are that forecaster's own: nothing is added to them.",
        )
    if found is not None and found.has_retired(now):
        raise RefusedError(
            f"{NAME} has retired and forecasts no more.",
            "What it said before is on record: forecasts scores --forecaster base-rate",
        )
    return found
