"""`forecasts watch`: indicators of a question, with dated values, looked at every so often."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import options, watching
from forecasts.cli.layout import bold, fields
from forecasts.cli.misuse import TakesNumbers
from forecasts.cli.output import json_line, json_lines, say_out
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model.watch import Observation, Watch
from forecasts.store import questions, resolutions, watches

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Question
    from forecasts.store import Batch, Receipt

LONGEST = 120  # characters of a name
JSON = """question watch unit every_days began_at
ended_at due due_at observations[observed_at value words url]"""


@click.group(
    epilog='\b\nExample:\n  forecasts watch add satellite "Launches of its kind" --every 3mo'
)
def watch() -> None:
    """Follow indicators of a question: what they stood at, and when to look again."""


@watch.command(
    epilog=f"""\b
Examples:
  forecasts watch add talks "vice-minister visits per quarter" --every 3mo --unit visits
  forecasts watch add talks "answers to approaches" --every 2w

\b
--json prints one object: {JSON} receipt"""
)
@options.question_argument
@click.argument("name")
@click.option("--every", metavar="LENGTH", required=True, help="How often to look: 2w, 3mo.")
@click.option("--unit", metavar="TEXT", help="What its values count.")
@options.db_option
@options.json_option
@options.uuid_option
def add(
    question: str, name: str, every: str, unit: str | None, db: Path, as_json: bool,
    uuid: str | None,
) -> None:  # fmt: skip
    """Begin to follow an indicator of a question."""
    now = options.now()
    with options.opened(db) as store:
        asked = questions.find(store, question)
        with store.append(now, "watch add", uuid) as batch:
            check_open(batch, asked)
            watches.add(batch, new(batch, asked, name, every, unit, now), options.login())
        found = watches.everything(store.connection, asked.id)[-1]
    told(found, now, batch.receipt, as_json=as_json)


def check_open(batch: Batch, asked: Question) -> None:
    """Raise RefusedError where the question is settled: there is nothing left to look out for."""
    last = resolutions.latest(batch.connection, asked.id)
    if last is not None and last.status.settles:
        raise RefusedError(
            f"{asked.slug} is {last.outcome or last.status}: there is nothing left to watch for.",
            f"If that was too soon: forecasts resolve {asked.slug} --reopen WHY",
        )


def new(
    batch: Batch, asked: Question, name: str, every: str, unit: str | None, now: datetime
) -> Watch:
    """Return a new indicator; raise for a name that is followed, or is none."""
    words = parse.plain(name, "the name")
    if not 0 < len(words) <= LONGEST:
        raise InputError(f"a name is 1 to {LONGEST} characters.", 'Type one: "visits per quarter"')
    for known in watches.everything(batch.connection, asked.id):
        if known.name.casefold() == words.casefold() and known.ended_at is None:
            raise RefusedError(
                f"{asked.slug}: {known.name!r} is followed.", f"Type: {watching.command(known)}"
            )
    return Watch(
        question_id=asked.id,
        question=asked.slug,
        name=words,
        unit=parse.plain(unit, "--unit") if unit else None,
        every_days=parse.duration(every) / timedelta(days=1),
        began_at=now,
    )


def find(batch: Batch, asked: Question, name: str) -> Watch:
    """Return the indicator that is followed under a name, or its beginning; raise NotFoundError."""
    known = [one for one in watches.everything(batch.connection, asked.id) if one.ended_at is None]
    wanted = name.strip().casefold()
    exact = [one for one in known if one.name.casefold() == wanted]
    fitting = exact or [one for one in known if wanted and one.name.casefold().startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    names = "; ".join(one.name for one in known)
    raise NotFoundError(
        f"{asked.slug} has {'several indicators' if fitting else 'no indicator'} {name[:60]!r}.",
        f"There are: {names}."
        if names
        else f'Add it: forecasts watch add {asked.slug} "NAME" --every 3mo',
    )


@watch.command(
    cls=TakesNumbers,
    epilog=f"""\b
Examples:
  forecasts watch record talks visits 3 --on 2026-09-30 --url https://example.org
  forecasts watch record talks "answers to approaches" none --note "No answer yet."
  forecasts watch record talks growth -2.5

\b
The name may be cut short. `none` is a look without a number. A second value
of one day takes the place of the first, which stays on record.

\b
--json prints one object: {JSON} receipt""",
)
@options.question_argument
@click.argument("name")
@click.argument("value")
@click.option("--on", "day", metavar="DATE", help="Of which day it is; now by default.")
@click.option("--url", metavar="URL", help="Where it can be read.")
@click.option("--note", metavar="TEXT", help="In words.")
@options.db_option
@options.json_option
@options.uuid_option
def record(
    question: str, name: str, value: str, day: str | None, url: str | None, note: str | None,
    db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Record what an indicator stood at."""
    now = options.now()
    with options.opened(db) as store:
        asked = questions.find(store, question)
        seen = observed(asked, value, day, url, note, now)
        with store.append(now, "watch record", uuid) as batch:
            watches.observe(batch, one := find(batch, asked, name), seen, options.login())
        found = next(w for w in watches.everything(store.connection, asked.id) if w.id == one.id)
    told(found, now, batch.receipt, as_json=as_json)


def observed(
    asked: Question, value: str, day: str | None, url: str | None, note: str | None, now: datetime
) -> Observation:
    """Return what was seen; raise InputError for no number, or a day to come."""
    at = now
    if day is not None:
        zone = dates.zone(asked.terms.timezone)
        at = dates.instant(day, dates.Edge.OPENING, zone, now)
        if at > now:
            raise InputError(f"{day!r} has not come yet.", "Type a day that has passed.")
    words = parse.plain(note, "--note") if note else None
    if (number := _number(value)) is None and not words:
        raise InputError("a look without a number needs words.", 'Type --note "…"')
    return Observation(
        observed_at=at, value=number, words=words, url=parse.web_address(url) if url else None
    )


def _number(text: str) -> float | None:
    if text.strip().lower() == "none":
        return None
    try:
        found = float(text) if text.isascii() else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{text[:40]!r} is no number.", "Type 3, -1.5, or none with --note.")
    return found + 0.0


@watch.command(
    "list",
    epilog=f"""\b
Examples:
  forecasts watch list
  forecasts watch list talks

\b
--json prints a line each: {JSON}""",
)
@click.argument("question", required=False, shell_complete=options.slugs)
@options.db_option
@options.json_option
def list_(question: str | None, db: Path, as_json: bool) -> None:
    """List indicators with their newest values."""
    now = options.now()
    with options.opened(db) as store:
        id_ = questions.find(store, question).id if question else None
        found = watches.everything(store.connection, id_)
    if as_json:
        json_lines(watching.as_json(one, now) for one in found)
    elif not found:
        say_out('Nothing is followed. Type: forecasts watch add QUESTION "NAME" --every 3mo')
    for slug in dict.fromkeys(one.question for one in found) if not as_json else ():
        mine = tuple(one for one in found if one.question == slug)
        click.echo(f"{bold(slug)}\n{fields(watching.rows(mine, now))}")


@watch.command(
    epilog=f"""\b
Example:
  forecasts watch end talks visits

\b
--json prints one object: {JSON} receipt"""
)
@options.question_argument
@click.argument("name")
@options.db_option
@options.json_option
@options.uuid_option
def end(question: str, name: str, db: Path, as_json: bool, uuid: str | None) -> None:
    """Follow an indicator no more; its values stay."""
    now = options.now()
    with options.opened(db) as store:
        asked = questions.find(store, question)
        with store.append(now, "watch end", uuid) as batch:
            watches.end(batch, one := find(batch, asked, name), now, options.login())
        found = next(w for w in watches.everything(store.connection, asked.id) if w.id == one.id)
    told(found, now, batch.receipt, as_json=as_json)


def told(found: Watch, now: datetime, receipt: Receipt, *, as_json: bool) -> None:
    """Print an indicator as it stands, and the receipt."""
    if as_json:
        json_line(watching.as_json(found, now) | {"receipt": str(receipt)})
        return
    say_out(f"{found.question}, {found.name}: {watching.line(found, now)}")
    say_out(f"Receipt {receipt}")
