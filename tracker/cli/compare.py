"""`forecasts compare`: whether one forecaster was better than another, and what would tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from forecasts import dates
from forecasts.cli import options
from forecasts.cli.layout import bold, paragraph
from forecasts.cli.output import json_line, say, table
from forecasts.errors import InputError, NotFoundError
from forecasts.model import times
from forecasts.store import forecasters
from tracker import columns
from tracker.cli import choice
from tracker.cli.choice import choose_policies
from tracker.columns.ends import Unanswered, unanswered
from tracker.reports import compared, compared_words
from tracker.reports.spoken import number
from tracker.scoring import Policy
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from forecasts.store import Store
    from tracker.columns import Name
    from tracker.reports.compared import Comparison

EXAMPLES = """\b
Examples:
  forecasts compare ana ben
  forecasts compare ana ben --topic north-korea --policy before-close:7d
  forecasts compare csds-brief ana --at 2025-02-04
  forecasts compare base-rate coin --retrospective --json

\b
difference   the second's mean loss minus the first's: above 0, the first is better
open         improper where "yes" closes a question early; last can be gamed
shrunk       drawn towards everybody's mean, the more the fewer the questions

\b
--json prints one object: a b rule policy questions clusters a_loss b_loss
attainable difference low high n80 verdict reason e_value e_for e_threshold
e_declared e_declared_after e_waits_for delta policies[policy questions clusters a_loss
b_loss attainable difference low high n80 verdict ahead a_place b_place places]
adjusted[forecaster questions raw adjusted shrunk] beside[forecaster kind
questions loss a b]. verdict is the first's: better, worse or cannot tell; ahead
and the places are the order of means; adjusted is of scheduled Brier, always.
"""


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant that --at named, and the start of its day."""

    at: datetime
    day: datetime


@click.command(epilog=EXAMPLES)
@click.argument("first")
@click.argument("second")
@click.option("--at", metavar="DATE", help="Compare what stood at the end of one day.")
@click.option("--topic", metavar="TOPIC", help="Only questions of this topic.")
@click.option("--retrospective", is_flag=True, help="Retrospective questions instead of live ones.")
@click.option("--policy", metavar="POLICY", help="scheduled (the default) or another.")
@click.option("--rule", type=click.Choice(compared.RULES), default="brier", show_default=True)
@click.option("--delta", type=click.FloatRange(0, 1, min_open=True), default=0.01,
              show_default=True, help="The difference that would matter.")  # fmt: skip
@choice.recorded_only_option
@options.tz_option
@options.db_option
@options.json_option
def compare(
    first: str, second: str, at: str | None, topic: str | None, retrospective: bool,
    policy: str | None, rule: str, delta: float, recorded_only: bool, tz: str | None, db: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Say which of two forecasters did better on the questions both were scored on.

    Paired by question, with a 95% interval over clusters of related questions for one look, and
    evidence that holds however often one looks. A publication is compared at its own date, with
    the base rate and the people standing that day.
    """
    zone = options.zone_of(tz)
    moment = _moment(at, zone) if at else None
    with (
        options.opened(db) as whole,
        choice.counted(whole, recorded_only=recorded_only) as store,
        store.snapshot() as connection,
    ):
        pair = _pair(store, first, second)
        ids = columns.resolved(connection, topic=topic, retrospective=retrospective)
        ids = _at_their_date(connection, ids, pair, moment, zone)
        waiting = _waiting(connection, pair, topic, moment, zone, retrospective=retrospective)
        chosen = _policy(policy, moment)
        inquiry = compared.compare_at if moment else compared.compare
        found = inquiry(connection, ids, pair, chosen, rule, delta, waiting)
    if found is None:
        raise _nothing_shared(pair, chosen)
    if as_json:
        json_line(found.as_json())
    else:
        _print(found)


def _moment(at: str, zone: ZoneInfo) -> Moment:
    found = dates.instant(at, dates.Edge.MADE, zone, options.now())
    start = found.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(found, start)


def _policy(typed: str | None, moment: Moment | None) -> Policy:
    if moment is None:
        (chosen,) = choose_policies([typed or "scheduled"])
        return chosen
    if typed:
        raise InputError(
            "--at looks at one instant and --policy at another.", "Type one of the two."
        )
    return Policy(Kind.AT, at_us=times.to_us(moment.at))


def _pair(store: Store, first: str, second: str) -> tuple[Name, Name]:
    one, other = (forecasters.find(store, name) for name in (first, second))
    if one.id == other.id:
        raise InputError(f"{first} and {second} are both {one.name}.", "Name two forecasters.")
    known = columns.names(store.connection)
    return known[one.id], known[other.id]


def _at_their_date(
    connection: sqlite3.Connection,
    ids: list[int],
    pair: tuple[Name, Name],
    moment: Moment | None,
    zone: ZoneInfo,
) -> list[int]:
    """Return the questions that may be compared: of a publication, those it spoke of that day.

    A publication does not look again: what it said is compared with what others said then.
    """
    for who in pair:
        if who.kind != "publication":
            continue
        days = columns.days_made(connection, who.id, zone)
        there = f"It spoke on {', '.join(map(str, days[:5]))}." if days else "It said no number."
        hint = f"Type: --at {days[0]}" if days else "See: forecasts leaderboard"
        if moment is None:
            raise InputError(
                f"{who.name} is a publication, and is compared only at its own date. {there}", hint
            )
        spoken = columns.made_between(connection, who.id, moment.day, moment.at)
        if not spoken:
            raise InputError(f"{who.name} said nothing on {moment.day:%Y-%m-%d}. {there}", hint)
        ids = sorted({*ids} & {*spoken})
    return ids


def _waiting(
    connection: sqlite3.Connection,
    pair: tuple[Name, Name],
    topic: str | None,
    moment: Moment | None,
    zone: ZoneInfo,
    *,
    retrospective: bool,
) -> list[Unanswered]:
    """Return what both spoke of and has no outcome yet: the evidence must not run ahead of it."""
    ids = (pair[0].id, pair[1].id)
    found = unanswered(connection, ids, topic=topic, retrospective=retrospective)
    kept = _at_their_date(connection, [one.id for one in found], pair, moment, zone)
    return [one for one in found if one.id in set(kept)]


def _nothing_shared(pair: tuple[Name, Name], policy: Policy) -> NotFoundError:
    names = f"{pair[0].name} and {pair[1].name}"
    return NotFoundError(
        f"{names} have no question in common that is scored under {policy}.",
        "See who has: forecasts leaderboard   (of the past: --retrospective)",
    )


def _print(found: Comparison) -> None:
    click.echo(f"{paragraph(compared_words.verdict_words(found))}")
    click.echo(f"{paragraph(compared_words.evidence_words(found))}\n")
    headers, rows = compared_words.policy_table(found)
    table(headers, rows, range(1, len(headers)))
    click.echo(f"\n{bold('Places by mean loss, of all who were scored on every common question')}")
    headers, rows = compared_words.place_table(found)
    table(headers, rows, range(1, len(headers)))
    click.echo(paragraph(compared_words.place_words(found)))
    if found.adjusted:
        click.echo(f"\n{bold(ADJUSTED)}")
        table(("", "questions", "raw", "adjusted", "shrunk"), [
            (row.forecaster, str(row.questions), number(row.raw), _or_dash(row.adjusted),
             _or_dash(row.shrunk)) for row in found.adjusted
        ], range(1, 5))  # fmt: skip
    if found.beside:
        click.echo(f"\n{bold('Who else stood then, on the same questions')}")
        table(("", "questions", "own", found.a, found.b), [
            (row.forecaster, str(row.questions), number(row.loss), number(row.a), number(row.b))
            for row in found.beside
        ], range(1, 5))  # fmt: skip
    say(paragraph(
        f"Losses: lower is better, 0 is best. Difference: {found.b} less {found.a}, above 0"
        f" {found.a} is better. The interval holds for one look."
    ))  # fmt: skip


ADJUSTED = "All their questions, on scheduled Brier whatever the rule and policy above"


def _or_dash(value: float | None) -> str:
    return "-" if value is None else number(value)
