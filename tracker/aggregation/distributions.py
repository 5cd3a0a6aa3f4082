"""Aggregates of distribution functions: means of heights, and means and medians of quantiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.instants import medians, trimmed_means
from tracker.aggregation.knots import Panel
from tracker.aggregation.members import average, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats

BLOCK = 1_000_000  # pairs of members times levels that are looked at together
Knots = tuple["Floats", "Floats"]
# Makes the places that members give to m levels, shape (n, m), into one for each.
Combine = Callable[["Floats"], "Floats"]


def linear_pool(
    x: Sequence[ArrayLike],
    F: Sequence[ArrayLike],  # noqa: N803 - the field's name for a distribution function
    weights: ArrayLike | None = None,
) -> Knots:
    """Return the mean of the members' heights at every place: the mixture of their distributions.

    x, F: an array of places and one of heights a member, of any lengths; F within [0, 1], neither
    falling, F linear between places and constant beyond the outer ones. A repeated place is a point
    mass; what lies beyond the outer places is outside, at no stated place, "never" for a date.
    weights: shape (n,), of any scale; None weighs all equally.

    Places and heights of the pool, exact: its places are those of all members. Mass outside is
    averaged, as everything is. It is as wide as the members are apart: who disagree make several
    humps. Raises ValueError when x, F or the weights are not of this form.

    Source: Stone (1961).

    >>> x, F = linear_pool([[0, 2], [1, 3]], [[0, 1], [0, 1]])
    >>> x.tolist(), F.tolist()
    ([0.0, 1.0, 2.0, 3.0], [0.0, 0.25, 0.75, 1.0])
    """
    panel, weight = _weighed(x, F, weights)
    return pooled(panel, np.unique(panel.x), weight)


def quantile_average(
    x: Sequence[ArrayLike],
    F: Sequence[ArrayLike],  # noqa: N803 - as linear_pool
    weights: ArrayLike | None = None,
) -> Knots | None:
    """Return the distribution whose quantiles are the weighted means of the members' quantiles.

    Arguments and errors as `linear_pool`. Exact: its levels are those of all members. A level that
    a member does not reach is infinitely far for it, and so for the mean: of a date the mass
    "never" is the greatest of any member's. None where no level is reached by all.

    It keeps the shape and the mean width of the members, where `linear_pool` widens. Places are
    averaged as they are given: in the unit of x, in which distances are scored.

    Source: Vincent (1912); Ratcliff (1979); Lichtendahl, Grushka-Cockayne & Winkler (2013).

    >>> x, F = quantile_average([[0, 2], [1, 5]], [[0, 1], [0, 0.5]])
    >>> x.tolist(), F.tolist()
    ([0.5, 3.0], [0.0, 0.5])
    """
    panel, weight = _weighed(x, F, weights)
    return along(panel, np.unique(panel.F), lambda places: average(places, weight))


def quantile_median(
    x: Sequence[ArrayLike],
    F: Sequence[ArrayLike],  # noqa: N803 - as linear_pool
    weights: ArrayLike | None = None,
) -> Knots | None:
    """Return the distribution whose quantiles are the weighted medians of the members' quantiles.

    Arguments and errors as `linear_pool`. Medians as `weighted_median`. Exact: its levels are
    those of all members, and those at which two of them cross. For an odd number of equal members
    it is the median of their heights too, whatever the scale. A level that half of the members do
    not reach is not reached; None where none is.

    Source: Hora, Fransen, Hawkins & Susel (2013); medians as Edgeworth (1888).

    >>> x, F = quantile_median([[0, 2], [1, 3], [8, 9]], [[0, 1]] * 3)
    >>> x.tolist(), F.tolist()
    ([1.0, 3.0], [0.0, 1.0])
    """
    panel, weight = _weighed(x, F, weights)
    return along(panel, crossed(panel), weighted_median_of(weight))


def quantile_trimmed_mean(
    x: Sequence[ArrayLike],
    F: Sequence[ArrayLike],  # noqa: N803 - as linear_pool
    share: float,
) -> Knots | None:
    """Return the distribution whose quantiles are trimmed means of the members' quantiles.

    x, F, and what is exact: as `quantile_median`. share: of members that are left out at each end
    of every level, floor(n share), from 0 to under 1/2. None where no level is reached by all who
    are left. Raises ValueError when x, F or share is not of this form.

    Source: Tukey (1962); Jose, Grushka-Cockayne & Lichtendahl (2014), of heights.

    >>> quantile_trimmed_mean([[0, 2], [1, 3], [8, 9]], [[0, 1]] * 3, 0.4)[0].tolist()
    [1.0, 3.0]
    """
    if not 0.0 <= share < 0.5:  # noqa: PLR2004 - half at each end leaves nobody
        raise ValueError(f"share is {share}: it lies between 0 and 1/2, 1/2 excluded")
    panel = Panel.of(x, F)
    return along(panel, crossed(panel), lambda places: trimmed_means(places, share))


def _weighed(
    x: Sequence[ArrayLike], f: Sequence[ArrayLike], weights: ArrayLike | None
) -> tuple[Panel, Floats]:
    """Return the members that weigh something, with weights that sum to 1."""
    every = Panel.of(x, f)
    weight = shares(weights, len(every))
    counts = weight > 0.0
    return every.only(counts), weight[counts]


def weighted_median_of(weight: Floats) -> Combine:
    """Return what takes the weighted median of each column; weight: shape (n,)."""
    return lambda places: medians(places, np.repeat(weight[:, np.newaxis], places.shape[1], axis=1))


def pooled(panel: Panel, places: Floats, weight: Floats) -> Knots:
    """Return the distribution that has at each ascending place the mean of the heights.

    places: those between which all members are linear. weight: sums to 1, shape (n,).
    """
    ends = np.stack([average(side, weight) for side in panel.heights(places)], axis=1)
    twice = np.repeat(places, 2)
    heights = np.maximum.accumulate(ends.ravel())
    new = np.append(True, (np.diff(twice) > 0.0) | (np.diff(heights) > 0.0))
    return twice[new], heights[new]


def along(panel: Panel, levels: Floats, combine: Combine) -> Knots | None:
    """Return the distribution that has at each level the combined places; None without a level.

    levels: ascending, those between which all places are linear, and so what they combine to is.
    """
    with np.errstate(invalid="ignore"):  # one infinitely far below and one above have no middle
        ends = combine(np.concatenate(panel.quantiles(levels), axis=1)).reshape(-1, len(levels)).T
    known = np.isfinite(ends)
    reached = known.any(axis=1)
    if not reached.any():
        return None
    ends, known = ends[reached], known[reached]
    every = np.arange(len(ends))
    least = ends[every, known.argmax(axis=1)]
    greatest = ends[every, ends.shape[1] - 1 - known[:, ::-1].argmax(axis=1)]
    places = np.maximum.accumulate(np.stack((least, greatest), axis=1).ravel())
    heights = np.repeat(levels[reached], 2)
    new = np.append(True, (np.diff(heights) > 0.0) | (np.diff(places) > 0.0))
    return places[new], heights[new]


def crossed(panel: Panel, most: int | None = None) -> Floats:
    """Return the levels of all members and those at which two cross, at most `most` of them."""
    levels = np.unique(panel.F)
    if len(panel) == 1 or (most is not None and len(levels) > most):
        return thinned(levels, most)
    below, _, _, above = panel.quantiles(levels)
    start, end = above[:, :-1], below[:, 1:]
    ranked = np.take_along_axis(end, np.lexsort((end, start), axis=0), axis=0)
    mixed = np.flatnonzero((ranked[1:] < ranked[:-1]).any(axis=0))
    pairs = np.triu_indices(len(panel), 1)
    found = [levels]
    for part in np.array_split(mixed, -(-len(mixed) * len(pairs[0]) // BLOCK) or 1):
        share, segment = _crossings(start[:, part], end[:, part], pairs)
        left, right = levels[part[segment]], levels[part[segment] + 1]
        found.append(left + (right - left) * share)
    return thinned(np.unique(np.concatenate(found)), most)


def _crossings(
    start: Floats, end: Floats, pairs: tuple[NDArray[np.intp], NDArray[np.intp]]
) -> tuple[Floats, NDArray[np.intp]]:
    """Return where lines from `start` to `end` cross, as shares of the way, and in which column."""
    one, other = pairs
    with np.errstate(invalid="ignore"):  # of two that are infinitely far nothing crosses
        apart, then = start[one] - start[other], end[one] - end[other]
    pair, segment = np.nonzero(((apart < 0.0) & (then > 0.0)) | ((apart > 0.0) & (then < 0.0)))
    apart, then = apart[pair, segment], then[pair, segment]
    return np.asarray(apart / (apart - then)), segment


def thinned(values: Floats, most: int | None) -> Floats:
    """Return the values, evenly picked where there are more than `most`, the ends included.

    >>> thinned(np.arange(9.0), 3)
    array([0., 4., 8.])
    """
    if most is None or len(values) <= most:
        return values
    return values[np.linspace(0, len(values) - 1, most).round().astype(np.intp)]
