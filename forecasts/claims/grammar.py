"""What a language brings to the reading of the future: its cues, and what undoes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.claims.claim import Kind

    Place = tuple[re.Pattern[str], re.Pattern[str]]

ANY = re.compile("")
YEAR = r"(?:19|20)\d\d"
COUNT = r"(?:\d+|one|two|three|six|twelve|un|une|deux|trois|six|dos|tres|seis)"
# An event may stand in place of a day: "before the US midterm elections in 2026".
EVENT = r"[^,;.:]{3,60}?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern and what it says. exact: matched as it is written, accents and capitals too.

    around: it may have a word of the scale within it, and is read before that word if longer.
    alone: it counts where the sentence has no other. unless: what undoes it, anywhere in the
    sentence in small letters with their accents. present: it counts only in a clause of the
    present tense that is no duty, habit or wish. verb: it is the verb of its clause.
    """

    pattern: re.Pattern[str]
    kind: Kind
    positive: bool = True
    exact: bool = False
    around: bool = False
    alone: bool = False
    unless: re.Pattern[str] | None = None
    present: bool = False
    verb: bool = False


def cue(  # noqa: PLR0913
    kind: Kind,
    *patterns: str,
    positive: bool = True,
    exact: bool = False,
    around: bool = False,
    alone: bool = False,
    unless: re.Pattern[str] | None = None,
    present: bool = False,
    verb: bool = False,
) -> Cue:
    """Return the cue that any of the patterns is, on letters without accents unless exact."""
    pattern = re.compile(rf"\b(?:{'|'.join(patterns)})\b")
    return Cue(pattern, kind, positive, exact, around, alone, unless, present, verb)


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """How a clause is seen not to be of the present tense, in plain letters.

    ends: what stands between two clauses. past: a verb of the past. either: one too, unless
    `participle` stands right before it. aside: duties and wishes. perfect: what has happened
    or often does, where a cue counts alone.
    """

    ends: re.Pattern[str]
    past: re.Pattern[str]
    either: re.Pattern[str]
    participle: re.Pattern[str]
    aside: re.Pattern[str]
    perfect: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Odds:
    """How a language writes a probability as a number, in plain letters.

    numerals: its words for numbers. shares: patterns with the groups `low`, and `high` of a range,
    in percent; or `part` of one; or `times` and `of` ("two in three"); or `for` and `against`
    ("two to one against"); or none of them for an even chance. `least` or `most`: it is a bound.
    hint: a sentence without it states no number, and is read faster so.
    """

    numerals: Mapping[str, float]
    shares: tuple[re.Pattern[str], ...]
    hint: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """How one language speaks of the future.

    negation: turns a word of the scale round. degree: makes another word of it, which the scale
    does not know; with the group `little` one of the other side. nouns: look like verbs of the
    future. before, behind: which cues, and what stands there and takes the future from them.
    adverb: cues that speak of the future only near what is `coming`. changes: what is worth
    watching. announced: hearsay that counts. clauses, odds: None where no cue is of the present
    tense, and no number is read.
    """

    cues: tuple[Cue, ...]
    negation: re.Pattern[str]
    degree: re.Pattern[str]
    nouns: frozenset[str]
    before: tuple[Place, ...]
    behind: tuple[Place, ...]
    reported: re.Pattern[str]
    counterfactual: re.Pattern[str]
    adverb: re.Pattern[str]
    coming: re.Pattern[str]
    dates: re.Pattern[str]
    conditions: re.Pattern[str]
    changes: re.Pattern[str]
    announced: re.Pattern[str] | None = None
    clauses: Clauses | None = None
    odds: Odds | None = None
