"""What a reader would stumble over in a question, said before anyone forecasts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts import named_days
from forecasts.dates import MONTHS
from forecasts.model import QuestionType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forecasts.model import Terms

VAGUE = (
    "significant", "significantly", "substantial", "substantially", "soon", "major", "serious",
    "considerable", "meaningful", "imminent", "shortly", "eventually", "large-scale", "escalate",
    "in the near future", "dramatically", "sizeable", "breakthrough", "tensions", "improve",
)  # fmt: skip
NEARBY = timedelta(days=31)
A_SLIP = 2  # by how much a count of whole numbers may be mistyped
EXCLUSIVE = ("before", "prior to", "ahead of")
EVENT_WORDS = (*EXCLUSIVE, "by")  # it may happen at any time up to the date
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
_NTH = r"(?:st|nd|rd|th)?"
_WORD = r"\b(?P<word>before|by|until|through|prior to)\s+(?:the )?"
_DAY = re.compile(
    _WORD + rf"(?:(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})"
    rf"|(?P<day>[0-9]{{1,2}}){_NTH} (?P<month>{_MONTH})\b\.?,?(?: (?P<year>[0-9]{{4}})\b)?"
    rf"|(?P<month2>{_MONTH})\b\.? (?P<day2>[0-9]{{1,2}}){_NTH}\b,?(?: (?P<year2>[0-9]{{4}})\b)?)",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    _WORD + rf"(?P<end>end of )?(?:(?P<month>{_MONTH})\b\.?,? )?(?P<year>(?:19|20|21)[0-9]{{2}})\b"
    r"(?![-/.,]?[0-9])",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\bin (?:(?:the )?(?P<half>first|second) half of )?(?P<year>(?:19|20|21)[0-9]{2})\b"
    r"(?![-/.,]?[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `grave` when the question would be scored otherwise than it reads.

    `mend` is the option that mends it, `or_else` another way.
    """

    words: str
    mend: str
    or_else: str = ""
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A deadline that a title states: the phrase, its word, the last day that counts, and why."""

    phrase: str
    word: str
    last: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A year or half of one that a title states: the phrase, and its first and last day."""

    phrase: str
    first: date
    last: date


def findings(
    terms: Terms, now: datetime | None = None, kind: QuestionType = QuestionType.BINARY
) -> tuple[Finding, ...]:
    """Return what a careful reader would ask to have mended, the grave ones first.

    With `now`, a question that has closed already is found too.
    """
    found = [*_contradiction(terms, kind), *_missing(terms), *_vague(terms.title)]
    found += [*_dates(terms, now, kind), *_answers(terms, kind)]
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
    why = "can be read in several ways; say how much, or who must say it"
    return [Finding(f"{word!r} {why}", '--title "…"') for word in words]


def _answers(terms: Terms, kind: QuestionType) -> list[Finding]:
    """Return what a question of more than yes or no leaves open about its answers."""
    found = []
    choices = terms.choices if kind is QuestionType.MULTIPLE_CHOICE else ()
    if choices and not any(option.other for option in choices):
        words = "something else than its options may come about"
        found.append(Finding(words, "--add-option other"))
    if kind is QuestionType.NUMERIC and terms.scale is None:
        words = "it has no range, so its forecasts get no CRPS"
        found.append(Finding(words, "--min NUMBER --max NUMBER"))
    if kind is QuestionType.NUMERIC and not terms.unit:
        found.append(Finding("it does not say in what it is counted", "--unit WORD"))
    if kind is QuestionType.NUMERIC and (values := _whole_numbers(terms)):
        words = f"--bins {terms.bins} steps past the {values} whole numbers of its range"
        found.append(Finding(words, f"--bins {values}"))
    if kind is QuestionType.DATE and terms.horizon < terms.closes_at:
        words = "its horizon lies before it closes: after it there is nothing to forecast"
        found.append(Finding(words, "--horizon DATE"))
    return found


def _whole_numbers(terms: Terms) -> int | None:
    """Return how many whole numbers the range holds, where `bins` seems to miss their count."""
    scale, bins = terms.scale, terms.bins
    if scale is None or scale.zero_point is not None or bins is None:
        return None
    values = scale.upper - scale.lower + 1
    whole = scale.lower == round(scale.lower) and values == round(values)
    meant = bins == 1 or abs(bins - values) <= A_SLIP
    return int(values) if whole and meant and bins != values else None


def _dates(terms: Terms, now: datetime | None, kind: QuestionType) -> list[Finding]:
    found = []
    if terms.resolves_by < terms.closes_at:
        words = f"an answer is expected by {terms.resolves_by:%Y-%m-%d %H:%M}Z, before it closes"
        found.append(Finding(words, "--resolves DATE"))
    if now is not None and terms.closes_at <= now and not terms.retrospective:
        words = "it has closed already, so nobody can forecast it"
        found.append(Finding(words, "--retrospective"))
    by_day = kind is QuestionType.BINARY and not terms.by_deadline
    if by_day and any(b.word in EVENT_WORDS for b in bounds(terms)):
        words = "it may happen any day up to a deadline, so its base rate should shrink with time"
        found.append(Finding(words, "--by-deadline"))
    return found


def _contradiction(terms: Terms, kind: QuestionType) -> list[Finding]:
    """Compare the deadlines that the title states with the close, in the question's zone.

    A date is asked for up to its horizon, so that is what its title may state too.

    A close within the last day says the same as the title; so does an earlier close when the
    answer is expected no sooner than the title says.
    """
    stated = bounds(terms)
    closes_on, expected_on = last_day(terms.closes_at, terms), last_day(terms.resolves_by, terms)
    if kind is QuestionType.DATE:
        expected_on = max(expected_on, last_day(terms.horizon, terms))
    if not stated:
        return _outside(terms, closes_on, expected_on)
    if any(closes_on <= b.last <= max(closes_on, expected_on) for b in stated):
        return []
    bound = stated[0]
    return [
        Finding(
            f"the title says {bound.phrase!r}{bound.why}, but the last day that counts would be"
            f" {closes_on}",
            f"--closes {bound.last}",
            f"write {_as_bound(bound.word, closes_on)!r} in the title",
            grave=True,
        )
    ]


def _outside(terms: Terms, closes_on: date, expected_on: date) -> list[Finding]:
    """Compare the year or half that the title states, such as "in 2028", with the close.

    A period that was over when the question opened tells of the past: "the treaty signed in 2019".
    """
    opens_on = terms.opens_at.astimezone(ZoneInfo(terms.timezone)).date()
    spans = [span for span in map(_span, _SPAN.finditer(terms.title)) if span.last >= opens_on]
    if not spans or any(
        span.first <= closes_on <= span.last or closes_on < span.first <= expected_on
        for span in spans
    ):
        return []
    span = spans[0]
    return [
        Finding(
            f"the title says {span.phrase!r}, but the last day that counts would be {closes_on}",
            f"--closes {span.last}",
            f"write 'in {closes_on.year}' in the title",
            grave=True,
        )
    ]


def _span(match: re.Match[str]) -> Span:
    year, half = int(match["year"]), (match["half"] or "").lower()
    first = date(year, 7 if half == "second" else 1, 1)
    last = date(year, 6, 30) if half == "first" else date(year, 12, 31)
    return Span(match.group(0), first, last)


def last_day(deadline: datetime, terms: Terms) -> date:
    """Return the last day before a deadline, in the question's zone."""
    return (deadline.astimezone(ZoneInfo(terms.timezone)) - timedelta(microseconds=1)).date()


def _as_bound(word: str, last: date) -> str:
    day = last + timedelta(days=1) if word in EXCLUSIVE else last
    return f"{word} {day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def bounds(terms: Terms) -> tuple[Bound, ...]:
    """Return the deadlines that the title states, in its order; a year left out is the nearest."""
    found = list(_named(terms))
    named = {said.start for said in named_days.mentions(terms.title)}  # no "before the 2026"
    for pattern, read in ((_DAY, _stated_day), (_PERIOD, _stated_period)):
        for match in pattern.finditer(terms.title):
            if match.start() in named:
                continue
            word = " ".join(match["word"].lower().split())
            if (last := read(match, word, terms)) is not None:
                found.append((match.start(), Bound(match.group(0), word, last)))
    return tuple(bound for _, bound in sorted(found, key=lambda pair: pair[0]))


def _named(terms: Terms) -> Iterator[tuple[int, Bound]]:
    """Yield where a title sets polling day as its deadline, and the day before it.

    Without a year, and far from the close, it is another election, perhaps another country's.
    """
    close = last_day(terms.closes_at, terms)
    for said in named_days.mentions(terms.title):
        day = said.day(close)
        if day is not None and (said.year is not None or abs(day - close) <= NEARBY):
            why = f" (polling day is {day})"
            yield said.start, Bound(said.phrase, said.word, day - timedelta(days=1), why)


def _stated_day(match: re.Match[str], word: str, terms: Terms) -> date | None:
    try:
        if match["iso"]:
            stated = date.fromisoformat(match["iso"])
        else:
            month, day = _month(match["month"] or match["month2"]), match["day"] or match["day2"]
            year = match["year"] or match["year2"] or _nearest_year(terms, month, int(day))
            stated = date(int(year), month, int(day))
        return stated - timedelta(days=1) if word in EXCLUSIVE else stated
    except (ValueError, OverflowError):
        return None


def _stated_period(match: re.Match[str], word: str, terms: Terms) -> date | None:
    """Return the last day that counts under "before 2027" or "by the end of March 2027".

    None for "by 2027", which people read either way.
    """
    del terms
    year, month = int(match["year"]), _month(match["month"]) if match["month"] else 0
    if not match["end"] and word in EXCLUSIVE:
        return date(year, month or 1, 1) - timedelta(days=1)
    if not match["end"] and word == "by":
        return None
    after = date(year + month // 12, month % 12 + 1, 1) if month else date(year + 1, 1, 1)
    return after - timedelta(days=1)


def _month(name: str) -> int:
    return next(i for i, full in enumerate(MONTHS, 1) if full.startswith(name.lower()[:3]))


def _nearest_year(terms: Terms, month: int, day: int) -> int:
    """Return the year that puts a date without one nearest to the close."""
    close = terms.closes_at.date()
    years = (close.year - 1, close.year, close.year + 1)
    return min(years, key=lambda y: abs((date(y, month, min(day, 28)) - close).days))
