"""The mean of rules over many forecasts, in one pass and little memory."""

from __future__ import annotations

import math
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

import numpy as np

from tracker.rules.arguments import MOST, beside, real, within
from tracker.rules.blocks import BLOCK_VALUES, blocks, checked_blocks
from tracker.rules.brier import brier
from tracker.rules.brier import losses as brier_losses
from tracker.rules.log_loss import log_loss
from tracker.rules.log_loss import losses as log_losses
from tracker.rules.rps import losses as rps_losses
from tracker.rules.rps import rps
from tracker.rules.shares import in_shares
from tracker.rules.spherical import losses as spherical_losses
from tracker.rules.spherical import spherical_loss

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from tracker.rules.arguments import Floats
    from tracker.rules.blocks import Losses

    Rule = Callable[..., Any]

LOSSES: Mapping[Rule, Losses] = MappingProxyType(
    {
        brier: brier_losses,
        log_loss: log_losses,
        spherical_loss: spherical_losses,
        rps: rps_losses,
    }
)

WORTH_THREADS = 1 << 20  # rows: a hundredth of the time of these is what starting threads takes


@overload
def mean_loss(
    rules: Rule, p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None
) -> float: ...
@overload
def mean_loss(
    rules: Sequence[Rule], p: ArrayLike, y: ArrayLike, weights: ArrayLike | None = None
) -> tuple[float, ...]: ...
def mean_loss(
    rules: Rule | Sequence[Rule],
    p: ArrayLike,
    y: ArrayLike,
    weights: ArrayLike | None = None,
) -> float | tuple[float, ...]:
    """Return the mean loss over the forecasts by a rule, or by several in one pass.

    rules: `brier`, `log_loss`, `spherical_loss` or `rps`, or a sequence of these. p, y: as they
    take them, shape (n,) or (n, K), one row at least. weights: not negative, shape (n,); they are
    divided by their sum, and a row of weight 0 does not count, not even when its loss is infinite.
    A float, or a tuple in the order of the rules; unit, range and orientation are those of the
    rule. Nothing of the length of p is kept on the way. Sums are taken over blocks whose size is
    fixed, and over the blocks exactly, so that the same rows in the same order give the same bits.
    Raises ValueError as the rules do, when there is no row, and when weights are not of this form
    or all 0.

    >>> from tracker.rules import brier, log_loss
    >>> mean_loss((brier, log_loss), [0.5, 0.5], [1, 0])
    (0.25, 0.6931471805599453)
    """
    said = real(p, "p")
    losses = [_losses(rule) for rule in ([rules] if callable(rules) else rules)]
    if not said.ndim or not len(said):
        raise ValueError(f"p has shape {said.shape}: a mean needs one row of forecasts at least")
    happened, weight = beside(y, said), _shares(weights, len(said))
    every = list(blocks(len(said), said[:1].size))
    work = partial(_block_sums, losses, said, happened, weight)
    shares = [work(every)] if len(said) < WORTH_THREADS else in_shares(every, work)
    total = len(said) if weight is None else weight.sum()
    means = tuple(float(math.fsum(chain(*parts)) / total) for parts in zip(*shares, strict=True))
    return means[0] if callable(rules) else means


def _block_sums(
    losses: Sequence[Losses],
    p: NDArray[Any],
    y: NDArray[Any],
    weight: Floats | None,
    among: Sequence[slice],
) -> list[list[float]]:
    """Return, for each rule, the sum of its losses over each of these blocks."""
    sums: list[list[float]] = [[] for _ in losses]
    buffer = np.empty(min(len(p), BLOCK_VALUES))
    for rows, part, known in checked_blocks(p, y, among):
        loss = buffer[: len(part)]
        for of_rule, sums_of_rule in zip(losses, sums, strict=True):
            of_rule(part, known, loss)
            sums_of_rule.append(_sum(loss, None if weight is None else weight[rows]))
    return sums


def _losses(rule: Rule) -> Losses:
    if rule not in LOSSES:
        known = ", ".join(one.__name__ for one in LOSSES)
        raise ValueError(f"{rule.__name__} is no rule of p and y: give {known}")
    return LOSSES[rule]


def _sum(loss: Floats, weight: Floats | None) -> float:
    if weight is None:
        return float(loss.sum())
    counted = np.multiply(loss, weight, out=np.zeros(len(loss)), where=weight > 0.0)
    return float(counted.sum())


def _shares(weights: ArrayLike | None, rows: int) -> Floats | None:
    if weights is None:
        return None
    shares = np.asarray(real(weights, "weights"), dtype=np.float64)
    if shares.shape != (rows,):
        raise ValueError(f"weights has shape {shares.shape}; ({rows},) fits p")
    within(shares, 0.0, MOST, name="weights", what="a weight is finite and not negative")
    if not shares.any():
        raise ValueError("weights are all 0: there is nothing to take the mean of")
    return shares
