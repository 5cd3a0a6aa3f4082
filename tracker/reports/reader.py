"""Gathers what a report needs from one state of the record, and hides what may not leave it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from forecasts.history import tracks
from forecasts.model import QuestionType, Status, status_of, times
from forecasts.store import (
    clock,
    confirmations,
    evidence,
    forecasters,
    forecasts,
    proposals,
    questions,
    resolutions,
    revisions,
    sources,
    watches,
)
from tracker import columns
from tracker.columns import Name
from tracker.columns.facts import outcome_value
from tracker.reports import calls, closing, published, resolved, rulings, waiting
from tracker.reports.cohering import contradicting, tied
from tracker.reports.depth import HORIZONS, Reach, read_depth
from tracker.reports.material import (
    PERSON,
    TAKING,
    VOID,
    WAITING,
    Asked,
    Branches,
    Material,
    Published,
    Scope,
    Story,
)
from tracker.reports.numbers import LEVEL
from tracker.reports.pair_scores import pair_scores, scores_of
from tracker.reports.restated import restated
from tracker.reports.sight import Sight
from tracker.reports.standings import standings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from forecasts.history import Track
    from forecasts.model import Forecast, Forecaster, Proposal, Question, Resolution
    from forecasts.model.watch import Watch
    from forecasts.store import Store
    from tracker.columns import Scored
    from tracker.reports.pair_scores import PairScore
    from tracker.reports.standings import Against, Standing
    from tracker.reports.window import Window

T = TypeVar("T", "Proposal", "Resolution")
NUMBERED = """
    SELECT q.id FROM questions q WHERE EXISTS (
        SELECT 1 FROM forecasts f
        WHERE f.question_id = q.id AND f.action IN ('forecast', 'reaffirmation')
            AND f.forecaster_id NOT IN (SELECT id FROM forecasters_now WHERE kind = 'baseline')
            AND f.id NOT IN (SELECT strikes FROM forecasts WHERE strikes IS NOT NULL))
"""
STRUCK = "SELECT question_id FROM forecasts WHERE strikes IS NOT NULL"
SAID_IN = "SELECT DISTINCT question_id FROM forecasts WHERE made_at >= ? AND made_at < ?"


def read(  # noqa: PLR0913 - of what, on when, for whom, and by which program
    store: Store, scope: Scope, now: datetime, version: str, window: Window | None = None, *,
    also: Collection[int] = (),
) -> Material:  # fmt: skip
    """Return what a report speaks of, in one snapshot; what may not be shown is not gathered.

    window: the period it is on; the store is then the record as it stood at its end, at `now`.
    also: ids of questions to tell in full where their outcomes are told at all.
    """
    with store.snapshot() as connection:
        head, as_of = str(store.receipt()), clock.last_recorded_at(connection)
        every = _asked(connection, now, scope.topic)
        asked = tuple(one for one in every if one.retrospective == scope.retrospective)
        told = _told(connection, asked, window)
        scored, before, under = _scored(connection, asked, told, window)
        subject = _subject(scope, under[0] if under else scored)
        reading = _Reading.of(connection, scope, subject, head, now)
        names = reading.names
        inside = frozenset(one.question.id for one in asked)
        found = Material(
            scope=scope, now=now, as_of=as_of, head=head, version=version, window=window,
            subject=names[subject.id] if subject else None, names=names,
            asked=tuple(reading.seen(one) for one in asked),
            others=len(every) - len(asked),
            never_forecast=len(inside - {id_ for (id_,) in connection.execute(NUMBERED)}),
            scored=scored, scored_before=before, stories={},
            base=_standings(scored, names, "base rate"), coin=_standings(scored, names, "coin"),
            published=_published(connection, reading.shown, inside),
            restated=restated(connection, asked, window),
            struck=sum(id_ in inside for (id_,) in connection.execute(STRUCK)),
            outcomes=tuple(reading.seen(one) for one in told.outcomes), owned=told.owned,
            voided=tuple(reading.seen(one) for one in told.voided),
            proposed=_of_live(proposals.standing(connection), inside),
            stirred=_stirred(connection, asked, window), watches=_watches(connection, asked),
            unconfirmed=_of_live(_awaiting(connection), inside), tied=tied(connection, inside),
            contradictions=contradicting(connection, inside), people=len(reading.sight.people),
        )  # fmt: skip
        reach = Reach(connection, scope, asked, now, seq=store.receipt().seq)
        depth = read_depth(reach, scored, under, names, found.subject) if under else None
        return replace(found, depth=depth, stories=_stories(reading, asked, found, also))


def _watches(connection: sqlite3.Connection, asked: Sequence[Asked]) -> tuple[Watch, ...]:
    unsettled = (*TAKING, *WAITING)
    inside = {one.question.id for one in asked if one.status in unsettled}
    return tuple(one for one in watches.everything(connection) if one.question_id in inside)


def _standings(scored: Scored, names: Mapping[int, Name], against: Against) -> tuple[Standing, ...]:
    some = scored.only(scored.has_class) if against == "base rate" else scored
    return standings(some, names.values(), LEVEL, against=against)


@dataclass(frozen=True, slots=True)
class _Told:
    """What came to a ruling in the period of a report, or ever where it has none."""

    outcomes: tuple[Asked, ...]
    owned: frozenset[int]
    voided: tuple[Asked, ...]
    before: frozenset[int] = frozenset()


def _told(connection: sqlite3.Connection, asked: Sequence[Asked], window: Window | None) -> _Told:
    resolved = tuple(one for one in asked if one.status is Status.RESOLVED)
    void = tuple(one for one in asked if one.status in VOID)
    if window is None:
        return _Told(resolved, frozenset(one.question.id for one in resolved), void)
    first, ruled = rulings.first_resolved(connection), rulings.in_force_since(connection)
    inside = {one.question.id for one in asked}
    owned = frozenset(id_ for id_, seq in first.items() if id_ in inside and window.holds(seq))
    return _Told(
        outcomes=tuple(one for one in resolved if one.question.id in owned),
        owned=owned,
        voided=tuple(one for one in void if window.holds(ruled[one.question.id])),
        before=frozenset(id_ for id_, seq in first.items() if window.held_before(seq)),
    )


def _scored(
    connection: sqlite3.Connection, asked: Sequence[Asked], told: _Told, window: Window | None
) -> tuple[Scored, Scored | None, tuple[Scored, ...]]:
    """Return what is scored: to date on a page, else the period's own, and the one's before.

    Last, but on a page, all that is scored, under the scheduled policy and at each horizon.
    """
    ids = [one.question.id for one in asked if one.status is Status.RESOLVED]
    if window is not None and window.is_page:
        return columns.from_facts(connection, ids, peer=False), None, ()
    under = columns.under_policies(connection, ids, (columns.STORED_POLICIES[0], *HORIZONS))
    if window is None:
        return under[0], None, under
    own, before = (np.isin(under[0].question, list(some)) for some in (told.owned, told.before))
    return under[0].only(own), under[0].only(before), under


def _stories(
    reading: _Reading, asked: Sequence[Asked], found: Material, also: Collection[int]
) -> dict[int, Story]:
    """Return the questions that the sections of the report tell in full."""
    told = {*waiting.told(found), *resolved.told(found)}
    told |= {one.question.id for one in found.outcomes} & {*also}
    if found.window is not None and found.window.is_page:
        told |= {*closing.told(found), *found.stirred, *published.briefly_told(found)}
    else:
        told |= {*calls.told(found.asked, found.scored, found.names, found.subject)}
        told |= {*published.told(found.published)}
    return {id_: reading.story(one) for one in asked if (id_ := one.question.id) in told}


def _stirred(
    connection: sqlite3.Connection, asked: Sequence[Asked], window: Window | None
) -> tuple[int, ...]:
    """Return the ids of the open questions of which numbers came in during a page's period."""
    if window is None or not window.is_page:
        return ()
    ends = times.to_text(window.starts_at), times.to_text(window.ends_at)
    said = {id_ for (id_,) in connection.execute(SAID_IN, ends)}
    return tuple(
        one.question.id for one in asked if one.status in TAKING and one.question.id in said
    )


def _awaiting(connection: sqlite3.Connection) -> list[Resolution]:
    """Return the outcomes that do not count until a second person has looked at them."""
    found = confirmations.unconfirmed(connection)
    return [one.resolution for one in found if one.resolution.awaits]


def _of_live(rows: Iterable[T], inside: Collection[int]) -> dict[int, T]:
    return {row.question_id: row for row in rows if row.question_id in inside}


def _asked(connection: sqlite3.Connection, now: datetime, topic: str | None) -> list[Asked]:
    in_force = resolutions.all_latest(connection)
    found = []
    for question in questions.everything(connection):
        if topic is None or topic in question.terms.topics:
            resolution = in_force.get(question.id)
            found.append(Asked(question, status_of(question, resolution, now), resolution))
    return found


def _subject(scope: Scope, scored: Scored) -> Forecaster | None:
    """Return who the report is about: the one named, else oneself where there are scores."""
    if scope.forecaster is not None:
        return scope.forecaster
    return scope.me if scope.me is not None and scope.me.id in scored.forecaster else None


def _shown(
    known: Mapping[int, Forecaster], subject: Forecaster | None, head: str, scope: Scope
) -> Mapping[int, Forecaster]:
    """Return the forecasters by id as they may be shown: other people by letters.

    Others than the subject, and than oneself unless it is about another person. Letters go round
    in an order drawn from the head of the ledger: neither the alphabet nor an older report tells
    who is who.
    """
    if scope.names:
        return known
    own = {subject.id} if subject else set()
    if scope.me is not None and not (subject and subject.kind.value == PERSON):
        own.add(scope.me.id)
    everyone = list(known.values())
    hidden = [who for who in everyone if who.kind.value == PERSON and who.id not in own]
    drawn = sorted(hidden, key=lambda who: hashlib.sha256(f"{head}/{who.id}".encode()).digest())
    taken = {who.name.casefold() for who in everyone}
    free = (name for name in _letters() if name.casefold() not in taken)
    masks = {who.id: replace(who, name=next(free), aliases=()) for who in drawn}
    return {who.id: masks.get(who.id, who) for who in everyone}


def _letters() -> Iterator[str]:
    """Yield forecaster A to forecaster Z, then forecaster AA and so on."""
    place = 0
    while True:
        place, letters, left = place + 1, "", place + 1
        while left:
            left, digit = divmod(left - 1, 26)
            letters = chr(ord("A") + digit) + letters
        yield f"forecaster {letters}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A snapshot being read, and what of it may be seen."""

    connection: sqlite3.Connection
    scope: Scope
    known: Mapping[int, Forecaster]
    shown: Mapping[int, Forecaster]
    sight: Sight
    now: datetime

    @classmethod
    def of(
        cls,
        connection: sqlite3.Connection,
        scope: Scope,
        subject: Forecaster | None,
        head: str,
        now: datetime,
    ) -> _Reading:
        known = {who.id: who for who in forecasters.everyone(connection)}
        shown = _shown(known, subject, head, scope)
        # A report that is about oneself for want of a name has oneself as its reader.
        reader = scope.reader or (None if scope.forecaster else subject)
        sight = Sight.of(connection, known, reader, now, others=scope.others)
        return cls(connection, scope, known, shown, sight, now)

    @property
    def names(self) -> dict[int, Name]:
        """The forecasters by id, by the names that may be shown."""
        return {id_: Name(id_, who.name, who.kind.value) for id_, who in self.shown.items()}

    def seen(self, asked: Asked) -> Asked:
        """Return the question with its resolver's name as it may be shown."""
        ruled = asked.resolution
        if ruled is None or ruled.resolver is None:
            return asked
        known = [id_ for id_, who in self.known.items() if who.goes_by(ruled.resolver)]
        shown = self.shown[known[0]].name if known else ruled.resolver
        named = shown if known or self.scope.names else None
        return replace(asked, resolution=replace(ruled, resolver=named))

    def story(self, asked: Asked) -> Story:
        """Return the whole history of a question, its scores or what it may score.

        What it may score is told of yes/no questions alone.
        """
        question = asked.question
        rows = map(self._seen, forecasts.history(self.connection, question.id))
        every = tracks(rows, self.shown)
        said, hidden = self.sight.seen(asked, every)
        until = min(self.now, asked.ends_at)
        binary = question.type is QuestionType.BINARY
        return Story(
            asked=self.seen(asked),
            tracks=said,
            revised_at=_reworded(self.connection, question),
            scores=self._scores(asked, said),
            branches=_branches(question, said) if binary and asked.status in WAITING else (),
            hidden=hidden,
            people=sum(
                track.forecaster.id in self.sight.people
                and track.standing_before(question.terms.opens_at, until) is not None
                for track in every
            ),
            evidence_at=tuple(
                e.observed_at for e in evidence.of_question(self.connection, question.id)
            ),
        )

    def _scores(self, asked: Asked, said: tuple[Track, ...]) -> tuple[PairScore, ...]:
        question, resolution = asked.question, asked.resolution
        if asked.status is not Status.RESOLVED or resolution is None or not said:
            return ()
        if question.type is not QuestionType.BINARY:
            return scores_of(self.connection, question, self.shown)
        outcome = outcome_value(str(resolution.outcome))
        return pair_scores(question, said, outcome, resolution.known_at)

    def _seen(self, row: Forecast) -> Forecast:
        return row if self.scope.rationales else replace(row, rationale=None)


def _branches(question: Question, said: tuple[Track, ...]) -> tuple[Branches, ...]:
    """Return what each forecaster will have scored if the answer is known from the close on."""
    closes_at = question.terms.closes_at
    yes, no = (pair_scores(question, said, outcome, closes_at) for outcome in (1.0, 0.0))
    return tuple(Branches(one, other) for one, other in zip(yes, no, strict=True))


def _reworded(connection: sqlite3.Connection, question: Question) -> tuple[datetime, ...]:
    if question.revision == 1:
        return ()
    worded = revisions.history(connection, question.id)
    return tuple(
        after.recorded_at
        for before, after in pairwise(worded)
        if (before.terms.criteria, before.terms.title) != (after.terms.criteria, after.terms.title)
    )


def _published(
    connection: sqlite3.Connection, shown: Mapping[int, Forecaster], inside: Collection[int]
) -> tuple[Published, ...]:
    """Return the last word of each publication on each question in scope."""
    documents = {source.id: source for source in sources.everything(connection)}
    found = []
    for who in shown.values():
        if who.kind.value != "publication":
            continue
        for row in forecasts.last_words(connection, who.id):
            if row.question_id not in inside or not (row.chance or row.words):
                continue
            word = row.chance.word or row.chance.typed if row.chance else row.words
            source = documents.get(row.source_id or 0)
            said = Published(who.name, source, word or "", row.chance, row.question_id, row.about)
            found.append(said)
    return tuple(found)
