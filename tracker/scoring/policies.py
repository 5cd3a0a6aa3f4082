"""The score of every (question, forecaster) pair under a policy, for every rule at once."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import brier, log_loss, metaculus_baseline, spherical_loss
from tracker.scoring import peer
from tracker.scoring.policy import HOUR_US, Kind, Policy
from tracker.scoring.reference import Reference, ReferenceLoss, reference, reference_loss
from tracker.scoring.stretches import NEVER, History, Questions, Stretches, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.scoring.stretches import Booleans, Floats, Integers

VERSION = 1  # of the definitions; scores of another version are computed again
DEFAULT_POLICIES = (Policy(Kind.SCHEDULED), Policy(Kind.OPEN), Policy(Kind.LAST))


def _baseline(p: Floats, y: Floats) -> Floats:
    return metaculus_baseline(p, "binary", y)


LOSSES: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {"brier": brier, "log_loss": log_loss, "spherical_loss": spherical_loss}
)
POINTS: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {"metaculus_baseline": _baseline}
)
PEER = "metaculus_peer"
RULE_NAMES = (*LOSSES, *POINTS, PEER)

SCORED = 0
REASONS = (
    "",
    "the outcome was known before the question opened",
    "no forecast stood before the question closed or its outcome was known",
    "the question has no spot time",
    "the outcome was known by then",
    "the question was not open then",
    "no forecast stood then",
)
_KNOWN_FIRST, _NEVER_STOOD, _NO_SPOT, _KNOWN_BY_THEN, _NOT_OPEN, _NONE_STOOD = range(1, 7)


@dataclass(frozen=True, slots=True)
class RuleScores:
    """One rule's numbers for every pair; nan where there is none, always with a reason.

    low and high: over the range of a verbal forecast, nan where no range was stated. reference
    and uniform: what the reference forecast and ½ would have scored; nan for points.
    """

    score: Floats
    low: Floats
    high: Floats
    reference: Floats
    uniform: Floats


@dataclass(frozen=True, slots=True)
class Judged:
    """Every pair under one policy; arrays with one element a pair.

    coverage and attainable: shares of the scheduled time. hindsight: share of the scored time
    covered by forecasts recorded after the outcome was known. forecasts: how many stood.
    reason: index into REASONS, 0 when scored.
    """

    policy: Policy
    question: Integers
    forecaster: Integers
    rules: Mapping[str, RuleScores]
    coverage: Floats
    attainable: Floats
    hindsight: Floats
    forecasts: Integers
    reason: Integers


@dataclass(frozen=True, slots=True)
class _Case:
    """What every policy needs: the stretches and the reference, laid out once."""

    questions: Questions
    history: History
    stood: Stretches
    path: Reference
    stood_us: Floats
    gaps: tuple[Integers, Integers, Integers]

    @property
    def pairs(self) -> int:
        return len(self.stood.pair_question)

    @property
    def life_us(self) -> Floats:
        """C - O of each pair's question."""
        life = self.questions.closes_us - self.questions.opens_us
        return life[self.stood.pair_question].astype(np.float64)

    @property
    def outcome(self) -> Floats:
        """What happened, for each stretch."""
        return self.questions.outcome[self.stood.question]


def judge(
    questions: Questions, history: History, policies: Sequence[Policy] = DEFAULT_POLICIES
) -> tuple[Judged, ...]:
    """Return the scores of all pairs under each policy.

    The integrals are sums over the stretches in the history's order, so rows in that order give
    the same bits whatever the order they were read in. Losses: lower is better. Points: higher.
    """
    stood = stretches(history, questions)
    pairs = len(stood.pair_question)
    stood_us = _summed(stood.pair, stood.length_us, pairs)
    path = reference(questions)
    case = _Case(questions, history, stood, path, stood_us, _gaps(stood, questions))
    crowds = _Crowds.of(case)
    return tuple(_under(policy, case, crowds) for policy in policies)


def _gaps(stood: Stretches, questions: Questions) -> tuple[Integers, Integers, Integers]:
    """Return (pair, start, end) of the times within [O, E) in which no forecast of a pair stood."""
    every = np.arange(len(stood.pair_question))
    opens, ends = questions.opens_us, questions.ends_us
    first = np.ones(len(stood.pair), dtype=bool)
    first[1:] = stood.pair[1:] != stood.pair[:-1]
    before_us = np.concatenate(([0], stood.end_us))[:-1]
    before_us[first] = opens[stood.question[first]]
    final_us = opens[stood.pair_question].copy()
    final_us[stood.pair] = stood.end_us  # the last stretch of a pair is written last
    pair = np.concatenate((stood.pair, every))
    start_us = np.concatenate((before_us, final_us))
    end_us = np.concatenate((stood.start_us, ends[stood.pair_question]))
    real = end_us > start_us
    return pair[real], start_us[real], end_us[real]


def _under(policy: Policy, case: _Case, crowds: _Crowds) -> Judged:
    stood, questions = case.stood, case.questions
    at_us, reason = _snapshot(policy, questions)
    row = _standing_at(case, at_us) if at_us is not None else None
    rules = {
        name: _rule_scores(policy, case, rule, at_us, row, is_loss=name in LOSSES)
        for name, rule in {**LOSSES, **POINTS}.items()
    }
    rules[PEER] = crowds.scores(policy, case, at_us, row)
    why = _reasons(case, reason[stood.pair_question], row)
    return Judged(
        policy=policy,
        question=stood.pair_question,
        forecaster=stood.pair_forecaster,
        rules={name: _blank(scores, why != SCORED) for name, scores in rules.items()},
        coverage=case.stood_us / case.life_us,
        attainable=np.maximum(
            (questions.ends_us - questions.opens_us)[stood.pair_question] / case.life_us, 0.0
        ),
        hindsight=_hindsight(case),
        forecasts=np.bincount(stood.pair, minlength=case.pairs),
        reason=why,
    )


def _snapshot(policy: Policy, questions: Questions) -> tuple[Integers | None, Integers]:
    """Return the instant at which a snapshot policy looks, and why it cannot, by question."""
    reason = np.zeros(len(questions.opens_us), dtype=np.int64)
    if policy.kind in (Kind.SCHEDULED, Kind.OPEN):
        return None, reason
    if policy.kind is Kind.LAST:
        return questions.ends_us - 1, reason  # the left limit: instants are whole microseconds
    is_spot = policy.kind is Kind.SPOT
    at_us = questions.spot_us if is_spot else questions.closes_us - policy.hours * HOUR_US
    reason[(at_us < questions.opens_us) | (at_us >= questions.closes_us)] = _NOT_OPEN
    reason[questions.known_us <= at_us] = _KNOWN_BY_THEN
    reason[at_us == NEVER] = _NO_SPOT
    return at_us, reason


def _standing_at(case: _Case, at_us: Integers) -> Integers:
    """Return, for each pair, the index of the stretch that covers its instant; -1 for none."""
    stood = case.stood
    instant = at_us[stood.question]
    covers = np.flatnonzero((stood.start_us <= instant) & (instant < stood.end_us))
    found = np.full(case.pairs, -1)
    found[stood.pair[covers]] = covers
    return found


def _reasons(case: _Case, reason: Integers, row: Integers | None) -> Integers:
    why = reason.copy()
    if row is not None:
        why[(why == SCORED) & (row < 0)] = _NONE_STOOD
    why[case.stood_us == 0] = _NEVER_STOOD
    known_first = case.questions.known_us <= case.questions.opens_us
    why[known_first[case.stood.pair_question]] = _KNOWN_FIRST
    return why


def _rule_scores(  # noqa: PLR0913 - one rule under one policy
    policy: Policy,
    case: _Case,
    rule: Callable[[Floats, Floats], Floats],
    at_us: Integers | None,
    row: Integers | None,
    *,
    is_loss: bool,
) -> RuleScores:
    rows = case.stood.row
    loss = rule(case.history.p[rows], case.outcome)
    of_reference = reference_loss(case.path, case.questions, rule) if is_loss else None
    of_uniform = rule(np.full(len(case.questions.outcome), 0.5), case.questions.outcome)

    def overall(value: Floats) -> Floats:
        if row is not None:
            return _taken(value, row)
        return _averaged(policy, case, value, of_reference)

    score = overall(loss)
    low, high = _ranges(case, rule, loss, row, overall)
    if of_reference is None:
        nothing = np.full(case.pairs, np.nan)
        return RuleScores(score, low, high, nothing, nothing)
    against = _reference_scores(policy, case, of_reference, at_us)
    uniform = of_uniform[case.stood.pair_question]
    if policy.kind is Kind.SCHEDULED:
        within = (case.questions.ends_us - case.questions.opens_us)[case.stood.pair_question]
        uniform = uniform * (within / case.life_us)
    return RuleScores(score, low, high, against, uniform)


def _ranges(
    case: _Case,
    rule: Callable[[Floats, Floats], Floats],
    loss: Floats,
    row: Integers | None,
    overall: Callable[[Floats], Floats],
) -> tuple[Floats, Floats]:
    """Return the least and greatest score over the stated ranges; nan where none was stated.

    A proper score is best where the number equals the outcome and falls off to either side, so
    the ends of a range and its point nearest to the outcome tell.
    """
    rows = case.stood.row
    p, low, high = (of[rows] for of in (case.history.p, case.history.low, case.history.high))
    ranged = (low != p) | (high != p)
    nothing = np.full(case.pairs, np.nan)
    if not ranged.any():
        return nothing, nothing
    nearest = np.clip(case.outcome, low, high)
    ends = np.stack([loss, *(rule(said, case.outcome) for said in (low, high, nearest))])
    has_range = (
        _summed(case.stood.pair, ranged, case.pairs) if row is None else _taken(ranged, row)
    ) > 0
    return (
        np.where(has_range, overall(ends.min(axis=0)), np.nan),
        np.where(has_range, overall(ends.max(axis=0)), np.nan),
    )


def _taken(value: Floats | Booleans, row: Integers) -> Floats:
    """Return each pair's value at its snapshot; nan where nothing stood."""
    taken = np.full(len(row), np.nan)
    taken[row >= 0] = value[row[row >= 0]]
    return taken


def _averaged(policy: Policy, case: _Case, value: Floats, fill: ReferenceLoss | None) -> Floats:
    """Return the mean over the time that stood, or over the scheduled time with the gaps filled."""
    stood = case.stood
    total = _summed(stood.pair, value * stood.length_us, case.pairs)
    if policy.kind is Kind.OPEN:
        return _ratio(total, case.stood_us)
    if fill is not None:
        pair, start_us, end_us = case.gaps
        filled = fill.between(stood.pair_question[pair], start_us, end_us)
        total = total + _summed(pair, filled, case.pairs)
    return np.asarray(total / case.life_us)


def _reference_scores(
    policy: Policy, case: _Case, of_reference: ReferenceLoss, at_us: Integers | None
) -> Floats:
    stood, questions = case.stood, case.questions
    pair_question = stood.pair_question
    if at_us is not None:
        within = np.clip(at_us, questions.opens_us, questions.closes_us - 1)
        return of_reference.at(pair_question, within[pair_question])
    if policy.kind is Kind.SCHEDULED:
        opens_us = questions.opens_us[pair_question]
        ends_us = np.maximum(questions.ends_us[pair_question], opens_us)
        return np.asarray(of_reference.between(pair_question, opens_us, ends_us) / case.life_us)
    parts = of_reference.between(stood.question, stood.start_us, stood.end_us)
    return _ratio(_summed(stood.pair, parts, case.pairs), case.stood_us)


def _summed(pair: Integers, values: Floats | Booleans, pairs: int) -> Floats:
    """Return the sum of the values of each pair, taken in order."""
    return np.bincount(pair, values, minlength=pairs).astype(np.float64, copy=False)


def _ratio(total: Floats, of: Floats) -> Floats:
    """Return total / of; nan where there is nothing to divide by."""
    return np.asarray(np.divide(total, of, out=np.full(len(total), np.nan), where=of > 0))


def _hindsight(case: _Case) -> Floats:
    stood = case.stood
    late = case.history.recorded_us[stood.row] > case.questions.known_us[stood.question]
    covered = _summed(stood.pair, stood.length_us * late, case.pairs)
    return _ratio(covered, case.stood_us)


def _blank(scores: RuleScores, out: Booleans) -> RuleScores:
    """Return the scores with nan for the pairs that have none."""
    return RuleScores(
        *(
            np.where(out, np.nan, column)
            for column in (
                scores.score, scores.low, scores.high, scores.reference, scores.uniform
            )
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Crowds:
    """The others on each question, and every stretch's points against them, integrated."""

    points_us: Floats
    crowds: tuple[peer.Crowd, ...]
    logs: tuple[int, ...]

    @classmethod
    def of(cls, case: _Case) -> _Crowds:
        stood = case.stood
        logs = peer.limited_logs(case.history.p[stood.row], case.outcome)
        bounds = np.searchsorted(stood.question, np.arange(len(case.questions.outcome) + 1))
        points_us, crowds = np.zeros(len(logs)), []
        for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            part = slice(low, high)
            points_us[part], others = peer.integrals(
                stood.start_us[part],
                stood.end_us[part],
                logs[part],
                case.history.peer[stood.row[part]],
            )
            crowds.append(others)
        return cls(points_us, tuple(crowds), tuple(logs))

    def scores(
        self, policy: Policy, case: _Case, at_us: Integers | None, row: Integers | None
    ) -> RuleScores:
        nothing = np.full(case.pairs, np.nan)
        if at_us is None or row is None:
            total = _summed(case.stood.pair, self.points_us, case.pairs)
            over = case.stood_us if policy.kind is Kind.OPEN else case.life_us
            return RuleScores(_ratio(total, over), nothing, nothing, nothing, nothing)
        score = nothing.copy()
        for pair in np.flatnonzero(row >= 0).tolist():
            question = int(case.stood.pair_question[pair])
            count, total_log = self.crowds[question].at(int(at_us[question]))
            among = bool(case.history.peer[case.stood.row[row[pair]]])
            score[pair] = peer.advantage(self.logs[row[pair]], count, total_log, among=among)
        return RuleScores(score, nothing, nothing, nothing, nothing)
