"""Weights and an exponent learned from questions whose outcomes were known before an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracker.aggregation.members import chances
from tracker.rules.arguments import outcomes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats

    Integers = NDArray[np.int64]

# How many questions the belief weighs that all members are alike.
PRIOR_QUESTIONS = 30.0
# How far the exponent of a crowd may well lie from 1: thirty questions of usual odds know as much.
PRIOR_SD = 0.4
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class PastScores:
    """Losses of forecasters on questions; arrays with one element a pair, shape (n,).

    loss: finite, not negative, lower is better, as the Brier score. forecaster, question, cluster:
    integers; known_us: when the question's outcome became known, in microseconds.
    """

    loss: Floats
    forecaster: Integers
    question: Integers
    cluster: Integers
    known_us: Integers


def performance_weights(
    past: PastScores,
    members: Sequence[int],
    at_us: int,
    prior_questions: float = PRIOR_QUESTIONS,
) -> Floats:
    """Return each member's weight at an instant, from what was known before it; they sum to 1.

    members: the forecasters to weigh. at_us: the instant in microseconds; a question known at it or
    later does not count, nor does one that a single forecaster answered. With c_q = 1 over the
    number of questions in q's cluster, m_q the mean loss on q of all who answered it and m the mean
    of m_q by c_q, member i's relative loss is

        r_i = (sum of c_q loss_iq + k m) / (sum of c_q m_q + k m)

    over the questions i answered; its weight is proportional to 1 / r_i. Hard questions are no
    fault, and k = prior_questions more, on which all did alike, draw the weights towards equal
    ones: who has no past weighs as the average does. Shape (len(members),). Raises ValueError when
    arrays differ in length, a loss is negative or not finite, nobody is to be weighed or k is not
    above 0.

    Source: Bates & Granger (1969), weights by the inverse of the loss; the shrinkage is our own.

    >>> nobody = PastScores(*(np.empty(0, dtype=int) for _ in range(5)))
    >>> performance_weights(nobody, [3, 8], at_us=0)
    array([0.5, 0.5])
    """
    if not len(members) or not prior_questions > 0.0:
        raise ValueError("weights need at least one member and prior_questions above 0")
    known = _comparable(past, at_us)
    loss, (question, answers) = past.loss[known], _codes(past.question[known])
    counts = _one_a_cluster(question, past.cluster[known])
    expected = np.bincount(question, weights=loss) / answers
    prior = prior_questions * float(counts @ expected) / max(float(counts.sum()), 1.0)
    if prior == 0.0:
        return np.full(len(members), 1.0 / len(members))
    losses = np.stack([loss, expected[question]]) * counts[question]
    own, others = _sums(losses, past.forecaster[known], np.array(members))
    weight = (others + prior) / (own + prior)
    return np.asarray(weight / weight.sum())


def _sums(losses: Floats, forecaster: Integers, members: Integers) -> Floats:
    """Return each member's sum of every row of losses, 0 for who has none."""
    names, code = np.unique(forecaster, return_inverse=True)
    at = np.minimum(np.searchsorted(names, members), len(names) - 1)
    sums = np.stack([np.bincount(code, weights=row)[at] for row in losses])
    return np.where(names[at] == members, sums, 0.0)


def _comparable(past: PastScores, at_us: int) -> NDArray[np.intp]:
    """Return the rows of questions known before the instant that more than one answered."""
    columns = (past.forecaster, past.question, past.cluster, past.known_us)
    if np.ndim(past.loss) != 1 or any(np.shape(c) != np.shape(past.loss) for c in columns):
        raise ValueError("past scores need arrays of shape (n,), all of one length")
    if not np.all((past.loss >= 0.0) & (past.loss < np.inf)):
        raise ValueError("a past loss is negative or not finite: give losses as the Brier score")
    known = np.flatnonzero(past.known_us < at_us)
    question, answers = _codes(past.question[known])
    return known[answers[question] > 1]


def fitted_exponent(  # noqa: PLR0913 - a past question is what was said, what happened, and when
    p: ArrayLike,
    y: ArrayLike,
    known_us: ArrayLike,
    at_us: int,
    *,
    groups: ArrayLike | None = None,
    prior_sd: float = PRIOR_SD,
) -> float:
    """Return the exponent a for `extremize`, from what was known before an instant.

    p: what the aggregate said of past questions, shape (n,), each above 0 and under 1. y: 0, 1 or a
    fraction. known_us: when each outcome became known; at_us: the instant, in microseconds; what
    was known at it or later does not count. groups: an integer for each question, those with the
    same integer count together as one question. a is the number from 0 that has the least

        sum of c_q L(y_q, p_q, a) + (a - 1)^2 / (2 prior_sd^2)

    with L the log loss of p_q extremized by a when y_q happened, and c_q = 1 over the number of
    questions in q's group: the likeliest a when it is thought to lie about 1 within prior_sd.
    Without a past it is 1. Raises ValueError when p is 0 or 1, shapes differ, or prior_sd is not
    above 0.

    Source: Satopää et al. (2014), the exponent by maximum likelihood; the shrinkage is our own.

    >>> round(fitted_exponent([0.7] * 100, [1] * 90 + [0] * 10, [0] * 100, at_us=1), 3)
    1.901
    """
    if not prior_sd > 0.0:
        raise ValueError(f"prior_sd is {prior_sd}: give a number above 0")
    said = chances(p) if np.size(p) else np.empty(0)
    known = np.flatnonzero(_of_length(known_us, len(said)) < at_us)
    cluster = np.arange(len(said)) if groups is None else _of_length(groups, len(said))
    happened = outcomes(y, said).astype(np.float64)[known]
    said = said[known]
    if np.any((said <= 0.0) | (said >= 1.0)):
        raise ValueError("p holds 0 or 1: no exponent moves a certainty, leave it out")
    counts = _one_a_cluster(np.arange(len(known)), cluster[known])
    return _likeliest(np.log(said) - np.log1p(-said), happened, counts, prior_sd)


def _likeliest(log_odds: Floats, y: Floats, counts: Floats, prior_sd: float) -> float:
    """Return where the penalised log loss is least, by halving where its slope changes sign."""

    def slope(a: float) -> float:
        said = 0.5 * (1.0 + np.tanh(0.5 * a * log_odds))
        return float((counts * (said - y) * log_odds).sum() + (a - 1.0) / prior_sd**2)

    if slope(0.0) >= 0.0:
        return 0.0
    low, high = 0.0, 1.0
    while slope(high) < 0.0:
        low, high = high, 2.0 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if slope(middle) >= 0.0 else (middle, high)
    return high


def _of_length(values: ArrayLike, n: int) -> NDArray[Any]:
    numbers = np.asarray(values)
    if numbers.shape != (n,):
        raise ValueError(f"p has shape ({n},), but instants or groups have {numbers.shape}")
    return numbers


def _codes(values: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each value's place among the distinct ones, and how often each of those occurs."""
    _, code, count = np.unique(values, return_inverse=True, return_counts=True)
    return code, count


def _one_a_cluster(question: NDArray[np.intp], cluster: NDArray[Any]) -> Floats:
    """Return for each question 1 over the number of questions in its cluster."""
    first = np.unique(question, return_index=True)[1]
    code, sizes = _codes(cluster[first])
    return np.asarray(1.0 / sizes[code])
