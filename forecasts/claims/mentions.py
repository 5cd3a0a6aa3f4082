"""The dates and the conditions that a sentence names, as it writes them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from forecasts.claims import years
from forecasts.claims.grammars import GRAMMARS
from forecasts.claims.letters import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_EVENT = (
    "(?:elections?|midterms?|primary|primaries|vote|poll|referendum|summit|meeting|conference"
    "|congress|session|inauguration|deadline|budget|census|review|round|term|parliament)"
)
_SPAN = (
    r"(?:days?|weeks?|weekend|months?|quarters?|half|seasons?|years?|decades?|generations?"
    r"|century|cycle|phase|harvest|spring|summer|autumn|fall|winter|[a-z]+day)"
)
_TIME = rf"(?:{_SPAN}|{_EVENT}|{_MONTH})"
_YES = re.compile(r"s\u00ed\b", re.IGNORECASE)  # in plain letters it is the Spanish "if"
_CLAUSE = re.compile(
    r"; |, (?:and|but|while|whereas|as well as|et|mais|ainsi que|y|pero|mientras|asi como)\b"
)
_NO_SURPRISE = re.compile(
    r"\b(?:surpris|shock|astonish|amaz|strange|odd|etonn|sorpren|extran|raro)[a-z]*,? $"
)
OPENING = 6  # characters before a condition that opens a sentence: "But if"
_PLURAL = re.compile(r"s\b")  # of the 2030s, of five seasons
# English says when in more words than its tables end with: "before the November" elections.
_NO_VERB = r"(?!is |are |was |were |will |would |due |in |on |by |for |to )"
_NEXT = re.compile(rf" (?:{_NO_VERB}[\w'-]+ ){{0,4}}?{_TIME}\b(?! old\b)")
_RESTS = (
    (re.compile(r".*\b(?:next|coming|following)(?! (?:year|month|week)\b)(?: [\w-]+)?"), _NEXT),
    (re.compile(rf".*\bthe {_MONTH}"), re.compile(rf" (?:[a-z-]+ )?{_EVENT}\b")),
    (re.compile(rf".*\b{_MONTH}"), re.compile(rf" (?:or|and|to) {_MONTH}\b(?: \d{{4}}\b)?")),
)
# "The next" is said of what is no time as well: the next South Korean government, the next step.
_NEXT_OF = re.compile(r"(?:.* )?(?:next|coming|following)(?: .*)?")
_AT_A_TIME = re.compile(rf".*\b{_TIME}(?:'s end)?(?: \d{{4}})?(?: or two)?")


def dates(sentence: str, language: str, year: int = years.OF_TABLES) -> tuple[str, ...]:
    """Return when a sentence says it happens, in its own words; what is gone is left out.

    year: the one in which it is said.

    >>> dates("Talks take place before the midterm elections in 2026.", "en")
    ('before the midterm elections in 2026',)
    >>> dates("The next South Korean president visits Seoul in the next 12 months.", "en")
    ('in the next 12 months',)
    >>> dates("Trade has grown since 2018 and will double by 2030.", "en")
    ('by 2030',)
    """
    words = years.as_of_tables(folded(sentence), year)
    spans = [one.span() for one in GRAMMARS[language].dates.finditer(words)]
    if language == "en":
        spans = list(_whole(words, spans))
    said = (sentence[start:end].strip() for start, end in spans)
    return tuple(dict.fromkeys(one for one in said if not years.is_gone(folded(one), year)))


def conditions(sentence: str, language: str) -> tuple[str, ...]:
    """Return on what a sentence makes it depend, in its own words.

    >>> conditions("Growth will hold as long as the war goes on.", "en")
    ('as long as the war goes on',)
    """
    return tuple(dict.fromkeys(sentence[start:end] for start, end in _spans(sentence, language)))


def conditions_of(
    sentence: str, language: str, hedges: Sequence[tuple[int, int]]
) -> list[tuple[str, ...]]:
    """Return the conditions of each hedge of a sentence, given where the hedges stand.

    One that opens the sentence is of all of them, another one of the hedges in its clause, or of
    the last hedge before it where its clause has none.

    >>> conditions_of("He will pay, and may leave if asked.", "en", [(3, 7), (17, 20)])
    [(), ('if asked',)]
    """
    found: list[dict[str, None]] = [{} for _ in hedges]
    starts = [0, *(one.end() for one in _CLAUSE.finditer(folded(sentence)))]

    def clause(at: int) -> int:
        return bisect_right(starts, at)

    for start, end in _spans(sentence, language):
        said = [n for n, hedge in enumerate(hedges) if clause(hedge[0]) == clause(start)]
        before = [n for n, hedge in enumerate(hedges) if hedge[0] <= start]
        everyone = range(len(hedges))
        for n in everyone if start < OPENING else said or before[-1:] or everyone:
            found[n][sentence[start:end]] = None
    return [tuple(one) for one in found]


def _spans(sentence: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where the conditions stand; what would be no surprise "if" it came is none."""
    plain = folded(sentence)
    for one in GRAMMARS[language].conditions.finditer(plain):
        start = one.start() + len(one[0]) - len(one[0].lstrip())
        end = one.end() - len(one[0]) + len(one[0].rstrip())
        if not _YES.match(sentence[start:end]) and not _NO_SURPRISE.search(plain[:start]):
            yield start, end


def _whole(words: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where English mentions of a time begin and end, each whole, and none that is no time.

    words: folded. A token that a scanner broke, "June 2O26", is left off where it begins.
    """
    done = 0
    for start, stop in spans:
        if start < done:
            continue
        end = stop
        if plural := _PLURAL.match(words, end):
            end = plural.end()
        elif words[end : end + 1].isalnum() and words[end - 1].isdigit():
            end = words.rfind(" ", start, end)
        elif not _complete(words[start:end]):
            end = _end(words, start, end)
        said = words[start:end]
        if end > start and (not _NEXT_OF.fullmatch(said) or _AT_A_TIME.fullmatch(said)):
            done = end
            yield start, end


def _complete(said: str) -> bool:
    return _NEXT_OF.fullmatch(said) is not None and _AT_A_TIME.fullmatch(said) is not None


def _end(words: str, start: int, end: int) -> int:
    for begun, rest in _RESTS:
        if begun.fullmatch(words, start, end) and (more := rest.match(words, end)):
            return more.end()
    return end
