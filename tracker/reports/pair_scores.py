"""One question judged: from its histories under any outcome, or as the record has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import Action, QuestionType, times
from tracker.columns import reason_words
from tracker.columns.facts import PEERS
from tracker.columns.verdicts import WITH_BRIER, verdicts
from tracker.reports.figures import Step
from tracker.scoring import DEFAULT_POLICIES, NEVER, History, Questions, judge
from tracker.scoring.reference import reference

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast, Forecaster, Question
    from tracker.scoring import Judged

HALF = 0.5


@dataclass(frozen=True, slots=True)
class PairScore:
    """One forecaster's scheduled score on one question: Brier on the half scale, 0 best.

    A number is scored by its CRPS, without a range by its interval score, in its own unit; `rule`
    says which. most: the highest score there is at an attainable share of 1, None for no limit.
    low, high: over the range of a word, None where none was stated. reference: what the base rate
    scored, None without a reference class; coin: what ½ scored. coverage, attainable: shares of
    the scheduled time. reason: why there is no score.
    """

    forecaster: str
    kind: str
    score: float | None
    low: float | None
    high: float | None
    reference: float | None
    coin: float | None
    coverage: float
    attainable: float
    reason: str | None
    rule: str = "brier"
    most: float | None = 1.0


def scores_of(
    connection: sqlite3.Connection, question: Question, names: Mapping[int, Forecaster]
) -> tuple[PairScore, ...]:
    """Return everyone's score on a resolved question that yes or no does not answer.

    names: the forecasters as they may be shown, by id.
    """
    kind, scale = question.type.value, question.terms.scale
    rule = "brier" if kind in WITH_BRIER else "crps" if scale else "wis"
    widths = {"brier": 1.0, "crps": scale.upper - scale.lower if scale else None}
    # A date is scored at each of its deadlines, and an early end leaves each another share of its
    # own life: no one share bounds their mean.
    most = None if kind == QuestionType.DATE.value else widths.get(rule)
    return tuple(
        _pair(one.judged, rule, pair, names[who], has_class=bool(one.has_class[0]), most=most)
        for one in verdicts(connection, [question.id], DEFAULT_POLICIES[:1], [kind])
        for pair, who in enumerate(one.forecaster_id[one.judged.forecaster].tolist())
    )


def pair_scores(
    question: Question, tracks: Sequence[Track], outcome: float, known_at: datetime
) -> tuple[PairScore, ...]:
    """Return everyone's score on a question, given what happened and when it was known.

    outcome: 1 yes, 0 no, a fraction between. The same numbers as `columns.from_facts` gives; who
    said words alone is left out.
    """
    rows = [(place, row) for place, track in enumerate(tracks) for row in _counted(track)]
    if not any(row.chance for _, row in rows):
        return ()
    arrays = _questions(question, outcome, known_at)
    (judged,) = judge(arrays, _history(rows, tracks), DEFAULT_POLICIES[:1])
    has_class = bool(arrays.has_class[0])
    return tuple(
        _pair(judged, "brier", pair, tracks[place].forecaster, has_class=has_class, most=1.0)
        for pair, place in enumerate(judged.forecaster.tolist())
    )


def _pair(  # noqa: PLR0913 - what one score is made of
    judged: Judged, rule: str, pair: int, who: Forecaster, *, has_class: bool, most: float | None
) -> PairScore:
    scores, undefined = judged.rules[rule], judged.undefined.get(rule, judged.reason)
    return PairScore(
        forecaster=who.name,
        kind=who.kind.value,
        score=_number(scores.score[pair]),
        low=_number(scores.low[pair]),
        high=_number(scores.high[pair]),
        reference=_number(scores.reference[pair]) if has_class else None,
        coin=_number(scores.uniform[pair]),
        coverage=float(judged.coverage[pair]),
        attainable=float(judged.attainable[pair]),
        reason=reason_words(int(judged.reason[pair]) or int(undefined[pair])),
        rule=rule,
        most=most,
    )


def base_rate(question: Question, until: datetime) -> tuple[Step, ...]:
    """Return what the base rate says from the opening to `until`, day by day where it decays.

    Empty without a reference class, and on a question that yes or no does not answer.
    """
    terms = question.terms
    if terms.reference_class is None or question.type is not QuestionType.BINARY:
        return ()
    path = reference(_questions(question, 1.0, terms.closes_at))
    starts = [times.from_us(us) for us in path.start_us.tolist()]
    ends = [*starts[1:], terms.closes_at]
    return tuple(
        Step(start, min(end, until), p)
        for start, end, p in zip(starts, ends, path.p.tolist(), strict=True)
        if start < until
    )


def _counted(track: Track) -> list[Forecast]:
    struck = track.struck
    return [r for r in track.rows if r.id not in struck and r.action is not Action.SAID]


def _questions(question: Question, outcome: float, known_at: datetime) -> Questions:
    terms = question.terms
    known = terms.reference_class
    return Questions(
        opens_us=_us([terms.opens_at]),
        closes_us=_us([terms.closes_at]),
        known_us=_us([known_at]),
        spot_us=_us([terms.spot_at]),
        outcome=np.array([outcome]),
        rate=np.array([known.rate if known else HALF]),
        has_class=np.array([known is not None]),
        by_deadline=np.array([terms.by_deadline]),
    )


def _history(rows: Sequence[tuple[int, Forecast]], tracks: Sequence[Track]) -> History:
    stated = [row.chance for _, row in rows]
    p = _floats([said.probability if said else None for said in stated])
    low = _floats([said.low if said else None for said in stated])
    high = _floats([said.high if said else None for said in stated])
    retired = _us([tracks[place].forecaster.retired_at for place, _ in rows])
    return History(
        question=np.zeros(len(rows), dtype=np.int64),
        forecaster=np.array([place for place, _ in rows], dtype=np.int64),
        made_us=_us([row.made_at for _, row in rows]),
        until_us=np.minimum(_us([row.expires_at for _, row in rows]), retired),
        recorded_us=_us([row.recorded_at for _, row in rows]),
        p=p,
        low=np.where(np.isnan(low), p, low),
        high=np.where(np.isnan(high), p, high),
        peer=np.array([tracks[place].forecaster.kind.value in PEERS for place, _ in rows]),
    )


def _us(instants: Sequence[datetime | None]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([NEVER if at is None else times.to_us(at) for at in instants], dtype=np.int64)


def _floats(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if x is None else x for x in values], dtype=np.float64)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
