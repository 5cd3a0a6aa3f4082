"""`forecasts aggregate`: one forecast made of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import day, json_lines, percent, say, table
from forecasts.errors import InputError
from forecasts.model import ForecasterKind, QuestionType, Status
from forecasts.store import forecasters, listing, questions
from tracker.reports.aggregate_now import aggregates_now
from tracker.reports.aggregated import MEMBERS
from tracker.reports.numbers import counted
from tracker.scoring.aggregates import METHOD_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forecasts.store import Store
    from forecasts.store.listing import Line
    from tracker.reports.aggregate_now import AggregateNow, Chances

EXAMPLES = """\b
Examples:
  forecasts aggregate
  forecasts aggregate armistice-before-midterms --others
  forecasts aggregate kim-xi-meet --method geometric --members ana --members ben --json

\b
median       of all members' numbers (the default)
mean         the linear pool
trimmed      the mean without a fifth of the members at each end
geometric    the mean of log odds, of options the log pool; undefined beside 0
geometric-floored   the same of numbers limited to 0.1% and 99.9%
recency      the median, weighted towards who spoke last
extremized   the mean, moved from 50% as the record of the mean asks for
performance  the mean, weighted by how good each member has been

\b
Weights and exponents use only outcomes known before each instant, of questions
that were scheduled to have ended by then. --json prints a line a question:
question status method label at aggregate members daily hidden
changes[at p members] made_of[forecaster kind p]. With options, aggregate and p
are objects of option and chance.
"""
POOLED = (QuestionType.BINARY, QuestionType.MULTIPLE_CHOICE, QuestionType.ORDINAL)
PARTS = 20  # members that are named before the rest are counted


@click.command(epilog=EXAMPLES)
@click.argument("question", required=False, shell_complete=options.slugs)
@click.option("--method", type=click.Choice(METHOD_NAMES), default="median", show_default=True)
@click.option("--members", metavar="NAME", multiple=True,
              help="Who is in it; repeat for more. All persons and models by default.")  # fmt: skip
@click.option("--others", "with_others", is_flag=True, help="Show it before your own entry.")
@options.as_option
@options.db_option
@options.json_option
def aggregate(
    question: str | None, method: str, members: tuple[str, ...], with_others: bool,
    who: str | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """Make one forecast of many: of a question, or of every open one.

    Computed anew at every instant a member changes, and never stored. On an open question it is
    hidden until you have entered your own number. What aggregates scored:
    forecasts leaderboard --aggregates
    """
    with options.opened(db) as store, store.snapshot() as connection:
        me = options.speaker(store, who)
        lines = listing.lines(connection, options.now(), me.id if me else None)
        asked = _asked(store, lines, question)
        crew = [forecasters.find(store, name).id for name in members] or _everyone(store)
        try:
            found = aggregates_now(
                connection, asked, method, crew, options.now(), with_others=with_others
            )
        except ValueError as error:
            raise _undefined(method, error) from error
    if as_json:
        json_lines(one.as_json() for one in found)
    else:
        _print(found, one=question is not None)


def _asked(store: Store, lines: Sequence[Line], name: str | None) -> list[Line]:
    """Return the question of that name, or the open ones, of the kinds that can be pooled."""
    if name is None:
        taking = (Status.OPEN, Status.REOPENED)
        return [line for line in lines if line.status in taking and line.type in POOLED]
    asked = questions.find(store, name)
    if asked.type not in POOLED:
        raise InputError(
            f"{asked.slug} is a {asked.type} question: what is aggregated are chances, of yes or of"
            " options.",
            f"See what was said: forecasts show {asked.slug}",
        )
    return [line for line in lines if line.id == asked.id]


def _everyone(store: Store) -> list[int]:
    """Return the ids of all persons and models."""
    kinds = {ForecasterKind(kind) for kind in MEMBERS}
    return [who.id for who in forecasters.everyone(store.connection) if who.kind in kinds]


def _undefined(method: str, error: ValueError) -> InputError:
    if method != "geometric":
        raise error
    return InputError(
        "a member says 0 or 100%, which leaves the geometric mean undefined.",
        "Limit such numbers to 0.1% and 99.9%: --method geometric-floored",
    )


def _print(found: Sequence[AggregateNow], *, one: bool) -> None:
    if one:
        click.echo(_told(found[0]))
    elif found:
        table(("question", "aggregate", "of", "last change"), map(_cells, found), (1,))
    else:
        say("No question that can be aggregated is open. See: forecasts list")
    if any(row.hidden for row in found):
        say("Hidden until you have entered your own; --others shows it.")


def _cells(row: AggregateNow) -> tuple[str, str, str, str]:
    said = _said(row.aggregate) if row.aggregate is not None else "-"
    last = day(row.changes[-1].at.replace(second=0, microsecond=0)) if row.changes else ""
    return row.question, "hidden" if row.hidden else said, row.label, last


def _told(row: AggregateNow) -> str:
    """Return the aggregate with its members, and where it came from."""
    ended = "" if row.status in {"draft", "open", "reopened"} else ", as it stood at the end"
    said = _said(row.aggregate) if row.aggregate is not None else "nothing stands"
    head = f"{row.question}: {'hidden' if row.hidden else said}, {row.label}{ended}"
    rest = len(row.made_of) - PARTS
    lines = [
        bold(head),
        paragraph(row.title),
        fields(
            (part.forecaster, _said(part.p) + ("" if part.kind == "person" else f", {part.kind}"))
            for part in row.made_of[:PARTS]
        ),
        f"  and {rest} more: --json names them all" if rest > 0 else "",
        _course(row),
    ]
    return "\n".join(line for line in lines if line)


def _said(p: Chances) -> str:
    """Return a chance in percent, or that of each option."""
    if isinstance(p, float):
        return percent(p)
    return ", ".join(f"{name} {percent(chance)}" for name, chance in p)


def _course(row: AggregateNow) -> str:
    """Return where it began, how far it went, and how often it was computed."""
    stood = [(change.at, change.p) for change in row.changes if change.p is not None]
    if not stood:
        return ""
    at, first = stood[0]
    numbers = [p for _, p in stood if isinstance(p, float)]
    between = ""
    if numbers:
        between = f"; between {percent(min(numbers))} and {percent(max(numbers))} since"
    once = ", once a day" if row.daily else ""
    times = counted(len(row.changes), "time")
    return paragraph(
        f"First {_said(first)} on {day(at.replace(microsecond=0))}{between};"
        f" computed {times}{once}."
    )
