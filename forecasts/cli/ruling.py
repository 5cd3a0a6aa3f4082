"""One resolution: as it is typed, asked for, recorded and echoed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from forecasts import dates, outcome, parse
from forecasts.answer import answer_of
from forecasts.cli import offering, options, proposal, wording
from forecasts.errors import InputError
from forecasts.history import Track, tracks
from forecasts.model import QuestionType, Resolution, ResolutionStatus
from forecasts.model.needs import CHOICES
from forecasts.store import clock, forecasters, forecasts, questions, resolutions

if TYPE_CHECKING:
    from datetime import datetime

    from forecasts.answer import Answer
    from forecasts.model import Forecast, Proposal, Question
    from forecasts.store import Receipt, Store

EVIDENCE = '--source URL --quote "the deciding sentence", or --no-source "why there is none"'


@dataclass(frozen=True, slots=True)
class Typed:
    """A resolution as it was typed, every part None where it was not."""

    outcome: str | None = None
    source: str | None = None
    quote: str | None = None
    no_source: str | None = None
    happened: str | None = None
    known: str | None = None
    note: str | None = None
    by: str | None = None
    annul: str | None = None
    ambiguous: str | None = None
    reopen: str | None = None
    dispute: str | None = None
    decide_by: str | None = None
    fraction: bool = False
    anyway: bool = False
    proposal: Proposal | None = None

    def ruling(self) -> tuple[ResolutionStatus, str]:
        """Return the status and the words for it: the outcome as typed, or why there is none.

        The outcome that is typed with a dispute is what the disputer claims.
        """
        proposed = self.proposal.outcome if self.proposal else None
        rulings = (
            (ResolutionStatus.RESOLVED, None if self.dispute is not None else self.outcome),
            (ResolutionStatus.RESOLVED, proposed),
            (ResolutionStatus.DISPUTED, self.dispute),
            (ResolutionStatus.ANNULLED, self.annul),
            (ResolutionStatus.AMBIGUOUS, self.ambiguous),
            (ResolutionStatus.REOPENED, self.reopen),
        )
        given = [(status, words.strip()) for status, words in rulings if words is not None]
        if len(given) != 1:
            raise InputError(
                "what happened?" if not given else "one question, two rulings.",
                'Type the outcome, --annul "why", --ambiguous "why", --dispute "why" or'
                ' --reopen "why".',
            )
        status, words = given[0]
        if status is not ResolutionStatus.RESOLVED and not words:
            raise InputError(f"{status}, but why?", "Type the reason in quotes.")
        return status, words

    @property
    def has_clocks(self) -> bool:
        """Whether somebody typed when it happened or became known."""
        return bool(self.happened or self.known)

    def check_evidence(self) -> None:
        """Raise InputError unless an outcome comes with a source and its words, or a reason."""
        decided = self.ruling()[0] is ResolutionStatus.RESOLVED
        if not decided and self.has_clocks:
            raise InputError("no outcome, so no clocks.", "Leave --happened and --known out.")
        if not decided or self.proposal is not None:  # a proposal brings what it was read from
            if self.source:
                parse.web_address(self.source)
            return
        if self.no_source is not None:
            if self.source or not self.no_source.strip():
                raise InputError("a source, or the reason why there is none.", f"Add {EVIDENCE}.")
            return
        missing = "a source" if not self.source else "the sentence that decides"
        if not self.source or not (self.quote or "").strip():
            raise InputError(f"an outcome needs {missing}.", f"Add {EVIDENCE}.")
        try:
            parse.web_address(self.source)
        except InputError as error:
            raise InputError(
                error.message,
                'Type https://… in full, or --no-source "the name of the document".',
            ) from None


@dataclass(frozen=True, slots=True)
class Ruled:
    """A resolution, on record unless it only repeated the last one."""

    question: Question
    resolution: Resolution
    replaces: Resolution | None
    tracks: tuple[Track, ...]
    receipt: Receipt | None
    doubts: tuple[str, ...]
    history: tuple[Resolution, ...] = ()

    @property
    def late(self) -> tuple[tuple[Track, Forecast], ...]:
        """The numbers that the outcome makes late, each with whose it is."""
        if self.resolution.status is not ResolutionStatus.RESOLVED:
            return ()
        return outcome.late(self.tracks, self.resolution.known_at)

    @property
    def own(self) -> Forecast | None:
        """The resolver's own last number on the question, if there is one."""
        resolver = self.resolution.resolver or ""
        own = [track for track in self.tracks if track.forecaster.goes_by(resolver)]
        return own[0].numbers[-1] if own and own[0].numbers else None


def accepted(store: Store, name: str, typed: Typed, now: datetime, uuid: str | None) -> Typed:
    """Return what was typed with the outcome and the evidence that a rule proposes."""
    found = proposal.to_accept(store, questions.find(store, name), uuid, now)
    typed = replace(typed, proposal=found)
    if typed.source or typed.quote or typed.no_source:
        return typed
    if found.source_url is None:
        return replace(typed, no_source=proposal.read_by_rule(found), quote=found.quote)
    return replace(typed, source=found.source_url, quote=found.quote)


def read(typed: Typed, question: Question, now: datetime) -> Resolution:
    """Return the resolution that was typed; days are days of the question's zone."""
    status, words = typed.ruling()
    typed.check_evidence()
    resolved = status is ResolutionStatus.RESOLVED
    found = answered(typed, question, words, now) if resolved else None
    if found is not None and not typed.anyway:
        outcome.check_asked_for(question, found.outcome)
    clocks = _clocks(typed, question, found, now) if found else None
    why = "" if resolved else words
    decide_by = _decide_by(typed, question, now)
    claim = typed.outcome if status is ResolutionStatus.DISPUTED else None
    note = "\n".join(text for text in (why, options.long_text(typed.note)) if text)
    return Resolution(
        question_id=question.id,
        status=status,
        outcome=found.outcome if found else None,
        happened=clocks.happened if clocks else None,
        known_at=clocks.known_at if clocks else now,
        resolver=parse.plain(typed.by or options.login(), "the resolver"),
        source_url=(typed.source or "").strip() or None,
        quote=parse.plain(typed.quote or "", "the quote", lines=True) or None,
        note=parse.plain(note, "the note", lines=True) or None,
        no_source=parse.plain(typed.no_source or "", "the reason") or None,
        awaits=question.terms.second_person and status.settles,
        decide_by=decide_by,
        claimed=answered(typed, question, claim, now).outcome if claim else None,
        proposal_id=typed.proposal.id if typed.proposal else None,
    )


def _decide_by(typed: Typed, question: Question, now: datetime) -> datetime | None:
    """Return until when a dispute is to be decided; a day that is typed still counts."""
    if (typed.dispute is None) != (typed.decide_by is None):
        raise InputError(
            "a dispute has a day by which it is decided, and only a dispute.",
            'Type both: --dispute "why" --decide-by DATE',
        )
    if typed.decide_by is None:
        return None
    zone = options.zone_of(None, question.terms.timezone)
    decide_by = dates.instant(typed.decide_by, dates.Edge.DEADLINE, zone, now)
    if decide_by <= now:
        raise InputError(
            f"{typed.decide_by!r} lies in the past: nobody can decide by then.",
            "Type a day to come.",
        )
    return decide_by


def answered(typed: Typed, question: Question, words: str, now: datetime) -> Answer:
    """Return an outcome that was typed or proposed, read as the question's kind asks.

    An option is named by a prefix that fits it alone; a share of yes needs --fraction.
    """
    if question.type in CHOICES:
        from forecasts.distributions.shares import named

        words = named(words, question.terms.choices).name
    zone = options.zone_of(None, question.terms.timezone)
    happened = typed.proposal.happened if typed.proposal else None
    happened = dates.interval(typed.happened, zone, now) if typed.happened else happened
    found = answer_of(question, words, happened, now)
    share = question.type is QuestionType.BINARY and found.outcome not in ("yes", "no")
    if share and not typed.fraction and typed.proposal is None:
        raise InputError(
            f"{words!r} is a share of yes: a probability is no outcome.",
            "Type yes or no; if it came about in part, add --fraction.",
        )
    return found


def _clocks(typed: Typed, question: Question, found: Answer, now: datetime) -> outcome.Clocks:
    zone = options.zone_of(None, question.terms.timezone)
    known_at = typed.proposal.known_at if typed.proposal and not typed.happened else None
    known_at = dates.instant(typed.known, dates.Edge.KNOWN, zone, now) if typed.known else known_at
    return outcome.clocks(question, found.outcome, found.happened, known_at, now)


def ask(typed: Typed, question: Question, now: datetime) -> Typed:
    """Return the resolution with the clocks that a person at the terminal adds to it."""
    status, words = typed.ruling()
    if status is not ResolutionStatus.RESOLVED or typed.known or typed.proposal:
        return typed
    zone, found = question.terms.timezone, answered(typed, question, words, now)
    needed = found.happened is None and outcome.needs_clock(question, found.outcome, now)
    if needed and found.outcome == outcome.NEVER:
        return replace(typed, known=click.prompt("Since when is it certain (a day)", err=True))
    if needed:
        happened = click.prompt(f"When did it happen (a day or an instant, {zone})", err=True)
        typed = replace(typed, happened=happened)
        found = answered(typed, question, words, now)
    default = wording.moment(_clocks(typed, question, found, now).known_at, zone)
    known = click.prompt(
        f"From when on could it be known [{default}]", default="", show_default=False, err=True
    )
    return replace(typed, known=known.strip() or None)


def confirm(ruled: Ruled) -> None:
    """Ask a person at the terminal before an outcome is replaced or a doubtful one recorded."""
    if ruled.replaces is not None or ruled.doubts:
        click.confirm("Record it?", err=True, abort=True)


def preview(store: Store, name: str, typed: Typed, now: datetime) -> Ruled:
    """Return what the resolution would be, with nothing written; raise what refuses it."""
    question = questions.find(store, name)
    new = read(typed, question, now)
    history = resolutions.history(store.connection, question.id)
    known = {who.id: who for who in forecasters.everyone(store.connection)}
    said = tracks(forecasts.history(store.connection, question.id), known)
    doubts = outcome.doubts(question, new, now, typed_clocks=typed.has_clocks)
    doubts += tuple(offering.contradicted(store, question, new))
    behind = wording.behind(clock.behind(store.connection, now), now)
    newest = history[-1] if history else None
    return Ruled(question, new, newest, said, None, (*behind, *doubts), history)


def record(store: Store, ruled: Ruled, typed: Typed, now: datetime, uuid: str | None) -> Ruled:
    """Record a resolution in one append, unless it only says again what is in force."""
    new = ruled.resolution
    login = options.login()
    with store.append(now, "resolve", uuid) as batch:
        newest = resolutions.newest(batch.connection, ruled.question.id)
        if outcome.says_the_same(new, newest, typed_clocks=typed.has_clocks):
            return replace(ruled, replaces=newest)
        outcome.check_reopen(ruled.question, new, newest)
        outcome.check_dispute(ruled.question, new, newest)
        proposal.check_standing(batch.connection, ruled.question, new)
        id_ = resolutions.record(batch, new, None if new.resolver == login else login)
    store.noticed.taken_behind()  # the preview told it
    new = replace(new, id=id_)
    return replace(ruled, resolution=new, replaces=newest, receipt=batch.receipt)
