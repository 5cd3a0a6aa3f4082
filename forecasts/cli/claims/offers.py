"""The last days that the sentence of a claim names, to be taken with a key."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from forecasts import dates, named_days
from forecasts.claims.letters import folded
from forecasts.cli.drafting import Offer
from forecasts.documents import imprint
from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecasts.claims import Claim

DAY = timedelta(days=1)
MOST = 4
BEFORE = re.compile(r"\b(?:before|prior to|ahead of|avant|antes d[e])\b")
YEAR = re.compile(r"\b(20\d\d)\b(?![-/]\d)")
# Of two ends the second is the last day; of what only begins then there is none.
RANGE = re.compile(
    r"\b(?:from|between|entre|desde|de|du)\b.+\b(?:to|until|and|et|y|a|au|hasta|jusqu'(?:a|au|en)) "
)
OPEN = re.compile(
    r"\b(?:after|from(?! now)|since|beyond|no earlier than|apres|a partir|a compter|depuis"
    r"|au plus tot|au-dela|despues|desde|mas alla|tras)\b"
)
# What makes of a month or a year no last day that all read alike: "before the elections in 2026".
PART = re.compile(
    r"\b(?:early|mid|half|spring|summer|autumn|fall|winter|debut|mi|printemps|ete|automne|hiver"
    r"|principios|mediados|primavera|verano|otono|invierno|elections?|midterms?|summit|vote|poll"
    r"|referendum|elecciones|sommet|cumbre|semestre|semester|trimestre)\b"
)
QUARTER = re.compile(r"\bq([1-4])[ -]?(20\d\d)\b|\b(20\d\d)[ -]?q([1-4])\b")
EITHER_WAY = re.compile(r"\b(?:by|d'ici|d'ici a|para) 20\d\d\b")
MONTH = re.compile(rf"\b({'|'.join(imprint.MONTHS)}) (?:de )?(20\d\d)\b")
COUNTS = {
    word: n
    for words in ("one two three four five six seven eight nine ten eleven twelve",
                  "un deux trois quatre cinq six sept huit neuf dix onze douze",
                  "un dos tres cuatro cinco seis siete ocho nueve diez once doce")
    for n, word in enumerate(words.split(), 1)
}  # fmt: skip
UNITS = {
    "day": "d", "jour": "d", "dia": "d", "week": "w", "semaine": "w", "semana": "w",
    "month": "m", "mois": "m", "mes": "m", "year": "y", "an": "y", "annee": "y", "ano": "y",
}  # fmt: skip
AHEAD = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(COUNTS)})(?: next| coming| prochaine?s| proxim[oa]s)?"
    rf" ({'|'.join(sorted(UNITS, key=len, reverse=True))})(?:e?s)?\b"
)


def last_days(claim: Claim, published: date) -> tuple[Offer, ...]:
    """Return the last days that a claim's dates name, at most four, the first named first.

    A month and a year end with their last day, and "before" one on the day that precedes it; "by
    2027", which people read either way, gives both. What begins then, or comes in a part of a month
    or a year, has none. Days over when the text came out are left out.
    """
    found: dict[date, Offer] = {}
    for words in claim.dates:
        for day in _named(words, published):
            if day > published:
                found.setdefault(day, Offer(day, words))
    return tuple(found.values())[:MOST]


def _named(words: str, published: date) -> Iterator[date]:
    words = _end(words)
    plain = folded(words)
    before = BEFORE.search(plain) is not None
    if (polling := [one.after(published) for one in named_days.mentions(words)]) != []:
        yield from (day - DAY for day in polling if day is not None)
    elif (day := imprint.day(words)) is not None:
        yield day - DAY if before else day
    elif (match := MONTH.search(plain)) and not PART.search(plain):
        first = date(int(match[2]), imprint.MONTHS[match[1]], 1)
        yield first - DAY if before else _last(f"end of {first:%B %Y}", published)
    elif match := QUARTER.search(plain):
        quarter, year = match[1] or match[4], match[2] or match[3]
        first = date(int(year), 3 * int(quarter) - 2, 1)
        yield first - DAY if before else _last(f"{year}-Q{quarter}", published)
    elif (match := YEAR.search(plain)) and not PART.search(plain):
        year = int(match[1])
        if before or EITHER_WAY.search(plain):
            yield date(year - 1, 12, 31)
        if not before:
            yield date(year, 12, 31)
    elif match := AHEAD.search(plain):
        count = COUNTS.get(match[1]) or int(match[1])
        yield _last(f"in {count} {UNITS[match[2]]}", published)


def _end(words: str) -> str:
    """Return the words for when something ends; empty for those that say only when it begins."""
    if both := RANGE.search(folded(words)):
        words = words[both.end() :]
    return "" if OPEN.search(folded(words)) else words


def _last(words: str, published: date) -> date:
    try:
        return dates.parse_days(words, published).after - DAY
    except InputError:  # further ahead than the record's years
        return published
