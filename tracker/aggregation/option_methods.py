"""The methods of aggregation over options: each option's chances, made to sum to 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.members import average, shares, total
from tracker.aggregation.paths import Standing
from tracker.aggregation.probabilities import FLOOR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracker.aggregation.paths import Method
    from tracker.rules.arguments import Floats

    Booleans = NDArray[np.bool_]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StandingOptions:
    """What stands at m instants at which n members do, as Standing, over K options.

    p: shape (n, m, K), 0 for an option that a member does not speak of; rows sum to 1. offered:
    which options are on offer at each instant, shape (m, K).
    """

    at_us: Integers
    member: Integers
    since_us: Integers
    p: Floats
    offered: Booleans


# Gives the aggregate's row of options at each instant, shape (m, K).
OptionMethod = Callable[[StandingOptions], "Floats"]


def each_option(method: Method) -> OptionMethod:
    """Return the method applied to the chance of each option, divided by the sum over options.

    Where every option comes to 0, as the median of members who are each certain of another option
    does, it is the mean. For K = 2 it is the method itself.

    >>> from tracker.aggregation.paths import METHODS
    >>> p = np.array([[[0.5, 0.3, 0.2]], [[0.2, 0.5, 0.3]], [[0.1, 0.2, 0.7]]])
    >>> one = np.zeros((3, 1), dtype=int)
    >>> now = StandingOptions(np.array([0]), one, one, p, np.ones((1, 3), dtype=bool))
    >>> each_option(METHODS["median"])(now).round(4)
    array([[0.25 , 0.375, 0.375]])
    """

    def pooled(now: StandingOptions) -> Floats:
        n, m, options = now.p.shape
        chances = method(
            Standing(
                np.repeat(now.at_us, options),
                np.repeat(now.member, options, axis=1),
                np.repeat(now.since_us, options, axis=1),
                now.p.reshape(n, m * options),
            )
        ).reshape(m, options)
        chances = np.where(chances.any(axis=1, keepdims=True), chances, linear_pool_of(now))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True))

    return pooled


def linear_pool_of(now: StandingOptions) -> Floats:
    """Return the mean of the members' rows at each instant."""
    return average(now.p, shares(None, len(now.p)))


def log_pool_of(now: StandingOptions) -> Floats:
    """Return the log pool of the members' rows over the options on offer, at each instant.

    As `log_pool`, members weighing equally; what a member gives to options that are gone is left
    out, and the rest divided by its sum. Raises ValueError where a member rules an option out.

    >>> one = np.zeros((2, 1), dtype=int)
    >>> p = np.array([[[0.5, 0.5]], [[0.1, 0.9]]])
    >>> now = StandingOptions(np.array([0]), one, one, p, np.ones((1, 2), dtype=bool))
    >>> log_pool_of(now).round(12)
    array([[0.25, 0.75]])
    """
    if np.any((now.p <= 0.0) & now.offered):
        raise ValueError("a member gives an option probability 0: the log pool is undefined")
    logs = total(np.log(np.where(now.offered, now.p, 1.0))) / len(now.p)
    logs = np.where(now.offered, logs, -np.inf)
    product = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(product / product.sum(axis=1, keepdims=True))


def floored_log_pool_of(now: StandingOptions) -> Floats:
    """Return the log pool of the rows with no option on offer under FLOOR."""
    floored = np.where(now.offered, np.maximum(now.p, FLOOR), 0.0)
    rows = floored / floored.sum(axis=2, keepdims=True)
    return log_pool_of(StandingOptions(now.at_us, now.member, now.since_us, rows, now.offered))


def extremized_pool(exponent: Callable[[Integers], Floats]) -> OptionMethod:
    """Return the mean of the rows, each option to the power of the exponent, made to sum to 1.

    exponent: of instants, as `exponents` gives it. For K = 2 it is `extremize`.

    >>> one = np.zeros((1, 1), dtype=int)
    >>> now = StandingOptions(one[0], one, one, np.array([[[0.7, 0.3]]]), np.ones((1, 2), bool))
    >>> extremized_pool(lambda at_us: np.full(len(at_us), 2.5))(now).round(6)
    array([[0.892664, 0.107336]])
    """

    def pooled(now: StandingOptions) -> Floats:
        rows = linear_pool_of(now)
        # Divided first, so that no power of all options at once ends at 0.
        powers = (rows / rows.max(axis=1, keepdims=True)) ** exponent(now.at_us)[:, np.newaxis]
        powers = np.where(rows > 0.0, powers, 0.0)  # 0 to the power of 0 is not a chance of 1
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    return pooled
