"""What the judge found in a forecaster's own record, read for a hint; nothing where it did not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# Derived rows (tracker.jobs.recalibrating), there only where the map gains out of sample.
KEPT = "SELECT 1 FROM sqlite_master WHERE name = 'recalibrations'"
MAP = "SELECT intercept, slope, questions FROM recalibrations WHERE forecaster_id = ?"
TENTH = """
    SELECT low, high, questions, happened, happened_low, happened_high FROM recalibration_bins
    WHERE forecaster_id = :id AND happened IS NOT NULL
        AND (low < :p AND :p <= high OR low = 0 AND :p = 0)
"""


@dataclass(frozen=True, slots=True)
class Tenth:
    """How often it happened when the forecaster said from above `low` to `high`.

    happened_low, happened_high: its 95% interval, None where there is none.
    """

    low: float
    high: float
    questions: int
    happened: float
    happened_low: float | None
    happened_high: float | None


@dataclass(frozen=True, slots=True)
class Hint:
    """What the map of a forecaster's record makes of a probability; never applied.

    mapped: in (0, 1). questions: those the map was fitted to. tenth: None under ten questions.
    """

    stated: float
    mapped: float
    questions: int
    tenth: Tenth | None


def hint(connection: sqlite3.Connection, forecaster_id: int, p: float) -> Hint | None:
    """Return the judge's hint for a probability; None where it has none for this forecaster.

    A certainty has none: the map leaves 0 and 1 as they are.
    """
    if not 0.0 < p < 1.0 or connection.execute(KEPT).fetchone() is None:
        return None
    row = connection.execute(MAP, (forecaster_id,)).fetchone()
    if row is None:
        return None
    intercept, slope, questions = row
    tenth = connection.execute(TENTH, {"id": forecaster_id, "p": p}).fetchone()
    return Hint(p, mapped(p, intercept, slope), questions, Tenth(*tenth) if tenth else None)


def mapped(p: float, intercept: float, slope: float) -> float:
    """Return chance(intercept + slope logit p) of a p inside (0, 1).

    Source: Cox (1958).

    >>> mapped(0.9, 0.0, 0.5)
    0.75
    """
    odds = intercept + slope * (math.log(p) - math.log1p(-p))
    small = math.exp(-abs(odds))
    return (1.0 if odds >= 0.0 else small) / (1.0 + small)
