"""Random effects against published numbers of a well-known meta-analysis."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tracker.comparison.random_effects import random_effects

# Tuberculosis among the vaccinated and the others: cases and the rest (Colditz et al. 1994).
TRIALS = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
)  # fmt: skip


def log_risk_ratios() -> tuple[np.ndarray, np.ndarray]:
    a, b, c, d = np.array(TRIALS, dtype=float).T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_the_vaccine_trials_give_the_numbers_of_metan_and_metafor() -> None:
    # Stata's metan and R's metafor with method "DL" agree on these four decimals: mean -0.7141
    # from -1.0644 to -0.3638, and 0.3088 between the trials.
    y, variance = log_risk_ratios()
    found = random_effects(y, variance)
    error = 1.0 / math.sqrt((1.0 / (variance + found.tau2)).sum())
    assert found.mean == pytest.approx(-0.7141, abs=5e-5)
    assert found.mean - 1.959964 * error == pytest.approx(-1.0644, abs=5e-5)
    assert found.mean + 1.959964 * error == pytest.approx(-0.3638, abs=5e-5)
    assert found.tau2 == pytest.approx(0.3088, abs=5e-5)


def test_each_is_drawn_to_the_mean_by_the_share_of_its_own_variance() -> None:
    y, variance = log_risk_ratios()
    found = random_effects(y, variance)
    for own, of, shrunk in zip(y, variance, found.shrunk, strict=True):
        assert shrunk == pytest.approx(
            (own * found.tau2 + found.mean * of) / (found.tau2 + of), abs=1e-12
        )


def test_what_chance_explains_is_one_mean() -> None:
    # Q = (.1^2 + .1^2) / 1 < 1: no variance between, so both become their weighted mean.
    found = random_effects(np.array([0.4, 0.6]), np.array([1.0, 3.0]))
    assert found.tau2 == 0.0
    assert found.shrunk.tolist() == [found.mean] * 2
    assert found.mean == pytest.approx((0.4 * 3 + 0.6) / 4)
