"""Rows held against the questions that they are about: predictions and outcomes that fit them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.answer import answer_of
from forecasts.errors import InputError
from forecasts.lines.choices import UNDECIDED
from forecasts.lines.instants import DAY, instant
from forecasts.lines.tables import WRITTEN
from forecasts.lines.text import shown
from forecasts.model import QuestionType, Stated, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forecasts.lines import ForecastLine, ResolutionLine, Tables
    from forecasts.model.fit import Asked
    from forecasts.model.forecast import Prediction


def fitted(tables: Tables, asked: Mapping[str, Asked]) -> Tables:
    """Return the tables with outcomes as the record keeps them, noting rows that do not fit.

    `asked` holds the questions as they stand after the import; rows about others are left alone.
    """
    _note_predictions(tables, asked)
    part = tables.resolutions
    lines = [_answered(tables, line, asked.get(line.question)) for line in part.lines]
    return replace(tables, resolutions=replace(part, lines=lines))


def _note_predictions(tables: Tables, asked: Mapping[str, Asked]) -> None:
    part = tables.forecasts
    plain = {slug for slug, found in asked.items() if found.type is QuestionType.BINARY}
    for line in part.lines:
        if line.probability is not None and line.question in plain:
            continue
        if line.withdrawn:
            continue
        question = asked.get(line.question)
        why = "" if question is None else _misfit(line, question)
        if why and question is not None and not _said_before(line, part.lines, question):
            tables.problems.add(part.file, line.number, _column(line), why)


def _said_before(line: ForecastLine, lines: Sequence[ForecastLine], question: Asked) -> bool:
    """Return whether a line says once more what fitted when it was said first.

    Options may have come or gone in between: it leaves them where it left them then.
    """
    if line.probabilities is None:
        return False
    who = (line.question, line.forecaster, line.probabilities)
    return any(
        (row.question, row.forecaster, row.probabilities) == who
        and row.made_at < line.made_at
        and not _misfit(row, question)
        for row in lines
    )


def _column(line: ForecastLine) -> str:
    """Return the column that holds the line's prediction."""
    return next((name for name in WRITTEN if getattr(line, name)), "probability")


def _misfit(line: ForecastLine, question: Asked) -> str:
    """Return why a line's prediction does not fit its question, "" if it does."""
    from forecasts.model.fit import check_prediction
    from forecasts.model.written import is_dated

    if line.quantiles is not None:
        dated = question.type is QuestionType.DATE
        if is_dated(line.quantiles) != dated:
            wanted = "instants, such as 2026-11-03T00:00Z" if dated else "numbers"
            return f"the quantiles of a {question.type} question are {wanted}"
    try:
        check_prediction(question, _stated(line), line.made_at)
    except ValueError as error:
        return str(error)
    return ""


def _stated(line: ForecastLine) -> Prediction:
    from forecasts.model import written

    found = written.Columns(line.probabilities, line.quantiles, line.cdf, line.family)
    stated = written.prediction(found)
    if stated is None:
        return Stated(line.probability or 0.0, "")
    return stated


def _answered(tables: Tables, line: ResolutionLine, question: Asked | None) -> ResolutionLine:
    """Return the line with its outcome as the record keeps it, as it is when that is none."""
    if question is None or line.outcome in UNDECIDED:
        return line
    try:
        answer = answer_of(question, _absolute(question, line.outcome), line.happened)
    except (InputError, ValueError) as error:
        why = f"{error.message} {error.hint}" if isinstance(error, InputError) else str(error)
        tables.problems.add(tables.resolutions.file, line.number, "outcome", why)
        return line
    if (answer.outcome, answer.happened) == (line.outcome, line.happened):
        return line
    return replace(line, outcome=answer.outcome, happened=answer.happened)


def _absolute(question: Asked, outcome: str) -> str:
    """Return an outcome whose instant names its offset, as all instants of the tables do.

    Raises ValueError for a date that is neither a day of the question's zone nor such an instant.
    """
    dated = question.type is QuestionType.DATE and outcome[:4].isdigit()
    if not dated or DAY.fullmatch(outcome):
        return outcome
    at = instant(outcome)
    if at is None:
        raise ValueError(f"{shown(outcome)} is no date")
    return times.to_text(at)
