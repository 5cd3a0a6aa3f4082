"""What an aggregate scored on resolved questions of every kind, by every rule, under policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.columns.aggregates import beside
from tracker.scoring import KIND_RULES, NEVER, REASONS, judge, judge_options
from tracker.scoring.aggregates import joined
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tracker.columns.aggregates import OptionsAggregated, Pooled
    from tracker.scoring import Judged, Policy

    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AggregateScore:
    """One score of an aggregate on one question, as a line of `scores`.

    score: None where it has none, for the reason. reference: the reference forecast's on the same
    terms. coverage, attainable: shares of the scheduled time.
    """

    policy: str
    rule: str
    score: float | None
    score_low: float | None
    score_high: float | None
    reference: float | None
    coverage: float
    attainable: float
    reason: str | None


def aggregate_scores(
    found: Pooled, policies: Sequence[Policy]
) -> dict[int, tuple[AggregateScore, ...]]:
    """Return question id -> what the aggregate by the first method scored, beside everybody.

    A spot policy is left out where no spot time was set. The questions have outcomes.
    """
    scores: dict[int, list[AggregateScore]] = {}
    for kind, ids, spot_us, whose, judged in _judged(found, policies):
        for pair in np.flatnonzero(judged.forecaster == whose).tolist():
            question = int(judged.question[pair])
            own = scores.setdefault(int(ids[question]), [])
            if judged.policy.kind is not Kind.SPOT or spot_us[question] != NEVER:
                own += _of_pair(judged, pair, KIND_RULES[kind])
    return {id_: tuple(own) for id_, own in scores.items()}


def _judged(
    found: Pooled, policies: Sequence[Policy]
) -> Iterator[tuple[str, Integers, Integers, int, Judged]]:
    """Yield the kind, ids and spot times by index, the aggregate's index, and what all scored."""
    if found.chance_methods:
        known, whose = found.binary.known, len(found.binary.known.forecaster_id)
        history = joined([known.history, found.binary.paths.history(0, whose)])
        for judged in judge(known.questions, history, policies):
            yield "binary", known.question_id, known.questions.spot_us, whose, judged
        for one in found.options:
            rows = one.known
            of = (rows.kind, rows.question_id, rows.clocks.spot_us, len(rows.forecaster_id))
            yield from ((*of, judged) for judged in _judged_options(one, policies))
    for method in found.distribution_methods[:1]:
        for each in found.distributions:
            (path,) = each.paths([method])
            ids = np.array([each.known.question.id], dtype=np.int64)
            whose = len(each.known.forecaster_id)
            for judged in each.judged(path, policies):
                yield each.known.kind, ids, each.known.clocks.spot_us, whose, judged


def _judged_options(found: OptionsAggregated, policies: Sequence[Policy]) -> tuple[Judged, ...]:
    known = found.known
    rows, order = beside([known.said, found.paths.said(len(known.forecaster_id))])
    shares = np.concatenate([known.shares, found.paths.p[:, 0]])[order]
    ordinal = known.kind == "ordinal"
    return judge_options(known.clocks, known.choices, rows, shares, policies, ordinal=ordinal)


def _of_pair(judged: Judged, pair: int, rules: Sequence[str]) -> Iterator[AggregateScore]:
    for rule in (rule for rule in rules if rule in judged.rules):
        of = judged.rules[rule]
        undefined = judged.undefined[rule][pair] if rule in judged.undefined else 0
        score, low, high, reference = (
            _number(column[pair]) for column in (of.score, of.low, of.high, of.reference)
        )
        yield AggregateScore(
            policy=str(judged.policy),
            rule=rule,
            score=score,
            score_low=low,
            score_high=high,
            reference=reference,
            coverage=float(judged.coverage[pair]),
            attainable=float(judged.attainable[pair]),
            reason=REASONS[int(judged.reason[pair] or undefined)] or None,
        )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
