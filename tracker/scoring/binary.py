"""Yes/no questions judged: the losses of stated chances, of the reference and of ½."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from tracker.rules import brier, log_loss, metaculus_baseline, spherical_loss
from tracker.scoring import peer
from tracker.scoring.case import Case
from tracker.scoring.crowds import Crowds
from tracker.scoring.losses import Rated, Span
from tracker.scoring.policies import DEFAULT_POLICIES, PEER, Judged, judged
from tracker.scoring.reference import reference, reference_loss

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tracker.scoring.policy import Policy
    from tracker.scoring.reference import Reference
    from tracker.scoring.stretches import Floats, History, Integers, Questions

    Rule = Callable[[Floats, Floats], Floats]

HALF = 0.5


def _baseline(p: Floats, y: Floats) -> Floats:
    return metaculus_baseline(p, "binary", y)


LOSSES: Mapping[str, Rule] = MappingProxyType(
    {"brier": brier, "log_loss": log_loss, "spherical_loss": spherical_loss}
)
POINTS: Mapping[str, Rule] = MappingProxyType({"metaculus_baseline": _baseline})
RULE_NAMES = (*LOSSES, *POINTS, PEER)


def judge(
    questions: Questions,
    history: History,
    policies: Sequence[Policy] = DEFAULT_POLICIES,
    rules: Collection[str] = RULE_NAMES,
    case: Case | None = None,
) -> tuple[Judged, ...]:
    """Return the scores of all pairs under each policy.

    The integrals are sums over the stretches in the history's order, so rows in that order give
    the same bits whatever the order they were read in. Losses: lower is better. Points: higher.
    rules: those to apply; peer points take longer than all the others together. case: these
    questions and this history, where they were laid out before.
    """
    case = case or Case.of(questions, history)
    even = np.full(len(questions.outcome), HALF)
    chosen = {name: rule for name, rule in {**LOSSES, **POINTS}.items() if name in rules}
    rated = rate(case, questions, history, even, chosen)
    crowds = None
    if PEER in rules:
        given, outcome = history.p[case.stood.row], questions.outcome[case.stood.question]
        crowds = Crowds.of(case, peer.limited_logs(given, outcome))
    return judged(case, rated, crowds, policies)


def rate(
    case: Case, questions: Questions, history: History, even: Floats, rules: Mapping[str, Rule]
) -> dict[str, Rated]:
    """Return each rule's losses on a case; even: the chance of a forecaster who knows nothing."""
    path, stated = reference(questions), _Stated.of(case, questions, history)
    return {name: _rated(name, rule, stated, questions, even, path) for name, rule in rules.items()}


@dataclass(frozen=True, slots=True)
class _Stated:
    """What was stated in each stretch, and what happened; and where it was a range, that range.

    ranged: the places of ranges; low, high and nearest, the point nearest to the outcome, are
    theirs.
    """

    p: Floats
    outcome: Floats
    ranged: Integers
    low: Floats
    high: Floats
    nearest: Floats

    @classmethod
    def of(cls, case: Case, questions: Questions, history: History) -> _Stated:
        rows, outcome = case.stood.row, questions.outcome[case.stood.question]
        is_range = (history.low != history.p) | (history.high != history.p)
        ranged = np.flatnonzero(is_range[rows])
        low, high = history.low[rows[ranged]], history.high[rows[ranged]]
        nearest = np.clip(outcome[ranged], low, high)
        return cls(history.p[rows], outcome, ranged, low, high, nearest)


def _rated(  # noqa: PLR0913, PLR0917 - one rule on one case
    name: str, rule: Rule, stated: _Stated, questions: Questions, even: Floats, path: Reference
) -> Rated:
    loss = rule(stated.p, stated.outcome)
    span = _span(rule, loss, stated)
    if name not in LOSSES:
        return Rated(loss, span)
    of_reference = reference_loss(path, questions, rule)
    return Rated(loss, span, of_reference, rule(even, questions.outcome))


def _span(rule: Rule, loss: Floats, stated: _Stated) -> Span | None:
    """Return the least and greatest loss over the stated ranges; None where none was stated.

    A proper score is best where the number equals the outcome and falls off to either side, so
    the ends of a range and its point nearest to the outcome tell.
    """
    at = stated.ranged
    if not len(at):
        return None
    outcome, points = stated.outcome[at], (stated.low, stated.high, stated.nearest)
    ends = np.stack([loss[at], *(rule(said, outcome) for said in points)])
    least, most = loss.copy(), loss.copy()
    least[at], most[at] = ends.min(axis=0), ends.max(axis=0)
    ranged = np.zeros(len(loss), dtype=bool)
    ranged[at] = True
    return Span(least, most, ranged)
