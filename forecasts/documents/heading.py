"""The title of a printed page: the words that are set larger than the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from forecasts.claims.letters import folded
from forecasts.documents import imprint

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGER = 1.2  # times the size of the text
FEWEST_LETTERS, FEWEST_WORDS = 6, 2  # a logo or an initial is less
# What programs write where nobody gave a title.
OF_A_FILE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|sans titre.*|sin titulo.*|\S*"
    r"|.*\.(?:docx?|html?|indd|odt|pages|pdf|pptx?|qxp|rtf|tex|txt))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are printed together, and the size of their letters, in any unit."""

    size: float
    words: str


def title(runs: Iterable[Run]) -> str | None:
    """Return the largest words of a page that are a title; None where nothing is set larger.

    >>> title([Run(18, "The corridor"), Run(18, "in 2026"), Run(9, "By Ana Kim. The two agree.")])
    'The corridor in 2026'
    """
    said = [run for run in runs if run.words.strip()]
    if not said:
        return None
    letters: Counter[float] = Counter()
    for run in said:
        letters[run.size] += len(run.words)
    text_size = letters.most_common(1)[0][0]
    blocks = [
        (size, " ".join(" ".join(run.words for run in block).split()))
        for size, block in groupby(said, key=lambda run: run.size)
        if size >= LARGER * text_size
    ]
    for _, words in sorted(blocks, key=lambda block: -block[0]):
        if _is_title(words):
            return words
    return None


def _is_title(words: str) -> bool:
    plain = folded(words).strip(" .:")
    enough = len(words.split()) >= FEWEST_WORDS and sum(map(str.isalpha, words)) >= FEWEST_LETTERS
    return enough and len(words) <= imprint.LONGEST_TITLE and plain not in imprint.GENERIC


def is_given(words: str) -> bool:
    """Return whether the title that a file tells was given by somebody, and is no file's name.

    >>> is_given("Microsoft Word - brief_final.docx"), is_given("The corridor in 2026")
    (False, True)
    """
    return OF_A_FILE.fullmatch(words) is None
