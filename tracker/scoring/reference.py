"""What a mechanical forecaster would have said: the reference forecast and its integrals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.scoring.stretches import Floats, Integers, Questions

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference path of every question, as steps laid one after the other.

    Question q has the steps first[q] to first[q + 1]; each starts at start_us and says p. A
    reference that does not decay is one step; one that does has a step for every day from O, at
    the value of the day's middle (of what is left of it for the last one).
    """

    first: Integers
    start_us: Integers
    question: Integers
    p: Floats

    def step(self, question: Integers, at_us: Integers) -> Integers:
        """Return the index of the step in force at each instant."""
        first, last = self.first[question], self.first[question + 1] - 1
        return np.minimum(first + (at_us - self.start_us[first]) // DAY_US, last)


def reference(questions: Questions) -> Reference:
    """Return the reference paths: the class's rate, or ½; 1 - (1 - r)^((C - t)/(C - O)) decaying.

    Under `by_deadline` the chance that is left shrinks with the time that is left.
    """
    life_us = questions.closes_us - questions.opens_us
    steps = np.where(questions.by_deadline, -(-life_us // DAY_US), 1)
    first = np.concatenate(([0], np.cumsum(steps)))
    question = np.repeat(np.arange(len(steps)), steps)
    since_us = (np.arange(first[-1]) - first[question]) * DAY_US
    start_us = questions.opens_us[question] + since_us
    end_us = np.minimum(start_us + DAY_US, questions.closes_us[question])
    middle_us = start_us + (end_us - start_us) / 2
    left = (questions.closes_us[question] - middle_us) / life_us[question]
    rate = questions.rate[question]
    p = np.where(questions.by_deadline[question], -np.expm1(left * np.log1p(-rate)), rate)
    return Reference(first, start_us, question, p)


@dataclass(frozen=True, slots=True)
class ReferenceLoss:
    """The reference's loss under one rule: at an instant, and integrated over a time."""

    path: Reference
    loss: Floats
    before: Floats  # the integral from O to the start of each step

    def at(self, question: Integers, at_us: Integers) -> Floats:
        """Return the loss that the reference says at each instant."""
        return np.asarray(self.loss[self.path.step(question, at_us)])

    def between(self, question: Integers, start_us: Integers, end_us: Integers) -> Floats:
        """Return the integral of the loss over [start, end), in loss times microseconds.

        Within one step it is a product: a second out of years keeps all its digits.
        """
        if len(self.loss) == len(self.path.first) - 1:  # nothing decays: one step a question
            return np.asarray(self.loss[question] * (end_us - start_us))
        step, last = self.path.step(question, start_us), self.path.step(question, end_us)
        after = np.minimum(step + 1, last)
        across = self.loss[step] * (self.path.start_us[after] - start_us)
        across += self.before[last] - self.before[after]
        across += self.loss[last] * (end_us - self.path.start_us[last])
        return np.where(step == last, self.loss[step] * (end_us - start_us), across)


def reference_loss(
    path: Reference, questions: Questions, rule: Callable[[Floats, Floats], Floats]
) -> ReferenceLoss:
    """Return the loss of the reference path under a rule, given what happened."""
    loss = rule(path.p, questions.outcome[path.question])
    before = np.zeros(len(loss))
    for q in np.flatnonzero(questions.by_deadline):  # summed question by question: exact in each
        steps = slice(path.first[q], path.first[q + 1])
        before[steps] = np.concatenate(([0.0], np.cumsum(loss[steps] * DAY_US)[:-1]))
    return ReferenceLoss(path, loss, before)
