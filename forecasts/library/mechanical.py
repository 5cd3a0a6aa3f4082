"""The forecasters that every analyst must beat: rules that say a number and know nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.model import QuestionType, Stated
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from forecasts.model import Terms
    from forecasts.model.fit import Asked


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule says from an instant on."""

    made_at: datetime
    stated: Stated | Shares


def coin(question: Asked) -> Iterator[Step]:
    """Yield even chances at the opening: ½, or a share for each option; nothing on numbers."""
    terms = question.terms
    if question.type is QuestionType.BINARY:
        yield _chance(terms.opens_at, 0.5)
    elif question.type in CHOICES:
        count = len(terms.choices)
        yield Step(terms.opens_at, Shares((1.0 / count,) * count))


def base_rate(question: Asked) -> Iterator[Step]:
    """Yield the reference class's rate (k + ½)/(n + 1); nothing where nothing was counted.

    By a deadline the chance shrinks with the time that is left, 1 - (1 - r)^((C - t)/(C - O)): said
    at the opening and at each month's start, each time for the middle of what it stands for.
    """
    terms = question.terms
    if terms.reference_class is None or question.type is not QuestionType.BINARY:
        return
    rate = terms.reference_class.rate
    if not terms.by_deadline:
        yield _chance(terms.opens_at, rate)
        return
    life = terms.closes_at - terms.opens_at
    for start, end in pairwise([*_starts(terms), terms.closes_at]):
        left = (terms.closes_at - start - (end - start) / 2) / life
        yield _chance(start, -math.expm1(left * math.log1p(-rate)))


def _chance(made_at: datetime, probability: float) -> Step:
    return Step(made_at, Stated(probability, typed=""))


def _starts(terms: Terms) -> Iterator[datetime]:
    """Yield the opening, then the start of each UTC month before the close."""
    start = terms.opens_at
    while start < terms.closes_at:
        yield start
        month = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        start = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


# forecaster -> what it says of a question, in order of time, over the question's whole life.
RULES: Mapping[str, Callable[[Asked], Iterator[Step]]] = MappingProxyType(
    {"coin": coin, "base-rate": base_rate}
)
