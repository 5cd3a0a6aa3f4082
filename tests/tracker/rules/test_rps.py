"""The ranked probability score against Epstein's own formula and scoringrules."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules

from tracker.rules import rps


def epstein(p: list[float], y: int) -> float:
    """Return the score of Epstein (1969), equation 6 (0 worst, 1 best), term by term."""
    steps = len(p) - 1
    squares = sum(sum(p[: i + 1]) ** 2 + sum(p[i + 1 :]) ** 2 for i in range(steps))
    distance = sum(abs(i - y) * p[i] for i in range(len(p)))
    return 1.5 - squares / (2 * steps) - distance / steps


@pytest.mark.parametrize("y", range(4))
@pytest.mark.parametrize("p", [[0.1, 0.2, 0.3, 0.4], [0.25] * 4, [0.0, 1.0, 0.0, 0.0]])
def test_it_is_one_minus_the_score_of_epstein(p: list[float], y: int) -> None:
    assert rps([p], [y])[0] == pytest.approx(1 - epstein(p, y), abs=1e-15)


def test_scoringrules_gives_the_same_sum_before_the_division() -> None:
    # scoringrules counts categories from 1 and leaves the sum undivided.
    p = np.array([[0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1], [0.0, 0.0, 0.5, 0.5]])
    y = np.array([2, 3, 0])
    assert rps(p, y) * 3 == pytest.approx(scoringrules.rps_score(y + 1, p), abs=1e-15)


def test_the_farthest_certainty_loses_all_and_a_near_miss_less() -> None:
    p = np.eye(3)
    assert rps(p, [2, 2, 2]).tolist() == [1.0, 0.5, 0.0]


def test_a_vector_has_no_order_of_options() -> None:
    with pytest.raises(ValueError, match="ordered options need a row for each"):
        rps([0.2, 0.3, 0.5], [1])
