"""An aggregate over time: computed anew at every instant at which one of its members changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.instants import geometric_means_of_odds, medians, trimmed_means
from tracker.aggregation.members import average, shares
from tracker.aggregation.performance import PastScores, fitted_exponent, performance_weights
from tracker.aggregation.probabilities import FLOOR, extremize, recency_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats

    Integers = NDArray[np.int64]

DAY_US = 86_400_000_000
MOST_CHANGES = 10_000  # on one question; beyond, the aggregate is computed once a day
TRIM = 0.2  # of the members, cut at each end: one of five
BLOCK = 4_000_000  # stretches times instants that are looked at together, so that memory is bounded


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at m instants at which n members do, the longest unchanged first.

    at_us: shape (m,). member: ids; since_us: when each said what stands; p: the probabilities;
    a row a member and a column an instant, shape (n, m).
    """

    at_us: Integers
    member: Integers
    since_us: Integers
    p: Floats


# Gives the aggregate at each instant, shape (m,).
Method = Callable[[Standing], "Floats"]


def _mean(now: Standing) -> Floats:
    return average(now.p, shares(None, len(now.p)))


def _geometric(now: Standing) -> Floats:
    return geometric_means_of_odds(now.p, shares(None, len(now.p)))


def _floored(now: Standing) -> Floats:
    return geometric_means_of_odds(np.clip(now.p, FLOOR, 1.0 - FLOOR), shares(None, len(now.p)))


def by_recency(now: Standing) -> Floats:
    """Return the recency-weighted median of what stands, shape (m,).

    Weights as `recency_weights`; members who spoke at the same instant share theirs, so that it
    does not matter in which order they are listed.

    >>> since, p = np.arange(4)[:, np.newaxis], np.array([[0.8], [0.7], [0.5], [0.6]])
    >>> by_recency(Standing(np.array([9]), since, since, p))
    array([0.6])
    """
    return medians(now.p, weights_by_recency(now.since_us))


def weights_by_recency(since_us: Integers) -> Floats:
    """Return the weights of `by_recency`: the longest unchanged on top, shape (n, m).

    >>> weights_by_recency(np.array([[1], [1], [2]])).round(6).ravel().tolist()
    [0.604321, 0.604321, 1.0]
    """
    weights = np.repeat(recency_weights(len(since_us))[:, np.newaxis], since_us.shape[1], axis=1)
    together = (since_us[1:] == since_us[:-1]).any(axis=0)
    for column in np.flatnonzero(together):
        _, spoke = np.unique(since_us[:, column], return_inverse=True)
        weight = np.bincount(spoke, weights=weights[:, column]) / np.bincount(spoke)
        weights[:, column] = weight[spoke]
    return weights


# `by_performance` and `by_past_exponent` give the methods that learn.
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "median": lambda now: medians(now.p, np.ones(now.p.shape)),
        "mean": _mean,
        "trimmed": lambda now: trimmed_means(now.p, TRIM),
        "geometric": _geometric,
        "geometric-floored": _floored,
        "recency": by_recency,
    }
)


def by_performance(past: PastScores, members: Integers) -> Method:
    """Return the mean of what stands, weighted by what was known of each member before.

    members: the ids of all who may stand. Weights as `performance_weights` gives them at each
    instant; they stay the same between two outcomes and are computed once.

    >>> past = PastScores(np.array([0.0, 0.5]), np.array([3, 8]), *(np.zeros(2, dtype=int),) * 3)
    >>> method = by_performance(past, np.array([3, 8]))
    >>> member = np.array([[3, 3], [8, 8]])
    >>> method(Standing(np.array([0, 1]), member, member, np.array([[1.0, 1.0], [0, 0]]))).round(4)
    array([0.5   , 0.5161])
    """
    weights = weights_by_performance(past, members)
    return lambda now: average(now.p, shares(weights(now.at_us, now.member), len(now.p)))


def weights_by_performance(
    past: PastScores, members: Integers
) -> Callable[[Integers, Integers], Floats]:
    """Return the function that weighs who stands, (n, m) of `members`, at instants (m,).

    >>> nothing = PastScores(*(np.empty(0, dtype=int),) * 5)
    >>> weights_by_performance(nothing, np.array([3, 8]))(np.array([0]), np.array([[8], [3]]))
    array([[0.5],
           [0.5]])
    """
    ids = np.unique(members)
    learned = _learned(past.known_us, lambda at: performance_weights(past, ids.tolist(), at))

    def weights(at_us: Integers, member: Integers) -> Floats:
        of_all = learned(at_us)
        return of_all[np.arange(len(of_all)), np.searchsorted(ids, member)]

    return weights


@dataclass(frozen=True, slots=True)
class PastStatements:
    """What an aggregate said of past questions; arrays with one element a question.

    p: above 0 and under 1. happened: 0, 1 or a fraction. cluster: integers. known_us: when the
    outcome became known.
    """

    p: Floats
    happened: Floats
    cluster: Integers
    known_us: Integers


def by_exponent(past: PastStatements) -> Method:
    """Return the mean of what stands, extremized as the past of the mean asks for.

    past: what the mean said. Exponents as `exponents` gives them at each instant.

    >>> method = by_exponent(PastStatements(*(np.empty(0),) * 4))
    >>> p = np.array([[0.2], [0.4]])
    >>> method(Standing(np.array([0]), np.arange(2), np.arange(2), p)).round(12)
    array([0.3])
    """
    at = exponents(past)
    return lambda now: extremize(_mean(now), at(now.at_us))


def exponents(past: PastStatements) -> Callable[[Integers], Floats]:
    """Return the function that gives the exponent of `fitted_exponent` at each instant.

    >>> exponents(PastStatements(*(np.empty(0),) * 4))(np.array([5, 9]))
    array([1., 1.])
    """
    said = (past.p, past.happened, past.known_us)
    return _learned(past.known_us, lambda at: fitted_exponent(*said, at, groups=past.cluster))


def _learned(known_us: Integers, learn: Callable[[int], ArrayLike]) -> Callable[[Integers], Floats]:
    """Return what was learned before each instant, a row an instant; computed once an outcome."""
    outcomes_us = np.unique(known_us)
    found: dict[int, ArrayLike] = {}

    def before(at_us: Integers) -> Floats:
        known = np.searchsorted(outcomes_us, at_us).tolist()
        for count, at in zip(known, at_us.tolist(), strict=True):
            if count not in found:
                found[count] = learn(at)
        return np.array([found[count] for count in known])

    return before


def instants(
    start_us: Integers, end_us: Integers, ends_us: int, most: int = MOST_CHANGES
) -> tuple[Integers, bool]:
    """Return when an aggregate is computed, ascending, and whether that is once a day.

    start_us, end_us: of the stretches in which a member's forecast stood, shape (n,); each is an
    instant at which a member changes. Those from ends_us, when the question ends, are left out.
    Above `most` instants it is the first of them and every 24 hours from there.

    >>> instants(np.array([5, 7]), np.array([7, 9]), ends_us=9)
    (array([5, 7]), False)
    """
    changes = np.unique(np.concatenate([start_us, end_us]))
    changes = changes[changes < ends_us]
    if len(changes) <= most:
        return changes, False
    return np.arange(changes[0], ends_us, DAY_US, dtype=np.int64), True


def standing(
    start_us: Integers, end_us: Integers, since_us: Integers, at_us: Integers
) -> Iterator[tuple[Integers, Integers]]:
    """Yield the instants at which equally many stand: their places in at_us, and who stands.

    The second are indices of the stretches [start, end) that cover each instant, shape (n, m), the
    one whose forecast was made first, at since_us, on top.

    >>> blocks = standing(np.array([5, 6]), np.array([9, 8]), np.array([5, 2]), np.array([5, 6, 8]))
    >>> [(at.tolist(), there.tolist()) for at, there in blocks]
    [([0, 2], [[0, 0]]), ([1], [[1], [0]])]
    """
    order = np.argsort(since_us, kind="stable")
    start_us, end_us = start_us[order], end_us[order]
    step = max(BLOCK // max(len(order), 1), 1)
    for first in range(0, len(at_us), step):
        at = at_us[first : first + step, np.newaxis]
        covers = (start_us <= at) & (at < end_us)
        counts = covers.sum(axis=1)
        for n in np.unique(counts).tolist():
            columns = np.flatnonzero(counts == n)
            there = np.nonzero(covers[columns])[1].reshape(len(columns), n)
            yield first + columns, order[there].T
