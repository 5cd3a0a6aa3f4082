"""Claims that say the same, once in each language or several times in one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from forecasts.claims.claim import Kind
from forecasts.claims.letters import folded

if TYPE_CHECKING:
    from forecasts.claims.claim import Claim

STEM = 4  # letters by which nuclear, nucléaire and nuclear, or limit and limiter, are one word
LETTERS = 5  # of a word that says what a claim is about
# What a pair must have in common, as a share of the shorter one's words.
ALIKE, ALIKE_ABROAD = 0.6, 0.3
LEAST = 3  # words
# One letter for sounds that the three languages write differently: Corée, Korea; accord, acuerdo.
SOUNDS = (("ph", "f"), ("qu", "k"), ("c", "k"), ("y", "i"), ("th", "t"), ("x", "s"))
WORD = re.compile(r"[a-z]+")


def linked(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims numbered, each with the number of the first that seems to say the same."""
    known = _Known([], set(), defaultdict(list), {})
    done = []
    for n, claim in enumerate(claims, 1):
        first = None if claim.kind is Kind.INDICATOR else known.first(claim, n)
        done.append(replace(claim, n=n, same_as=first))
    return tuple(done)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was said so far: topics with their claim and the first that said it, and by stem.

    verbatim: where the same words stood before, and the first claim of them.
    """

    said: list[tuple[Claim, frozenset[str], int]]
    kinds: set[tuple[frozenset[str], bool, bool, str]]
    by_stem: defaultdict[str, list[int]]
    verbatim: dict[tuple[str, str], tuple[int, int]]

    def first(self, claim: Claim, n: int) -> int | None:
        """Return the first claim that says the same, None if there is none, and keep this one."""
        line, again = self.verbatim.setdefault((claim.sentence, claim.hedge), (claim.line, n))
        if line != claim.line:
            return again
        topic = _topic(claim.sentence)
        shared = Counter(chain.from_iterable(self.by_stem[stem] for stem in topic))
        near = sorted(place for place, common in shared.items() if common >= LEAST)
        first = next(
            (self.said[at][2] for at in near if _alike(claim, topic, *self.said[at])), None
        )
        like = (topic, claim.positive, claim.kind is Kind.SUPERLATIVE, claim.language)
        if like not in self.kinds:  # one of each is enough to compare with
            self.kinds.add(like)
            for stem in topic:
                self.by_stem[stem].append(len(self.said))
            self.said.append((claim, topic, first or n))
        self.verbatim[claim.sentence, claim.hedge] = line, first or n
        return first


def _alike(
    claim: Claim, topic: frozenset[str], other: Claim, known: frozenset[str], _: int
) -> bool:
    if other.sentence == claim.sentence:
        return False  # two hedges of one sentence are two claims
    if claim.positive is not other.positive:
        return False
    if (claim.kind is Kind.SUPERLATIVE) is not (other.kind is Kind.SUPERLATIVE):
        return False
    least = ALIKE if claim.language == other.language else ALIKE_ABROAD
    return len(topic & known) >= max(LEAST, least * min(len(topic), len(known)))


def _topic(sentence: str) -> frozenset[str]:
    """Return the stems of the long words of a sentence, by which languages can be compared."""
    return frozenset(
        _sounded(word)[:STEM] for word in WORD.findall(folded(sentence)) if len(word) >= LETTERS
    )


def _sounded(word: str) -> str:
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return word
