"""Questions and their revisions in and out of the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError, RefusedError
from forecasts.model import (
    Criteria,
    Question,
    QuestionType,
    ReferenceClass,
    Terms,
    slug_of,
    times,
)
from forecasts.model.question import SLUG_LENGTH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from forecasts.model.reference_basis import ReferenceBasis
    from forecasts.store import Batch, Store

# The words and terms of a revision; both a question's present one and an old one are read by them.
TERMS = """q.title, q.opens_at, q.closes_at, q.resolves_by, c.text, b.text, q.timezone, q.options,
    q.range_min, q.range_max, q.open_lower, q.open_upper, q.zero_point, q.bins, q.levels, q.unit,
    q.topics, q.group_name, q.url, q.spot_at, q.reference_class, q.by_deadline, q.retrospective,
    q.second_person, q.resolver, q.reference_basis"""
TEXTS = """LEFT JOIN texts c ON c.id = q.criteria_text
    LEFT JOIN texts b ON b.id = q.background_text"""
SELECT = f"""
    SELECT q.id, q.number, q.slug, q.type, q.revision, q.revision_id, q.recorded_at, {TERMS}
    FROM questions_now q {TEXTS}
"""  # noqa: S608 - our own words
MENTIONED = 5  # questions an ambiguous prefix lists before it says how many more


def from_row(row: Sequence[Any]) -> Question:
    """Return the question of a row that SELECT gave."""
    id_, number, slug, type_, revision, revision_id, recorded_at, *terms = row
    return Question(
        id=id_,
        number=number,
        slug=slug,
        type=QuestionType(type_),
        revision=revision,
        revision_id=revision_id,
        recorded_at=times.from_text(recorded_at),
        terms=terms_from_row(terms),
    )


def terms_from_row(row: Sequence[Any]) -> Terms:
    """Return the terms of the columns in TERMS."""
    return Terms(
        title=row[0],
        opens_at=times.from_text(row[1]),
        closes_at=times.from_text(row[2]),
        resolves_by=times.from_text(row[3]),
        criteria=Criteria.parse(row[4] or ""),
        background=row[5] or "",
        timezone=row[6],
        options=row[7],
        range_min=row[8],
        range_max=row[9],
        open_lower=bool(row[10]),
        open_upper=bool(row[11]),
        zero_point=row[12],
        bins=row[13],
        levels=row[14],
        unit=row[15],
        topics=tuple(row[16].split(";")) if row[16] else (),
        group=row[17],
        url=row[18],
        spot_at=times.maybe_from_text(row[19]),
        reference_class=ReferenceClass.parse(row[20]) if row[20] else None,
        by_deadline=bool(row[21]),
        retrospective=bool(row[22]),
        second_person=bool(row[23]),
        resolver=row[24],
        reference_basis=_basis(row[25]),
    )


def _basis(text: str | None) -> ReferenceBasis | None:
    if text is None:
        return None
    from forecasts.model.reference_basis import ReferenceBasis  # few questions have one

    return ReferenceBasis.parse(text)


def everything(connection: sqlite3.Connection) -> tuple[Question, ...]:
    """Return every question as it stands now, in the order in which they were asked."""
    return tuple(from_row(row) for row in connection.execute(f"{SELECT} ORDER BY q.number"))


def of_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Question]:
    """Return id -> question as it stands now, for at most some thousands of ids."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"{SELECT} WHERE q.id IN ({marks})", list(ids))
    return {row[0]: from_row(row) for row in rows}


def by_slug(connection: sqlite3.Connection, slug: str) -> Question | None:
    """Return the question of exactly that slug, or None."""
    row = connection.execute(f"{SELECT} WHERE q.slug = ?", (slug,)).fetchone()
    return from_row(row) if row else None


def find(store: Store, name: str) -> Question:
    """Return the question named by slug, number (3 or #3) or unique prefix of a slug.

    Raises NotFoundError, listing the candidates when a prefix fits several.
    """
    connection = store.connection
    number = name.removeprefix("#")
    if number.isascii() and number.isdigit():
        row = connection.execute(f"{SELECT} WHERE q.number = ?", (int(number[:18]),)).fetchone()
        if row:
            return from_row(row)
        raise NotFoundError(f"there is no question number {number}.", "See: forecasts list")
    if exact := by_slug(connection, name):
        return exact
    length = len(name)
    fitting = [
        slug
        for (slug,) in connection.execute(
            "SELECT slug FROM questions WHERE lower(substr(slug, 1, ?)) = lower(?) ORDER BY slug",
            (length, name),
        )
    ]
    if name and len(fitting) == 1 and (found := by_slug(connection, fitting[0])):
        return found
    raise _not_one(store, name, fitting)


def _not_one(store: Store, name: str, fitting: list[str]) -> NotFoundError:
    if fitting and name:
        more = f", and {len(fitting) - MENTIONED} more" if len(fitting) > MENTIONED else ""
        listed = ", ".join(fitting[:MENTIONED])
        return NotFoundError(
            f"{name!r} fits {len(fitting)} questions: {listed}{more}.", "Type more of the slug."
        )
    from difflib import get_close_matches

    close = get_close_matches(name, slugs(store.connection), n=1, cutoff=0.6)
    hint = f"Did you mean {close[0]}?" if close else "See what there is: forecasts list"
    return NotFoundError(f"no question is called {name!r}.", hint)


def search(connection: sqlite3.Connection, text: str) -> frozenset[int]:
    """Return the ids of the questions whose words hold every word of `text` (prefixes count)."""
    terms = " ".join(f'"{word.replace(chr(34), "")}"*' for word in text.split())
    if not terms:
        return frozenset()
    rows = connection.execute(
        "SELECT rowid FROM questions_search WHERE questions_search MATCH ?", (terms,)
    )
    return frozenset(id_ for (id_,) in rows)


def free_slug(connection: sqlite3.Connection, title: str) -> str:
    """Return a slug made of the title that no question has, whatever the case of its letters."""
    taken = {slug.lower() for slug in slugs(connection)}
    stem = slug_of(title) or f"question-{len(taken) + 1}"
    slug, n = stem, 1
    while slug in taken:
        n += 1
        slug = f"{stem[: SLUG_LENGTH - len(str(n)) - 1]}-{n}"
    return slug


def add(  # noqa: PLR0913, PLR0917 - the parts of one question
    batch: Batch,
    slug: str,
    type_: QuestionType,
    terms: Terms,
    follows: int | None = None,
    entered_by: str | None = None,
) -> Question:
    """Ask a question and return it.

    Raises RefusedError when the slug is taken, ValueError for terms that its kind cannot have.
    """
    from forecasts.model import needs

    terms = needs.complete(type_, terms)
    if by_slug(batch.connection, slug):
        raise RefusedError(f"the slug {slug!r} is taken.", "Choose another with --slug.")
    last = batch.connection.execute("SELECT coalesce(max(number), 0) FROM questions").fetchone()
    number = int(last[0]) + 1
    id_ = batch.add(
        "questions", {"number": number, "slug": slug, "type": type_.value, "follows": follows}
    )
    question = Question(
        id=id_,
        number=number,
        slug=slug,
        type=type_,
        revision=1,
        revision_id=0,  # until the row is there
        terms=terms,
        recorded_at=times.from_text(batch.recorded_at),
    )
    return _revise(batch, question, entered_by)


def _instead(question: Question, terms: Terms) -> str:
    """Return what to type where the first forecast fixed what was to move."""
    import shlex

    known = [option.name for option in question.terms.choices]
    names = [option.name for option in terms.choices]
    if known and len(names) > len(known) and names[: len(known)] == known:
        added = shlex.quote(names[len(known)])
        return f"To add an option: forecasts revise {question.slug} --add-option {added}"
    return f"Ask a new one that follows it: forecasts ask --like {question.slug} --closes DATE"


def revise(
    batch: Batch, question: Question, terms: Terms, entered_by: str | None = None
) -> Question:
    """Record new terms of a question and return it as it then stands.

    Options may still be added, on offer from now or later. Raises RefusedError when the terms move
    what the first forecast fixed, ValueError for terms that its kind cannot have.
    """
    from forecasts.model import needs

    terms = needs.complete(question.type, terms)
    now = times.from_text(batch.recorded_at)
    if terms.moved(question.terms, now) and has_forecasts(batch.connection, question.id):
        raise RefusedError(
            f"{question.slug} has forecasts: its dates, range, options and reference class are"
            " fixed, since scores depend on them.",
            _instead(question, terms),
        )
    return _revise(
        batch, replace(question, revision=question.revision + 1, terms=terms), entered_by
    )


def slugs(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return every slug, in alphabetical order."""
    return tuple(slug for (slug,) in connection.execute("SELECT slug FROM questions ORDER BY slug"))


def has_forecasts(connection: sqlite3.Connection, question_id: int) -> bool:
    """Return whether anybody has forecast the question, struck and withdrawn ones included."""
    row = connection.execute(
        "SELECT 1 FROM forecasts WHERE question_id = ? LIMIT 1", (question_id,)
    )
    return row.fetchone() is not None


def _revise(batch: Batch, question: Question, entered_by: str | None) -> Question:
    """Record the question's terms as its revision, and return it with the id of that row."""
    row = {
        "question_id": question.id,
        "revision": question.revision,
        **_columns(batch, question.terms),
        "entered_by": entered_by,
    }
    revision_id = batch.add("question_revisions", row)
    index(batch.connection, question.id, question.slug, question.terms)
    return replace(question, revision_id=revision_id)


def _columns(batch: Batch, terms: Terms) -> dict[str, str | int | float | None]:
    """Return the columns of a revision, keeping its long words as salted texts.

    What a reference class was counted from is kept only with the class that it gave.
    """
    class_ = str(terms.reference_class) if terms.reference_class else None
    basis = terms.reference_basis
    return {
        "title": terms.title,
        "criteria_text": batch.text(str(terms.criteria)),
        "background_text": batch.text(terms.background),
        "opens_at": times.to_text(terms.opens_at),
        "closes_at": times.to_text(terms.closes_at),
        "resolves_by": times.to_text(terms.resolves_by),
        "timezone": terms.timezone,
        "options": terms.options,
        "range_min": terms.range_min,
        "range_max": terms.range_max,
        "open_lower": int(terms.open_lower) or None,
        "open_upper": int(terms.open_upper) or None,
        "zero_point": terms.zero_point,
        "bins": terms.bins,
        "levels": terms.levels,
        "unit": terms.unit,
        "topics": ";".join(terms.topics) or None,
        "group_name": terms.group,
        "url": terms.url,
        "spot_at": times.maybe_to_text(terms.spot_at),
        "reference_class": class_,
        "reference_basis": str(basis) if basis and basis.counted == class_ else None,
        "by_deadline": int(terms.by_deadline) or None,
        "retrospective": int(terms.retrospective) or None,
        "second_person": int(terms.second_person) or None,
        "resolver": terms.resolver,
    }


def index(connection: sqlite3.Connection, question_id: int, slug: str, terms: Terms) -> None:
    """Keep the full-text table true: it is derived, so its row is replaced."""
    words = f"{terms.criteria} {terms.background}"
    topics = " ".join(terms.topics)
    connection.execute("DELETE FROM questions_search WHERE rowid = ?", (question_id,))
    connection.execute(
        "INSERT INTO questions_search (rowid, slug, title, words, topics) VALUES (?, ?, ?, ?, ?)",
        (question_id, slug, terms.title, words, topics),
    )
