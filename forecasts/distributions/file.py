"""A prediction held in a file as JSON: heights of a curve, quantiles, or options."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.distributions.numbers import SHOWN, number
from forecasts.errors import InputError
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Heights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forecasts.model import QuestionType
    from forecasts.model.option import Option

Pairs = tuple[tuple[str, str], ...]
HINT = {
    True: 'It holds {"yes": 0.4, "no": 0.6}, or the probabilities as a list in option order.',
    False: 'It holds quantiles, {"0.1": 3, "0.9": 30}, or a list of heights on an even grid.',
}


class _Object(list[tuple[str, object]]):
    """A JSON object as it was written: a name that comes twice is kept twice."""


class _Number(str):
    """A JSON number as it was written, so that it is read as if it was typed."""

    __slots__ = ()


def held(name: str, text: str, kind: QuestionType, options: Sequence[Option]) -> Pairs | Heights:
    """Return what a file's text holds: pairs as they are typed, or a curve's heights.

    Pairs are (option, probability) or (percentage, place). Raises InputError when it holds none.

    >>> from forecasts.model import QuestionType
    >>> held("a.json", '{"0.1": 3, "0.9": 30}', QuestionType.NUMERIC, ())
    (('10%', '3'), ('90%', '30'))
    """
    choosing = kind in CHOICES
    try:
        found = json.loads(
            text, parse_float=_Number, parse_int=_Number, parse_constant=_Number,
            object_pairs_hook=_Object,
        )  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} is no JSON: {error}.", HINT[choosing]) from None
    if isinstance(found, list) and not isinstance(found, _Object):
        if not choosing:
            return _heights(name, found)
        found = _in_order(name, found, options)
    if not isinstance(found, list) or not found:
        raise InputError(f"{name} holds no prediction.", HINT[choosing])
    cells = [(key, _cell(name, value)) for key, value in found]
    if choosing:
        return tuple((key, _plain(cell)) for key, cell in cells)
    return tuple((_percentage(name, key), str(cell)) for key, cell in cells)


def _in_order(
    name: str, found: list[object], options: Sequence[Option]
) -> list[tuple[str, object]]:
    """Return the probabilities of a list with the options that they stand for."""
    if len(found) > len(options):
        counts = f"{len(found)} probabilities for {len(options)} options"
        raise InputError(f"{name} holds {counts}.", HINT[True])
    pairs = zip(options, found, strict=False)
    return [(option.name, p) for option, p in pairs if p is not None]


def _cell(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise InputError(f"{name} holds {str(value)[:SHOWN]!r}, which is no number.", HINT[False])
    return value


def _plain(cell: str) -> str:
    """Return a JSON number without an exponent, as probabilities are typed."""
    small = isinstance(cell, _Number) and "e" in cell.lower()
    return f"{Decimal(cell):f}" if small else str(cell)


def _percentage(name: str, key: str) -> str:
    level = number(key)
    if not 0.0 <= level <= 1.0:
        raise InputError(f"{name}: {key[:SHOWN]!r} is no level between 0 and 1.", HINT[False])
    if level in (0.0, 1.0) and Decimal(key.strip()) != int(level):
        raise InputError(f"{name}: {key[:SHOWN]!r} rounds to {level:g}.", HINT[False])
    return parse.probability_text(level)


def _heights(name: str, found: list[object]) -> Heights:
    try:
        return Heights(tuple(number(_cell(name, value)) for value in found))
    except InputError as error:
        raise InputError(f"{name}: {error.message}", HINT[False]) from None
    except ValueError as error:
        raise InputError(f"{name}: {error}.", HINT[False]) from None
