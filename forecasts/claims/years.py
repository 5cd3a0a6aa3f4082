"""Years as a text's own year has them: what lies ahead of it, and what is gone."""

from __future__ import annotations

import re

# The tables of the languages tell coming years from gone ones as a text of this year does; any
# other text is read with its years moved by as many, so that the tables need no moving on.
OF_TABLES = 2026
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!s\b|\d|[.,]\d)")  # no decade: the 2030s
PAST = re.compile(r"since\b|depuis\b")
LEAST, MOST = 1900, 2099


def as_of_tables(text: str, year: int) -> str:
    """Return a text of that year as one of the tables' year, each character in its old place.

    >>> as_of_tables("In 2012 the term ends in 2015.", 2012)
    'In 2026 the term ends in 2029.'
    """
    if year == OF_TABLES:
        return text
    return YEAR.sub(lambda one: str(min(MOST, max(LEAST, int(one[0]) + OF_TABLES - year))), text)


def is_gone(said: str, year: int) -> bool:
    """Return whether a date in plain letters lies before the year in which it is said.

    >>> is_gone("in 2018", 2025), is_gone("from 2018 to 2027", 2025), is_gone("since may", 2025)
    (True, False, True)
    """
    named = [int(one) for one in YEAR.findall(said)]
    return PAST.match(said) is not None or (bool(named) and max(named) < year)
