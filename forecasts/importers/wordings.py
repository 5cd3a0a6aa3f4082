"""What the tables change about questions: new ones, and new words for old ones."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from forecasts.lines import OnRecord
from forecasts.lines.instants import instant_cell
from forecasts.model import Terms
from forecasts.store import lines, questions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from forecasts.lines import Part, Problems, QuestionLine
    from forecasts.model import Question

TERMS = frozenset(found.name for found in fields(Terms))
FIXED = (
    "opens_at", "closes_at", "resolves_by", "spot_at", "timezone", "reference_class",
    "by_deadline", "retrospective",
)  # fmt: skip


@dataclass(slots=True)
class Wordings:
    """The lines of the questions table that change the record, with the terms that then hold."""

    changes: list[tuple[QuestionLine, Terms]] = field(default_factory=list)
    known: int = 0


def wordings(
    connection: sqlite3.Connection,
    part: Part[QuestionLine],
    old: Mapping[str, Question],
    problems: Problems,
) -> Wordings:
    """Return what the questions table asks anew or words anew; `old` is what is on record.

    A line that moves what the first forecast fixed is noted as a problem.
    """
    found = Wordings()
    present = {slug: question.terms for slug, question in old.items()}
    on_record: dict[str, OnRecord[QuestionLine]] = {}
    for line in part.lines:
        slug = line.question
        before = present.get(slug)
        if slug in old and slug not in on_record:
            on_record[slug] = OnRecord(part)
            on_record[slug].add(lines.questions(connection, slug))
        if before is None:
            terms = line.terms
        elif slug in on_record and on_record[slug].take(line):
            terms = before
        else:
            terms = _revised(part, line, before, problems)
            if slug in old and questions.has_forecasts(connection, old[slug].id):
                terms = _unmoved(part, line, before, terms, problems)
        if terms == before:
            found.known += 1
        else:
            present[slug] = terms
            found.changes.append((line, terms))
    return found


def _revised(
    part: Part[QuestionLine], line: QuestionLine, before: Terms, problems: Problems
) -> Terms:
    """Return the terms with what the line says; columns that the file leaves out keep theirs."""
    said = {name: getattr(line.terms, name) for name in part.columns & TERMS}
    if "resolves_by" not in said and before.resolves_by == before.closes_at:
        said["resolves_by"] = line.terms.closes_at
    try:
        return replace(before, **said)
    except ValueError as error:  # an expected answer on record before the new opening
        problems.add(part.file, line.number, "opens_at", str(error))
        return before


def _unmoved(
    part: Part[QuestionLine], line: QuestionLine, before: Terms, after: Terms, problems: Problems
) -> Terms:
    """Return the new terms where they only change words, else note each moved cell."""
    if after.fixed() == before.fixed():
        return after
    for name in FIXED:
        value = getattr(before, name)
        if getattr(after, name) != value:
            cell = instant_cell(value) if name.endswith(("_at", "_by")) else value
            why = f"the first forecast fixed it ({cell}): ask a new question"
            problems.add(part.file, line.number, name, why)
    return before
