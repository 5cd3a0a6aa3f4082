"""`forecasts claims accept`, `same` and `dismiss`: what becomes of a claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from forecasts import lint
from forecasts.claims.negation import denied_after, denies
from forecasts.cli import ask, asked, options
from forecasts.cli.claims.reading import Read, decision, of_option, read
from forecasts.cli.domain import Domain, domain_options
from forecasts.cli.output import json_line, say_out
from forecasts.cli.scales import scale_of, scale_option
from forecasts.cli.terms import Typed, terms_options
from forecasts.errors import InputError, RefusedError
from forecasts.model import Action, Forecast, ForecasterKind, Origin, QuestionType, Stated
from forecasts.model.decision import Made
from forecasts.parse import probability_text
from forecasts.store import claims as kept
from forecasts.store import forecasters, forecasts, questions
from forecasts.words import ICD_203

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.claims import Claim
    from forecasts.model import Forecaster, Question, Source
    from forecasts.store import Batch, Receipt, Store


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a claim became: a question, and what the publication says of it."""

    question: Question
    forecaster: Forecaster
    forecast: Forecast
    receipt: Receipt


@click.command(
    epilog="""\b
Examples:
  forecasts claims accept 27 "Will Trump and Kim hold talks before the midterms?" \\
    --of csds-brief --closes 2026-11-02 --counts "They meet, or talk live." \\
    --source "The White House or KCNA says so." --unclear "It is annulled."
  forecasts claims accept 12 --of csds-brief --question kim-xi-meet-before-2027

\b
--json prints one object: question forecaster action probability word about
scale low high made_at seq receipt""",
)
@click.argument("n", type=int)
@click.argument("title", required=False)
@of_option
@click.option("--question", "there", metavar="QUESTION", shell_complete=options.slugs,
              help="A question that is asked already, in place of a new one.")  # fmt: skip
@click.option("--publication", metavar="NAME", help="Who says it; by default the source's name.")
@click.option("--about", metavar="OPTION", help="Of options: the one that the words rank first.")
@click.option("--opposite", is_flag=True, help="The question asks for the opposite of the claim.")
@click.option("--slug", "name", metavar="NAME", help="The question's short name.")
@scale_option
@terms_options
@domain_options
@click.option(
    "--anyway",
    is_flag=True,
    help="Record it though the title and the dates disagree, or once more.",
)
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def accept(
    n: int, slug: str | None, there: str | None, publication: str | None, about: str | None,
    opposite: bool, name: str | None, scale: str | None, typed: Typed, domain: Domain,
    anyway: bool, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Make the claim N a question, and what its words say a forecast by the publication.

    The question opens on the day of publication. A publication says what it says once: it is never
    updated, and compared only at its own date.
    """
    with options.opened(db) as store:
        found = read(store, slug, scale_of(scale))
        claim = open_claim(found, n, anyway=anyway)
        new = new_question(store, found, typed, domain, there, name, anyway=anyway)
        said = Said(found, claim, publication, about, opposite=opposite)
        if not anyway:
            check_direction(said, new, n)
        done = recorded(store, said, new, uuid)
    tell(done, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, who makes it, what it ranks first, and whether the opposite is asked for."""

    read: Read
    claim: Claim
    publication: str | None
    about: str | None
    opposite: bool


@dataclass(frozen=True, slots=True)
class New:
    """A question to be asked, or one that is there."""

    there: Question | None
    slug: str | None = None
    type: QuestionType = QuestionType.BINARY
    terms: object = None


def new_question(
    store: Store,
    found: Read,
    typed: Typed,
    domain: Domain,
    there: str | None,
    name: str | None,
    *,
    anyway: bool,
) -> New:
    """Return the question that a claim is about; raise what its words or dates lack."""
    if there is not None:
        if not typed.nothing or not domain.nothing:
            raise InputError(
                f"{there} is asked already, and so are its terms.", "Leave the other options out."
            )
        return New(questions.find(store, there))
    if typed.title is None:
        raise InputError("what is the question?", 'Type it: forecasts claims accept N "Will …?"')
    if typed.closes is None:
        raise InputError(
            "it needs a day on which it closes.", "Type the last day that counts: --closes DATE"
        )
    now = options.now()
    opens = typed.opens or found.source.date_from.isoformat()
    type_ = domain.kind
    terms = ask.new_terms(replace(typed, opens=opens), domain, type_, None, now, prompting=False)
    findings = lint.findings(terms, now, type_)
    asked.refuse_grave(findings, anyway=anyway)
    return New(None, name, type_, terms)


def open_claim(found: Read, n: int, *, anyway: bool) -> Claim:
    """Return the n-th claim; raise RefusedError where it is on record, unless told to go on."""
    before = found.decided.get(n)
    if before is not None and before.made is not Made.DISMISSED and not anyway:
        raise RefusedError(
            f"claim {n} is a question already, and what it says is on record.",
            "Where its sentence makes a second judgement: add --anyway",
        )
    return found.claim(n)


def check_direction(said: Said, new: New, n: int) -> None:
    """Raise RefusedError where "probably not" would be a number for its happening."""
    claim = said.claim
    if claim.term is None or not claim.positive or said.opposite:
        return
    terms = new.there.terms if new.there else new.terms
    title = getattr(terms, "title", "")
    if denied_after(claim.sentence, claim.hedge) and not denies(title):
        raise RefusedError(
            f"claim {n} says {claim.hedge!r} of something not happening, and {title!r} asks whether"
            f" it does.",
            f"--opposite reads it as {probability_text(claim.term.negated.point)}; --anyway records"
            f" {probability_text(claim.term.point)}.",
        )


def recorded(store: Store, said: Said, new: New, uuid: str | None) -> Accepted:
    """Write the question, the forecast and the decision, in one append."""
    now = options.now()
    source = said.read.source
    with store.append(now, "claims accept", uuid) as batch:
        question = new.there or _asked(batch, new)
        who = publication(batch, store, said.publication or source.slug)
        check_once(batch, question, who)
        made_at = said_at(source, question)
        if not question.terms.opens_at <= made_at < question.terms.closes_at:
            raise RefusedError(
                f"{question.slug} is open from {question.terms.opens_at:%Y-%m-%d} to"
                f" {question.terms.closes_at:%Y-%m-%d}, and the text is of {source.date_to}.",
                "Ask a question of its own: leave --question out.",
            )
        row = forecast(said, question, who, made_at)
        id_ = forecasts.record(batch, row)
        first = replace(
            decision(said.read, said.claim, Made.ACCEPTED, options.login()),
            question_id=question.id,
            forecast_id=id_,
        )
        accepted = kept.record(batch, first)
        for other in _same(said.read, said.claim):
            again = decision(said.read, other, Made.SAME, options.login())
            kept.record(batch, replace(again, question_id=question.id, same_as=accepted))
    return Accepted(question, who, row, batch.receipt)


def _asked(batch: Batch, new: New) -> Question:
    from forecasts.model import Terms

    assert isinstance(new.terms, Terms)  # noqa: S101 - set wherever no question is there
    name = ask.free_slug(batch, new.slug, new.terms.title)
    return questions.add(batch, name, new.type, new.terms, None, options.login())


def _same(found: Read, claim: Claim) -> list[Claim]:
    """Return the undecided claims that seem to say what this one says."""
    first = claim.same_as or claim.n
    return [
        one
        for one in found.claims
        if one.n != claim.n and (one.same_as or one.n) == first and one.n not in found.decided
    ]


def publication(batch: Batch, store: Store, name: str) -> Forecaster:
    """Return the publication of that name, added where it is not on record."""
    known = forecasters.named(store, name)
    if known is None:
        return forecasters.add(batch, name, ForecasterKind.PUBLICATION)
    if known.kind is not ForecasterKind.PUBLICATION:
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


def tell(done: Accepted, *, as_json: bool) -> None:
    """Print what a claim became."""
    row, stated = done.forecast, done.forecast.chance
    if as_json:
        json_line(
            {
                "question": done.question.slug,
                "forecaster": done.forecaster.name,
                "action": row.action.value,
                "probability": stated.probability if stated else None,
                "word": stated.word if stated else row.words,
                "about": row.about,
                "scale": stated.scale if stated else None,
                "low": stated.low if stated else None,
                "high": stated.high if stated else None,
                "made_at": f"{row.made_at:%Y-%m-%dT%H:%M:%S%z}",
                "seq": done.receipt.seq,
                "receipt": str(done.receipt),
            }
        )
        return
    from forecasts.cli import wording

    what = wording.said(row, done.question)
    say_out(f"{done.question.slug}: {done.question.terms.title}")
    say_out(
        f"{done.forecaster.name} says {what}, on {row.made_at:%Y-%m-%d}. Receipt {done.receipt}"
    )
    if stated is None:
        say_out("It gives no number, so it is kept as said and not scored.")
    say_out(f"Next: {options.typed_db(f'forecasts show {done.question.slug}')}")


@click.command(epilog="\b\nExample:\n  forecasts claims same 10 4 --of executive-summary")
@click.argument("n", type=int)
@click.argument("as_n", type=int, metavar="M")
@of_option
@options.db_option
@options.json_option
@options.uuid_option
def same(n: int, as_n: int, slug: str | None, db: Path, as_json: bool, uuid: str | None) -> None:
    """Say that the claim N is the accepted claim M, said again: nothing is recorded twice."""
    with options.opened(db) as store:
        found = read(store, slug, scale_of(ICD_203))
        claim, first = found.claim(n), found.decided.get(as_n)
        if n == as_n:
            raise InputError(f"{n} and {as_n} are one claim.", "Name two.")
        if first is None or first.made is not Made.ACCEPTED:
            raise InputError(f"claim {as_n} has not been accepted.", "Accept it first.")
        row = decision(found, claim, Made.SAME, options.login())
        with store.append(options.now(), "claims same", uuid) as batch:
            kept.record(batch, replace(row, question_id=first.question_id, same_as=first.id))
    _told(n, Made.SAME, batch.receipt, as_json=as_json)


@click.command(epilog='\b\nExample:\n  forecasts claims dismiss 9 --why "not askable: no measure"')
@click.argument("n", type=int)
@click.option("--why", metavar="TEXT", help="The reason.")
@of_option
@options.db_option
@options.json_option
@options.uuid_option
def dismiss(
    n: int, why: str | None, slug: str | None, db: Path, as_json: bool, uuid: str | None
) -> None:
    """Say that the claim N becomes no question, and why."""
    from forecasts import parse

    with options.opened(db) as store:
        found = read(store, slug, scale_of(ICD_203))
        check_not_asked(found, n)
        row = decision(found, found.claim(n), Made.DISMISSED, options.login())
        note = parse.plain(why, "the reason") if why else None
        with store.append(options.now(), "claims dismiss", uuid) as batch:
            kept.record(batch, replace(row, note=note))
    _told(n, Made.DISMISSED, batch.receipt, as_json=as_json)


def check_not_asked(found: Read, n: int) -> None:
    """Raise RefusedError for a claim that is a question: its forecast stands on record."""
    before = found.decided.get(n)
    if before is not None and before.made is Made.ACCEPTED:
        raise RefusedError(
            f"claim {n} is a question already, and what it says is on record.",
            f"See: forecasts claims scan {found.source.slug}",
        )


def _told(n: int, made: Made, receipt: Receipt, *, as_json: bool) -> None:
    if as_json:
        json_line({"n": n, "decision": made.value, "seq": receipt.seq, "receipt": str(receipt)})
    else:
        words = "is what was accepted already" if made is Made.SAME else "becomes no question"
        say_out(f"Claim {n} {words}. Receipt {receipt}")
