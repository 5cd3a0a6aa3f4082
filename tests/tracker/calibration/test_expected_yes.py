"""The law of the number of yes against every combination, one by one."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from tracker.calibration import ExpectedYes, expected_yes, yes_law


def brute_force(p: list[Fraction], groups: list[int]) -> list[Fraction]:
    """Return the law by every combination of where the groups' uniforms fall."""
    law = [Fraction(0)] * (len(p) + 1)
    cells = []
    for name in sorted(set(groups)):
        own = [chance for chance, group in zip(p, groups, strict=True) if group == name]
        edges = sorted({Fraction(0), Fraction(1), *own})
        cells.append(
            [
                (high - low, sum(low < chance for chance in own))
                for low, high in itertools.pairwise(edges)
            ]
        )
    for combination in itertools.product(*cells):
        chance, yes = Fraction(1), 0
        for weight, count in combination:
            chance *= weight
            yes += count
        law[yes] += chance
    return law


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4)), min_size=1, max_size=8),
    data=st.data(),
)
def test_the_law_is_that_of_every_combination_in_any_order(
    rows: list[tuple[int, int]], data: st.DataObject
) -> None:
    p, groups = [Fraction(twentieth, 20) for twentieth, _ in rows], [group for _, group in rows]
    found = yes_law([float(chance) for chance in p], groups)
    assert found == pytest.approx([float(value) for value in brute_force(p, groups)], abs=1e-12)
    mixed = data.draw(st.permutations(rows))
    again = yes_law([float(Fraction(k, 20)) for k, _ in mixed], [9 - group for _, group in mixed])
    assert again.tobytes() == found.tobytes()
    alone = yes_law([float(chance) for chance in p])
    independent = brute_force(p, list(range(len(p))))
    assert alone == pytest.approx([float(value) for value in independent], abs=1e-12)


def test_equal_p_make_the_binomial_law_of_scipy() -> None:
    # scipy 1.17.1, stats.binom.
    law = yes_law([0.3] * 200)
    assert law == pytest.approx(binom.pmf(np.arange(201), 200, 0.3), abs=1e-12)
    found = expected_yes([0.3] * 200, [1] * 50 + [0] * 150)
    assert (found.low, found.high) == (binom.ppf(0.05, 200, 0.3), binom.ppf(0.95, 200, 0.3))
    assert found.expected == pytest.approx(60.0, abs=1e-12)
    assert found.observed == 50


def test_a_group_widens_the_range_and_moves_no_mean() -> None:
    p, y = [0.5] * 20, [1, 0] * 10
    alone, together = expected_yes(p, y), expected_yes(p, y, [0] * 20)
    assert (alone.low, alone.high) == (6, 14)
    assert (together.low, together.high) == (0, 20)
    assert alone.expected == together.expected == 10.0
    assert together.clusters == 1


def test_the_range_holds_at_least_nine_cases_of_ten(sample: Any) -> None:
    for groups in (None, sample.groups):
        found, law = expected_yes(sample.p, sample.y, groups), yes_law(sample.p, groups)
        assert law[found.low : found.high + 1].sum() >= 0.9
        assert law[: found.low].sum() < 0.05 <= law[: found.low + 1].sum()
        assert law[found.high :].sum() >= 0.05 > law[found.high + 1 :].sum() - 1e-12


def test_a_level_met_exactly_is_met() -> None:
    # P(0 yes) is .95 exactly, so 0 reaches the upper level, and .05 the lower.
    assert expected_yes([0.05], [0]) == ExpectedYes(0.05, 0, 0, 0, 1, 1)
    assert expected_yes([0.95], [1]).low == 0
    assert expected_yes([0.96], [1]).low == 1
    # .5 * .5 * .2 is .05, and .04999999999999999 once convolved.
    assert expected_yes([0.5, 0.5, 0.8], [1, 1, 1]).low == 0


def test_edges() -> None:
    assert expected_yes([], []) == ExpectedYes(0.0, 0, 0, 0, 0, 0)
    certain = expected_yes([0.0, 1.0, 1.0], [0, 1, 1])
    assert (certain.low, certain.high, certain.expected) == (2, 2, 2.0)
    assert yes_law([]).tolist() == [1.0]
