"""What few questions say of a forecaster's calibration, from the stated numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import times
from tracker import calibration
from tracker.columns.votes import votes_before_close
from tracker.reports.figures import Stated
from tracker.reports.pair_scores import base_rate
from tracker.scoring import DAY_US

if TYPE_CHECKING:
    from collections.abc import Mapping

    from forecasts.model import Question
    from tracker.calibration import ExpectedYes
    from tracker.columns.cohort import Cohort
    from tracker.columns.stood import Stood
    from tracker.columns.votes import Cast

DAYS = (30, 7, 1)  # before the close; the first at which most questions have a number
MOST = 0.8
YEAR_DAYS = 365
ROUNDING = 1e-9
HORIZON_DAYS = 30 * YEAR_DAYS  # further ahead nothing is foretold


@dataclass(frozen=True, slots=True, kw_only=True)
class FewVotes:
    """One vote a question, so many days before its close, and what calibrated people would get.

    without: questions that had no number then. brier: the mean Brier score of the votes, 0 best;
    brier_low, brier_high: its 5-95% range if calibrated. needed: how many questions like these
    show 1.5-fold over-confidence in four looks of five, None where no number does; seen: how
    surely so many as there are show it. a_year: at the present pace; needed_at: when that many
    will be there, None beyond thirty years.
    """

    days: int
    rows: tuple[Stated, ...]
    without: int
    expected: float
    observed: int
    low: int
    high: int
    brier: float
    brier_low: float
    brier_high: float
    seen: float
    needed: int | None
    a_year: float
    needed_at: datetime | None

    @property
    def surprising(self) -> bool:
        """Whether the count or the score lies where nine calibrated forecasters in ten's do not."""
        usual = self.brier_low - ROUNDING <= self.brier <= self.brier_high + ROUNDING
        return not (self.low <= self.observed <= self.high and usual)


def few_votes(
    found: Stood, members: Cohort, asked: Mapping[int, Question], at: datetime, a_year: float
) -> FewVotes | None:
    """Return what few votes say; None without any.

    found: what one forecaster said on the members, one statement at a time. asked: the questions
    by id.
    """
    days, cast = _cast(found, members)
    if not len(cast.p):
        return None
    law = calibration.expected_yes(cast.p, cast.y, members.clusters(cast.question))
    needed = calibration.questions_needed(cast.p)
    low, high = calibration.brier_range(cast.p, members.clusters(cast.question))
    return FewVotes(
        days=days,
        rows=tuple(_rows(cast, days, asked)),
        without=len(np.unique(found.question[_told(found)])) - cast.questions,
        expected=law.expected,
        observed=law.observed,
        low=law.low,
        high=law.high,
        brier=float(((cast.p - cast.y) ** 2).mean()),
        brier_low=low,
        brier_high=high,
        seen=calibration.power(cast.p, len(cast.p)),
        needed=needed,
        a_year=a_year,
        needed_at=_needed_at(needed, law, at, a_year),
    )


def _told(found: Stood) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray((found.y == 0.0) | (found.y == 1.0))


def _cast(found: Stood, members: Cohort) -> tuple[int, Cast]:
    """Return the votes on whole outcomes at the first horizon that most questions reach."""
    told = found.only(_told(found))
    every = len(np.unique(told.question))
    at = {days: votes_before_close(told, members, days * 24) for days in DAYS}
    chosen = next((days for days in DAYS if at[days].questions >= MOST * every), None)
    if chosen is None:
        chosen = max(DAYS, key=lambda days: at[days].questions)
    return chosen, at[chosen]


def _rows(cast: Cast, days: int, asked: Mapping[int, Question]) -> list[Stated]:
    return [
        Stated(
            asked[id_].slug,
            asked[id_].title,
            p,
            y > 0.0,
            _base_rate(asked[id_], times.to_us(asked[id_].terms.closes_at) - days * DAY_US),
        )
        for id_, p, y in zip(cast.question.tolist(), cast.p.tolist(), cast.y.tolist(), strict=True)
    ]


def _base_rate(question: Question, at_us: int) -> float | None:
    """Return what the base rate said at an instant, None without one."""
    at = times.from_us(at_us)
    path = base_rate(question, question.terms.closes_at)
    return next((step.p for step in path if step.start <= at < step.end), None)


def _needed_at(
    needed: int | None, law: ExpectedYes, at: datetime, a_year: float
) -> datetime | None:
    if needed is None or a_year <= 0.0:
        return None
    days = (needed - law.questions) / a_year * YEAR_DAYS
    return at + timedelta(days=days) if 0 < days < HORIZON_DAYS else None
