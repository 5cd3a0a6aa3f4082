"""How the score of a date came about: its nested deadlines, summed by time and by deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import ResolutionStatus, times
from forecasts.store import questions as stored
from forecasts.store import resolutions
from tracker import columns
from tracker.columns import asked
from tracker.columns.said import statements
from tracker.columns.verdicts import happened_from, resolved_of
from tracker.reports.explained import Band, Explanation, Stretch
from tracker.scoring import NEVER, Case, Clocks, History, Said, judge_date, rate
from tracker.scoring.dates import PATHS, chances, deadlines, nested
from tracker.scoring.policies import SCORED, under
from tracker.scoring.policy import Kind, Policy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from forecasts.model import Resolution, Terms
    from tracker.scoring import Curve, Date
    from tracker.scoring.stretches import Asked

    Booleans = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

HALF = 0.5
BANDS = 4  # of deadlines, and one more where the event falls within one
FILLED = -1  # in place of a row, where the reference stands
LAST = Policy(Kind.LAST)


@dataclass(frozen=True, slots=True)
class _Pair:
    """What one forecaster said on one question of a date, and what is known of the date."""

    question: str
    forecaster: str
    terms: Terms
    outcome: str | None
    clocks: Clocks
    date: Date
    said: Said
    curves: Sequence[Curve | None]

    @property
    def opens_us(self) -> int:
        return int(self.clocks.opens_us[0])


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What enters the sum: a row's or the reference's time under one deadline.

    row: FILLED where the reference stands. deadline: its place in order. weight: the share of the
    score that the loss is multiplied by.
    """

    row: Integers
    deadline: Integers
    start_us: Integers
    end_us: Integers
    loss: Floats
    weight: Floats


def explain_date(  # noqa: PLR0913, PLR0917 - one pair, one policy, one rule, one instant
    connection: sqlite3.Connection,
    question_id: int,
    forecaster_id: int,
    policy: Policy,
    rule: str,
    now: datetime | None,
) -> Explanation | None:
    """Return the score of a date taken apart; None where the forecaster stated nothing on it."""
    pair = _read(connection, question_id, forecaster_id, now)
    if pair is None:
        return None
    (judged,) = judge_date(pair.clocks, pair.date, pair.said, pair.curves, [policy])
    scores = judged.rules[rule]
    code = int(judged.reason[0]) or int(judged.undefined.get(rule, judged.reason)[0])
    stretches, bands = ((), ()) if code else _taken_apart(pair, policy, rule)
    return Explanation(
        question=pair.question,
        forecaster=pair.forecaster,
        policy=str(policy),
        rule=rule,
        outcome=pair.outcome,
        opens_at=pair.terms.opens_at,
        closes_at=pair.terms.closes_at,
        known_at=None if pair.outcome is None else times.from_us(int(pair.clocks.known_us[0])),
        stretches=stretches,
        reference=_number(scores.reference[0]),
        score=_number(scores.score[0]),
        low=None,
        high=None,
        reason=columns.reason_words(code),
        kind="date",
        deadlines=bands,
    )


def _read(
    connection: sqlite3.Connection, question_id: int, forecaster_id: int, now: datetime | None
) -> _Pair | None:
    question = stored.of_ids(connection, [question_id])[question_id]
    resolved = resolved_of(connection, question_id, "date")
    outcome: str | None = None
    if resolved is not None:
        terms, outcome, clocks, known = resolved
        until_us = NEVER
    elif now is not None and _is_open(resolutions.latest(connection, question_id)):
        terms, until_us = question.terms, times.to_us(now)
        instants = (terms.opens_at, terms.closes_at, now)
        opens, closes, at = (np.array([times.to_us(instant)]) for instant in instants)
        clocks = Clocks(opens, closes, at, np.array([NEVER]))
        known = statements(connection, [question_id])
    else:
        return None
    if forecaster_id not in known.forecaster_id:
        return None
    own = known.said.forecaster == np.searchsorted(known.forecaster_id, forecaster_id)
    said = Said(*(getattr(known.said, column)[own] for column in Said.__slots__))
    stated = [one for one, mine in zip(known.stated, own.tolist(), strict=True) if mine]
    return _Pair(
        question.slug,
        columns.names(connection)[forecaster_id].name,
        terms,
        outcome,
        clocks,
        asked.date(terms, outcome, until_us, happened_from(connection, question_id)),
        replace(said, forecaster=np.zeros_like(said.forecaster)),
        asked.date_curves(terms, stated),
    )


def _is_open(resolution: Resolution | None) -> bool:
    return resolution is None or resolution.status is ResolutionStatus.REOPENED


def _taken_apart(
    pair: _Pair, policy: Policy, rule: str
) -> tuple[tuple[Stretch, ...], tuple[Band, ...]]:
    every = deadlines(pair.opens_us, pair.date)
    if rule not in PATHS:
        return _of_time(pair, _whole(pair, policy, rule), np.array([pair.date.horizon_us])), ()
    pieces = _pieces(pair, policy, rule, every)
    ends = _band_ends(pair, every)
    return _of_time(pair, pieces, every[ends]), _of_deadlines(pair, pieces, every, ends)


# --- What enters the sum -------------------------------------------------------------------------


def _pieces(pair: _Pair, policy: Policy, rule: str, every: Integers) -> _Pieces:
    """Return each time under each deadline with its loss and weight, as `judge_date` sums them."""
    questions = nested(pair.clocks, pair.date, every)
    history = _history(pair.said, chances(pair.curves, pair.opens_us, every))
    case = Case.of(questions, history)
    elapsed = (every - pair.opens_us) / (pair.date.horizon_us - pair.opens_us)
    rated = rate(case, questions, history, HALF * elapsed, {rule: PATHS[rule]})[rule]
    scored = under(policy, case, {rule: rated}, None).reason == SCORED
    kept, share = _own(case, policy, scored)
    stood = case.stood
    own = _Pieces(stood.row[kept] % len(pair.curves), stood.question[kept], stood.start_us[kept],
                  stood.end_us[kept], rated.loss[kept], share)  # fmt: skip
    if policy.kind is not Kind.SCHEDULED or rated.reference is None:
        return own
    of, start_us, end_us = case.gaps
    deadline = stood.pair_question[of]
    length_us = end_us - start_us
    filled = rated.reference.between(deadline, start_us, end_us) / length_us
    over = (questions.closes_us - questions.opens_us)[deadline] * len(every)
    row = np.full(len(of), FILLED)
    gaps = _Pieces(row, deadline, start_us, end_us, filled, length_us / over)
    both = ((getattr(own, of), getattr(gaps, of)) for of in _Pieces.__slots__)
    return _Pieces(*(np.concatenate(parts) for parts in both))


def _history(said: Said, p: Floats) -> History:
    """Return the rows as they stand under every deadline, each with its own chance."""
    rows, size = p.shape
    stated = p.T.ravel()
    columns_of = (said.made_us, said.until_us, said.recorded_us)
    made_us, until_us, recorded_us = (np.tile(column, size) for column in columns_of)
    nobody = np.zeros(rows * size, dtype=np.int64)
    question = np.repeat(np.arange(size), rows)
    return History(question, nobody, made_us, until_us, recorded_us, stated, stated, stated,
                   np.tile(said.peer, size))  # fmt: skip


def _own(case: Case, policy: Policy, scored: Booleans) -> tuple[Integers, Floats]:
    """Return the stretches that enter the sum and the weight of each."""
    stood, clocks = case.stood, case.questions
    every = np.arange(len(stood.row))
    if policy.kind is Kind.SCHEDULED:
        over = (clocks.closes_us - clocks.opens_us)[stood.question]
        return every, np.asarray(stood.length_us / over / len(scored))
    if policy.kind is Kind.OPEN:
        return every, np.asarray(stood.length_us / case.stood_us[stood.pair] / scored.sum())
    kept = case.standing_at(_instants(clocks, policy))[scored]
    return kept, np.full(len(kept), 1.0 / scored.sum())


def _instants(clocks: Asked, policy: Policy) -> Integers:
    """Return when a snapshot policy looks, for each deadline."""
    four = (clocks.opens_us, clocks.closes_us, clocks.ends_us, clocks.spot_us)
    rows = zip(*(column.tolist() for column in four), strict=True)
    return np.array([policy.instant_us(*row) for row in rows], dtype=np.int64)


def _whole(pair: _Pair, policy: Policy, rule: str) -> _Pieces:
    """Return the times of a rule that scores whole curves; nothing stands in for them."""
    case = Case.of(pair.clocks, pair.said)
    losses = _losses(pair, rule)
    kept, share = _own(case, policy, np.ones(1, dtype=bool))
    row = case.stood.row[kept]
    return _Pieces(row, np.zeros_like(row), case.stood.start_us[kept], case.stood.end_us[kept],
                   losses[row], share)  # fmt: skip


def _losses(pair: _Pair, rule: str) -> Floats:
    """Return what each row scores by itself, as if it were somebody's only one; nan for none."""
    size = len(pair.curves)
    alone = replace(
        pair.said,
        forecaster=np.arange(size),
        made_us=np.full(size, pair.opens_us),
        until_us=np.full(size, NEVER),
    )
    (judged,) = judge_date(pair.clocks, pair.date, alone, pair.curves, [LAST])
    return judged.rules[rule].score


# --- The sum by time, and by deadline ------------------------------------------------------------


def _of_time(pair: _Pair, pieces: _Pieces, at_us: Integers) -> tuple[Stretch, ...]:
    """Return the stretches of time: what each weighs, and its mean loss over the deadlines."""
    starts, place = np.unique(pieces.start_us, return_inverse=True)
    said = chances(pair.curves, pair.opens_us, at_us)
    rate_ = pair.date.chance * (at_us - pair.opens_us) / (pair.date.horizon_us - pair.opens_us)
    found = []
    for i, start_us in enumerate(starts.tolist()):
        inside = place == i
        row = int(pieces.row[inside][0])
        by = rate_ if row == FILLED else said[row]
        weight, loss = _mean(pieces, inside)
        stated = None if row == FILLED else float(by[-1])
        end_us = int(pieces.end_us[inside].max())
        found.append(
            Stretch(times.from_us(start_us), times.from_us(end_us), stated, loss, weight,
                    tuple(by.tolist()))
        )  # fmt: skip
    return tuple(found)


def _of_deadlines(
    pair: _Pair, pieces: _Pieces, every: Integers, ends: Sequence[int]
) -> tuple[Band, ...]:
    found = []
    for first, last in zip([0, *(end + 1 for end in ends)], ends, strict=False):
        weight, loss = _mean(pieces, (pieces.deadline >= first) & (pieces.deadline <= last))
        happened = pair.date.happened_us <= int(every[first])
        found.append(
            Band(times.from_us(int(every[first])), times.from_us(int(every[last])),
                 last - first + 1, happened, loss, weight)
        )  # fmt: skip
    return tuple(found)


def _band_ends(pair: _Pair, every: Integers) -> list[int]:
    """Return the last deadline of each band: quarters, cut where the event happened."""
    size = len(every)
    ends = {(size * i) // BANDS - 1 for i in range(1, BANDS + 1)}
    ends.add(int((every < pair.date.happened_us).sum()) - 1)
    return sorted(end for end in ends if end >= 0)


def _mean(pieces: _Pieces, inside: Booleans) -> tuple[float, float]:
    """Return the weight of some pieces and their mean loss; 0 and 0 where there are none."""
    weight = float(pieces.weight[inside].sum())
    total = float((pieces.weight[inside] * pieces.loss[inside]).sum())
    return weight, total / weight if weight else 0.0


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
