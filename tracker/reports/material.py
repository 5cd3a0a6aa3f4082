"""What the sections of a report read: one state of the record, names as they may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forecasts.model import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.linked.conditions import Conditional
    from forecasts.linked.following import Contradiction
    from forecasts.model import Forecaster, Proposal, Question, Resolution, Source, Stated
    from forecasts.model.watch import Watch
    from tracker.columns import Name, Scored
    from tracker.reports.depth import Depth
    from tracker.reports.pair_scores import PairScore
    from tracker.reports.standings import Standing
    from tracker.reports.window import Window

MECHANICAL = "baseline"
PERSON = "person"
WAITING = (Status.CLOSED, Status.DUE, Status.DISPUTED)
VOID = (Status.ANNULLED, Status.AMBIGUOUS)
TAKING = (Status.OPEN, Status.REOPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a report is asked to speak of, and what of it may be seen.

    forecaster: who it is about; else `me` where that one has scores, else everyone. names,
    rationales: whether other people's may be shown. reader: who looks at it, whose own entry on an
    open question opens the others' numbers; others: whether they are asked for before that. flag:
    what a command to type needs to find the record again. recorded_only: whether the record was
    opened without what was recorded after outcomes were known (`as_of`, in time).
    """

    forecaster: Forecaster | None = None
    me: Forecaster | None = None
    topic: str | None = None
    retrospective: bool = False
    names: bool = True
    rationales: bool = False
    reader: Forecaster | None = None
    others: bool = False
    flag: str = ""
    recorded_only: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands at the report's instant, with the resolution in force."""

    question: Question
    status: Status
    resolution: Resolution | None

    @property
    def retrospective(self) -> bool:
        """Whether it was asked of the past."""
        return self.question.terms.retrospective

    @property
    def ends_at(self) -> datetime:
        """The instant from which no forecast counts: the close, or when the outcome was known."""
        closes_at = self.question.terms.closes_at
        known = self.status is Status.RESOLVED and self.resolution is not None
        return min(closes_at, self.resolution.known_at) if known and self.resolution else closes_at


@dataclass(frozen=True, slots=True)
class Branches:
    """What one forecaster scores on a waiting question if it is answered yes, and if no."""

    yes: PairScore
    no: PairScore


@dataclass(frozen=True, slots=True)
class Story:
    """A question told in full: who said what when, and what it scored or may score.

    revised_at: when its criteria or title were reworded. scores: of a resolved question.
    branches: of one that waits. hidden: whether numbers are held back while it is open. people:
    how many of them have a number standing. evidence_at: when evidence on it was seen.
    """

    asked: Asked
    tracks: tuple[Track, ...]
    revised_at: tuple[datetime, ...]
    scores: tuple[PairScore, ...]
    branches: tuple[Branches, ...]
    hidden: bool = False
    people: int = 0
    evidence_at: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """One judgement of a publication: the words, and the number they were read as, if any.

    about: the option that words without a number rank first.
    """

    publication: str
    source: Source | None
    words: str
    stated: Stated | None
    question_id: int
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """A question that was resolved anew: what stood before, what stands now, and since when."""

    question: str
    title: str
    before: str
    after: str
    recorded_at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything a report is made from.

    asked: the questions in scope, as asked. others: how many there are of the other kind (live
    or retrospective). never_forecast: of those in scope, how many have a number from nobody but
    mechanical forecasters. base, coin: standings against each reference, each over the questions
    that it applies to. stories: the questions told in full, by id. struck: corrections within
    minutes, never scored.

    window: the period that the report is on, None for all time. outcomes: the resolved questions
    that it tells of, in a period those first resolved on record in it; owned: all of these by id,
    whatever became of them by its end. voided, restated: likewise. On a month or a quarter,
    scored, base and coin are over its own questions, and scored_before over those of the period
    before. stirred: open questions of which numbers came in. proposed: what rules propose.
    unconfirmed: outcomes that wait for a second person. tied: by id, questions that are asked given
    others and what became of these. contradictions: outcomes that cannot all be right. people: how
    many are on record. watches: the indicators of questions in scope that are not settled. depth:
    what a scoring report reads beyond a page, None on a page.
    """

    scope: Scope
    now: datetime
    as_of: datetime | None
    head: str
    version: str
    subject: Name | None
    names: Mapping[int, Name]
    asked: tuple[Asked, ...]
    others: int
    never_forecast: int
    scored: Scored
    base: tuple[Standing, ...]
    coin: tuple[Standing, ...]
    stories: Mapping[int, Story]
    published: tuple[Published, ...]
    restated: tuple[Restated, ...]
    struck: int
    window: Window | None
    outcomes: tuple[Asked, ...]
    owned: frozenset[int]
    voided: tuple[Asked, ...]
    scored_before: Scored | None
    stirred: tuple[int, ...]
    proposed: Mapping[int, Proposal]
    unconfirmed: Mapping[int, Resolution]
    people: int
    watches: tuple[Watch, ...] = ()
    tied: Mapping[int, Conditional] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    depth: Depth | None = None

    def of_status(self, *statuses: Status) -> tuple[Asked, ...]:
        """Return the questions in scope that have one of these statuses."""
        return tuple(asked for asked in self.asked if asked.status in statuses)


def oldest_first(
    asked: Iterable[Asked], now: datetime, also: Collection[int] = ()
) -> tuple[Asked, ...]:
    """Return the questions that need a person, the longest waiting first.

    They are due or disputed; or, of those in `also`, not settled yet.
    """
    needing = [
        one
        for one in asked
        if one.status in (Status.DUE, Status.DISPUTED)
        or (one.question.id in also and one.status in (*TAKING, Status.CLOSED))
    ]
    return tuple(sorted(needing, key=lambda one: (min(due_at(one), now), one.question.number)))


def due_at(asked: Asked) -> datetime:
    """Return since when, or from when on, an answer is expected."""
    return max(asked.question.terms.closes_at, asked.question.terms.resolves_by)


def newest_first(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Return the resolved questions, the outcome that became known last first."""
    settled = [
        (one.resolution.known_at, -one.question.number, one)
        for one in asked
        if one.status is Status.RESOLVED and one.resolution
    ]
    return tuple(one for *_, one in sorted(settled, key=lambda row: row[:2], reverse=True))
