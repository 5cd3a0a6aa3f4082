"""What a record says about a forecaster's calibration, as far as the number of outcomes allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from forecasts.model import times
from tracker import calibration
from tracker.calibration.spread import weighted_mean
from tracker.columns.cohort import cohort, forecast_by
from tracker.columns.pit_ends import places
from tracker.columns.stood import stood
from tracker.columns.votes import path_votes, votes_before_close
from tracker.reports.calibrated.bins import BINS, BinRow, bins
from tracker.reports.calibrated.evidence import Evidence, Expected, evidence, expected
from tracker.reports.calibrated.floors import (
    CURVE,
    DECOMPOSITION,
    EACH,
    Floor,
    arrival,
    few,
)
from tracker.reports.calibrated.inquiry import COMPANION_HOURS, NO_CHANCES, Inquiry
from tracker.reports.calibrated.labels import Label, by_horizon, by_term, by_topic

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    from tracker.calibration import (
        ConsistencyBand,
        Corp,
        Coverage,
        Cox,
        Murphy,
        Recalibration,
        Spiegelhalter,
        WaitingBounds,
    )
    from tracker.calibration.spread import Spread
    from tracker.columns.cohort import Cohort
    from tracker.columns.votes import Cast

    Codes = NDArray[np.int64]


Verdict = Literal[
    "over-confident", "under-confident", "too low", "too high", "not calibrated", "cannot tell"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One denominator: what was asked, and what became of it.

    questions, waiting: those with a vote that have an outcome, and that have none yet, the
    disputed among them. without_vote: forecast, but nothing stood when votes are taken. fractions:
    those whose outcome is a fraction. hindsight: the share of the weight of votes that was recorded
    after the outcome was known; None without votes.
    """

    members: int
    questions: int
    waiting: int
    disputed: int
    clusters: int
    never_forecast: int
    without_vote: int
    void: int
    retrospective: int
    fractions: int
    hindsight: float | None


@dataclass(frozen=True, slots=True)
class Intervals:
    """How often outcomes fell into the central intervals, and the tenths of PIT they fell in.

    hindsight: the share of them recorded after the outcome was known; None without any.
    """

    votes: str
    questions: int
    waiting: int
    clusters: int
    hindsight: float | None
    coverage: tuple[Coverage, ...]
    pit: tuple[int, ...] | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What 30 resolved questions allow; bounds: the curves with all that wait yes, and all no."""

    corp: Corp
    band: ConsistencyBand
    bins: tuple[BinRow, ...]
    bounds: WaitingBounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """What 100 resolved questions allow; brier: the mean score of the votes by weight, 0 best."""

    brier: Spread
    murphy: Murphy
    corrected: Murphy
    cox: Cox
    spiegelhalter: Spiegelhalter | None
    spiegelhalter_reason: str | None
    auc: float | None
    ece: float | None
    recalibration: Recalibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Everything that may be shown.

    curve, decomposition: None where few_curve, few_decomposition say why. waits: why the questions
    that wait forbid a verdict, None where they do not. by_horizon: empty at a fixed horizon.
    """

    inquiry: Inquiry
    counts: Counts
    few_curve: str | None
    few_decomposition: str | None
    waits: str | None
    expected: Expected
    evidence: Evidence
    curve: Curve | None
    decomposition: Decomposition | None
    by_term: tuple[Label, ...]
    by_horizon: tuple[Label, ...]
    by_topic: tuple[Label, ...]
    intervals: Intervals
    floors: tuple[Floor, ...]

    @property
    def why_no_verdict(self) -> str | None:
        """Why there is no verdict on calibration; None where there is one."""
        biased = "what is resolved so far is a biased choice"
        return biased if self.inquiry.resolved_so_far else self.waits or self.few_decomposition

    @property
    def verdict(self) -> Verdict | None:
        """What the intervals of Cox' line, else the evidence let one say; or `why_no_verdict`."""
        if self.decomposition is None or self.why_no_verdict is not None:
            return None
        line = self.decomposition.cox
        if line.verdict != "cannot tell":
            return line.verdict
        if line.intercept_low is not None and line.intercept_low > 0.0:
            return "too low"
        if line.intercept_high is not None and line.intercept_high < 0.0:
            return "too high"
        return "not calibrated" if self.evidence.declared else "cannot tell"


def calibrated(connection: sqlite3.Connection, inquiry: Inquiry) -> Calibration:
    """Return the calibration of a forecaster, or of several; the caller holds one snapshot.

    Raises DamagedError, naming the question, when a row of the record cannot be read.
    """
    found = _cohort(connection, inquiry, inquiry.chance_kinds)
    cast, one = _votes(connection, inquiry, found)
    done = cast.resolved
    group = found.clusters(done.question)
    no_chances = NO_CHANCES if inquiry.kind == "numeric" else None
    few_curve, few_terms = (
        no_chances or few(done.questions, floor) for floor in (CURVE, DECOMPOSITION)
    )
    bounds = calibration.waiting_bounds(cast.p, cast.y, cast.weight, cast.question)
    intervals = _intervals(connection, inquiry)
    counts = _counts(connection, inquiry, found, cast, len(np.unique(group)))
    return Calibration(
        inquiry=inquiry,
        counts=_of_numbers(counts, intervals) if no_chances else counts,
        few_curve=few_curve,
        few_decomposition=few_terms,
        waits=bounds.reason,
        expected=expected(found, one, inquiry),
        evidence=evidence(found, one, inquiry),
        curve=None if few_curve else _curve(done, group, bounds),
        decomposition=None if few_terms else _decomposition(inquiry, done, group),
        by_term=by_term(connection, inquiry.forecaster_ids, done, group),
        by_horizon=() if inquiry.hours is not None else by_horizon(found, done, group),
        by_topic=by_topic(found, done, group),
        intervals=intervals,
        floors=() if no_chances else arrival(found, cast, times.to_us(inquiry.at), done.questions),
    )


def _cohort(connection: sqlite3.Connection, inquiry: Inquiry, kinds: tuple[str, ...]) -> Cohort:
    return cohort(
        connection,
        times.to_us(inquiry.at),
        kinds,
        inquiry.topic,
        resolved_so_far=inquiry.resolved_so_far,
    )


def _votes(connection: sqlite3.Connection, inquiry: Inquiry, found: Cohort) -> tuple[Cast, Cast]:
    """Return the votes that were asked for, and of each forecaster one vote a question."""
    who, hours = inquiry.forecaster_ids, inquiry.hours
    standing = stood(connection, found, who, one_vote=hours is not None)
    if hours is not None:
        cast = votes_before_close(standing, found, hours)
        return cast, cast
    whole = standing
    if inquiry.kind == "date":
        whole = stood(connection, found, who, one_vote=True)
    return path_votes(standing), votes_before_close(whole, found, COMPANION_HOURS)


def _counts(
    connection: sqlite3.Connection, inquiry: Inquiry, found: Cohort, cast: Cast, clusters: int
) -> Counts:
    members = [member.id for member in found.members]
    who = inquiry.forecaster_ids
    spoken = forecast_by(connection, who, members)
    waiting = {*cast.question[cast.waits].tolist()}
    return Counts(
        members=len(members),
        questions=cast.resolved.questions,
        waiting=len(waiting),
        disputed=sum(m.status == "disputed" and m.id in waiting for m in found.members),
        clusters=clusters,
        never_forecast=len(members) - spoken,
        without_vote=spoken - cast.questions,
        void=forecast_by(connection, who, found.void),
        retrospective=forecast_by(connection, who, found.retrospective),
        fractions=len(np.unique(cast.question[cast.fraction])),
        hindsight=cast.hindsight,
    )


def _of_numbers(counts: Counts, intervals: Intervals) -> Counts:
    """Return the counts of questions of numbers, whose votes are distributions."""
    spoken = counts.members - counts.never_forecast
    return replace(
        counts,
        questions=intervals.questions,
        waiting=intervals.waiting,
        without_vote=spoken - intervals.questions - intervals.waiting,
        clusters=intervals.clusters,
        hindsight=intervals.hindsight,
    )


def _curve(done: Cast, group: Codes, bounds: WaitingBounds) -> Curve:
    return Curve(
        corp=calibration.corp(done.p, done.y, done.weight, group),
        band=calibration.consistency_band(done.p, done.weight, group),
        bins=bins(done, group),
        bounds=bounds,
    )


def _decomposition(inquiry: Inquiry, done: Cast, group: Codes) -> Decomposition:
    p, y, weight = done.p, done.y, done.weight
    single = inquiry.hours is not None and len(p) == done.questions  # a fraction is two votes
    tested = calibration.spiegelhalter(p, y) if single else None
    why = calibration.WHY_NONE["spiegelhalter"] if single else calibration.ONE_VOTE
    return Decomposition(
        brier=weighted_mean((p - y) ** 2, weight, np.unique(group, return_inverse=True)[1]),
        murphy=calibration.murphy(p, y, weights=weight),
        corrected=calibration.murphy(p, y, bias_corrected=True, weights=None if single else weight),
        cox=calibration.cox(p, y, weight, group),
        spiegelhalter=tested,
        spiegelhalter_reason=None if tested else why,
        auc=calibration.auc(p, y, weight),
        ece=calibration.ece(p, y, weights=weight),
        recalibration=calibration.recalibration(p, y, weight, group),
    )


def _intervals(connection: sqlite3.Connection, inquiry: Inquiry) -> Intervals:
    """Return how the distributions of numbers and dates did, one snapshot a question."""
    hours = inquiry.one_vote_hours
    kinds = ("numeric", "date") if inquiry.kind is None else (inquiry.kind,)
    found = _cohort(connection, inquiry, kinds)
    fell = places(connection, found, inquiry.forecaster_ids, hours)
    hindsight = float(fell.late.mean()) if len(fell.late) else None
    n, waiting = len(np.unique(fell.question)), len(fell.waiting)
    u = calibration.pit(fell.below, fell.at, fell.draw)
    group = found.clusters(fell.question)
    reason = few(n, EACH)
    coverage = calibration.central_coverage(u, groups=group)
    if reason is not None:
        coverage = tuple(
            replace(one, share=None, low=None, high=None, reason=reason) for one in coverage
        )
    tenths = np.bincount(np.minimum((u * BINS).astype(np.int64), BINS - 1), minlength=BINS)
    pit = tuple(tenths.tolist()) if n >= CURVE else None
    clusters = len(np.unique(group))
    why = reason or few(n, CURVE)
    return Intervals(inquiry.one_vote, n, waiting, clusters, hindsight, coverage, pit, why)
