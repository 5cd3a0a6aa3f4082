"""Sources in and out of the record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forecasts.model import Source

if TYPE_CHECKING:
    import sqlite3

    from forecasts.store import Batch

SELECT = """
    SELECT id, slug, title, author, publisher, date_from, date_to, date_basis, language, url,
        text_sha256 FROM sources
"""


def everything(connection: sqlite3.Connection) -> tuple[Source, ...]:
    """Return all sources, in the order in which they were added."""
    return tuple(
        Source(
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
        for row in connection.execute(f"{SELECT} ORDER BY id")
    )


def add(batch: Batch, source: Source) -> int:
    """Add a source and return its id."""
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
    }
    return batch.add("sources", row)
