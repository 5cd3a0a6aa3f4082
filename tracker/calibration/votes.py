"""Votes: what was stated, what happened, how much it weighs and which cluster it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.comparison.clusters import Codes, Floats, clusters
from tracker.rules.arguments import within

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FRACTION = "an outcome is 0 or 1 (a fraction r is two votes, of weight r and 1 - r)"


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes of positive weight in one canonical order, whatever the order they came in.

    p, y, weight: shape (n,), sorted by p, then y, then weight, then cluster. cluster: codes from 0
    in the order of the labels; each vote is its own where no groups were given.
    """

    p: Floats
    y: Floats
    weight: Floats
    cluster: Codes
    clusters: int


@dataclass(frozen=True, slots=True)
class Pooled:
    """Votes with equal probability taken together.

    p: the distinct probabilities, ascending, shape (m,). yes, no: the weight of either outcome.
    place: where each vote's probability stands in p, in input order, shape (n,).
    """

    p: Floats
    yes: Floats
    no: Floats
    place: Codes

    @property
    def weight(self) -> Floats:
        """The weight at each distinct probability."""
        return self.yes + self.no

    @property
    def total(self) -> float:
        """The weight of all votes."""
        return float(self.weight.sum())


def votes(
    p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None
) -> Votes:
    """Return the votes of positive weight, checked, in an order that depends on none they had.

    p: probabilities, y: 0 or 1, weights: finite and not negative (None: 1 each), groups: integers,
    those with the same one are one cluster; all of shape (n,). Raises ValueError naming the entry
    that is not of this form.

    >>> votes([0.7, 0.2], [1, 0], groups=[5, 9]).cluster
    array([1, 0])
    """
    stated, happened, weight = checked(p, y, weights)
    cluster, _ = clusters(groups, len(stated))
    keys = (happened, stated) if weights is None else (weight, happened, stated)
    order = np.lexsort(keys if groups is None else (cluster, *keys))
    order = order[weight[order] > 0.0]
    if groups is None:
        cluster, count = np.arange(len(order)), len(order)
    else:
        distinct, cluster = np.unique(cluster[order], return_inverse=True)
        count = len(distinct)
    return Votes(stated[order], happened[order], weight[order], cluster, count)


def pooled(p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None) -> Pooled:
    """Return the votes with equal p taken together; arguments and errors as `votes`.

    The sums are the same to the last bit in whatever order the votes come.

    >>> pooled([0.5, 0.2, 0.5], [1, 0, 0]).yes
    array([0., 1.])
    """
    stated, happened, weight = checked(p, y, weights)
    order = np.argsort(stated)
    rising = stated[order]
    first = np.append(True, rising[1:] != rising[:-1])[: len(rising)]
    at = np.cumsum(first) - 1
    if weights is not None:
        _fix_order_of_ties(order, at, first, weight)
    yes, no = (weight * happened)[order], (weight * (1.0 - happened))[order]
    place = np.empty(len(order), dtype=np.intp)
    place[order] = at
    return Pooled(rising[first], added(yes, at), added(no, at), place)


def _fix_order_of_ties(order: Codes, at: Codes, first: NDArray[np.bool_], weight: Floats) -> None:
    """Sort rows of equal p by weight, in place: sums of fractions need one order."""
    tied = np.flatnonzero(~first | ~np.append(first[1:], True))
    by_weight = tied[np.argsort(weight[order[tied]])]
    # In the smallest type that holds them, since numpy sorts short integers by radix.
    place = at[by_weight].astype(np.min_scalar_type(int(at[-1])) if len(at) else np.uint8)
    order[tied] = order[by_weight[np.argsort(place, kind="stable")]]


def checked(
    p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None
) -> tuple[Floats, Floats, Floats]:
    """Return p, y and weights as float64 of shape (n,); ValueError naming what is wrong.

    >>> checked([0.2], [True])
    (array([0.2]), array([1.]), array([1.]))
    """
    stated = chances(p)
    happened = _vector(y, len(stated), "y")
    within(happened, 0.0, 1.0, name="y", what=FRACTION)
    between = np.flatnonzero((happened != 0.0) & (happened != 1.0))
    if between.size:
        raise ValueError(f"y[{between[0]}] is {happened[between[0]]}: {FRACTION}")
    return stated, happened, weights_of(weights, len(stated))


def chances(p: ArrayLike) -> Floats:
    """Return probabilities as float64 of shape (n,); ValueError naming the first that is none.

    >>> chances([0, 0.5])
    array([0. , 0.5])
    """
    stated = np.asarray(p, dtype=np.float64)
    if stated.ndim != 1:
        raise ValueError(f"p has shape {stated.shape}: give one probability a vote, shape (n,)")
    within(stated, 0.0, 1.0, name="p", what="a probability lies between 0 and 1")
    return stated


def weights_of(weights: ArrayLike | None, n: int) -> Floats:
    """Return n weights as float64, 1 each for None; ValueError when one is negative or infinite.

    >>> weights_of(None, 2)
    array([1., 1.])
    """
    if weights is None:
        return np.ones(n)
    values = _vector(weights, n, "weights")
    largest = float(np.finfo(np.float64).max)
    within(values, 0.0, largest, name="weights", what="a weight is finite and not negative")
    return values


def added(values: Floats, place: Codes, size: int = 0) -> Floats:
    """Return the sums of `values` by place, in row order; shape (size,) or up to the last place.

    >>> added(np.array([1.0, 2.0, 4.0]), np.array([1, 0, 1]))
    array([2., 5.])
    """
    return np.asarray(np.bincount(place, weights=values, minlength=size), dtype=np.float64)


def _vector(values: ArrayLike, n: int, name: str) -> Floats:
    vector = np.asarray(values, dtype=np.float64)
    if vector.shape != (n,):
        raise ValueError(f"{name} has shape {vector.shape}: p has shape ({n},)")
    return vector
