"""Where outcomes fell in the distributions stated for them, one snapshot a forecaster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from tracker.calibration import pit_ends
from tracker.columns import asked
from tracker.columns.cohort import ids
from tracker.columns.distribution_facts import DISTRIBUTION_KINDS, distribution_facts
from tracker.columns.instants import instants_us
from tracker.scoring import DAY_US, NEVER, stretches
from tracker.scoring.policy import HOUR_US

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.columns.cohort import Cohort
    from tracker.columns.distribution_facts import DistributionFacts
    from tracker.scoring import Curve

FROM = "SELECT happened_from FROM resolutions_now WHERE question_id = ?"


@dataclass(frozen=True, slots=True)
class Places:
    """F just below each outcome and F at it, one snapshot an element; question: ids.

    draw: a number from each slug, by which the place within a point mass is drawn for good.
    late: whether it was recorded after the outcome was known. waiting: ids of the questions on
    which something stood and that have no outcome.
    """

    question: NDArray[np.int64]
    draw: NDArray[np.int64]
    below: NDArray[np.float64]
    at: NDArray[np.float64]
    late: NDArray[np.bool_]
    waiting: tuple[int, ...]


def places(
    connection: sqlite3.Connection, cohort: Cohort, forecaster_ids: Sequence[int], hours: int
) -> Places:
    """Return where outcomes fell in what forecasters' distributions were before the close.

    Of dates and numbers, that many hours before the close; none where it was known by then. An
    outcome known as an interval has F at both of its ends. Raises DamagedError when a row cannot
    be read.
    """
    question, ends, late, waiting = [], [], [], []
    for resolved in (True, False):
        wanted = ids(
            cohort.members,
            lambda member, has=resolved: (  # type: ignore[misc]
                member.resolved is has and member.kind in DISTRIBUTION_KINDS
            ),
        )
        for one in distribution_facts(connection, wanted, resolved=resolved):
            for curve, recorded_us in _standing(one, forecaster_ids, hours):
                if not resolved:
                    waiting.append(one.question.id)
                    continue
                question.append(one.question.id)
                ends.append(_ends(connection, one, curve))
                late.append(recorded_us > int(one.clocks.known_us[0]))
    below, at = np.array(ends, dtype=np.float64).reshape(-1, 2).T
    slugs = {member.id: member.slug for member in cohort.members}
    draw = np.array([crc32(slugs[id_].encode()) for id_ in question], dtype=np.int64)
    of = (np.array(question, dtype=np.int64), draw, below, at, np.array(late, dtype=bool))
    return Places(*of, tuple(dict.fromkeys(waiting)))


def _standing(
    known: DistributionFacts, forecaster_ids: Sequence[int], hours: int
) -> Iterator[tuple[Curve, int]]:
    """Yield the curve of each forecaster that stood then, and when it was recorded."""
    found = stretches(known.said, known.clocks)
    at = int(known.clocks.closes_us[0]) - hours * HOUR_US
    own = np.isin(known.forecaster_id[found.pair_forecaster[found.pair]], forecaster_ids)
    for place in np.flatnonzero(own & (found.start_us <= at) & (at < found.end_us)).tolist():
        row = int(found.row[place])
        curve = known.curves[row]
        if curve is not None:
            yield curve, int(known.said.recorded_us[row])


def _ends(
    connection: sqlite3.Connection, known: DistributionFacts, curve: Curve
) -> tuple[float, float]:
    """Return F just below the outcome and at it."""
    over, (low, high) = known.over, _outcome(connection, known)
    laid = curve.run_on(over)
    open_lower, open_upper = over is None or over.open_lower, over is None or over.open_upper

    def at(y: float) -> tuple[float, float]:
        return pit_ends(laid.places, laid.heights, y, open_lower=open_lower, open_upper=open_upper)

    return at(low)[0], at(high)[1]


def _outcome(connection: sqlite3.Connection, known: DistributionFacts) -> tuple[float, float]:
    """Return the ends of what happened, in the unit of the curves; infinite beyond the range."""
    terms, outcome = known.question.terms, str(known.outcome)
    if known.kind == "numeric":
        number = asked.number(terms, outcome)
        return number.low, number.high
    date = asked.date(terms, outcome)
    if outcome == "below":
        return -np.inf, -np.inf
    if date.happened_us == NEVER or date.happened_us > date.horizon_us:
        return np.inf, np.inf
    (written,) = connection.execute(FROM, (known.question.id,)).fetchone()
    first = date.happened_us if written is None else int(instants_us([written])[0])
    opens = int(known.clocks.opens_us[0])
    return min(first, date.happened_us) / DAY_US - opens / DAY_US, (
        date.happened_us - opens
    ) / DAY_US
