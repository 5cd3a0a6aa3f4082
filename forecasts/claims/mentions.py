"""The dates and the conditions that a sentence names, as it writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.claims.grammars import GRAMMARS
from forecasts.claims.letters import folded

if TYPE_CHECKING:
    import re


def dates(sentence: str, language: str) -> tuple[str, ...]:
    """Return when a sentence says it happens, in its own words.

    >>> dates("Talks take place before the midterm elections in 2026.", "en")
    ('before the midterm elections in 2026',)
    """
    return _all(GRAMMARS[language].dates, sentence)


def conditions(sentence: str, language: str) -> tuple[str, ...]:
    """Return on what a sentence makes it depend, in its own words.

    >>> conditions("Growth will hold as long as the war goes on.", "en")
    ('as long as the war goes on',)
    """
    return _all(GRAMMARS[language].conditions, sentence)


def _all(pattern: re.Pattern[str], sentence: str) -> tuple[str, ...]:
    found = pattern.finditer(folded(sentence))
    return tuple(dict.fromkeys(sentence[one.start() : one.end()].strip() for one in found))
