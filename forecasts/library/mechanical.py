"""The forecasters that every analyst must beat: rules that say a number and know nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from forecasts.model import Terms


@dataclass(frozen=True, slots=True)
class Step:
    """A probability that a rule says from an instant on."""

    made_at: datetime
    probability: float


def coin(terms: Terms) -> Iterator[Step]:
    """Yield ½ at the opening."""
    yield Step(terms.opens_at, 0.5)


def base_rate(terms: Terms) -> Iterator[Step]:
    """Yield the reference class's rate (k + ½)/(n + 1); nothing where nothing was counted.

    By a deadline the chance shrinks with the time that is left, 1 - (1 - r)^((C - t)/(C - O)): said
    at the opening and at each month's start, each time for the middle of what it stands for.
    """
    if terms.reference_class is None:
        return
    rate = terms.reference_class.rate
    if not terms.by_deadline:
        yield Step(terms.opens_at, rate)
        return
    life = terms.closes_at - terms.opens_at
    for start, end in pairwise([*_starts(terms), terms.closes_at]):
        left = (terms.closes_at - start - (end - start) / 2) / life
        yield Step(start, -math.expm1(left * math.log1p(-rate)))


def _starts(terms: Terms) -> Iterator[datetime]:
    """Yield the opening, then the start of each UTC month before the close."""
    start = terms.opens_at
    while start < terms.closes_at:
        yield start
        month = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        start = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


# forecaster -> what it says of a question, in order of time, over the question's whole life.
RULES: Mapping[str, Callable[[Terms], Iterator[Step]]] = MappingProxyType(
    {"coin": coin, "base-rate": base_rate}
)
