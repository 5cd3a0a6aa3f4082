"""The area under the ROC curve against scikit-learn and a count of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from tracker.calibration import WHY_NONE, auc


@pytest.mark.parametrize("weighted", [False, True])
def test_it_is_that_of_scikit_learn(sample: Any, *, weighted: bool) -> None:
    # scikit-learn 1.9.1, roc_auc_score.
    weights = sample.weights if weighted else None
    theirs = roc_auc_score(sample.y, sample.p, sample_weight=weights)
    assert auc(sample.p, sample.y, weights) == pytest.approx(theirs, abs=1e-9)


def test_with_heavy_ties_too() -> None:
    random = np.random.default_rng(8)
    p, y, w = random.integers(0, 5, 900) / 4, random.integers(0, 2, 900), random.random(900)
    theirs = roc_auc_score(y, p, sample_weight=w)
    assert auc(p, y, w) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("p", "y"), [([], []), ([0.3], [1]), ([0.2, 0.4], [0, 0])])
def test_without_both_outcomes_it_is_none(p: Any, y: Any) -> None:
    assert auc(p, y) is None
    assert WHY_NONE["auc"] == "there are no votes, or every outcome is the same"


def test_a_class_that_weighs_nothing_is_none() -> None:
    assert auc([0.2, 0.4], [0, 1], [1.0, 0.0]) is None


def test_all_p_equal_tells_nothing_apart() -> None:
    assert auc([0.3, 0.3, 0.3], [0, 1, 1]) == 0.5


@given(
    rows=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 1), st.floats(0.01, 1)), min_size=2, max_size=20
    )
)
def test_it_counts_pairs_with_ties_half(rows: list[tuple[float, int, float]]) -> None:
    pairs = won = 0.0
    for p, y, w in rows:
        for other, happened, weight in rows:
            if (y, happened) == (1, 0):
                pairs += w * weight
                won += w * weight * ((p > other) + (p == other) / 2)
    found = auc(*zip(*rows, strict=True))  # type: ignore[arg-type]
    assert found is None if pairs == 0.0 else found == pytest.approx(won / pairs, abs=1e-12)
