"""A text as sentences, whatever its lines, pages and headings do to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from statistics import median
from typing import TYPE_CHECKING

from forecasts.claims import hyphens, pages
from forecasts.claims.language import ENGLISH, language_of
from forecasts.claims.letters import folded, mended, vocabulary
from forecasts.claims.misread import corrected

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSERS = "\"'\u201d\u2019\u00bb)]"
OPENERS = "\"'\u201c\u2018\u00ab([\u00bf\u00a1"
# French sets its quotation marks off by a blank.
CLOSING = rf"(?: ?\u00bb|[{re.escape(CLOSERS)}])*"
TERMINAL = re.compile(rf"(?:[.!?\u2026]{CLOSING}|(?<!\d)[.!?\u2026]{CLOSING}\d{{1,3}})\s*$")
BULLET = re.compile(r"^\s*(?:[\u2022\u25aa\u25cf\u2013*\u00b7-]|\(?[ivx]{1,4}\)|\(?\d{1,2}[.)])\s+")
POINT = re.compile(r"^\s*(?:[\u2022\u25aa\u25cf\u2013*\u00b7-]|\(?[ivx]{1,4}\))\s+")
LEAST_WORDS = 3  # of a point in a list that is no label
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
LABEL = 30  # characters of a line such as "French:"
WIDEST_PAGE = 130  # characters of a printed line; longer ones are paragraphs, ended by a blank line


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
    item: bool = False
    cell: bool = False
    heading: bool = False
    text: str = ""


def sentences(text: str) -> tuple[Sentence, ...]:
    r"""Return the sentences of a text in reading order.

    >>> [one.text for one in sentences("It is un-\nlikely to\n\nend. So be it.")]
    ['It is unlikely to end.', 'So be it.']
    """
    found = []
    language = ENGLISH
    for block in _blocks(corrected(mended(text))):
        language = language_of(block.text, language)
        for part in _split(block.text):
            own = language_of(part, language, MARGIN)
            found.append(Sentence(part, own, block.line, block.heading))
    return tuple(found)


def _blocks(text: str) -> list[_Block]:
    lines = pages.body(text)
    long = [len(line) for line in lines if len(line) > SHORT]
    usual = median(long) if long else 0
    words = hyphens.words_of(text)
    blocks = _gathered(lines, usual)
    for block, following in zip_longest(blocks, blocks[1:]):
        block.text = pages.BLANKS.sub(" ", hyphens.closed("\n".join(block.lines), words))
        block.heading = _is_heading(block, following.lines[0] if following else "", usual)
    return blocks


def _gathered(lines: list[str], usual: float) -> list[_Block]:
    """Return lines by what they belong to; each cell of a table stands for itself."""
    blocks: list[_Block] = []
    blank = row_before = False
    for number, line in enumerate(lines, 1):
        if not any(map(str.isalpha, line)) and not DATED.match(line):  # blank, a rule, a page
            blank = blank or bool(blocks)
        elif (row := pages.cells(line)) is not None:
            blocks += [_Block(number, [cell], cell=True) for cell in row]
            row_before = True
        else:
            open_ = blocks and not blocks[-1].cell and (line[0].islower() or not row_before)
            if open_ and _goes_on(blocks[-1], line, usual, blank=blank):
                blocks[-1].lines.append(line)
            else:
                bare = BULLET.sub("", line)
                blocks.append(_Block(number, [bare or line], item=POINT.match(line) is not None))
            blank = row_before = False
    return blocks


def _goes_on(block: _Block, line: str, usual: float, *, blank: bool) -> bool:
    """Return whether a line belongs to the sentence or paragraph of the lines before it."""
    before = block.lines[-1]
    if BULLET.match(line):
        return False
    if TERMINAL.search(before):
        return not blank
    if line[0].islower() or before[-1] in "-,;":
        return True
    if _is_heading(_Block(block.line, [before], item=block.item, text=before), line, usual):
        return False
    if not blank:
        return True
    return len(before) >= FULL_SHARE * usual and usual <= WIDEST_PAGE and not block.item


def _is_heading(block: _Block, following: str, usual: float) -> bool:
    """Return whether a line that ends without a full stop is a heading or a label."""
    text = block.text
    if TERMINAL.search(text):
        return False
    letters = [character for character in text if character.isalpha()]
    if letters and all(character.isupper() for character in letters):
        return True
    if text.endswith(":"):
        return len(text) < LABEL
    if block.item:
        return len(text.split()) < LEAST_WORDS
    goes_on = bool(following) and following[0].islower() and not block.cell
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
