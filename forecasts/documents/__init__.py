"""Published texts as files: what they say, and what they tell of themselves; one format a file."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.documents import html, markdown, pdf, plain
from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from forecasts.documents.document import Document

MOST_BYTES = 50_000_000
# suffix -> how such a file is read; any other is read as plain text.
READERS: Mapping[str, Callable[[bytes], Document]] = MappingProxyType(
    {
        ".txt": plain.read,
        ".md": markdown.read,
        ".markdown": markdown.read,
        ".html": html.read,
        ".htm": html.read,
        ".pdf": pdf.read,
    }
)


def read(path: Path) -> Document:
    """Return what a file says; raise InputError for one that cannot be read or says nothing."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path} holds more than 50 MB.", "Type a file of the text alone.")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Type a file.") from error
    try:
        found = _reader(path.suffix.lower(), content)(content)
    except ValueError as error:
        raise InputError(f"{path} cannot be read: {error}.", "Save it as text: FILE.txt") from error
    if not any(map(str.isalpha, found.text)):
        raise InputError(
            f"{path} holds no words.",
            "A scan is a picture: read it with a scanner's program, and add its text as FILE.txt.",
        )
    return found


def _reader(suffix: str, content: bytes) -> Callable[[bytes], Document]:
    """Return what reads a file: a PDF says itself that it is one, whatever its name."""
    return pdf.read if content.startswith(b"%PDF-") else READERS.get(suffix, plain.read)
