"""Published texts as files: what they say, and what they tell of themselves; one format a file."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.documents import html, markdown, pdf, plain
from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from forecasts.documents.document import Document

MOST_BYTES = 50_000_000
PDF = b"%PDF-"
MARK = "\ufeff"  # begins some files, and is no letter
LAST_LATIN = "\u024f"
LOST = "\ufffd"  # what decoders write for a letter that they cannot read
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
    found = _whole(found)
    if not content or (not found.text.strip() and not _is_pdf(path, content)):
        raise InputError(f"{path} holds no words: it is empty.", "Type a file with a text in it.")
    if not any(map(str.isalpha, found.text)):
        raise InputError(
            f"{path} holds no words.",
            "A scan is a picture: read it with a scanner's program, and add its text as FILE.txt.",
        )
    return found


def _reader(suffix: str, content: bytes) -> Callable[[bytes], Document]:
    """Return what reads a file: a PDF says itself that it is one, whatever its name."""
    return pdf.read if content.startswith(PDF) else READERS.get(suffix, plain.read)


def _is_pdf(path: Path, content: bytes) -> bool:
    return _reader(path.suffix.lower(), content) is pdf.read


def _whole(found: Document) -> Document:
    """Return a document without what no text has, and with remarks on letters that are no help."""
    text = found.text.removeprefix(MARK).replace("\0", "").encode("utf-8", "replace").decode()
    return replace(found, text=text, remarks=(*found.remarks, *_of_letters(text)))


def _of_letters(text: str) -> Iterator[str]:
    if lost := text.count(LOST):
        some = "1 letter" if lost == 1 else f"{lost:,} letters"
        yield f"{some} could not be read; {LOST} stands in place of each."
    letters = [letter for letter in text if letter.isalpha()]
    if 2 * sum(letter > LAST_LATIN for letter in letters) > len(letters):
        yield "It is written in other letters: judgements are found in English, French and Spanish."
