"""How long each forecast stood: rows of a history become half-open stretches of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

NEVER = int(np.iinfo(np.int64).max)  # an instant that does not come: no expiry, no spot time


@dataclass(frozen=True, slots=True)
class Questions:
    """Resolved binary questions, one an element; instants in microseconds since 1970.

    outcome: 1 yes, 0 no, a fraction between. rate: the chance of yes by the reference class, ½
    where `has_class` is false. by_deadline: the reference decays as the deadline nears.
    spot_us: NEVER where there is no spot time.
    """

    opens_us: Integers
    closes_us: Integers
    known_us: Integers
    spot_us: Integers
    outcome: Floats
    rate: Floats
    has_class: Booleans
    by_deadline: Booleans

    @property
    def ends_us(self) -> Integers:
        """E = min(C, K): from then on no forecast counts."""
        return np.minimum(self.closes_us, self.known_us)


@dataclass(frozen=True, slots=True)
class Clocks:
    """When questions of any kind open, close, were known and are looked at, as in Questions."""

    opens_us: Integers
    closes_us: Integers
    known_us: Integers
    spot_us: Integers

    @property
    def ends_us(self) -> Integers:
        """E = min(C, K): from then on no forecast counts."""
        return np.minimum(self.closes_us, self.known_us)


@dataclass(frozen=True, slots=True)
class History:
    """Forecast rows in the order (question, forecaster, made_at, seq), struck rows left out.

    question and forecaster are indices; p is nan for a withdrawal; low and high are the range of
    a verbal forecast, p itself otherwise; until_us is the expiry or the forecaster's retirement;
    peer says whether the forecaster counts as one of the others in peer scores.
    """

    question: Integers
    forecaster: Integers
    made_us: Integers
    until_us: Integers
    recorded_us: Integers
    p: Floats
    low: Floats
    high: Floats
    peer: Booleans

    @property
    def stands(self) -> Booleans:
        """Whether a row leaves a number standing; a withdrawal does not."""
        return ~np.isnan(self.p)


@dataclass(frozen=True, slots=True)
class Said:
    """Forecast rows of any other kind, as in History; what was said is kept beside them.

    stands: whether a row leaves something standing.
    """

    question: Integers
    forecaster: Integers
    made_us: Integers
    until_us: Integers
    recorded_us: Integers
    peer: Booleans
    stands: Booleans


Asked = Questions | Clocks
Rows = History | Said


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches [start, end) in which one forecast stood, in the order of the history.

    row: index of the forecast in the history. pair: index of its (question, forecaster) pair.
    pair_question, pair_forecaster: for each pair, in order; pairs without a stretch included.
    """

    row: Integers
    pair: Integers
    question: Integers
    start_us: Integers
    end_us: Integers
    pair_question: Integers
    pair_forecaster: Integers

    @property
    def length_us(self) -> Floats:
        """The length of each stretch, exact as a float up to 285 years."""
        return (self.end_us - self.start_us).astype(np.float64)


def stretches(history: Rows, questions: Asked) -> Stretches:
    """Return how long each forecast stood within [O, E) of its question.

    A forecast stands from max(made_at, O) until the forecaster's next row, its expiry, the
    forecaster's retirement or E. Stretches of zero length are dropped, so that an infinite loss
    never meets a zero weight.
    """
    size = len(history.question)
    first = np.ones(size, dtype=bool)
    first[1:] = (history.question[1:] != history.question[:-1]) | (
        history.forecaster[1:] != history.forecaster[:-1]
    )
    pair = np.cumsum(first) - 1
    replaced_us = np.full(size, NEVER)
    replaced_us[:-1] = np.where(first[1:], NEVER, history.made_us[1:])
    start_us = np.maximum(history.made_us, questions.opens_us[history.question])
    end_us = np.minimum(replaced_us, history.until_us)
    np.minimum(end_us, questions.ends_us[history.question], out=end_us)
    stood = np.flatnonzero((end_us > start_us) & history.stands)
    return Stretches(
        row=stood,
        pair=pair[stood],
        question=history.question[stood],
        start_us=start_us[stood],
        end_us=end_us[stood],
        pair_question=history.question[first],
        pair_forecaster=history.forecaster[first],
    )
