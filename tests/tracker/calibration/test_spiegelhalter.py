"""Spiegelhalter's z against numbers of R and exact fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calibration import WHY_NONE, spiegelhalter


def test_it_is_the_formula_in_exact_fractions(sample: Any) -> None:
    above, below = Fraction(0), Fraction(0)
    for stated, y in zip(sample.p, sample.y, strict=True):
        p = Fraction(round(stated * 100), 100)
        above += (int(y) - p) * (1 - 2 * p)
        below += (1 - 2 * p) ** 2 * p * (1 - p)
    found = spiegelhalter(sample.p, sample.y)
    assert found is not None
    assert found.z == pytest.approx(float(above) / math.sqrt(below), abs=1e-9)
    from scipy.stats import norm

    assert found.p_value == pytest.approx(2 * norm.sf(abs(found.z)), abs=1e-12)


@pytest.mark.parametrize(("p", "y"), [([], []), ([0.5, 0.5], [0, 1]), ([0.0, 1.0, 0.5], [0, 1, 1])])
def test_without_variance_it_is_none(p: Any, y: Any) -> None:
    assert spiegelhalter(p, y) is None
    assert "one half" in WHY_NONE["spiegelhalter"]


def test_the_over_confident_lie_above_0() -> None:
    found = spiegelhalter([0.9] * 10, [1] * 5 + [0] * 5)
    assert found is not None
    assert found.z > 0.0
    assert spiegelhalter([0.3], [1]).z == pytest.approx(0.7 / math.sqrt(0.21))  # type: ignore[union-attr]


@given(rows=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1), data=st.data())
def test_no_order_of_rows_changes_a_bit(rows: list[tuple[float, int]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(rows))
    one, other = (spiegelhalter(*zip(*these, strict=True)) for these in (rows, mixed))  # type: ignore[arg-type]
    assert one == other
