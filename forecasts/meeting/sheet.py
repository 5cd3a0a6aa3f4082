"""A sheet of a round: one person's questions as CSV, written to be filled in, and read back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts import entry, parse
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track
from forecasts.lines import Problems
from forecasts.model import QuestionType
from forecasts.model.forecast import alike
from forecasts.store import forecasts, questions, resolutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.model.forecast import Prediction
    from forecasts.model.round import Round
    from forecasts.store import Store

COLUMNS = ("slug", "title", "deadline", "last", "form", "forecaster", "p", "why")
REQUIRED = ("slug", "p")
SAME = "same"
BOM = "\ufeff"  # without it a spreadsheet reads the file in the code page of its machine
# How the column p is filled in, kind by kind: as `predict` takes it after the question.
FORMS = {
    QuestionType.BINARY: "12%",
    QuestionType.NUMERIC: "p10=3 p50=8 p90=30",
    QuestionType.DATE: "2026-12-31=20% 2027-06-30=45% never=30%",
}


@dataclass(frozen=True, slots=True)
class Blank:
    """A question to be filled in; deadline: the last day that counts, last: one's own number."""

    question: Question
    forecaster: str
    deadline: str
    last: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it was filled in, and the line of the file on which it starts."""

    line: int
    slug: str
    forecaster: str
    p: str
    why: str


def form(question: Question) -> str:
    """Return how a prediction of the question is written in the column p."""
    if question.type in FORMS:
        return FORMS[question.type]
    return " ".join(f"'{option.name}=…%'" if " " in option.name else f"{option.name}=…%"
                    for option in question.terms.choices)  # fmt: skip


def write(sheets: Mapping[Path, Sequence[Blank]]) -> None:
    """Write each sheet to its file, all of them or none; what was there is replaced.

    No cell is run as a formula: an apostrophe stands before what a spreadsheet would run.
    """
    from functools import partial

    from forecasts.exporters.whole import write_whole

    writers = {path: partial(_write, rows=rows) for path, rows in sheets.items()}
    write_whole(writers, "Name another folder: forecasts round sheet --folder DIR")


def _write(file: TextIO, rows: Sequence[Blank]) -> int:
    import csv

    from forecasts.exporters.tables import csv_cell

    file.write(BOM)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        asked = row.question
        known = (asked.slug, asked.terms.title, row.deadline, row.last, form(asked))
        words = (*known, row.forecaster, "", "")
        writer.writerow([csv_cell(cell) for cell in words])
    return len(rows)


def read(path: Path, problems: Problems) -> Iterator[Filled]:
    """Yield the rows of a sheet, those of an empty line left out; note what cannot be read."""
    from forecasts.lines import text
    from forecasts.meeting.sheet_file import SheetFile

    if not path.is_file():
        raise InputError(f"{path} is no file.", "Name a sheet: forecasts round sheet makes them.")
    for line, cells in SheetFile(path, COLUMNS, REQUIRED, problems).rows():
        found = dict(zip(COLUMNS, cells, strict=True))
        slug, p = str(found["slug"]).strip(), str(found["p"]).strip()
        why = ""
        try:
            why = (text.words(found["why"]) or "").strip()
        except ValueError as error:
            problems.add(path.name, line, "why", f"{error}.")
        if slug or p or why:
            yield Filled(line, slug, str(found["forecaster"]).strip(), p, why)


def forecasts_of(  # noqa: PLR0913, PLR0917 - a file, whose it is, when, and how it is read
    store: Store, path: Path, one: Round, who: Forecaster, now: datetime,
    entered_by: str | None, *, certain: bool, anyway: bool = False,
) -> tuple[tuple[Question, Track, Forecast], ...]:  # fmt: skip
    """Return the forecasts that a sheet adds to a round, in its order; none twice.

    Raises BulkError with every bad cell: file, line, column and why; RefusedError for a forecaster
    who has retired, and for the sheet of another unless `anyway`.
    """
    entry.check_forecaster(Track(who, ()), now)
    problems, found, met = Problems(), [], dict[str, int]()
    for row in read(path, problems):
        if not anyway:
            _check_whose(path, row, who)
        column = "slug"
        try:
            question = _asked(store, row, one, met)
            column = "p" if row.p else "why"
            track = Track(who, forecasts.history(store.connection, question.id, who.id))
            said = entry_of(row.p, row.why, question, track, one, now, certain=certain)
            if said is not None:
                ruled = resolutions.latest(store.connection, question.id)
                entry.check_question(question, ruled, now)
                made = entry.forecast(said, question, track, now, entered_by)
                found.append((question, track, replace(made, round_id=one.id)))
        except (InputError, RefusedError) as error:
            problems.add(path.name, row.line, column, f"{error.message} {error.hint}".strip())
    problems.refuse()
    return tuple(found)


def _check_whose(path: Path, row: Filled, who: Forecaster) -> None:
    """Raise RefusedError for a row of somebody else's sheet."""
    if row.forecaster and not who.goes_by(row.forecaster):
        raise RefusedError(
            f"line {row.line} of {path.name} is of the sheet of {row.forecaster}, not {who.name}.",
            f"Name whose numbers they are with --as; if they are {who.name}'s, add --anyway.",
        )


def _asked(store: Store, row: Filled, one: Round, met: dict[str, int]) -> Question:
    """Return the question of a row; raise InputError for one not asked, or asked twice."""
    question = questions.by_slug(store.connection, row.slug)
    if question is None or question.slug not in one.questions:
        raise InputError(f"{row.slug!r} is no question of the round {one.name}.")
    if row.slug in met:
        raise InputError(f"{row.slug} stands on line {met[row.slug]} already.")
    met[row.slug] = row.line
    return question


def entry_of(  # noqa: PLR0913, PLR0917 - what was written, of what, by whom, when
    words: str, why: str, question: Question, track: Track, one: Round, now: datetime,
    *, certain: bool,
) -> entry.Entry | None:  # fmt: skip
    """Return the entry that cells make; None for an empty one, and for one that is on record.

    The number that stands, once more, is a reaffirmation. Raises InputError for what cannot be
    read, and for a reason without a number.
    """
    if not words:
        if why:
            raise InputError("a reason and no number:", f"write the number in p, or {SAME}.")
        return None
    stated = None if words.lower() == SAME else prediction(words, question, now, certain=certain)
    last, before = track.newest, track.standing(now)
    if last is not None and last.round_id == one.id and _again(last, stated, why):
        return None
    if stated is not None and before is not None and alike(before.stated, stated):
        stated = None
    return entry.Entry(stated, parse.plain(why, "the reason", lines=True) or None)


def _again(last: Forecast, stated: Prediction | None, why: str) -> bool:
    """Return whether a row says what cells say; a curve over dates starts when it is typed."""
    if (last.rationale or "") != why or last.stated is None:
        return False
    return stated is None or alike(last.stated, stated) or last.stated.typed == stated.typed


def prediction(words: str, question: Question, now: datetime, *, certain: bool) -> Prediction:
    """Return the prediction that a cell holds, written as `predict` takes it."""
    if question.type is QuestionType.BINARY:
        return parse.probability(words, certain=certain)
    import shlex

    from forecasts.distributions import typed

    way = f"Write {form(question)}"
    try:
        parts = tuple(shlex.split(words))
    except ValueError:
        raise InputError("a quote is not closed.", way) from None
    try:
        return typed.read(typed.Typed(words=parts, certain=certain), question, now)
    except InputError as error:
        raise InputError(error.message, way) from error
