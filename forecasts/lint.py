"""What a reader would stumble over in a question, said before anyone forecasts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from forecasts.model import Terms

VAGUE = (
    "significant", "significantly", "substantial", "substantially", "soon", "major", "serious",
    "considerable", "meaningful", "imminent", "shortly", "eventually", "large-scale", "escalate",
    "in the near future", "dramatically", "sizeable", "breakthrough", "tensions", "improve",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_NTH = r"(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    rf"|(?P<day>[0-9]{{1,2}}){_NTH} (?P<month>{_MONTH})\.?,?(?: (?P<year>[0-9]{{4}}))?"
    rf"|(?P<month2>{_MONTH})\.? (?P<day2>[0-9]{{1,2}}){_NTH},?(?: (?P<year2>[0-9]{{4}}))?)"
)
_WORD = r"\b(?P<word>before|by|until|through|prior to)\s+(?:the )?"
_BOUND = re.compile(_WORD + _DATE, re.IGNORECASE)
_EXCLUSIVE = ("before", "prior to")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `grave` when the question would be scored otherwise than it reads."""

    words: str
    mend: str
    grave: bool = False


def findings(terms: Terms) -> tuple[Finding, ...]:
    """Return what a careful reader would ask to have mended, the grave ones first."""
    found = [*_contradiction(terms), *_missing(terms), *_vague(terms.title)]
    return tuple(sorted(found, key=lambda finding: not finding.grave))


def _missing(terms: Terms) -> list[Finding]:
    says, unclear = terms.criteria.who_says_so or terms.url, terms.criteria.if_unclear
    wanted = (
        (terms.criteria.counts, "it does not say what counts", '--counts "…"'),
        (says, "it names no source that will say", '--source "…"'),
        (unclear, "it does not say what follows if it stays unclear", '--unclear "…"'),
    )
    return [Finding(words, mend) for text, words, mend in wanted if not text]


def _vague(title: str) -> list[Finding]:
    lower = title.lower()
    words = [word for word in VAGUE if re.search(rf"\b{re.escape(word)}\b", lower)]
    return [
        Finding(f"{word!r} can be read in several ways", "say how much, or who must say it")
        for word in words
    ]


def _contradiction(terms: Terms) -> list[Finding]:
    """Compare the deadline that the title states with the close, in the question's zone."""
    match = _BOUND.search(terms.title)
    if match is None:
        return []
    stated = _stated(match, terms)
    if stated is None:
        return []
    exclusive = match["word"].lower() in _EXCLUSIVE
    last = stated - timedelta(days=1) if exclusive else stated
    close = terms.closes_at.astimezone(ZoneInfo(terms.timezone))
    closes_on = (close - timedelta(microseconds=1)).date()
    # A close within the last day (a 23:59 close) says the same as the title.
    if closes_on == last:
        return []
    phrase = match.group(0)
    mend = f"--closes {last.isoformat()}" if exclusive else f"--closes {stated.isoformat()}"
    words = f"the title says {phrase!r}, but the last day that counts would be {closes_on}"
    return [Finding(words, mend, grave=True)]


def _stated(match: re.Match[str], terms: Terms) -> date | None:
    if match["iso"]:
        parts = match["iso"].split("-")
        year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    else:
        name = (match["month"] or match["month2"]).lower()[:3]
        month = next(i for i, full in enumerate(MONTHS, 1) if full.startswith(name))
        day = int(match["day"] or match["day2"])
        year = int(match["year"] or match["year2"] or _nearest_year(terms, month, day))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(terms: Terms, month: int, day: int) -> int:
    """Return the year that puts a date without one nearest to the close."""
    close = terms.closes_at.date()
    years = (close.year - 1, close.year, close.year + 1)
    return min(years, key=lambda y: abs((date(y, month, min(day, 28)) - close).days))
