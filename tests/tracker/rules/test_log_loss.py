"""The logarithmic loss against published examples, scikit-learn and scoringrules."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scoringrules
import sklearn.metrics

from tracker.rules import log_loss


def test_two_outcomes_give_the_number_of_the_scikit_learn_manual() -> None:
    # scikit-learn 1.9.1, log_loss, example of its manual page (ham 0, spam 1): 0.21616.
    p, y = np.array([0.9, 0.1, 0.2, 0.65]), np.array([1, 0, 0, 1])
    assert log_loss(p, y).mean() == pytest.approx(0.21616187468057912, abs=1e-15)
    assert log_loss(p, y).mean() == pytest.approx(sklearn.metrics.log_loss(y, p), abs=1e-15)


def test_scoringrules_gives_the_same_losses_one_by_one() -> None:
    p, y = np.array([0.03, 0.5, 0.97, 0.0, 1.0]), np.array([0, 1, 0, 0, 0])
    with np.errstate(divide="ignore"):
        theirs = scoringrules.log_score(y, p)
    assert np.allclose(log_loss(p, y), theirs, rtol=1e-14, atol=0.0)


def test_options_give_what_scikit_learn_gives() -> None:
    p = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.2, 0.2, 0.6]])
    y = [0, 2, 2]
    live = sklearn.metrics.log_loss(y, p, labels=[0, 1, 2])
    assert log_loss(p, y).mean() == pytest.approx(live, abs=1e-15)


@pytest.mark.parametrize(("p", "y"), [(0.0, 1), (1.0, 0), (0.0, 0.5), (1.0, 0.5)])
def test_a_wrong_certainty_is_infinite_and_not_clipped(p: float, y: float) -> None:
    assert log_loss(p, y) == math.inf


@pytest.mark.parametrize(("p", "y"), [(0.0, 0), (1.0, 1)])
def test_a_right_certainty_is_plus_zero(p: float, y: float) -> None:
    assert math.copysign(1.0, log_loss(p, y)) == 1.0
    assert log_loss(p, y) == 0.0
    # Beside a fractional outcome, where 0 times infinity counts as 0.
    assert log_loss([p, 0.5], [y, 0.5]).tolist() == [0.0, math.log(2)]


def test_a_fraction_is_the_weighted_mean_of_yes_and_no() -> None:
    expected = -0.25 * math.log(0.2) - 0.75 * math.log(0.8)
    assert log_loss(0.2, 0.25) == pytest.approx(expected, abs=1e-15)
