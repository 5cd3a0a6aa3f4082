"""The interval of a weighted share of yes, where votes of a cluster hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.calibration.spread import CLUSTERS
from tracker.calibration.votes import added, votes
from tracker.calibration.wilson import wilson

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def share_interval(
    y: ArrayLike, weights: ArrayLike | None = None, groups: ArrayLike | None = None
) -> tuple[float, float] | None:
    """Return the 95% interval of a weighted share of yes, within [0, 1]; None under 8 clusters.

    y: 0 or 1, weights: not negative, groups: an integer each (None: every vote its own cluster);
    shape (n,). Wilson's interval at the effective number of votes p (1 - p) / se^2, at most that
    of clusters, se^2 = sum over clusters of (sum of w (y - p))^2 / W^2; where all outcomes are the
    same it is the number of clusters. With single votes it is Wilson's own. Raises ValueError when
    an argument is not of this form.

    Source: Korn & Graubard (1998); Dean & Pagano (2015) for Wilson's form.

    >>> [round(end, 4) for end in share_interval([1, 1, 1, 1, 1, 1, 1, 0, 0, 0])]
    [0.3968, 0.8922]
    """
    found = votes(y, y, weights, groups)
    if found.clusters < CLUSTERS:
        return None
    total = float(found.weight.sum())
    share = min(1.0, float((found.weight * found.y).sum()) / total)
    sums = added(found.weight * (found.y - share), found.cluster)
    variance = float((sums * sums).sum()) / (total * total)
    size = float(found.clusters)
    if 0.0 < share < 1.0 and variance > 0.0:
        size = min(size, share * (1.0 - share) / variance)
    return wilson(min(share * size, size), size)
