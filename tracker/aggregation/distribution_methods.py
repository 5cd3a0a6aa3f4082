"""The methods of aggregation over distributions: what stands at an instant, made into one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.distributions import (
    Combine,
    Knots,
    along,
    crossed,
    pooled,
    thinned,
    weighted_median_of,
)
from tracker.aggregation.instants import trimmed_means
from tracker.aggregation.knots import Panel
from tracker.aggregation.members import average, shares
from tracker.aggregation.paths import TRIM, weights_by_performance, weights_by_recency

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.aggregation.performance import PastScores
    from tracker.rules.arguments import Floats

    Integers = NDArray[np.int64]

MOST_KNOTS = 2_000  # of an aggregate; beyond, it is read at so many of them


@dataclass(frozen=True)  # without slots, so that what several methods need is kept
class StandingCurves:
    """What stands at one instant, the longest unchanged first, as Standing.

    at_us: shape (1,). member, since_us: shape (n, 1). curves: places and heights of each.
    """

    at_us: Integers
    member: Integers
    since_us: Integers
    curves: Sequence[Knots]

    @cached_property
    def panel(self) -> Panel:
        """The members' distribution functions side by side."""
        return Panel.laid(self.curves)

    @cached_property
    def crossed(self) -> Floats:
        """The levels of all members and those at which two cross, at most MOST_KNOTS."""
        return crossed(self.panel, MOST_KNOTS)


# Gives the aggregate, None where no level is reached, and whether it was read at MOST_KNOTS places
# or levels of more.
DistributionMethod = Callable[[StandingCurves], "tuple[Knots | None, bool]"]
Weigh = Callable[[StandingCurves], "Floats"]


def equally(now: StandingCurves) -> Floats:
    """Return equal weights, shape (n,)."""
    return shares(None, len(now.curves))


def by_recency(now: StandingCurves) -> Floats:
    """Return the weights of the recency-weighted median, shape (n,)."""
    return np.asarray(weights_by_recency(now.since_us)[:, 0])


def by_past(past: PastScores, members: Integers) -> Weigh:
    """Return what weighs members by what was known of them before the instant."""
    weights = weights_by_performance(past, members)
    return lambda now: shares(weights(now.at_us, now.member)[:, 0], len(now.curves))


def linear(weigh: Weigh) -> DistributionMethod:
    """Return the method that averages heights, as `linear_pool`.

    >>> one = np.zeros((1, 1), dtype=int)
    >>> places, heights = np.array([0.0, 2.0]), np.array([0.0, 1.0])
    >>> (places, _), thinned = linear(equally)(
    ...     StandingCurves(one[0], one, one, [(places, heights)])
    ... )
    >>> places.tolist(), thinned
    ([0.0, 2.0], False)
    """

    def method(now: StandingCurves) -> tuple[Knots | None, bool]:
        panel = now.panel
        places = thinned(np.unique(panel.x), MOST_KNOTS)
        return pooled(panel, places, weigh(now)), len(places) == MOST_KNOTS

    return method


def averaged(weigh: Weigh) -> DistributionMethod:
    """Return the method that averages quantiles, as `quantile_average`."""

    def method(now: StandingCurves) -> tuple[Knots | None, bool]:
        panel, weight = now.panel, weigh(now)
        levels = thinned(np.unique(panel.F), MOST_KNOTS)
        found = along(panel, levels, lambda places: average(places, weight))
        return found, len(levels) == MOST_KNOTS

    return method


def middle(weigh: Weigh) -> DistributionMethod:
    """Return the method that takes medians of quantiles, as `quantile_median`."""
    return lambda now: _where_ordered(now, weighted_median_of(weigh(now)))


def _trimmed(now: StandingCurves) -> tuple[Knots | None, bool]:
    return _where_ordered(now, lambda places: trimmed_means(places, TRIM))


def _where_ordered(now: StandingCurves, combine: Combine) -> tuple[Knots | None, bool]:
    """Return what depends on the order of the members, which changes where two cross."""
    return along(now.panel, now.crossed, combine), len(now.crossed) == MOST_KNOTS


DISTRIBUTION_METHODS: Mapping[str, DistributionMethod] = MappingProxyType(
    {
        "median": middle(equally),
        "mean": linear(equally),
        "trimmed": _trimmed,
        "recency": middle(by_recency),
        "quantiles": averaged(equally),
    }
)
# Those that learn, as functions of the weights.
LEARNED_DISTRIBUTIONS: Mapping[str, Callable[[Weigh], DistributionMethod]] = MappingProxyType(
    {"performance": linear, "quantiles-performance": averaged}
)
