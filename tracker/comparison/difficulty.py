"""Forecasters who answered different questions, compared as if all had answered the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.comparison.clusters import Codes, Floats, clusters, labels
from tracker.comparison.random_effects import random_effects

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

TINY_STEP = 1e-14


@dataclass(frozen=True, slots=True)
class DifficultyAdjusted:
    """Mean losses as if every forecaster had answered the same questions.

    Each tuple holds one entry a forecaster, in the order of `forecasters` (ascending codes).
    adjusted and shrunk are None outside the connected component; shrunk and the variances are None
    where `reason` says why. sigma2: pooled residual variance; design_effect: of clusters, >= 1;
    tau2: variance between forecasters; mean: what shrunk values shrink to; questions: in the
    component.
    """

    forecasters: tuple[int, ...]
    scored: tuple[int, ...]
    adjusted: tuple[float | None, ...]
    shrunk: tuple[float | None, ...]
    questions: int
    mean: float | None
    sigma2: float | None
    design_effect: float | None
    tau2: float | None
    reason: str | None


def difficulty_adjusted(
    score: ArrayLike, forecaster: ArrayLike, question: ArrayLike, groups: ArrayLike | None = None
) -> DifficultyAdjusted:
    """Return each forecaster's mean score freed of which questions they answered, and shrunk.

    score: a finite score for each pair of forecaster and question, shape (n,); its unit and
    orientation are kept. forecaster, question: integer codes, shape (n,). groups: the cluster code
    of each pair's question, shape (n,); None makes each question its own cluster.
    score_ij = alpha_i + beta_j + e_ij by least squares on the connected component with the most
    pairs (the one with the smallest forecaster code when equal); adjusted_i = alpha_i + mean beta
    over its questions. shrunk_i = mu + (adjusted_i - mu) tau2 / (tau2 + s_i^2) with
    s_i^2 = D sigma2 / n_i, D the design effect (see `_design_effect`), tau2 and mu of DerSimonian
    & Laird (1986). No residual degree of freedom: adjusted without shrunk, and the reason.
    Raises ValueError on an empty score, one that is not finite, a wrong shape or a repeated pair.

    >>> found = difficulty_adjusted([0.25, 0.5, 0.75], [0, 0, 1], [0, 1, 1])
    >>> [round(mean, 3) for mean in found.adjusted]
    [0.375, 0.625]
    """
    values = _scores(score)
    names, who = labels(forecaster, len(values), "forecaster")
    _, what = labels(question, len(values), "question")
    _refuse_repeats(who, what)
    cluster = what if groups is None else clusters(groups, len(values))[0]
    inside = _largest_component(who, what)
    members, i = np.unique(who[inside], return_inverse=True)
    fit = _two_way(values[inside], i, np.unique(what[inside], return_inverse=True)[1])
    spread = _shrink(fit, i, cluster[inside])
    return DifficultyAdjusted(
        forecasters=tuple(int(name) for name in names),
        scored=tuple(int(count) for count in np.bincount(who)),
        adjusted=_placed(fit.adjusted, members, len(names)),
        shrunk=_placed(spread.shrunk, members, len(names)),
        questions=fit.questions,
        mean=spread.mean,
        sigma2=spread.sigma2,
        design_effect=spread.design_effect,
        tau2=spread.tau2,
        reason=spread.reason,
    )


def _placed(of_members: Floats | None, members: Codes, n: int) -> tuple[float | None, ...]:
    """Return n entries, each member's value in its place and None for everybody else."""
    row: list[float | None] = [None] * n
    if of_members is not None:
        for member, value in zip(members, of_members, strict=True):
            row[member] = float(value)
    return tuple(row)


@dataclass(frozen=True, slots=True)
class _TwoWay:
    """A least-squares fit of members' and questions' effects; residuals in row order."""

    adjusted: Floats
    residuals: Floats
    questions: int


@dataclass(frozen=True, slots=True)
class _Shrinkage:
    shrunk: Floats | None
    mean: float | None
    sigma2: float | None
    design_effect: float | None
    tau2: float | None
    reason: str | None


def _two_way(score: Floats, i: Codes, j: Codes) -> _TwoWay:
    """Fit score = alpha_i + beta_j by alternating projections, sped up by conjugate gradients.

    One alternation (beta from alpha, alpha from beta) moves alpha by the preconditioned residual
    of the normal equations, so conjugate gradients over those moves take the same cheap steps
    and reach the same solution in at most as many rounds as there are members, where bare
    alternation crawls on chains of forecasters (Gaure 2013).
    """
    per_member, per_question = np.bincount(i), np.bincount(j)

    def question_means(rows: Floats) -> Floats:
        return np.asarray(np.bincount(j, weights=rows) / per_question)

    def move(rows: Floats) -> Floats:
        """Return each member's mean of what the questions' means leave of `rows`."""
        left = np.bincount(i, weights=rows - question_means(rows)[j])
        return np.asarray(left / per_member)

    alpha = np.zeros(len(per_member))
    step = move(score)
    direction, size = step.copy(), float(per_member @ (step * step))
    enough = TINY_STEP * float(np.abs(score).max())
    for _ in range(2 * len(per_member)):
        if np.abs(step).max() <= enough:
            break
        image = move(direction[i])
        length = size / float(per_member @ (direction * image))
        alpha += length * direction
        step = step - length * image
        before, size = size, float(per_member @ (step * step))
        direction = step + size / before * direction
    beta = question_means(score - alpha[i])
    return _TwoWay(alpha + beta.mean(), score - alpha[i] - beta[j], len(per_question))


def _shrink(fit: _TwoWay, i: Codes, cluster: NDArray[np.intp]) -> _Shrinkage:
    """Shrink adjusted means to their random-effects mean (DerSimonian & Laird 1986)."""
    y, counts = fit.adjusted, np.bincount(i)
    freedom = len(i) - (len(y) + fit.questions - 1)
    if len(y) == 1 or freedom < 1:
        reason = "one forecaster" if len(y) == 1 else "no residual degree of freedom"
        return _Shrinkage(None, None, None, None, None, f"{reason} in the connected component")
    sigma2 = float(fit.residuals @ fit.residuals) / freedom
    effect = _design_effect(fit.residuals, i, cluster)
    if sigma2 == 0.0:
        return _Shrinkage(y, float(y.mean()), 0.0, effect, float(y.var(ddof=1)), None)
    found = random_effects(y, effect * sigma2 / counts)
    return _Shrinkage(found.shrunk, found.mean, sigma2, effect, found.tau2, None)


def _design_effect(residuals: Floats, i: Codes, cluster: NDArray[np.intp]) -> float:
    """Return by how much clusters of questions inflate the variance of a forecaster's mean, >= 1.

    The squared cluster sums of the residuals over what independent questions would give them,
    pooled over forecasters: sum of (sum of e in g)^2 over sum_i v_i (n_i - sum_g m_ig^2 / n_i),
    with v_i the variance of i's residuals and m_ig the size of cluster g. It estimates
    1 + (sum m^2 / sum m - 1) rho for intraclass correlation rho (Kish 1965; Moulton 1986), and is
    1 when every question is its own cluster. Values under 1 are noise as a rule and would overstate
    what is known. Who has one cluster only says nothing about it.
    """
    count = int(cluster.max()) + 1
    cell, cell_of_row = np.unique(i * count + cluster, return_inverse=True)
    owner, size = cell // count, np.bincount(cell_of_row)
    sums = np.bincount(cell_of_row, weights=residuals)
    n = np.bincount(i)
    variance = np.bincount(i, weights=residuals * residuals) / np.maximum(n - 1, 1)
    independent = float(variance @ (n - np.bincount(owner, weights=size * size) / n))
    return max(1.0, float(sums @ sums) / independent) if independent > 0.0 else 1.0


def _largest_component(who: Codes, what: Codes) -> NDArray[np.bool_]:
    """Return which pairs lie in the connected component that holds most of them."""
    label = np.arange(int(who.max()) + 1)
    while True:
        of_question = np.full(int(what.max()) + 1, len(label))
        np.minimum.at(of_question, what, label[who])
        lower = label.copy()
        np.minimum.at(lower, who, of_question[what])
        if np.array_equal(lower, label):
            break
        label = lower
    of_pair = label[who]
    return np.asarray(of_pair == np.bincount(of_pair).argmax())


def _scores(score: ArrayLike) -> Floats:
    values = np.asarray(score, dtype=np.float64)
    if values.ndim != 1 or not values.size or not np.isfinite(values).all():
        raise ValueError("score needs shape (n,), at least one value, and finite values only")
    return values


def _refuse_repeats(who: Codes, what: Codes) -> None:
    pair = np.sort(who * (int(what.max()) + 1) + what)
    if (pair[1:] == pair[:-1]).any():
        raise ValueError("a forecaster has two scores for one question: give one for each pair")
