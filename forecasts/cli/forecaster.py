"""`forecasts forecaster`: who forecasts."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import options
from forecasts.cli.output import json_line, json_lines, say, say_out, table
from forecasts.cli.wording import moment
from forecasts.errors import InputError, RefusedError
from forecasts.model import Forecaster, ForecasterKind, times
from forecasts.store import forecasters
from forecasts.store.forecasters import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from forecasts.store import Receipt, Store


@click.group(epilog="\b\nExample:\n  forecasts forecaster add ana --alias a.kim")
def forecaster() -> None:
    """Who forecasts: people, teams, crowds, models, publications and mechanical baselines."""


@forecaster.command(
    epilog="""\b
Examples:
  forecasts forecaster add "CSIS" --kind publication
  forecasts forecaster add house --kind team --may-enter ana,ben"""
)
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ForecasterKind]),
    default=ForecasterKind.PERSON.value,
    show_default=True,
)
@click.option("--alias", "aliases", metavar="NAME", multiple=True, help="Repeat for more.")
@click.option("--may-enter", metavar="NAME,NAME", help="Who alone may enter its numbers.")
@options.db_option
@options.json_option
@options.uuid_option
def add(
    name: str, kind: str, aliases: tuple[str, ...], may_enter: str | None, db: Path,
    as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Add a forecaster."""
    main, also = parse.name(name), {parse.name(a).casefold(): parse.name(a) for a in aliases}
    also.pop(main.casefold(), None)
    with options.opened(db) as store, store.append(options.now(), "forecaster add", uuid) as batch:
        few = None if may_enter is None else entrants(store, may_enter.split(","))
        who = forecasters.add(batch, main, ForecasterKind(kind), tuple(also.values()), few)
    too = f", who goes by {', '.join(who.aliases)} too" if who.aliases else ""
    words = f"Added {who.name} ({kind}){too}.{entered_by(who)}"
    tell(who, words, batch.receipt, as_json=as_json)
    if not as_json:
        command = f"forecasts predict QUESTION …% --as {shlex.quote(who.name)}"
        say_out(f"Next: {options.typed_db(command)}")


@forecaster.command(
    "list",
    epilog="""\b
Example:
  forecasts forecaster list

\b
--json prints a line each: forecaster kind aliases retired_at may_enter hints
forecasts questions""",
)
@options.db_option
@options.json_option
def list_(db: Path, as_json: bool) -> None:
    """List forecasters, with how much they have said."""
    with options.opened(db) as store, store.snapshot() as connection:
        known, tallies = forecasters.everyone(connection), forecasters.tallies(connection)
    rows = [(who, tallies.get(who.id, Tally())) for who in known]
    if as_json:
        json_lines(record(who, tally) for who, tally in rows)
    elif rows:
        headers = ("forecaster", "kind", "also", "forecasts", "questions", "retired")
        table(headers, [cells(who, tally) for who, tally in rows], right=(3, 4))
    else:
        say("Nobody yet; your login name is added with your first forecast.")


@forecaster.command(epilog="\b\nExample:\n  forecasts forecaster alias ana a.kim")
@click.argument("name")
@click.argument("alias")
@options.db_option
@options.json_option
@options.uuid_option
def alias(name: str, alias: str, db: Path, as_json: bool, uuid: str | None) -> None:
    """Let NAME go by ALIAS too."""
    also = parse.name(alias)
    with (
        options.opened(db) as store,
        store.append(options.now(), "forecaster alias", uuid) as batch,
    ):
        before = forecasters.find(store, name)
        after = before
        if not before.goes_by(also):
            forecasters.check_free(batch, also)
            after = replace(before, aliases=(*before.aliases, also))
            forecasters.change(batch, after)
    words = f"{after.name} goes by {', '.join(after.aliases) or 'no other name'} too."
    tell(after, words, batch.receipt if after != before else None, as_json=as_json)


@forecaster.command(
    epilog="""\b
Examples:
  forecasts forecaster allow house ana ben
  forecasts forecaster allow house --anybody"""
)
@click.argument("name")
@click.argument("names", nargs=-1)
@click.option("--anybody", is_flag=True, help="Let anybody enter its numbers again.")
@options.db_option
@options.json_option
@options.uuid_option
def allow(
    name: str, names: tuple[str, ...], anybody: bool, db: Path, as_json: bool, uuid: str | None
) -> None:
    """Let NAMES alone enter the numbers of NAME, such as a team's agreed ones."""
    if anybody == bool(names):
        raise InputError("who may enter its numbers?", "Name them all, or type --anybody.")
    with (
        options.opened(db) as store,
        store.append(options.now(), "forecaster allow", uuid) as batch,
    ):
        before = forecasters.find(store, name)
        after = replace(before, may_enter=None if anybody else entrants(store, names))
        if after != before:
            forecasters.change(batch, after)
    words = entered_by(after).strip() or f"Anybody may enter numbers of {after.name}."
    tell(after, words, batch.receipt if after != before else None, as_json=as_json)


@forecaster.command(
    epilog="""\b
Examples:
  forecasts forecaster hints ana on
  forecasts forecaster hints ana off"""
)
@click.argument("name")
@click.argument("wanted", type=click.Choice(("on", "off")))
@options.db_option
@options.json_option
@options.uuid_option
def hints(name: str, wanted: str, db: Path, as_json: bool, uuid: str | None) -> None:
    """Let NAME be told, when forecasting, what the record of their own numbers suggests.

    A hint is never applied, and there is one only where it would have helped on questions that it
    had not seen. Once: forecasts predict QUESTION 80% --hint
    """
    with (
        options.opened(db) as store,
        store.append(options.now(), "forecaster hints", uuid) as batch,
    ):
        before = forecasters.find(store, name)
        after = replace(before, hints=wanted == "on")
        if after != before:
            forecasters.change(batch, after)
    words = f"{after.name} is {'shown' if after.hints else 'not shown'} hints with a forecast."
    tell(after, words, batch.receipt if after != before else None, as_json=as_json)


def entrants(store: Store, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names on record of those who may enter a forecaster's numbers.

    Raises NotFoundError for an unknown one, since a slip would shut somebody out.
    """
    typed = [parse.name(name.strip()) for name in names]
    return tuple(dict.fromkeys(forecasters.find(store, name).name for name in typed))


def entered_by(who: Forecaster) -> str:
    """Return who may enter a forecaster's numbers, as a sentence; empty where anybody may."""
    return f" Its numbers are entered by {', '.join(who.may_enter)}." if who.may_enter else ""


@forecaster.command(epilog="\b\nExample:\n  forecasts forecaster retire ana --at 2026-11-30")
@click.argument("name")
@click.option("--at", metavar="DATE", help="First day or instant without them; now by default.")
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def retire(
    name: str, at: str | None, tz: str | None, db: Path, as_json: bool, uuid: str | None
) -> None:
    """End NAME's standing forecasts.

    From then on they neither stand nor score. Typed again with another --at, it moves the day.
    """
    now, zone = options.now(), options.zone_of(tz)
    retired_at = dates.instant(at, dates.Edge.OPENING, zone, now) if at else now
    with options.opened(db) as store, store.append(now, "forecaster retire", uuid) as batch:
        before = forecasters.find(store, name)
        if at:
            newest = forecasters.newest_made_at(store.connection, before.id)
            check_after(before, newest, retired_at, zone)
        after = replace(before, retired_at=retired_at if at else before.retired_at or now)
        if after != before:
            forecasters.change(batch, after)
    tell(after, retired(after, zone), batch.receipt if after != before else None, as_json=as_json)


def check_after(
    who: Forecaster, newest: datetime | None, retired_at: datetime, zone: ZoneInfo
) -> None:
    """Raise RefusedError for a day that lies before a forecast: its score would be taken back."""
    if newest is None or retired_at > newest:
        return
    said, earliest = moment(newest, zone.key), newest.astimezone(zone).date() + timedelta(days=1)
    raise RefusedError(
        f"{who.name} forecast on {said}; retired before that, its score would be taken back.",
        f"The earliest day is {earliest}: forecasts forecaster retire {shlex.quote(who.name)}"
        f" --at {earliest}",
    )


def retired(who: Forecaster, zone: ZoneInfo) -> str:
    """Return from when a forecaster's numbers no longer stand."""
    when = moment(who.retired_at, zone.key) if who.retired_at else "never"
    return f"{who.name} retires at {when}; what stands then ends then, and what it scored stays."


def record(who: Forecaster, tally: Tally) -> dict[str, object]:
    """Return a forecaster as JSON holds it."""
    return {
        "forecaster": who.name,
        "kind": who.kind.value,
        "aliases": who.aliases,
        "retired_at": times.maybe_to_text(who.retired_at),
        "may_enter": who.may_enter,
        "hints": who.hints,
        "forecasts": tally.forecasts,
        "questions": tally.questions,
    }


def cells(who: Forecaster, tally: Tally) -> tuple[str, ...]:
    """Return a forecaster's row in the table."""
    left = f"{who.retired_at:%Y-%m-%d}" if who.retired_at else ""
    counts = (str(tally.forecasts), str(tally.questions))
    return (who.name, who.kind.value, ", ".join(who.aliases), *counts, left)


def tell(who: Forecaster, words: str, receipt: Receipt | None, *, as_json: bool) -> None:
    """Print a forecaster as now on record, with the receipt where something was written."""
    if as_json:
        json_line(
            {
                "forecaster": who.name,
                "kind": who.kind.value,
                "aliases": who.aliases,
                "retired_at": times.maybe_to_text(who.retired_at),
                "may_enter": who.may_enter,
                "hints": who.hints,
                "seq": receipt.seq if receipt else None,
                "receipt": str(receipt) if receipt else None,
            }
        )
    elif receipt:
        say_out(f"{words}\nReceipt {receipt}")
    else:
        say(f"{words} That is on record already: nothing written.")
