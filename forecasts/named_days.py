"""Days that titles name by what happens on them: the polling days of the United States."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CYCLE = 4  # years from one to the next
_US = r"u\.?s\.?|american|united states"
_AMERICAN = re.compile(rf"(?<!\w)(?:{_US})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Election:
    """An election that returns every four years: how it is called, and in which of them it is.

    american: whether it must be said to be of the United States, since others are called so too.
    """

    name: str
    after_leap: int
    american: bool


# A year after "before" names the election of that year; the day is set by rule.
ELECTIONS = (
    Election(r"mid-?terms\b|mid-?term (?:elections?|vote)\b", 2, american=False),
    Election(r"(?:presidential|general) (?:elections?|vote)\b", 0, american=True),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A named day that a text sets as a deadline: where, the phrase, its word, and the year."""

    start: int
    phrase: str
    word: str
    election: Election
    year: int | None

    def day(self, near: date) -> date | None:
        """Return the polling day of the year that is named, else the nearest to a day.

        None for a year in which there is no such election.
        """
        if self.year is not None:
            return polling_day(self.year) if self._held(self.year) else None
        years = range(near.year - CYCLE, near.year + CYCLE + 1)
        days = [polling_day(year) for year in years if self._held(year)]
        return min(days, key=lambda day: abs(day - near))

    def after(self, published: date) -> date | None:
        """Return the polling day that a text of that day speaks of: the next where none is said."""
        day = self.day(published)
        if day is None or day > published or self.year is not None:
            return day
        return polling_day(day.year + CYCLE)

    def _held(self, year: int) -> bool:
        return year % CYCLE == self.election.after_leap


def polling_day(year: int) -> date:
    """Return the day of federal elections in the United States, in an even year.

    The Tuesday next after the first Monday of November (2 U.S.C. 7 for the House of
    Representatives, 3 U.S.C. 1 for the President's electors).

    >>> polling_day(2026).isoformat(), polling_day(2028).isoformat()
    ('2026-11-03', '2028-11-07')
    """
    first = date(year, 11, 1)
    return first + timedelta(days=-first.weekday() % 7 + 1)


def _pattern(election: Election) -> re.Pattern[str]:
    lead = (
        rf"(?:(?:the|next|upcoming|coming|federal|congressional|{_US}|(?P<year>20[0-9]{{2}}))\s+)"
    )
    trail = r"(?:,?\s+(?:(?:in|of)\s+)?(?:november\s+)?(?P<year_after>20[0-9]{2})\b)?"
    word = r"\b(?P<word>before|prior to|ahead of)\s+"
    return re.compile(rf"{word}{lead}*(?:{election.name}){trail}", re.IGNORECASE)


_PATTERNS = tuple((election, _pattern(election)) for election in ELECTIONS)


def mentions(text: str) -> Iterator[Mention]:
    """Yield the named days before which something is to happen, in the order of the table.

    >>> [(one.phrase, one.year) for one in mentions("Will they meet before the 2026 midterms?")]
    [('before the 2026 midterms', 2026)]
    """
    for election, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if election.american and not _AMERICAN.search(match[0]):
                continue
            year = match["year"] or match["year_after"]
            word = " ".join(match["word"].lower().split())
            yield Mention(match.start(), match[0], word, election, int(year) if year else None)
