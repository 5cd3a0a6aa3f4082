"""Partial pooling against statsmodels, and the deviation of a label against simulation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calibration import partial_pooling, random_effects, yes_law


def test_mean_and_variance_between_are_those_of_statsmodels() -> None:
    # statsmodels 0.15.0, combine_effects([...], [...] ** 2, method_re="dl").
    found = random_effects([0.3, 0.1, -0.05, 0.22], [0.1, 0.05, 0.08, 0.2])
    assert found.tau2 == pytest.approx(0.012344076655052256, abs=1e-12)
    assert found.mean == pytest.approx(0.11755868420352203, abs=1e-12)
    assert found.mean_error == pytest.approx(0.07360584403576788, abs=1e-12)
    kept = found.tau2 / (found.tau2 + 0.1**2)
    assert found.pooled[0] == pytest.approx(found.mean + kept * (0.3 - found.mean), abs=1e-12)


def test_what_differs_by_chance_alone_is_pooled_wholly() -> None:
    found = random_effects([0.1, 0.11, 0.09], [0.1, 0.1, 0.1])
    assert found.tau2 == 0.0
    assert found.pooled.tolist() == [found.mean] * 3


@pytest.mark.parametrize("labels", [3, 12])
@pytest.mark.parametrize("tau", [0.0, 0.03, 0.1, 0.3])
def test_pooled_intervals_hold_the_truth_as_often_as_meant(labels: int, tau: float) -> None:
    # At 12 labels and tau .03, intervals that take tau2 as known held .855 in such a run.
    random = np.random.default_rng(4)
    held = []
    for _ in range(300):
        truth = random.normal(0.05, tau, labels)
        error = random.uniform(0.03, 0.15, labels)
        found = random_effects(random.normal(truth, error), error)
        held.append(((found.low <= truth) & (truth <= found.high)).mean())
    assert np.mean(held) >= 0.92  # three standard errors under .95 are .915 at 3 labels


def test_a_label_has_its_means_and_the_deviation_of_its_law(sample: Any) -> None:
    label = sample.groups % 3
    for one in partial_pooling(sample.p, sample.y, label, groups=sample.groups):
        own = label == one.label
        assert one.votes == own.sum()
        assert one.clusters == len(set(sample.groups[own].tolist()))
        assert one.stated == pytest.approx(sample.p[own].mean(), abs=1e-12)
        assert one.difference == pytest.approx((sample.y - sample.p)[own].mean(), abs=1e-12)
        law = yes_law(sample.p[own], sample.groups[own])
        counts = np.arange(len(law))
        mean = (law * counts).sum()
        deviation = math.sqrt((law * (counts - mean) ** 2).sum())
        assert one.error == pytest.approx(deviation / own.sum(), abs=1e-12)


def test_weights_enter_means_and_deviation_alike() -> None:
    one = partial_pooling([0.5, 0.2], [1, 0], [4, 4], [2.0, 1.0], [8, 8])[0]
    assert (one.stated, one.happened) == pytest.approx((0.4, 2 / 3))
    # U < .2: 3 of weight 3; .2 <= U < .5: 2; else 0. Mean 1.2, square 3.0.
    assert one.error == pytest.approx(math.sqrt(0.2 * 9 + 0.3 * 4 - 1.2**2) / 3, abs=1e-12)


def test_a_label_is_drawn_towards_all_by_as_much_as_it_is_uncertain() -> None:
    p = [0.5] * 224
    y = [1] * 4 + [1] * 20 + [0] * 80 + [1] * 80 + [0] * 40
    label = [1] * 4 + [2] * 100 + [3] * 120
    few, low, high = partial_pooling(p, y, label)
    assert (few.difference, few.error) == (0.5, 0.25)
    assert abs(few.pooled - few.difference) > abs(low.pooled - low.difference)  # type: ignore[operator]
    assert low.pooled < high.pooled < few.difference  # type: ignore[operator]


def test_what_cannot_be_pooled_says_why() -> None:
    assert partial_pooling([], [], np.array([], dtype=int)) == ()
    alone = partial_pooling([0.3, 0.3], [1, 0], [5, 5])
    assert alone[0].reason == "there is no second label to pool it with"
    assert alone[0].pooled is None
    certain, *others = partial_pooling(
        [1.0, 1.0, 0.3, 0.4], [1, 0, 0, 1], [1, 1, 2, 3], [0.1, 0.3, 1, 1]
    )
    assert (certain.error, certain.reason) == (0.0, "every vote is 0 or 1, or next to it")
    assert [one.reason for one in others] == [None, None]
    assert [one.label for one in partial_pooling([0.3, 0.4], [0, 1], [1, 2], [0.0, 1.0])] == [2]


@pytest.mark.parametrize(
    ("estimate", "error"), [([0.1], [0.1]), ([0.1, 0.2], [0.1, 0.0]), ([0.1, math.inf], [1, 1])]
)
def test_what_has_no_variance_between_is_refused(estimate: Any, error: Any) -> None:
    with pytest.raises(ValueError, match=r"give two or more alike|must be finite"):
        random_effects(estimate, error)


@given(
    rows=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 1),
            st.integers(0, 3),
            st.floats(0.1, 1),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=25,
    ),
    data=st.data(),
)
def test_no_order_of_rows_changes_a_bit(rows: list[Any], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(rows))
    one, other = (partial_pooling(*zip(*these, strict=True)) for these in (rows, mixed))
    assert one == other


def test_the_interval_is_the_mean_square_error_over_mean_and_variance_by_quadrature() -> None:
    d, se = np.array([0.3, 0.1, -0.05, 0.22]), np.array([0.1, 0.05, 0.08, 0.2])
    found = random_effects(d, se)
    total, square = 0.0, np.zeros(4)
    mu = np.linspace(-8.0, 8.0, 4001)[:, None]
    for tau in np.linspace(0.0, 2 * (0.35 + 0.2), 201):
        spread = np.sqrt(se**2 + tau**2)
        likely = np.prod(np.exp(-(((d - mu) / spread) ** 2) / 2) / spread, axis=1)
        kept = tau**2 / spread**2
        error = kept * se**2 + (mu + kept * (d - mu) - found.pooled) ** 2
        total += likely.sum()
        square += likely @ error
    half = 1.959963984540054 * np.sqrt(square / total)
    assert found.high - found.pooled == pytest.approx(half, rel=1e-6)
