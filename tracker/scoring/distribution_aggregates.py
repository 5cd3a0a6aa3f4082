"""Aggregates of numbers and dates as forecasters: distributions, made anew at every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.aggregation.distribution_methods import (
    DISTRIBUTION_METHODS,
    LEARNED_DISTRIBUTIONS,
    StandingCurves,
    by_past,
    equally,
)
from tracker.aggregation.paths import instants
from tracker.scoring.aggregates import LEARNING as LEARNING_CHANCES
from tracker.scoring.aggregates import METHOD_NAMES, lay_instants
from tracker.scoring.curves import Curve
from tracker.scoring.stretches import NEVER, Said, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.aggregation.distribution_methods import DistributionMethod
    from tracker.scoring.aggregates import Past
    from tracker.scoring.curves import Range
    from tracker.scoring.stretches import Clocks, Integers

DISTRIBUTION_METHOD_NAMES = (*DISTRIBUTION_METHODS, *LEARNED_DISTRIBUTIONS)
ALL_METHODS = tuple(dict.fromkeys((*METHOD_NAMES, *DISTRIBUTION_METHOD_NAMES)))
LEARNING = tuple(dict.fromkeys((*LEARNING_CHANCES, *LEARNED_DISTRIBUTIONS)))


@dataclass(frozen=True, slots=True)
class DistributionPath:
    """The path of one aggregate on one question; a row for each instant at which a member changed.

    members: how many stand. recorded_us: the latest record of what stands. curves: None where
    nobody stands, or no level is reached. daily: it was computed once a day. thinned: its members
    had more knots than it was read at.
    """

    at_us: Integers
    members: Integers
    recorded_us: Integers
    curves: tuple[Curve | None, ...]
    daily: bool
    thinned: bool

    def said(self, forecaster: int) -> Said:
        """Return when it spoke, as rows of the forecaster of that index, who is nobody's peer."""
        size = len(self.at_us)
        return Said(
            question=np.zeros(size, dtype=np.int64),
            forecaster=np.full(size, forecaster),
            made_us=self.at_us,
            until_us=np.full(size, NEVER),
            recorded_us=self.recorded_us,
            peer=np.zeros(size, dtype=bool),
            stands=np.array([curve is not None for curve in self.curves], dtype=bool),
        )


def distribution_path(  # noqa: PLR0913, PLR0917 - a question, what was said of it, and how to pool
    clocks: Clocks,
    over: Range | None,
    said: Said,
    curves: Sequence[Curve | None],
    name: str,
    past: Past | None = None,
) -> DistributionPath:
    """Return the aggregate by one method; see `distribution_paths`."""
    return distribution_paths(clocks, over, said, curves, [name], past)[0]


def distribution_paths(  # noqa: PLR0913, PLR0917 - as distribution_path
    clocks: Clocks,
    over: Range | None,
    said: Said,
    curves: Sequence[Curve | None],
    names: Sequence[str],
    past: Past | None = None,
) -> tuple[DistributionPath, ...]:
    """Return the aggregates of all who speak on one question, by methods of the names above.

    over: its range. curves: as in `judge_number` and `judge_date`. What happened is not looked at.
    Members of one mind are what they say, to the bit; else each is taken as it is scored, run on to
    its closed bounds.
    """
    methods = [_method(name, past, said.forecaster) for name in names]
    laid = lay_instants(stretches(said, clocks), said.made_us, clocks.ends_us)
    whole = [None if curve is None else settled(curve, over) for curve in curves]
    members, recorded_us = np.zeros(len(laid.at_us), dtype=np.int64), laid.at_us.copy()
    found: list[list[Curve | None]] = [[None] * len(laid.at_us) for _ in names]
    thinned = [False] * len(names)
    for at, rows in laid.blocks:
        members[at], recorded_us[at] = len(rows), said.recorded_us[rows].max(axis=0)
        for place, standing in zip(at.tolist(), rows.T, strict=True):
            first, *rest = (
                curve for row in standing.tolist() if (curve := curves[row]) is not None
            )
            agreed = all(_same(first, curve) for curve in rest)
            now = _standing(laid.at_us[place : place + 1], said, standing, whole)
            for i, method in enumerate(methods):
                knots, coarse = (None, False) if agreed else method(now)
                found[i][place] = first if agreed else None if knots is None else Curve(*knots)
                thinned[i] |= coarse
    of = (laid.at_us, members, recorded_us)
    return tuple(
        DistributionPath(*of, tuple(path), len(laid.daily) > 0, coarse)
        for path, coarse in zip(found, thinned, strict=True)
    )


def _standing(
    at_us: Integers, said: Said, rows: Integers, curves: Sequence[Curve | None]
) -> StandingCurves:
    there = [curve for row in rows.tolist() if (curve := curves[row]) is not None]
    return StandingCurves(
        at_us,
        said.forecaster[rows, np.newaxis],
        said.made_us[rows, np.newaxis],
        [(curve.places, curve.heights) for curve in there],
    )


def changes_often(clocks: Clocks, said: Said) -> bool:
    """Return whether members change so often that the aggregate is computed once a day."""
    stood = stretches(said, clocks)
    if not len(stood.start_us):
        return False
    (ends_us,) = clocks.ends_us.tolist()
    return instants(stood.start_us, stood.end_us, ends_us)[1]


def settled(curve: Curve, over: Range | None) -> Curve:
    """Return the curve as it is scored: from 0 and to 1 at a closed bound, constant beyond.

    What is given below the first knot over a closed bound is a point mass there.
    """
    places, heights = curve.places, curve.heights
    if over is not None and not over.open_lower:
        places = np.append(min(over.lower, places[0]), places)
        heights = np.append(0.0, heights)
    if over is not None and not over.open_upper:
        places = np.append(places, max(over.upper, places[-1]))
        heights = np.append(heights, 1.0)
    new = np.append(True, (np.diff(places) > 0.0) | (np.diff(heights) > 0.0))
    return Curve(places[new], heights[new])


def _same(one: Curve, other: Curve) -> bool:
    return one is other or (
        np.array_equal(one.places, other.places) and np.array_equal(one.heights, other.heights)
    )


def _method(name: str, past: Past | None, members: Integers) -> DistributionMethod:
    if name in DISTRIBUTION_METHODS:
        return DISTRIBUTION_METHODS[name]
    if past is None:
        return LEARNED_DISTRIBUTIONS[name](equally)
    everyone = np.union1d(members, past.scores.forecaster)
    return LEARNED_DISTRIBUTIONS[name](by_past(past.scores, everyone))
