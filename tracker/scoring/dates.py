"""Date questions judged: by its nested deadlines, and by distances of single snapshots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import brier, log_loss
from tracker.scoring.binary import rate
from tracker.scoring.case import Case
from tracker.scoring.curves import Curve
from tracker.scoring.losses import ConstantLoss, Rated
from tracker.scoring.numeric import Number, Numbers, number_crowds, rate_numbers
from tracker.scoring.policies import (
    DEFAULT_POLICIES,
    KNOWN_FIRST,
    NEVER_STOOD,
    NO_DEADLINE,
    NO_DEADLINE_STOOD,
    NO_INTERVAL,
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
from tracker.scoring.stretches import NEVER, History, Questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.scoring.bundle import Bundle
    from tracker.scoring.crowds import Crowds
    from tracker.scoring.curves import Range
    from tracker.scoring.policy import Policy
    from tracker.scoring.stretches import Asked, Booleans, Clocks, Floats, Integers, Said

DATE_RULES = (
    "brier", "log_loss", "deadline_brier", "interval_log_loss", "crps", "wis",
    "metaculus_baseline", PEER,
)  # fmt: skip
PATHS = {"brier": brier, "log_loss": log_loss}
SNAPSHOTS = ("deadline_brier", "interval_log_loss", "crps", "wis")
WHOLES = (*SNAPSHOTS, "metaculus_baseline")
IN_HOURS_UNDER = 30 * DAY_US
CELLS = 1 << 18  # (forecast, deadline) pairs worked on at once, so that memory is bounded
HALF = 0.5
LONG_BEFORE_US = -NEVER  # before any place of any curve


@dataclass(frozen=True, slots=True)
class Date:
    """One date question: its horizon, what is known of the date, and its reference.

    happened_us: the end of the time in which it happened, NEVER if not by the horizon; since_us:
    its start, NEVER where only the end is known. until_us: up to which deadline it is scored: the
    horizon once resolved, now while it is open. chance: what the reference says of "by the
    horizon". over: the range in days since the opening.
    """

    horizon_us: int
    happened_us: int
    until_us: int
    over: Range
    levels: tuple[float, ...]
    chance: float = HALF
    has_class: bool = False
    is_open: bool = False
    since_us: int = NEVER


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
    return _nested(clocks, [date], np.zeros(len(at_us), dtype=np.int64), at_us)


def _nested(clocks: Asked, dates: Sequence[Date], of: Integers, at_us: Integers) -> Questions:
    """Return the nested questions of many; of: the index of the date question of each."""
    happened_us = np.array([date.happened_us for date in dates], dtype=np.int64)
    chance = np.array([date.chance for date in dates], dtype=np.float64)
    return Questions(
        opens_us=clocks.opens_us[of],
        closes_us=np.minimum(at_us, clocks.closes_us[of]),
        known_us=np.minimum(at_us, clocks.known_us[of]),
        spot_us=clocks.spot_us[of],
        outcome=(happened_us[of] <= at_us).astype(np.float64),
        rate=chance[of] * _elapsed(clocks, dates, of, at_us),
        has_class=np.array([date.has_class for date in dates], dtype=bool)[of],
        by_deadline=np.zeros(len(of), dtype=bool),
    )


def _elapsed(clocks: Asked, dates: Sequence[Date], of: Integers, at_us: Integers) -> Floats:
    opens_us = clocks.opens_us[of]
    horizon_us = np.array([date.horizon_us for date in dates], dtype=np.int64)[of]
    return np.asarray((at_us - opens_us) / (horizon_us - opens_us))


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
    SNAPSHOTS score the snapshot of a policy that takes one. curves: for each row of `said`, over
    days since the opening; None for a withdrawal.
    """
    return judge_dates(clocks, [date], said, curves, policies)


def date_likeness(date: Date) -> tuple[object, ...]:
    """Return what date questions that are judged together have in common."""
    return date.is_open, date.over.open_lower, date.over.open_upper, date.levels


def judge_dates(
    clocks: Clocks,
    dates: Sequence[Date],
    said: Said,
    curves: Sequence[Curve | None],
    policies: Sequence[Policy] = DEFAULT_POLICIES,
) -> tuple[Judged, ...]:
    """Return the same for many questions of one `date_likeness`, to the same bits."""
    case = Case.of(clocks, said)
    sums = [_Sums.empty(case.pairs) for _ in policies]
    every = [deadlines(o, date) for o, date in zip(clocks.opens_us.tolist(), dates, strict=True)]
    for part in _parts(case, dates, every, said, curves):
        for one, policy in zip(sums, policies, strict=True):
            one.add(policy, part)
    rated, crowds = _whole(case, dates, curves)
    passed = np.array([len(of) > 0 for of in every], dtype=bool)
    return tuple(
        _joined(under(policy, case, rated, crowds), one, passed, is_open=dates[0].is_open)
        for one, policy in zip(sums, policies, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the nested deadlines judged as yes/no questions.

    pair: for each of their pairs, that of its date question.
    """

    case: Case
    rated: Mapping[str, Rated]
    pair: Integers


def _parts(
    case: Case,
    dates: Sequence[Date],
    every: Sequence[Integers],
    said: Said,
    curves: Sequence[Curve | None],
) -> Iterator[_Part]:
    """Yield the nested deadlines in order, as many at once as memory is meant for."""
    clocks = case.questions
    of, at_us = np.repeat(np.arange(len(dates)), [len(at) for at in every]), np.concatenate(every)
    rows = _Runs.of(said.question, len(dates))
    pairs = _Runs.of(case.stood.pair_question, len(dates))
    share = (np.cumsum(rows.size[of]) - 1) // CELLS
    for start, end in _cuts(share):
        some, instants = of[start:end], at_us[start:end]
        questions = _nested(clocks, dates, some, instants)
        history = _expanded(said, rows, some, _chances(curves, rows, clocks, some, instants))
        part = Case.of(questions, history)
        even = HALF * _elapsed(clocks, dates, some, instants)
        yield _Part(part, rate(part, questions, history, even, PATHS), pairs.spread(some))


def _cuts(share: Integers) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run of equal numbers."""
    ends = [*(np.flatnonzero(np.diff(share)) + 1).tolist(), len(share)]
    yield from zip([0, *ends], ends, strict=False) if len(share) else ()


@dataclass(frozen=True, slots=True)
class _Runs:
    """Where the elements of each question stand: from `first` on, so many."""

    first: Integers
    size: Integers

    @classmethod
    def of(cls, question: Integers, count: int) -> _Runs:
        """Return the runs of indices that never fall."""
        size = np.bincount(question, minlength=count)
        return cls(np.cumsum(size) - size, size)

    def spread(self, of: Integers) -> Integers:
        """Return the places of the elements of each question in `of`, one after another."""
        size = self.size[of]
        before = self.first[of] - (np.cumsum(size) - size)
        return np.asarray(np.arange(size.sum()) + np.repeat(before, size))


def chances(curves: Sequence[Curve | None], opens_us: int, at_us: Integers) -> Floats:
    """Return what each curve says of "by t?", shape (curves, deadlines); nan for None."""
    days = (at_us - opens_us) / DAY_US
    found = np.full((len(curves), len(at_us)), np.nan)
    for row, curve in zip(found, curves, strict=True):
        if curve is not None:
            row[:] = curve.at(days)
    return found


def _chances(
    curves: Sequence[Curve | None], rows: _Runs, clocks: Asked, of: Integers, at_us: Integers
) -> Floats:
    """Return what each row says of "by t?": deadline by deadline, all rows of its question."""
    found = [np.empty(0)]
    for start, end in _cuts(of):
        question = int(of[start])
        first = int(rows.first[question])
        theirs = curves[first : first + int(rows.size[question])]
        found.append(chances(theirs, int(clocks.opens_us[question]), at_us[start:end]).T.ravel())
    return np.concatenate(found)


def _expanded(said: Said, rows: _Runs, of: Integers, stated: Floats) -> History:
    """Return the history of every nested question: the same rows, each with its own chance."""
    row = rows.spread(of)
    return History(
        question=np.repeat(np.arange(len(of)), rows.size[of]),
        forecaster=said.forecaster[row],
        made_us=said.made_us[row],
        until_us=said.until_us[row],
        recorded_us=said.recorded_us[row],
        p=stated,
        low=stated,
        high=stated,
        peer=said.peer[row],
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

    def add(self, policy: Policy, part: _Part) -> None:
        """Add the deadlines of one part, one after the other: the same bits whatever the parts."""
        found = under(policy, part.case, part.rated, None)
        stood, pairs = found.reason == SCORED, len(self.stood)
        fills = policy.kind is Kind.SCHEDULED
        place = np.concatenate((np.arange(pairs), part.pair))
        for rule, total in self.totals.items():
            scores = found.rules[rule]
            own = np.where(stood, scores.score, scores.reference)
            for so_far, column in zip(total, (own, scores.reference, scores.uniform), strict=True):
                values = column if fills else np.where(stood, column, 0.0)
                so_far[:] = np.bincount(place, np.concatenate((so_far, values)), minlength=pairs)
        counted = np.bincount(part.pair[stood], minlength=pairs)
        self.stood = self.stood + counted
        self.count = self.count + (np.bincount(part.pair, minlength=pairs) if fills else counted)

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
    case: Case, dates: Sequence[Date], curves: Sequence[Curve | None]
) -> tuple[dict[str, Rated], Crowds | None]:
    """Return points, and the distances of snapshots, as of questions without their deadlines."""
    if dates[0].is_open:
        nothing = np.full(len(case.stood.row), np.nan)
        return {rule: Rated(nothing, undefined=STILL_OPEN) for rule in (*WHOLES, PEER)}, None
    opens = case.questions.opens_us.tolist()
    until = np.array([_days(date.horizon_us, o) for o, date in zip(opens, dates, strict=True)])
    numbers = [_number(date, o, c) for o, date, c in zip(opens, dates, until.tolist(), strict=True)]
    laid = Numbers.of(numbers, case.history.question, curves)
    rated = rate_numbers(case, laid)
    happened = np.maximum(laid.low, laid.known.lower[: len(dates)])
    own = laid.own.deadline_brier(happened[laid.question], until[laid.question])
    known = laid.known.deadline_brier(np.tile(happened, 2), np.tile(until, 2))
    reference = ConstantLoss(known[: len(dates)])
    rated["deadline_brier"] = Rated(own[case.stood.row], None, reference, known[len(dates) :])
    rated["interval_log_loss"] = _of_intervals(case, dates, laid)
    for rule in SNAPSHOTS:
        rated[rule] = replace(rated[rule], snapshot=True)
    return {rule: rated[rule] for rule in WHOLES}, number_crowds(case, laid)


def _of_intervals(case: Case, dates: Sequence[Date], laid: Numbers) -> Rated:
    """Return -ln of what is given to the time in which it happened, or to none by the horizon."""
    opens = case.questions.opens_us.tolist()
    ends = np.array([_time_of(date, o) for o, date in zip(opens, dates, strict=True)])

    def losses(of: Bundle, question: Integers) -> Floats:
        start, end = ends[question].T
        with np.errstate(divide="ignore"):
            found = 0.0 - np.log(np.maximum(of.chances(start, end), 0.0))
        return np.where(start < end, found, np.nan)

    known = losses(laid.known, np.tile(np.arange(len(dates)), 2))
    reference = ConstantLoss(known[: len(dates)])
    own = losses(laid.own, laid.question)[case.stood.row]
    return Rated(own, None, reference, known[len(dates) :], NO_INTERVAL)


def _time_of(date: Date, opens_us: int) -> tuple[float, float]:
    """Return the ends of the time in which it is known to have happened, in days; equal for none.

    What happened before the range lies in all the time before it, what never did after the horizon.
    """
    horizon, lower = _days(date.horizon_us, opens_us), date.over.lower
    if date.happened_us > date.horizon_us:
        return horizon, np.inf
    happened = _days(date.happened_us, opens_us)
    if happened < lower:
        return _days(LONG_BEFORE_US, opens_us), lower
    since_us = min(date.since_us, date.happened_us)
    return _days(since_us, opens_us), happened


def _days(at_us: int, opens_us: int) -> float:
    return (at_us - opens_us) / DAY_US


def _number(date: Date, opens_us: int, until: float) -> Number:
    """Return the question as one of a number: days until it happens, below it before the range."""
    happened = np.inf if date.happened_us == NEVER else _days(date.happened_us, opens_us)
    happened = -np.inf if happened < date.over.lower else happened
    reference, even = (_straight(date, chance, until) for chance in (date.chance, HALF))
    return Number(date.over, date.levels, happened, happened, reference, even)


def _straight(date: Date, chance: float, until: float) -> Curve:
    """Return the line from 0 at the opening to a chance at the horizon."""
    start = max(date.over.lower, 0.0)
    return Curve(np.array([start, until]), np.array([chance * start / until, chance]))


def _joined(whole: Judged, sums: _Sums, passed: Booleans, *, is_open: bool) -> Judged:
    """Return the scores of the deadlines beside those of the whole, each undefined one named."""
    barred = np.isin(whole.reason, (KNOWN_FIRST, NEVER_STOOD))
    scored = ~barred & ((sums.stood > 0) | (whole.reason == SCORED))
    rules, undefined = {rule: sums.mean(rule) for rule in PATHS}, dict(whole.undefined)
    none = np.where(passed[whole.question], NO_DEADLINE_STOOD, NO_DEADLINE)
    for rule in PATHS:
        undefined[rule] = np.where(sums.stood == 0, none, SCORED)
    for rule in whole.rules:
        why = undefined.get(rule, np.zeros(len(scored), dtype=np.int64))
        undefined[rule] = np.where(whole.reason == SCORED, why, whole.reason)
    if is_open:
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
