"""A question's revisions out of the record: every wording that it had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.store import questions

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.model import Terms


@dataclass(frozen=True, slots=True)
class Revision:
    """One numbered wording of a question, and when it was recorded by whom."""

    number: int
    recorded_at: datetime
    entered_by: str | None
    terms: Terms


def history(connection: sqlite3.Connection, question_id: int) -> tuple[Revision, ...]:
    """Return a question's revisions, the first one first."""
    rows = connection.execute(
        f"""SELECT q.revision, q.recorded_at, q.entered_by, {questions.TERMS}
        FROM question_revisions q {questions.TEXTS} WHERE q.question_id = ? ORDER BY q.id""",  # noqa: S608
        (question_id,),
    )
    return tuple(
        Revision(number, times.from_text(recorded_at), entered_by, questions.terms_from_row(terms))
        for number, recorded_at, entered_by, *terms in rows
    )
