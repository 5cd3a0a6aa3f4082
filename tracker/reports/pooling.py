"""Parts of a record drawn towards all of them: topics, kinds and horizons, raw beside pooled."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration import random_effects
from tracker.comparison import clustered_mean
from tracker.reports.calibrated.floors import EACH, few
from tracker.reports.numbers import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.reports.voice import Advantage

Z = NormalDist().inv_cdf((1.0 + LEVEL) / 2.0)
Z95 = NormalDist().inv_cdf(0.975)
SURE = 1e-6  # an error under which a part's advantages are all the same


@dataclass(frozen=True, slots=True)
class Part:
    """The mean Brier advantage on one part of the questions, above 0 better.

    raw: the plain mean, None where `reason` says why; pooled: drawn towards that of all parts,
    with its 90% interval; None where there is no second part to pool it with.
    """

    name: str
    questions: int
    clusters: int
    raw: float | None
    pooled: float | None
    low: float | None
    high: float | None
    reason: str | None

    @property
    def ends(self) -> tuple[float, float] | None:
        """The interval, if there is one."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def narrowed(middle: float, low: float, high: float) -> tuple[float, float]:
    """Return the ends of a 90% interval from those of a symmetric 95% one.

    >>> [round(end, 3) for end in narrowed(0.0, -1.96, 1.96)]
    [-1.645, 1.645]
    """
    return middle + (low - middle) * Z / Z95, middle + (high - middle) * Z / Z95


def parts(found: Advantage, labels: Sequence[tuple[str, frozenset[int]]]) -> tuple[Part, ...]:
    """Return the parts of the questions under each label, those with most questions first.

    labels: a name and the ids of its questions; a question may have several, or none.
    """
    raw = []
    for name, ids in labels:
        rows = np.isin(found.question, list(ids))
        if rows.any():
            raw.append(_alone(name, found, rows))
    return tuple(sorted(_pooled(raw), key=lambda one: (-one.questions, one.name)))


def _alone(name: str, found: Advantage, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Part:
    mean = clustered_mean(found.advantage[rows], found.cluster[rows], LEVEL)
    why = few(mean.n, EACH) or mean.reason
    if why is not None:
        return Part(name, mean.n, mean.clusters, None, None, None, None, why)
    return Part(name, mean.n, mean.clusters, mean.mean, None, mean.low, mean.high, None)


def _pooled(raw: Sequence[Part]) -> list[Part]:
    """Return the parts, those whose mean is uncertain drawn towards each other."""
    error = {
        one.name: (ends[1] - ends[0]) / 2.0 / Z
        for one in raw
        if (ends := one.ends) and ends[1] - ends[0] > SURE
    }
    unsure = [one for one in raw if one.name in error]
    if len(unsure) <= 1:
        return list(raw)
    estimates = [one.raw for one in unsure if one.raw is not None]
    shrunk = random_effects(estimates, [error[one.name] for one in unsure])
    columns = (shrunk.pooled.tolist(), shrunk.low.tolist(), shrunk.high.tolist())
    found = {
        one.name: Part(
            one.name, one.questions, one.clusters, one.raw, pooled, *narrowed(pooled, low, high),
            None,
        )
        for one, pooled, low, high in zip(unsure, *columns, strict=True)
    }  # fmt: skip
    return [found.get(one.name, one) for one in raw]
