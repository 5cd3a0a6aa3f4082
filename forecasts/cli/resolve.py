"""`forecasts resolve`: record what happened, with the source that says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import options, ruling, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say, say_out
from forecasts.model import ResolutionStatus, times
from forecasts.store import questions

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.cli.ruling import Ruled

EXAMPLES = """\b
Examples:
  forecasts resolve kim-xi-meet yes --happened 2025-09-04 \\
      --source https://example.org/a --quote "The two leaders met on Thursday."
  forecasts resolve satellite-before-2028 no --no-source "the ministry's own list"
  forecasts resolve economic-agreement-before-2029 --annul "the deal was never signed"
  forecasts resolve next-leader kim --known 2026-06-04 --no-source "the count"
  forecasts resolve missile-tests 7 --no-source "our own list"
  forecasts resolve summit-date 2027-03-14 --no-source "both ministries"

The outcome of a question on options is the option, or how it begins; of a number the number,
3..5 when only that is known, below or above past an open end (-- -5 for a number below 0); of
a date the day, or never.

\b
--json prints one object: question status outcome happened_from happened_to
known_at recorded_at resolver source_url quote no_source note replaces
late[forecaster made_at probability] own written receipt warnings. late are
the forecasts that the outcome makes late, own the resolver's last number; of
other kinds than yes/no both are objects of probabilities, quantiles, cdf or
family. outcome is text: an option, a number, 3.0..5.0, an instant, never.
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
        ("Resolver", f"{new.resolver}{own}"),
        ("Replaces", f"{before}{recorded}{who}; it stays on record" if old else ""),
        ("Late", late(ruled)),
        ("Receipt", str(ruled.receipt)),
    )
    head = f"{bold(f'{question.slug}: {wording.ruling(new, question)}')}\n"
    return f"{head}{paragraph(question.title)}\n\n{fields(rows)}\n\n{next_step(ruled)}"


def next_step(ruled: Ruled) -> str:
    """Return what to type after a resolution."""
    slug = ruled.question.slug
    if ruled.resolution.status is ResolutionStatus.REOPENED:
        return f"Next: {options.typed_db(f'forecasts show {slug}')}"
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
    }


def tell(ruled: Ruled, *, as_json: bool) -> None:
    """Print a resolution, as words or as JSON; one that changes nothing is said to."""
    if as_json:
        json_line(as_record(ruled))
    elif ruled.receipt is None:
        say_out(
            f"{ruled.question.slug} is {wording.ruling(ruled.resolution, ruled.question)} already."
        )
        say("It has the same source and clocks; nothing was written.")
    else:
        click.echo(echo(ruled))


@click.command(epilog=EXAMPLES)
@options.question_argument
@click.argument("outcome", required=False, metavar="[OUTCOME]")
@click.option("--source", metavar="URL", help="Where it is reported.")
@click.option("--quote", metavar="TEXT", help="The sentence there that decides.")
@click.option("--no-source", metavar="WHY", help="Why there is no such source.")
@click.option("--happened", metavar="DATE", help="When it happened: a day, or an instant.")
@click.option("--known", metavar="DATE", help="From when on it could be known.  [default: then]")
@click.option("--fraction", is_flag=True, help="Accept a share of yes such as 0.3.")
@click.option("--note", metavar="TEXT|@FILE|-", help="Anything to remember.")
@click.option("--by", metavar="NAME", help="Who resolves it; your login name by default.")
@click.option("--annul", metavar="WHY", help="It cannot be answered as asked.")
@click.option("--ambiguous", metavar="WHY", help="The criteria do not decide it.")
@click.option("--reopen", metavar="WHY", help="The resolution on record was wrong or early.")
@click.option("--yes", "sure", is_flag=True, help="Do not ask back on a terminal.")
@options.db_option
@options.json_option
@options.uuid_option
def resolve(
    question: str, db: Path, uuid: str | None, sure: bool, as_json: bool, fraction: bool,
    **typed: str | None,
) -> None:  # fmt: skip
    """Record what happened, with the source and the sentence in it that decides.

    Resolving again replaces the last resolution, which stays on record.
    """
    now = options.now()
    asking = sys.stdin.isatty() and not sure
    with options.opened(db) as store:
        said = ruling.Typed(**typed, fraction=fraction)
        if asking:
            said = ruling.ask(said, questions.find(store, question), now)
        ruled = ruling.preview(store, question, said, now)
        for words in ruled.doubts:
            say(f"Note: {words}")
        if asking:
            ruling.confirm(ruled)
        ruled = ruling.record(store, ruled, said, now, uuid)
    tell(ruled, as_json=as_json)
