"""`forecasts resolve`: record what happened, with the source that says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import confirmation, offering, options, proposal, ruling, wording
from forecasts.cli.layout import bold, fields, note, paragraph
from forecasts.cli.misuse import TakesNumbers
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import InputError
from forecasts.model import ResolutionStatus, times
from forecasts.store import questions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from forecasts.cli.offering import Offer
    from forecasts.cli.ruling import Ruled, Typed
    from forecasts.store import Store

EXAMPLES = """\b
Examples:
  forecasts resolve kim-xi-meet yes --happened 2025-09-04 \\
      --source https://example.org/a --quote "The two leaders met on Thursday."
  forecasts resolve satellite-before-2028 no --no-source "the ministry's own list"
  forecasts resolve economic-agreement-before-2029 --annul "the deal was never signed"
  forecasts resolve next-leader kim --known 2026-06-04 --no-source "the count"
  forecasts resolve missile-tests 7 --no-source "our own list"
  forecasts resolve winter-minimum -5 --no-source "the weather service"
  forecasts resolve summit-date 2027-03-14 --no-source "both ministries"
  forecasts resolve kim-xi-meet --confirm --note "read the source too"
  forecasts resolve kim-xi-meet no --dispute "it was a call" --decide-by 2026-12-15
  forecasts resolve missile-tests --accept
  forecasts resolve missile-tests --object "the list is not complete"

The outcome of a question on options is the option, or how it begins; of a number the number,
3..5 when only that is known, below or above past an open end; of a date the day, or never. With
--dispute it is what you claim instead; scores are withheld until the question is resolved anew.
--accept takes what a rule proposes, with its source.

\b
--json prints one object: question status outcome happened_from happened_to
known_at recorded_at resolver source_url quote no_source note replaces
late[forecaster made_at probability] own written receipt warnings awaits
decide_by claimed proposal_id follows[question outcome because written status
command]. follows is what links make of it: what was annulled with its condition
(written), and what is offered with its command. late are the forecasts that the
outcome makes late, own the resolver's last number; of other kinds than yes/no
both are objects of probabilities, quantiles, cdf or family. outcome is text: an
option, a number, 3.0..5.0, an instant, never.
--confirm prints: question status outcome resolver forecast_it confirmer note
entered_by awaited written receipt follows; --object: question proposed objector
objection entered_by written receipt.
"""
NAMED = 6  # forecasters whose late forecasts are named; the rest are counted


def late(ruled: Ruled) -> str:
    """Return who is late and with what, the last number of each; empty when nobody is."""
    last = {track.forecaster.name: row for track, row in ruled.late}
    named = [
        f"{name} {wording.said(row, ruled.question)} on {times.to_minute(row.made_at)}"
        for name, row in list(last.items())[:NAMED]
    ]
    if len(last) > NAMED:
        named.append(f"and {len(last) - NAMED} more")
    return "; ".join(named)


def echo(ruled: Ruled) -> str:
    """Return what people read after a resolution: the outcome, its evidence, what it changes."""
    new, old, question = ruled.resolution, ruled.replaces, ruled.question
    own = f", who forecast it: {wording.said(ruled.own, ruled.question)}" if ruled.own else ""
    recorded = f", recorded {times.to_minute(old.recorded_at)}" if old and old.recorded_at else ""
    who = f" by {old.resolver}" if old and old.resolver else ""
    before = wording.ruling(old, question) if old else ""
    rows = (
        *wording.evidence(new, question.terms.timezone),
        *confirmation.rows(new, question, ruled.history, (), options.now()),
        ("Resolver", f"{new.resolver}{own}"),
        ("Replaces", f"{before}{recorded}{who}; it stays on record" if old else ""),
        ("Late", late(ruled)),
        ("Receipt", str(ruled.receipt)),
    )
    head = f"{bold(f'{question.slug}: {wording.ruling(new, question)}')}\n"
    return f"{head}{paragraph(question.title)}\n\n{fields(rows)}"


def next_step(ruled: Ruled) -> str:
    """Return what to type after a resolution."""
    slug = ruled.question.slug
    if ruled.resolution.status is ResolutionStatus.REOPENED:
        return f"Next: {options.typed_db(f'forecasts show {slug}')}"
    if ruled.resolution.status is ResolutionStatus.DISPUTED:
        return f"To settle it: {proposal.by_hand(ruled.question)}"
    if ruled.resolution.awaits:
        confirm = options.typed_db(f"forecasts resolve {slug} --confirm")
        return f"Next, somebody else: {confirm}"
    score = options.typed_db("forecasts score")
    return f"Next: {score}, then {options.typed_db(f'forecasts scores {slug}')}"


def as_record(ruled: Ruled) -> dict[str, object]:
    """Return a resolution in the shape that --json prints."""
    new, old = ruled.resolution, ruled.replaces
    happened = new.happened
    return {
        "question": ruled.question.slug,
        "status": new.status.value,
        "outcome": new.outcome,
        "happened_from": times.to_text(happened.start) if happened else None,
        "happened_to": times.to_text(happened.end) if happened else None,
        "known_at": times.to_text(new.known_at),
        "recorded_at": times.to_text(options.now()),
        "resolver": new.resolver,
        "source_url": new.source_url,
        "quote": new.quote,
        "no_source": new.no_source,
        "note": new.note,
        "replaces": (old.outcome or old.status.value) if old else None,
        "late": [
            {
                "forecaster": track.forecaster.name,
                "made_at": times.to_text(row.made_at),
                "probability": wording.stated_json(row.stated, ruled.question),
            }
            for track, row in ruled.late
        ],
        "own": wording.stated_json(ruled.own.stated if ruled.own else None, ruled.question),
        "written": ruled.receipt is not None,
        "receipt": str(ruled.receipt) if ruled.receipt else None,
        "warnings": ruled.doubts,
        "awaits": new.awaits,
        "decide_by": times.maybe_to_text(new.decide_by),
        "claimed": new.claimed,
        "proposal_id": new.proposal_id,
    }


def tell(ruled: Ruled, follows: tuple[Offer, ...], *, as_json: bool) -> None:
    """Print a resolution, as words or as JSON, and what follows from it by the links.

    A resolution that changes nothing is said to.
    """
    if as_json:
        json_line(as_record(ruled) | {"follows": [one.as_json() for one in follows]})
        return
    if ruled.receipt is None:
        say_out(
            f"{ruled.question.slug} is {wording.ruling(ruled.resolution, ruled.question)} already."
        )
        say("It has the same source and clocks; nothing was written.")
        if ruled.resolution.awaits:
            confirm = options.typed_db(f"forecasts resolve {ruled.question.slug} --confirm")
            say(f"To confirm it: {confirm}")
    else:
        click.echo(echo(ruled))
    offering.tell(follows)
    if ruled.receipt is not None:
        click.echo(f"\n{next_step(ruled)}")


@click.command(cls=TakesNumbers, epilog=EXAMPLES)
@options.question_argument
@click.argument("outcome", required=False, metavar="[OUTCOME]")
@click.option("--source", metavar="URL", help="Where it is reported.")
@click.option("--quote", metavar="TEXT", help="The sentence there that decides.")
@click.option("--no-source", metavar="WHY", help="Why there is no such source.")
@click.option("--happened", metavar="DATE", help="When it happened: a day, or an instant.")
@click.option("--known", metavar="DATE", help="From when on it could be known.  [default: then]")
@click.option("--anyway", is_flag=True, help="Accept a number that was not asked for, or an answer"
              " whose condition has not come about.")  # fmt: skip
@click.option("--fraction", is_flag=True, help="Accept a share of yes such as 0.3.")
@click.option("--note", metavar="TEXT|@FILE|-", help="Anything to remember.")
@click.option("--by", metavar="NAME", help="Who resolves it; your login name by default.")
@click.option("--annul", metavar="WHY", help="It cannot be answered as asked.")
@click.option("--ambiguous", metavar="WHY", help="The criteria do not decide it.")
@click.option("--reopen", metavar="WHY", help="The resolution on record was wrong or early.")
@click.option("--dispute", metavar="WHY", help="The resolution on record is doubted.")
@click.option("--decide-by", metavar="DATE", help="When a dispute is decided at the latest.")
@click.option("--confirm", is_flag=True, help="A second person finds the ruling right.")
@click.option("--accept", is_flag=True, help="Record what a rule proposes, with its source.")
@click.option("--object", "objection", metavar="WHY", help="Speak against what a rule proposes.")
@click.option("--yes", "sure", is_flag=True, help="Do not ask back on a terminal.")
@options.db_option
@options.json_option
@options.uuid_option
def resolve(
    question: str, db: Path, uuid: str | None, sure: bool, as_json: bool, fraction: bool,
    anyway: bool, confirm: bool, accept: bool, objection: str | None, **typed: str | None,
) -> None:  # fmt: skip
    """Record what happened, with the source and the sentence in it that decides.

    Resolving again replaces the last resolution, which stays on record.
    """
    now = options.now()
    with options.opened(db) as store:
        check_one(confirm, accept, objection is not None)
        if confirm or objection is not None:
            second_look(store, question, typed, objection, uuid, as_json=as_json)
            return
        said = ruling.Typed(**typed, fraction=fraction, anyway=anyway, proposal=None)
        if accept:
            said = ruling.accepted(store, question, said, now, uuid)
        ruled = settled(store, question, said, uuid, asking=sys.stdin.isatty() and not sure)
        waits = ruled.resolution.awaits
        follows = () if waits else offering.offers(store, ruled.question.slug, now)
    tell(ruled, follows, as_json=as_json)


def check_one(*asked: bool) -> None:
    """Raise InputError where a confirmation, an acceptance and an objection are typed together."""
    if sum(asked) > 1:
        raise InputError("--confirm, --accept and --object each stand alone.", "Type one of them.")


def settled(store: Store, question: str, said: Typed, uuid: str | None, *, asking: bool) -> Ruled:
    """Record a resolution, with what is doubtful about it said first and asked back."""
    now = options.now()
    if not said.anyway:
        asked = questions.find(store, question)
        offering.check_conditions(store, asked, said.ruling()[0])
    if asking:
        said = ruling.ask(said, questions.find(store, question), now)
    ruled = ruling.preview(store, question, said, now)
    for words in ruled.doubts:
        note(words)
    if asking:
        ruling.confirm(ruled)
    return ruling.record(store, ruled, said, now, uuid)


def second_look(
    store: Store,
    question: str,
    typed: Mapping[str, str | None],
    objection: str | None,
    uuid: str | None,
    *,
    as_json: bool,
) -> None:
    """Record and print a confirmation of what is on record, or an objection to a proposal."""
    if objection is None:
        done = confirmation.confirmed(store, question, typed, uuid, options.now())
        counts = done.resolution.awaits  # from now on
        follows = offering.offers(store, done.question.slug, options.now()) if counts else ()
        confirmation.tell(done, follows, as_json=as_json)
        return
    if any(text is not None for name, text in typed.items() if name != "by"):
        raise InputError("--object records no outcome.", "Type it alone, or with --by.")
    by = typed["by"]
    against = proposal.objected(store, question, objection, by, uuid, options.now())
    proposal.tell(against, as_json=as_json)
