"""Curves while questions wait: bounded, counted, and without a verdict above a tenth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calibration import NO_VOTES, corp, waiting_bounds

NAN = math.nan


def test_the_bounds_are_the_curves_with_all_no_and_all_yes() -> None:
    p, w = [0.1, 0.4, 0.4, 0.8], [1.0, 0.5, 1.0, 1.0]
    found = waiting_bounds(p, [0, NAN, 1, NAN], w)
    assert found.all_no.mcb == corp(p, [0, 0, 1, 0], w).mcb
    assert found.all_yes.mcb == corp(p, [0, 1, 1, 1], w).mcb
    assert (found.waiting, found.questions, found.share) == (2, 4, 0.5)


def test_a_tenth_may_wait_and_not_more() -> None:
    p, y = [0.5] * 10, [NAN] + [1.0] * 9
    assert waiting_bounds(p, y).reason is None
    more = waiting_bounds(p[1:], y[:-1])
    assert more.reason == "1 of 9 questions wait for an outcome, more than 10%"


def test_questions_are_counted_and_not_votes() -> None:
    y = [NAN] * 3 + [1.0] * 10
    found = waiting_bounds([0.5] * 13, y, questions=[0, 0, 0, *range(1, 11)])
    assert (found.waiting, found.questions, found.reason) == (1, 11, None)


def test_nothing_waits_and_nothing_is_there() -> None:
    found = waiting_bounds([0.2, 0.7], [0, 1])
    assert found.all_no.score == found.all_yes.score
    assert found.waiting == 0
    empty = waiting_bounds([], [])
    assert (empty.share, empty.reason, empty.all_no.reason) == (None, None, NO_VOTES)
    with pytest.raises(ValueError, match=r"y\[0\] is 0.5"):
        waiting_bounds([0.2], [0.5])


@given(
    rows=st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from([0.0, 1.0, NAN]), st.integers(0, 1)),
        min_size=1,
        max_size=15,
    )
)
def test_whatever_comes_the_curve_lies_between_them(
    rows: list[tuple[float, float, int]],
) -> None:
    p, y, then = (np.array(column) for column in zip(*rows, strict=True))
    found = waiting_bounds(p, y)
    curve = corp(p, np.where(np.isnan(y), then, y))
    assert (found.all_no.recalibrated <= curve.recalibrated + 1e-12).all()
    assert (curve.recalibrated <= found.all_yes.recalibrated + 1e-12).all()
