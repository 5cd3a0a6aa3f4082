"""What pages put between the lines of a text: their numbers, running heads, the rows of tables."""

from __future__ import annotations

import re
from collections import defaultdict

BLANKS = re.compile(r"\s+")
# Page 3 of 12; iv. Lines without a letter say nothing anyway.
NUMBERED = re.compile(
    r"(?:page|pag\.?|p\.|p\u00e1gina|p\u00e1g\.?) ?\d{1,4}(?: ?(?:of|/|de|sur) ?\d{1,4})?"
    r"|[ivxl]{1,6}",
    re.IGNORECASE,
)
# Table 1: Growth. Behind a colon or a stop alone: "Figure 3 shows that" begins a sentence.
CAPTION = re.compile(
    r"(?:table|figure|fig|chart|graph|box|map|tableau|graphique|encadr\u00e9|carte|cuadro|tabla"
    r"|gr\u00e1fico|figura|recuadro|mapa) \d{1,3}[.:]",
    re.IGNORECASE,
)
# The number of a page in its head or foot: "12 | Policy brief", "Policy brief 12".
OF_PAGE = re.compile(r"^\d{1,4}(?=\W)\W*|\W*(?<=\W)\d{1,4}$")
ENDED = re.compile(r"(?<!\d)[.!?\u2026:;,][\"'\u201d\u2019\u00bb)\]]*\d{0,3}$|\d[.;:,]$")
LONGEST_HEAD = 100  # characters
MANY = 3  # times that a head without a number stands in a text
FEW = 2  # times that one with a number does
CELLS = re.compile(r"\t+| {4,}")  # printers set lines full with fewer
LEAST_CELLS, WIDEST_CELL = 3, 40
FIGURE = re.compile(
    r"[(+\-\u2212\u2013$\u20ac\u00a3\u00a5]*\d[\d.,]*(?:%|bn|m|pp|e|f)?[)*\u2020]*(?<![.,])"
)
LEAST_FIGURES = 3


def body(text: str) -> list[str]:
    r"""Return the lines of a text, with nothing in place of page numbers, heads and captions.

    A head stands twice or more, between other lines each time: what was pasted twice is none.

    >>> body("Talks\n\nPage 2 of 3\n\ngo on.")
    ['Talks', '', '', '', 'go on.']
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = ["" if _is_label(line) else line for line in lines]
    heads = _heads(lines)
    return ["" if number in heads else line for number, line in enumerate(lines)]


def _is_label(line: str) -> bool:
    """Return whether a line is the number of a page, or the caption of a table."""
    caption = CAPTION.match(line) is not None and not ENDED.search(line)
    return caption or NUMBERED.fullmatch(line) is not None


def _heads(lines: list[str]) -> set[int]:
    """Return which lines are a head or a foot of a page, or stand within a sentence in capitals."""
    filled = [number for number, line in enumerate(lines) if any(map(str.isalpha, line))]
    around = zip([None, *filled], filled, [*filled[1:], None], strict=False)
    places: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
    found = set()
    for before, number, after in around:
        line = lines[number]
        last = "" if before is None else lines[before]
        following = "" if after is None else lines[after]
        if len(line) > LONGEST_HEAD or ENDED.search(line) or ":" in line:
            continue
        if line.isupper() and last and not ENDED.search(last) and following[:1].islower():
            found.add(number)
        places[OF_PAGE.sub("", line)].append((number, last, following))
    for head, at in places.items():
        numbers, before_it, behind_it = zip(*at, strict=True)
        apart = len(set(before_it)) == len(set(behind_it)) == len(at)
        counted = all(OF_PAGE.search(lines[number]) for number in numbers)
        if head and apart and len(at) >= (FEW if counted else MANY):
            found.update(numbers)
    return found


def cells(line: str) -> list[str] | None:
    """Return the cells of a row of a table, none for a row of figures; None for any other line.

    >>> cells("| Growth | slows in 2027 |"), cells("GDP growth 2.1 2.3 2.4"), cells("A line.")
    (['Growth', 'slows in 2027'], [], None)
    """
    if line.count("|") >= FEW or (line.startswith("|") and line.endswith("|")):
        return [cell.strip() for cell in line.split("|") if cell.strip()]
    if ENDED.search(line):
        return None
    parts = CELLS.split(line)
    if len(parts) >= LEAST_CELLS and len(line) <= WIDEST_CELL * len(parts):
        return parts
    words = line.split()
    figures = sum(FIGURE.fullmatch(word) is not None for word in words)
    return [] if figures >= LEAST_FIGURES and 2 * figures >= len(words) else None
