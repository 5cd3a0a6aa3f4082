"""Bins (a, b], and the calibration error over them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calibration import Bin, ece, reliability


@pytest.mark.parametrize("bins", [1, 2, 3, 7, 10, 20, 100])
def test_a_probability_typed_on_an_edge_lies_in_the_bin_below(bins: int) -> None:
    # .3 is a float a little under 3/10, .7 one a little under 7/10, .1 * 3 one above: what was
    # typed decides. numpy.linspace(0, 1, 11)[3] is not .3.
    for hundredth in range(101):
        p = float(f"{hundredth / 100:.2f}")
        found = reliability([p], [1], bins)
        at = next(k for k, one in enumerate(found) if one.weight)
        exact = Fraction(Decimal(f"{hundredth / 100:.2f}")) * bins
        assert at == max(0, -(-exact.numerator // exact.denominator) - 1)


def test_the_next_float_above_an_edge_lies_in_the_bin_above() -> None:
    above = np.nextafter([k / 10 for k in range(1, 10)], 1.0)
    for k, p in enumerate(above, start=1):
        assert reliability([p], [1])[k].weight == 1.0


def test_the_ends_and_an_empty_bin() -> None:
    found = reliability([0.0, 1.0], [0, 1], 3)
    assert found[0] == Bin(0.0, 1 / 3, 1.0, 0.0, 0.0)
    assert found[1] == Bin(1 / 3, 2 / 3, 0.0, None, None)
    assert found[2] == Bin(2 / 3, 1.0, 1.0, 1.0, 1.0)


def by_hand(p: Any, y: Any, w: Any, bins: int) -> float:
    """Return the error by one loop over the bins."""
    total = 0.0
    for k in range(bins):
        inside = (p > k / bins) & (p <= (k + 1) / bins) | ((k == 0) & (p == 0))
        if inside.any():
            weight = w[inside]
            apart = np.average(p[inside], weights=weight) - np.average(y[inside], weights=weight)
            total += weight.sum() * abs(apart)
    return float(total / w.sum())


@pytest.mark.parametrize("bins", [5, 10])
def test_the_error_is_the_weighted_mean_over_bins(sample: Any, bins: int) -> None:
    plain = by_hand(sample.p, sample.y, np.ones(60), bins)
    assert ece(sample.p, sample.y, bins) == pytest.approx(plain, abs=1e-12)
    weighted = by_hand(sample.p, sample.y, sample.weights, bins)
    assert ece(sample.p, sample.y, bins, sample.weights) == pytest.approx(weighted, abs=1e-12)


def test_edges() -> None:
    assert ece([], []) is None
    assert ece([0.3], [1], weights=[0.0]) is None
    assert ece([0.3], [1]) == 0.7
    assert ece([0.0, 1.0], [0, 1]) == 0.0
    with pytest.raises(ValueError, match="bins is 0: give 1 or more"):
        ece([0.3], [1], 0)


@given(
    rows=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 1), st.floats(0.01, 1)), min_size=1, max_size=20
    ),
    data=st.data(),
)
def test_no_order_of_rows_changes_a_bit(
    rows: list[tuple[float, int, float]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    (p, y, w), (q, z, v) = zip(*rows, strict=True), zip(*mixed, strict=True)
    assert reliability(p, y, 4, w) == reliability(q, z, 4, v)  # type: ignore[arg-type]
    assert 0.0 <= ece(p, y, 4, w) <= 1.0  # type: ignore[operator, arg-type]
