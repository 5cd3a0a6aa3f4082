"""CORP against model-diagnostics, scikit-learn and hand-made cases."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from tracker.calibration import NO_VOTES, corp

# model-diagnostics 1.5.0, scoring.decompose, on the sample: without and with its weights.
MODEL_DIAGNOSTICS = {
    ("brier", False): (
        0.17402833333333334,
        0.04083388888888889,
        0.11569444444444452,
        0.24888888888888897,
    ),
    ("brier", True): (
        0.15970441176470587,
        0.032263903014451006,
        0.1225354620302142,
        0.24997597078046907,
    ),
    ("log_loss", False): (
        0.5132742504607081,
        0.11196066937878718,
        0.28960972823189707,
        0.690923309313818,
    ),
    ("log_loss", True): (
        0.4775841386080516,
        0.09463468850668438,
        0.3101496712496154,
        0.6930991213509826,
    ),
}


def terms(found: Any) -> tuple[float, float, float, float]:
    return found.score, found.mcb, found.dsc, found.unc


@pytest.mark.parametrize(("rule", "weighted"), list(MODEL_DIAGNOSTICS))
def test_the_terms_are_those_of_model_diagnostics(sample: Any, rule: Any, weighted: bool) -> None:  # noqa: FBT001
    found = corp(sample.p, sample.y, sample.weights if weighted else None, rule=rule)
    assert terms(found) == pytest.approx(MODEL_DIAGNOSTICS[rule, weighted], abs=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_recalibrated_is_the_isotonic_regression_of_scikit_learn(
    sample: Any, *, weighted: bool
) -> None:
    # scikit-learn 1.9.1; it pools equal x by itself.
    weights = sample.weights if weighted else None
    theirs = IsotonicRegression().fit(sample.p, sample.y, sample_weight=weights)
    found = corp(sample.p, sample.y, weights)
    assert found.recalibrated == pytest.approx(theirs.predict(sample.p), abs=1e-9)


def test_heavy_ties_agree_with_scikit_learn_and_not_with_an_order_of_rows() -> None:
    random = np.random.default_rng(4)
    p = random.integers(0, 11, 5000) / 10
    y = (random.random(5000) < p**1.5).astype(int)
    found = corp(p, y)
    theirs = IsotonicRegression().fit(p, y).predict(p)
    assert found.recalibrated == pytest.approx(theirs, abs=1e-9)
    for _ in range(3):
        order = random.permutation(5000)
        again = corp(p[order], y[order])
        assert terms(again) == terms(found)
        assert again.recalibrated.tobytes() == found.recalibrated[order].tobytes()


def test_groups_are_counted_and_change_nothing_else(sample: Any) -> None:
    one, other = corp(sample.p, sample.y), corp(sample.p, sample.y, groups=sample.groups)
    assert terms(one) == terms(other)
    assert (one.clusters, other.clusters) == (60, 20)


def test_a_single_question() -> None:
    found = corp([0.3], [1])
    assert terms(found) == (pytest.approx(0.49), pytest.approx(0.49), 0.0, 0.0)
    assert found.recalibrated.tolist() == [1.0]


def test_one_class_has_neither_uncertainty_nor_discrimination() -> None:
    found = corp([0.2, 0.5, 0.9], [0, 0, 0])
    assert terms(found)[1:] == (found.score, 0.0, 0.0)


def test_all_p_equal_is_one_block() -> None:
    found = corp([0.5] * 4, [1, 0, 0, 0])
    assert terms(found) == (0.25, 0.0625, 0.0, 0.1875)
    assert found.happened.tolist() == [0.25]


def test_certainties_that_were_right_lose_nothing() -> None:
    for rule in ("brier", "log_loss"):
        found = corp([0.0, 1.0, 0.0], [0, 1, 0], rule=rule)  # type: ignore[arg-type]
        assert terms(found)[:2] == (0.0, 0.0)


def test_a_wrong_certainty_is_infinite_under_the_log_rule_and_the_rest_stays_finite() -> None:
    found = corp([0.0, 0.0, 1.0], [0, 1, 1], rule="log_loss")
    assert found.score == found.mcb == math.inf
    assert found.unc == pytest.approx(-(2 * math.log(2 / 3) + math.log(1 / 3)) / 3)
    assert found.dsc == pytest.approx(found.unc - 2 * math.log(2) / 3)


def test_without_votes_every_term_is_none_with_the_reason() -> None:
    for found in (corp([], []), corp([0.2], [1], [0.0])):
        assert terms(found) == (None, None, None, None)
        assert found.reason == NO_VOTES


def test_a_vote_without_weight_reads_the_curve_and_does_not_bend_it() -> None:
    found = corp([0.1, 0.2, 0.3, 0.9], [1, 0, 0, 1], [0.0, 1.0, 0.0, 1.0])
    assert found.recalibrated.tolist() == [0.0, 0.0, 0.0, 1.0]
    assert found.stated.tolist() == [0.2, 0.9]


def test_blocks_that_differ_by_rounding_alone_do_not_fall() -> None:
    # Both blocks hold a quarter of yes, and their sums give .25000000000000006 and .25.
    yes, no = [0.2, 1.8, 0.0, 0.9, 0.2, 0.1], [0.0, 2.1, 3.3, 3.3, 0.6, 0.0]
    p, y = np.repeat([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 2), np.tile([1, 0], 6)
    found = corp(p, y, np.column_stack([yes, no]).ravel())
    assert (np.diff(found.happened) >= 0.0).all()
    assert found.happened == pytest.approx([0.25] * 5 + [1.0])


def test_rounding_does_not_make_miscalibration_negative() -> None:
    # 7/12 of these votes by weight are yes; the bare difference of the two losses is -6e-17.
    found = corp([0.5833333333333333] * 6, [1, 1, 0, 0, 1, 0], [0.1, 0.3, 0.1, 0.1, 0.3, 0.3])
    assert found.mcb == 0.0


@pytest.mark.parametrize(
    ("p", "y", "weights", "message"),
    [
        ([0.2, 1.2], [0, 1], None, r"p\[1\] is 1.2"),
        ([0.2, math.nan], [0, 1], None, r"p\[1\] is nan"),
        ([0.2], [0, 1], None, r"y has shape \(2,\)"),
        ([0.2, 0.3], [0, 0.5], None, r"y\[1\] is 0.5: an outcome is 0 or 1 \(a fraction r is two"),
        ([0.2, 0.3], [0, math.nan], None, r"y\[1\] is nan"),
        ([0.2], [0], [-1.0], r"weights\[0\] is -1.0"),
        ([0.2], [0], [math.inf], r"weights\[0\] is inf"),
        ([[0.2]], [[0]], None, r"p has shape \(1, 1\)"),
    ],
)
def test_what_is_no_vote_is_refused_by_name(p: Any, y: Any, weights: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        corp(p, y, weights)


votes = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([0.0, 0.1, 0.3, 0.5, 1.0]), st.floats(0, 1)),
        st.integers(0, 1),
        st.floats(0.001, 1.0),
    ),
    min_size=1,
    max_size=40,
)


@given(rows=votes, data=st.data())
def test_the_decomposition_holds_and_no_order_of_rows_changes_a_bit(
    rows: list[tuple[float, int, float]], data: st.DataObject
) -> None:
    p, y, w = (np.array(column) for column in zip(*rows, strict=True))
    found = corp(p, y, w)
    assert found.score == pytest.approx(found.mcb - found.dsc + found.unc, abs=1e-12)  # type: ignore[operator]
    assert min(terms(found)) >= 0.0
    order = np.array(data.draw(st.permutations(range(len(p)))))
    again = corp(p[order], y[order], w[order])
    assert terms(again) == terms(found)
    assert again.recalibrated.tobytes() == found.recalibrated[order].tobytes()


@given(rows=votes)
def test_recalibrated_rises_with_p_and_needs_no_second_time(
    rows: list[tuple[float, int, float]],
) -> None:
    p, y, w = (np.array(column) for column in zip(*rows, strict=True))
    once = corp(p, y, w)
    assert (np.diff(once.happened) >= 0.0).all()
    assert (np.diff(once.recalibrated[np.argsort(p, kind="stable")]) >= 0.0).all()
    twice = corp(once.recalibrated, y, w)
    assert twice.recalibrated == pytest.approx(once.recalibrated, abs=1e-12)
    assert twice.mcb == pytest.approx(0.0, abs=1e-12)


@given(rows=votes, parts=st.integers(2, 5))
def test_a_vote_cut_into_equal_parts_is_the_same_vote(
    rows: list[tuple[float, int, float]], parts: int
) -> None:
    p, y, w = (np.array(column) for column in zip(*rows, strict=True))
    whole = corp(p, y, w)
    cut = corp(np.repeat(p, parts), np.repeat(y, parts), np.repeat(w / parts, parts))
    assert terms(cut) == pytest.approx(terms(whole), abs=1e-9)
