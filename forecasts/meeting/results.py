"""What a round came to: who said what on each question, and how far apart they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.history import tracks
from forecasts.meeting.spread import spread
from forecasts.store import forecasters, forecasts, questions

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.meeting.spread import Spread
    from forecasts.model import Forecast, Question
    from forecasts.model.round import Round

ENTERED = """
    SELECT w.name, count(DISTINCT f.question_id)
    FROM rounds_now r JOIN questions_now q ON q.slug IN (SELECT value FROM json_each(r.questions))
    JOIN forecasts f ON f.question_id = q.id AND f.round_id = r.id
    JOIN forecasters_now w ON w.id = f.forecaster_id
    WHERE r.id = ? GROUP BY w.name
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What stood on a question from those whom the round asks; spread is None for one voice."""

    question: Question
    said: tuple[tuple[str, Forecast], ...]
    spread: Spread | None
    silent: tuple[str, ...]


def results(connection: sqlite3.Connection, one: Round, at: datetime) -> tuple[Result, ...]:
    """Return what stood at an instant on each question of a round, the widest spread first."""
    known = {who.id: who for who in forecasters.everyone(connection)}
    found = []
    for slug in one.questions:
        question = questions.by_slug(connection, slug)
        if question is not None:
            said = tracks(forecasts.history(connection, question.id), known)
            found.append(_result(question, one, said, at))
    return tuple(sorted(found, key=lambda result: -_width(result)))


def _result(question: Question, one: Round, said: tuple[Track, ...], at: datetime) -> Result:
    stood = tuple(
        (track.forecaster.name, row)
        for track in said
        if one.asks(track.forecaster.name) and (row := track.standing(at)) is not None
    )
    spoke = {name for name, _ in stood}
    silent = tuple(name for name in one.forecasters if name not in spoke)
    return Result(question, stood, spread(stood, question), silent)


def _width(result: Result) -> float:
    return result.spread.log_odds if result.spread else -1.0


def entrants(connection: sqlite3.Connection, one: Round) -> dict[str, int]:
    """Return name -> on how many questions they entered something in the round, for all asked."""
    rows = connection.execute(ENTERED, (one.id,)).fetchall()
    counts = dict(rows)
    return {name: counts.get(name, 0) for name in one.forecasters}
