"""What the tables change about questions: new ones, and new words for old ones."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from forecasts.lines import OnRecord
from forecasts.model import Terms, needs
from forecasts.store import lines, questions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from forecasts.lines import Part, Problems, QuestionLine
    from forecasts.model import Question

TERMS = frozenset(found.name for found in fields(Terms))
ADDED = ", or add options after the last, each with a from that is still to come"


@dataclass(slots=True)
class Wordings:
    """The lines of the questions table that change the record, with the terms that then hold."""

    changes: list[tuple[QuestionLine, Terms]] = field(default_factory=list)
    known: int = 0


def complete(part: Part[QuestionLine], problems: Problems) -> Iterator[QuestionLine]:
    """Yield the questions as they would be asked, noting those that lack what their type needs."""
    for line in part.lines:
        terms = _completed(part, line, line.terms, problems)
        if terms is not None:
            yield replace(line, terms=terms)


def _completed(
    part: Part[QuestionLine], line: QuestionLine, terms: Terms, problems: Problems
) -> Terms | None:
    """Return the terms as the record keeps them, None where a problem was noted."""
    try:
        return needs.complete(line.type, terms)
    except needs.MisfitError as error:
        problems.add(part.file, line.number, error.term, str(error))
        return None


def wordings(
    connection: sqlite3.Connection,
    part: Part[QuestionLine],
    old: Mapping[str, Question],
    problems: Problems,
    now: datetime,
) -> Wordings:
    """Return what the questions table asks anew or words anew; `old` is what is on record.

    A line that moves what the first forecast fixed is noted as a problem.
    """
    found = Wordings()
    present = {slug: question.terms for slug, question in old.items()}
    on_record: dict[str, OnRecord[QuestionLine]] = {}
    for line in part.lines:
        slug = line.question
        if slug in old and line.type is not old[slug].type:
            continue  # noted where rows are held against each other
        before = present.get(slug)
        if slug in old and slug not in on_record:
            on_record[slug] = OnRecord(part)
            on_record[slug].add(lines.questions(connection, slug))
        terms: Terms | None
        if before is None:
            terms = _completed(part, line, line.terms, problems)
        elif slug in on_record and on_record[slug].take(line):
            terms = before
        else:
            terms = _revised(part, line, before, problems)
            if slug in old and questions.has_forecasts(connection, old[slug].id):
                moved = terms.moved(before, now)
                _note_moved(part, line, before, moved, problems)
                terms = before if moved else terms
            terms = _completed(part, line, terms, problems) or before
        if terms == before:
            found.known += 1
        elif terms is not None:
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


def _note_moved(
    part: Part[QuestionLine],
    line: QuestionLine,
    before: Terms,
    moved: tuple[str, ...],
    problems: Problems,
) -> None:
    """Note each cell that moves what the first forecast fixed."""
    cells = dict(zip(part.table.names, replace(line, terms=before).cells(), strict=True))
    for name in moved:
        cell = "empty" if cells[name] is None else cells[name]
        added = ADDED if name == "options" else ""
        why = f"the first forecast fixed it ({cell}): ask a new question{added}"
        problems.add(part.file, line.number, name, why)
