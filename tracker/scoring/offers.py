"""Which options were on offer when: the epochs of questions whose options come and go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.scoring.stretches import Booleans, Clocks, Floats, Integers, Stretches

NOTHING = -1  # the index of an option where there is none


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one question: each is on offer in [from_us, until_us).

    outcome: index of what happened. other: index of the option that stands for what is not on
    offer, NOTHING without one. counts: how often each came about in the reference class.
    """

    from_us: tuple[int, ...]
    until_us: tuple[int, ...]
    outcome: int
    other: int = NOTHING
    counts: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """The epochs of every question, one after the other: within each the same options are on offer.

    Question q has the epochs first[q] to first[q + 1]. offered, reference and even: shape
    (epochs, options); the reference and even chances are 0 where an option is not on offer.
    target: the option that is scored, NOTHING where what happened was not on offer.
    """

    first: Integers
    start_us: Integers
    offered: Booleans
    target: Integers
    reference: Floats
    even: Floats

    def epoch(self, question: Integers, at_us: Integers) -> Integers:
        """Return the index of the epoch at each instant; the outer ones reach on without end."""
        found = self.first[question].copy()
        most = int(np.diff(self.first).max(initial=1))
        for _ in range(most - 1):
            after = np.minimum(found + 1, self.first[question + 1] - 1)
            found = np.where(self.start_us[after] <= at_us, after, found)
        return found

    def cut(self, stood: Stretches) -> tuple[Stretches, Integers]:
        """Return the stretches cut where the offer changes, and the epoch of each part."""
        start, end = (self.epoch(stood.question, at)
                      for at in (stood.start_us, stood.end_us - 1))  # fmt: skip
        parts = end - start + 1
        whole = np.repeat(np.arange(len(parts)), parts)
        epoch = start[whole] + np.arange(len(whole)) - (np.cumsum(parts) - parts)[whole]
        starts_us, ends_us = stood.start_us[whole], stood.end_us[whole]
        begins = np.where(epoch > start[whole], self.start_us[epoch], starts_us)
        after = np.minimum(epoch + 1, len(self.start_us) - 1)
        stops = np.where(epoch < end[whole], self.start_us[after], ends_us)
        cut = replace(
            stood,
            row=stood.row[whole],
            pair=stood.pair[whole],
            question=stood.question[whole],
            start_us=begins,
            end_us=stops,
        )
        return cut, epoch


def offers(clocks: Clocks, choices: Sequence[Choice]) -> Offers:
    """Return the epochs of questions with options, between their opening and close.

    The reference says (k_i + ½)/(n + K/2) of the K options on offer, n cases among them; without
    a class it is even.
    """
    width = max((len(choice.from_us) for choice in choices), default=0)
    counts, starts, offered, targets, references = [0], [], [], [], []
    for choice, opens, closes in zip(
        choices, clocks.opens_us.tolist(), clocks.closes_us.tolist(), strict=True
    ):
        changes = {at for at in (*choice.from_us, *choice.until_us) if opens < at < closes}
        edges = [opens, *sorted(changes)]
        counts.append(counts[-1] + len(edges))
        starts += edges
        for at in edges:
            alive = _alive(choice, at, width)
            offered.append(alive)
            targets.append(_target(choice, alive))
            references.append(_reference(choice, alive))
    on_offer = np.array(offered, dtype=bool).reshape(len(starts), width)
    return Offers(
        first=np.array(counts, dtype=np.int64),
        start_us=np.array(starts, dtype=np.int64),
        offered=on_offer,
        target=np.array(targets, dtype=np.int64),
        reference=np.array(references, dtype=np.float64).reshape(len(starts), width),
        even=on_offer / np.maximum(on_offer.sum(axis=1, keepdims=True), 1),
    )


def _alive(choice: Choice, at_us: int, width: int) -> Booleans:
    alive = np.zeros(width, dtype=bool)
    spans = zip(choice.from_us, choice.until_us, strict=True)
    alive[: len(choice.from_us)] = [start <= at_us < end for start, end in spans]
    return alive


def _target(choice: Choice, alive: Booleans) -> int:
    """Return the option to score: what happened, or the other one where that was not on offer."""
    for option in (choice.outcome, choice.other):
        if option != NOTHING and alive[option]:
            return option
    return NOTHING


def _reference(choice: Choice, alive: Booleans) -> Floats:
    cases = np.zeros(len(alive))
    if choice.counts is not None:
        cases[: len(choice.counts)] = choice.counts
    chances = np.where(alive, cases + 0.5, 0.0)
    return np.asarray(chances / max(chances.sum(), 0.5))
