"""Whether a cue speaks of the future where it stands: "may have", "was likely to" do not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from forecasts.claims.grammars import GRAMMARS

if TYPE_CHECKING:
    from forecasts.claims.grammar import Cue

REACH = 300  # characters to either side of a cue that are looked at


def speaks_of_the_future(sentence: str, start: int, end: int, language: str) -> bool:
    """Return whether the cue at [start, end) of a sentence in plain letters does.

    >>> speaks_of_the_future("they may have left", 5, 8, "en")
    False
    >>> speaks_of_the_future("they may leave", 5, 8, "en")
    True
    """
    grammar = GRAMMARS[language]
    cue = sentence[start:end]
    before, behind = sentence[max(0, start - REACH) : start], sentence[end : end + REACH]
    if any(of.match(cue) and there.search(before) for of, there in grammar.before):
        return False
    if any(of.match(cue) and there.search(behind) for of, there in grammar.behind):
        return False
    if grammar.reported.search(before) and not _announced(sentence, language):
        return False
    if grammar.counterfactual.search(sentence):
        return False
    if grammar.adverb.search(cue):
        near = " ".join(before.split()[-4:]) + " | " + " ".join(behind.split()[:8])
        return bool(grammar.coming.search(near))
    return True


@lru_cache(maxsize=1)
def _announced(sentence: str, language: str) -> bool:
    """Return whether somebody says in a sentence what comes on a day."""
    announced = GRAMMARS[language].announced
    return announced is not None and announced.search(sentence) is not None


def in_the_present(sentence: str, start: int, end: int, language: str, cue: Cue) -> bool:
    """Return whether the clause around a cue at [start, end), in plain letters, is of today.

    That is, has no verb of the past in it, and says nothing that ought to be, often is, is wished
    for, or was once said; of a cue that counts alone also that nothing in it has happened yet.
    Before a cue that is itself the verb what may be a participle is one: "the deal signed ends".

    >>> from forecasts.claims.claim import Kind
    >>> from forecasts.claims.grammar import cue
    >>> in_the_present("the term ends in march", 14, 22, "en", cue(Kind.ASSERTED, "in march"))
    True
    >>> in_the_present("the term ended in march", 15, 23, "en", cue(Kind.ASSERTED, "in march"))
    False
    """
    grammar = GRAMMARS[language]
    clauses = grammar.clauses
    if grammar.reported.search(sentence[max(0, start - REACH) : start]):
        return False
    if clauses is None:
        return True
    low = max((one.end() for one in clauses.ends.finditer(sentence, 0, start)), default=0)
    following = clauses.ends.search(sentence, end)
    clause = sentence[low : following.start() if following else len(sentence)]
    if clauses.aside.search(clause) or clauses.past.search(clause):
        return False
    if cue.alone and clauses.perfect.search(clause):
        return False
    return not any(
        not clauses.participle.search(clause[: one.start()])
        for one in clauses.either.finditer(clause, max(0, start - low) if cue.verb else 0)
    )
