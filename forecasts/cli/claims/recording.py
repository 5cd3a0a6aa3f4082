"""What a publication says of a question is recorded, with the question and the decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from forecasts import lint
from forecasts.claims.negation import asks_a_no, denies
from forecasts.cli import ask, options
from forecasts.cli.claims.reading import Read, again, decision
from forecasts.errors import InputError, RefusedError
from forecasts.model import Action, Forecast, ForecasterKind, Origin, QuestionType, Stated
from forecasts.model.decision import Made
from forecasts.parse import probability_text
from forecasts.store import claims as kept
from forecasts.store import forecasters, forecasts, questions, sources

if TYPE_CHECKING:
    import sqlite3

    from forecasts.claims import Claim
    from forecasts.lint import Finding
    from forecasts.model import Forecaster, Question, Source, Terms
    from forecasts.store import Batch, Receipt, Store


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, who makes it, what it ranks first, and whether the opposite is asked for.

    publication: None for who made the source's other claims, else the source's own name.
    """

    read: Read
    claim: Claim
    publication: str | None
    about: str | None = None
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class New:
    """A question to be asked, with its short name where one was typed, or one that is there."""

    there: Question | None
    slug: str | None = None
    worded: ask.Worded | None = None

    @property
    def terms(self) -> Terms:
        """The terms of either."""
        if self.there is not None:
            return self.there.terms
        assert self.worded is not None  # noqa: S101 - set wherever no question is there
        return self.worded.terms


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a claim became: a question, new or there before, and what the publication says.

    dated: whether the day of its text is known, not a range of days.
    """

    claim: Claim
    question: Question
    forecaster: Forecaster
    forecast: Forecast
    receipt: Receipt
    is_new: bool
    dated: bool

    def findings(self, now: datetime) -> tuple[Finding, ...]:
        """Return what a new question lacks, none of one that was there."""
        question = self.question
        return lint.findings(question.terms, now, question.type) if self.is_new else ()


def recorded(
    store: Store, said: Said, new: New, now: datetime, uuid: str | None = None, *, anyway: bool
) -> Accepted:
    """Write the question, the forecast and the decision, in one append."""
    source, claim = said.read.source, said.claim
    with store.append(now, "claims accept", uuid) as batch:
        found = again(batch.connection, said.read)
        check_open(found, claim.n, anyway=anyway)
        question = new.there or _asked(batch, new)
        who = publication(batch, store, said.publication or usual(batch.connection, source))
        check_once(batch, question, who)
        if not anyway:
            check_one_author(batch, question, who, source)
        made_at = said_at(source, question)
        if not question.terms.opens_at <= made_at < question.terms.closes_at:
            raise RefusedError(
                f"{question.slug} is open from {question.terms.opens_at:%Y-%m-%d} to"
                f" {question.terms.closes_at:%Y-%m-%d}, and the text is of {source.date_to}.",
                "Ask a question of its own: leave --question out.",
            )
        row = forecast(said, question, who, made_at)
        made = replace(
            decision(found, claim, Made.ACCEPTED, options.login()),
            question_id=question.id,
            forecast_id=forecasts.record(batch, row),
        )
        accepted = kept.record(batch, made)
        for other in _same(found, claim):
            alike = decision(found, other, Made.SAME, options.login())
            kept.record(batch, replace(alike, question_id=question.id, same_as=accepted))
    is_new, dated = new.there is None, source.date_from == source.date_to
    return Accepted(claim, question, who, row, batch.receipt, is_new, dated)


def check_open(found: Read, n: int, *, anyway: bool) -> None:
    """Raise RefusedError for a claim that is on record, unless told to go on."""
    before = found.decided.get(n)
    if before is not None and before.made is not Made.DISMISSED and not anyway:
        raise RefusedError(
            f"claim {n} is a question already, and what it says is on record.",
            "Where its sentence makes a second judgement: add --anyway",
        )


def check_direction(said: Said, new: New) -> None:
    """Raise RefusedError where "probably not" would be a number for its happening, or turned."""
    claim, title = said.claim, new.terms.title
    if claim.term is not None and not said.opposite and of_a_no(claim, title):
        said_of, asks = (
            ("not happening", "it does") if claim.denied else ("happening", "it does not")
        )
        raise RefusedError(
            f"claim {claim.n} says {claim.hedge!r} of something {said_of}, and {title!r} asks"
            f" whether {asks}.",
            f"--opposite reads it as {probability_text(claim.term.negated.point)}; --anyway records"
            f" {probability_text(claim.term.point)}.",
        )


def of_a_no(claim: Claim, title: str) -> bool:
    """Return whether of the claim and the question one speaks of a "not" and the other does not."""
    if claim.denied:
        return not denies(title)
    return asks_a_no(title) and not denies(claim.sentence.replace(claim.hedge, " "))


def _asked(batch: Batch, new: New) -> Question:
    assert new.worded is not None  # noqa: S101 - set wherever no question is there
    name = ask.free_slug(batch.connection, new.slug, new.terms.title)
    return questions.add(batch, name, new.worded.kind, new.terms, None, options.login())


def _same(found: Read, claim: Claim) -> list[Claim]:
    """Return the undecided claims that seem to say what this one says."""
    first = claim.same_as or claim.n
    return [
        one
        for one in found.claims
        if one.n != claim.n and (one.same_as or one.n) == first and one.n not in found.decided
    ]


def usual(connection: sqlite3.Connection, source: Source) -> str:
    """Return under which name a source speaks: as before, as its twin does, else its own."""
    for one in (source, *sources.twins(connection, source)):
        if (name := kept.spoken_as(connection, one.id)) is not None:
            return name
    return source.slug


def publication(batch: Batch, store: Store, name: str) -> Forecaster:
    """Return the publication of that name, added where it is not on record."""
    known = check_publication(store, name)
    return known or forecasters.add(batch, name, ForecasterKind.PUBLICATION)


def check_publication(store: Store, name: str) -> Forecaster | None:
    """Return the publication of that name, None for none; raise RefusedError for somebody else."""
    known = forecasters.named(store, name)
    if known is not None and known.kind is not ForecasterKind.PUBLICATION:
        raise RefusedError(
            f"{known.name} is a {known.kind}, no publication.", "Type --publication ANOTHER-NAME"
        )
    return known


def check_once(batch: Batch, question: Question, who: Forecaster) -> None:
    """Raise RefusedError where the publication has spoken of the question already."""
    if forecasts.history(batch.connection, question.id, who.id):
        raise RefusedError(
            f"{who.name} has spoken of {question.slug}; a publication is never updated.",
            "If it is the same claim: forecasts claims same N M",
        )


def check_one_author(batch: Batch, question: Question, who: Forecaster, source: Source) -> None:
    """Raise RefusedError where the same text spoke of the question under another name."""
    connection = batch.connection
    known = {one.id: one.name for one in forecasters.everyone(connection)}
    same = {source.id, *(one.id for one in sources.twins(connection, source))}
    for row in forecasts.history(connection, question.id):
        if row.source_id in same and row.forecaster_id != who.id:
            raise RefusedError(
                f"this text has spoken of {question.slug} as {known[row.forecaster_id]}: as"
                f" {who.name} too, its author would count twice.",
                "If it is the same claim: forecasts claims same N M   Somebody else's words that it"
                " quotes: --anyway",
            )


def said_at(source: Source, question: Question) -> datetime:
    """Return the end of the last day on which a text may have come out, in a question's zone."""
    from forecasts import dates

    zone = dates.zone(question.terms.timezone)
    following = source.date_to + timedelta(days=1)
    return datetime.combine(following, time(), zone) - timedelta(microseconds=1)


def forecast(said: Said, question: Question, who: Forecaster, made_at: datetime) -> Forecast:
    """Return what the publication says: a number where its word gives one, else its words."""
    claim, term = said.claim, said.claim.term
    stated = None
    if term is not None and question.type is QuestionType.BINARY:
        read_as = term.negated if said.opposite else term
        stated = Stated(
            read_as.point, claim.hedge, claim.hedge.lower(), claim.scale, read_as.low, read_as.high
        )
    return Forecast(
        question_id=question.id,
        revision_id=question.revision_id,
        forecaster_id=who.id,
        action=Action.FORECAST if stated else Action.SAID,
        made_at=made_at,
        stated=stated,
        words=None if stated else claim.hedge,
        rationale=claim.sentence,
        origin=Origin.CLAIM,
        entered_by=options.login(),
        source_id=said.read.source.id,
        about=_ranked(said, question) if stated is None else None,
    )


def _ranked(said: Said, question: Question) -> str | None:
    """Return the option that a claim ranks first; raise InputError for one that is not offered."""
    if said.about is None:
        return None
    names = [option.name for option in question.terms.choices]
    for name in names:
        if name.casefold() == said.about.casefold():
            return name
    raise InputError(
        f"{said.about!r} is no option of {question.slug}.",
        f"There are: {', '.join(names) or 'none'}.",
    )
