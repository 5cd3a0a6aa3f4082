"""What every policy needs of some questions: who stood when, and where nobody did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.scoring.stretches import stretches

if TYPE_CHECKING:
    from tracker.scoring.stretches import Asked, Booleans, Floats, Integers, Rows, Stretches


@dataclass(frozen=True, slots=True)
class Case:
    """Questions of one kind with the stretches in which forecasts stood, laid out once.

    length_us: of each stretch. stood_us: how long each pair stood. life_us: C - O of its question.
    gaps: (pair, start, end) of the times within [O, E) in which nothing of the pair stood.
    """

    questions: Asked
    history: Rows
    stood: Stretches
    length_us: Floats
    stood_us: Floats
    life_us: Floats
    gaps: tuple[Integers, Integers, Integers]

    @classmethod
    def of(
        cls,
        questions: Asked,
        history: Rows,
        stood: Stretches | None = None,
        gaps: tuple[Integers, Integers, Integers] | None = None,
    ) -> Case:
        """Lay out a history; `stood` where the stretches were cut further than the history says.

        gaps: where they were found before.
        """
        stood = stretches(history, questions) if stood is None else stood
        length_us = stood.length_us
        stood_us = summed(stood.pair, length_us, len(stood.pair_question))
        life = (questions.closes_us - questions.opens_us)[stood.pair_question]
        life_us = life.astype(np.float64)
        gaps = gaps or _gaps(stood, questions)
        return cls(questions, history, stood, length_us, stood_us, life_us, gaps)

    @property
    def pairs(self) -> int:
        """How many (question, forecaster) pairs there are."""
        return len(self.stood.pair_question)

    @property
    def attained_us(self) -> Integers:
        """E - O of each pair's question; negative where the outcome was known before O."""
        attained = self.questions.ends_us - self.questions.opens_us
        return attained[self.stood.pair_question]

    @property
    def forecasts(self) -> Integers:
        """How many forecasts of each pair stood."""
        row, pair = self.stood.row, self.stood.pair
        again = pair[1:][row[1:] == row[:-1]]
        every, more = (np.bincount(of, minlength=self.pairs) for of in (pair, again))
        return np.asarray(every - more)

    @property
    def hindsight(self) -> Floats:
        """The share of each pair's time covered by rows recorded after the outcome was known."""
        stood = self.stood
        known_us = self.questions.known_us[stood.question]
        late = np.flatnonzero(self.history.recorded_us[stood.row] > known_us)
        return ratio(summed(stood.pair[late], self.length_us[late], self.pairs), self.stood_us)

    def standing_at(self, at_us: Integers) -> Integers:
        """Return, for each pair, the index of the stretch that covers its instant; -1 for none."""
        stood = self.stood
        instant = at_us[stood.question]
        covers = np.flatnonzero((stood.start_us <= instant) & (instant < stood.end_us))
        found = np.full(self.pairs, -1)
        found[stood.pair[covers]] = covers
        return found


def _gaps(stood: Stretches, questions: Asked) -> tuple[Integers, Integers, Integers]:
    opens, ends = questions.opens_us, questions.ends_us
    first = np.ones(len(stood.pair), dtype=bool)
    first[1:] = stood.pair[1:] != stood.pair[:-1]
    before_us = np.concatenate(([0], stood.end_us))[:-1]
    before_us[first] = opens[stood.question[first]]
    final_us = opens[stood.pair_question].copy()
    final_us[stood.pair] = stood.end_us  # the last stretch of a pair is written last
    ends_us = ends[stood.pair_question]
    inside, last = np.flatnonzero(stood.start_us > before_us), np.flatnonzero(ends_us > final_us)
    return (
        np.concatenate((stood.pair[inside], last)),
        np.concatenate((before_us[inside], final_us[last])),
        np.concatenate((stood.start_us[inside], ends_us[last])),
    )


def summed(pair: Integers, values: Floats | Booleans, pairs: int) -> Floats:
    """Return the sum of the values of each pair, taken in order."""
    return np.bincount(pair, values, minlength=pairs).astype(np.float64, copy=False)


def ratio(total: Floats, of: Floats) -> Floats:
    """Return total / of; nan where there is nothing to divide by."""
    return np.asarray(np.divide(total, of, out=np.full(len(total), np.nan), where=of > 0))
