"""Probabilities that a text states as numbers: "a 70 per cent chance", "one in five"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.claims.grammars import GRAMMARS
from forecasts.words import Term

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

HUNDRED = 100
HALF = Term(0.5, 0.5)
TAIL = 0.01


def stated(sentence: str, language: str) -> Iterator[tuple[int, int, Term]]:
    """Yield where a sentence in plain letters states a probability, and its range.

    A number alone is a range without width; "less than" and "at least" go to the end of the scale.

    >>> [(term.low, term.high) for _, _, term in stated("a 60 to 70 per cent chance of rain", "en")]
    [(0.6, 0.7)]
    >>> [term.point for _, _, term in stated("a deal is two to one against", "en")]
    [0.333]
    """
    odds = GRAMMARS[language].odds
    if odds is None or (odds.hint is not None and not odds.hint.search(sentence)):
        return
    for pattern in odds.shares:
        for match in pattern.finditer(sentence):
            if (term := _term(match, odds.numerals)) is not None:
                yield match.start(), match.end(), term


def _term(match: re.Match[str], numerals: Mapping[str, float]) -> Term | None:
    """Return the range that a match states, None where it is no probability."""
    said = {name: number for name, text in match.groupdict().items()
            if text and (number := _number(text, numerals)) is not None}  # fmt: skip
    if "low" in said:
        low, high = said["low"] / HUNDRED, said.get("high", said["low"]) / HUNDRED
    elif "part" in said:
        low = high = said["part"]
    elif "times" in said and said.get("of"):
        low = high = said["times"] / said["of"]
    elif "against" in said and "for" in said and said["for"] + said["against"] > 0:
        low = high = said["for"] / (said["for"] + said["against"])
    elif any(match.groupdict().get(name) for name in ("low", "part", "times", "for")):
        return None  # a word that is no number
    else:
        low, high = HALF.low, HALF.high
    if not 0 <= low <= high <= 1:
        return None
    if match.groupdict().get("most"):
        low = 0.0
    elif match.groupdict().get("least"):
        high = 1.0
    return Term(_rounded(low), _rounded(high))


def _rounded(p: float) -> float:
    """Return a probability to a tenth of a percent, and as it stands where that might be 0 or 1.

    >>> _rounded(1 / 3), _rounded(0.0004)
    (0.333, 0.0004)
    """
    return round(p, 3 if TAIL <= p <= 1 - TAIL else 9)


def _number(text: str, numerals: Mapping[str, float]) -> float | None:
    """Return the number that digits or words stand for: 2.5, 2,5, seventy-five."""
    bare = text.strip().replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        parts = [numerals.get(part) for part in bare.replace("-", " ").split() if part != "y"]
        return sum(parts) if parts and None not in parts else None  # type: ignore[arg-type]
