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
    NOTHING,
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
    from tracker.scoring.offers import Offers

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

HALF = 0.5
ONLY = np.zeros(1, dtype=np.int64)  # the index of the one question there is


@dataclass(frozen=True, slots=True)
class OnOffer:
    """The options of the question: when each was on offer, and what every row gave to each.

    ever: the pairs of whom something stood, over the options on offer or not.
    """

    names: tuple[str, ...]
    offers: Offers
    shares: Floats
    ever: Booleans

    @property
    def changes_us(self) -> list[int]:
        """When the offer changes, the opening first."""
        return [int(at_us) for at_us in self.offers.start_us]

    def scored(self, at_us: int) -> str | None:
        """Return which option is scored at an instant; None where nothing is."""
        target = int(self.offers.target[self._epoch(at_us)])
        return None if target == NOTHING else self.names[target]

    def gone(self, row: int, at_us: int) -> tuple[tuple[str, float], ...]:
        """Return the options that a row gives a share to and that are not on offer."""
        offered = self.offers.offered[self._epoch(at_us)].tolist()
        each = zip(self.names, self.shares[row].tolist(), offered, strict=True)
        return tuple((name, p) for name, p, there in each if p > 0.0 and not there)

    def _epoch(self, at_us: int) -> int:
        return int(self.offers.epoch(ONLY, np.array([at_us]))[0])


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A question's stretches with the losses of each under every rule but peer points.

    stated: one number a stretch: the probability of yes, that of the option scored, or the median,
    which is infinite where it lies beyond all that was said, as outside an open bound. on_offer:
    None where there are no options.
    """

    case: Case
    rated: Mapping[str, Rated]
    stated: Floats
    forecaster_id: Integers
    on_offer: OnOffer | None = None


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
        names = tuple(option.name for option in terms.choices)
        on_offer = OnOffer(names, laid.offers, shares, laid.ever)
        return LaidOut(laid.case, laid.rated, laid.given, known.forecaster_id, on_offer)
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
