"""One vote a question: how many were expected to happen, and evidence that may be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker import calibration
from tracker.calibration.e_process import ALPHA
from tracker.reports.calibrated.inquiry import NO_CHANCES, Inquiry

if TYPE_CHECKING:
    from tracker.columns.cohort import Cohort
    from tracker.columns.votes import Cast

RESOLVED_SO_FAR = "what is resolved so far is a biased choice, and the evidence would be too"


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected and the observed number of yes, and the 5-95% range of a calibrated forecaster.

    votes: the horizon at which one vote a question was taken; cast: how many, one from each of
    several people. None where `reason` says why.
    """

    votes: str
    cast: int
    questions: int
    clusters: int
    expected: float | None
    observed: int | None
    low: int | None
    high: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The e-process over one vote a question, in the order of scheduled ends.

    Several people's votes on one question enter once, as a group does.
    value: 1 says nothing, high speaks against calibration; declared at `threshold`, for good.
    questions: how many have entered. stopped_at: the slug of the first question without an
    outcome. held_back: votes of groups whose last question has not ended.
    """

    votes: str
    value: float | None
    threshold: float
    declared: bool | None
    declared_after: int | None
    questions: int
    stopped_at: str | None
    held_back: int
    reason: str | None


def expected(members: Cohort, one: Cast, inquiry: Inquiry) -> Expected:
    """Return the calibration statement for any number of questions; fractions are left out."""
    votes = inquiry.one_vote
    rows = one.only(~one.waits & ~one.fraction)
    if not len(rows.p):
        reason = "no question with an outcome has a vote then"
        reason = NO_CHANCES if inquiry.kind == "numeric" else reason
        return Expected(votes, 0, 0, 0, None, None, None, None, reason)
    found = calibration.expected_yes(rows.p, rows.y, members.clusters(rows.question))
    return Expected(
        votes, found.questions, rows.questions, found.clusters, found.expected, found.observed,
        found.low, found.high, None,
    )  # fmt: skip


def evidence(found: Cohort, one: Cast, inquiry: Inquiry) -> Evidence:
    """Return the evidence against calibration, valid however often one looks."""
    votes, threshold = inquiry.one_vote, 1.0 / ALPHA
    reason = RESOLVED_SO_FAR if inquiry.resolved_so_far else None
    if inquiry.kind == "numeric":
        reason = NO_CHANCES
    place = {member.id: k for k, member in enumerate(found.members)}
    whole = {member.id for member in found.members if member.whole}
    usable = one.only(~one.fraction)
    entered = usable.only(np.array([id_ in whole for id_ in usable.question.tolist()], dtype=bool))
    held_back = len(usable.p) - len(entered.p)
    if reason is None and not len(entered.p):
        reason = "no question has a vote then"
    if reason is not None:
        return Evidence(votes, None, threshold, None, None, 0, None, held_back, reason)
    order = np.argsort([place[id_] for id_ in entered.question.tolist()], kind="stable")
    rows = entered.only(order)
    group = found.clusters(rows.question)
    tested = calibration.e_process(rows.p, rows.y, group)
    stop = tested.stopped_at
    slugs = {member.id: member.slug for member in found.members}
    return Evidence(
        votes=votes,
        value=tested.value,
        threshold=tested.threshold,
        declared=tested.declared_after is not None,
        declared_after=tested.declared_after,
        questions=rows.only(np.arange(len(rows.p) if stop is None else stop)).questions,
        stopped_at=None if stop is None else slugs[int(rows.question[stop])],
        held_back=held_back,
        reason=None,
    )
