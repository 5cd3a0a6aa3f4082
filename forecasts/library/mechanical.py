"""The forecasters that every analyst must beat: rules that say a number and know nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.model import QuestionType, Stated, times
from forecasts.model.needs import CHOICES
from forecasts.model.prediction import Quantiles, Shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from forecasts.library.question_set import SetQuestion
    from forecasts.model import ReferenceClass, Terms


@dataclass(frozen=True, slots=True)
class Step:
    """What a rule says from an instant on."""

    made_at: datetime
    stated: Stated | Shares | Quantiles


def coin(question: SetQuestion) -> Iterator[Step]:
    """Yield even chances: ½, or a share for each option on offer; nothing on numbers and days."""
    if question.type is QuestionType.BINARY:
        yield _chance(question.terms.opens_at, 0.5)
    elif question.type in CHOICES:
        yield from _shares(question.terms, {})


def base_rate(question: SetQuestion) -> Iterator[Step]:
    """Yield what the earlier cases say; nothing where nothing was counted.

    Yes or no: the rate r = (k + ½)/(n + 1). By a deadline the chance shrinks with the time that is
    left, 1 - (1 - r)^((C - t)/(C - O)): said at the opening and at each month's start, each time
    for the middle of what it stands for. A day: the chance r spread evenly up to the horizon, said
    at the same instants for the case that it has not come yet. One of K: (k_i + ½)/(n + K/2), of
    the K options on offer and the n cases among them, anew when others are. A number: each gap
    between the n earlier ones is as likely as any other, 1/(n + 1).
    """
    if question.earlier:
        levels = enumerate(sorted(question.earlier), start=1)
        share = 1.0 / (len(question.earlier) + 1)
        yield Step(question.terms.opens_at, Quantiles(tuple((i * share, x) for i, x in levels)))
    elif (counted := question.terms.reference_class) is not None:
        yield from COUNTED[question.type](question.terms, counted)


def _yes(terms: Terms, counted: ReferenceClass) -> Iterator[Step]:
    if not terms.by_deadline:
        yield _chance(terms.opens_at, counted.rate)
        return
    life = terms.closes_at - terms.opens_at
    for start, end in pairwise([*_starts(terms), terms.closes_at]):
        left = (terms.closes_at - start - (end - start) / 2) / life
        yield _chance(start, counted.rate_within(left))


def _day(terms: Terms, counted: ReferenceClass) -> Iterator[Step]:
    horizon, rate = terms.horizon, counted.rate
    for start in _starts(terms):
        left = (horizon - start) / (horizon - terms.opens_at)
        still = rate * left / (1.0 - rate * (1.0 - left))
        places = ((0.0, times.to_seconds(start)), (still, times.to_seconds(horizon)))
        yield Step(start, Quantiles(places))


def _one_of(terms: Terms, counted: ReferenceClass) -> Iterator[Step]:
    yield from _shares(terms, dict(zip(counted.options, counted.counts, strict=True)))


def _shares(terms: Terms, counts: Mapping[str, int]) -> Iterator[Step]:
    """Yield the shares by the counts at the opening, and whenever other options are on offer."""
    ends = {end for one in terms.choices for end in (one.offered_from, one.offered_until) if end}
    changes = sorted(end for end in ends if terms.opens_at < end < terms.closes_at)
    for at in (terms.opens_at, *changes):
        cases = [
            counts.get(one.name, 0) + 0.5 if one.offered(at) else None for one in terms.choices
        ]
        if whole := sum(filter(None, cases)):
            yield Step(at, Shares(tuple(k if k is None else k / whole for k in cases)))


COUNTED: Mapping[QuestionType, Callable[[Terms, ReferenceClass], Iterator[Step]]] = (
    MappingProxyType(
        {
            QuestionType.BINARY: _yes,
            QuestionType.DATE: _day,
            QuestionType.MULTIPLE_CHOICE: _one_of,
            QuestionType.ORDINAL: _one_of,
        }
    )
)


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
RULES: Mapping[str, Callable[[SetQuestion], Iterator[Step]]] = MappingProxyType(
    {"coin": coin, "base-rate": base_rate}
)
