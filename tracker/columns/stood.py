"""What forecasters said while questions were open: stretches with a probability each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns import asked
from tracker.columns.cohort import ids
from tracker.columns.distribution_facts import distribution_facts
from tracker.columns.facts import facts, unresolved
from tracker.columns.option_facts import option_facts
from tracker.scoring import DAY_US, NOTHING, stretches
from tracker.scoring.dates import deadlines
from tracker.scoring.offers import offers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.columns.cohort import Cohort
    from tracker.columns.distribution_facts import DistributionFacts
    from tracker.columns.facts import Facts
    from tracker.columns.option_facts import OptionFacts
    from tracker.scoring import History, Said, Stretches
    from tracker.scoring.stretches import Asked

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

CHANCE_KINDS = ("binary", "multiple_choice", "ordinal")
DTYPES = (*[np.int64] * 5, np.bool_, *[np.float64] * 3)


@dataclass(frozen=True, slots=True)
class Stood:
    """Stretches [start, end) in which a statement stood, one an element.

    They are ordered by question, forecaster and start. question, forecaster: ids. made_us: when it
    was said. late: whether it was recorded after the outcome was known, as imports are.
    p: the chance it gave to what y tells: yes; of a
    question with options, the likeliest option at that time, the first of equals; of a date, one
    of its deadlines. y: 1, 0, a fraction, or nan while there is no outcome. divisor_us: C - O of
    the question; of a deadline t, (min(t, C) - O) times the number of deadlines, so that the
    lengths over it add up to the coverage of the question, at most 1.
    """

    question: Integers
    forecaster: Integers
    start_us: Integers
    end_us: Integers
    made_us: Integers
    late: Booleans
    p: Floats
    y: Floats
    divisor_us: Floats

    def only(self, rows: Booleans | Integers) -> Stood:
        """Return some of the stretches."""
        return Stood(*(getattr(self, column)[rows] for column in self.__slots__))


def stood(
    connection: sqlite3.Connection,
    cohort: Cohort,
    forecaster_ids: Sequence[int],
    *,
    one_vote: bool,
) -> Stood:
    """Return the stretches of some forecasters on the members that have chances to speak of.

    one_vote: a date is one statement, that it happens by its horizon, and not one a deadline.
    The caller holds one snapshot. Raises DamagedError when a row cannot be read.
    """
    parts = [Stood(*(np.empty(0, kind) for kind in DTYPES))]
    for resolved in (True, False):
        some = [member for member in cohort.members if member.resolved is resolved]
        yes_no, options, dates = (
            ids(some, lambda member, kinds=kinds: member.kind in kinds)  # type: ignore[misc]
            for kinds in (("binary",), CHANCE_KINDS[1:], ("date",))
        )
        if yes_no:
            known = (facts if resolved else unresolved)(connection, yes_no)
            parts.append(_binary(known, forecaster_ids))
        parts += [
            _favourites(found, forecaster_ids, resolved=resolved)
            for found in option_facts(connection, options, resolved=resolved)
        ]
        for one in distribution_facts(connection, dates, resolved=resolved, kinds=("date",)):
            parts += _date(one, forecaster_ids, one_vote=one_vote)
    every = Stood(
        *(np.concatenate([getattr(part, column) for part in parts]) for column in Stood.__slots__)
    )
    return every.only(
        np.lexsort((every.divisor_us, every.start_us, every.forecaster, every.question))
    )


def _own(
    found: Stretches, forecaster: Integers, forecaster_ids: Sequence[int]
) -> tuple[Integers, Integers]:
    """Return the places of the stretches of some forecasters, and whose each is."""
    theirs = forecaster[found.pair_forecaster[found.pair]]
    rows = np.flatnonzero(np.isin(theirs, forecaster_ids))
    return rows, theirs[rows]


def _late(rows: Integers, found: Stretches, said: History | Said, asked_of: Asked) -> Booleans:
    """Return whether what stood was recorded after the outcome was known."""
    recorded_us, known_us = said.recorded_us[found.row[rows]], asked_of.known_us
    return np.asarray(recorded_us > known_us[found.question[rows]])


def _binary(known: Facts, forecaster_ids: Sequence[int]) -> Stood:
    found, questions = stretches(known.history, known.questions), known.questions
    rows, whose = _own(found, known.forecaster_id, forecaster_ids)
    at, said = found.question[rows], found.row[rows]
    return Stood(
        question=known.question_id[at],
        forecaster=whose,
        start_us=found.start_us[rows],
        end_us=found.end_us[rows],
        made_us=known.history.made_us[said],
        late=_late(rows, found, known.history, questions),
        p=known.history.p[said],
        y=questions.outcome[at],
        divisor_us=(questions.closes_us - questions.opens_us)[at].astype(np.float64),
    )


def _favourites(known: OptionFacts, forecaster_ids: Sequence[int], *, resolved: bool) -> Stood:
    """Return a statement for each stretch and offer: that the likeliest option will happen.

    Not one for each option: their chances add up to 1 and one of them happens, so that as many
    would be expected as are observed whatever was said.
    """
    epochs, clocks = offers(known.clocks, known.choices), known.clocks
    cut, epoch = epochs.cut(stretches(known.said, clocks))
    silent = (np.isnan(known.shares[cut.row]) & epochs.offered[epoch]).any(axis=1)
    kept = ~silent & ((epochs.target[epoch] != NOTHING) | (not resolved))
    rows, whose = _own(cut, known.forecaster_id, forecaster_ids)
    rows, whose = rows[kept[rows]], whose[kept[rows]]
    shares = np.nan_to_num(known.shares[cut.row[rows]])
    favourite = shares.argmax(axis=1) if len(rows) else np.empty(0, dtype=np.int64)
    at = cut.question[rows]
    happened = (favourite == epochs.target[epoch[rows]]).astype(np.float64)
    return Stood(
        question=known.question_id[at],
        forecaster=whose,
        start_us=cut.start_us[rows],
        end_us=cut.end_us[rows],
        made_us=known.said.made_us[cut.row[rows]],
        late=_late(rows, cut, known.said, clocks),
        p=np.minimum(shares[np.arange(len(rows)), favourite], 1.0),
        y=happened if resolved else np.full(len(rows), np.nan),
        divisor_us=(clocks.closes_us - clocks.opens_us)[at].astype(np.float64),
    )


def _date(
    known: DistributionFacts, forecaster_ids: Sequence[int], *, one_vote: bool
) -> Iterator[Stood]:
    """Yield the statements of one date question."""
    found = stretches(known.said, known.clocks)
    rows, whose = _own(found, known.forecaster_id, forecaster_ids)
    late = _late(rows, found, known.said, known.clocks)
    opens, closes = int(known.clocks.opens_us[0]), int(known.clocks.closes_us[0])
    date = asked.date(known.question.terms, known.outcome)
    at = np.array([date.horizon_us]) if one_vote else deadlines(opens, date)
    for row, who, hindsight in zip(rows.tolist(), whose, late, strict=True) if len(at) else ():
        curve = known.curves[int(found.row[row])]
        start, end = int(found.start_us[row]), np.minimum(found.end_us[row], at)
        some = end > start
        if curve is None or not some.any():
            continue
        count, by = int(some.sum()), at[some]
        happened = (date.happened_us <= by).astype(np.float64)
        yield Stood(
            question=np.full(count, known.question.id),
            forecaster=np.full(count, who),
            start_us=np.full(count, start),
            end_us=end[some],
            made_us=np.full(count, known.said.made_us[found.row[row]]),
            late=np.full(count, hindsight),
            p=np.clip(curve.at((by - opens) / DAY_US), 0.0, 1.0),
            y=happened if known.outcome is not None else np.full(count, np.nan),
            divisor_us=(np.minimum(by, closes) - opens) * float(len(at)),
        )
