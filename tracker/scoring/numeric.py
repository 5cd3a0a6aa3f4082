"""Numeric questions judged: distances of distributions from what happened, and points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import wis
from tracker.rules.metaculus import LEAST_BIN, points_of_bin
from tracker.scoring import peer
from tracker.scoring.bundle import Bundle
from tracker.scoring.case import Case
from tracker.scoring.crowds import Crowds
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
    from tracker.scoring.stretches import Clocks, Floats, Integers, Said

    Loss = Callable[[Bundle, Floats], Floats]

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
    return judge_numbers(clocks, [number], said, curves, policies)


def judge_numbers(
    clocks: Clocks,
    numbers: Sequence[Number],
    said: Said,
    curves: Sequence[Curve | None],
    policies: Sequence[Policy] = DEFAULT_POLICIES,
) -> tuple[Judged, ...]:
    """Return the same for many questions of one `likeness`, to the same bits."""
    case = Case.of(clocks, said)
    laid = Numbers.of([with_baseline(number) for number in numbers], said.question, curves)
    rated = rate_numbers(case, laid)
    crowds = number_crowds(case, laid)
    if crowds is None:
        rated[PEER] = _undefined(case, ONLY_AN_INTERVAL if laid.has_range else NO_RANGE)
    return judged(case, rated, crowds, policies)


def likeness(number: Number) -> tuple[object, ...] | None:
    """Return what questions judged together have in common; None for one that is judged alone.

    The questions of an outcome known as an interval have bins of their own to look at.
    """
    if not number.is_known:
        return None
    over = number.over
    bounds = None if over is None else (over.open_lower, over.open_upper)
    return bounds, number.levels


def with_baseline(number: Number) -> Number:
    """Return the question with Metaculus' baseline for its reference; none without a range."""
    known = None if number.over is None else number.over.baseline()
    return replace(number, reference=known, even=known)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numeric questions of one likeness with what was said on them, laid out for the rules.

    own: the curves of the rows. known: the references of all questions, then what one says who
    knows nothing. question: of each row. low, high: of each question. given: what each curve of
    `own` gives to the bin of the low end, empty where there is no range.
    """

    numbers: tuple[Number, ...]
    own: Bundle
    known: Bundle
    question: Integers
    low: Floats
    high: Floats
    given: Floats

    @classmethod
    def of(
        cls, numbers: Sequence[Number], question: Integers, curves: Sequence[Curve | None]
    ) -> Numbers:
        """Lay out the curves of some rows; question: of each row, an index into the numbers."""
        ranges = [number.over for number in numbers]
        known = [number.reference for number in numbers] + [number.even for number in numbers]
        own = Bundle.of(curves, question, ranges)
        low, high = (
            np.array([getattr(number, end) for number in numbers], dtype=np.float64)
            for end in ("low", "high")
        )
        given = np.empty(0)
        if len(own.lower):
            given = _given(numbers, own, question, _bins(numbers, low))
        both = Bundle.of(known, np.tile(np.arange(len(numbers)), 2), ranges)
        return cls(tuple(numbers), own, both, question, low, high, given)

    @property
    def has_range(self) -> bool:
        """Whether the questions have ranges."""
        return bool(len(self.known.lower))

    @property
    def width(self) -> Floats:
        """How long the range of each question is."""
        count = len(self.numbers)
        return self.known.upper[:count] - self.known.lower[:count]

    @property
    def is_known(self) -> bool:
        """Whether the outcomes are known, and no intervals."""
        return self.numbers[0].is_known


def number_crowds(case: Case, laid: Numbers) -> Crowds | None:
    """Return the others on continuous questions; None where nobody knows the outcome's bin."""
    if not laid.has_range or not laid.is_known:
        return None
    given = laid.given[case.stood.row]
    return Crowds.of(case, peer.in_units(np.log(np.maximum(given, LEAST_BIN))), HALVED)


def rate_number(case: Case, number: Number, curves: Sequence[Curve | None]) -> dict[str, Rated]:
    """Return each rule's losses and points on a case of one question."""
    return rate_numbers(case, Numbers.of([number], case.history.question, curves))


def rate_numbers(case: Case, laid: Numbers) -> dict[str, Rated]:
    """Return each rule's losses and points on a case of many questions of one likeness."""

    def interval_score(of: Bundle, y: Floats) -> Floats:
        return _wis(of, y, laid.numbers[0].levels)

    why = LEVEL_NOT_REACHED if laid.has_range else NO_LEVEL_NO_RANGE
    rated = {"wis": _rated(case, laid, _losses(laid, interval_score), why)}
    if not laid.has_range:
        for rule in ("crps", "crps_scaled", BASELINE):
            rated[rule] = _undefined(case, NO_RANGE)
        return rated
    own, known = _losses(laid, Bundle.crps)
    shares = own / laid.width[laid.question], known / np.tile(laid.width, 2)
    rated["crps"] = _rated(case, laid, (own, known), 0)
    rated["crps_scaled"] = _rated(case, laid, shares, 0)
    rated[BASELINE] = _points(case, laid)
    return rated


def _undefined(case: Case, why: int) -> Rated:
    return Rated(np.full(len(case.stood.row), np.nan), undefined=why)


def _losses(laid: Numbers, loss: Loss) -> tuple[Floats, Floats]:
    """Return the losses of the curves said and of those known, a row for each outcome looked at."""
    if laid.is_known:
        every = loss(laid.own, laid.low[laid.question]), loss(laid.known, np.tile(laid.low, 2))
        return every[0][np.newaxis], every[1][np.newaxis]
    return _at_the_ends(laid.own, laid, loss), _at_the_ends(laid.known, laid, loss)


def _rated(case: Case, laid: Numbers, losses: tuple[Floats, Floats], undefined: int) -> Rated:
    """Return the losses of the rows, the reference's beside them; nan where there is no range."""
    rows, count, (own, known) = case.stood.row, len(laid.numbers), losses
    if laid.is_known:
        reference, even = ConstantLoss(known[0, :count]), known[0, count:]
        return Rated(own[0, rows], None, reference, even, undefined)
    span = Span(
        own.min(axis=0)[rows],
        own.max(axis=0)[rows],
        np.ones(len(rows), dtype=bool),
        (ConstantLoss(known.min(axis=0)[:count]), ConstantLoss(known.max(axis=0)[:count])),
    )
    return Rated(np.full(len(rows), np.nan), span, undefined=ONLY_AN_INTERVAL)


def _at_the_ends(of: Bundle, laid: Numbers, loss: Loss) -> Floats:
    """Return the losses at both ends of the one outcome's interval, and where they are least.

    Distances are convex in what happened, and least at a quantile: crps at the median.
    """
    (low,), (high,) = laid.low.tolist(), laid.high.tolist()
    levels = sorted({*laid.numbers[0].levels, 0.5})
    nearest = np.clip(np.nan_to_num(of.quantiles(levels), nan=low), low, high)
    every = [np.full(len(of), low), np.full(len(of), high), *nearest.T]
    return np.stack([loss(of, y) for y in every])


def _wis(of: Bundle, y: Floats, levels: Sequence[float]) -> Floats:
    """Return the weighted interval score; y beyond an end counts as at it, quantiles likewise."""
    found, at = of.quantiles(levels), y
    outside = ~np.isfinite(y)
    if len(of.lower) and outside.any():
        at = np.where(outside, np.clip(y, of.lower, of.upper), y)
        low, high = of.lower[:, np.newaxis], of.upper[:, np.newaxis]
        found = np.where(outside[:, np.newaxis], np.clip(found, low, high), found)
    losses = np.full(len(of), np.nan)
    reached = np.flatnonzero(~np.isnan(found).any(axis=1))
    if len(reached):
        losses[reached] = wis(levels, np.maximum.accumulate(found[reached], axis=1), at[reached])
    return losses


def _points(case: Case, laid: Numbers) -> Rated:
    """Return the baseline points of the rows, over all bins in which the outcome may lie."""
    first, last = (_bins(laid.numbers, ends) for ends in (laid.low, laid.high))
    rows = case.stood.row
    wide = int((last - first).max())  # 0 where the outcomes are known
    points = np.stack([_points_of(laid, first + i)[rows] for i in range(wide + 1)])
    if laid.is_known:
        return Rated(points[0])
    span = Span(points.min(axis=0), points.max(axis=0), np.ones(len(rows), dtype=bool))
    return Rated(np.full(len(rows), np.nan), span, undefined=ONLY_AN_INTERVAL)


def _points_of(laid: Numbers, bins: Integers) -> Floats:
    inside = np.array([of.over.bins if of.over else 0 for of in laid.numbers], dtype=np.int64)
    place, among = bins[laid.question], inside[laid.question]
    given = laid.given
    if not laid.is_known:
        given = _given(laid.numbers, laid.own, laid.question, bins)
    return points_of_bin(given, place, among, sum(laid.own.is_open))


def _given(numbers: Sequence[Number], own: Bundle, question: Integers, bins: Integers) -> Floats:
    """Return the probability that each curve gives a bin of its question.

    bins: of each question, as `Range.bin_of` counts them.
    """
    ranges = [number.over for number in numbers if number.over is not None]
    size = np.array([len(over.edges) for over in ranges], dtype=np.int64)
    edges = np.concatenate([over.edges for over in ranges])
    last, place = size[question] - 1, bins[question]
    start = (np.cumsum(size) - size)[question]
    before = own.heights_at(edges[start + np.clip(place - 1, 0, last)])
    after = own.heights_at(edges[start + np.clip(place, 0, last)])
    open_lower, open_upper = own.is_open
    chance = after - before
    if not open_lower:  # mass at a closed bound belongs to the bin inside; above, all ends at 1
        chance = np.where(place == 1, chance + before, chance)
    below, above = before * open_lower, (1.0 - after) * open_upper
    return np.where(place == 0, below, np.where(place > last, above, chance))


def _bins(numbers: Sequence[Number], y: Floats) -> Integers:
    """Return the bin in which each question's y falls."""
    each = zip(numbers, y.tolist(), strict=True)
    found = [of.over.bin_of(at) for of, at in each if of.over is not None]
    return np.array(found, dtype=np.int64)
