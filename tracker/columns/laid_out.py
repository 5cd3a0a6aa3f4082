"""One resolved question laid out for explaining: who stood when, and what each rule said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns import asked
from tracker.columns.facts import facts
from tracker.columns.verdicts import OPTION_KINDS, resolved_of
from tracker.scoring import (
    LOSSES,
    POINTS,
    Case,
    lay_options,
    rate,
    rate_number,
    with_baseline,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracker.scoring import Curve, Range, Rated

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

HALF = 0.5


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A question's stretches with the losses of each under every rule but peer points.

    stated: one number a stretch: the probability of yes, that of the option scored, or the median,
    which is infinite where it lies beyond all that was said, as outside an open bound.
    """

    case: Case
    rated: Mapping[str, Rated]
    stated: Floats
    forecaster_id: Integers


def laid_out(connection: sqlite3.Connection, question_id: int, kind: str) -> LaidOut | None:
    """Return the question laid out, None without an outcome; dates have no such path of losses."""
    if kind == "binary":
        return _binary(connection, question_id)
    found = resolved_of(connection, question_id, kind)
    if found is None:
        return None
    terms, outcome, clocks, known = found
    if kind in OPTION_KINDS:
        choice = asked.choice(terms, outcome)
        shares = asked.shares(known.stated, len(choice.from_us))
        laid = lay_options(clocks, [choice], known.said, shares, ordinal=kind == "ordinal")
        return LaidOut(laid.case, laid.rated, laid.given, known.forecaster_id)
    case = Case.of(clocks, known.said)
    curves = asked.number_curves(terms, known.stated)
    number = with_baseline(asked.number(terms, outcome))
    medians = _medians(curves, number.over)[case.stood.row]
    return LaidOut(case, rate_number(case, number, curves), medians, known.forecaster_id)


def _medians(curves: Sequence[Curve | None], over: Range | None) -> Floats:
    return np.array([np.nan if curve is None else _median(curve.run_on(over)) for curve in curves])


def _median(curve: Curve) -> float:
    (found,) = curve.quantiles((HALF,))
    if np.isnan(found):
        return np.inf if curve.heights[-1] < HALF else -np.inf
    return float(found)


def _binary(connection: sqlite3.Connection, question_id: int) -> LaidOut | None:
    known = facts(connection, [question_id])
    if not len(known.question_id):
        return None
    case = Case.of(known.questions, known.history)
    even = np.full(1, HALF)
    rated = rate(case, known.questions, known.history, even, {**LOSSES, **POINTS})
    return LaidOut(case, rated, known.history.p[case.stood.row], known.forecaster_id)
