"""All that is on record about one question, as far as its reader may see it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from forecasts.history import Track, sparkline, tracks
from forecasts.model import QuestionType, ResolutionStatus, Status, status_of, times
from forecasts.store import (
    courtesy,
    forecasters,
    forecasts,
    proposals,
    questions,
    resolutions,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from forecasts.cli.weighing import Weighing
    from forecasts.model import (
        Confirmation,
        Forecast,
        Forecaster,
        Proposal,
        Question,
        Resolution,
    )
    from forecasts.model.watch import Watch
    from forecasts.store import Store
    from forecasts.store.revisions import Revision

OPEN = courtesy.OPEN
# What a question has beside it; most have nothing, and are shown without what would tell it.
BESIDE = """
    SELECT EXISTS (SELECT 1 FROM links WHERE :id IN (from_question, to_question)),
        EXISTS (SELECT 1 FROM evidence WHERE question_id = :id),
        EXISTS (SELECT 1 FROM watches WHERE question_id = :id)
"""
AWAITING = (Status.CLOSED, Status.DUE)
COLUMNS = 40  # of the path in JSON


class Dossier(NamedTuple):
    """A question with its history: `own` is the reader's, `others` what may be seen of the rest.

    hidden: other forecasters of whom nothing is seen yet. sealed: those with a number in an open
    round, which is left out of `others`. signed: forecast id -> by which key it says it is.
    linked: labelled lines on what it is linked with. noted: evidence, weighed for the reader; None
    for none. watched: indicators.
    """

    question: Question
    status: Status
    own: Track | None
    others: tuple[Track, ...]
    hidden: int
    resolutions: tuple[Resolution, ...]
    revisions: tuple[Revision, ...]
    now: datetime
    in_force: Resolution | None = None
    confirmations: tuple[Confirmation, ...] = ()
    proposal: Proposal | None = None
    sealed: int = 0
    signed: Mapping[int, str] = {}
    linked: tuple[tuple[str, str], ...] = ()
    noted: Weighing | None = None
    watched: tuple[Watch, ...] = ()

    @property
    def pending(self) -> Resolution | None:
        """The last ruling, where it counts only once a second person has confirmed it."""
        last = self.resolutions[-1] if self.resolutions else None
        waits = last is not None and last.awaits and last != self.in_force
        return last if waits else None

    @property
    def ends_at(self) -> datetime:
        """The instant from which no forecast counts: the close, or when the outcome was known."""
        closes_at = self.question.terms.closes_at
        last = self.in_force
        resolved = last is not None and last.status is ResolutionStatus.RESOLVED
        return min(closes_at, last.known_at) if last is not None and resolved else closes_at

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The reader's own track and the others' that may be seen."""
        return (*((self.own,) if self.own else ()), *self.others)

    def standing(self, track: Track) -> Forecast | None:
        """Return what stands of a track now, or stood when the last forecast could count."""
        if self.now < self.ends_at:
            return track.standing(self.now)
        return track.standing_before(self.question.terms.opens_at, self.ends_at)

    def is_late(self, row: Forecast) -> bool:
        """Return whether a row came when it could no longer count."""
        return row.made_at >= self.ends_at

    def path(self, track: Track, columns: int) -> str:
        """Return a track's path over the scheduled life of the question, as a sparkline."""
        terms = self.question.terms
        until = min(self.now, self.ends_at)
        stretches = track.stretches(terms.opens_at, until)
        return sparkline(stretches, terms.opens_at, terms.closes_at, until, columns)


def gather(
    store: Store, name: str, reader: Forecaster | None, now: datetime, *, with_others: bool
) -> Dossier:
    """Return what is on record about the question of that name."""
    with store.snapshot() as connection:
        question = questions.find(store, name)
        rulings = resolutions.history(connection, question.id)
        status = status_of(question, in_force := resolutions.latest(connection, question.id), now)
        looks = _looks(connection, question) if rulings else ()
        proposal = proposals.of_question(connection, question.id)
        known = {who.id: who for who in forecasters.everyone(connection)}
        said = tracks(forecasts.history(connection, question.id), known)
        worded = _revisions(connection, question)
        unseen = courtesy.sealed(connection, reader.id if reader else None, now)
        signed = forecasts.signed(connection, question.id)
        beside = _beside(connection, question, reader, in_force, now)
    own = next((t for t in said if reader is not None and t.forecaster.id == reader.id), None)
    others = unseen.unsealed(track for track in said if track is not own)
    entered = own is not None and any(row.stated for row in own.rows)
    shown = not courtesy.hides(status, entered=entered, with_others=with_others)
    return Dossier(
        question,
        status,
        own,
        others if shown else (),
        0 if shown else len(others),
        rulings,
        worded,
        now,
        in_force,
        looks,
        proposal,
        len(unseen.questions.get(question.slug, ())),
        signed,
        *beside,
    )


def _looks(connection: sqlite3.Connection, question: Question) -> tuple[Confirmation, ...]:
    from forecasts.store import confirmations

    return confirmations.of_question(connection, question.id)


def _beside(
    connection: sqlite3.Connection,
    question: Question,
    reader: Forecaster | None,
    in_force: Resolution | None,
    now: datetime,
) -> tuple[tuple[tuple[str, str], ...], Weighing | None, tuple[Watch, ...]]:
    """Return lines on links, the weighed evidence, and the indicators, of what there is."""
    linked, noted, watched = connection.execute(BESIDE, {"id": question.id}).fetchone()
    rows: tuple[tuple[str, str], ...] = ()
    weighed: Weighing | None = None
    followed: tuple[Watch, ...] = ()
    if linked:
        from forecasts.cli import linking

        rows = tuple(linking.rows(connection, question))
    if noted:
        from forecasts.cli import weighing

        weighed = weighing.gather(connection, question, reader, in_force, now)
    if watched:
        from forecasts.store import watches

        followed = watches.everything(connection, question.id)
    return rows, weighed, followed


def _revisions(connection: sqlite3.Connection, question: Question) -> tuple[Revision, ...]:
    """Return the revisions of a question, none where it stands as it was asked."""
    if question.revision == 1:
        return ()
    from forecasts.store import revisions

    return revisions.history(connection, question.id)


def changes(worded: tuple[Revision, ...]) -> Iterator[tuple[Revision, tuple[str, ...]]]:
    """Yield each revision after the first with the names of what it changed."""
    for before, after in pairwise(worded):
        names = type(after.terms).__dataclass_fields__
        changed = [n for n in names if getattr(before.terms, n) != getattr(after.terms, n)]
        yield after, tuple(changed)


def as_record(dossier: Dossier, *, history: bool) -> dict[str, object]:
    """Return the dossier in the shape that --json prints."""
    found: dict[str, object] = {
        **_asked(dossier.question, dossier.status),
        "path": _path(dossier),
        "hidden": dossier.hidden,
        "sealed": dossier.sealed,
        "forecasts": [_row(dossier, t, row) for t in dossier.tracks for row in t.rows],
        "resolutions": [_resolution(dossier, ruling) for ruling in dossier.resolutions],
        "proposal": _proposal(dossier.proposal),
        "linked": [words for _, words in dossier.linked],
        **_noted(dossier),
    }
    if history:
        found["revisions"] = [
            {
                "revision": revision.number,
                "recorded_at": times.to_text(revision.recorded_at),
                "entered_by": revision.entered_by,
                "changed": changed,
            }
            for revision, changed in changes(dossier.revisions)
        ]
    return found


def _noted(dossier: Dossier) -> dict[str, object]:
    """Return the evidence, what it suggests, and the indicators."""
    from forecasts.cli import watching, weighing

    noted = dossier.noted or weighing.Weighing()
    return {
        "evidence": [*weighing.as_json(noted)],
        "suggested": noted.suggests.suggested if noted.suggests else None,
        "watches": [watching.as_json(one, dossier.now) for one in dossier.watched],
    }


def _asked(question: Question, status: Status) -> dict[str, object]:
    """Return what is asked, and where it stands."""
    terms, rate = question.terms, question.terms.reference_class
    return {
        "question": question.slug,
        "number": question.number,
        "title": terms.title,
        "type": question.type.value,
        "status": status.value,
        "opens_at": times.to_text(terms.opens_at),
        "closes_at": times.to_text(terms.closes_at),
        "resolves_by": times.to_text(terms.resolves_by),
        "timezone": terms.timezone,
        "criteria": dict(terms.criteria.lines()),
        "background": terms.background or None,
        "topics": terms.topics,
        "group": terms.group,
        "url": terms.url,
        **_terms_of_its_kind(question),
        "reference_class": str(rate) if rate else None,
        "base_rate": rate.rate if rate and not rate.options else None,
        "reference_basis": terms.reference_basis.as_json() if terms.reference_basis else None,
        "by_deadline": terms.by_deadline,
        "retrospective": terms.retrospective,
        "second_person": terms.second_person,
        "resolver": terms.resolver,
        "revision": question.revision,
    }


def _path(dossier: Dossier) -> str | None:
    drawn = dossier.own is not None and dossier.question.type is QuestionType.BINARY
    return dossier.path(dossier.own, COLUMNS) if drawn and dossier.own else None


def _terms_of_its_kind(question: Question) -> dict[str, object]:
    """Return the options or the range of a question; nothing of a yes/no question."""
    if question.type is QuestionType.BINARY:
        return {}
    from forecasts.cli import kinds

    return kinds.terms_json(question)


def _row(dossier: Dossier, track: Track, row: Forecast) -> dict[str, object]:
    stated, stands = row.chance, dossier.standing(track)
    scored = stated if row.id not in track.struck else None
    return {
        "id": row.id,
        "forecaster": track.forecaster.name,
        "kind": track.forecaster.kind.value,
        "action": row.action.value,
        "probability": stated.probability if stated else None,
        "typed": row.stated.typed if row.stated else row.words,
        "word": stated.word if stated else row.words,
        "scale": stated.scale if stated else None,
        "low": stated.low if stated else None,
        "high": stated.high if stated else None,
        "rationale": row.rationale,
        "made_at": times.to_text(row.made_at),
        "recorded_at": times.maybe_to_text(row.recorded_at),
        "expires_at": times.maybe_to_text(row.expires_at),
        "origin": row.origin.value,
        "entered_by": row.entered_by,
        "signed": dossier.signed.get(row.id or 0),
        "struck": row.id in track.struck,
        "late": dossier.is_late(row),
        "standing": stands is not None and stands.id == row.id,
        "if_yes": scored.brier(happened=True) if scored else None,
        "if_no": scored.brier(happened=False) if scored else None,
        **_of_its_kind(row, dossier.question),
    }


def _of_its_kind(row: Forecast, question: Question) -> dict[str, object]:
    """Return what a row says of options, a number or a date; nothing of a yes/no question."""
    if row.stated is None or row.chance is not None:
        return {}
    from forecasts.cli import kinds

    said = kinds.said_json(row, None, question)
    return {name: value for name, value in said.items() if name != "before"}


def _proposal(proposal: Proposal | None) -> dict[str, object] | None:
    if proposal is None:
        return None
    from forecasts.cli import proposal as proposed

    return proposed.as_json(proposal)


def _resolution(dossier: Dossier, resolution: Resolution) -> dict[str, object]:
    happened = resolution.happened
    return {
        "id": resolution.id,
        "status": resolution.status.value,
        "outcome": resolution.outcome,
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "known_at": times.to_text(resolution.known_at),
        "recorded_at": times.maybe_to_text(resolution.recorded_at),
        "resolver": resolution.resolver,
        "source_url": resolution.source_url,
        "quote": resolution.quote,
        "no_source": resolution.no_source,
        "note": resolution.note,
        "in_force": resolution == dossier.in_force,
        "awaits": resolution.awaits,
        "confirmed_by": [
            look.confirmer
            for look in dossier.confirmations
            if look.resolution_id == resolution.id and look.is_by_another(resolution.resolver)
        ],
        "decide_by": times.maybe_to_text(resolution.decide_by),
        "claimed": resolution.claimed,
    }
