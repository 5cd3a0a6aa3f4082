"""Sentences that say what is changing or stands still: not the future, but worth watching."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.claims.language import ENGLISH, FRENCH, SPANISH

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANGES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        ENGLISH: re.compile(
            r"\b(?:remains? (?:heavily |ultimately |un)?[a-z]+|(?:has|have) (?:[a-z]+ly |also )?"
            r"(?:slowed|increased|risen|fallen|grown|declined|dropped|resumed|stalled|refused"
            r"|refrained|encroached|sought|decided|indicated|signalled|signaled|provided)"
            r"|(?:is|are) (?:signall?ing|increasing|growing|declining|stalling|sending|buying"
            r"|delaying|skewed|aimed)|recently [a-z]+(?:ed|ing)|delayed|in recent (?:weeks|months))"
            r"\b"
        ),
        FRENCH: re.compile(
            r"\b(?:reste(?:nt)?|demeure(?:nt)?|manifeste(?:nt)?|(?:a|ont) (?:ralenti|augmente"
            r"|baisse|repris|refuse|cesse)|s'est orientee?|ces derniers mois|recemment)\b"
        ),
        SPANISH: re.compile(
            r"\b(?:sigue(?:n)?|continua(?:n)?|permanece(?:n)?|esta(?:n)? mostrando|(?:ha|han)"
            r" (?:aumentado|disminuido|caido|crecido|reanudado|rechazado|desplazado)|se ha(?:n)?"
            r" [a-z]+do|en los ultimos meses|recientemente)\b"
        ),
    }
)


def found(sentence: str, language: str) -> tuple[int, int] | None:
    """Return where a sentence in plain letters names a change or a standstill, None for nowhere.

    >>> found("exchanges have slowed down in recent months", "en")
    (10, 21)
    """
    match = CHANGES[language].search(sentence)
    return match.span() if match else None
