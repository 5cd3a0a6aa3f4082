"""Evidence against calibration that may be looked at after every outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.calibration.votes import checked
from tracker.comparison.clusters import Codes, Floats, clusters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

ALPHA = 0.05
SHIFTS = (-0.8, -0.4, 0.0, 0.4, 0.8)
SLOPES = (1 / 2, 2 / 3, 1.0, 3 / 2, 2.0)
# The alternatives: every shift with every slope, but for the one that changes nothing.
ALTERNATIVES = tuple((a, b) for a in SHIFTS for b in SLOPES if (a, b) != (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class CalibrationEProcess:
    """The evidence after each cluster; 1 says nothing, and high values speak against calibration.

    value: after the last cluster. path: after each. threshold: 1 / alpha; declared_after: the
    number of clusters when it was first reached, which declares for good, None when never.
    stopped_at: the row of the first question without an outcome, None when all have one.
    """

    value: float
    path: tuple[float, ...]
    threshold: float
    declared_after: int | None
    stopped_at: int | None


def e_process(
    p: ArrayLike, y: ArrayLike, groups: ArrayLike | None = None, *, alpha: float = ALPHA
) -> CalibrationEProcess:
    """Return the evidence that the stated probabilities are not calibrated, as it grew.

    p: probabilities, one per question, in the order of their scheduled end (then slug), never of
    when the outcome was known. y: 0, 1, or nan while there is no outcome: the first such row stops
    the process; annulled questions are left out by the caller. groups: an integer each; a group
    enters once, in the place of its last question, as the average of its factors for each
    alternative, and not at all when that place lies after the stop. For each of 24 alternatives
    q = chance(a + b logit p), with a of {-.8, -.4, 0, .4, .8} and b of {1/2, 2/3, 1, 3/2, 2}, the
    product of q^y (1-q)^(1-y) / (p^y (1-p)^(1-y)); the value is the mean of the products. A p of 0
    or 1 that was right has factor 1, one that was wrong Infinity. From 0 without end; a calibrated
    forecaster ever reaches 1 / alpha with probability at most alpha, however often one looks.
    Raises ValueError when the arguments are not of this form or alpha leaves (0, 1).

    Source: Ville (1939); Henzi & Ziegel (2022); Arnold, Henzi & Ziegel (2023).

    >>> round(e_process([0.9, 0.9], [0, 1]).value, 4)
    1.0831
    """
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha is {alpha}: it lies between 0 and 1")
    outcome = np.asarray(y, dtype=np.float64)
    waiting = np.isnan(outcome) if outcome.ndim == 1 else np.zeros(0, dtype=np.bool_)
    stop = int(waiting.argmax()) if waiting.any() else None
    stated, happened, _ = checked(p, np.where(np.isnan(outcome), 0.0, outcome))
    cluster, count = clusters(groups, len(stated))
    logs = _products(_logs_of_factors(stated[:stop], happened[:stop]), cluster, count, stop)
    with np.errstate(over="ignore"):
        path = np.exp(logs).mean(axis=1)
    reached = np.flatnonzero(path >= 1.0 / alpha)
    return CalibrationEProcess(
        value=float(path[-1]) if len(path) else 1.0,
        path=tuple(path.tolist()),
        threshold=1.0 / alpha,
        declared_after=int(reached[0]) + 1 if reached.size else None,
        stopped_at=stop,
    )


def _logs_of_factors(p: Floats, y: Floats) -> Floats:
    """Return the logarithm of each question's factor under each alternative, shape (n, 24)."""
    a, b = np.array(ALTERNATIVES).T
    certain = (p == 0.0) | (p == 1.0)
    sign = np.where(y == 1.0, 1.0, -1.0)
    inner = np.where(certain, 0.5, p)
    # ln of the chance that p gives to what happened is -ln(1 + e^-z), z its signed log-odds.
    z = sign * (np.log(inner) - np.log1p(-inner))
    under_p = np.where(y == 1.0, np.log(inner), np.log1p(-inner))
    shifted = sign[:, np.newaxis] * a + z[:, np.newaxis] * b
    logs = -np.logaddexp(0.0, -shifted) - under_p[:, np.newaxis]
    logs[certain] = np.where(p == y, 0.0, math.inf)[certain, np.newaxis]
    return np.asarray(logs)


def _products(logs: Floats, cluster: Codes, count: int, stop: int | None) -> Floats:
    """Return the running sums of the clusters' log factors, in the order of their last rows."""
    last = np.full(count, -1)
    last[cluster] = np.arange(len(cluster))  # of an index written twice, the later value stays
    size = np.bincount(cluster, minlength=count)
    whole = np.argsort(last)
    if stop is not None:
        whole = whole[last[whole] < stop]
    if len(whole) == len(cluster):
        return np.asarray(logs.cumsum(axis=0))
    total = np.full((count, logs.shape[1]), -math.inf)
    for row, code in enumerate(cluster[: len(logs)]):
        total[code] = np.logaddexp(total[code], logs[row])
    mean = total[whole] - np.log(size[whole])[:, np.newaxis]
    return np.asarray(mean.cumsum(axis=0))
