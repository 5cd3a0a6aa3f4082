"""A numeric question judged: distances of distributions from what happened, and points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import metaculus_baseline, wis
from tracker.rules.metaculus import LEAST_BIN
from tracker.scoring import peer
from tracker.scoring.case import Case
from tracker.scoring.crowds import Crowds
from tracker.scoring.curves import bins_of, crps_of
from tracker.scoring.losses import ConstantLoss, Rated, Span
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    LEVEL_NOT_REACHED,
    NO_LEVEL_NO_RANGE,
    NO_RANGE,
    ONLY_AN_INTERVAL,
    PEER,
    Judged,
    judged,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.scoring.curves import Curve, Range
    from tracker.scoring.policy import Policy
    from tracker.scoring.stretches import Clocks, Floats, Said

    Loss = Callable[[Sequence[Curve | None], Floats], Floats]

BASELINE = "metaculus_baseline"
NUMERIC_RULES = ("crps", "crps_scaled", "wis", BASELINE, PEER)
HALVED = 0.5  # Metaculus halves the peer points of continuous questions


@dataclass(frozen=True, slots=True)
class Number:
    """One numeric question: its range if it has one, its levels, and what happened.

    low and high: the ends of the interval in which the outcome is known to lie, the same number
    where it is known; minus infinity for "below", plus infinity for "above". reference and even:
    what stands in where nobody does, and what one says who knows nothing.
    """

    over: Range | None
    levels: tuple[float, ...]
    low: float
    high: float
    reference: Curve | None = None
    even: Curve | None = None

    @property
    def is_known(self) -> bool:
        """Whether the outcome is one number, or beyond one bound."""
        return self.low == self.high


def judge_number(
    clocks: Clocks,
    number: Number,
    said: Said,
    curves: Sequence[Curve | None],
    policies: Sequence[Policy] = DEFAULT_POLICIES,
) -> tuple[Judged, ...]:
    """Return the scores of all pairs on one question, as `judge` does for yes/no questions.

    clocks: of that question, whose reference is Metaculus' baseline. curves: a distribution for
    each row of `said`, None for a withdrawal. An outcome known as an interval gives low and high
    alone, bounds of what the score may be.
    """
    case = Case.of(clocks, said)
    number = with_baseline(number)
    rated = rate_number(case, number, curves)
    crowds = number_crowds(case, number, curves)
    if crowds is None:
        why = NO_RANGE if number.over is None else ONLY_AN_INTERVAL
        rated[PEER] = _undefined(case, why)
    return judged(case, rated, crowds, policies)


def with_baseline(number: Number) -> Number:
    """Return the question with Metaculus' baseline for its reference; none without a range."""
    known = None if number.over is None else number.over.baseline()
    return replace(number, reference=known, even=known)


def number_crowds(case: Case, number: Number, curves: Sequence[Curve | None]) -> Crowds | None:
    """Return the others on a continuous question; None where nobody knows the outcome's bin."""
    logs = _logs(case, number, curves)
    return None if logs is None else Crowds.of(case, peer.in_units(logs), HALVED)


def rate_number(case: Case, number: Number, curves: Sequence[Curve | None]) -> dict[str, Rated]:
    """Return each rule's losses and points on a case."""
    over = number.over

    def interval_score(of: Sequence[Curve | None], y: Floats) -> Floats:
        return _wis(of, y, number)

    why = LEVEL_NOT_REACHED if over is not None else NO_LEVEL_NO_RANGE
    rated = {"wis": _rated(case, number, curves, interval_score, why)}
    if over is None:
        for rule in ("crps", "crps_scaled", BASELINE):
            rated[rule] = _undefined(case, NO_RANGE)
        return rated
    width = over.upper - over.lower

    def distance(of: Sequence[Curve | None], y: Floats) -> Floats:
        return crps_of(of, y, over)

    def scaled(of: Sequence[Curve | None], y: Floats) -> Floats:
        return np.asarray(distance(of, y) / width)

    rated["crps"] = _rated(case, number, curves, distance, 0)
    rated["crps_scaled"] = _rated(case, number, curves, scaled, 0)
    rated[BASELINE] = _points(case, number, over, curves)
    return rated


def _undefined(case: Case, why: int) -> Rated:
    return Rated(np.full(len(case.stood.row), np.nan), undefined=why)


def _rated(
    case: Case, number: Number, curves: Sequence[Curve | None], loss: Loss, undefined: int
) -> Rated:
    """Return the losses of the rows, the reference's beside them; nan where there is no range."""
    rows = case.stood.row
    known = [number.reference, number.even]

    def of(y: float | Floats, of_known: float | Floats | None = None) -> tuple[Floats, Floats]:
        against = y if of_known is None else of_known
        return loss(curves, np.broadcast_to(y, len(curves)))[rows], loss(
            known, np.broadcast_to(against, 2)
        )

    if number.is_known:
        own, against = of(number.low)
        return Rated(own, None, ConstantLoss(against[:1]), against[1:], undefined)
    ends = [of(number.low), of(number.high)]
    ends += [
        of(_nearest(curves, level, number), _nearest(known, level, number))
        for level in sorted({*number.levels, 0.5})
    ]
    own_ends, known_ends = (np.stack(found) for found in zip(*ends, strict=True))
    span = Span(
        own_ends.min(axis=0),
        own_ends.max(axis=0),
        np.ones(len(rows), dtype=bool),
        (ConstantLoss(known_ends.min(axis=0)[:1]), ConstantLoss(known_ends.max(axis=0)[:1])),
    )
    return Rated(np.full(len(rows), np.nan), span, undefined=ONLY_AN_INTERVAL)


def _nearest(curves: Sequence[Curve | None], level: float, number: Number) -> Floats:
    """Return the point of the outcome's interval nearest to each curve's quantile of a level.

    Distances are convex in what happened, and least at a quantile: crps at the median.
    """
    found = [_quantiles(curve, (level,), number)[0] for curve in curves]
    return np.asarray(np.clip(np.nan_to_num(found, nan=number.low), number.low, number.high))


def _quantiles(curve: Curve | None, levels: Sequence[float], number: Number) -> Floats:
    if curve is None:
        return np.full(len(levels), np.nan)
    return curve.run_on(number.over).quantiles(levels)


def _wis(curves: Sequence[Curve | None], y: Floats, number: Number) -> Floats:
    """Return the weighted interval score; y beyond an end counts as at it, quantiles likewise."""
    found = np.stack([_quantiles(curve, number.levels, number) for curve in curves])
    at, over = y, number.over
    if over is not None and not np.isfinite(y).all():
        at, found = np.clip(y, over.lower, over.upper), np.clip(found, over.lower, over.upper)
    losses = np.full(len(curves), np.nan)
    reached = np.flatnonzero(~np.isnan(found).any(axis=1))
    if len(reached):
        losses[reached] = wis(
            number.levels, np.maximum.accumulate(found[reached], axis=1), at[reached]
        )
    return losses


def _points(case: Case, number: Number, over: Range, curves: Sequence[Curve | None]) -> Rated:
    """Return the baseline points of the rows, over all bins in which the outcome may lie."""
    chances = bins_of(curves, over)
    rows = case.stood.row
    bins = range(over.bin_of(number.low), over.bin_of(number.high) + 1)
    points = np.full((len(bins), len(rows)), np.nan)
    if len(rows):
        for i, place in enumerate(bins):
            points[i] = metaculus_baseline(
                chances[rows], "numeric", np.full(len(rows), place), open_bounds=over.open_bounds
            )
    if number.is_known:
        return Rated(points[0])
    span = Span(points.min(axis=0), points.max(axis=0), np.ones(len(rows), dtype=bool))
    return Rated(np.full(len(rows), np.nan), span, undefined=ONLY_AN_INTERVAL)


def _logs(case: Case, number: Number, curves: Sequence[Curve | None]) -> Floats | None:
    """Return ln of what each stretch gave to the outcome's bin; None where that is not known."""
    if number.over is None or not number.is_known:
        return None
    given = bins_of(curves, number.over)[case.stood.row, number.over.bin_of(number.low)]
    return np.asarray(np.log(np.maximum(given, LEAST_BIN)))
