"""`forecasts aggregate`: one forecast made of many."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

import click

from forecasts.cli import kinds, options
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import day, json_lines, percent, say, table
from forecasts.distributions.notation import figure
from forecasts.errors import InputError
from forecasts.model import ForecasterKind, QuestionType, Status
from forecasts.store import forecasters, listing, questions
from tracker.reports.aggregate_now import Shape, aggregates_now
from tracker.reports.aggregated import MEMBERS
from tracker.reports.numbers import counted
from tracker.reports.spoken import number
from tracker.scoring.aggregates import METHOD_NAMES
from tracker.scoring.distribution_aggregates import ALL_METHODS, DISTRIBUTION_METHOD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Store
    from forecasts.store.listing import Line
    from tracker.columns.aggregate_scores import AggregateScore
    from tracker.reports.aggregate_now import AggregateNow, Said

EXAMPLES = """\b
Examples:
  forecasts aggregate
  forecasts aggregate armistice-before-midterms --others
  forecasts aggregate armistice --method quantiles
  forecasts aggregate kim-xi-meet --method geometric --members ana --members ben --json

\b
median       the middle one of the chances, or of the quantiles (the default)
mean         the linear pool: of chances, or of distribution functions
trimmed      the mean of chances or quantiles without a fifth at each end
geometric    the mean of log odds, of options the log pool; undefined beside 0
geometric-floored   the same of numbers limited to 0.1% and 99.9%
recency      the median, weighted towards who spoke last
extremized   the mean, moved from 50% as the record of the mean asks for
performance  the mean, weighted by how good each member has been
quantiles    the mean of the quantiles of distributions
quantiles-performance   the same, weighted by how good each member has been

\b
Numbers and dates take median, mean, trimmed, recency, performance and the two
of quantiles; yes/no and options all but those two. Weights and exponents use
only outcomes known before each instant, of questions that were scheduled to
have ended by then.

\b
--json prints a line a question: question status method label at aggregate
members daily thinned hidden changes[at p members] made_of[forecaster kind p]
scores[policy rule score score_low score_high reference coverage attainable
reason], the last once there is an outcome.
aggregate and p are a chance; with options an object of option and chance; of
numbers and dates {quantiles{level place} below above}, and in aggregate also
knots[[place height]]: below and above is what lies outside the range, above
for a date is "not by the horizon".
"""
CHANCES = (QuestionType.BINARY, QuestionType.MULTIPLE_CHOICE, QuestionType.ORDINAL)
PARTS = 20  # members that are named before the rest are counted


@click.command(epilog=EXAMPLES)
@click.argument("question", required=False, shell_complete=options.slugs)
@click.option("--method", type=click.Choice(ALL_METHODS), default="median", metavar="METHOD",
              help="One of those below.", show_default=True)  # fmt: skip
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
        me = options.reader(store, who)
        lines = listing.lines(connection, options.now(), me.id if me else None)
        asked = _asked(store, lines, question, method)
        crew = [forecasters.find(store, name).id for name in members] or _everyone(store)
        try:
            found = aggregates_now(
                connection, asked, method, crew, options.now(),
                reader=me.id if me else None, with_others=with_others,
            )  # fmt: skip
        except ValueError as error:
            raise _undefined(method, error) from error
    if as_json:
        json_lines(one.as_json() for one in found)
    else:
        _print(found, one=question is not None, asked=with_others)


def _asked(store: Store, lines: Sequence[Line], name: str | None, method: str) -> list[Line]:
    """Return the question of that name, or the open ones, of the kinds the method is for."""
    if name is None:
        taking = (Status.OPEN, Status.REOPENED)
        return [line for line in lines if line.status in taking and method in _methods(line.type)]
    asked = questions.find(store, name)
    if method not in _methods(asked.type):
        raise InputError(
            f"{asked.slug} is a {asked.type} question, and {method} is undefined for those.",
            f"Choose one of: --method {', '.join(_methods(asked.type))}",
        )
    return [line for line in lines if line.id == asked.id]


def _methods(kind: QuestionType) -> tuple[str, ...]:
    return METHOD_NAMES if kind in CHANCES else DISTRIBUTION_METHOD_NAMES


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


def _print(found: Sequence[AggregateNow], *, one: bool, asked: bool) -> None:
    if one:
        click.echo(_told(found[0]))
    elif found:
        table(("question", "aggregate", "of", "last change"), map(_cells, found), (1,))
    else:
        say("No question that can be aggregated is open. See: forecasts list")
    if any(row.hidden for row in found):
        way = "you have entered your own; --others shows it." if not asked else "its round closes."
        say(f"Hidden until {way}")


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
        _drawn(row.aggregate),
        fields(
            (part.forecaster, _said(part.p) + ("" if part.kind == "person" else f", {part.kind}"))
            for part in row.made_of[:PARTS]
        ),
        f"  and {rest} more: --json names them all" if rest > 0 else "",
        _course(row),
        fields(_scored(row.scores)),
    ]
    return "\n".join(line for line in lines if line)


def _said(p: Said) -> str:
    """Return a chance in percent, that of each option, or a distribution in a few words."""
    if isinstance(p, Shape):
        return kinds.brief_curve(p.curve, p.question)
    if isinstance(p, float):
        return percent(p)
    return ", ".join(f"{name} {percent(chance)}" for name, chance in p)


def _drawn(p: Said | None) -> str:
    """Return a distribution drawn between empty lines; nothing for chances."""
    return f"\n{kinds.picture_of_curve(p.curve, p.question)}\n" if isinstance(p, Shape) else ""


def _course(row: AggregateNow) -> str:
    """Return where it began, how far it went, and how often it was computed."""
    stood = [(change.at, change.p) for change in row.changes if change.p is not None]
    if not stood:
        return ""
    at, first = stood[0]
    once = ", once a day" if row.daily else ""
    some = ", at 2,000 of its members' knots" if row.thinned else ""
    times = counted(len(row.changes), "time")
    return paragraph(
        f"First {_said(first)} on {day(at.replace(microsecond=0))}{_between(stood)};"
        f" computed {times}{once}{some}."
    )


def _scored(scores: Sequence[AggregateScore]) -> Iterator[tuple[str, str]]:
    """Yield each policy with the losses and points under it, those that there are."""
    for policy in dict.fromkeys(row.policy for row in scores):
        own = [row for row in scores if row.policy == policy]
        numbers = [f"{row.rule} {_scoring(row.score)}" for row in own if row.score is not None]
        reference = own[0].reference
        if numbers and own[0].score is not None and reference is not None:
            numbers[0] += f" (reference {_scoring(reference)})"
        yield policy, ", ".join(numbers) or f"no score: {own[0].reason}"


def _scoring(value: float) -> str:
    return number(value) if isinf(value) else figure(value, 3)


def _between(stood: Sequence[tuple[datetime, Said]]) -> str:
    """Return how far a chance went, or the median of a number."""
    chances = [p for _, p in stood if isinstance(p, float)]
    if chances:
        return _apart("", percent(min(chances)), percent(max(chances)))
    numeric = [p for _, p in stood if isinstance(p, Shape) and p.question.type == "numeric"]
    medians = [p.median for p in numeric if p.median is not None]
    if not medians:
        return ""
    return _apart("its median ", figure(min(medians)), figure(max(medians)))


def _apart(what: str, low: str, high: str) -> str:
    return f"; {what}{low} since" if low == high else f"; {what}between {low} and {high} since"
