"""Aggregates of distribution functions given on one grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from tracker.aggregation.members import average, shares
from tracker.rules.cdf import knots

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from tracker.rules.arguments import Floats

Side = Literal["left", "right"]

SIDES: tuple[Side, Side] = ("left", "right")
SNAP = 1e-12


def linear_pool(
    F: ArrayLike,  # noqa: N803 - the field's name for a distribution function
    weights: ArrayLike | None = None,
) -> Floats:
    """Return the weighted mean of the members' heights: the mixture of their distributions.

    F: heights on one grid, a row a member, shape (n, m), within [0, 1] and not falling. weights:
    shape (n,), of any scale; None weighs all equally. Shape (m,). What lies outside the grid is
    averaged too. It is as wide as the members are apart: a disagreement shows as several humps.
    Raises ValueError when F or the weights are not of this form.

    Source: Stone (1961).

    >>> linear_pool([[0.0, 0.5, 1.0], [0.0, 0.0, 1.0]])
    array([0.  , 0.25, 1.  ])
    """
    heights = _heights(np.arange(np.shape(F)[-1] if np.ndim(F) else 0), F)[1]
    return average(heights, shares(weights, len(heights)))


def quantile_average(
    x: ArrayLike,
    F: ArrayLike,  # noqa: N803 - as linear_pool
    weights: ArrayLike | None = None,
) -> Floats:
    """Return the distribution whose quantiles are the weighted means of the members' quantiles.

    x: the grid, shape (m,), in the scale on which places are averaged; a repeated place is a point
    mass. F: heights on it, a row a member, shape (n, m), within [0, 1] and not falling, linear
    between grid points. weights: shape (n,), of any scale; None weighs all equally. Shape (m,).
    Mass below the first and above the last grid point ("never") has no place: each is averaged as
    it is, and quantiles are those of the part inside, where a member weighs w times the mass it
    has there. Exact at the grid points; finer detail, as a point mass between them, is lost.
    It keeps the shape and the mean width of the members, where `linear_pool` widens.
    Raises ValueError when x, F or the weights are not of this form.

    Source: Vincent (1912); Ratcliff (1979); Lichtendahl et al. (2013).

    >>> quantile_average([0, 1, 2, 3, 4], [[0, 0.5, 1, 1, 1], [0, 0, 0, 0.5, 1]])
    array([0. , 0. , 0.5, 1. , 1. ])
    """
    places, heights = _heights(x, F)
    weight = shares(weights, len(heights))
    below, above = average(heights[:, 0], weight), average(1.0 - heights[:, -1], weight)
    within = heights[:, -1] - heights[:, 0]
    inside = weight * within
    if not inside.any():
        return np.full(len(places), below)
    counts = inside > 0.0
    parts = (heights[counts] - heights[counts, :1]) / within[counts, np.newaxis]
    shape = _vincent(places, parts, inside[counts] / inside[counts].sum())
    return np.minimum(below + (1.0 - below - above) * shape, 1.0)


def _heights(x: ArrayLike, f: ArrayLike) -> tuple[Floats, Floats]:
    if np.ndim(x) != 1 or np.ndim(f) != 2 or not np.size(f):  # noqa: PLR2004 - rows of heights
        message = f"x has shape {np.shape(x)} and F {np.shape(f)}: give a row a member, (n, m)"
        raise ValueError(message)
    places, heights = knots(x, f)
    return places[0], heights


def _vincent(x: Floats, parts: Floats, weight: Floats) -> Floats:
    """Return the heights at x of the average of distributions that rise from 0 to 1 on x.

    The averaged quantile function is linear between the levels at which a member has a knot, and
    jumps where a member's distribution is flat; its ends at each level are knots of the average.
    """
    levels = np.unique(parts)
    ends = [average(_quantiles(x, parts, levels, side), weight) for side in SIDES]
    # A mean of equal places may be off in the last digit, which must not move it past a jump.
    places = np.maximum.accumulate(_snapped(np.stack(ends, axis=1).ravel(), x))
    before, after = (_height(places, np.repeat(levels, 2), x, side) for side in SIDES)
    point_mass_begins = np.append(x[1:] == x[:-1], [False])
    return np.where(point_mass_begins, before, after)


def _quantiles(x: Floats, parts: Floats, levels: Floats, side: Side) -> Floats:
    """Return each member's place at each level, the end of a jump that `side` names."""
    found = np.empty((len(parts), len(levels)))
    for row, part in zip(found, parts, strict=True):
        ends = (np.searchsorted(part, 0.0, "right"), np.searchsorted(part, 1.0, "left"))
        k = np.clip(np.searchsorted(part, levels, side), *ends)
        share = (levels - part[k - 1]) / (part[k] - part[k - 1])
        row[:] = x[k - 1] + (x[k] - x[k - 1]) * share
    return found


def _snapped(places: Floats, x: Floats) -> Floats:
    """Return the places, those within rounding of a grid point moved onto it."""
    k = np.clip(np.searchsorted(x, places), 1, len(x) - 1)
    near = np.where(places - x[k - 1] < x[k] - places, x[k - 1], x[k])
    return np.where(np.abs(places - near) <= SNAP * (x[-1] - x[0]), near, places)


def _height(places: Floats, level: Floats, x: Floats, side: Side) -> Floats:
    """Return the height at each x of the line through the knots, its limit from that side."""
    passed = np.searchsorted(places, x, side)
    k = np.clip(passed, 1, len(places) - 1)
    width = places[k] - places[k - 1]
    share = np.divide(x - places[k - 1], width, out=np.zeros(len(x)), where=width > 0.0)
    inside = np.minimum(level[k - 1] + (level[k] - level[k - 1]) * share, level[k])
    return np.where(passed == 0, 0.0, np.where(passed == len(places), 1.0, inside))
