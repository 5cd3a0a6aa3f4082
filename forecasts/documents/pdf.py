"""A PDF, through pypdf."""

from __future__ import annotations

import io
import logging

from forecasts.documents import imprint
from forecasts.documents.document import Document

MOST_PAGES = 2_000


def read(content: bytes) -> Document:
    """Return the words of a PDF, page by page; raise ValueError for one that cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it remarks on every odd object
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            msg = "it is locked by a password"
            raise ValueError(msg)
        if len(reader.pages) > MOST_PAGES:
            msg = f"it has more than {MOST_PAGES:,} pages"
            raise ValueError(msg)
        text = "\f".join(page.extract_text() for page in reader.pages)
        told = reader.metadata
    except (PyPdfError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        msg = f"it is no PDF that can be read ({error})"
        raise ValueError(msg) from error
    # The day on which the file was made is not the day on which the text came out.
    document = Document(text=text).completed()
    if told is None:
        return document
    return Document(
        text=text,
        title=_said(told.title) or document.title,
        author=_said(told.author) or document.author,
        published=document.published or imprint.day(text[:2000]),
    )


def _said(words: object) -> str | None:
    return " ".join(words.split()) or None if isinstance(words, str) else None
