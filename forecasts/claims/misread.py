"""What a scanner misreads: one letter for another, and marks that stick to words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forecasts.claims.letters import folded, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    Reading = Callable[[re.Match[str]], str]

# Words that say how likely something is, and small ones: not to be lost to a scanner or a line.
KNOWN = vocabulary(
    "unlikely improbable improbables improbably probable probables probably likely possible"
    " impossible possibly certainly certain uncertain probabilite probabilidad probability"
    " probablement probablemente certainement perhaps potentially vraisemblable vraisemblablement"
    " invraisemblable posible imposible posiblemente improbablement cannot likelihood"
    " could would should might pourrait pourraient podria podrian deberia devrait devraient"
    " will shall all fall well until still least less later last long largely almost somewhat"
    " remain remains"
    " remote assume assumes moment momentum sometimes time times term months month summer autumn"
    " midterm midterms december november september minister government parliament programme"
    " economic economy military demand harm come comes become within without another all the of"
    " sera seront seran lejos longtemps selon plus moins cependant"
)
WORD = re.compile(r"[^\W\d_]+")
# Only in these does a letter or a figure stand where no word has one.
SUSPECT = re.compile(
    r"\bl(?:[bcdfghjkmnpqrstvwxzA-Z]|l\b|ls\b)|\bl (?=[a-z])|[a-z]I|\bI[a-z]{2}|rn|[a-zA-Z][01]"
    r"|[01][a-zA-Z]|\d[OolI]|[lIO]\d|[a-z]{3}\.?\d|[\d%)]\.\d\d?\s|[.!?][\"\u201d\u2019]\d|[\u00b9\u00b2\u00b3\u2070-\u2079]|\[\d"
)
# Each pattern with what it stands for, in this order.
LETTERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)\[\d{1,3}\]"), ""),
    (re.compile(r"(?<=[^\W\d_])(?<!\bm)(?<!\bkm)[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3}"), ""),
    (re.compile(r"(?<!['\u2019`\u00b4])\bl(?=(?!bs?\b|td\b|ng\b|pg\b)[bcdfghjkmnpqrstvwxz][a-z]*"
                r"|[A-Z]{2}|ls?\b)"), "I"),
    (re.compile(r"(?<![\w'\u2019.])l(?= (?:am|was|have|had|would|will|think|doubt|expect|believe"
                r"|suspect|see|do|can|could|may|might|should)\b)"), "I"),
    (re.compile(r"\brn(?=[a-z])"), "m"),
    (re.compile(r"(?<=\d)[Oo](?=[\dO])|(?<=\d[O\d])O\b"), "0"),
    (re.compile(r"(?:^|(?<=[.!?] ))0(?=[a-z]{2}|[fnr]\b)"), "O"),
    (re.compile(r"(?<=\d)[lI](?=\d)|\b[lI](?=\d\b)"), "1"),
    (re.compile(r"(?<=[a-z])0(?=[a-z])|\b0(?=[a-z]{2}|[fnr]\b)|(?<=\b[a-z])0\b"
                r"|(?<=\b[a-z]{3})0\b"), "o"),
    (re.compile(r"(?<=[a-z]{2})1+(?=[a-z])|\b1(?=[aeiou](?!re?s?\b|ros?\b)[a-z]{2})"), "l"),
    (re.compile(r"(?:(?<=[a-z]{3}\.)|(?<=\b(?:19|20)\d\d\.)|(?<=[%)]\.)|(?<=[.!?][\"\u201d\u2019]))"
                r"\d{1,2}(?=\s+[A-Z]|\s*\Z)"), ""),
)  # fmt: skip
FIGURED = re.compile(r"\b(?=[01]*[a-z])(?=[a-z]*[01])[a-z01]{3,30}\b")
OF_FIGURES = str.maketrans("10", "lo")
INNER_I = re.compile(r"\b(?!Ma?c|[A-Z]+[a-z]*[A-Z]{2})\w?[a-z]+I+[a-z]*\b")
FIRST_I = re.compile(r"\bI([a-z]{2,40})(?![a-z])")
WITH_RN = re.compile(r"\b[A-Za-z]{1,20}rn[a-z]{0,20}\b")
STUCK = re.compile(r"(?<![\w-])([a-z\u00df-\u00ff]{3,40})(\d{1,2})(?=[\s,;:.)]|$)")


def corrected(text: str) -> str:
    """Return a text with the letters that a scanner took for others, line for line.

    A letter is changed where no word has the one that stands there, or where the text itself, or a
    word for how likely something is, has the other: "Iikely", but not "Iran". A figure behind a
    word in small letters is the mark of a footnote.

    >>> corrected("lt is Iikely1 to rnove by 2O27, and pr0bably wiII.")
    'It is likely to move by 2027, and probably will.'
    """
    if not SUSPECT.search(text):
        return text
    text = FIGURED.sub(_letters_for_figures, text)
    for wrong, right in LETTERS:
        text = wrong.sub(right, text)
    words = KNOWN | frozenset(WORD.findall(folded(text)))
    text = INNER_I.sub(lambda word: word[0][0] + word[0][1:].replace("I", "l"), text)
    for pattern, reading in (
        (FIRST_I, _small_l(words)), (WITH_RN, _m(words)), (STUCK, _unmarked(words)),
    ):  # fmt: skip
        text = pattern.sub(reading, text)
    return text


def _letters_for_figures(word: re.Match[str]) -> str:
    """Return a word with its ones and noughts read as l and o where that is a known word."""
    whole = word[0].translate(OF_FIGURES)
    return whole if whole in KNOWN else word[0]


def _small_l(words: frozenset[str]) -> Reading:
    """Return what reads a great I as a small l where only that gives a word of the text."""
    return lambda word: "l" + word[1] if "l" + word[1] in words else word[0]


def _m(words: frozenset[str]) -> Reading:
    """Return what reads rn as m where that gives a word of the text, and rn none that is known."""

    def read(word: re.Match[str]) -> str:
        parts = word[0].split("rn")
        one = ("rn".join(parts[:at]) + "m" + "rn".join(parts[at:]) for at in range(1, len(parts)))
        return next((it for it in (*one, "m".join(parts)) if it.lower() in words), word[0])

    return read


def _unmarked(words: frozenset[str]) -> Reading:
    """Return what takes the mark of a footnote off a word, or reads it as the l of "wil1".

    No footnote has the mark 0: that is an o.
    """

    def read(word: re.Match[str]) -> str:
        if word[2] == "0":
            return word[1] + "o"
        whole = word[1] + "l"
        return whole if word[2] == "1" and whole in words and word[1] not in KNOWN else word[1]

    return read
