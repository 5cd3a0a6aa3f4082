"""Sources in and out of the record, with their texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forecasts.errors import NotFoundError
from forecasts.model import Source

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from forecasts.store import Batch

SELECT = """
    SELECT id, slug, title, author, publisher, date_from, date_to, date_basis, language, url,
        text_sha256 FROM sources
"""
TEXT = "SELECT t.text FROM sources s JOIN texts t ON t.id = s.words_text WHERE s.id = ?"


def everything(connection: sqlite3.Connection) -> tuple[Source, ...]:
    """Return all sources, in the order in which they were added."""
    return tuple(_source(row) for row in connection.execute(f"{SELECT} ORDER BY id"))


def _source(row: Sequence[Any]) -> Source:
    return Source(
        id=row[0],
        slug=row[1],
        title=row[2],
        author=row[3],
        publisher=row[4],
        date_from=date.fromisoformat(row[5]),
        date_to=date.fromisoformat(row[6]),
        date_basis=row[7] or "as printed",
        language=row[8] or "en",
        url=row[9],
        text_sha256=row[10],
    )


def find(connection: sqlite3.Connection, slug: str) -> Source:
    """Return the source of that slug; raise NotFoundError, naming those there are."""
    known = everything(connection)
    for source in known:
        if source.slug.casefold() == slug.casefold():
            return source
    names = ", ".join(source.slug for source in known[-5:])
    hint = f"There are: {names}." if names else "Add one: forecasts source add FILE"
    raise NotFoundError(f"no source is called {slug!r}.", hint)


def twins(connection: sqlite3.Connection, source: Source) -> tuple[Source, ...]:
    """Return the other sources that seem to be the same publication: of its title and its days."""
    return tuple(
        one
        for one in everything(connection)
        if one.id != source.id
        and _letters(one.title) == _letters(source.title)
        and one.date_from <= source.date_to
        and source.date_from <= one.date_to
    )


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, title)).casefold()


def text_of(connection: sqlite3.Connection, source: Source) -> str | None:
    """Return the text of a source, None where it was never kept or has been redacted."""
    row = connection.execute(TEXT, (source.id,)).fetchone()
    return row[0] if row else None


def add(
    batch: Batch, source: Source, text: str | None = None, entered_by: str | None = None
) -> int:
    """Add a source, with its text where that is kept, and return its id."""
    row = {
        "slug": source.slug,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "date_from": source.date_from.isoformat(),
        "date_to": source.date_to.isoformat(),
        "date_basis": source.date_basis,
        "language": source.language,
        "url": source.url,
        "text_sha256": source.text_sha256,
        "words_text": batch.text(text),
        "entered_by": entered_by,
    }
    return batch.add("sources", row)
