"""Desks of forecasters, simulated: questions that yes closes early, and noes entered late."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtr

from tracker.calibration import consistency_band, corp, e_process

Array = np.ndarray[Any, np.dtype[Any]]
Random = np.random.Generator
LIFE_DAYS, LATE_DAYS = 30.0, 15.0  # of a question; a no is entered so late on average


@dataclass(frozen=True, slots=True)
class Paths:
    """Questions open from 0 to 1, asked in m stretches: what was stated, for how long, and y.

    p, weight: shape (n, m), weight the time of a stretch in which the question was open. y:
    shape (n,). at: when yes happened, above 1 for no.
    """

    p: Array
    weight: Array
    y: Array
    at: Array

    @property
    def votes(self) -> tuple[Array, Array, Array, Array]:
        """The stretches that stood: p in thousandths, y, weight and the question of each."""
        n, m = self.p.shape
        stands = self.weight.ravel() > 0.0
        question = np.repeat(np.arange(n), m)[stands]
        p = np.round(self.p.ravel(), 3)[stands]
        return p, self.y[question].astype(float), self.weight.ravel()[stands], question


def that_end_with_yes(random: Random, n: int, m: int) -> Paths:
    """Return calibrated paths of questions with a constant hazard, closed by the event.

    P(yes by 1) is uniform, and P(yes by 1 | not by t) = 1 - (1 - P)^(1 - t) is stated at the
    middle of each stretch.
    """
    chance = random.uniform(0.0, 1.0, n)
    at = random.exponential(1.0, n) / -np.log1p(-chance)
    start = np.arange(m) / m
    p = 1.0 - (1.0 - chance[:, None]) ** (1.0 - start - 0.5 / m)
    weight = np.clip(np.minimum(at, 1.0)[:, None] - start, 0.0, 1.0 / m)
    return Paths(p, weight, at <= 1.0, at)


def that_stand_still(random: Random, n: int, m: int) -> Paths:
    """Return forecasts that are restated in every stretch and never move."""
    p = np.repeat(random.uniform(0.0, 1.0, n)[:, None], m, axis=1)
    return Paths(p, np.full((n, m), 1.0 / m), random.random(n) < p[:, 0], np.ones(n))


def that_wander(random: Random, n: int, m: int) -> Paths:
    """Return the chance that a Brownian motion ends above 0, as it comes to be known."""
    steps = random.normal(0.0, 1.0 / math.sqrt(m), (n, m + 1))
    steps[:, 0] = random.normal(0.0, 1.0, n)
    path = np.cumsum(steps, axis=1)
    left = 1.0 - np.arange(m) / m
    y = path[:, -1] > 0.0
    return Paths(ndtr(path[:, :-1] / np.sqrt(left)), np.full((n, m), 1.0 / m), y, np.ones(n))


def covered(
    draw: Callable[[Random, int, int], Paths], n: int, runs: int, *, clustered: bool = True
) -> tuple[float, float]:
    """Return how much of the curve's weight the 90% band covered, and the standard error."""
    random, shares = np.random.default_rng(11), []
    for run in range(runs):
        p, y, weight, question = draw(random, n, 10).votes
        curve = corp(p, y, weight)
        band = consistency_band(p, weight, question if clustered else None, resamples=200, seed=run)
        at = np.searchsorted(curve.stated, band.stated)
        happened = curve.happened[at]
        inside = (band.low - 1e-12 <= happened) & (happened <= band.high + 1e-12)
        shares.append(share(inside, curve.weight[at]))
    return float(np.mean(shares)), float(np.std(shares)) / math.sqrt(runs)


def share(values: Array, weight: Array) -> float:
    """Return the weighted mean."""
    return float((values * weight).sum() / weight.sum())


@dataclass(frozen=True, slots=True)
class Desk:
    """Questions by scheduled end, one a day, asked for 30 days; times in days.

    p: what was stated at the opening. entered_at: when the outcome came on record.
    """

    p: Array
    y: Array
    ends_at: Array
    entered_at: Array

    def review(self, at: float) -> tuple[Array, Array]:
        """Return p and y of what has ended by then, y nan where no outcome is on record."""
        ended = self.ends_at <= at
        y = np.where(self.entered_at <= at, self.y, np.nan)
        return self.p[ended], y[ended]


def desk(random: Random, n: int, slope: float = 1.0) -> Desk:
    """Return a desk whose chances q are uniform in (.05, .95), with logit p = slope * logit q.

    A yes happens at a uniform time of the question's life, closes it and is entered that day; a no
    is entered after the scheduled end, 15 days late on average.
    """
    q = random.uniform(0.05, 0.95, n)
    y = random.random(n) < q
    opens_at = np.arange(n, dtype=float)
    ends_at = opens_at + LIFE_DAYS
    early = opens_at + LIFE_DAYS * random.random(n)
    entered_at = np.where(y, early, ends_at + random.exponential(LATE_DAYS, n))
    odds = (q / (1.0 - q)) ** slope
    return Desk(odds / (1.0 + odds), y.astype(float), ends_at, entered_at)


def declared(found: Desk) -> bool:
    """Return whether reviews after every entry of an outcome ever declare.

    The first question without an outcome stops each review, so that it sees the beginning of the
    path that the last one sees whole, and one look at the last does for all.
    """
    return e_process(found.p, found.y).declared_after is not None


def declared_as_known(found: Desk) -> bool:
    """Return the same when questions enter in the order in which their outcomes were known."""
    order = np.argsort(found.entered_at, kind="stable")
    return e_process(found.p[order], found.y[order]).declared_after is not None


def times_declared(
    n: int, runs: int, slope: float = 1.0, by: Callable[[Desk], bool] = declared
) -> int:
    """Return in how many of these runs a desk of n questions was declared not calibrated."""
    random = np.random.default_rng(n)
    return sum(by(desk(random, n, slope)) for _ in range(runs))


@dataclass(frozen=True, slots=True)
class Halftime:
    """What calibrated forecasters had stated, and what had happened, of a cohort."""

    stated: float
    happened: float
    questions: int


def halftime(random: Random, n: int) -> tuple[Halftime, Halftime]:
    """Return the cohorts resolved so far and closed by schedule, when half of the time is over.

    Half of the questions are open from 0 to 1, and half from -1/2 to 1/2, at which one looks. A
    yes closes its question; noes are all on record at their scheduled end.
    """
    found = that_end_with_yes(random, n, 50)
    ends = np.arange(n) % 2 == 0  # by 1/2; the others go on to 1
    known = np.minimum(found.at, 1.0) - np.where(ends, 0.5, 0.0)
    cut = np.clip(0.5 + np.where(ends, 0.5, 0.0)[:, None] - np.arange(50) / 50, 0.0, 0.02)
    weight = np.minimum(found.weight, cut)
    y = np.repeat(found.y[:, None], 50, axis=1)
    resolved, closed = known <= 0.5, ends
    return tuple(  # type: ignore[return-value]
        Halftime(share(found.p[rows], weight[rows]), share(y[rows], weight[rows]), int(rows.sum()))
        for rows in (resolved, closed)
    )
