"""What the answer to a question can be, asked for at a terminal: its kind, options, range."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts import lint
from forecasts.cli.domain import Domain
from forecasts.cli.prompting import asked, chosen, tell
from forecasts.model import QuestionType
from forecasts.model.needs import CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from forecasts.cli.drafting.draft import Draft, Start
    from forecasts.model import Terms

KINDS: Mapping[QuestionType, str] = MappingProxyType(
    {
        QuestionType.BINARY: "yes or no",
        QuestionType.MULTIPLE_CHOICE: "one of several options",
        QuestionType.ORDINAL: "one of several, in an order",
        QuestionType.NUMERIC: "a number",
        QuestionType.DATE: "a day",
    }
)
OUTSIDE = ("not outside", "above it", "below it", "on either side")


def ask_answer(draft: Draft, start: Start) -> Draft:
    """Ask what kind of answer there is, and what can be one."""
    kinds = list(KINDS)
    likely = kinds.index(draft.kind if has_answer(draft, start) else start.likely)
    kind = kinds[chosen("What is the answer?", list(KINDS.values()), likely)]
    bare = replace(
        draft, kind=kind, domain=Domain(), about=None, opposite=False, told=False, answered=True
    )
    # Counts of other answers would fit none of the new ones.
    if draft.typed.base_rate or draft.typed.by_deadline:
        tell("Its base rate was that of other answers: it is asked for again.")
    bare = bare.put(base_rate=None, by_deadline=None)
    details = DETAILS.get(kind)
    return details(bare, start, draft.domain) if details else bare


def has_answer(draft: Draft, start: Start) -> bool:
    """Return whether it was typed what the answer can be."""
    del start
    return draft.answered or not draft.domain.nothing or draft.kind is not QuestionType.BINARY


def in_words(draft: Draft, start: Start) -> str:
    """Return what the answer can be, in a few words."""
    terms = start.terms(draft)
    if draft.kind in CHOICES:
        names = ", ".join(option.name for option in terms.choices)
        return f"in this order: {names}" if draft.kind is QuestionType.ORDINAL else names
    if draft.kind is QuestionType.NUMERIC:
        return _number_in_words(terms)
    if draft.kind is QuestionType.DATE and draft.domain.horizon:
        return f"a day up to {lint.last_day(terms.horizon, terms)}; later is never"
    return KINDS[draft.kind]


def _number_in_words(terms: Terms) -> str:
    from forecasts.distributions.notation import figure

    unit, scale = f" {terms.unit}" if terms.unit else "", terms.scale
    if scale is None:
        return f"any number{f' of{unit}' if unit else ''}"
    low = f"{figure(scale.lower)}{' or less' if scale.open_lower else ''}"
    high = f"{figure(scale.upper)}{' or more' if scale.open_upper else ''}"
    return f"{low} to {high}{unit}"


def _options(draft: Draft, start: Start, before: Domain) -> Draft:
    def read(text: str) -> Draft:
        names = (name.strip() for name in text.split(";" if ";" in text else ","))
        new = replace(draft, domain=Domain(option=tuple(name for name in names if name)))
        start.terms(new)
        return new

    words = "The options, with ; between them; “other” stands for all the rest"
    return asked(words, read, "; ".join(before.option))


def _number(draft: Draft, start: Start, before: Domain) -> Draft:
    """Ask for a range, whether the answer can lie outside of it, and the unit."""
    from forecasts.distributions.numbers import number

    def lowest(text: str) -> str:
        if text:
            number(text)
        return text

    low = asked("The lowest it can sensibly be (Enter: no range)", lowest, before.min or "")

    def highest(text: str) -> Draft:
        new = replace(draft, domain=Domain(min=low, max=text))
        start.terms(new)
        return new

    if low:
        draft = asked("The highest", highest, before.max or "")
        outside = chosen("Can it lie outside of that?", OUTSIDE)
        above, below = outside in (1, 3), outside in (2, 3)
        ends = replace(draft.domain, open_upper=above, open_lower=below)
        draft = replace(draft, domain=ends)

    def unit(text: str) -> Draft:
        new = replace(draft, domain=replace(draft.domain, unit=text or None))
        start.terms(new)
        return new

    return asked("What is counted, such as tests or % (Enter: not said)", unit, before.unit or "")


def _day(draft: Draft, start: Start, before: Domain) -> Draft:
    def read(text: str) -> Draft:
        new = replace(draft, domain=Domain(horizon=text or None))
        start.terms(new)
        return new

    words = "Up to which day? What is later is never. (Enter: the last day that counts)"
    return asked(words, read, before.horizon or "")


DETAILS: Mapping[QuestionType, Callable[[Draft, Start, Domain], Draft]] = MappingProxyType(
    {
        QuestionType.MULTIPLE_CHOICE: _options,
        QuestionType.ORDINAL: _options,
        QuestionType.NUMERIC: _number,
        QuestionType.DATE: _day,
    }
)
