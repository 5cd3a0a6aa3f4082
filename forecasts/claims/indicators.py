"""Sentences that say what is changing or stands still: not the future, but worth watching."""

from __future__ import annotations

from forecasts.claims.grammars import GRAMMARS


def found(sentence: str, language: str) -> tuple[int, int] | None:
    """Return where a sentence in plain letters names a change or a standstill, None for nowhere.

    >>> found("exchanges have slowed down in recent months", "en")
    (10, 21)
    """
    match = GRAMMARS[language].changes.search(sentence)
    return match.span() if match else None
