"""Recalibration: refits one by one, advice only where it wins."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from tracker.calibration import NO_VOTES, recalibrate, recalibration

MODULE = import_module("tracker.calibration.recalibration")  # the name in the room is the function


def fitted(p: Any, y: Any, w: Any) -> Any:
    """Return the ridge fit by scipy's BFGS."""
    x = np.log(p / (1 - p))

    def height(line: Any) -> Any:
        z = line[0] + line[1] * x
        likely = y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)
        return (w * likely).sum() + (line[0] ** 2 + (line[1] - 1) ** 2) / (2 * 0.4**2)

    return minimize(height, [0.0, 1.0], method="BFGS", options={"gtol": 1e-10}).x


def left_out_gain(p: Any, y: Any, w: Any, g: Any) -> tuple[float, float]:
    """Return the mean gain and its CR1 standard error by one refit for every cluster."""
    better = np.zeros(len(p))
    for cluster in np.unique(g):
        own = g == cluster
        a, b = fitted(p[~own], y[~own], w[~own])
        q = 1 / (1 + np.exp(-(a + b * np.log(p[own] / (1 - p[own])))))
        better[own] = (p[own] - y[own]) ** 2 - (q - y[own]) ** 2
    mean = np.average(better, weights=w)
    sums = np.array([(w * (better - mean))[g == cluster].sum() for cluster in np.unique(g)])
    count = len(sums)
    return mean, np.sqrt(count / (count - 1) * (sums**2).sum()) / w.sum()


def test_map_gain_and_interval_are_those_of_refits_one_by_one(sample: Any) -> None:
    # scipy 1.17.1, optimize.minimize; the t quantile is R's qt(.975, 19).
    p, y, w, g = sample.p, sample.y, sample.weights, sample.groups
    found = recalibration(p, y, w, g)
    assert (found.intercept, found.slope) == pytest.approx(fitted(p, y, w), abs=1e-7)
    mean, error = left_out_gain(p, y, w, g)
    assert found.gain == pytest.approx(mean, abs=1e-8)
    assert found.low == pytest.approx(mean - 2.093024054408309 * error, abs=1e-8)
    assert found.high == pytest.approx(mean + 2.093024054408309 * error, abs=1e-8)
    assert not found.shown
    assert found.reason == "out of sample it does not surely gain"


def test_one_newton_step_each_is_close(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    p = random.uniform(0.02, 0.98, 400)
    y = random.random(400) < p
    exact = recalibration(p, y)
    monkeypatch.setattr(MODULE, "CELLS", 0)
    once = recalibration(p, y).gain
    assert once != exact.gain
    assert once == pytest.approx(exact.gain, abs=2 / 400**2)


def test_refits_in_blocks_are_the_same(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = recalibration(sample.p, sample.y, sample.weights)
    monkeypatch.setattr(MODULE, "BLOCK", 100)
    assert recalibration(sample.p, sample.y, sample.weights) == whole


def overconfident(n: int, seed: int) -> tuple[Any, Any]:
    random = np.random.default_rng(seed)
    q = random.uniform(0.05, 0.95, n)
    odds = (q / (1 - q)) ** 2
    return odds / (1 + odds), random.random(n) < q


def test_advice_is_shown_to_the_over_confident_and_it_helps_them_later() -> None:
    p, y = overconfident(400, 1)
    found = recalibration(p, y)
    assert found.shown
    assert found.slope == pytest.approx(0.5, abs=0.15)
    later, happened = overconfident(4000, 2)
    mapped = recalibrate(later, found.intercept, found.slope)  # type: ignore[arg-type]
    saved = ((later - happened) ** 2 - (mapped - happened) ** 2).mean()
    # The true map gains the mean square of what it moves; the standard error here is .0016.
    truth = ((later - recalibrate(later, 0.0, 0.5)) ** 2).mean()
    assert saved == pytest.approx(truth, abs=0.005)


def test_it_is_rarely_shown_to_the_calibrated() -> None:
    random = np.random.default_rng(9)
    shown = 0
    for _ in range(100):
        p = random.uniform(0.02, 0.98, 200)
        shown += recalibration(p, random.random(200) < p).shown
    assert shown <= 5


def test_certainties_stay_and_dilute_the_gain(sample: Any) -> None:
    plain = recalibration(sample.p, sample.y)
    found = recalibration(np.append(sample.p, [0.0, 1.0]), np.append(sample.y, [1, 1]))
    assert (found.intercept, found.slope) == (plain.intercept, plain.slope)
    assert found.gain == pytest.approx(plain.gain * 60 / 62, abs=1e-12)  # type: ignore[operator]
    assert recalibrate([0.0, 1.0], 5.0, -2.0).tolist() == [0.0, 1.0]  # type: ignore[union-attr]


def test_a_map_that_turns_the_order_around_is_not_shown() -> None:
    p = np.tile([0.05, 0.95], 200)
    found = recalibration(p, p < 0.5)
    assert found.slope < 0.0  # type: ignore[operator]
    assert found.low > 0.0  # type: ignore[operator]
    assert not found.shown
    assert found.reason == "it would turn the order of the probabilities around"


@pytest.mark.parametrize(
    ("p", "y", "reason"),
    [
        ([], [], NO_VOTES),
        ([0.0, 1.0], [0, 1], "every vote is 0 or 1"),
        ([0.3], [1], "1 of the 8 clusters that an interval needs"),
        ([0.3] * 7, [1] * 7, "7 of the 8 clusters that an interval needs"),
    ],
)
def test_what_cannot_be_advised_says_why(p: Any, y: Any, reason: str) -> None:
    found = recalibration(p, y)
    assert not found.shown
    assert found.reason == reason
    assert found.low is None


def test_a_scalar_gives_a_scalar() -> None:
    assert recalibrate(0.2, 0.0, 1.0) == pytest.approx(0.2)
    assert isinstance(recalibrate(0.2, 0.0, 1.0), float)
    with pytest.raises(ValueError, match=r"is 2\.0"):
        recalibrate(2.0, 0.0, 1.0)


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 1), st.floats(0.1, 1), st.integers(0, 12)),
        min_size=1,
        max_size=30,
    ),
    data=st.data(),
)
def test_no_order_of_rows_changes_a_bit(
    rows: list[tuple[float, int, float, int]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    one, other = (recalibration(*zip(*these, strict=True)) for these in (rows, mixed))  # type: ignore[arg-type]
    assert one == other
    assert one.shown == (one.reason is None)
