"""How often outcomes fell into the central intervals that were stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.spread import weighted_mean
from tracker.calibration.votes import chances
from tracker.calibration.wilson import wilson
from tracker.comparison.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

LEVELS = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Coverage:
    """inside of n outcomes fell into the central interval at `level`; share should equal level.

    low, high: the 95% interval of the share, None where `reason` says why.
    """

    level: float
    inside: int
    n: int
    share: float | None
    low: float | None
    high: float | None
    reason: str | None


def central_coverage(
    u: ArrayLike, levels: Sequence[float] = LEVELS, groups: ArrayLike | None = None
) -> tuple[Coverage, ...]:
    """Return how many outcomes the central intervals held, for each level.

    u: the values of `pit`, shape (n,), one per question; inside means (1 - level) / 2 < u <=
    (1 + level) / 2, so that a point mass on an edge counts in part by its randomisation. groups:
    an integer each. The interval of the share is Wilson's for independent questions, with groups
    that of a clustered mean, which needs 8 clusters. Raises ValueError when u or a level leaves
    its range or the shapes differ.

    Source: Christoffersen (1998); Wilson (1927).

    >>> half = central_coverage([0.1, 0.3, 0.5, 0.7])[0]
    >>> half.inside, half.n, half.share
    (3, 4, 0.75)
    """
    values = chances(u)
    cluster, _ = clusters(groups, len(values))
    found = []
    for level in levels:
        if not 0.0 < level < 1.0:
            raise ValueError(f"level is {level}: it lies between 0 and 1")
        # Rounded, so that an edge is the float that was typed: (1 - .9) / 2 lies under .05.
        low, high = round((1.0 - level) / 2.0, 12), round((1.0 + level) / 2.0, 12)
        inside = (values > low) & (values <= high)
        k, n = int(inside.sum()), len(values)
        if not n:
            found.append(Coverage(level, 0, 0, None, None, None, "there are no outcomes"))
        elif groups is None:
            found.append(Coverage(level, k, n, k / n, *wilson(k, n), None))
        else:
            spread = weighted_mean(inside.astype(np.float64), np.ones(n), cluster)
            found.append(
                Coverage(level, k, n, k / n, spread.low, spread.high, spread.reason),
            )
    return tuple(found)
