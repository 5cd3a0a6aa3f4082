"""`forecasts resolve`: record what happened, with the source that says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import options, ruling, wording
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say, say_out
from forecasts.model import ResolutionStatus, times

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.cli.ruling import Ruled

EXAMPLES = """\b
Examples:
  forecasts resolve kim-xi-meet yes --happened 2025-09-04 \\
      --source https://example.org/a --quote "The two leaders met on Thursday."
  forecasts resolve launch-2026 no --no-source "the ministry's own list"
  forecasts resolve cost-sharing --annul "the deal was never signed"

\b
--json prints one object: question status outcome happened_from happened_to
known_at recorded_at resolver source_url quote no_source note replaces
late[forecaster made_at probability] own written receipt warnings. late are
the forecasts that the outcome makes late, own the resolver's last number.
"""
NAMED = 6  # forecasters whose late forecasts are named; the rest are counted


def late(ruled: Ruled) -> str:
    """Return who is late and with what, the last number of each; empty when nobody is."""
    last = {track.forecaster.name: row for track, row in ruled.late}
    named = [
        f"{name} {wording.said(row)} on {times.to_minute(row.made_at)}"
        for name, row in list(last.items())[:NAMED]
    ]
    if len(last) > NAMED:
        named.append(f"and {len(last) - NAMED} more")
    return "; ".join(named)


def echo(ruled: Ruled) -> str:
    """Return what people read after a resolution: the outcome, its evidence, what it changes."""
    new, old, terms = ruled.resolution, ruled.replaces, ruled.question.terms
    own = f", who forecast it: {wording.said(ruled.own)}" if ruled.own else ""
    recorded = f", recorded {times.to_minute(old.recorded_at)}" if old and old.recorded_at else ""
    who = f" by {old.resolver}" if old and old.resolver else ""
    rows = (
        *wording.evidence(new, terms.timezone),
        ("Resolver", f"{new.resolver}{own}"),
        ("Replaces", f"{wording.ruling(old)}{recorded}{who}; it stays on record" if old else ""),
        ("Late", late(ruled)),
        ("Receipt", str(ruled.receipt)),
    )
    head = f"{bold(f'{ruled.question.slug}: {wording.ruling(new)}')}\n"
    return f"{head}{paragraph(ruled.question.title)}\n\n{fields(rows)}\n\n{next_step(ruled)}"


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
        "replaces": wording.ruling(old) if old else None,
        "late": [
            {
                "forecaster": track.forecaster.name,
                "made_at": times.to_text(row.made_at),
                "probability": row.chance.probability if row.chance else None,
            }
            for track, row in ruled.late
        ],
        "own": ruled.own.chance.probability if ruled.own and ruled.own.chance else None,
        "written": ruled.receipt is not None,
        "receipt": str(ruled.receipt) if ruled.receipt else None,
        "warnings": ruled.doubts,
    }


def tell(ruled: Ruled, *, as_json: bool) -> None:
    """Print a resolution, as words or as JSON; one that changes nothing is said to."""
    if as_json:
        json_line(as_record(ruled))
    elif ruled.receipt is None:
        say_out(f"{ruled.question.slug} is {wording.ruling(ruled.resolution)} already.")
        say("It has the same source and clocks; nothing was written.")
    else:
        click.echo(echo(ruled))


@click.command(epilog=EXAMPLES)
@options.question_argument
@click.argument("outcome", required=False, metavar="[yes|no]")
@click.option("--source", metavar="URL", help="Where it is reported.")
@click.option("--quote", metavar="TEXT", help="The sentence there that decides.")
@click.option("--no-source", metavar="WHY", help="Why there is no such source.")
@click.option("--happened", metavar="DATE", help="When it happened: a day, or an instant.")
@click.option("--known", metavar="DATE", help="From when on it could be known.  [default: then]")
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
    question: str, db: Path, uuid: str | None, sure: bool, as_json: bool, **typed: str | None
) -> None:
    """Record what happened: yes or no, with the source and the sentence in it that decides.

    Resolving again replaces the last resolution, which stays on record.
    """
    now = options.now()
    asking = sys.stdin.isatty() and not sure
    with options.opened(db) as store:
        said = ruling.Typed(**typed)
        if asking:
            said = ruling.ask(said, ruling.asked(store, question), now)
        ruled = ruling.preview(store, question, said, now)
        for words in ruled.doubts:
            say(f"Note: {words}")
        if asking:
            ruling.confirm(ruled)
        ruled = ruling.record(store, ruled, said, now, uuid)
    tell(ruled, as_json=as_json)
