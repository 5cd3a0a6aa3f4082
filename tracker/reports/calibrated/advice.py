"""The maps that would have made forecasters' numbers better: whom one helps, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forecasts.model import times
from tracker import calibration
from tracker.columns.cohort import cohort, frequent
from tracker.columns.stood import CHANCE_KINDS, stood
from tracker.columns.votes import path_votes
from tracker.reports.calibrated.bins import bins
from tracker.reports.calibrated.floors import DECOMPOSITION

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from tracker.calibration import Recalibration
    from tracker.columns.votes import Cast
    from tracker.reports.calibrated.bins import BinRow


@dataclass(frozen=True, slots=True)
class Advice:
    """A forecaster's map, which gains out of sample, and what happened by what was said."""

    forecaster_id: int
    questions: int
    map: Recalibration
    bins: tuple[BinRow, ...]


def advice(connection: sqlite3.Connection, at: datetime) -> tuple[Advice, ...]:
    """Return the advice that a calibration review at an instant gives, to whomever it gives any.

    The caller holds one snapshot. Raises DamagedError, naming the question, when a row of the
    record cannot be read.
    """
    who = frequent(connection, DECOMPOSITION)
    if not who:
        return ()
    found = cohort(connection, times.to_us(at), CHANCE_KINDS)
    cast = path_votes(stood(connection, found, who, one_vote=False))
    group = found.clusters(cast.question)
    given = (_of(id_, cast, group) for id_ in who)
    return tuple(one for one in given if one is not None)


def _of(forecaster_id: int, cast: Cast, group: NDArray[np.int64]) -> Advice | None:
    rows = cast.forecaster == forecaster_id
    own, cluster = cast.only(rows), group[rows]
    done, cluster = own.resolved, cluster[~own.waits]
    if done.questions < DECOMPOSITION:
        return None
    if calibration.waiting_bounds(own.p, own.y, own.weight, own.question).reason is not None:
        return None
    found = calibration.recalibration(done.p, done.y, done.weight, cluster)
    if not found.shown:
        return None
    return Advice(forecaster_id, done.questions, found, bins(done, cluster))
