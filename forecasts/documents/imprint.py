"""Title, author and day as the first lines of a text print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from forecasts.claims.letters import folded

FIRST_LINES, TITLE_LINES = 20, 3
FIRST_CHARACTERS = 20_000
GENERIC = {"introduction", "executive summary", "summary", "abstract", "resume", "resumen",
           "contents", "sommaire", "indice", "policy brief", "policy paper", "working paper",
           "issue brief", "research report", "briefing note", "press release"}  # fmt: skip
LONGEST_TITLE, LONGEST_NAME = 160, 80  # characters
AUTHOR = re.compile(r"^\s*(?:by|par|por|author:|auteur :|autor:)\s+(\S.+?)\s*$", re.IGNORECASE)
MONTHS = {
    month: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, month in enumerate(names.split(), 1)
}
_MONTH = "|".join(MONTHS)
# What leads up to a day: by Ana Kim, on Tuesday 3 March; par Ana Kim, le 3 mars.
LEAD = re.compile(
    r"(?:[ ,]+(?:on|the|le|du|ce|el|del|dated|published"
    r"|(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|lunes|martes|mi\u00e9rcoles|jueves|viernes|s\u00e1bado|domingo)))+[ ,]*$"
)
# 04/02/2025 is a day in April to some and in February to others, and is not read.
DAYS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? (?:de )?(?P<name>{_MONTH}) (?:de )?"
        r"(?P<year>(?:19|20)\d\d)\b"
    ),
    re.compile(rf"\b(?P<name>{_MONTH}) (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b"),
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the first lines say; None for what they do not."""

    title: str | None
    author: str | None
    published: date | None


def of(text: str) -> Imprint:
    r"""Return what the first lines of a text print of it.

    A day counts only where it stands on a line of its own, or with an author: a text may begin
    with the day of something else.

    >>> of("A title\nBy Ana Kim\n4.2.2025\nThe text begins.")
    Imprint(title='A title', author='Ana Kim', published=datetime.date(2025, 2, 4))
    """
    stripped = (line.strip(" #*_\t") for line in text[:FIRST_CHARACTERS].splitlines())
    lines = list(islice((line for line in stripped if line.strip()), FIRST_LINES))
    title = author = published = None
    for place, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=False)):
        match = AUTHOR.match(line)
        if match and author is None and len(line) <= LONGEST_NAME:
            author = day_taken(match[1])
        if published is None and (match or len(line) <= LONGEST_NAME):
            published = _day(line, alone=match is None)
        plain = match is None and _day(line, alone=True) is None
        whole = line[0].isupper() and not line.endswith((".", ",", "-"))
        whole = whole and not following[:1].islower() and len(line) <= LONGEST_TITLE
        if title is None and plain and whole and place < TITLE_LINES:
            title = None if folded(line) in GENERIC else line
        if len(line) > LONGEST_TITLE:
            break  # the text has begun
    return Imprint(title, author, published)


def day_taken(words: str) -> str:
    """Return the words without a day at their end.

    >>> day_taken("Ana Kim, 4 February 2025")
    'Ana Kim'
    >>> day_taken("\u00c9lo\u00efse Dupr\u00e9, le 3 mars 2026")
    '\u00c9lo\u00efse Dupr\u00e9'
    """
    plain = folded(words)
    starts = [match.start() for pattern in DAYS if (match := pattern.search(plain))]
    if starts:
        words = LEAD.sub("", words[: min(starts)])
    return words.strip(" ,|\u00b7\u2013\u2014-")


def day(words: str) -> date | None:
    """Return the first day that the words name, None for none that is certain."""
    return _day(words, alone=False)


def _day(line: str, *, alone: bool) -> date | None:
    plain = folded(line)
    for pattern in DAYS:
        match = pattern.search(plain)
        if match is None:
            continue
        rest = plain[: match.start()] + plain[match.end() :]
        if alone and re.search(r"[a-z]{3,}", rest.replace("published", "").replace("date", "")):
            continue
        named = match.groupdict()
        month = MONTHS[named["name"]] if named.get("name") else int(named["month"])
        try:
            return date(int(named["year"]), month, int(named["day"]))
        except ValueError:
            continue
    return None
