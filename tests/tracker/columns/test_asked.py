"""Named families as the judge reads them: the scores of their formulas, whatever their width."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy.stats import norm

from forecasts.model import Terms, times
from forecasts.model.prediction import Family
from tracker.columns import asked
from tracker.rules import crps, crps_family, wis

OPENS = datetime(2026, 1, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=365)


def terms(low: float, high: float, *, is_open: bool = False) -> Terms:
    return Terms(
        title="How many?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES, range_min=low,
        range_max=high, open_lower=is_open, open_upper=is_open,
    )  # fmt: skip


@pytest.mark.parametrize("y", [-2.0, -1.0, 0.0, 0.3, 1.0, 2.5])
@pytest.mark.parametrize(
    ("mean", "deviation", "range_"),
    [
        (0.0, 1.0, (-10.0, 10.0)), (5_000.0, 20.0, (0.0, 10_000.0)),
        (50.0, 1e-4, (0.0, 100.0)), (1e6, 3.0, (0.0, 1e9)),
    ],
)  # fmt: skip
def test_a_normal_has_the_scores_of_its_formula(
    mean: float, deviation: float, range_: tuple[float, float], y: float
) -> None:
    """Scoringrules' formula of the CRPS, and quantiles by scipy, to a millionth."""
    question, at = terms(*range_), mean + deviation * y
    (curve,) = asked.number_curves(question, [Family("normal", (mean, deviation))])
    assert curve is not None
    formula = crps_family("normal", (mean, deviation), at)
    assert crps(curve.places, curve.heights, at, *range_) == pytest.approx(formula, rel=1e-6)
    levels = question.quantile_levels
    exact = norm.ppf(levels, mean, deviation)
    assert curve.quantiles(levels) == pytest.approx(exact, abs=1e-9 * deviation, rel=1e-14)
    found = wis(levels, curve.quantiles(levels), at)
    assert found == pytest.approx(wis(levels, exact, at), rel=1e-6)


@pytest.mark.parametrize("deviation", [0.002, 1.0, 3.0, 400.0])
def test_the_mass_of_every_bin_and_beyond_an_open_end_is_that_of_the_formula(
    deviation: float,
) -> None:
    question = terms(0.0, 10.0, is_open=True)
    (curve,) = asked.number_curves(question, [Family("normal", (7.0, deviation))])
    over = asked.number(question, "above").over
    assert curve is not None
    assert over is not None
    edges = np.array(over.edges)
    assert curve.at(edges) == pytest.approx(norm.cdf(edges, 7.0, deviation), abs=4e-6)


def test_a_deviation_below_what_floats_tell_apart_is_a_point() -> None:
    question = terms(0.0, 1e9)
    (curve,) = asked.number_curves(question, [Family("normal", (5e8, 1e-9))])
    assert curve is not None
    assert crps(curve.places, curve.heights, 5e8 + 10.0, 0.0, 1e9) == pytest.approx(10.0)


def test_a_normal_over_dates_is_read_in_days() -> None:
    horizon = times.to_seconds(CLOSES)
    question = Terms(
        title="When?", opens_at=OPENS, closes_at=CLOSES, resolves_by=CLOSES, range_max=horizon,
        open_upper=True,
    )  # fmt: skip
    middle = times.to_seconds(OPENS + timedelta(days=100))
    (curve,) = asked.date_curves(question, [Family("normal", (middle, 20 * 86_400.0))])
    assert curve is not None
    days = np.array([60.0, 100.0, 133.3, 300.0])
    assert curve.at(days) == pytest.approx(norm.cdf(days, 100.0, 20.0), abs=4e-6)


def test_ten_thousand_normals_are_read_in_seconds() -> None:
    stated = [Family("normal", (50.0, 1.0 + i / 1_000)) for i in range(10_000)]
    start_s = time.perf_counter()
    asked.number_curves(terms(0.0, 100.0), stated)
    assert time.perf_counter() - start_s < 10.0
