"""Predictions as the record writes them, a JSON text for each form, and read back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from forecasts.model import times
from forecasts.model.prediction import Family, Heights, Quantiles, Shares

if TYPE_CHECKING:
    from forecasts.model.prediction import Distribution


_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


class Columns(NamedTuple):
    """The columns of a forecast that is no single probability; one of them is filled in."""

    probabilities: str | None = None
    quantiles: str | None = None
    cdf: str | None = None
    family: str | None = None


def columns(stated: Shares | Distribution, *, dated: bool) -> Columns:
    """Return the columns of a prediction; `dated` writes the places of quantiles as instants.

    >>> columns(Shares((0.25, 0.75, None)), dated=False).probabilities
    '[0.25,0.75,null]'
    >>> columns(Quantiles(((0.5, 8.0),)), dated=True).quantiles
    '{"0.5":"1970-01-01T00:00:08.000000Z"}'
    """
    if isinstance(stated, Shares):
        return Columns(probabilities=_text(stated.probabilities))
    if isinstance(stated, Heights):
        return Columns(cdf=_text(stated.heights))
    if isinstance(stated, Family):
        return Columns(family=_text({"name": stated.name, "parameters": stated.parameters}))
    places = {
        repr(level): times.to_text(times.from_seconds(place)) if dated else place
        for level, place in stated.pairs
    }
    return Columns(quantiles=_text(places))


def _text(value: object) -> str:
    return _ENCODER.encode(value)


def prediction(found: Columns, typed: str = "") -> Shares | Distribution | None:
    """Return the prediction of some columns, None where all are empty; the inverse of `columns`.

    Dates become seconds since 1970. Raises ValueError for columns that hold no prediction.
    """
    if found.probabilities is not None:
        return Shares(tuple(json.loads(found.probabilities)), typed)
    if found.cdf is not None:
        return Heights(tuple(json.loads(found.cdf)), typed)
    if found.quantiles is not None:
        pairs = json.loads(found.quantiles).items()
        return Quantiles(tuple((float(level), _place(place)) for level, place in pairs), typed)
    if found.family is not None:
        family: dict[str, Any] = json.loads(found.family)
        return Family(family["name"], tuple(family["parameters"]), typed)
    return None


def _place(written: str | float) -> float:
    return times.to_seconds(times.from_text(written)) if isinstance(written, str) else written


def is_dated(quantiles: str) -> bool:
    """Return whether the places of written quantiles are instants.

    >>> is_dated('{"0.5":8.0}')
    False
    """
    return any(isinstance(place, str) for place in json.loads(quantiles).values())
