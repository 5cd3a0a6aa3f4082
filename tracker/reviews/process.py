"""How a forecaster worked on questions: what can be read after a few, when scores cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from forecasts.model import QuestionType
from forecasts.model.forecast import alike
from tracker.columns.facts import outcome_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forecasts.model import Forecast
    from tracker.reports.pair_scores import PairScore
    from tracker.reviews.assembled import Reviewed

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SURE = 0.9  # and from the other side 10%
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of which a number is the mean, each with what it hangs together with.

    That is the question's group, else the question: what comes from one says little twice.
    """

    values: tuple[float, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def mean(self) -> float | None:
        """The mean; None of nothing.

        >>> Sample((0.0, 1.0), ("a", "b")).mean
        0.5
        """
        return sum(self.values) / len(self.values) if self.values else None

    @property
    def clusters(self) -> int:
        """How many groups there are."""
        return len(set(self.groups))


def of_pairs(pairs: Iterator[tuple[float, str]]) -> Sample:
    """Return the sample of (value, group) pairs."""
    found = tuple(pairs)
    return Sample(tuple(value for value, _ in found), tuple(group for _, group in found))


def stood(score: PairScore) -> float | None:
    """Return the share of the time a question ran in which a number stood; None of no time."""
    return min(1.0, score.coverage / score.attainable) if score.attainable > 0.0 else None


def coverage(items: Sequence[Reviewed]) -> Sample:
    """Return for each question the share of the time it ran in which a number stood."""
    return of_pairs(
        (share, one.group)
        for one in items
        if one.score is not None and (share := stood(one.score)) is not None
    )


def days_unseen(items: Sequence[Reviewed]) -> Sample:
    """Return for each question the days between the last look and its end, or its known outcome."""
    return of_pairs(
        ((one.ends_at - max(row.made_at for row in looks)) / DAY, one.group)
        for one in items
        if (looks := _in_time(one))
    )


def moves(one: Reviewed) -> list[Forecast]:
    """Return the numbers that were moved to: other ones than the same forecaster's last, in time.

    A first number is no move, nor is a second look that says the same, nor what never stood.
    """
    return [
        after.forecast
        for track in one.tracks
        for before, after in pairwise(track.stretches(one.question.terms.opens_at, one.ends_at))
        if after.forecast.stated and not alike(before.forecast.stated, after.forecast.stated)
    ]


def reasons(items: Sequence[Reviewed]) -> Sample:
    """Return 1 for each move with a reason and 0 for one without."""
    return of_pairs((float(bool(row.rationale)), one.group) for one in items for row in moves(one))


def outside_views(items: Sequence[Reviewed]) -> Sample:
    """Return 1 for each question with a reference class and 0 for one without.

    The first number fixes it: where there is one, it was on record before any number of one's own.
    """
    return of_pairs(
        (float(one.question.terms.reference_class is not None), one.group) for one in items
    )


def prompt_looks(items: Sequence[Reviewed]) -> Sample:
    """Return 1 for each piece of news that was followed by a look within a week, else 0.

    Of news after the first number, on a question that stayed open for that week.
    """
    return of_pairs(
        (float(any(note.observed_at < at <= note.observed_at + WEEK for at in looks)), one.group)
        for one in items
        for looks in [[row.made_at for row in _in_time(one)]]
        for note in one.evidence
        if looks and min(looks) <= note.observed_at <= one.ends_at - WEEK
    )


def sure_and_wrong(items: Sequence[Reviewed]) -> Sample:
    """Return 1 for each question on which a number at 90% or more, or 10% or less, failed.

    0 where all such numbers held; those without one are left out. It is counted by question, so
    that saying the same thing often adds nothing.
    """
    return of_pairs(
        (float(any(round(p) != outcome_value(one.outcome) for p in sure)), one.group)
        for one in items
        if one.question.type is QuestionType.BINARY and outcome_value(one.outcome) in (0.0, 1.0)
        for sure in [[row.chance.probability for row in _in_time(one)
                      if row.chance and _is_sure(row.chance.probability)]]
        if sure
    )  # fmt: skip


def _is_sure(p: float) -> bool:
    return max(p, 1.0 - p) >= SURE - ROUNDING


def _in_time(one: Reviewed) -> list[Forecast]:
    """Return the numbers said before no forecast counted any more, of all whose they are."""
    return [row for track in one.tracks for row in track.numbers if row.made_at < one.ends_at]
