"""`forecasts tracker schedule`: what is done when, in whose local time."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from forecasts.cli import options
from forecasts.cli.layout import fields
from forecasts.cli.output import json_line, say, say_out, table
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model import times
from forecasts.model.question import SLUG
from forecasts.store import forecasters, questions
from tracker import store as own
from tracker.cli.desk import zone
from tracker.diary import plans, tables
from tracker.diary.plans import Plan, Work
from tracker.periods import Length

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.store import Store
    from tracker.schedule.cron import Cron

FIRINGS = 3  # echoed
WHEN = (
    'TEXT such as "0 7 * * mon" (minute hour day month weekday), or daily, weekly, monthly,'
    " quarterly."
)
EXAMPLES = """\b
Examples:
  forecasts tracker schedule list
  forecasts tracker schedule add north-korea --report monthly --topic north-korea \\
      --cron "0 8 1 * *" --tz Asia/Seoul
  forecasts tracker schedule set weekly --cron "30 6 * * mon" --tz Europe/Berlin
  forecasts tracker schedule set quarterly --off

\b
--json prints a line a plan: name work period cron timezone enabled topic
forecaster names next[three instants].
"""
cron_option = click.option("--cron", metavar="WHEN", help=f"When: {WHEN}")
zone_option = click.option("--tz", metavar="ZONE", help="In whose local time it fires.")
on_option = click.option("--on/--off", "enabled", default=None, help="Let it fire, or not.")


@click.group(epilog=EXAMPLES)
def schedule() -> None:
    """See and change what the tracker does when: reports, reminders, proposals.

    A report is on the day, week, month or quarter that ended last when it fires.
    """


@schedule.command("list", epilog="\b\nExample:\n  forecasts tracker schedule list --json")
@options.tz_option
@options.db_option
@options.json_option
def list_(tz: str | None, db: Path, as_json: bool) -> None:
    """List what is planned, each with its next firing."""
    from tracker.schedule.clockwork import Clockwork

    with options.opened(db) as store:
        begun = tables.kept(store.connection)
        planned = Clockwork(zone(tz)).first_plans(options.now())
        found = plans.everything(store.connection) if begun else planned
    if as_json:
        for plan in found:
            json_line(record(plan))
        return
    rows = [(p.name, does(p), p.cron, p.timezone, _next(p)) for p in found]
    table(("plan", "does", "when", "zone", "next"), rows)
    if not begun:
        say_out("This is planned when the tracker first runs.")


@schedule.command(epilog=EXAMPLES)
@click.argument("name")
@click.option(
    "--report", "length", type=click.Choice([*map(str, Length)]), help="A report on each period."
)
@click.option("--reminders", "work", flag_value=Work.REMINDERS, help="Reminders of what is due.")
@click.option("--proposals", "work", flag_value=Work.PROPOSALS, help="Outcomes that rules propose.")
@cron_option
@click.option("--topic", metavar="TOPIC", help="A report on this topic alone.")
@click.option("--forecaster", metavar="NAME", help="A report about this forecaster.")
@click.option("--names", is_flag=True, help="A report that names people.")
@options.tz_option
@options.db_option
@options.json_option
def add(
    name: str, length: str | None, work: str | None, cron: str | None, topic: str | None,
    forecaster: str | None, names: bool, tz: str | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """Plan something new under a NAME."""
    from tracker.schedule.clockwork import planned

    _refuse_unclear_work(length, work, about=bool(topic or forecaster or names))
    _refuse_bad_name(name)
    with options.opened(db) as store:
        _begin(store)
        _refuse_taken_name(store, name)
        made = planned(
            name, Work(work or "report"), Length(length) if length else None,
            _cron(cron or length or "daily", tz), options.now(),
        )  # fmt: skip
        who = forecasters.find(store, forecaster).name if forecaster else None
        _point_out_topic(store, topic)
        _put(store, replace(made, topic=topic, forecaster=who, names=names), as_json=as_json)


@schedule.command("set", epilog=EXAMPLES)
@click.argument("name")
@cron_option
@on_option
@zone_option
@options.db_option
@options.json_option
def set_(
    name: str, cron: str | None, enabled: bool | None, tz: str | None, db: Path, as_json: bool
) -> None:
    """Change when a plan fires, in which zone, or whether at all.

    A report that was missed is still written; what came due while a plan was off is not.
    """
    from tracker.schedule.clockwork import changed

    with options.opened(db) as store:
        _begin(store)
        plan = _find(store, name)
        if "" in (cron, tz):
            raise InputError("--cron and --tz need a value.", 'Type: --cron "0 7 * * mon"')
        if cron is None and enabled is None and tz in (None, plan.timezone):
            raise InputError(f"what of {name} shall change?", "Add --cron, --tz, --on or --off.")
        when = _cron(cron or plan.cron, tz or plan.timezone)
        on = plan.enabled if enabled is None else enabled
        _put(store, changed(plan, when, options.now(), on=on), as_json=as_json)


@schedule.command(epilog="\b\nExample:\n  forecasts tracker schedule remove quarterly")
@click.argument("name")
@options.db_option
def remove(name: str, db: Path) -> None:
    """Take a plan off the schedule; the reports that it wrote stay."""
    with options.opened(db) as store:
        _begin(store)
        plan = _find(store, name)
        with own.writing(store) as connection:
            plans.remove(connection, plan.name)
    say_out(f"{plan.name} is off the schedule.")


def _refuse_unclear_work(length: str | None, work: str | None, *, about: bool) -> None:
    """Raise InputError unless one piece of work was named; only a report is about something."""
    if length is None and work is None:
        raise InputError("what shall it do?", "Type --report weekly, --reminders or --proposals.")
    if length is not None and work is not None:
        raise InputError(
            f"--report {length} and --{work} are two things.", "Plan each under a name of its own."
        )
    if work is not None and about:
        raise InputError(
            "--topic, --forecaster and --names are of reports.", f"Leave them out beside --{work}."
        )


def _point_out_topic(store: Store, topic: str | None) -> None:
    """Say it when no question has a topic yet: it may come, or be a slip of the pen."""
    asked = questions.everything(store.connection) if topic else ()
    known = sorted({name for question in asked for name in question.terms.topics})
    if topic and topic not in known:
        say(f"No question has the topic {topic!r} so far. There are: {', '.join(known) or 'none'}.")


def _refuse_taken_name(store: Store, name: str) -> None:
    """Raise RefusedError for the name of a plan, in whatever case: files may not tell it."""
    for plan in plans.everything(store.connection):
        if plan.name.casefold() == name.casefold():
            change = options.typed_db(
                f'forecasts tracker schedule set {plan.name} --cron "0 7 * * *"'
            )
            raise RefusedError(
                f"{plan.name} is planned already.", f"Type another name, or: {change}"
            )


def _refuse_bad_name(name: str) -> None:
    """Raise InputError for a name that a report's file could not bear."""
    if not SLUG.fullmatch(name):
        raise InputError(
            f"{name!r} is no name for a plan.",
            "Type letters, digits, dots and hyphens, a letter among them: north-korea",
        )


def does(plan: Plan) -> str:
    """Return what a plan does, in a few words."""
    if plan.work is not Work.REPORT:
        words = plan.work.value
    else:
        parts = (
            f"{plan.length} report",
            f"topic {plan.topic}" if plan.topic else "",
            f"about {plan.forecaster}" if plan.forecaster else "",
            "with names" if plan.names else "",
        )
        words = ", ".join(part for part in parts if part)
    return words if plan.enabled else f"{words} (off)"


def record(plan: Plan) -> dict[str, object]:
    """Return a plan in the shape that --json prints."""
    return {
        "name": plan.name,
        "work": plan.work.value,
        "period": plan.length.value if plan.length else None,
        "cron": plan.cron,
        "timezone": plan.timezone,
        "enabled": plan.enabled,
        "topic": plan.topic,
        "forecaster": plan.forecaster,
        "names": plan.names,
        "next": [times.to_text(at) for at in _firings(plan, options.now())],
    }


def _firings(plan: Plan, now: datetime) -> list[datetime]:
    """Return the next three firings, none of one that is off."""
    when = _cron(plan.cron, plan.timezone)
    coming = (when.instant(local) for local in when.after(when.local(now)))
    return list(islice(coming, FIRINGS)) if plan.enabled else []


def _next(plan: Plan) -> str:
    if not plan.enabled or plan.next_at is None:
        return "off"
    return f"{plan.next_at.astimezone(ZoneInfo(plan.timezone)):%a %Y-%m-%d %H:%M}"


def _put(store: Store, plan: Plan, *, as_json: bool) -> None:
    """Write a plan and echo when it fires next, in its own zone and in UTC."""
    with own.writing(store) as connection:
        plans.put(connection, plan)
    if as_json:
        json_line(record(plan))
        return
    there = ZoneInfo(plan.timezone)
    rows = [
        (f"{at.astimezone(there):%a %Y-%m-%d %H:%M %Z}", times.to_minute(at))
        for at in _firings(plan, options.now())
    ]
    head = f"{plan.name}: {does(plan)}, {plan.cron} in {plan.timezone}."
    say_out("\n".join([head, "Next:", fields(rows)]) if rows else f"{head} It does not fire.")


def _find(store: Store, name: str) -> Plan:
    found = plans.named(store.connection, name)
    if found is None:
        known = ", ".join(plan.name for plan in plans.everything(store.connection))
        raise NotFoundError(f"nothing is planned as {name!r}.", f"There are: {known or 'none'}.")
    return found


def _cron(text: str, tz: str | None) -> Cron:
    from tracker.schedule.cron import Cron

    return Cron.parse(text, ZoneInfo(zone(tz)))


def _begin(store: Store) -> None:
    """Begin the book with what every record is given, where there is none."""
    from tracker.schedule.clockwork import Clockwork

    tables.begin(store, lambda: Clockwork(zone(None)).first_plans(options.now()))
