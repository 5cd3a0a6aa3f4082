"""One planned look: what it shows is what simulated forecasters show."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tracker.calibration import brier_range, power, questions_needed, spiegelhalter

STATED = np.array([0.05, 0.1, 0.3, 0.6, 0.9])


def test_the_questions_needed_show_it_four_times_in_five() -> None:
    n = questions_needed(STATED)
    assert n is not None
    random = np.random.default_rng(3)
    seen = dict.fromkeys((14, n), 0)
    for size in seen:
        p = np.resize(STATED, size)
        true = 1 / (1 + ((1 - p) / p) ** (1 / 1.5))
        for _ in range(1_500):
            found = spiegelhalter(p, (random.random(size) < true).astype(int))
            seen[size] += found is not None and found.p_value < 0.05
    assert seen[n] / 1_500 == pytest.approx(0.8, abs=0.05)
    assert seen[n] / 1_500 == pytest.approx(power(p, n), abs=0.05)
    assert seen[14] / 1_500 == pytest.approx(power(STATED, 14), abs=0.06)


def test_a_calibrated_forecaster_is_rejected_as_seldom_as_meant() -> None:
    assert power(STATED, 100, fold=1.0) == pytest.approx(0.05)


def test_no_number_of_coins_shows_anything() -> None:
    assert questions_needed([0.5, 0.5, 0.0, 1.0]) is None
    assert power([0.5, 1.0], 1_000) == pytest.approx(0.0, abs=0.06)
    assert questions_needed([]) is None


def test_the_range_of_brier_is_that_of_every_outcome_weighed() -> None:
    """All 256 outcomes of eight questions, each with its exact chance."""
    p = np.array([0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.8, 0.95])
    outcomes = np.array(list(product((0, 1), repeat=8)))
    chance = np.where(outcomes == 1, p, 1 - p).prod(axis=1)
    score = ((p - outcomes) ** 2).mean(axis=1)
    order = np.argsort(score)
    rising = np.cumsum(chance[order])
    low, high = (score[order][np.argmax(rising >= level)] for level in (0.05, 0.95))
    assert brier_range(p) == pytest.approx((low, high), abs=0.01)


def test_questions_that_hang_together_widen_the_range() -> None:
    p = [0.2] * 12
    alone, together = brier_range(p), brier_range(p, [1] * 12)
    assert together[1] - together[0] > alone[1] - alone[0]


def test_no_question_has_no_range() -> None:
    with pytest.raises(ValueError, match="no probability"):
        brier_range([])
