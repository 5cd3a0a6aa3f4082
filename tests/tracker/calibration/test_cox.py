"""Cox's line against R, statsmodels and firthmodels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root

from tracker.calibration import NO_VOTES, ONE_CLASS, cox

T_19 = 2.093024054408309  # R 4.2.2, qt(.975, 19)

# R 4.2.2: coef(glm(y ~ qlogis(p), binomial, weights)) and the roots of the diagonal of
# vcovCL(fit, cluster, type = "HC0", cadjust = TRUE) of sandwich 3.0.2, which is CR1.
# statsmodels 0.15.0 gives the same to 1e-12, GLM with freq_weights and cov_type="cluster".
R = {
    False: (0.4951040860449976, 0.3093999839864862, 0.9822303623878983, 0.2635780865652333),
    True: (0.3825523141850261, 0.3664210454215124, 1.0014839396548534, 0.2835718195369961),
}


@pytest.mark.parametrize("weighted", [False, True])
def test_estimates_and_clustered_intervals_are_those_of_r(sample: Any, *, weighted: bool) -> None:
    found = cox(sample.p, sample.y, sample.weights if weighted else None, sample.groups)
    intercept, of_intercept, slope, of_slope = R[weighted]
    assert (found.votes, found.clusters, found.left_out, found.firth) == (60, 20, 0, False)
    assert found.intercept == pytest.approx(intercept, abs=1e-9)
    assert found.slope == pytest.approx(slope, abs=1e-9)
    assert found.intercept_low == pytest.approx(intercept - T_19 * of_intercept, abs=1e-9)
    assert found.intercept_high == pytest.approx(intercept + T_19 * of_intercept, abs=1e-9)
    assert found.slope_low == pytest.approx(slope - T_19 * of_slope, abs=1e-9)
    assert found.slope_high == pytest.approx(slope + T_19 * of_slope, abs=1e-9)
    assert found.verdict == "cannot tell"


P_APART = np.array([0.1, 0.2, 0.3, 0.3, 0.6, 0.7, 0.8, 0.9, 0.95])
Y_APART = np.array([0, 0, 0, 0, 1, 1, 1, 1, 1])


def firth_score(line: Any, w: Any) -> Any:
    """Return Firth's modified score in matrices, whose root is his estimate."""
    design = np.column_stack([np.ones(9), np.log(P_APART / (1 - P_APART))])
    mu = 1 / (1 + np.exp(-design @ line))
    v = w * mu * (1 - mu)
    inverse = np.linalg.inv(design.T @ (design * v[:, None]))
    leverage = v * np.einsum("ij,jk,ik->i", design, inverse, design)
    return design.T @ (w * (Y_APART - mu) + leverage * (0.5 - mu))


@pytest.mark.parametrize("weights", [None, [0.5, 1, 0.25, 0.75, 0.5, 1, 0.5, 0.2, 0.9]])
def test_separated_outcomes_are_fitted_by_firth_and_say_so(weights: Any) -> None:
    found = cox(P_APART, Y_APART, weights)
    w = np.ones(9) if weights is None else np.array(weights)
    theirs = root(firth_score, [0.1, 1.5], args=(w,), tol=1e-14).x
    assert (found.intercept, found.slope) == pytest.approx(theirs, abs=1e-9)
    assert found.firth
    assert found.slope_low is None
    assert found.reason is not None
    assert found.reason.startswith("one probability parts all yes from all no: Firth's estimate")


def test_firth_agrees_with_firthmodels() -> None:
    # firthmodels 0.8.2, FirthLogisticRegression(gtol=1e-11); it stops 3e-9 short of the root.
    found = cox(P_APART, Y_APART)
    assert found.intercept == pytest.approx(0.16063568792093638, abs=1e-8)
    assert found.slope == pytest.approx(1.8140781516217426, abs=1e-8)


def test_separation_the_wrong_way_round_and_by_a_shared_edge() -> None:
    wrong = cox(P_APART, 1 - Y_APART)
    assert wrong.firth
    assert wrong.slope < 0.0  # type: ignore[operator]
    edge = cox([0.2, 0.5, 0.5, 0.8], [0, 0, 1, 1])
    assert edge.firth
    assert not cox([0.2, 0.2, 0.5, 0.5, 0.8], [0, 1, 0, 1, 1]).firth


def test_certain_votes_are_left_out_and_counted(sample: Any) -> None:
    p, y = np.append(sample.p, [0.0, 1.0, 1.0]), np.append(sample.y, [0, 1, 0])
    found, plain = cox(p, y), cox(sample.p, sample.y)
    assert found.left_out == 3
    assert (found.intercept, found.slope_low) == (plain.intercept, plain.slope_low)
    assert cox([0.0, 1.0], [0, 1]).reason == NO_VOTES
    assert cox([0.0, 1.0, 1.0], [0, 1, 1], [1.0, 0.0, 2.0]).left_out == 2


@pytest.mark.parametrize(
    ("p", "y", "reason"),
    [
        ([], [], NO_VOTES),
        ([0.3], [1], ONE_CLASS),
        ([0.2, 0.4, 0.9], [1, 1, 1], ONE_CLASS),
        ([0.3] * 20, [1, 0] * 10, "every probability is the same"),
    ],
)
def test_what_has_no_line_says_why(p: Any, y: Any, reason: str) -> None:
    found = cox(p, y)
    assert (found.intercept, found.slope, found.slope_high) == (None, None, None)
    assert found.reason == reason
    assert found.verdict == "cannot tell"


def test_few_clusters_have_estimates_and_no_interval(sample: Any) -> None:
    found = cox(sample.p, sample.y, groups=sample.groups % 7)
    assert found.slope == pytest.approx(R[False][2], abs=1e-9)
    assert found.slope_low is None
    assert found.reason == "7 of the 8 clusters that an interval needs"


def test_over_and_under_confidence_are_told() -> None:
    q = np.tile(np.arange(1, 20) / 20, 60)
    y = np.random.default_rng(2).random(len(q)) < q
    odds = q / (1 - q)
    assert cox(odds**2 / (1 + odds**2), y).verdict == "over-confident"
    assert cox(odds**0.5 / (1 + odds**0.5), y).verdict == "under-confident"


def test_extreme_probabilities_neither_overflow_nor_warn() -> None:
    p = [1e-300, 1e-12, 0.5, 1 - 1e-15, 0.3, 0.6, 1e-8, 0.9]
    found = cox(p, [0, 1, 1, 1, 0, 0, 0, 1])
    assert found.slope is not None
    assert math.isfinite(found.slope)


@pytest.mark.parametrize("last", [[0.5, 0], [1e-300, 0]])
def test_a_line_that_nothing_holds_is_said_to_be_undetermined(last: Any) -> None:
    # At 1e-300 a vote says nothing of a line near (0, 1), and its outcome throws the fit far away.
    p, y = [0.5, 1e-300, 0.5, 0.5, 0.5, last[0]], [0, 1, 0, 1, 1, last[1]]
    found = cox(p, y)
    assert (found.slope, found.reason) == (None, "the votes determine no line")


@settings(deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.floats(0.01, 0.99), st.integers(0, 1), st.floats(0.1, 1), st.integers(0, 9)),
        min_size=1,
        max_size=30,
    ),
    data=st.data(),
)
def test_no_order_of_rows_changes_a_bit(
    rows: list[tuple[float, int, float, int]], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(rows))
    one, other = (cox(*zip(*these, strict=True)) for these in (rows, mixed))  # type: ignore[arg-type]
    assert one == other
    assert (one.slope is None) <= (one.reason is not None)
    for value in (one.slope, one.intercept, one.slope_low, one.slope_high):
        assert value is None or math.isfinite(value)
