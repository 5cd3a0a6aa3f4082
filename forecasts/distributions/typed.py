"""What was typed for a prediction of more than yes or no, and what it is read as."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forecasts import dates
from forecasts.distributions.notation import SHORT
from forecasts.errors import InputError
from forecasts.model.fit import check_prediction
from forecasts.model.kinds import QuestionType
from forecasts.model.needs import CHOICES, SPOKEN

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.distributions.file import Pairs
    from forecasts.model import Question
    from forecasts.model.prediction import Distribution, Shares

SHOWN = 40  # characters of a text that an error repeats
QUANTILE = re.compile(r"p?[0-9]{1,3}(\.[0-9]+)?%?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """The parts of a prediction as they were typed; `words` are those without an option.

    `file` is the name and the text of a file that holds a prediction as JSON.
    """

    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    quantiles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    never: str | None = None
    normal: str | None = None
    file: tuple[str, str] | None = None
    normalise: bool = False
    certain: bool = False

    def __bool__(self) -> bool:
        """Whether anything but bare words was typed."""
        return bool(self.forms) or self.normalise

    @property
    def forms(self) -> tuple[str, ...]:
        """The options that were typed, by name."""
        given = (
            ("--option", self.options), ("a quantile", self.quantiles), ("--by", self.by),
            ("--never", self.never), ("--normal", self.normal), ("--file", self.file),
        )  # fmt: skip
        return tuple(name for name, value in given if value)

    def __str__(self) -> str:
        parts = [shlex.quote(word) for word in self.words]
        parts += [f"--option {shlex.quote(pair)}" for pair in self.options]
        parts += [_quantile(pair) for pair in self.quantiles]
        parts += [f"--by {shlex.quote(pair)}" for pair in self.by]
        single = (
            ("--never", self.never), ("--normal", self.normal),
            ("--file", self.file and self.file[0]),
        )  # fmt: skip
        parts += [f"{name} {shlex.quote(value)}" for name, value in single if value]
        return " ".join([*parts, "--normalise"] if self.normalise else parts)

    def sorted_by(self, kind: QuestionType) -> Typed:
        """Return the same with each NAME=VALUE word in its place among the options."""
        found = replace(self, words=())
        for word in self.words:
            name, value = pair(word, kind.forecast)
            if kind in CHOICES:
                found = replace(found, options=(*found.options, word))
            elif name.lower() == "normal":
                found = replace(found, normal=value)
            elif name.lower() == "never":
                found = replace(found, never=value)
            elif kind is QuestionType.DATE and not re.match("p", name, re.IGNORECASE):
                found = replace(found, by=(*found.by, word))
            else:
                found = replace(found, quantiles=(*found.quantiles, word))
        return found


def _quantile(typed: str) -> str:
    percent, sign, place = typed.partition("=")
    if sign and percent.isdigit() and int(percent) in SHORT:
        return f"--p{percent} {shlex.quote(place)}"
    return f"--quantile {shlex.quote(typed)}"


def pair(text: str, way: str) -> tuple[str, str]:
    """Return the name and the value of NAME=VALUE, parted at the last sign; raise InputError."""
    name, sign, value = text.rpartition("=")
    if not sign or not name.strip() or not value.strip():
        raise InputError(f"{text[:SHOWN]!r} is no NAME=VALUE.", f"Type {way}")
    return name.strip(), value.strip()


def read(typed: Typed, question: Question, now: datetime) -> Shares | Distribution:
    """Return what was typed, read as the question's kind asks.

    Raises InputError, with what to type instead.
    """
    kind, said = question.type, str(typed)
    if bare := [word for word in typed.words if "=" not in word]:
        raise InputError(
            f"{question.slug} is {SPOKEN[kind]}: {bare[0][:SHOWN]!r} is no prediction of it.",
            f"Type forecasts predict {question.slug} {question.example}",
        )
    typed = typed.sorted_by(kind)
    _check_form(typed, question)
    typed, pairs, found = _opened(typed, question)
    if found is not None:
        found = replace(found, typed=said)
    elif kind in CHOICES:
        found = _shares(typed, pairs, question, now, said)
    elif kind is QuestionType.NUMERIC:
        found = _numbers(typed, pairs, question, said)
    else:
        found = _dates(typed, pairs, question, now, said)
    try:
        check_prediction(question, found, now)
    except ValueError as error:
        raise InputError(f"{error}.", f"Type {question.example}") from None
    return found


def _opened(typed: Typed, question: Question) -> tuple[Typed, Pairs, Shares | Distribution | None]:
    """Return what was typed with what a file holds in its place: words, pairs, or the whole."""
    if typed.file is None:
        return typed, (), None
    from forecasts.distributions.file import Deadlines, held

    inside = held(*typed.file, question.type, question.terms.choices)
    if isinstance(inside, Deadlines):
        by = tuple(f"{day}={chance}" for day, chance in inside.pairs)
        return replace(typed, by=by, never=inside.never), (), None
    return (typed, inside, None) if isinstance(inside, tuple) else (typed, (), inside)


def _check_form(typed: Typed, question: Question) -> None:
    """Raise InputError unless one form was typed, and one that the question takes."""
    forms, slug, kind = typed.forms, question.slug, question.type
    taken = {
        QuestionType.NUMERIC: ("a quantile", "--normal", "--file"),
        QuestionType.DATE: ("a quantile", "--by", "--never", "--file"),
    }.get(kind, ("--option", "--file"))
    way = f"Type forecasts predict {slug} {question.example}"
    if wrong := [form for form in forms if form not in taken]:
        raise InputError(f"{slug} is {SPOKEN[kind]}: {wrong[0]} is nothing for it.", way)
    if not forms:
        raise InputError(f"{slug} is {SPOKEN[kind]}, and no prediction was typed.", way)
    if typed.normalise and kind not in CHOICES:
        raise InputError(f"{slug} is {SPOKEN[kind]}: --normalise is for options.", way)
    if len(forms) > 1 and set(forms) != {"--by", "--never"}:
        raise InputError(f"{forms[0]} and {forms[1]}: one of them is enough.", way)


def _shares(typed: Typed, pairs: Pairs, question: Question, now: datetime, said: str) -> Shares:
    from forecasts.distributions.shares import shares

    pairs = pairs or tuple(pair(text, question.example) for text in typed.options)
    return shares(
        pairs, question.terms.choices, now, said, normalise=typed.normalise, certain=typed.certain
    )


def _numbers(typed: Typed, pairs: Pairs, question: Question, said: str) -> Distribution:
    from forecasts.distributions import numbers

    terms = question.terms
    if typed.normal is not None:
        return numbers.normal(typed.normal, terms.scale, terms.unit, said)
    pairs = pairs or tuple(pair(text, question.example) for text in typed.quantiles)
    if terms.unit != "%" and pairs and all(place.endswith("%") for _, place in pairs):
        raise _chances_of_numbers(pairs, question)
    return numbers.quantiles(pairs, terms.scale, terms.unit, said)


def _chances_of_numbers(pairs: Pairs, question: Question) -> InputError:
    """Return what to type in place of 3=50% 4=50%: the chance that it is at most each of them."""
    from forecasts.distributions.notation import number_text, quantiles_text
    from forecasts.distributions.numbers import number
    from forecasts.parse import probability

    chances = sorted(
        (number(place), probability(chance, certain=True).probability) for place, chance in pairs
    )
    upto, levels = 0.0, []
    for place, chance in chances:
        upto = round(min(1.0, upto + chance), 12)
        levels.append((upto, number_text(place)))
    return InputError(
        f"{question.slug} takes quantiles, not the chance of each number.",
        f"Type how likely it is at most each: {quantiles_text(levels)}",
    )


def _dates(
    typed: Typed, pairs: Pairs, question: Question, now: datetime, said: str
) -> Distribution:
    from forecasts.distributions import deadlines

    scale, way = question.terms.scale, question.example
    assert scale is not None  # noqa: S101 - a date question has a horizon, as its model says
    calendar = deadlines.Calendar(scale, dates.zone(question.terms.timezone), now)
    pairs = pairs or tuple(pair(text, way) for text in typed.quantiles)
    if pairs:
        return deadlines.quantiles(pairs, calendar, said)
    given = [pair(text, way) for text in typed.by]
    return deadlines.deadlines(given, typed.never, calendar, said, certain=typed.certain)
