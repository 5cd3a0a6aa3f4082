"""Votes of the record: what was said of each question, and how much each counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.scoring.policy import HOUR_US

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracker.columns.cohort import Cohort
    from tracker.columns.stood import Stood

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cast:
    """Votes, one an element; y is 1, 0, or nan while there is no outcome.

    question, forecaster: ids. start_us, end_us: the time that a vote speaks for, the instant twice
    at a fixed horizon. made_us: when it was said; late: whether it was recorded after the outcome
    was known. The weights of a forecaster's votes on a question add up to the coverage, or to 1.
    fraction: whether the outcome is a fraction, of which a vote is the part that is yes or no.
    """

    question: Integers
    forecaster: Integers
    start_us: Integers
    end_us: Integers
    made_us: Integers
    late: NDArray[np.bool_]
    p: Floats
    y: Floats
    weight: Floats
    fraction: NDArray[np.bool_]

    def only(self, rows: NDArray[np.bool_] | Integers) -> Cast:
        """Return some of the votes."""
        return Cast(*(getattr(self, column)[rows] for column in self.__slots__))

    @property
    def waits(self) -> NDArray[np.bool_]:
        """Which votes are on a question without an outcome."""
        return np.isnan(self.y)

    @property
    def resolved(self) -> Cast:
        """The votes on questions with an outcome."""
        return self.only(~self.waits)

    @property
    def hindsight(self) -> float | None:
        """The share of the weight of resolved votes that was recorded later; None without any."""
        done = self.resolved
        total = float(done.weight.sum())
        return float(done.weight[done.late].sum()) / total if total > 0.0 else None

    @property
    def questions(self) -> int:
        """On how many questions the votes are."""
        return len(np.unique(self.question))


def path_votes(found: Stood) -> Cast:
    """Return a vote for each stretch, weighted by its share of C - O, never renormalised."""
    length = (found.end_us - found.start_us).astype(np.float64)
    return _in_two(found, found.start_us, found.end_us, length / found.divisor_us)


def votes_before_close(found: Stood, cohort: Cohort, hours: int) -> Cast:
    """Return what stood that long before each question's close; none where it was known by then."""
    closes = {member.id: member.closes_us for member in cohort.members}
    at_us = np.array([closes[id_] for id_ in found.question.tolist()], dtype=np.int64)
    at_us -= hours * HOUR_US
    kept = np.flatnonzero((found.start_us <= at_us) & (at_us < found.end_us))
    return _in_two(found.only(kept), at_us[kept], at_us[kept], np.ones(len(kept)))


def between(cast: Cast, from_us: Integers, until_us: Integers) -> Cast:
    """Return the parts of path votes within [from, until), an instant each for every vote.

    A vote at a fixed horizon is kept where its instant lies there.
    """
    start, end = np.maximum(cast.start_us, from_us), np.minimum(cast.end_us, until_us)
    length = cast.end_us - cast.start_us
    instant = (length == 0) & (from_us <= cast.start_us) & (cast.start_us < until_us)
    share = np.where(length > 0, np.maximum(end - start, 0) / np.maximum(length, 1), instant)
    moved = replace(cast, start_us=start, end_us=end, weight=cast.weight * share)
    return moved.only(share > 0)


def _in_two(found: Stood, start_us: Integers, end_us: Integers, weight: Floats) -> Cast:
    """Return the votes; one on a fraction r is two, a yes of weight r and a no of 1 - r."""
    part = (found.y > 0.0) & (found.y < 1.0)
    whole = Cast(
        question=found.question,
        forecaster=found.forecaster,
        start_us=start_us,
        end_us=end_us,
        made_us=found.made_us,
        late=found.late,
        p=found.p,
        y=found.y,
        weight=weight,
        fraction=part,
    )
    if not part.any():
        return whole
    split = whole.only(part)
    yes = replace(split, y=np.ones(len(split.y)), weight=split.weight * split.y)
    no = replace(split, y=np.zeros(len(split.y)), weight=split.weight * (1.0 - split.y))
    return joined((whole.only(~part), yes, no))


def joined(parts: Sequence[Cast]) -> Cast:
    """Return the votes of all parts, one part after the other."""
    return Cast(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in Cast.__slots__)
    )
