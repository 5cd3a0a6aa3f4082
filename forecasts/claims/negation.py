"""Whether a hedge that speaks for something speaks of its not happening: "probably not"."""

from __future__ import annotations

import re

from forecasts.claims.letters import folded

_NOT = (
    r"(?:not(?! only\b)|never|won't|no(?! (?:later|sooner|earlier|fewer|less|more|solo)\b)"
    r"|nobody|nothing|none|neither|hardly"
    r"|ne(?! (?:[a-z']+ ){1,2}qu[e'])|n'[a-z]+|pas|jamais|aucune?|(?<!une )personne|rien"
    r"|nunca|jamas|nadie|nada|tampoco|ningun[oa]?)"
)
# As in "it is likely that the new truce will not"; what follows an "and" is said of something else.
_JOINED = (
    r"(?:and|but|or|while|unless|if|et|mais|ou|si|y|pero|o|who|which|qui|quien|that|que|qu'[a-z]+)"
    r"\b"
)
_WORD = rf" (?!{_JOINED})[a-z'-]+"
_SOON_AFTER = re.compile(
    rf"(?:(?: (?:that|que|qu'[a-z]+)\b)(?:{_WORD}){{0,14}}?|(?:{_WORD}){{0,6}}?) {_NOT}\b"
    r"| qu'(?:aucune?|nul(?:le)?|personne|rien)\b"
)
_DENIED = re.compile(
    r"\b(?:not|no|never|without|fail\w*|refus\w*|ne|n'\w+|pas|sans|jamais|nunca|sin|cannot)\b|n't\b"
)
_ASKS_A_NO = re.compile(r"\b(?:not|never|ne|n'\w+|no)\b|n't\b")


def denied(words: str, end: int) -> bool:
    """Return whether a hedge that ends at `end` is followed by a word that turns it round.

    words: in plain letters.

    >>> denied("trade will probably not recover.", 19)
    True
    >>> denied("trade will probably recover, not grow.", 19)
    False
    >>> denied("il est probable que la treve ne tiendra pas.", 15)
    True
    """
    return _SOON_AFTER.match(words, end) is not None


def denies(title: str) -> bool:
    """Return whether a question asks for something not to happen, or to fail.

    >>> denies("Will trade not recover in 2027?")
    True
    """
    return _DENIED.search(folded(title)) is not None


def asks_a_no(title: str) -> bool:
    """Return whether a question asks whether something does not happen.

    >>> asks_a_no("Will trade not recover in 2027?"), asks_a_no("Will the talks fail?")
    (True, False)
    """
    return _ASKS_A_NO.search(folded(title)) is not None
