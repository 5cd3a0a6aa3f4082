"""Claims that say the same, once in each language or several times in one."""

from __future__ import annotations

import re
from dataclasses import replace
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
    done: list[Claim] = []
    topics: list[frozenset[str]] = []
    for n, claim in enumerate(claims, 1):
        topic = _topic(claim.sentence)
        first = None
        if claim.kind is not Kind.INDICATOR:
            first = next(
                (
                    other.same_as or other.n
                    for other, known in zip(done, topics, strict=True)
                    if _alike(claim, topic, other, known)
                ),
                None,
            )
        done.append(replace(claim, n=n, same_as=first))
        topics.append(topic)
    return tuple(done)


def _alike(claim: Claim, topic: frozenset[str], other: Claim, known: frozenset[str]) -> bool:
    if other.sentence == claim.sentence or other.kind is Kind.INDICATOR:
        return False  # two hedges of one sentence are two claims
    if claim.positive is not other.positive:
        return False
    if (claim.kind is Kind.SUPERLATIVE) is not (other.kind is Kind.SUPERLATIVE):
        return False
    common = len(topic & known)
    least = ALIKE if claim.language == other.language else ALIKE_ABROAD
    return common >= max(LEAST, least * min(len(topic), len(known)))


def _topic(sentence: str) -> frozenset[str]:
    """Return the stems of the long words of a sentence, by which languages can be compared."""
    return frozenset(
        _sounded(word)[:STEM] for word in WORD.findall(folded(sentence)) if len(word) >= LETTERS
    )


def _sounded(word: str) -> str:
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    return word
