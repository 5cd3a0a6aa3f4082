"""Plain text, in the encodings that text files have."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from forecasts.documents.document import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

# How files begin that are no text, and what they are.
OTHERS = (
    (b"PK\x03\x04", "it is a packed file, as Word, LibreOffice and EPUB write them"),
    (b"\xd0\xcf\x11\xe0", "it is a file of an old Word or Office"),
    (b"{\\rtf", "it is RTF"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"II*\0", "it is a picture"),
    (b"MM\0*", "it is a picture"),
    (b"\x1f\x8b", "it is packed by gzip"),
)
# The longer mark first: that of UTF-16 begins the one of UTF-32.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
NO_TEXT = "it is no text: it holds bytes that no text has"
FIRST = 4096  # bytes that tell what a file is
HALF_EMPTY = 0.4  # of every second byte: the letters of Europe have 0 there in UTF-16
FEW = 0.02  # of all bytes: more that stand for no letter make no text
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
WINDOWS = "It is not written in UTF-8 and was read as Windows-1252: see that its accents are right."


def text_of(content: bytes) -> str:
    """Return the text of a file; raise ValueError for one that is no text.

    In the encoding that it begins with a mark of, else UTF-8, else what Windows wrote before it;
    what that has no letter for is U+FFFD.
    """
    return decoded(content)[0]


def decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the text of a file, and what is to be said of how it was read.

    >>> decoded("Élysée".encode("utf-16"))
    ('Élysée', ())
    """
    for sign, told in OTHERS:
        if content.startswith(sign):
            raise ValueError(told)
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None)
    encoding = encoding or _wide(content[:FIRST])
    if encoding is not None:
        try:
            return content.decode(encoding), ()
        except UnicodeDecodeError as error:
            msg = f"it begins as {encoding.removesuffix('-sig').upper()} and does not go on so"
            raise ValueError(msg) from error
    if 0 in content:
        raise ValueError(NO_TEXT)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        if _share(content, CONTROLS) > FEW:
            raise ValueError(NO_TEXT) from None
        return content.decode("cp1252", errors="replace"), (WINDOWS,)


def _wide(content: bytes) -> str | None:
    """Return which UTF-16 a file without a mark is in, None for neither."""
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if (
            _share(content[first::2], {0}) > HALF_EMPTY
            and _share(content[1 - first :: 2], {0}) < FEW
        ):
            return encoding
    return None


def _share(content: Sequence[int], of: frozenset[int] | set[int]) -> float:
    return sum(byte in of for byte in content) / max(1, len(content))


def read(content: bytes) -> Document:
    """Return a plain text with what its first lines tell."""
    text, remarks = decoded(content)
    return Document(text=text, remarks=remarks).completed()
