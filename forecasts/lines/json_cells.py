"""Cells that hold JSON: lists and objects, as text in CSV and as they are in JSON Lines."""

from __future__ import annotations

import json

from forecasts.lines.numbers import Number
from forecasts.lines.text import shown


class JsonText(str):
    """A cell's JSON text: CSV holds it as it is, JSON Lines the value that it writes."""

    __slots__ = ()


def decoder() -> json.JSONDecoder:
    """Return a decoder that keeps numbers as they were written and refuses what JSON has not."""
    return json.JSONDecoder(
        object_pairs_hook=_once, parse_float=Number, parse_int=Number, parse_constant=_refuse
    )


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object of some pairs; raise ValueError when a key stands there twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shown(twice)} stands there twice")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number in JSON")


_DECODER = decoder()


def is_empty(cell: object) -> bool:
    """Return whether a cell holds nothing; an empty list or object is something.

    >>> is_empty(" "), is_empty([])
    (True, False)
    """
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def parsed(cell: object) -> object:
    """Return the value of a cell: that of its text, or itself where it is no text.

    Raises ValueError for a text that is no JSON.

    >>> parsed("[0.5, null]"), parsed(["a"])
    (['0.5', None], ['a'])
    """
    if not isinstance(cell, str) or isinstance(cell, Number):
        return cell
    try:
        return _DECODER.decode(cell)
    except json.JSONDecodeError as error:
        why = f"{error.msg.lower()} at character {error.pos + 1}"
        raise ValueError(f"{shown(cell)} is no JSON: {why}") from None


def plain(found: dict[str, object]) -> str:
    """Return the JSON text of an object whose numbers are as they were written.

    >>> plain({"Kim": Number("3")})
    '{"Kim": 3}'
    """
    entries = (f"{json.dumps(key)}: {_plain(value)}" for key, value in found.items())
    return f"{{{', '.join(entries)}}}"


def _plain(value: object) -> str:
    return str(value) if isinstance(value, Number) else json.dumps(value)


def listed(cell: object, example: str) -> list[object]:
    """Return the list that a cell holds; raise ValueError, with an example, for anything else."""
    found = parsed(cell)
    if not isinstance(found, list):
        raise ValueError(f"{shown(cell)} is no JSON list: write {example}")  # noqa: TRY004 - a bad cell
    return found


def mapped(cell: object, example: str) -> dict[str, object]:
    """Return the object that a cell holds; raise ValueError, with an example, for anything else."""
    found = parsed(cell)
    if not isinstance(found, dict):
        raise ValueError(f"{shown(cell)} is no JSON object: write {example}")  # noqa: TRY004 - as above
    return found
