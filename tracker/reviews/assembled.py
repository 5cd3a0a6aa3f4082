"""Everything a review speaks of, read from the record as it stood at the end of its period."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from forecasts.errors import RefusedError
from forecasts.model import ForecasterKind, times
from forecasts.store import evidence, forecasters, forecasts
from forecasts.store.as_of import as_of
from tracker.periods import Period
from tracker.reports import rulings
from tracker.reports.material import WAITING, Scope
from tracker.reports.paths import TEAM, drawn
from tracker.reports.reader import read
from tracker.reports.window import Window
from tracker.reviews import surprise
from tracker.reviews.votes import Votes, votes_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecaster, Question
    from forecasts.model.evidence import Evidence
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.reports.material import Material, Story
    from tracker.reports.pair_scores import PairScore

FIRST_RESOLVED = """
    SELECT min(recorded_at) FROM resolutions
    WHERE status = 'resolved' AND question_id IN (SELECT value FROM json_each(?))
    GROUP BY question_id
"""
SURPRISES, NEAR_MISSES = 5, 2  # that a review asks about


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose review, on which period, and which state of the record it reads."""

    forecaster: Forecaster
    window: Window

    @classmethod
    def new(
        cls,
        connection: sqlite3.Connection,
        forecaster: Forecaster,
        period: Period,
        zone: ZoneInfo,
        now: datetime,
    ) -> Frame:
        """Return the frame of a review that starts now; raise RefusedError for a future period."""
        if now < period.starts_at(zone):
            raise RefusedError(
                f"{period.name} has not begun: there is nothing to review.",
                f"The one before it: forecasts review start --period {period.before.name}",
            )
        return cls(forecaster, Window.of(connection, period, zone, now))

    @classmethod
    def of(cls, store: Store, review: Review) -> Frame:
        """Return the frame of a review on record: what it read when it was started."""
        known = {who.id: who for who in forecasters.everyone(store.connection)}
        period, zone = Period.parse(review.period), ZoneInfo(review.timezone)
        window = Window.of(store.connection, period, zone, review.started_at)
        return cls(known[review.forecaster_id], replace(window, seq=review.as_of_seq))

    @property
    def is_team(self) -> bool:
        """Whether it is the review of a team."""
        return self.forecaster.kind is ForecasterKind.TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A question that was resolved in the period, and what the one reviewed made of it.

    tracks: whose numbers are told; name: their name together. chance: what they gave to what
    happened, averaged over the time in which they stood (see `surprise.chance_of`). miss: whether
    that was not expected. first_seq: the row that first resolved it. score: None where nobody in
    particular is scored.
    """

    story: Story
    tracks: tuple[Track, ...]
    name: str
    chance: float
    miss: bool
    first_seq: int
    score: PairScore | None
    evidence: tuple[Evidence, ...]

    @property
    def question(self) -> Question:
        """The question."""
        return self.story.asked.question

    @property
    def outcome(self) -> str:
        """What happened, as it is on record."""
        ruled = self.story.asked.resolution
        return str(ruled.outcome) if ruled else ""

    @property
    def ends_at(self) -> datetime:
        """The instant from which no forecast counts."""
        return self.story.asked.ends_at

    @property
    def group(self) -> str:
        """What hangs together: the question's group, else the question itself."""
        return self.question.terms.group or self.question.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What a review speaks of.

    items: the questions first resolved on record in the period that were forecast in time, misses
    before hits, in each the least chance of what happened first: the largest surprise, and the hit
    nearest to a miss. silent: how many others were forecast and had nothing standing in time.
    waiting, void: questions with a number that have ended without an outcome, and that came to
    none in the period. votes: one a question, for what can be said of calibration.
    """

    frame: Frame
    material: Material
    items: tuple[Reviewed, ...]
    silent: int
    waiting: int
    void: int
    votes: Votes

    @property
    def misses(self) -> tuple[Reviewed, ...]:
        """What was not expected, the largest surprise first."""
        return tuple(one for one in self.items if one.miss)

    @property
    def hits(self) -> tuple[Reviewed, ...]:
        """What was expected, the hit nearest to a miss first."""
        return tuple(one for one in self.items if not one.miss)

    @property
    def chosen(self) -> tuple[Reviewed, ...]:
        """What a new review asks about: the largest surprises, then the nearest misses."""
        return (*self.misses[:SURPRISES], *self.hits[:NEAR_MISSES])

    def of_topic(self, topic: str) -> Assembled:
        """Return the same of the questions of one topic."""
        items = tuple(one for one in self.items if topic in one.question.terms.topics)
        return replace(self, items=items, votes=self.votes.of_topic(topic))

    def outside(self, window: Window) -> Assembled:
        """Return the same of the questions that a period does not hold."""
        items = tuple(one for one in self.items if not window.holds(one.first_seq))
        return replace(self, items=items, votes=self.votes.outside(window))

    def named(self, slugs: Collection[str]) -> tuple[Reviewed, ...]:
        """Return the questions of these slugs, in their order here."""
        return tuple(one for one in self.items if one.question.slug in slugs)


def assemble(  # noqa: PLR0913 - of what, for whom, and how it may be told
    store: Store,
    frame: Frame,
    version: str,
    *,
    me: Forecaster | None = None,
    files: bool = False,
    names: bool = True,
    flag: str = "",
) -> Assembled:
    """Return what a review speaks of, as the record stood at the last row that it reads.

    me: who reads it. files: whether it leaves the desk; names: whether other people's names may.
    flag: what a command to type needs to find the record again.
    """
    whose, window = frame.forecaster, frame.window
    with as_of(store, window.seq) as then:
        _check_there(then, frame)
        reader = whose if files else me
        # A team that never agreed on a number is told by what its people said.
        told = whose if _numbered(then.connection, whose) or not frame.is_team else None
        scope = Scope(forecaster=told, names=names, rationales=True, reader=reader, flag=flag)
        said = _forecast(then.connection, frame)
        material = read(then, scope, window.ends_at, version, window, also=said)
        material = material if told else _of_people(material)
        ids = [one.question.id for one in material.outcomes if one.question.id in said]
        first = rulings.first_resolved(then.connection)
        stories = ((material.stories[id_], first[id_]) for id_ in ids)
        found = [_reviewed(then.connection, frame, *story) for story in stories]
        votes = votes_by(then.connection, (whose.id,), window)
    items = sorted((one for one in found if one is not None), key=_order)
    return Assembled(
        frame=frame,
        material=material,
        items=tuple(items),
        silent=len(found) - len(items),
        waiting=sum(one.question.id in said for one in material.of_status(*WAITING)),
        void=sum(one.question.id in said for one in material.voided),
        votes=votes,
    )


def with_outcomes(connection: sqlite3.Connection, frame: Frame) -> tuple[Period, ...]:
    """Return the periods in which questions they forecast were first resolved, the newest first.

    They are as long as the frame's own.
    """
    import json

    ids = json.dumps([*_forecast(connection, frame)])
    zone, length = ZoneInfo(frame.window.timezone), frame.window.period.length
    days = {
        times.from_text(recorded).astimezone(zone).date()
        for (recorded,) in connection.execute(FIRST_RESOLVED, (ids,))
    }
    return tuple(sorted({Period.of(length, day) for day in days}, reverse=True))


def _of_people(material: Material) -> Material:
    """Return the same without scores that would be another team's."""
    voice = material.depth.voice if material.depth else None
    ids = voice.ids if voice else ()
    others = any(material.names[id_].kind == TEAM for id_ in ids)
    return replace(material, depth=None) if others else material


def _check_there(then: Store, frame: Frame) -> None:
    """Raise RefusedError for a forecaster whom the record did not know by then."""
    whose = frame.forecaster
    if whose.id not in {who.id for who in forecasters.everyone(then.connection)}:
        raise RefusedError(
            f"{whose.name} was not on record by the end of {frame.window.period.name}.",
            f"See what came later: forecasts report --forecaster {shlex.quote(whose.name)}",
        )


def _order(one: Reviewed) -> tuple[bool, float, str]:
    return not one.miss, one.chance, one.question.slug


def _forecast(connection: sqlite3.Connection, frame: Frame) -> frozenset[int]:
    """Return the ids of the questions with a number of the forecaster, or of a team's people."""
    whose = [frame.forecaster]
    if frame.is_team:
        everyone = forecasters.everyone(connection)
        whose += [who for who in everyone if who.kind is ForecasterKind.PERSON]
    return frozenset(id_ for who in whose for id_ in _numbered(connection, who))


def _numbered(connection: sqlite3.Connection, who: Forecaster) -> frozenset[int]:
    """Return the ids of the questions with a number of a forecaster."""
    rows = forecasts.by_forecaster(connection, who.id)
    return frozenset(row.question_id for row in rows if row.stated is not None)


def _reviewed(
    connection: sqlite3.Connection, frame: Frame, story: Story, first_seq: int
) -> Reviewed | None:
    """Return a question as it is reviewed; None where nothing stood in time."""
    tracks, name = drawn(story.tracks, frame.forecaster.name)
    own = [track for track in tracks if track.forecaster.id == frame.forecaster.id]
    if not own and not frame.is_team:
        return None
    question, ruled = story.asked.question, story.asked.resolution
    outcome = str(ruled.outcome) if ruled else ""
    chance = surprise.mean_chance(tracks, question, outcome, story.asked.ends_at)
    if chance is None:
        return None
    whose = own[0].forecaster.name if own else None
    return Reviewed(
        story=story,
        tracks=tuple(tracks),
        name=name,
        chance=chance,
        miss=surprise.is_miss(chance, question, outcome),
        first_seq=first_seq,
        score=next((pair for pair in story.scores if pair.forecaster == whose), None),
        evidence=evidence.of_question(connection, question.id),
    )


def last_instant(frame: Frame) -> str:
    """Return up to when the record is read, in words."""
    at = frame.window.ends_at
    return times.to_minute(at - times.MICROSECOND if frame.window.so_far else at)
