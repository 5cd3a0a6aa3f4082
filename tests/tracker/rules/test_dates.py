"""Scores of dates against sums over single deadlines and arithmetic by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules import brier, deadline_brier, interval_log_loss


def test_deadline_brier_by_hand() -> None:
    # Half a chance from the start on, never more: a quarter, whatever happens and when.
    assert deadline_brier([0], [0.5], None, 40) == 0.25
    assert deadline_brier([0], [0.5], 10, 40) == 0.25
    # Said at once, happened on day 10 of 40: wrong for a quarter of the deadlines.
    assert deadline_brier([0, 0], [0.0, 1.0], 10, 40) == 0.25
    # Said day 30 for certain, happened on day 10: wrong for half of them.
    assert deadline_brier([30, 30], [0.0, 1.0], 10, 40) == 0.5
    # A line up to 1 on day 30, never happened: (30/3 + 10) / 40.
    assert deadline_brier([0, 30], [0.0, 1.0], None, 40) == pytest.approx(0.5)


def test_before_the_first_knot_nothing_was_expected() -> None:
    # 0 up to day 20, then 0.5: 20 days at 0.25 of 40, when it never happens.
    assert deadline_brier([20, 30], [0.5, 0.5], None, 40) == pytest.approx(0.125)


def test_no_deadline_lies_before_the_opening() -> None:
    # It had happened five days before: half a chance loses a quarter of each deadline from 0 on.
    assert deadline_brier([0], [0.5], -5, 40) == 0.25
    # (t + 10) / 20, said from ten days before, never comes: its square from 1/2 to 1, over 10 days.
    assert deadline_brier([-10, 10], [0, 1], None, 10) == pytest.approx(20 / 3 * (1 - 1 / 8) / 10)


def test_an_event_after_the_last_deadline_is_one_that_did_not_happen() -> None:
    x, f = [0, 60], [0.0, 0.9]
    assert deadline_brier(x, f, 50.0, 40) == deadline_brier(x, f, None, 40)
    assert deadline_brier(x, f, math.inf, 40) == deadline_brier(x, f, None, 40)


@given(
    f=st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4).map(sorted),
    happened=st.one_of(st.none(), st.integers(0, 30)),
    until=st.integers(1, 30),
)
def test_it_is_the_mean_brier_score_of_by_t(
    f: list[float], happened: int | None, until: int
) -> None:
    x = [0.0, 5.0, 11.0, 25.0]
    t = (np.arange(200 * until) + 0.5) / 200
    p = np.interp(t, x, f)
    y = np.zeros(len(t)) if happened is None else (happened <= t).astype(float)
    found = deadline_brier(x, f, happened, until)
    assert found == pytest.approx(brier(p, y).mean(), abs=1e-5)
    assert 0.0 <= found <= 1.0


# A chance that rises evenly to 0.4 on day 100, and the days on which it may happen.
RISING = (np.array([0.0, 100.0]), np.array([0.0, 0.4]))
DAYS = np.arange(1000) / 10 + 0.05


def expected_at_a_fixed_end(factor: float) -> float:
    """Return the expected score of the rising chance times a factor, up to day 100."""
    x, f = RISING[0], factor * RISING[1]
    losses = [deadline_brier(x, f, day, 100) for day in DAYS]
    return float(0.4 * np.mean(losses) + 0.6 * deadline_brier(x, f, None, 100))


def expected_when_stopped(factor: float) -> float:
    """Return the same when the integral stops at the event."""
    x, f = RISING[0], factor * RISING[1]
    losses = [deadline_brier(x, f, None, day) * day / 100 for day in DAYS]
    return float(0.4 * np.mean(losses) + 0.6 * deadline_brier(x, f, None, 100))


def test_up_to_a_fixed_end_the_truth_scores_best() -> None:
    factors = np.round(np.arange(0.0, 2.01, 0.1), 1)
    assert factors[np.argmin([expected_at_a_fixed_end(c) for c in factors])] == 1.0


def test_stopped_at_the_event_it_is_improper_and_never_scores_best() -> None:
    # The integral of F^2 up to the event alone: nothing is ever asked of F after it, so each
    # smaller chance is better, and "never" is free.
    factors = np.round(np.arange(0.0, 2.01, 0.1), 1)
    stopped = [expected_when_stopped(c) for c in factors]
    assert stopped[0] == 0.0
    assert stopped == sorted(stopped)


def test_rows_score_as_they_do_alone() -> None:
    x, f = [0, 10, 20], np.array([[0.0, 0.2, 0.3], [0.5, 0.5, 1.0]])
    together = deadline_brier(x, f, 12, 25)
    assert np.asarray(together).tolist() == [deadline_brier(x, row, 12, 25) for row in f]
    logs = interval_log_loss(x, f, interval=(5, 15))
    assert np.asarray(logs).tolist() == [interval_log_loss(x, row, interval=(5, 15)) for row in f]


def test_interval_log_loss_by_hand() -> None:
    x, f = [0, 100], [0.0, 0.5]
    assert interval_log_loss(x, f, interval=(20, 40)) == pytest.approx(-math.log(0.1))
    assert interval_log_loss(x, f, censored_at=40) == pytest.approx(-math.log(0.8))
    assert interval_log_loss(x, f, censored_at=500) == pytest.approx(-math.log(0.5))


def test_a_point_mass_lies_in_the_interval_that_ends_on_it() -> None:
    x, f = [0, 10, 10, 20], [0.0, 0.1, 0.9, 1.0]
    assert interval_log_loss(x, f, interval=(9, 10)) == pytest.approx(-math.log(0.81))
    assert interval_log_loss(x, f, interval=(10, 11)) == pytest.approx(-math.log(0.01))


def test_mass_at_the_first_knot_counts_and_before_it_there_is_none() -> None:
    x, f = [5, 10], [0.5, 1.0]
    assert interval_log_loss(x, f, interval=(4, 5)) == pytest.approx(-math.log(0.5))
    assert interval_log_loss(x, f, interval=(1, 4)) == math.inf
    assert interval_log_loss(x, f, censored_at=4.9) == 0.0


def test_the_impossible_is_infinite_and_the_certain_plus_zero() -> None:
    x, f = [0, 10], [0.0, 1.0]
    assert interval_log_loss(x, f, interval=(11, 12)) == math.inf
    assert interval_log_loss(x, f, censored_at=10) == math.inf
    assert math.copysign(1.0, interval_log_loss(x, f, interval=(-1, 10))) == 1.0


@given(
    x=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=6).map(sorted),
    raw=st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6).map(sorted),
    cuts=st.lists(st.floats(0.0, 60.0), min_size=1, max_size=6, unique=True).map(sorted),
)
def test_chances_of_all_intervals_and_of_never_sum_to_one(
    x: list[float], raw: list[float], cuts: list[float]
) -> None:
    f = raw[: len(x)]
    ends = [-1.0, *cuts]
    losses = [interval_log_loss(x, f, interval=ab) for ab in zip(ends, cuts, strict=False)]
    losses.append(interval_log_loss(x, f, censored_at=cuts[-1]))
    assert all(loss >= 0.0 for loss in losses)
    assert sum(math.exp(-loss) for loss in losses) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: deadline_brier([0], [0.5], None, 0), "until is 0"),
        (lambda: deadline_brier([0], [0.5], None, math.inf), "until is inf"),
        (lambda: deadline_brier([0], [0.5], None, math.nan), "until is nan"),
        (lambda: deadline_brier([0], [0.5], math.nan, 9), "happened is nan"),
        (lambda: deadline_brier([0, 1], [0.5, 0.4], 1, 9), "F falls"),
        (lambda: interval_log_loss([0], [0.5]), "give either"),
        (lambda: interval_log_loss([0], [0.5], (1, 2), 3), "give either"),
        (lambda: interval_log_loss([0], [0.5], (2, 2)), "is empty"),
        (lambda: interval_log_loss([0], [0.5], (math.nan, 2)), "is empty"),
        (lambda: interval_log_loss([0], [0.5], censored_at=math.nan), "censored_at is nan"),
    ],
)
def test_what_is_no_date_is_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
