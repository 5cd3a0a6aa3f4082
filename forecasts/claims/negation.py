"""Whether a hedge that speaks for something speaks of its not happening: "probably not"."""

from __future__ import annotations

import re

from forecasts.claims.letters import folded

_NOT = (
    r"(?:not(?! only\b)|never|won't|no(?! (?:later|sooner|earlier|fewer|less|more|solo)\b)"
    r"|ne(?! (?:[a-z']+ ){1,2}qu[e'])|n'[a-z]+|pas|jamais|nunca|jamas|ningun[oa]?)"
)
# As in "it is likely that the new truce will not"; what follows an "and" is said of something else.
_JOINED = r"(?:and|but|or|while|unless|if|et|mais|ou|si|y|pero|o|who|which|qui|quien)\b"
_SOON_AFTER = re.compile(rf"(?: (?!{_JOINED})[a-z'-]+){{0,6}}? {_NOT}\b")
_DENIED = re.compile(
    r"\b(?:not|no|never|without|fail\w*|refus\w*|ne|n'\w+|pas|sans|jamais|nunca|sin|cannot)\b|n't\b"
)


def denied_after(sentence: str, hedge: str) -> bool:
    """Return whether a hedge is followed by a word that turns what it speaks of round.

    >>> denied_after("Trade will probably not recover.", "probably")
    True
    >>> denied_after("Trade will probably recover, not grow.", "probably")
    False
    >>> denied_after("Il est probable que la trêve ne tiendra pas.", "probable")
    True
    """
    words = folded(sentence)
    start = words.find(folded(hedge))
    return start >= 0 and _SOON_AFTER.match(words, start + len(hedge)) is not None


def denies(title: str) -> bool:
    """Return whether a question asks for something not to happen, or to fail.

    >>> denies("Will trade not recover in 2027?")
    True
    """
    return _DENIED.search(folded(title)) is not None
