"""What one rule says of every stretch, of the reference forecast and of even chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from tracker.scoring.stretches import Booleans, Floats, Integers


class LossPath(Protocol):
    """A loss that changes with time in steps, question by question."""

    def at(self, question: Integers, at_us: Integers) -> Floats:
        """Return the loss at each instant."""

    def between(self, question: Integers, start_us: Integers, end_us: Integers) -> Floats:
        """Return the integral of the loss over [start, end), in loss times microseconds."""


@dataclass(frozen=True, slots=True)
class ConstantLoss:
    """A loss that stays the same as long as a question lives; one number a question."""

    loss: Floats

    def at(self, question: Integers, at_us: Integers) -> Floats:
        """Return the loss of each question."""
        del at_us
        return np.asarray(self.loss[question])

    def between(self, question: Integers, start_us: Integers, end_us: Integers) -> Floats:
        """Return the loss times the length."""
        return np.asarray(self.loss[question] * (end_us - start_us))


@dataclass(frozen=True, slots=True)
class Span:
    """The least and greatest loss of each stretch, where a range was stated or is all we know.

    ranged: the stretches that have a range. fills: the least and greatest loss of the reference,
    None where the reference itself has no range.
    """

    low: Floats
    high: Floats
    ranged: Booleans
    fills: tuple[LossPath, LossPath] | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """One rule applied to all stretches of some questions; nan where it is undefined.

    loss: for each stretch, points likewise. reference: None for points, which count 0 where
    nothing stands. even: the loss of even chances, one number a question or a path. undefined:
    index into REASONS, said where a nan leaves a pair without a number. snapshot: the rule scores
    a forecast at an instant and is not averaged over time.
    """

    loss: Floats
    span: Span | None = None
    reference: LossPath | None = None
    even: Floats | LossPath | None = None
    undefined: int = 0
    snapshot: bool = False
