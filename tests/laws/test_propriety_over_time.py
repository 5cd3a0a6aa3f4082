"""What each time policy pays for: expectations over every way a question can go, exactly.

A question is open for N days and closes on the day on which its event happens. Whoever knows the
hazard knows the chance on every day, so the honest path is known, and the expected score of any
other path can be set against it. No random number is drawn: each day on which it may happen is a
world of its own with its own weight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.scoring import DAY_US, LOSSES, NEVER, History, Policy, Questions, judge

Array = np.ndarray[Any, np.dtype[Any]]

losses = pytest.mark.parametrize("rule", tuple(LOSSES))


@dataclass(frozen=True)
class Hazard:
    """A chance for every day that the event happens on it, if it has not yet."""

    daily: Array
    rate: float = 0.5
    by_deadline: bool = False

    @property
    def days(self) -> int:
        return len(self.daily)

    @property
    def alive(self) -> Array:
        """The chance that it has not happened when a day begins, and at the end of all."""
        return np.concatenate(([1.0], np.cumprod(1.0 - self.daily)))

    @property
    def honest(self) -> Array:
        """The chance, on each day that begins without it, that it still happens."""
        return np.array([1.0 - np.prod(1.0 - self.daily[day:]) for day in range(self.days)])

    @property
    def weights(self) -> Array:
        """The chance of each world: it happens on day 0, 1, ... or never."""
        return np.append(self.alive[:-1] * self.daily, self.alive[-1])

    def worlds(self) -> Questions:
        count = self.days + 1
        happened = np.arange(count) < self.days
        known = np.minimum(np.arange(count) + 1, self.days) * DAY_US
        return Questions(
            opens_us=np.zeros(count, dtype=np.int64),
            closes_us=np.full(count, self.days * DAY_US),
            known_us=known,
            spot_us=np.full(count, self.days // 2 * DAY_US),
            outcome=happened.astype(np.float64),
            rate=np.full(count, self.rate),
            has_class=np.ones(count, dtype=bool),
            by_deadline=np.full(count, self.by_deadline),
        )

    def expected(self, path: Sequence[float] | Array, policy: str, rule: str = "brier") -> float:
        """Return the mean over the worlds that are scored; a nan in the path is a withdrawal."""
        (judged,) = judge(self.worlds(), self._said(np.asarray(path)), [Policy.parse(policy)])
        scores = judged.rules[rule].score
        weights = np.where(np.isnan(scores), 0.0, self.weights[judged.question])
        counted = weights > 0.0
        return float(weights[counted] @ scores[counted] / weights.sum())

    def _said(self, path: Array) -> History:
        count, rows = self.days + 1, (self.days + 1) * len(path)
        p = np.tile(path, count)
        return History(
            question=np.repeat(np.arange(count), len(path)),
            forecaster=np.zeros(rows, dtype=np.int64),
            made_us=np.tile(np.arange(len(path)) * DAY_US, count),
            until_us=np.full(rows, NEVER),
            recorded_us=np.zeros(rows, dtype=np.int64),
            p=p,
            low=p,
            high=p,
            peer=np.ones(rows, dtype=bool),
        )


# Constant hazard, P(yes by day 100) = .4; an honest forecaster says .40 on the first day.
CONSTANT = Hazard(np.full(100, 1.0 - 0.6**0.01))


def best(expected: Callable[[float], float], grid: Array) -> float:
    """Return the point of the grid with the least expected loss."""
    return float(grid[np.argmin([expected(point) for point in grid])])


def lowest(expected: Callable[[float], float]) -> float:
    """Return where a Brier score, a parabola in any one number that was said, is least."""
    at_0, at_half, at_1 = expected(0.0), expected(0.5), expected(1.0)
    return (3 * at_0 - 4 * at_half + at_1) / (4 * (at_0 - 2 * at_half + at_1))


def scaled(policy: str, rule: str = "brier") -> Callable[[float], float]:
    """Return c -> the expected loss of every honest forecast times c."""
    return lambda c: CONSTANT.expected(np.minimum(c * CONSTANT.honest, 1.0), policy, rule)


def day_set_to(day: int, policy: str) -> Callable[[float], float]:
    """Return q -> the expected loss of the honest path with one day's forecast set to q."""
    changed = np.arange(100) == day
    return lambda q: CONSTANT.expected(np.where(changed, q, CONSTANT.honest), policy)


def test_the_honest_path_begins_at_its_chance() -> None:
    assert CONSTANT.honest[0] == pytest.approx(0.4)
    assert CONSTANT.weights.sum() == pytest.approx(1.0)


@losses
@pytest.mark.parametrize("policy", ["scheduled", "spot", "before-close:7d"])
def test_a_maintained_forecast_scores_best_when_honest(policy: str, rule: str) -> None:
    grid = np.round(np.arange(0.8, 1.21, 0.02), 2)
    assert best(scaled(policy, rule), grid) == 1.0


def test_under_scheduled_no_single_day_gains_by_another_number() -> None:
    for day in (0, 49, 99):
        honest = float(CONSTANT.honest[day])
        assert lowest(day_set_to(day, "scheduled")) == pytest.approx(honest, abs=1e-9)


def test_under_open_an_honest_40_percent_is_best_stated_as_80() -> None:
    # As in continuous time: .80 is best for an honest .40, and .296 for an honest .229 on day 50.
    assert lowest(day_set_to(0, "open")) == pytest.approx(0.80, abs=0.005)
    assert CONSTANT.honest[49] == pytest.approx(0.229, abs=0.001)
    assert lowest(day_set_to(49, "open")) == pytest.approx(0.296, abs=0.001)


def test_under_open_exaggerating_pays() -> None:
    # .2228 for the honest path, .2012 for 1.3 times it.
    assert scaled("open")(1.0) == pytest.approx(0.2228, abs=5e-5)
    assert scaled("open")(1.3) == pytest.approx(0.2012, abs=5e-5)


def test_last_is_gamed_by_saying_yes_until_the_last_day() -> None:
    # The last forecast of a question that closes early is always one on which yes was known next.
    gamed = np.where(np.arange(100) < 99, 1.0, CONSTANT.honest)
    assert CONSTANT.expected(gamed, "last") < 0.01
    assert CONSTANT.expected(CONSTANT.honest, "last") > 0.2


def test_under_scheduled_a_forecast_that_is_never_looked_at_again_is_charged_for_it() -> None:
    # Who will not come back does best with .24, the mean of what should be said while it is open.
    stale = lowest(lambda p: CONSTANT.expected([p], "scheduled"))
    assert stale == pytest.approx(0.24, abs=0.005)
    assert CONSTANT.expected([stale], "scheduled") > scaled("scheduled")(1.0)


chance = st.floats(0.0, 1.0)
hazards = st.builds(
    Hazard,
    daily=st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 0.6)), min_size=1, max_size=8).map(
        np.array
    ),
    rate=st.floats(0.01, 0.99),
    by_deadline=st.booleans(),
)


@losses
@given(hazard=hazards, data=st.data())
def test_whatever_the_hazard_no_path_beats_the_honest_one_under_scheduled(
    rule: str, hazard: Hazard, data: st.DataObject
) -> None:
    days = hazard.days
    later = st.lists(st.one_of(chance, st.just(np.nan)), min_size=days - 1, max_size=days - 1)
    # One number on the first day, so that every world is scored: who never stood has no score.
    other = [data.draw(chance), *data.draw(later)]
    honest = hazard.expected(hazard.honest, "scheduled", rule)
    assert hazard.expected(other, "scheduled", rule) >= honest - 1e-12


@losses
@given(hazard=hazards, data=st.data())
def test_leaving_a_day_to_the_reference_changes_the_expectation_by_what_it_knows_less(
    rule: str, hazard: Hazard, data: st.DataObject
) -> None:
    """Withdrawing, expiring or waiting helps exactly where the reference is expected to do better.

    For any path q and any later days left out, the change is the sum over those days of
    P(still open) (E loss(reference) - E loss(q)) / N, with E under the chance at that day. So it
    never helps who is honest, nor anybody on a day on which they beat the reference.
    """
    days = hazard.days
    path = np.array(data.draw(st.lists(st.floats(0.01, 0.99), min_size=days, max_size=days)))
    left_out = np.array(data.draw(st.lists(st.booleans(), min_size=days, max_size=days)))
    left_out[0] = False  # one forecast must stand for there to be a score at all
    change = hazard.expected(np.where(left_out, np.nan, path), "scheduled", rule)
    change -= hazard.expected(path, "scheduled", rule)
    middle = (days - np.arange(days) - 0.5) / days
    flat = np.full(days, hazard.rate)
    said = 1.0 - (1.0 - hazard.rate) ** middle if hazard.by_deadline else flat
    gained = of_chance(rule, said, hazard.honest) - of_chance(rule, path, hazard.honest)
    expected = float((hazard.alive[:-1] * gained)[left_out].sum() / days)
    assert change == pytest.approx(expected, abs=1e-11)


def of_chance(rule: str, p: Array, truth: Array) -> Array:
    """Return the expected loss of p where the chance of yes is `truth`."""
    of_yes, of_no = (LOSSES[rule](p, np.full(len(p), y)) for y in (1.0, 0.0))
    return np.asarray(truth * of_yes + (1.0 - truth) * of_no)
