"""A date question judged: by its nested deadlines, and by distances of single snapshots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import brier, deadline_brier, log_loss
from tracker.scoring.binary import rate
from tracker.scoring.case import Case
from tracker.scoring.curves import Curve, alike
from tracker.scoring.losses import ConstantLoss, Rated
from tracker.scoring.numeric import Number, number_crowds, rate_number
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    KNOWN_FIRST,
    NEVER_STOOD,
    NO_DEADLINE,
    NO_DEADLINE_STOOD,
    PEER,
    SCORED,
    STILL_OPEN,
    Judged,
    RuleScores,
    blanked,
    under,
    without,
)
from tracker.scoring.policy import HOUR_US, Kind
from tracker.scoring.reference import DAY_US
from tracker.scoring.stretches import NEVER, Clocks, History, Questions, Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.scoring.crowds import Crowds
    from tracker.scoring.curves import Range
    from tracker.scoring.policy import Policy
    from tracker.scoring.stretches import Floats, Integers

DATE_RULES = (
    "brier", "log_loss", "deadline_brier", "crps", "wis", "metaculus_baseline", PEER,
)  # fmt: skip
PATHS = {"brier": brier, "log_loss": log_loss}
WHOLES = ("deadline_brier", "crps", "wis", "metaculus_baseline")
SNAPSHOTS = ("deadline_brier", "crps", "wis")
IN_HOURS_UNDER = 30 * DAY_US
CELLS = 1 << 18  # (forecast, deadline) pairs worked on at once, so that memory is bounded
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Date:
    """One date question: its horizon, what is known of the date, and its reference.

    happened_us: the end of the time in which it happened, NEVER if not by the horizon. until_us:
    up to which deadline it is scored: the horizon once resolved, now while it is open. chance:
    what the reference says of "by the horizon". over: the range in days since the opening.
    """

    horizon_us: int
    happened_us: int
    until_us: int
    over: Range
    levels: tuple[float, ...]
    chance: float = HALF
    has_class: bool = False
    is_open: bool = False


def deadlines(opens_us: int, date: Date) -> Integers:
    """Return the nested deadlines O + 1 d, O + 2 d, ... <= c; every hour under thirty days."""
    step_us = HOUR_US if date.horizon_us - opens_us < IN_HOURS_UNDER else DAY_US
    until_us = min(date.until_us, date.horizon_us)
    return np.arange(opens_us + step_us, until_us + 1, step_us, dtype=np.int64)


def nested(clocks: Clocks, date: Date, at_us: Integers) -> Questions:
    """Return "by t?" for each deadline t as a yes/no question.

    It opens with the date question, closes at min(t, C), is known at min(t, K), and its outcome is
    T <= t. Its reference class says h (t - O)/(H - O).
    """
    size = len(at_us)
    opens_us = int(clocks.opens_us[0])
    return Questions(
        opens_us=np.full(size, opens_us),
        closes_us=np.minimum(at_us, clocks.closes_us[0]),
        known_us=np.minimum(at_us, clocks.known_us[0]),
        spot_us=np.full(size, clocks.spot_us[0]),
        outcome=(date.happened_us <= at_us).astype(np.float64),
        rate=date.chance * _elapsed(opens_us, date, at_us),
        has_class=np.full(size, date.has_class),
        by_deadline=np.zeros(size, dtype=bool),
    )


def _elapsed(opens_us: int, date: Date, at_us: Integers) -> Floats:
    return np.asarray((at_us - opens_us) / (date.horizon_us - opens_us))


def judge_date(
    clocks: Clocks,
    date: Date,
    said: Said,
    curves: Sequence[Curve | None],
    policies: Sequence[Policy] = DEFAULT_POLICIES,
) -> tuple[Judged, ...]:
    """Return the scores of all pairs on one question, as `judge` does for yes/no questions.

    brier and log_loss are means over the nested deadlines of what each scores under the policy.
    Under scheduled the reference stands in for the deadlines before the first forecast, so that
    waiting does not choose which deadlines count; under the others they are left out.
    deadline_brier, crps and wis score the snapshot of a policy that takes one. curves: for each
    row of `said`, over days since the opening; None for a withdrawal.
    """
    case = Case.of(clocks, said)
    sums = [_Sums.empty(case.pairs) for _ in policies]
    for part in _parts(clocks, date, said, curves):
        for one, policy in zip(sums, policies, strict=True):
            one.add(policy, part, case.pairs)
    rated, crowds = _whole(case, date, curves)
    any_deadline = len(deadlines(int(clocks.opens_us[0]), date)) > 0
    return tuple(
        _joined(under(policy, case, rated, crowds), one, date, any_deadline=any_deadline)
        for one, policy in zip(sums, policies, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the nested deadlines, judged as yes/no questions."""

    case: Case
    rated: Mapping[str, Rated]


def _parts(
    clocks: Clocks, date: Date, said: Said, curves: Sequence[Curve | None]
) -> Iterator[_Part]:
    """Yield the nested deadlines in order, as many at once as memory is meant for."""
    every = deadlines(int(clocks.opens_us[0]), date)
    at_once = max(1, CELLS // max(len(curves), 1))
    for start in range(0, len(every), at_once):
        at_us = every[start : start + at_once]
        questions = nested(clocks, date, at_us)
        history = _expanded(said, chances(curves, int(clocks.opens_us[0]), at_us))
        case = Case.of(questions, history)
        even = HALF * _elapsed(int(clocks.opens_us[0]), date, at_us)
        yield _Part(case, rate(case, questions, history, even, PATHS))


def chances(curves: Sequence[Curve | None], opens_us: int, at_us: Integers) -> Floats:
    """Return what each curve says of "by t?", shape (curves, deadlines); nan for None."""
    days = (at_us - opens_us) / DAY_US
    found = np.full((len(curves), len(at_us)), np.nan)
    for row, curve in zip(found, curves, strict=True):
        if curve is not None:
            row[:] = curve.at(days)
    return found


def _expanded(said: Said, p: Floats) -> History:
    """Return the history of every nested question: the same rows, each with its own chance."""
    rows, size = p.shape
    stated = p.T.ravel()
    return History(
        question=np.repeat(np.arange(size), rows),
        forecaster=np.tile(said.forecaster, size),
        made_us=np.tile(said.made_us, size),
        until_us=np.tile(said.until_us, size),
        recorded_us=np.tile(said.recorded_us, size),
        p=stated,
        low=stated,
        high=stated,
        peer=np.tile(said.peer, size),
    )


@dataclass(slots=True)
class _Sums:
    """Sums over deadlines for each pair: of its scores, the reference's, and those of even chances.

    stood: on how many deadlines the pair has a score. count: over how many the mean is taken.
    """

    count: Integers
    stood: Integers
    totals: dict[str, Floats]

    @classmethod
    def empty(cls, pairs: int) -> _Sums:
        """Return sums of nothing."""
        none = np.zeros(pairs, dtype=np.int64)
        return cls(none, none.copy(), {rule: np.zeros((3, pairs)) for rule in PATHS})

    def add(self, policy: Policy, part: _Part, pairs: int) -> None:
        """Add the deadlines of one part, one after the other: the same bits whatever the parts."""
        found = under(policy, part.case, part.rated, None)
        stood = (found.reason == SCORED).reshape(-1, pairs)
        fills = policy.kind is Kind.SCHEDULED
        for rule, total in self.totals.items():
            scores = found.rules[rule]
            columns = (scores.score, scores.reference, scores.uniform)
            own, reference, even = (column.reshape(-1, pairs) for column in columns)
            values = np.stack((np.where(stood, own, reference), reference, even), axis=1)
            counted = values if fills else np.where(stood[:, np.newaxis], values, 0.0)
            self.totals[rule] = np.cumsum(np.concatenate((total[np.newaxis], counted)), axis=0)[-1]
        self.stood = self.stood + stood.sum(axis=0)
        self.count = self.count + (len(stood) if fills else stood.sum(axis=0))

    def mean(self, rule: str) -> RuleScores:
        """Return the means over the deadlines; nan where the pair stood on none."""
        there = self.stood > 0
        score, reference, even = (
            np.divide(total, self.count, out=np.full(len(there), np.nan), where=there)
            for total in self.totals[rule]
        )
        nothing = np.full(len(there), np.nan)
        return RuleScores(score, nothing, nothing, reference, even)


def _whole(
    case: Case, date: Date, curves: Sequence[Curve | None]
) -> tuple[dict[str, Rated], Crowds | None]:
    """Return points, and the distances of snapshots, as of one question without its deadlines."""
    if date.is_open:
        nothing = np.full(len(case.stood.row), np.nan)
        return {rule: Rated(nothing, undefined=STILL_OPEN) for rule in (*WHOLES, PEER)}, None
    opens_us = int(case.questions.opens_us[0])
    happened = np.inf if date.happened_us == NEVER else (date.happened_us - opens_us) / DAY_US
    until = (date.horizon_us - opens_us) / DAY_US
    reference, even = (_straight(date, chance, until) for chance in (date.chance, HALF))
    number = Number(date.over, date.levels, happened, happened, reference, even)
    rated = rate_number(case, number, curves)
    own, known, coin = (
        _deadline_briers(of, happened, until) for of in (curves, [reference], [even])
    )
    rated["deadline_brier"] = Rated(own[case.stood.row], None, ConstantLoss(known), coin)
    for rule in SNAPSHOTS:
        rated[rule] = replace(rated[rule], snapshot=True)
    return {rule: rated[rule] for rule in WHOLES}, number_crowds(case, number, curves)


def _straight(date: Date, chance: float, until: float) -> Curve:
    """Return the line from 0 at the opening to a chance at the horizon."""
    start = max(date.over.lower, 0.0)
    return Curve(np.array([start, until]), np.array([chance * start / until, chance]))


def _deadline_briers(curves: Sequence[Curve | None], happened: float, until: float) -> Floats:
    losses = np.full(len(curves), np.nan)
    for rows, places, heights in alike(curves):
        event = happened if happened <= until else None
        losses[rows] = deadline_brier(places, heights, event, until)
    return losses


def _joined(whole: Judged, sums: _Sums, date: Date, *, any_deadline: bool) -> Judged:
    """Return the scores of the deadlines beside those of the whole, each undefined one named."""
    barred = np.isin(whole.reason, (KNOWN_FIRST, NEVER_STOOD))
    scored = ~barred & ((sums.stood > 0) | (whole.reason == SCORED))
    rules, undefined = {rule: sums.mean(rule) for rule in PATHS}, dict(whole.undefined)
    none = NO_DEADLINE_STOOD if any_deadline else NO_DEADLINE
    for rule in PATHS:
        undefined[rule] = np.where(sums.stood == 0, none, SCORED)
    for rule in whole.rules:
        why = undefined.get(rule, np.zeros(len(scored), dtype=np.int64))
        undefined[rule] = np.where(whole.reason == SCORED, why, whole.reason)
    if date.is_open:
        whole = replace(whole, reason=np.where(barred, whole.reason, none))
        undefined |= {rule: np.full(len(scored), STILL_OPEN) for rule in whole.rules}
    kept = {rule: np.where(scored, why, SCORED) for rule, why in undefined.items()}
    return blanked(
        replace(
            whole,
            rules=rules | {name: without(of, whole.reason) for name, of in whole.rules.items()},
            reason=np.where(scored, SCORED, whole.reason),
            undefined={rule: why for rule, why in kept.items() if why.any()},
        )
    )
