"""A prediction held in a file as JSON: in any form in which it is printed as JSON, or typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.distributions.numbers import NUMBER, SHOWN, number
from forecasts.errors import InputError
from forecasts.model import QuestionType
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Family, Heights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.model.option import Option

Pairs = tuple[tuple[str, str], ...]
FORMS = ("quantiles", "cdf", "family")  # the names under which --json prints distributions
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The chance by each day, and of never where that was said; as they are typed."""

    pairs: Pairs
    never: str | None


class _Object(list[tuple[str, object]]):
    """A JSON object as it was written: a name that comes twice is kept twice."""


class _Number(str):
    """A JSON number as it was written, so that it is read as if it was typed."""

    __slots__ = ()


def held(
    name: str, text: str, kind: QuestionType, options: Sequence[Option]
) -> Pairs | Deadlines | Heights | Family:
    """Return what a file's text holds: pairs as they are typed, deadlines, heights or a family.

    Pairs are (option, probability) or (percentage, place). A line that --json prints is read by
    its prediction. Raises InputError, naming the file, when it holds none.

    >>> from forecasts.model import QuestionType
    >>> held("a.json", '{"0.1": 3, "0.9": 30}', QuestionType.NUMERIC, ())
    (('10%', '3'), ('90%', '30'))
    """
    try:
        found = json.loads(
            text, parse_float=_Number, parse_int=_Number, parse_constant=_Number,
            object_pairs_hook=_Object,
        )  # fmt: skip
        return _shares(found, options) if kind in CHOICES else _distribution(found, kind)
    except InputError as error:
        raise InputError(f"{name}: {error.message}", _hint(kind)) from None
    except RecursionError:
        raise InputError(f"{name}: it is nested too deep.", _hint(kind)) from None
    except json.JSONDecodeError as error:
        raise InputError(f"{name}: it is no JSON: {error}.", _hint(kind)) from None
    except ValueError as error:
        raise InputError(f"{name}: {error}.", _hint(kind)) from None


def _hint(kind: QuestionType) -> str:
    if kind in CHOICES:
        return 'It holds {"yes": 0.4, "no": 0.6}, or the probabilities as a list in option order.'
    if kind is QuestionType.DATE:
        return 'It holds {"2027-01-01": 0.3, "never": 0.6}, or quantiles: {"0.5": "2027-01-01"}.'
    return 'It holds quantiles, {"0.1": 3, "0.9": 30}, or a list of heights on an even grid.'


def _shares(found: object, options: Sequence[Option]) -> Pairs:
    named = {option.name.casefold() for option in options}
    if isinstance(found, _Object) and "probabilities" not in named:
        found = dict(found).get("probabilities", found)
    if isinstance(found, list) and not isinstance(found, _Object):
        if len(found) > len(options):
            message = f"it holds {len(found)} probabilities for {len(options)} options."
            raise InputError(message)
        given = zip(options, found, strict=False)
        found = _Object((option.name, p) for option, p in given if p is not None)
    return tuple((key, _plain(_cell(value, key))) for key, value in _filled(found))


def _distribution(found: object, kind: QuestionType) -> Pairs | Deadlines | Heights | Family:
    form = None
    if isinstance(found, _Object):
        printed = {key: value for key, value in found if key in FORMS and value is not None}
        form, found = next(iter(printed.items()), (None, found))
    if form == "family":
        return _family(found)
    if isinstance(found, list) and not isinstance(found, _Object):
        cells = [_cell(value, f"height {i}") for i, value in enumerate(found, 1)]
        return Heights(tuple(number(cell) for cell in cells))
    pairs = _filled(found)
    if kind is QuestionType.DATE and not all(NUMBER.fullmatch(key.strip()) for key, _ in pairs):
        chances = [(key.strip(), _plain(_cell(value, key))) for key, value in pairs]
        days = tuple((key, chance) for key, chance in chances if key.lower() != NEVER)
        return Deadlines(days, next((p for key, p in chances if key.lower() == NEVER), None))
    return tuple((_percentage(key), str(_cell(value, key))) for key, value in pairs)


def _filled(found: object) -> _Object:
    if not isinstance(found, _Object) or not found:
        raise InputError("it holds no prediction.")
    return found


def _family(found: object) -> Family:
    parts = dict(found) if isinstance(found, _Object) else {}
    parameters = parts.get("parameters")
    if not isinstance(parts.get("name"), str) or not isinstance(parameters, list):
        raise InputError('a family is {"name": "normal", "parameters": [8, 2]}.')
    cells = [_cell(value, f"parameter {i}") for i, value in enumerate(parameters, 1)]
    return Family(str(parts["name"]), tuple(number(cell) for cell in cells))


def _cell(value: object, where: str) -> str:
    """Return a cell's text; raise InputError that says where something else stands."""
    if isinstance(value, str):
        return value
    kinds = {_Object: "an object", list: "a list", bool: "true or false", type(None): "null"}
    words = kinds.get(type(value), "something else")
    raise InputError(f"{where[:SHOWN]!r} is {words}, and a number belongs there.")


def _plain(cell: str) -> str:
    """Return a JSON number without an exponent, as probabilities are typed."""
    small = isinstance(cell, _Number) and "e" in cell.lower()
    return f"{Decimal(cell):f}" if small else str(cell)


def _percentage(key: str) -> str:
    level = number(key) if NUMBER.fullmatch(key.strip()) else -1.0
    if not 0.0 <= level <= 1.0:
        raise InputError(f"{key[:SHOWN]!r} is no level between 0 and 1.")
    if level in (0.0, 1.0) and Decimal(key.strip()) != int(level):
        raise InputError(f"{key[:SHOWN]!r} rounds to {level:g}.")
    return parse.probability_text(level)
