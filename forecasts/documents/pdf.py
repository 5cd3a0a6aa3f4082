"""A PDF, through pypdf."""

from __future__ import annotations

import io
import logging
import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from forecasts.documents import heading, imprint
from forecasts.documents.document import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_PAGES = 2_000
MOST_NAMED = 10  # pages without words that a remark names


def read(content: bytes) -> Document:
    """Return the words of a PDF, page by page; raise ValueError for one that cannot be read."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it remarks on every odd object
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except Exception as error:  # a broken file breaks the library in many ways
        msg = f"it is no PDF that can be read ({error})"
        raise ValueError(msg) from error
    if locked:
        msg = "it is locked by a password"
        raise ValueError(msg)
    if count > MOST_PAGES:
        msg = f"it has more than {MOST_PAGES:,} pages"
        raise ValueError(msg)
    pages = [_words(reader, number) for number in range(count)]
    told, author = _told(reader)
    title = told if told and heading.is_given(told) else heading.title(_runs(reader))
    # The day on which the file was made is not the day on which the text came out.
    found = Document(text="\f".join(pages), remarks=_remarks(pages)).completed()
    return replace(
        found,
        title=title or found.title,
        author=author or found.author,
        published=found.published or imprint.day(found.text[:2000]),
    )


def _words(reader: PdfReader, number: int) -> str:
    """Return the words of a page; none of one that cannot be read."""
    try:
        return reader.pages[number].extract_text()
    except Exception:  # noqa: BLE001 - the other pages may be whole
        return ""


def _runs(reader: PdfReader) -> list[heading.Run]:
    """Return what the first page prints, with the size of its letters as they stand on it."""
    runs: list[heading.Run] = []

    def seen(text: str, page: list[float], line: list[float], _font: object, size: float) -> None:
        scale = math.hypot(page[2], page[3]) * math.hypot(line[2], line[3])
        runs.append(heading.Run(round(size * scale, 1), text))

    with suppress(Exception):  # then nothing is known to be larger
        reader.pages[0].extract_text(visitor_text=seen)
    return runs


def _told(reader: PdfReader) -> tuple[str | None, str | None]:
    """Return the title and the author that a file tells of itself."""
    try:
        told = reader.metadata
        return (_said(told.title), _said(told.author)) if told else (None, None)
    except Exception:  # noqa: BLE001 - what it does not tell may be typed
        return None, None


def _remarks(pages: list[str]) -> tuple[str, ...]:
    """Return what is to be said of pages without words, if others have some."""
    empty = [number for number, words in enumerate(pages, 1) if not words.strip()]
    if not empty or len(empty) == len(pages):
        return ()
    shown = ", ".join(map(str, empty[:MOST_NAMED])) + (" …" if len(empty) > MOST_NAMED else "")
    which = f"Page {shown}" if len(empty) == 1 else f"{len(empty)} pages ({shown})"
    holds, are = ("holds", "it is") if len(empty) == 1 else ("hold", "they are")
    return (f"{which} of {len(pages)} {holds} no words that can be read: perhaps {are} pictures.",)


def _said(words: object) -> str | None:
    return " ".join(words.split()) or None if isinstance(words, str) else None
