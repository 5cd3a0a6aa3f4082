"""The spherical loss against arithmetic by hand."""

from __future__ import annotations

import math

import pytest

from tracker.rules import spherical_loss


def test_two_outcomes_by_hand() -> None:
    # |(0.6, 0.8)| is 1, so odds of 3 to 4 lose 1 - 3/5 and 1 - 4/5.
    assert spherical_loss(3 / 7, 1) == pytest.approx(0.4, abs=1e-15)
    assert spherical_loss(3 / 7, 0) == pytest.approx(0.2, abs=1e-15)


def test_three_options_by_hand() -> None:
    # |(1, 2, 2)| is 3.
    assert spherical_loss([[0.2, 0.4, 0.4]] * 3, [0, 1, 2]) == pytest.approx([2 / 3, 1 / 3, 1 / 3])


@pytest.mark.parametrize(("p", "y", "loss"), [(0.0, 0, 0.0), (1.0, 1, 0.0), (0, 1, 1), (1, 0, 1)])
def test_certainties_lose_nothing_or_all(p: float, y: float, loss: float) -> None:
    assert spherical_loss(p, y) == loss


def test_a_fraction_is_the_weighted_mean_of_yes_and_no() -> None:
    expected = 0.25 * spherical_loss(0.9, 1) + 0.75 * spherical_loss(0.9, 0)
    assert spherical_loss(0.9, 0.25) == pytest.approx(expected, abs=1e-15)
    assert spherical_loss(0.5, 0.5) == pytest.approx(1 - 1 / math.sqrt(2), abs=1e-15)
