"""Distribution functions of differing numbers of knots, worked on many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from tracker.rules import crps
from tracker.rules.cdf import distance_to_step
from tracker.scoring.curves import SAME_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.scoring.curves import Curve, Range
    from tracker.scoring.stretches import Floats, Integers


class Loss(Protocol):
    """The losses of a block over [start, end] of each curve; inside: no knot lies beyond it."""

    def __call__(self, block: Block, start: Floats, end: Floats, /, *, inside: bool) -> Floats:
        """Return a loss for each curve."""


FEW, STEP, STEPS = 64, 8, 32  # widths are multiples of 8 up to 64 knots, and of 32 beyond
VALUES = 1 << 17  # knots worked on at once, so that what comes of them stays in a cache


@dataclass(frozen=True, slots=True)
class Block:
    """Curves of one width: places and heights of shape (n, width), the last knot repeated.

    rows: which curves they are. A repeated knot changes no integral and no quantile, and how often
    it is repeated depends on a curve alone, so a sum over knots has the same bits in any company.
    """

    rows: Integers
    places: Floats
    heights: Floats

    def with_ends(
        self, first: tuple[Floats, Floats] | None, last: tuple[Floats, Floats] | None
    ) -> Block:
        """Return the curves with one knot more, (places, heights), at each end that is given."""
        places, heights = [self.places], [self.heights]
        for end, at in ((first, 0), (last, 2)):
            if end is not None:
                places.insert(at, end[0][:, np.newaxis])
                heights.insert(at, end[1][:, np.newaxis])
        return Block(self.rows, np.concatenate(places, axis=1), np.concatenate(heights, axis=1))


@dataclass(frozen=True, slots=True)
class Bundle:
    """Curves of questions that are alike, by width; None has no place in any block.

    lower, upper: the range of each curve's question, empty where there is none. is_open: whether
    the lower and the upper bound are open, the same for all. whole: the same blocks with a knot at
    each closed bound, of height 0 or 1.
    """

    size: int
    blocks: tuple[Block, ...]
    whole: tuple[Block, ...]
    lower: Floats
    upper: Floats
    is_open: tuple[bool, bool]

    @classmethod
    def of(
        cls, curves: Sequence[Curve | None], question: Integers, over: Sequence[Range | None]
    ) -> Bundle:
        """Lay out the curves; question: of each, an index into the ranges."""
        ranges = [one for one in over if one is not None]
        lower, upper = (
            np.array([getattr(one, end) for one in ranges], dtype=np.float64)
            for end in ("lower", "upper")
        )
        none = np.empty(0)
        low, high = (lower[question], upper[question]) if ranges else (none, none)
        is_open = (ranges[0].open_lower, ranges[0].open_upper) if ranges else (True, True)
        blocks = tuple(_blocks(curves))
        whole = tuple(
            block.with_ends(
                None if is_open[0] else (low[block.rows], np.zeros(len(block.rows))),
                None if is_open[1] else (high[block.rows], np.ones(len(block.rows))),
            )
            for block in blocks
        )
        return cls(len(curves), blocks, whole, low, high, is_open)

    def __len__(self) -> int:
        """Return how many curves there are, None included."""
        return self.size

    def quantiles(self, levels: Sequence[float]) -> Floats:
        """Return what `Curve.quantiles` says of every curve run on to the closed bounds.

        Shape (n, levels); nan without a curve.
        """
        found = np.full((len(self), len(levels)), np.nan)
        for block in self.whole:
            for level, column in zip(levels, found.T, strict=True):
                column[block.rows] = _quantile(block, level)
        return found

    def heights_at(self, places: Floats) -> Floats:
        """Return the height of each curve, run on to the closed bounds, at a place of its own.

        Constant beyond the outer knots: what lies there is outside an open bound. nan without a
        curve.
        """
        found = np.full(len(self), np.nan)
        for block in self.whole:
            heights = _height(block, places[block.rows])
            found[block.rows] = np.maximum(heights, block.heights[:, 0])
        return found

    def crps(self, y: Floats) -> Floats:
        """Return the crps of each curve for its y, infinity at the end of the range.

        nan where there is no curve. In the unit of the places.
        """
        at = np.where(np.isfinite(y), y, np.clip(y, self.lower, self.upper))

        def loss(block: Block, lower: Floats, upper: Floats, *, inside: bool) -> Floats:
            ends = block.with_ends(
                (lower, block.heights[:, 0]) if inside and self.is_open[0] else None,
                (upper, block.heights[:, -1]) if inside and self.is_open[1] else None,
            )
            open_lower, open_upper = self.is_open
            losses = crps(
                ends.places, ends.heights, at[block.rows], lower, upper,
                open_lower=open_lower, open_upper=open_upper,
            )  # fmt: skip
            return np.asarray(losses)

        return self._losses(self.lower, self.upper, loss)

    def deadline_brier(self, happened: Floats, until: Floats) -> Floats:
        """Return what the rule of that name says of each curve; happened: infinity for never."""
        event = np.minimum(happened, until)

        def loss(block: Block, start: Floats, end: Floats, *, inside: bool) -> Floats:
            nothing = np.zeros(len(start))
            whole = block.with_ends((block.places[:, 0], nothing), None)
            if inside:
                whole = whole.with_ends((start, nothing), (end, block.heights[:, -1]))
            return (
                distance_to_step(whole.places, whole.heights, event[block.rows], start, end) / end
            )

        return self._losses(np.zeros(len(self)), until, loss)

    def chances(self, start: Floats, end: Floats) -> Floats:
        """Return what each curve gives to (start, end], as stated; end: infinity for all after it.

        What a curve leaves over at its last knot lies after every finite place. nan without one.
        """
        found = np.full(len(self), np.nan)
        for block in self.blocks:
            before, last = _height(block, start[block.rows]), end[block.rows]
            until = np.where(np.isinf(last), 1.0, _height(block, np.nan_to_num(last, posinf=0.0)))
            found[block.rows] = until - before
        return found

    def _losses(self, low: Floats, high: Floats, loss: Loss) -> Floats:
        """Return the losses over [low, high]; curves with a knot beyond it apart from the others.

        A rule cuts those at the ends, and where it cuts, it sums over more knots.
        """
        losses = np.full(len(self), np.nan)
        for block in self.blocks:
            start, end = low[block.rows], high[block.rows]
            within = (block.places[:, 0] >= start) & (block.places[:, -1] <= end)
            for inside in (True, False):
                part = np.flatnonzero(within == inside)
                if len(part):
                    some = Block(block.rows[part], block.places[part], block.heights[part])
                    losses[some.rows] = loss(some, start[part], end[part], inside=inside)
        return losses


def _blocks(curves: Sequence[Curve | None]) -> Iterator[Block]:
    """Yield the curves of one width together, not too many at once."""
    there = [curve for curve in curves if curve is not None]
    if not there:
        return
    places, heights = (
        np.concatenate([getattr(curve, part) for curve in there]) for part in ("places", "heights")
    )
    size = np.array([0 if curve is None else len(curve.places) for curve in curves], dtype=np.int64)
    first = np.cumsum(size) - size
    width = np.where(size > FEW, -(-size // STEPS) * STEPS, -(-size // STEP) * STEP)
    for wide in np.unique(width[size > 0]).tolist():
        every = np.flatnonzero(width == wide)
        at_once = max(1, VALUES // wide)
        for start in range(0, len(every), at_once):
            rows = every[start : start + at_once]
            knot = np.minimum(np.arange(wide), size[rows][:, np.newaxis] - 1)
            knot += first[rows][:, np.newaxis]
            yield Block(rows, places[knot], heights[knot])


def _quantile(block: Block, wanted: float) -> Floats:
    places, heights = block.places, block.heights
    row, last = np.arange(len(places)), places.shape[1] - 1
    k = np.count_nonzero(heights < wanted - SAME_LEVEL, axis=1)
    right, left = np.minimum(k, last), np.clip(k - 1, 0, last)
    low, start = heights[row, left], places[row, left]
    rise = heights[row, right] - low
    share = np.divide(wanted - low, rise, out=np.ones(len(row)), where=rise > 0)
    found = start + np.minimum(share, 1.0) * (places[row, right] - start)
    first = np.abs(heights[:, 0] - wanted) <= SAME_LEVEL
    return np.where((k <= last) & ((k > 0) | first), found, np.nan)


def _height(block: Block, at: Floats) -> Floats:
    """Return the heights as `Curve.at` does, at a place for each curve."""
    places, heights = block.places, block.heights
    row, last = np.arange(len(places)), places.shape[1] - 1
    passed = np.count_nonzero(places <= at[:, np.newaxis], axis=1)
    left, right = np.maximum(passed - 1, 0), np.minimum(passed, last)
    width = places[row, right] - places[row, left]
    low = heights[row, left]
    slope = np.divide(heights[row, right] - low, width, out=np.zeros(len(row)), where=width > 0)
    return np.where(passed == 0, 0.0, slope * (at - places[row, left]) + low)
