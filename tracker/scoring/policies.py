"""The score of every (question, forecaster) pair under a policy, from losses of stretches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.scoring.case import ratio, summed
from tracker.scoring.policy import HOUR_US, Kind, Policy
from tracker.scoring.stretches import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.scoring.case import Case
    from tracker.scoring.crowds import Crowds
    from tracker.scoring.losses import LossPath, Rated, Span
    from tracker.scoring.stretches import Asked, Booleans, Floats, Integers

VERSION = 1  # of the definitions; scores of another version are computed again
DEFAULT_POLICIES = (Policy(Kind.SCHEDULED), Policy(Kind.OPEN), Policy(Kind.LAST))
PEER = "metaculus_peer"

SCORED = 0
REASONS = (
    "",
    "the outcome was known before the question opened",
    "no forecast stood before the question closed or its outcome was known",
    "the question has no spot time",
    "the outcome was known by then",
    "the question was not open then",
    "no forecast stood then",
    "no forecast was over the options on offer, with what happened among them",
    "at some time only one option was on offer",
    "the question has no range",
    "a forecast does not reach every level of the question",
    "the outcome is known only as an interval",
    "it scores a single snapshot: see last, spot and before-close",
    "no deadline has passed yet, or the horizon is too near the opening for one",
    "no forecast stood on any deadline",
    "the question is still open",
    "a forecast does not reach every level, or a gap has no reference: there is no range",
    "an instant is on record for when it happened, and no time around it",
)
KNOWN_FIRST, NEVER_STOOD, NO_SPOT, KNOWN_BY_THEN, NOT_OPEN, NONE_STOOD = range(1, 7)
NOT_OFFERED, ONE_OPTION = 7, 8
NO_RANGE, LEVEL_NOT_REACHED, ONLY_AN_INTERVAL = 9, 10, 11
SNAPSHOT_ONLY, NO_DEADLINE, NO_DEADLINE_STOOD, STILL_OPEN, NO_LEVEL_NO_RANGE = range(12, 17)
NO_INTERVAL = 17


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
    reason: index into REASONS, 0 when scored. undefined: the same for single rules that are
    undefined for a pair that is scored.
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
    undefined: Mapping[str, Integers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Look:
    """One policy on one case: the instant a snapshot looks at, and the stretch that stands then."""

    policy: Policy
    case: Case
    at_us: Integers | None
    row: Integers | None


def judged(
    case: Case, rated: Mapping[str, Rated], crowds: Crowds | None, policies: Sequence[Policy]
) -> tuple[Judged, ...]:
    """Return the scores of all pairs under each policy, nan for the pairs that have none.

    The integrals are sums over the stretches in the history's order, so rows in that order give
    the same bits whatever the order they were read in. Without crowds there are no peer points.
    """
    return tuple(blanked(under(policy, case, rated, crowds)) for policy in policies)


def under(policy: Policy, case: Case, rated: Mapping[str, Rated], crowds: Crowds | None) -> Judged:
    """Return the scores under one policy; those of pairs with a reason mean nothing yet."""
    stood, questions = case.stood, case.questions
    at_us, reason = _snapshot(policy, questions)
    row = case.standing_at(at_us) if at_us is not None else None
    look = _Look(policy, case, at_us, row)
    rules = {name: _rule_scores(look, rule) for name, rule in rated.items()}
    why = _reasons(case, reason[stood.pair_question], row)
    if crowds is not None:
        nothing = np.full(case.pairs, np.nan)
        points = crowds.points(policy, case, at_us, row)
        rules[PEER] = RuleScores(points, nothing, nothing, nothing, nothing)
    return Judged(
        policy=policy,
        question=stood.pair_question,
        forecaster=stood.pair_forecaster,
        rules=rules,
        coverage=case.stood_us / case.life_us,
        attainable=np.maximum(case.attained_us / case.life_us, 0.0),
        hindsight=case.hindsight,
        forecasts=case.forecasts,
        reason=why,
        undefined=_undefined(look, rated, rules, why),
    )


def _undefined(
    look: _Look, rated: Mapping[str, Rated], rules: Mapping[str, RuleScores], why: Integers
) -> dict[str, Integers]:
    """Return, for each rule that leaves scored pairs without a number, the reasons by pair."""
    found = {}
    for name, rule in rated.items():
        lacking = np.isnan(rules[name].score) & (why == SCORED)
        if lacking.any():
            is_path = rule.snapshot and look.row is None
            found[name] = np.where(lacking, SNAPSHOT_ONLY if is_path else rule.undefined, SCORED)
    return found


def _snapshot(policy: Policy, questions: Asked) -> tuple[Integers | None, Integers]:
    """Return the instant at which a snapshot policy looks, and why it cannot, by question."""
    reason = np.zeros(len(questions.opens_us), dtype=np.int64)
    if policy.kind in (Kind.SCHEDULED, Kind.OPEN):
        return None, reason
    if policy.kind is Kind.LAST:
        return questions.ends_us - 1, reason  # the left limit: instants are whole microseconds
    if policy.kind is Kind.AT:
        at_us = np.full(len(reason), policy.at_us)
    elif policy.kind is Kind.SPOT:
        at_us = questions.spot_us
    else:
        at_us = questions.closes_us - policy.hours * HOUR_US
    reason[(at_us < questions.opens_us) | (at_us >= questions.closes_us)] = NOT_OPEN
    reason[questions.known_us <= at_us] = KNOWN_BY_THEN
    reason[at_us == NEVER] = NO_SPOT
    return at_us, reason


def _reasons(case: Case, reason: Integers, row: Integers | None) -> Integers:
    why = reason.copy()
    if row is not None:
        why[(why == SCORED) & (row < 0)] = NONE_STOOD
    why[case.stood_us == 0] = NEVER_STOOD
    known_first = case.questions.known_us <= case.questions.opens_us
    why[known_first[case.stood.pair_question]] = KNOWN_FIRST
    return why


def _rule_scores(look: _Look, rated: Rated) -> RuleScores:
    case = look.case
    nothing = np.full(case.pairs, np.nan)
    if rated.snapshot and look.row is None:
        return RuleScores(nothing, nothing, nothing, nothing, nothing)
    filled = _filled(look, rated.reference)
    score = _overall(look, rated.loss, filled)
    low, high = _ranges(look, rated.span, filled) if rated.span else (nothing, nothing)
    if rated.reference is None or rated.even is None:
        return RuleScores(score, low, high, nothing, nothing)
    against = _path_scores(look, rated.reference)
    return RuleScores(score, low, high, against, _even_scores(look, rated.even))


def _filled(look: _Look, fill: LossPath | None) -> Floats | None:
    """Return what fills each pair's gaps, in loss times microseconds; None where nothing does."""
    if fill is None or look.policy.kind is not Kind.SCHEDULED:
        return None
    pair, start_us, end_us = look.case.gaps
    filled = fill.between(look.case.stood.pair_question[pair], start_us, end_us)
    return summed(pair, filled, look.case.pairs)


def _overall(look: _Look, value: Floats, filled: Floats | None) -> Floats:
    """Return each pair's mean over time, or its value at the snapshot; nan where none stood."""
    if look.row is not None:
        return _taken(value, look.row)
    return _averaged(look.policy, look.case, value, filled)


def _ranges(look: _Look, span: Span, filled: Floats | None) -> tuple[Floats, Floats]:
    """Return the least and greatest score over the ranges; nan where there is none."""
    pair, row = look.case.stood.pair, look.row
    if row is None:
        has_range = np.zeros(look.case.pairs, dtype=bool)
        has_range[pair[span.ranged]] = True
    else:
        has_range = _taken(span.ranged, row) > 0
    if not has_range.any():
        nothing = np.full(look.case.pairs, np.nan)
        return nothing, nothing
    fills = (filled, filled)
    if span.fills:
        fills = (_filled(look, span.fills[0]), _filled(look, span.fills[1]))
    return (
        np.where(has_range, _overall(look, span.low, fills[0]), np.nan),
        np.where(has_range, _overall(look, span.high, fills[1]), np.nan),
    )


def _taken(value: Floats | Booleans, row: Integers) -> Floats:
    """Return each pair's value at its snapshot; nan where nothing stood."""
    taken = np.full(len(row), np.nan)
    taken[row >= 0] = value[row[row >= 0]]
    return taken


def _averaged(policy: Policy, case: Case, value: Floats, filled: Floats | None) -> Floats:
    """Return the mean over the time that stood, or over the scheduled time with the gaps filled."""
    total = summed(case.stood.pair, value * case.length_us, case.pairs)
    if policy.kind is Kind.OPEN:
        return ratio(total, case.stood_us)
    if filled is not None:
        total = total + filled
    return np.asarray(total / case.life_us)


def _path_scores(look: _Look, path: LossPath) -> Floats:
    """Return what a path scores on the terms of each pair: its times, or its instant."""
    stood, questions = look.case.stood, look.case.questions
    pair_question = stood.pair_question
    if look.at_us is not None:
        within = np.clip(look.at_us, questions.opens_us, questions.closes_us - 1)
        return path.at(pair_question, within[pair_question])
    if look.policy.kind is Kind.SCHEDULED:
        opens_us = questions.opens_us[pair_question]
        ends_us = np.maximum(questions.ends_us[pair_question], opens_us)
        return np.asarray(path.between(pair_question, opens_us, ends_us) / look.case.life_us)
    parts = path.between(stood.question, stood.start_us, stood.end_us)
    return ratio(summed(stood.pair, parts, look.case.pairs), look.case.stood_us)


def _even_scores(look: _Look, even: Floats | LossPath) -> Floats:
    if not isinstance(even, np.ndarray):
        return _path_scores(look, even)
    uniform = even[look.case.stood.pair_question]
    if look.policy.kind is Kind.SCHEDULED:
        uniform = uniform * (look.case.attained_us / look.case.life_us)
    return np.asarray(uniform)


def blanked(found: Judged) -> Judged:
    """Return the scores with nan for the pairs that have none."""
    rules = {name: without(scores, found.reason) for name, scores in found.rules.items()}
    return replace(found, rules=rules)


def without(scores: RuleScores, reason: Integers) -> RuleScores:
    """Return one rule's scores with nan for the pairs that have a reason to have none."""
    out = reason != SCORED
    return RuleScores(
        *(np.where(out, np.nan, getattr(scores, part)) for part in RuleScores.__slots__)
    )
