"""Cells that hold numbers: read strictly, since a number that is misread is scored."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isinf

from forecasts.lines.text import KEPT, SHOWN, shown

NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
WRITTEN = re.compile(r"-?[0-9]+\.[0-9]+(?:e[+-][0-9]{1,3})?|-?[0-9]+e[+-][0-9]{1,3}")
LONGEST = 40  # characters; repr of a float takes at most 24
ONE = re.compile(r"0*1(?:\.0*)?(?:[eE][+-]?0+)?")
FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Number(str):
    """A JSON number as it was written, so that it is read by the rules of a CSV cell."""

    __slots__ = ()


def real(cell: object) -> float | None:
    """Return a number of either sign, or None for an empty cell; otherwise as `number`.

    >>> real("-3.5"), real("-0")
    (-3.5, 0.0)
    """
    if not isinstance(cell, str) or not cell.strip().startswith("-"):
        return number(cell)
    found = cell.strip()
    if NUMBER.match(found, 1) is None:
        raise ValueError(f"{shown(str(found))} is no number, which is written as -0.7")
    return -(number(found[1:]) or 0.0) + 0.0


def number(cell: object) -> float | None:
    """Return a number of at least 0, or None for an empty cell; ASCII digits and a point.

    Raises ValueError for anything else, and for a number so small or large that it would be kept
    as 0 or infinity.

    >>> number("1e-05")
    1e-05
    """
    if cell is None:
        return None
    if not isinstance(cell, str):
        raise ValueError(f"{shown(cell)} is no number")  # noqa: TRY004 - a bad cell, not a bug
    found = cell.strip()
    if not found:
        return None
    if len(found) <= LONGEST and NUMBER.fullmatch(found):
        value = float(found)
        if not isinf(value) and (value != 0.0 or not _has_weight(found)):
            return value
    raise ValueError(f"{shown(str(found))} is no number{_why(found)}")


def _has_weight(found: str) -> bool:
    """Return whether the number that was written is larger than 0."""
    return any(digit in "123456789" for digit in re.split("[eE]", found)[0])


def _why(found: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in found):
        return ": write the digits 0 to 9"
    if re.fullmatch(r"[0-9]*,[0-9]+", found):
        return f": write a point, {found.replace(',', '.')[:SHOWN]}"
    if found.startswith("-"):
        return " of at least 0"
    return ": write 0.7, not 70%" if found.endswith("%") else ", which is written as 0.7"


def as_number(outcome: str) -> str | float:
    """Return the number that a text writes as repr does, and any other text as it is.

    >>> as_number("-3.5"), as_number("3..5")
    (-3.5, '3..5')
    """
    if WRITTEN.fullmatch(outcome) and repr(float(outcome)) == outcome:
        return float(outcome)
    return outcome


def probability(cell: object) -> float | None:
    """Return a probability, 0 and 1 included, or None for an empty cell.

    >>> probability("0.0143")
    0.0143
    """
    # Tables repeat them: most are whole percents.
    return _probability(cell) if isinstance(cell, str) else number(cell)


@lru_cache(maxsize=KEPT)
def _probability(cell: str) -> float | None:
    value = number(cell)
    if value is None or value < 1.0:
        return value
    found = cell.strip()
    if value > 1.0:
        raise ValueError(f"{shown(str(found))} is no probability: it lies above 1")
    if not ONE.fullmatch(found):
        raise ValueError(f"{shown(str(found))} cannot be told from 1: write fewer digits, or 1")
    return value


def flag(cell: object) -> bool:
    """Return true or false; an empty cell is false.

    >>> flag("true"), flag("")
    (True, False)
    """
    if cell is None or isinstance(cell, bool):
        return bool(cell)
    found = cell.strip().lower() if isinstance(cell, str) else "?"
    if found and found not in FLAGS:
        raise ValueError(f"{shown(cell)} is neither true nor false")
    return FLAGS.get(found, False)
