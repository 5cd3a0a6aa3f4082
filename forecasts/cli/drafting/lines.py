"""The lines of a question: how each is asked for at a terminal, and how it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forecasts import dates, lint
from forecasts.cli import wording
from forecasts.cli.drafting.answers import ask_answer, has_answer, in_words
from forecasts.cli.drafting.draft import Draft, Line, Offer, Start
from forecasts.cli.prompting import asked, confirmed, tell
from forecasts.dates import Edge
from forecasts.errors import InputError
from forecasts.model import QuestionType
from forecasts.model.needs import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONAL = "(Enter: left open)"


def _line(label: str, name: str, question: str, shown: Callable[[Draft, Start], str],
          *mends: str) -> Line:  # fmt: skip
    """Return a line of words, which need not be there."""

    def ask(draft: Draft, start: Start) -> Draft:
        return asked(question, _put(draft, start, name), shown(draft, start))

    def there(draft: Draft, start: Start) -> bool:
        return getattr(draft.typed, name) is not None or bool(shown(draft, start))

    return Line(label, ask, shown, there, mends)


def _put(draft: Draft, start: Start, name: str) -> Callable[[str], Draft]:
    """Return what reads an answer into a draft, and refuses what cannot stand there."""

    def read(text: str) -> Draft:
        typed: dict[str, Any] = {name: text}
        new = draft.put(**typed)
        start.terms(new)
        return new

    return read


def _title(draft: Draft, start: Start) -> Draft:
    words = 'The question, such as "Will … before 1 July 2027?"'
    return asked(words, _put(draft, start, "title"), draft.typed.title or "")


def _closes(draft: Draft, start: Start) -> Draft:
    """Ask for the last day that counts, and whether a day that is over makes it one of the past."""
    offers = _offers(draft, start)
    for place, offer in enumerate(offers, 1):
        tell(f"{place}  {offer.day:%a} {offer.day}, by “{offer.words}”")
    way = f" (Enter: 1{', or another, or a day' if len(offers) > 1 else ''})" if offers else ""

    def read(text: str) -> Draft:
        if not text and offers:
            text = "1"
        if text.isdecimal() and 1 <= int(text) <= len(offers):
            text = offers[int(text) - 1].day.isoformat()
        if not text:
            raise InputError("it needs a day on which it closes.", dates.WAYS)
        terms = start.terms(draft.put(closes=None))
        if (
            dates.instant(text, Edge.DEADLINE, dates.zone(terms.timezone), start.now)
            <= terms.opens_at
        ):
            words = f"{text} is over by {terms.opens_at:%Y-%m-%d}, when it opens."
            raise InputError(words, "Type a later day.")
        return _put(draft, start, "closes")(text)

    new = asked(f"Last day that counts{way}", read, draft.typed.closes or "")
    over = start.terms(new).closes_at <= start.now
    past = over and confirmed(
        "That is over. Is it asked of the past, and counted apart from live questions?",
        default=True,
    )
    return new.put(retrospective=past or None)


def _offers(draft: Draft, start: Start) -> tuple[Offer, ...]:
    """Return the last days that the title states, then those that were found elsewhere."""
    bounds = lint.bounds(start.terms(draft.put(closes=None))) if draft.typed.title else ()
    named = (*(Offer(bound.last, bound.phrase) for bound in bounds), *start.offers)
    return tuple({offer.day: offer for offer in reversed(named)}.values())[::-1]


def _closes_shown(draft: Draft, start: Start) -> str:
    if draft.typed.closes is None:
        return ""
    terms = start.terms(draft)
    last = lint.last_day(terms.closes_at, terms)
    zone = "" if terms.timezone == "UTC" else f" ({terms.timezone})"
    return f"{last:%a} {last}{zone}{', of the past' if terms.retrospective else ''}"


def _base_rate(draft: Draft, start: Start) -> Draft:
    """Ask how often such things happened, and whether the chance shrinks as time runs out."""
    words = "How often did such a thing come about, such as 3/40 (Enter: not known)"
    if draft.kind in CHOICES:
        words = "How often did each come about, such as China=3; Russia=0 (Enter: not known)"

    def read(text: str) -> Draft:
        return _put(draft, start, "base_rate")(_counts_json(text) if "=" in text else text)

    new = asked(words, read, _rate_typed(draft))
    terms = start.terms(new)
    by_day = any(bound.word in lint.EVENT_WORDS for bound in lint.bounds(terms))
    if draft.kind is QuestionType.BINARY and (terms.reference_class or by_day):
        words = "Can it come about on any day up to the last, so that its chance shrinks with time?"
        new = new.put(by_deadline=confirmed(words, default=by_day))
    return new


def _rate_typed(draft: Draft) -> str:
    import json

    typed = draft.typed.base_rate or ""
    if not typed.lstrip().startswith("{"):
        return typed
    return "; ".join(f"{name}={k}" for name, k in json.loads(typed).items())


def _counts_json(text: str) -> str:
    """Return counts by option as the record's own notation has them.

    >>> _counts_json("China=3; Russia=0")
    '{"China": 3, "Russia": 0}'
    """
    import json

    counts: dict[str, int] = {}
    for part in text.split(";" if ";" in text else ","):
        name, _, count = part.rpartition("=")
        if not name.strip() or not count.strip().isdecimal():
            raise InputError(f"{part.strip()!r} is no count.", "Type China=3; Russia=0")
        counts[name.strip()] = int(count)
    return json.dumps(counts, ensure_ascii=False)


def _rate_shown(draft: Draft, start: Start) -> str:
    terms = start.terms(draft)
    rate = terms.reference_class
    words = wording.base_rate(rate) if rate else ""
    return "; ".join(filter(None, (words, "on any day up to the last" * terms.by_deadline)))


TITLE = Line(
    "Question",
    _title,
    lambda draft, start: start.terms(draft).title if draft.typed.title else start.base.title,
    lambda draft, _: draft.typed.title is not None,
    ("--title",),
)
ANSWER = Line(
    "Answer",
    ask_answer,
    in_words,
    has_answer,
    ("--option", "--add-option", "--min", "--max", "--unit", "--bins", "--horizon"),
)
CLOSES = Line(
    "Last day",
    _closes,
    _closes_shown,
    lambda draft, _: draft.typed.closes is not None,
    ("--closes", "--resolves", "--retrospective"),
)
COUNTS = _line(
    "Counts",
    "counts",
    f"What counts as yes, or settles it {OPTIONAL}",
    lambda draft, start: start.terms(draft).criteria.counts,
    "--counts",
)
NOT_COUNTS = _line(
    "Does not",
    "not_counts",
    f"What does not count {OPTIONAL}",
    lambda draft, start: start.terms(draft).criteria.does_not_count,
    "--not-counts",
)
SOURCE = _line(
    "Who says so",
    "source",
    f"Who says so {OPTIONAL}",
    lambda draft, start: start.terms(draft).criteria.who_says_so,
    "--source",
)
UNCLEAR = _line(
    "If unclear",
    "unclear",
    f"What follows if it stays unclear {OPTIONAL}",
    lambda draft, start: start.terms(draft).criteria.if_unclear,
    "--unclear",
)
BASE_RATE = Line(
    "Base rate",
    _base_rate,
    _rate_shown,
    lambda draft, start: (
        draft.typed.base_rate is not None or start.terms(draft).reference_class is not None
    ),
    ("--base-rate", "--by-deadline"),
    lambda draft: draft.kind in (QuestionType.BINARY, *CHOICES),
)
