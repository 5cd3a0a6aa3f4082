"""Cells that hold predictions: shares of options, heights, quantiles and named families."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.lines import instants, numbers
from forecasts.lines.json_cells import JsonText, is_empty, listed, mapped
from forecasts.lines.numbers import Number
from forecasts.lines.text import shown
from forecasts.model import times

if TYPE_CHECKING:
    from forecasts.model.prediction import Distribution, Shares

LEVELS = '{"0.1": 3, "0.5": 8, "0.9": 30}'


def probabilities(cell: object) -> JsonText | None:
    """Return the probabilities of options as they are kept, or None for an empty cell.

    >>> probabilities("[0.25, 0.750, null]")
    '[0.25,0.75,null]'
    """
    if is_empty(cell):
        return None
    from forecasts.model.prediction import Shares

    found = listed(cell, "[0.2, 0.8]")
    return _kept(Shares(tuple(None if share is None else _share(share) for share in found)))


def _share(cell: object) -> float:
    value = numbers.probability(cell) if isinstance(cell, Number) else None
    if value is None:
        raise ValueError(f"{shown(cell)} is no number")
    return value


def cdf(cell: object) -> JsonText | None:
    """Return the heights of a distribution function as they are kept, or None for an empty cell.

    >>> cdf("[0, 0.5, 1]")
    '[0.0,0.5,1.0]'
    """
    if is_empty(cell):
        return None
    from forecasts.model.prediction import Heights

    found = listed(cell, "[0, 0.4, 1]")
    if other := [height for height in found if type(height) is not Number]:
        raise ValueError(f"{shown(other[0])} is no number")
    # What the grammar of JSON lets through is read as it is: these lists are long.
    return _kept(Heights(tuple(float(str(height)) + 0.0 for height in found)))


def quantiles(cell: object) -> JsonText | None:
    """Return quantiles as they are kept, levels rising, or None for an empty cell.

    Places are all numbers, or all instants.

    >>> quantiles('{"0.9": 30, "0.5": 8}')
    '{"0.5":8.0,"0.9":30.0}'
    """
    if is_empty(cell):
        return None
    from forecasts.model.prediction import Quantiles, crossing

    found = mapped(cell, LEVELS)
    pairs = sorted((_level(level), _place(place)) for level, place in found.items())
    dated = [type(place) is str for place in found.values()]
    if any(dated) and not all(dated):
        raise ValueError("some of its places are numbers and some are instants")
    if any(dated) and (crossed := crossing(tuple(pairs))):
        (level, place), (after, sooner) = crossed
        one, other = (instants.instant_cell(times.from_seconds(at)) for at in (place, sooner))
        raise ValueError(f"the quantiles cross: {level:g} at {one}, {after:g} at {other}")
    return _kept(Quantiles(tuple(pairs)), dated=any(dated))


def _level(key: str) -> float:
    level = numbers.probability(key)
    if level is None:
        raise ValueError(f"a level is empty: write {LEVELS}")
    return level


def _place(cell: object) -> float:
    """Return a place on the scale; instants as seconds since 1970."""
    if type(cell) is str and (at := instants.instant(cell)) is not None:
        return times.to_seconds(at)
    value = numbers.real(cell) if isinstance(cell, Number) else None
    if value is None:
        raise ValueError(f"{shown(cell)} is neither a number nor an instant")
    return value


def family(cell: object) -> JsonText | None:
    """Return a named distribution as it is kept, or None for an empty cell.

    >>> family('{"name": "normal", "parameters": [8, 2]}')
    '{"name":"normal","parameters":[8.0,2.0]}'
    """
    if is_empty(cell):
        return None
    from forecasts.model.prediction import Family

    example = '{"name": "normal", "parameters": [8, 2]}'
    found = mapped(cell, example)
    name, parameters = found.get("name"), found.get("parameters")
    if found.keys() != {"name", "parameters"} or not isinstance(parameters, list):
        raise ValueError(f"{shown(cell)} is no family: write {example}")
    values = [numbers.real(x) if isinstance(x, Number) else None for x in parameters]
    known = tuple(value for value in values if value is not None)
    if len(known) < len(values):
        raise ValueError(f"{shown(parameters)} are no numbers")
    return _kept(Family(str(name), known))


def _kept(stated: Shares | Distribution, *, dated: bool = False) -> JsonText:
    """Return the text that the record keeps."""
    from forecasts.model import written

    return JsonText(next(text for text in written.columns(stated, dated=dated) if text))
