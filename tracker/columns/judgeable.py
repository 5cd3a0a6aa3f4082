"""Resolved yes/no questions with the stretches in which forecasts stood, kept for one state.

What stood when follows from the facts alone, so it is laid out once for each state of a large
record. The numbers that the judge makes of it are never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns import cache
from tracker.columns.cache import Kept, Sort
from tracker.columns.facts import Facts, facts
from tracker.columns.kept import are_many, state_of
from tracker.columns.selection import resolved
from tracker.scoring.case import Case
from tracker.scoring.stretches import History, Questions, Stretches

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stood:
    """A case as columns: by question, by forecaster, by pair and by stretch.

    asked: the ids asked for, rising; is_live: 1, if these are all live resolved ones. question_id
    to by_deadline: of the resolved yes/no questions among them, as in Facts and Questions.
    forecaster_id, is_peer: by forecaster. pair_question, pair_forecaster, stretches: by pair, and
    how many stretches it has. start_us to p: by stretch; ranged, low, high: the places of those
    with a stated range. gap_pair to gap_end_us: as in Case.
    """

    asked: Integers
    is_live: Integers
    question_id: Integers
    resolution_id: Integers
    as_of_seq: Integers
    opens_us: Integers
    closes_us: Integers
    known_us: Integers
    spot_us: Integers
    outcome: Floats
    rate: Floats
    has_class: Integers
    by_deadline: Integers
    forecaster_id: Integers
    is_peer: Integers
    pair_question: Integers
    pair_forecaster: Integers
    stretches: Integers
    start_us: Integers
    end_us: Integers
    recorded_us: Integers
    p: Floats
    ranged: Integers
    low: Floats
    high: Floats
    gap_pair: Integers
    gap_start_us: Integers
    gap_end_us: Integers


STOOD = Sort(".columns-judged", Stood, Stood.__slots__)


def laid(
    connection: sqlite3.Connection, question_ids: Sequence[int] | None = None
) -> tuple[Facts, Case]:
    """Return the resolved yes/no questions among these, or all live ones, and their case.

    The history may hold those rows alone that stood, with the times at which they did. The caller
    holds one snapshot. Raises DamagedError, naming the question, when a row cannot be read.
    """
    many = question_ids is None or are_many(connection, question_ids)
    state = state_of(connection) if many else None
    found = cache.load(state.path, STOOD, state.key.__eq__) if state else None
    if found is not None and _answers(found.columns, question_ids):
        return _case(found.columns)
    asked = resolved(connection) if question_ids is None else sorted(question_ids)
    known, case = _anew(connection, asked)
    if state and (found is None or question_ids is None or len(found.columns.asked) < len(asked)):
        is_live = question_ids is None
        made = partial(_stood, asked, known, case, is_live=is_live)
        cache.save_aside(state.path, STOOD, state.key, lambda: Kept(state.last_id, made()))
    return known, case


def _answers(known: Stood, question_ids: Sequence[int] | None) -> bool:
    """Return whether these columns are of the questions that are asked for."""
    if question_ids is None:
        return bool(known.is_live[0])
    return np.array_equal(known.asked, np.sort(question_ids))


def _anew(connection: sqlite3.Connection, question_ids: Sequence[int]) -> tuple[Facts, Case]:
    known = facts(connection, question_ids)
    return known, Case.of(known.questions, known.history)


def _stood(asked: Sequence[int], known: Facts, case: Case, *, is_live: bool) -> Stood:
    """Return a case as columns."""
    questions, history, stood = known.questions, known.history, case.stood
    is_peer = np.zeros(len(known.forecaster_id), dtype=np.int64)
    is_peer[history.forecaster] = history.peer
    p, low, high = (column[stood.row] for column in (history.p, history.low, history.high))
    ranged = np.flatnonzero((low != p) | (high != p))
    return Stood(
        asked=np.array(asked, dtype=np.int64),
        is_live=np.array([is_live], dtype=np.int64),
        question_id=known.question_id,
        resolution_id=known.resolution_id,
        as_of_seq=known.as_of_seq,
        opens_us=questions.opens_us,
        closes_us=questions.closes_us,
        known_us=questions.known_us,
        spot_us=questions.spot_us,
        outcome=questions.outcome,
        rate=questions.rate,
        has_class=questions.has_class.astype(np.int64),
        by_deadline=questions.by_deadline.astype(np.int64),
        forecaster_id=known.forecaster_id,
        is_peer=is_peer,
        pair_question=stood.pair_question,
        pair_forecaster=stood.pair_forecaster,
        stretches=np.bincount(stood.pair, minlength=case.pairs),
        start_us=stood.start_us,
        end_us=stood.end_us,
        recorded_us=history.recorded_us[stood.row],
        p=p,
        ranged=ranged,
        low=low[ranged],
        high=high[ranged],
        gap_pair=case.gaps[0],
        gap_start_us=case.gaps[1],
        gap_end_us=case.gaps[2],
    )


def _case(known: Stood) -> tuple[Facts, Case]:
    """Return the case that was put into columns, to the bit."""
    questions = Questions(
        known.opens_us, known.closes_us, known.known_us, known.spot_us, known.outcome, known.rate,
        known.has_class.astype(bool), known.by_deadline.astype(bool),
    )  # fmt: skip
    question = np.repeat(known.pair_question, known.stretches)
    forecaster = np.repeat(known.pair_forecaster, known.stretches)
    is_peer = known.is_peer.astype(bool)[known.pair_forecaster]
    history = History(
        question=question,
        forecaster=forecaster,
        made_us=known.start_us,
        until_us=known.end_us,
        recorded_us=known.recorded_us,
        p=known.p,
        low=_in_place(known.p, known.ranged, known.low),
        high=_in_place(known.p, known.ranged, known.high),
        peer=np.repeat(is_peer, known.stretches),
    )
    stood = Stretches(
        row=np.arange(len(known.p)),
        pair=np.repeat(np.arange(len(known.stretches)), known.stretches),
        question=question,
        start_us=known.start_us,
        end_us=known.end_us,
        pair_question=known.pair_question,
        pair_forecaster=known.pair_forecaster,
    )
    every = Facts(
        questions, history, known.question_id, known.forecaster_id, known.resolution_id,
        known.as_of_seq,
    )  # fmt: skip
    gaps = known.gap_pair, known.gap_start_us, known.gap_end_us
    return every, Case.of(questions, history, stood, gaps)


def _in_place(p: Floats, at: Integers, stated: Floats) -> Floats:
    found = p.copy()
    found[at] = stated
    return found
