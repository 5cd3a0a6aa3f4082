"""How much means differ beyond what chance explains, and each drawn towards all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tracker.comparison.clusters import Floats


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """The mean of all, the variance between them, and each drawn towards the mean, shape (k,)."""

    mean: float
    tau2: float
    shrunk: Floats


def random_effects(y: Floats, variance: Floats) -> RandomEffects:
    """Return the random-effects mean of y, the variance between, and y shrunk to the mean.

    y: estimates, shape (k,), k > 1, in any unit. variance: of each, above 0. With w = 1 / variance
    and Q = sum of w (y - their weighted mean)^2, tau2 = (Q - (k - 1)) / (sum w - sum w^2 / sum w),
    at least 0; mean is weighted by 1 / (variance + tau2), and
    shrunk = mean + (y - mean) tau2 / (tau2 + variance).

    Source: DerSimonian & Laird (1986); shrunk as in Morris (1983).

    >>> found = random_effects(np.array([0.0, 2.0]), np.array([1.0, 1.0]))
    >>> found.mean, found.tau2, found.shrunk.tolist()
    (1.0, 1.0, [0.5, 1.5])
    """
    weight = 1.0 / variance
    fixed = float(weight @ y / weight.sum())
    excess = float(weight @ (y - fixed) ** 2) - (len(y) - 1)
    tau2 = max(0.0, excess / float(weight.sum() - weight @ weight / weight.sum()))
    weight = 1.0 / (variance + tau2)
    mean = float(weight @ y / weight.sum())
    return RandomEffects(mean, tau2, np.asarray(mean + (y - mean) * (tau2 / (tau2 + variance))))
