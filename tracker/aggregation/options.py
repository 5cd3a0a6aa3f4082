"""Aggregates of chances over several options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.members import rows, shares, total
from tracker.aggregation.probabilities import FLOOR

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.rules.arguments import Floats


def log_pool(
    P: ArrayLike,  # noqa: N803 - a matrix
    weights: ArrayLike | None = None,
) -> Floats:
    """Return the product over members of p_ik^w_i, divided by its sum over the options.

    P: a row of options a member, shape (n, K), each above 0, rows that sum to 1. weights: shape
    (n,), of any scale; None weighs all equally, a member of weight 0 is left out. Shape (K,), sums
    to 1; for K = 2 the geometric mean of odds. To learn something and then pool gives what to pool
    and then learn it gives; to pool and then merge options does not give what to merge and then
    pool gives (`mean` keeps that). Raises ValueError when an option has probability 0, which would
    rule it out for everybody (`log_pool_floored` limits it first), or P or the weights are not of
    this form.

    Source: Genest & Zidek (1986).

    >>> log_pool([[0.5, 0.5], [0.1, 0.9]]).round(12)
    array([0.25, 0.75])
    """
    values = rows(P)
    weight = shares(weights, len(values))
    values, weight = values[weight > 0.0], weight[weight > 0.0]
    if values.min() <= 0.0:
        raise ValueError(
            "a member gives an option probability 0, which would rule it out for everybody; "
            "use log_pool_floored"
        )
    logs = total(weight[:, np.newaxis] * np.log(values))
    product = np.exp(logs - logs.max())
    return np.asarray(product / product.sum())


def log_pool_floored(
    P: ArrayLike,  # noqa: N803 - as log_pool
    floor: float = FLOOR,
    weights: ArrayLike | None = None,
) -> Floats:
    """Return the log pool of P with no probability under `floor`, rows renormalised after that.

    Arguments and errors as `log_pool`, but an option may have probability 0. floor: above 0 and
    at most 1 / K.

    >>> log_pool_floored([[0.0, 1.0], [0.999, 0.001]]).round(3)
    array([0.5, 0.5])
    """
    values = rows(P)
    if not 0.0 < floor <= 1.0 / values.shape[1]:
        raise ValueError(f"floor is {floor}: it lies above 0 and is at most 1 / K")
    floored = np.maximum(values, floor)
    return log_pool(floored / floored.sum(axis=1, keepdims=True), weights)
