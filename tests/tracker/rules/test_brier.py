"""The Brier score against published examples and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from tracker.rules import brier


def test_two_outcomes_give_the_number_of_the_scikit_learn_manual() -> None:
    # scikit-learn 1.9.1, brier_score_loss, first example of its manual page: 0.0375.
    p, y = [0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0]
    assert brier(p, y).mean() == pytest.approx(0.0375, abs=1e-15)
    assert brier(p, y).mean() == pytest.approx(brier_score_loss(y, p), abs=1e-15)


def test_three_options_give_half_the_number_of_the_scikit_learn_manual() -> None:
    # scikit-learn 1.9.1, brier_score_loss, example with eggs, ham, spam: 0.146 two-sided.
    p = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.2, 0.2, 0.6]])
    y = [0, 1, 2]
    assert 2 * brier(p, y).mean() == pytest.approx(0.14666666666666667, abs=1e-15)
    live = brier_score_loss(["a", "b", "c"], p, labels=["a", "b", "c"], scale_by_half=True)
    assert brier(p, y).mean() == pytest.approx(live, abs=1e-15)


def test_wrong_certainty_on_options_loses_all() -> None:
    assert brier([[1.0, 0.0, 0.0]], [2]).tolist() == [1.0]


@pytest.mark.parametrize(("p", "r", "expected"), [(0.5, 0.5, 0.25), (0.25, 0.5, 0.3125)])
def test_a_fraction_is_the_weighted_mean_of_yes_and_no(p: float, r: float, expected: float) -> None:
    assert brier(p, r) == expected
    assert brier([p, p], [r, 1.0]).tolist() == [expected, (1 - p) ** 2]


def test_a_near_certainty_keeps_its_digits() -> None:
    assert brier(1.0 - 2.0**-40, 1) == 2.0**-80
