"""What a scoring report reads beyond a page: calibration, horizons, the median, the moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from forecasts.model import QuestionType, Status, times
from tracker import columns
from tracker.columns.cohort import cohort
from tracker.columns.stood import CHANCE_KINDS, stood
from tracker.reports import aggregated
from tracker.reports.calibrated import Inquiry, calibrated
from tracker.reports.calibrated.floors import CURVE
from tracker.reports.few_votes import few_votes
from tracker.reports.material import PERSON, TAKING, due_at
from tracker.reports.process import process
from tracker.reports.updates import updates
from tracker.reports.voice import voice_of
from tracker.scoring.policy import Kind, Policy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tracker.columns import Name, Scored
    from tracker.reports.calibrated import Calibration
    from tracker.reports.few_votes import FewVotes
    from tracker.reports.material import Asked, Scope
    from tracker.reports.process import Process
    from tracker.reports.updates import Updates
    from tracker.reports.voice import Voice

DAYS = (365, 180, 90, 30, 7)  # to the close
HORIZONS = tuple(Policy(Kind.BEFORE_CLOSE, days * 24) for days in DAYS)
MOST = 200_000  # forecasts of which a median is made at every change
PAIRS = 20_000  # of people and questions: the calibration of more takes longer than a report may
MEDIAN = -1  # the id of the aggregate by the only method


@dataclass(frozen=True, slots=True)
class Median:
    """The median of the people, computed at every instant one of them moved, and its scores."""

    name: str
    scored: Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """What is read beyond a page, on live questions that have ended by the report's instant.

    voice: whose forecasts are judged, None where nobody but baselines is scored. ended: everyone's
    scored pairs on the questions of that cohort; horizons: the same, so many days before the
    close. calibration: None of retrospective questions, and of very many; few: where it has under
    30 of one forecaster. updates, process: None without a voice, process also of several.
    """

    voice: Voice | None
    median: Median | None
    ended: Scored
    horizons: tuple[tuple[int, Scored], ...]
    calibration: Calibration | None = None
    few: FewVotes | None = None
    updates: Updates | None = None
    process: Process | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The record that is read: its questions in scope, at an instant and up to a row."""

    connection: sqlite3.Connection
    scope: Scope
    asked: Sequence[Asked]
    now: datetime
    seq: int

    @property
    def ended(self) -> list[int]:
        """The ids of the resolved questions whose scheduled end has passed."""
        return [one.question.id for one in self.asked
                if one.status is Status.RESOLVED and due_at(one) <= self.now]  # fmt: skip


def read_depth(
    reach: Reach,
    own: Scored,
    under: Sequence[Scored],
    names: Mapping[int, Name],
    subject: Name | None,
) -> Depth:
    """Return what is read beyond a page.

    own: everyone's pairs on the report's own questions. under: on all resolved ones, scheduled and
    at each of HORIZONS.
    """
    ended = reach.ended
    scheduled, *at = (some.only(np.isin(some.question, ended)) for some in under)
    you = reach.scope.forecaster is None and subject is not None
    voice = voice_of(under[0], names, subject, you=you)
    found = Depth(
        voice=voice,
        median=_median(reach, own, names),
        ended=scheduled,
        horizons=tuple(zip(DAYS, at, strict=True)),
    )
    if voice is None or reach.scope.retrospective:
        return found
    return _of_voice(reach, found, voice)


def _of_voice(reach: Reach, found: Depth, voice: Voice) -> Depth:
    """Return the same with what the voice's own forecasts tell."""
    connection, now = reach.connection, reach.now
    own = found.ended.only(np.isin(found.ended.forecaster, voice.ids))
    if len(own.question) > PAIRS:
        return found
    asked = Inquiry(voice.name, voice.ids, now, reach.seq, topic=reach.scope.topic,
                    recorded_only=reach.scope.recorded_only)  # fmt: skip
    known = calibrated(connection, asked)
    every = cohort(connection, times.to_us(now), CHANCE_KINDS, reach.scope.topic)
    theirs = {*own.question.tolist()}
    members = replace(every, members=tuple(m for m in every.members if m.id in theirs))
    yes_no = replace(
        members, members=tuple(m for m in members.members if m.kind == QuestionType.BINARY.value)
    )
    said = stood(connection, yes_no, voice.ids, one_vote=False)
    few = None
    if not voice.several and 0 < known.counts.questions < CURVE:
        questions = {one.question.id: one.question for one in reach.asked}
        a_year = known.floors[0].a_year if known.floors else 0.0
        whole = stood(connection, members, voice.ids, one_vote=True)
        few = few_votes(whole, members, questions, now, a_year)
    return replace(
        found,
        calibration=known,
        few=few,
        updates=updates(connection, said, yes_no, voice.ids),
        process=_process(reach, voice, own) if voice.kind == PERSON else None,
    )


def _process(reach: Reach, voice: Voice, own: Scored) -> Process | None:
    """Return how one person works; None of several."""
    if voice.several:
        return None
    taking = {one.question.id for one in reach.asked if one.status in TAKING}
    scored = {*own.question.tolist()}
    attainable = {
        one.question.id: (one.ends_at - one.question.terms.opens_at) / one.question.duration
        for one in reach.asked
    }
    coverage = [
        stood / attainable[id_]
        for id_, stood in zip(own.question.tolist(), own.coverage.tolist(), strict=True)
    ]
    return process(reach.connection, voice.ids[0], coverage, scored, taking, reach.now)


def _median(reach: Reach, own: Scored, names: Mapping[int, Name]) -> Median | None:
    """Return the median of the people; None for fewer than two, or where it would take long."""
    connection = reach.connection
    there = [id_ for id_ in np.unique(own.forecaster).tolist() if names[id_].kind == PERSON]
    if len(there) <= 1 or connection.execute(FORECASTS).fetchone()[0] > MOST:
        return None
    ids = np.unique(own.question).tolist()
    asked = columns.poolable(connection, ids, distributions=aggregated.WITH_BRIER)
    found = columns.pooled(connection, asked, ("median",), there, asked)
    scored = columns.scored_aggregates(connection, found, columns.STORED_POLICIES[0])
    name = aggregated.label("median", [PERSON] * len(there))
    return Median(name, scored.only(scored.forecaster == MEDIAN))


FORECASTS = "SELECT count(*) FROM forecasts"
