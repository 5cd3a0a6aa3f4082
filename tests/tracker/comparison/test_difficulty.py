"""Difficulty-adjusted scores against independent arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparison import difficulty_adjusted

Array = np.ndarray[Any, np.dtype[Any]]


def dense_fit(score: Array, i: Array, j: Array) -> tuple[Array, Array]:
    """Return adjusted means and residuals of the exact dense least squares of one component."""
    design = np.zeros((len(score), i.max() + j.max() + 2))
    design[np.arange(len(score)), i] = 1.0
    design[np.arange(len(score)), i.max() + 1 + j] = 1.0
    effects = np.linalg.lstsq(design, score, rcond=None)[0]
    alpha, beta = effects[: i.max() + 1], effects[i.max() + 1 :]
    return alpha + beta.mean(), score - design @ effects


@given(seed=st.integers(0, 10_000), forecasters=st.integers(2, 8), questions=st.integers(2, 12))
def test_adjusted_equals_the_exact_dense_least_squares(
    seed: int, forecasters: int, questions: int
) -> None:
    rng = np.random.default_rng(seed)
    answered = rng.random((forecasters, questions)) < 0.5
    answered[0] = True  # one who answers all connects everybody who answers any
    i, j = np.nonzero(answered)
    i = np.unique(i, return_inverse=True)[1]
    score = rng.random(len(i))
    expected, _ = dense_fit(score, i, j)
    found = difficulty_adjusted(score, i, j)
    assert np.allclose(np.array(found.adjusted, dtype=float), expected, atol=1e-10)


def test_a_long_chain_of_forecasters_is_solved_exactly() -> None:
    # Each shares one question with the next: bare alternation would need thousands of rounds.
    links = 80
    i = np.concatenate([np.arange(links), np.arange(1, links)])
    j = np.concatenate([np.arange(links), np.arange(links - 1)])
    score = np.random.default_rng(5).random(len(i))
    expected, _ = dense_fit(score, i, j)
    found = difficulty_adjusted(score, i, j)
    assert np.allclose(np.array(found.adjusted, dtype=float), expected, atol=1e-9)


def test_who_answered_only_hard_questions_is_not_blamed() -> None:
    # Losses are skill plus difficulty without noise: skills 0.1 and 0.2, difficulties 0 and 0.4.
    # Forecaster 0 took both, 1 only the hard one, 2 only the easy one.
    found = difficulty_adjusted([0.1, 0.5, 0.6, 0.2], [0, 0, 1, 2], [0, 1, 1, 0])
    assert found.adjusted == pytest.approx((0.3, 0.4, 0.4))
    assert found.scored == (2, 1, 1)
    assert found.questions == 2
    assert found.shrunk == (None, None, None)
    assert found.reason == "no residual degree of freedom in the connected component"


def test_outside_the_largest_component_there_is_none() -> None:
    rng = np.random.default_rng(7)
    i = np.array([10, 10, 20, 20, 30, 30, 5, 40])
    j = np.array([1, 2, 1, 2, 2, 3, 9, 8])
    found = difficulty_adjusted(rng.random(8), i, j)
    assert found.forecasters == (5, 10, 20, 30, 40)
    assert [value is None for value in found.adjusted] == [True, False, False, False, True]
    assert [value is None for value in found.shrunk] == [True, False, False, False, True]
    assert found.questions == 3
    assert found.reason is None


def test_one_forecaster_alone_keeps_the_plain_mean() -> None:
    found = difficulty_adjusted([0.1, 0.4], [3, 3], [0, 1])
    assert (found.adjusted, found.shrunk) == ((0.25,), (None,))
    assert found.reason == "one forecaster in the connected component"


def shrunk_by_hand(adjusted: list[float], variances: list[float]) -> tuple[list[float], float]:
    """Return shrunk values and tau2 by DerSimonian & Laird, one loop after another."""
    weights = [1 / v for v in variances]
    fixed = sum(w * y for w, y in zip(weights, adjusted, strict=True)) / sum(weights)
    q = sum(w * (y - fixed) ** 2 for w, y in zip(weights, adjusted, strict=True))
    spread = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max(0.0, (q - (len(adjusted) - 1)) / spread)
    weights = [1 / (v + tau2) for v in variances]
    mean = sum(w * y for w, y in zip(weights, adjusted, strict=True)) / sum(weights)
    pairs = zip(adjusted, variances, strict=True)
    return [mean + (y - mean) * tau2 / (tau2 + v) for y, v in pairs], tau2


def crossed(
    rng: np.random.Generator, forecasters: int, questions: int, skill_sd: float
) -> tuple[Array, Array, Array]:
    """Draw scores of forecasters who each answer a random half of the questions."""
    i, j = np.nonzero(rng.random((forecasters, questions)) < 0.5)
    skill, difficulty = rng.normal(0, skill_sd, forecasters), rng.normal(0, 0.2, questions)
    return skill[i] + difficulty[j] + rng.normal(0, 0.1, len(i)), i, j


@pytest.mark.parametrize("skill_sd", [0.0, 0.05])
@pytest.mark.parametrize("grouped", [False, True])
def test_shrunk_is_the_formula_by_hand(skill_sd: float, *, grouped: bool) -> None:
    score, i, j = crossed(np.random.default_rng(11), 9, 30, skill_sd)
    found = difficulty_adjusted(score, i, j, j // 3 if grouped else None)
    adjusted, residuals = dense_fit(score, i, j)
    sigma2 = residuals @ residuals / (len(score) - (9 + 30 - 1))
    assert found.sigma2 == pytest.approx(sigma2)
    assert found.design_effect is not None
    variances = (found.design_effect * sigma2 / np.bincount(i)).tolist()
    shrunk, tau2 = shrunk_by_hand(adjusted.tolist(), variances)
    assert found.tau2 == pytest.approx(tau2, abs=1e-12)
    assert found.shrunk == pytest.approx(shrunk, abs=1e-10)
    assert (found.tau2 == 0.0) == (len(set(np.round(shrunk, 12))) == 1)


def test_fewer_answers_are_shrunk_more() -> None:
    rng = np.random.default_rng(2)
    score, i, j = crossed(rng, 12, 60, 0.08)
    keep = (i != 0) | (np.cumsum(i == 0) <= 3)
    found = difficulty_adjusted(score[keep], i[keep], j[keep])
    kept = [
        (shrunk - found.mean) / (adjusted - found.mean)  # type: ignore[operator]
        for shrunk, adjusted in zip(found.shrunk, found.adjusted, strict=True)
    ]
    assert found.scored[0] == 3
    assert 0.0 < kept[0] < min(kept[1:]) < max(kept[1:]) < 1.0


def design_effect_by_hand(residuals: Array, i: Array, cluster: Array) -> float:
    """Return squared cluster sums over their value under independence, in loops."""
    clustered = independent = 0.0
    for forecaster in set(i.tolist()):
        own, where = residuals[i == forecaster], cluster[i == forecaster]
        n = len(own)
        sizes = [int(np.sum(where == g)) for g in set(where.tolist())]
        clustered += sum(float(own[where == g].sum()) ** 2 for g in set(where.tolist()))
        independent += float(own @ own) / (n - 1) * (n - sum(m * m for m in sizes) / n)
    return clustered / independent


def test_the_design_effect_by_hand_is_never_under_one() -> None:
    by_hand = []
    for seed in range(40):
        score, i, j = crossed(np.random.default_rng(seed), 7, 15, 0.05)
        cluster = np.minimum(j // 2, 3)  # three pairs and one cluster of nine
        by_hand.append(design_effect_by_hand(dense_fit(score, i, j)[1], i, cluster))
        effect = difficulty_adjusted(score, i, j, cluster).design_effect
        assert effect == pytest.approx(max(1.0, by_hand[-1]), rel=1e-9)
    # Questions are independent here, so before the floor the mean is 1.
    assert np.mean(by_hand) == pytest.approx(1.0, abs=0.1), f"{np.mean(by_hand)=}"
    assert min(by_hand) < 1.0 < max(by_hand)


def test_without_clusters_the_design_effect_is_one() -> None:
    score, i, j = crossed(np.random.default_rng(1), 6, 20, 0.05)
    assert difficulty_adjusted(score, i, j).design_effect == pytest.approx(1.0)


def test_the_design_effect_is_kish_s_on_simulated_clusters() -> None:
    # Clusters of 5 questions, intraclass correlation of a forecaster's errors 1/2:
    # 1 + (5 - 1) / 2 = 3.
    rng, found = np.random.default_rng(4), []
    i, j = (axis.ravel() for axis in np.meshgrid(np.arange(10), np.arange(200), indexing="ij"))
    for _ in range(30):
        shared, own = rng.normal(size=(10, 40)), rng.normal(size=(10, 200))
        score = rng.normal(size=200)[j] + (shared[i, j // 5] + own[i, j]) * math.sqrt(0.5)
        found.append(difficulty_adjusted(score, i, j, j // 5).design_effect or 0.0)
    assert np.mean(found) == pytest.approx(3.0, abs=0.15), f"{np.mean(found)=} {np.std(found)=}"


def test_shrunk_is_nearer_to_the_skills_than_adjusted_and_adjusted_than_raw() -> None:
    rng, errors = np.random.default_rng(8), np.zeros(3)
    for _ in range(40):
        skill, difficulty = rng.normal(0, 0.05, 15), rng.normal(0, 0.2, 40)
        i, j = np.nonzero(rng.random((15, 40)) < 0.25)
        score = skill[i] + difficulty[j] + rng.normal(0, 0.15, len(i))
        found = difficulty_adjusted(score, i, j)
        raw = np.bincount(i, weights=score) / np.bincount(i)
        columns = (raw, found.adjusted, found.shrunk)
        for k, column in enumerate(columns):
            off = np.array(column, dtype=float) - skill
            errors[k] += np.var(off) / 40
    assert errors[2] < errors[1] < errors[0], f"raw, adjusted, shrunk: {errors}"


@given(seed=st.integers(0, 1_000), data=st.data())
def test_order_and_codes_do_not_matter(seed: int, data: st.DataObject) -> None:
    score, i, j = crossed(np.random.default_rng(seed), 4, 8, 0.1)
    order = np.array(data.draw(st.permutations(range(len(score)))))
    one = difficulty_adjusted(score, i, j, j // 2)
    other = difficulty_adjusted(score[order], 3 + 2 * i[order], 90 - j[order], 7 - j[order] // 2)
    for a, b in ((one.adjusted, other.adjusted), (one.shrunk, other.shrunk)):
        assert [x is None for x in a] == [x is None for x in b]
        assert [x or 0.0 for x in a] == pytest.approx([x or 0.0 for x in b], abs=1e-9)


def test_equal_scores_are_left_as_they_are() -> None:
    found = difficulty_adjusted([0.25] * 6, [0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1])
    assert found.adjusted == found.shrunk == (0.25,) * 3
    assert (found.sigma2, found.tau2) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("score", "forecaster", "question", "message"),
    [
        ([], [], [], "at least one value"),
        ([math.inf], [0], [0], "finite values only"),
        ([math.nan], [0], [0], "finite values only"),
        ([0.1, 0.2], [0], [0, 1], r"forecaster has shape \(1,\)"),
        ([0.1, 0.2], [0, 1], [0.0, 1.0], "question has shape .* of float64"),
        ([0.1, 0.2], [1, 1], [4, 4], "two scores for one question"),
    ],
)
def test_what_cannot_be_adjusted_is_refused(
    score: Any, forecaster: Any, question: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        difficulty_adjusted(score, forecaster, question)


def test_of_two_components_alike_the_one_with_the_smallest_code_counts() -> None:
    found = difficulty_adjusted([0.1, 0.2, 0.5, 0.9], [8, 8, 3, 3], [0, 1, 2, 3])
    assert found.forecasters == (3, 8)
    assert found.adjusted == (pytest.approx(0.7), None)


def test_a_worked_example_of_two_on_three_questions() -> None:
    # Differences b - a: .1, .2, .3, so alphas lie .2 apart, residuals -+.05, 0, +-.05. Freedom
    # 6 - (2 + 3 - 1) = 2: sigma2 = 4 x .0025 / 2 = .005 and s^2 = .005 / 3.
    score = [0.1, 0.2, 0.3, 0.2, 0.4, 0.6]
    found = difficulty_adjusted(score, [0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2])
    assert found.adjusted == pytest.approx((0.2, 0.4))
    assert found.sigma2 == pytest.approx(0.005)
    s2, mean = 0.005 / 3, 0.3
    # Q = (.1^2 + .1^2) / s2, less 1, over 2/s2 - 1/s2.
    tau2 = (0.02 / s2 - 1) * s2
    assert found.tau2 == pytest.approx(tau2)
    kept = tau2 / (tau2 + s2)
    assert found.shrunk == pytest.approx((mean - 0.1 * kept, mean + 0.1 * kept))
