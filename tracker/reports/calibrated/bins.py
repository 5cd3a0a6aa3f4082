"""The curve by tenths: what was stated and what happened in each, from ten questions on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import calibration
from tracker.calibration.reliability import bin_places
from tracker.calibration.share_interval import share_interval
from tracker.reports.calibrated.floors import EACH, few

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracker.columns.votes import Cast

BINS = 10


@dataclass(frozen=True, slots=True)
class BinRow:
    """One bin of the curve; stated and happened are None where `reason` says why."""

    low: float
    high: float
    weight: float
    questions: int
    stated: float | None
    happened: float | None
    happened_low: float | None
    happened_high: float | None
    reason: str | None


def bins(done: Cast, group: NDArray[np.int64]) -> tuple[BinRow, ...]:
    """Return the tenths of resolved votes; group: the cluster of each."""
    place = bin_places(done.p, BINS)
    rows = []
    for k, one in enumerate(calibration.reliability(done.p, done.y, BINS, done.weight)):
        inside = place == k
        count = len(np.unique(done.question[inside]))
        bare = (one.low, one.high, one.weight, count)
        if (why := few(count, EACH)) is not None:
            rows.append(BinRow(*bare, None, None, None, None, why))
            continue
        ends = share_interval(done.y[inside], done.weight[inside], group[inside])
        why = None if ends else "under 8 clusters there is no interval"
        low, high = ends or (None, None)
        rows.append(BinRow(*bare, one.stated, one.happened, low, high, why))
    return tuple(rows)
