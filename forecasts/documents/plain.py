"""Plain text."""

from __future__ import annotations

from forecasts.documents.document import Document


def text_of(content: bytes) -> str:
    """Return the text of a file; raise ValueError for one that is no text.

    UTF-8, else what Windows wrote before it.
    """
    if b"\0" in content[:4096]:
        msg = "it is no text"
        raise ValueError(msg)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read(content: bytes) -> Document:
    """Return a plain text with what its first lines tell."""
    return Document(text=text_of(content)).completed()
