"""A judgement that a text makes about the future."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecasts.words import Term


class Kind(StrEnum):
    """How a sentence speaks of the future.

    STATED: by a number. SCALED: by a word of the scale. NO_NUMBER: by a word that gives none
    (could, may, perhaps). COMPARATIVE: more or less likely than something. SUPERLATIVE: ranks
    (the most likely). ASSERTED: without a hedge (will). INDICATOR: what to watch, no future.
    """

    STATED = "stated"
    SCALED = "scaled"
    NO_NUMBER = "no number"
    COMPARATIVE = "comparative"
    SUPERLATIVE = "superlative"
    ASSERTED = "asserted"
    INDICATOR = "indicator"


# In place of a scale's name: where the number of a claim comes from.
STATED_IN_TEXT = "stated in the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with one hedge.

    n: its number in the text, from 1. hedge: as written. positive: whether it is said to come.
    scale: what the hedge is read on, STATED_IN_TEXT where it is a number of the text's own. term:
    what it stands for there, None where it gives no number. denied: a "not" by the hedge may turn
    that round: "will probably not". dates, conditions: as written.
    same_as: the number of an earlier claim that seems to say the same.
    """

    n: int
    sentence: str
    hedge: str
    kind: Kind
    positive: bool
    scale: str
    term: Term | None
    language: str
    line: int
    denied: bool = False
    dates: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    same_as: int | None = None
