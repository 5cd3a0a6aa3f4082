"""`forecasts claims accept`: a claim becomes a question, and a forecast by its publication."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forecasts import dates, lint
from forecasts.cli import ask, asked, drafting, options, prompting, wording
from forecasts.cli.claims.asking import asked_for, begun
from forecasts.cli.claims.card import card
from forecasts.cli.claims.reading import of_option, publication_option, read
from forecasts.cli.claims.recording import (
    Accepted,
    New,
    Said,
    check_direction,
    check_open,
    recorded,
)
from forecasts.cli.domain import Domain, domain_options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.scales import scale_of, scale_option
from forecasts.cli.source import last_day
from forecasts.cli.terms import Typed, terms_options
from forecasts.errors import ForecastsError, InputError
from forecasts.store import questions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from pathlib import Path

    from forecasts.lint import Finding
    from forecasts.store import Store


@click.command(
    epilog="""\b
Examples:
  forecasts claims accept 27        (asks for the rest, on a terminal)
  forecasts claims accept 27 "Will Trump and Kim hold talks before the midterms?" \\
    --of csds-brief --closes 2026-11-02 --counts "They meet, or talk live." \\
    --source "The White House or KCNA says so." --unclear "It is annulled."
  forecasts claims accept 12 --of csds-brief --question kim-xi-meet-before-2027

\b
--json prints one object: question forecaster action probability word about
scale low high made_at findings[words mend or_else grave] seq receipt""",
)
@click.argument("n", type=int)
@click.argument("title", required=False)
@of_option
@click.option("--question", "there", metavar="QUESTION", shell_complete=options.slugs,
              help="A question that is asked already, in place of a new one.")  # fmt: skip
@publication_option
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

    The question opens on the day of publication, the last where it is a range. A publication says
    what it says once: it is never updated, and compared only at its own date. On a terminal, what
    is missing is asked for.
    """
    now = options.now()
    with options.opened(db) as store:
        text = read(store, slug, scale_of(scale))
        said = Said(text, text.claim(n), publication, about, opposite=opposite)
        lacking = there is None and None in (typed.title, typed.closes)
        if lacking and not as_json and prompting.at_a_terminal():
            done = through_questions(store, said, typed, domain, name, uuid, anyway=anyway)
            found: tuple[Finding, ...] = ()  # read before it was recorded
        else:
            new = new_question(store, said, typed, domain, there, name, anyway=anyway)
            done = recorded(store, said, new, now, uuid, anyway=anyway)
            found = done.findings(now)
    if as_json:
        json_line(as_record(done, found))
        return
    tell(done, found)
    say_out(f"Next: {options.typed_db(f'forecasts show {done.question.slug}')}")


def through_questions(
    store: Store, said: Said, typed: Typed, domain: Domain, name: str | None, uuid: str | None, *,
    anyway: bool,
) -> Accepted:  # fmt: skip
    """Show a claim, ask for what a question of it lacks, and record both; nothing if left."""
    check_open(said.read, said.claim.n, anyway=anyway)
    slugs = dict(store.connection.execute("SELECT id, slug FROM questions"))
    click.echo(card(said.read, [said.claim], slugs), err=True)
    now = options.now()
    start, draft = begun(store, said, typed, domain, now)
    while True:
        try:
            final, new, draft = asked_for(store, said, start, draft, name)
        except drafting.LeftError:
            raise click.Abort from None
        try:
            return recorded(store, final, new, now, uuid, anyway=anyway)
        except ForecastsError as error:
            if uuid is not None:  # a retry, perhaps of what is on record
                raise
            prompting.tell_error(error)  # and what was typed is there to be mended


def new_question(
    store: Store, said: Said, typed: Typed, domain: Domain, there: str | None, name: str | None, *,
    anyway: bool,
) -> New:  # fmt: skip
    """Return the question that a claim is about; raise what its words or dates lack."""
    if there is not None:
        if not typed.nothing or not domain.nothing:
            raise InputError(
                f"{there} is asked already, and so are its terms.", "Leave the other options out."
            )
        new = New(questions.find(store, there))
    else:
        if typed.title is None:
            way = 'Type it: forecasts claims accept N "Will …?"'
            raise InputError("what is the question?", way)
        if typed.closes is None:
            way = "Type the last day that counts: --closes DATE"
            raise InputError("it needs a day on which it closes.", way)
        now, day = options.now(), said.read.source.date_to
        if typed.opens is None:
            check_ahead(typed.closes, typed.tz, day, now)
        typed = replace(typed, opens=typed.opens or day.isoformat())
        made = ask.worded(typed, domain, domain.kind, None, now, prompting=False)
        asked.refuse_grave(lint.findings(made.terms, now, made.kind), anyway=anyway)
        new = New(None, name, made)
    if not anyway:
        check_direction(said, new)
    return new


def check_ahead(closes: str, tz: str | None, published: date, now: datetime) -> None:
    """Raise InputError for a last day that was over when the text came out."""
    zone = options.zone_of(tz)
    last = last_day(dates.instant(closes, dates.Edge.DEADLINE, zone, now), zone)
    if last < published:
        raise InputError(
            f"it would close with {last}, and the text is of {published}.",
            f"Type a day from {published} on: nobody forecasts what is over.",
        )


def tell(done: Accepted, found: Sequence[Finding]) -> None:
    """Print what a claim became, and what its question lacks, unless that was read before."""
    row, question, who = done.forecast, done.question, done.forecaster.name
    day = "on" if done.dated else "at the latest on"
    on = f"{day} {row.made_at:%Y-%m-%d}. Receipt {done.receipt}"
    if row.chance is not None:
        words = f"{who} says {wording.said(row, question)}, {on}"
    elif row.about is not None:
        words = f"{who} ranks {row.about} first (“{row.words}”), {on}"
    else:
        words = f"{who} says “{row.words}”, kept as said: no number, not scored, {on}"
    say_out(paragraph(f"{question.slug}: {question.terms.title}", "", "  "))
    say_out(paragraph(words, "", "  "))
    asked.say_findings(question, found)
    if done.claim.conditions and done.is_new:
        depends = "; ".join(done.claim.conditions)
        say(paragraph(f"It depends: “{depends}”. Where that is a question too, link them:"))
        say(f"  {options.typed_db(f'forecasts link {question.slug} --given QUESTION')}")


def as_record(done: Accepted, found: Sequence[Finding]) -> dict[str, object]:
    """Return what a claim became in the shape that --json prints."""
    row, stated = done.forecast, done.forecast.chance
    return {
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
        "findings": asked.findings_json(found),
        "seq": done.receipt.seq,
        "receipt": str(done.receipt),
    }
