"""What each kind of question needs of its terms, and what it has no use for."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.model import times
from forecasts.model.kinds import QuestionType

if TYPE_CHECKING:
    from forecasts.model.question import Terms

CHOICES = (QuestionType.MULTIPLE_CHOICE, QuestionType.ORDINAL)
DISTRIBUTIONS = (QuestionType.NUMERIC, QuestionType.DATE)
FEWEST_OPTIONS = 2
MOST_BINS = 1_000_000
RANGE = ("range_min", "range_max", "open_lower", "open_upper", "zero_point", "bins")
SPOKEN = {
    QuestionType.BINARY: "a yes/no question",
    QuestionType.MULTIPLE_CHOICE: "a multiple_choice question",
    QuestionType.ORDINAL: "an ordinal question",
    QuestionType.NUMERIC: "a numeric question",
    QuestionType.DATE: "a date question",
}
UNUSED = {
    QuestionType.BINARY: ("options", *RANGE, "levels", "unit"),
    QuestionType.MULTIPLE_CHOICE: (*RANGE, "levels", "unit", "by_deadline"),
    QuestionType.ORDINAL: (*RANGE, "levels", "unit", "by_deadline"),
    QuestionType.NUMERIC: ("options", "reference_class", "by_deadline"),
    QuestionType.DATE: ("options", "unit", "by_deadline"),
}


class MisfitError(ValueError):
    """A term that the kind of question lacks or has no use for; `term` is its name in Terms."""

    def __init__(self, term: str, why: str) -> None:
        super().__init__(why)
        self.term = term


def complete(kind: QuestionType, terms: Terms) -> Terms:
    """Return the terms as the record keeps them: checked, JSON in one form, what is implied said.

    A date question is open above: "not by the horizon" is an answer to it. Raises MisfitError.
    """
    if kind is QuestionType.BINARY:
        check(kind, terms)
        return terms
    if kind is QuestionType.DATE and not terms.open_upper:
        terms = replace(terms, open_upper=True)
    check(kind, terms)
    if terms.options is not None:
        from forecasts.model import option

        terms = replace(terms, options=option.to_text(terms.choices))
    if terms.levels is not None:
        levels = json.dumps(terms.quantile_levels, separators=(",", ":"))
        terms = replace(terms, levels=levels)
    return terms


def check(kind: QuestionType, terms: Terms) -> None:
    """Raise MisfitError, a ValueError, for terms that a question of that kind cannot have."""
    for term in UNUSED[kind]:
        if _is_said(terms, term):
            raise MisfitError(term, f"{SPOKEN[kind]} has none: leave it out")
    if kind in CHOICES:
        _check_options(kind, terms)
    elif kind in DISTRIBUTIONS:
        _check_range(kind, terms)
        _check_levels(terms)
    _check_class(kind, terms)


def _is_said(terms: Terms, term: str) -> bool:
    found = getattr(terms, term)
    return found is not None and found is not False  # 0 is a number that was said


def _check_options(kind: QuestionType, terms: Terms) -> None:
    if terms.options is None:
        why = f'{SPOKEN[kind]} needs options: write ["low", "middle", "high"]'
        raise MisfitError("options", why)
    try:
        options = terms.choices
    except ValueError as error:
        raise MisfitError("options", str(error)) from None
    names = [option.name for option in options]
    folded = [name.casefold() for name in names]
    if len(names) < FEWEST_OPTIONS:
        raise MisfitError("options", f"{SPOKEN[kind]} needs two options or more")
    if twice := [name for name in names if folded.count(name.casefold()) > 1]:
        raise MisfitError("options", f"two options are called {twice[0]!r}")
    if sum(option.other for option in options) > 1:
        raise MisfitError("options", "only one option can be the other one")
    if sum(option.offered(terms.opens_at) for option in options) < 1:
        raise MisfitError("options", "no option is on offer when the question opens")


def _check_range(kind: QuestionType, terms: Terms) -> None:
    if kind is QuestionType.DATE:
        _check_horizon(terms)
    elif (terms.range_min is None) != (terms.range_max is None):
        lacking = "range_min" if terms.range_min is None else "range_max"
        raise MisfitError(lacking, "a range has two ends: write both, or neither")
    if terms.bins is not None and not 1 <= terms.bins <= MOST_BINS:
        raise MisfitError("bins", f"{terms.bins} is no number of bins: write 1 to {MOST_BINS:,}")
    if terms.range_max is None:
        for term in ("open_lower", "open_upper", "zero_point", "bins"):
            if _is_said(terms, term):
                raise MisfitError(term, "it needs a range: write range_min and range_max")
        return
    try:
        _ = terms.scale
    except ValueError as error:
        term = "zero_point" if "zero point" in str(error) else "range_max"
        raise MisfitError(term, str(error)) from None


def _check_horizon(terms: Terms) -> None:
    if terms.range_max is None:
        why = "a date question needs a horizon, up to which the date is asked for"
        raise MisfitError("range_max", why)
    try:
        is_over = terms.horizon <= terms.opens_at
    except ValueError as error:
        raise MisfitError("range_max", str(error)) from None
    if is_over:
        raise MisfitError("range_max", "the horizon lies before the question opens")
    if terms.range_min is not None and terms.range_min < times.to_seconds(terms.opens_at):
        why = "a date is asked for from the opening on: leave it out, or write a later instant"
        raise MisfitError("range_min", why)
    if not terms.open_upper:
        raise MisfitError("open_upper", "a date question is open above: never is an answer")


def _check_levels(terms: Terms) -> None:
    try:
        levels = terms.quantile_levels
    except ValueError as error:
        raise MisfitError("levels", str(error)) from None
    rising = all(a < b for a, b in pairwise(levels))
    if not levels or not rising or not 0.0 < levels[0] <= levels[-1] < 1.0:
        why = "levels are a JSON list of rising numbers between 0 and 1, such as [0.1, 0.5, 0.9]"
        raise MisfitError("levels", why)


def _check_class(kind: QuestionType, terms: Terms) -> None:
    found = terms.reference_class
    if found is None:
        return
    if kind not in CHOICES:
        if found.options:
            named = ", ".join(found.options)
            why = f"it counts options ({named}): write 3/40 for {SPOKEN[kind]}, 3 cases of 40"
            raise MisfitError("reference_class", why)
        return
    names = {option.name: option.offered(terms.opens_at) for option in terms.choices}
    missing = [name for name, offered in names.items() if offered and name not in found.options]
    unknown = [name for name in found.options if name not in names]
    if unknown or missing:
        named = f"there is no option {unknown[0]!r}" if unknown else f"it lacks {missing[0]!r}"
        why = f'{named}: write how often each came about, {{"{next(iter(names))}": 3, …}}'
        raise MisfitError("reference_class", why)
