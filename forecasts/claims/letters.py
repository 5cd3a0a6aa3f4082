"""Letters without their accents, so that a scanned text is read as well as a typed one."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "\u2018\u2019\u02bc\u00b4`"
DASHES = "\u2010\u2011\u2012\u2013\u2014"
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
# A scanner reads the l of l'Ukraine as a one.
SOFT_HYPHEN = re.compile("\u00ad(?!\n)")  # one at a line's end tells that the word goes on
NOT_SIGN = re.compile(r"(?<=\w)[\u00ac\u00ad][ \t]*(?=\n)")  # scanners write it so
ONE_FOR_L = re.compile(r"\b1(?=['\u2019][A-Za-z\u00c0-\u00ff])")


def folded(text: str) -> str:
    """Return the text in small letters without accents, each character in its old place.

    >>> folded("Très l\u2019Été")
    "tres l'ete"
    """
    return text.translate(_PLAIN)


class _Plain(dict[int, str]):
    """Characters and their plain letters, filled as they are met: a long text is read fast."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(character: str) -> str:
    if character in APOSTROPHES:
        return "'"
    if character in DASHES:
        return "-"
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return base if len(base) == 1 else character


_PLAIN = _Plain()


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text.

    >>> sorted(vocabulary("of the"))
    ['of', 'the']
    """
    return frozenset(text.split())


def mended(text: str) -> str:
    """Return the text without the marks of a page: soft hyphens, ligatures, hard blanks.

    >>> mended("1\u2019Ukraine, the \ufb01rst\u00a0time")
    'l\u2019Ukraine, the first time'
    """
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    text = NOT_SIGN.sub("\u00ad", text.replace("\u00a0", " ").replace("\u202f", " "))
    text = SOFT_HYPHEN.sub("", text)
    return ONE_FOR_L.sub("l", text.replace("\f", "\n"))
