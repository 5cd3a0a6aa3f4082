"""Verbal probability scales: a word to the range it stands for and the point it is read as."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a scale: its range of probabilities; `point` is the middle of the range."""

    low: float
    high: float

    @property
    def point(self) -> float:
        """The probability the word is read as, rounded to a tenth of a percent.

        >>> Term(0.55, 0.80).point
        0.675
        """
        return round((self.low + self.high) / 2, 3)


# Intelligence Community Directive 203, Analytic Standards (2 January 2015), section 6.e.(2)(a).
ICD_203 = "ICD 203"
_ICD_203_ROWS = (
    (("almost no chance", "remote"), 0.01, 0.05),
    (("very unlikely", "highly improbable"), 0.05, 0.20),
    (("unlikely", "improbable", "improbably"), 0.20, 0.45),
    (("roughly even chance", "roughly even odds"), 0.45, 0.55),
    (("likely", "probable", "probably"), 0.55, 0.80),
    (("very likely", "highly probable"), 0.80, 0.95),
    (("almost certain", "almost certainly", "nearly certain"), 0.95, 0.99),
)


def _table(rows: tuple[tuple[tuple[str, ...], float, float], ...]) -> Mapping[str, Term]:
    return MappingProxyType({word: Term(low, high) for words, low, high in rows for word in words})


SCALES: Mapping[str, Mapping[str, Term]] = MappingProxyType({ICD_203: _table(_ICD_203_ROWS)})


def look_up(text: str, scale: str = ICD_203) -> Term | None:
    """Return the term that the words stand for on the scale, or None for words it does not hold.

    >>> look_up("Very  Likely")
    Term(low=0.8, high=0.95)
    >>> look_up("perhaps") is None
    True
    """
    return SCALES[scale].get(" ".join(text.lower().split()))
