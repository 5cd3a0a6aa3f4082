"""A text as sentences, whatever its lines, pages and headings do to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median
from typing import TYPE_CHECKING

from forecasts.claims.language import ENGLISH, language_of
from forecasts.claims.letters import folded, mended, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSERS = "\"'\u201d\u2019\u00bb)]"
OPENERS = "\"'\u201c\u2018\u00ab([\u00bf\u00a1"
# French sets its quotation marks off by a blank.
CLOSING = rf"(?: ?\u00bb|[{re.escape(CLOSERS)}])*"
TERMINAL = re.compile(rf"[.!?\u2026]{CLOSING}\d{{0,3}}\s*$")
BULLET = re.compile(r"^\s*(?:[\u2022\u25aa\u25cf\u2013*\u00b7-]|\(?[ivx]{1,4}\)|\(?\d{1,2}[.)])\s+")
BREAK = re.compile(
    rf"[.!?\u2026]+{CLOSING}(?:(?<=[^\d.]\.)\d{{1,3}})?\s+"
    rf"(?=[{re.escape(OPENERS)}]* ?[A-Z\u00c0-\u00dd0-9])"
)
ABBREVIATED = vocabulary(
    "mr mrs ms dr prof gen col lt sen rep gov st vol pp p ed eds cf e.g i.e etc"
    " vs fig approx al art sec jan feb mar apr jun jul aug sept sep oct nov dec m"
    " mm mme mlle sr sra dra ee uu num pag av ca inc ltd co corp u.s u.k u.n d.c"
)
# What begins a sentence, and so ends one in "U.S." before it.
BEGINNERS = vocabulary(
    "the this that these those it its in on at but and a an he she they we if when while however"
    " yet meanwhile le la les un une il elle ce en el los las se su"
)
NUMBERED = vocabulary("no nos")  # before a figure; else a Spanish sentence ends in "no"
HEADING_SHARE = 0.6  # of the usual line: a line that stops short of it, unended, is a heading
FULL_SHARE = 0.7  # of the usual line: one that is as long goes on over a blank line
SHORT = 20  # characters: shorter lines say nothing of how wide the page is
DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d\.")
MARGIN = 2  # small words by which a sentence is in another language than its paragraph
LONGEST = 1000  # characters of a sentence; the longest in print have some 800
NEAR = 40  # characters to either side of a full stop that tell what it ends
BROKEN = re.compile(r"\b(\w{1,40})-\n([^\W\d_]+)")
HYPHENATED = re.compile(r"(?<=\w)-\n(?=\w)")
# Words that say how likely something is must not lose their first half at the end of a line.
BROKEN_WORDS = vocabulary(
    "unlikely improbable improbables improbably probable probables probably likely possible"
    " impossible possibly certainly certain uncertain probabilite probabilidad probability"
    " probablement probablemente certainement perhaps potentially vraisemblable vraisemblablement"
    " invraisemblable posible imposible posiblemente improbablement cannot likelihood"
    " could would should might pourrait pourraient podria podrian deberia devrait devraient"
)
LABEL = 30  # characters of a line such as "French:"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text; `line` is where it begins, from 1. A heading makes no claim."""

    text: str
    language: str
    line: int
    heading: bool


@dataclass(slots=True)
class _Block:
    """Lines that belong together."""

    line: int
    lines: list[str]
    heading: bool = False
    text: str = ""


def sentences(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of a text in reading order.

    >>> [one.text for one in sentences("It is un-\nlikely to\n\nend. So be it.")]
    ['It is unlikely to end.', 'So be it.']
    """
    found = []
    language = ENGLISH
    for block in _blocks(mended(text)):
        language = language_of(block.text, language)
        for part in _split(block.text):
            own = language_of(part, language, MARGIN)
            found.append(Sentence(part, own, block.line, block.heading))
    return tuple(found)


def _blocks(text: str) -> list[_Block]:
    lines = [line.strip() for line in text.splitlines()]
    long = [len(line) for line in lines if len(line) > SHORT]
    usual = median(long) if long else 0
    blocks: list[_Block] = []
    blank = False
    before = ""
    for number, line in enumerate(lines, 1):
        if not any(map(str.isalpha, line)) and not DATED.match(line):  # blank, a rule, a page
            blank = blank or bool(blocks)
            continue
        if blocks and _goes_on(before, line, usual, blank=blank):
            blocks[-1].lines.append(line)
        else:
            blocks.append(_Block(number, [BULLET.sub("", line)]))
        before, blank = line, False
    for block, following in zip_longest(blocks, blocks[1:]):
        block.text = _joined(block.lines)
        block.heading = _is_heading(block.text, following.lines[0] if following else "", usual)
    return blocks


def _joined(lines: list[str]) -> str:
    """Return lines as one; of a word that is broken at a hyphen the parts are put together."""
    text = "\n".join(lines)
    text = BROKEN.sub(lambda word: word[1] + word[2] if _one(*word.groups()) else word[0], text)
    return HYPHENATED.sub("-", text).replace("\n", " ")


def _one(head: str, tail: str) -> bool:
    """Return whether the hyphen between two parts was put there by the page alone."""
    return folded(head + tail) in BROKEN_WORDS


def _goes_on(before: str, line: str, usual: float, *, blank: bool) -> bool:
    """Return whether a line belongs to the sentence or paragraph of the line before it."""
    if BULLET.match(line):
        return False
    if TERMINAL.search(before):
        return not blank
    if line[0].islower() or before[-1] in "-,;":
        return True
    if _is_heading(before, line, usual):
        return False
    return not blank or len(before) >= FULL_SHARE * usual


def _is_heading(text: str, following: str, usual: float) -> bool:
    """Return whether a line that ends without a full stop is a heading or a label."""
    if TERMINAL.search(text):
        return False
    letters = [character for character in text if character.isalpha()]
    if letters and all(character.isupper() for character in letters):
        return True
    if text.endswith(":"):
        return len(text) < LABEL
    goes_on = bool(following) and following[0].islower()
    return len(text) < HEADING_SHARE * usual and not goes_on


def _split(text: str) -> Iterator[str]:
    start = 0
    for found in BREAK.finditer(text):
        low, high = max(start, found.start() - NEAR), found.end() + NEAR
        if _ends(text[low : found.start()], text[found.start()], text[found.end() : high]):
            yield from _bounded(text[start : found.end()].strip())
            start = found.end()
    yield from _bounded(text[start:].strip())


def _bounded(text: str) -> Iterator[str]:
    """Return a sentence; one without end, as of a table without stops, in parts."""
    while len(text) > LONGEST:
        cut = text.rfind(" ", 1, LONGEST)
        cut = cut if cut > 0 else LONGEST
        yield text[:cut]
        text = text[cut:].lstrip()
    if text:
        yield text


def _ends(before: str, mark: str, after: str) -> bool:
    """Return whether a mark ends a sentence, and no abbreviation or initial."""
    if mark != ".":
        return True
    last = folded(before).rsplit(None, 1)[-1].lstrip(OPENERS) if before.strip() else ""
    following = re.match(r"\W*([\w']+)", folded(after))
    if last in NUMBERED:
        return following is None or not following[1][0].isdigit()
    begins = following is not None and following[1] in BEGINNERS
    if last in ABBREVIATED:
        return begins and last not in {"mr", "mrs", "ms", "dr", "prof", "gen", "st"}
    return not (len(last) == 1 and last.isalpha()) or begins
