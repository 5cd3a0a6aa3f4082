"""Peer points over time: each forecaster against those who stood at the same instants."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules.metaculus import LEAST, MOST, POINTS

if TYPE_CHECKING:
    from tracker.scoring.stretches import Booleans, Floats, Integers

# Sums are kept in whole numbers of 2^-80, so that they are exact and no order of rows matters.
ONE = 1 << 80


@dataclass(frozen=True, slots=True)
class Crowd:
    """One question's others: at each instant they change, how many stood and their sum of ln p.

    counts and sums hold from times_us[i] until times_us[i + 1]; sums in units of 2^-80.
    """

    times_us: list[int]
    counts: list[int]
    sums: list[int]

    def at(self, at_us: int) -> tuple[int, int]:
        """Return how many stood at the instant, and the sum of their ln p."""
        i = bisect_right(self.times_us, at_us) - 1
        return (self.counts[i], self.sums[i]) if i >= 0 else (0, 0)


def crowd(start_us: Integers, end_us: Integers, logs: list[int]) -> Crowd:
    """Return the others' counts and sums, from the stretches in which each of them stood."""
    changes: dict[int, list[int]] = {}
    for start, end, log in zip(start_us.tolist(), end_us.tolist(), logs, strict=True):
        for at, sign in ((start, 1), (end, -1)):
            change = changes.setdefault(at, [0, 0])
            change[0] += sign
            change[1] += sign * log
    times_us, counts, sums = sorted(changes), [], []
    count = total = 0
    for at in times_us:
        count += changes[at][0]
        total += changes[at][1]
        counts.append(count)
        sums.append(total)
    return Crowd(times_us, counts, sums)


def limited_logs(p: Floats, outcome: Floats) -> list[int]:
    """Return ln of the probability given to what happened, limited as Metaculus does, in 2^-80.

    A fractional outcome r gives r ln p + (1 - r) ln(1 - p).
    """
    yes, no = (np.log(np.clip(given, LEAST, MOST)) for given in (p, 1.0 - p))
    return in_units(outcome * yes + (1.0 - outcome) * no)


def in_units(logs: Floats) -> list[int]:
    """Return logarithms in whole numbers of 2^-80."""
    return [int(x) for x in (logs.astype(object) * ONE)] if len(logs) else []


def advantage(log: int, count: int, total: int, *, among: bool) -> float:
    """Return 100 (ln p - mean of the others' ln p); 0 where no other stands.

    `among` says that the forecaster is one of those counted.
    """
    others = count - among
    if others < 1:
        return 0.0
    rest = total - log if among else total
    return POINTS * ((log * others - rest) / (others * ONE))


def integrals(
    start_us: Integers, end_us: Integers, logs: list[int], among: Booleans
) -> tuple[Floats, Crowd]:
    """Return, for the stretches of one question, points times microseconds; and the crowd.

    logs: as `limited_logs` gives them. among: who counts as one of the others. A stretch with no
    other standing adds 0.
    """
    members = np.flatnonzero(among)
    others = crowd(start_us[members], end_us[members], [logs[i] for i in members])
    inside = _Prefix.of(others, among=True)
    outside = _Prefix.of(others, among=False)
    points = np.empty(len(logs))
    for i, (start, end, is_member) in enumerate(
        zip(start_us.tolist(), end_us.tolist(), among.tolist(), strict=True)
    ):
        prefix = inside if is_member else outside
        points[i] = prefix.integral(logs[i], start, end)
    return points, others


@dataclass(frozen=True, slots=True)
class _Prefix:
    """Integrals from the first change: of the weight of one's own ln p, and of the others' mean."""

    times_us: list[int]
    own: list[int]
    mean: list[int]
    own_rate: list[int]
    mean_rate: list[int]

    @classmethod
    def of(cls, others: Crowd, *, among: bool) -> _Prefix:
        """Lay the integrals down; a member's own ln p is in the sum, so N/(N-1) and S/(N-1)."""
        own_rate, mean_rate = [], []
        for count, total in zip(others.counts, others.sums, strict=True):
            rest = count - among
            own_rate.append(ONE * count // rest if among and rest else ONE * (rest > 0))
            mean_rate.append(total // rest if rest > 0 else 0)
        own, mean = [0], [0]
        for i in range(len(others.times_us) - 1):
            length = others.times_us[i + 1] - others.times_us[i]
            own.append(own[-1] + own_rate[i] * length)
            mean.append(mean[-1] + mean_rate[i] * length)
        return cls(others.times_us, own, mean, own_rate, mean_rate)

    def integral(self, log: int, start_us: int, end_us: int) -> float:
        """Return 100 times the integral of ln p minus the others' mean over [start, end)."""
        own_a, mean_a = self._until(start_us)
        own_b, mean_b = self._until(end_us)
        exact = log * (own_b - own_a) - (mean_b - mean_a) * ONE
        return POINTS * (exact / (ONE * ONE))

    def _until(self, at_us: int) -> tuple[int, int]:
        i = bisect_right(self.times_us, at_us) - 1
        if i < 0:
            return 0, 0
        length = at_us - self.times_us[i]
        return self.own[i] + self.own_rate[i] * length, self.mean[i] + self.mean_rate[i] * length
