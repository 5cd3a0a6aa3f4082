"""The options that say what can be the answer: a list of options, a range, a horizon."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from forecasts import dates, parse
from forecasts.dates import Edge
from forecasts.errors import InputError
from forecasts.model import QuestionType, needs, times

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forecasts.model import Terms

# Terms by the names under which a misfit names them -> the options that mend it.
FLAGS = {
    "options": "--option", "range_min": "--min", "range_max": "--max", "bins": "--bins",
    "open_lower": "--open-lower", "open_upper": "--open-upper", "zero_point": "--log-from",
    "levels": "--levels", "unit": "--unit", "reference_class": "--base-rate",
    "by_deadline": "--by-deadline",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What was typed about the possible answers: None, or no options, where nothing was."""

    option: tuple[str, ...] = ()
    options_json: str | None = None
    min: str | None = None
    max: str | None = None
    open_lower: bool | None = None
    open_upper: bool | None = None
    log_from: str | None = None
    unit: str | None = None
    bins: int | None = None
    horizon: str | None = None
    levels: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether no option was given at all."""
        return all(getattr(self, field.name) in (None, ()) for field in fields(self))

    @property
    def kind(self) -> QuestionType:
        """The type of question that has such answers."""
        if self.option or self.options_json:
            return QuestionType.MULTIPLE_CHOICE
        if self.horizon:
            return QuestionType.DATE
        return QuestionType.BINARY if self.nothing else QuestionType.NUMERIC


OPTIONS = (
    click.option("--option", metavar="NAME", multiple=True, help="A possible answer; repeat."),
    click.option("--options-json", metavar="JSON", help='["a", {"name": "b", "from": "…Z"}]'),
    click.option("--min", metavar="NUMBER", help="The lower end of the range."),
    click.option("--max", metavar="NUMBER", help="The upper end."),
    click.option("--open-lower/--closed-lower", default=None, help="The answer may lie below."),
    click.option("--open-upper/--closed-upper", default=None, help="The answer may lie above."),
    click.option("--log-from", metavar="NUMBER", help="Logarithmic, with this as its zero."),
    click.option("--unit", metavar="WORD", help="What is counted."),
    click.option("--bins", type=int, metavar="N", help="How many values: 11 for 0, 1 … 10."),
    click.option("--horizon", metavar="DATE", help="Last day of a date; the close by default."),
    click.option("--levels", metavar="10,50,90", help="Quantiles, in %, that wis is scored by."),
)


def domain_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it is called with what was typed in one `domain`."""

    @wraps(command)
    def gathered(**given: Any) -> None:  # noqa: ANN401 - click hands over what each option reads
        domain = Domain(**{field.name: given.pop(field.name) for field in fields(Domain)})
        command(domain=domain, **given)

    for option in reversed(OPTIONS):
        gathered = option(gathered)
    return gathered


def with_domain(
    domain: Domain, kind: QuestionType, terms: Terms, before: Terms, now: datetime
) -> Terms:
    """Return the terms with the answers that were typed, complete for their kind.

    A horizon that was the close moves with it. Raises InputError, naming the option to mend.
    """
    if domain.horizon is not None and kind is not QuestionType.DATE:
        raise InputError("--horizon: only a date has a horizon.", _way(kind))
    if kind is QuestionType.DATE:
        _check_no_numbers(domain)
    try:
        found = terms if domain.nothing else _answers(domain, terms)
        if kind is QuestionType.DATE:
            found = _dated(domain, found, before, now)
        return needs.complete(kind, found)
    except needs.MisfitError as error:
        dated = kind is QuestionType.DATE and error.term == "range_max"
        flag = "--horizon" if dated else FLAGS.get(error.term, "--max")
        why = str(error).replace("write range_min and range_max", "type --min and --max")
        raise InputError(f"{flag}: {why}.", _way(kind)) from None
    except ValueError as error:
        raise InputError(f"{error}.", _way(kind)) from None


def _check_no_numbers(domain: Domain) -> None:
    """Raise InputError for an end typed as a number: a date is asked for from the opening on."""
    typed = (("--min", domain.min), ("--max", domain.max), ("--log-from", domain.log_from))
    if wrong := [flag for flag, value in typed if value is not None]:
        raise InputError(
            f"{wrong[0]} is for numbers: a date is asked for from the opening up to its horizon.",
            f"Leave {wrong[0]} out; the last day is --horizon 2030-12-31",
        )


def _way(kind: QuestionType) -> str:
    return {
        QuestionType.BINARY: "Options and ranges belong to --type multiple_choice, numeric, date.",
        QuestionType.NUMERIC: "Type such as --min 0 --max 100 --open-upper --unit cases",
        QuestionType.DATE: "Type such as --horizon 2030-12-31",
    }.get(kind, "Type such as --option low --option middle --option high")


def _answers(domain: Domain, terms: Terms) -> Terms:
    from forecasts.distributions.numbers import number

    def read(text: str | None, before: float | None) -> float | None:
        return before if text is None else number(text, domain.unit)

    if domain.bins is not None and not 1 <= domain.bins <= needs.MOST_BINS:
        raise InputError(
            f"--bins {domain.bins}: from 1 to {needs.MOST_BINS:,} values.", "Type fewer."
        )

    def flag(typed: bool | None, *, before: bool) -> bool:
        return before if typed is None else typed

    return replace(
        terms,
        options=_options(domain, terms),
        range_min=read(domain.min, terms.range_min),
        range_max=read(domain.max, terms.range_max),
        open_lower=flag(domain.open_lower, before=terms.open_lower),
        open_upper=flag(domain.open_upper, before=terms.open_upper),
        zero_point=read(domain.log_from, terms.zero_point),
        unit=terms.unit if domain.unit is None else parse.plain(domain.unit, "--unit") or None,
        bins=terms.bins if domain.bins is None else domain.bins,
        levels=terms.levels if domain.levels is None else _levels(domain.levels),
    )


def _levels(text: str) -> str:
    """Return the levels as the record keeps them; raise InputError for what is no list of them."""
    import json

    way = "Type percents that rise, such as --levels 5,25,50,75,95"
    try:
        percents = [float(part) for part in text.replace("%", "").split(",")]
    except ValueError:
        raise InputError(f"--levels: {text[:40]!r} is no list of percents.", way) from None
    rising = all(low < high for low, high in pairwise(percents))
    if not rising or not 0.0 < percents[0] <= percents[-1] < 100.0:  # noqa: PLR2004 - percent
        raise InputError(f"--levels: {text[:40]!r} does not rise between 0 and 100.", way)
    return json.dumps([round(percent / 100.0, 12) for percent in percents])


def _options(domain: Domain, terms: Terms) -> str | None:
    from forecasts.model.option import Option, from_text, to_text

    if domain.options_json is not None:
        return to_text(from_text(domain.options_json))
    if not domain.option:
        return terms.options
    return to_text(Option(parse.plain(name, "--option")) for name in domain.option)


def _dated(domain: Domain, terms: Terms, before: Terms, now: datetime) -> Terms:
    """Return the terms with their horizon; the answer is not expected before it."""
    closes = times.to_seconds(terms.closes_at)
    if domain.horizon is not None:
        zone = dates.zone(terms.timezone)
        horizon = times.to_seconds(dates.instant(domain.horizon, Edge.DEADLINE, zone, now))
    elif before.range_max in (None, times.to_seconds(before.closes_at)):
        horizon = closes
    else:
        horizon = before.range_max
    opens, start = times.to_seconds(terms.opens_at), terms.range_min
    # A start that the opening has passed, as on a question rolled on, is the opening.
    start = None if start is not None and start < opens else start
    found = replace(terms, range_min=start, range_max=horizon)
    due_at_close = terms.resolves_by == terms.closes_at
    return (
        replace(found, resolves_by=max(terms.closes_at, found.horizon)) if due_at_close else found
    )


def carried(terms: Terms, now: datetime) -> Terms:
    """Return a question's terms for one that follows it: the options on offer, no horizon."""
    from forecasts.model.option import to_text

    if terms.options is not None:
        offered = (replace(o, offered_from=None) for o in terms.choices if o.offered(now))
        return replace(terms, options=to_text(offered))
    return terms


def with_option(terms: Terms, name: str, since: datetime) -> Terms:
    """Return the terms with one more option, on offer from an instant."""
    from forecasts.model.option import Option, to_text

    try:
        added = Option(parse.plain(name, "--add-option"), since)
    except ValueError as error:
        raise InputError(f"{error}.", "Type its name: --add-option NAME") from None
    return replace(terms, options=to_text((*terms.choices, added)))
