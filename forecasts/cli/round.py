"""`forecasts round`: ask several people for their numbers, unseen by each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import differences, options, wording
from forecasts.cli.closing import close, show
from forecasts.cli.layout import fields
from forecasts.cli.output import json_line, json_lines, say, say_out, table
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track
from forecasts.meeting import results
from forecasts.model import ForecasterKind, QuestionType, Stated, Status, times
from forecasts.model.round import Round
from forecasts.store import forecasters, forecasts, listing, questions, rounds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from forecasts.meeting.sheet import Blank
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.store import Receipt, Store

TAKING = (Status.OPEN, Status.REOPENED)


@click.group("round", epilog="\b\nExample:\n  forecasts round open W48 --topic korea")
def round_() -> None:
    """Ask people for their numbers, unseen by each other until the round closes.

    What is entered in an open round is hidden from everybody else in every command, asked for or
    not. The record itself is a plain file: this is courtesy, not secrecy.
    """


round_.add_command(close)
round_.add_command(show)


@round_.command(
    "open",
    epilog="""\b
Examples:
  forecasts round open W48
  forecasts round open W48 --topic korea --forecaster ana --forecaster ben
  forecasts round open W48 --question kim-xi-meet --closes 2026-11-27

\b
--json prints one object: round questions forecasters opened_at closes_at
closed_at open receipt.""",
)
@click.argument("name")
@click.option(
    "--question", "slugs", metavar="QUESTION", multiple=True, shell_complete=options.slugs,
    help="Ask this one; repeat for more. All open ones by default.",
)  # fmt: skip
@click.option("--topic", metavar="TOPIC", shell_complete=options.topics, help="Only of this topic.")
@click.option(
    "--forecaster", "names", metavar="NAME", multiple=True, shell_complete=options.people,
    help="Whom to ask; repeat for more. All people by default.",
)  # fmt: skip
@click.option(
    "--closes", metavar="DATE", help="The last day of the round; else until it is closed."
)
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def open_(
    name: str, slugs: tuple[str, ...], topic: str | None, names: tuple[str, ...],
    closes: str | None, tz: str | None, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Open a round of what is open, or named."""
    now, zone = options.now(), options.zone_of(tz)
    closes_at = dates.instant(closes, dates.Edge.DEADLINE, zone, now) if closes else None
    if closes_at is not None and closes_at <= now:
        raise InputError(f"{closes!r} has passed.", "Type a day to come.")
    with options.opened(db) as store, store.append(now, "round open", uuid) as batch:
        one = Round(
            name=parse.name(name),
            questions=asked(store, slugs, topic, now),
            forecasters=people(store, names, now),
            opened_at=now,
            closes_at=closes_at,
            entered_by=options.login(),
        )
        one = rounds.start(batch, one)
    tell(one, batch.receipt, now, as_json=as_json)


def asked(
    store: Store, slugs: tuple[str, ...], topic: str | None, now: datetime
) -> tuple[str, ...]:
    """Return the slugs of the questions to ask; raise RefusedError where one is not open."""
    if slugs and topic:
        raise InputError("--question and --topic: one of them is enough.", "Type one of them.")
    lines = [line for line in listing.lines(store.connection, now, None) if line.status in TAKING]
    if not slugs:
        wanted = [
            line.slug
            for line in lines
            if not line.retrospective
            and (topic is None or topic.casefold() in (t.casefold() for t in line.topics))
        ]
        if not wanted:
            of = f" of the topic {topic}" if topic else ""
            raise RefusedError(f"no question{of} is open.", "See: forecasts list")
        return tuple(wanted)
    taking = {line.slug for line in lines}
    found = tuple(dict.fromkeys(questions.find(store, slug).slug for slug in slugs))
    if shut := [slug for slug in found if slug not in taking]:
        raise RefusedError(f"{shut[0]} takes no forecasts now.", f"See: forecasts show {shut[0]}")
    return found


def people(store: Store, names: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Return the names of those to ask, all people by default; raise RefusedError for nobody."""
    if names:
        return tuple(dict.fromkeys(forecasters.find(store, name).name for name in names))
    found = tuple(
        who.name
        for who in forecasters.everyone(store.connection)
        if who.kind is ForecasterKind.PERSON and not (who.retired_at and who.retired_at <= now)
    )
    if not found:
        raise RefusedError("there is nobody to ask.", "Add people: forecasts forecaster add NAME")
    return found


def tell(one: Round, receipt: Receipt, now: datetime, *, as_json: bool) -> None:
    """Print a round that was opened, and what to type next."""
    if as_json:
        json_line({**as_record(one, now), "receipt": str(receipt)})
        return
    ends = (
        f"at the end of it, {wording.moment(one.closes_at)}"
        if one.closes_at
        else "when you close it"
    )
    rows = (
        ("Questions", differences.several(one.questions)),
        ("Asks", ", ".join(one.forecasters)),
        ("Closes", ends),
        ("Receipt", str(receipt)),
    )
    say_out(f"Opened the round {one.name}.\n{fields(rows)}")
    say_out(f"Next: {options.typed_db('forecasts round sheet')}")


def as_record(one: Round, now: datetime) -> dict[str, object]:
    """Return a round as JSON holds it."""
    return {
        "round": one.name,
        "questions": one.questions,
        "forecasters": one.forecasters,
        "opened_at": times.to_text(one.opened_at),
        "closes_at": times.maybe_to_text(one.closes_at),
        "closed_at": times.maybe_to_text(one.closed_at),
        "open": one.is_open(now),
    }


@round_.command(
    "list",
    epilog="""\b
Example:
  forecasts round list

\b
--json prints a line a round: round questions forecasters opened_at closes_at
closed_at open entered {forecaster: questions}.""",
)
@options.db_option
@options.json_option
def list_(db: Path, as_json: bool) -> None:
    """List the rounds, with who has entered numbers."""
    now = options.now()
    with options.opened(db) as store, store.snapshot() as connection:
        found = [(one, results.entrants(connection, one)) for one in rounds.everything(connection)]
    if as_json:
        json_lines({**as_record(one, now), "entered": entered} for one, entered in found)
    elif found:
        headers = ("round", "opened", "closes", "questions", "asked", "entered")
        table(headers, [cells(one, entered, now) for one, entered in found], right=(3, 4, 5))
    else:
        say("No round yet. Open one: " + options.typed_db("forecasts round open NAME"))


def cells(one: Round, entered: dict[str, int], now: datetime) -> tuple[str, ...]:
    """Return a round's row in the table."""
    ends = one.ends_at
    when = "open" if ends is None else f"{ends - wording.LAST_MOMENT:%Y-%m-%d}"
    if ends is not None and one.is_open(now):
        when = f"open, {when}"
    people_ = sum(count > 0 for count in entered.values())
    counts = (len(one.questions), len(one.forecasters), people_)
    return (one.name, f"{one.opened_at:%Y-%m-%d}", when, *map(str, counts))


@round_.command(
    epilog="""\b
Examples:
  forecasts round sheet
  forecasts round sheet --for ben --folder sheets

\b
The columns: slug title deadline last form forecaster p why. Fill in p and why.
  p    12%; p10=3 p50=8 p90=30; kim=60% lee=40%; 2026-12-31=20% never=80%
       (form shows the one to write); same: looked, and it stands; empty:
       nothing is said
  why  the reason

\b
--json prints a line a sheet: round forecaster file questions."""
)
@click.option("--round", "name", metavar="NAME", help="Of this round; of the open one by default.")
@click.option("--for", "whose", metavar="NAME|all", default="all", show_default=True,
              shell_complete=options.people, help="Whose sheet.")  # fmt: skip
@click.option("--folder", metavar="DIR", default=".", show_default=True,
              type=click.Path(path_type=Path, file_okay=False), help="Where to write.")  # fmt: skip
@click.option("--force", is_flag=True, help="Write over sheets that are there.")
@options.db_option
@options.json_option
def sheet(name: str | None, whose: str, folder: Path, force: bool, db: Path, as_json: bool) -> None:
    """Write a sheet as CSV for each person.

    To be filled in with any spreadsheet, and read back by `forecasts round enter`.
    """
    from forecasts.meeting.sheet import write
    from forecasts.store.durable import folder_for

    with options.opened(db) as store, store.snapshot() as connection:
        one = _the_round(connection, name)
        names = one.forecasters if whose == "all" else (_asked(store, one, whose).name,)
        rows = {who: blanks(store, one, forecasters.find(store, who)) for who in names}
    files = {who: folder / f"{_plain(one.name)}-{_plain(who)}.csv" for who in names}
    check_free(files.values(), force=force)
    with folder_for(folder):
        write({file: rows[who] for who, file in files.items()})
    if as_json:
        base = {"round": one.name, "questions": len(one.questions)}
        json_lines({**base, "forecaster": who, "file": str(file)} for who, file in files.items())
        return
    say_out("\n".join(["Wrote", *(f"  {file}" for file in files.values())]))
    say(f"To read one back: forecasts round enter FILE --as {names[0]}")


def check_free(files: Iterable[Path], *, force: bool) -> None:
    """Raise RefusedError for sheets that are there: they may be filled in."""
    found = list(files)
    if len(set(found)) < len(found):
        raise RefusedError("two names give the same file name.", "Write them apart: --for NAME")
    there = [file for file in found if file.exists()]
    if there and not force:
        raise RefusedError(
            f"{there[0]} is there already; nothing was written.",
            "Name another folder with --folder, or write over it with --force.",
        )


def _plain(name: str) -> str:
    """Return a name as part of a file's name."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "sheet"


def _the_round(connection: sqlite3.Connection, name: str | None) -> Round:
    """Return the round that was named, or the open one; raise RefusedError for a closed one."""
    if name is None:
        return rounds.the_open_one(connection, options.now())
    one = rounds.find(connection, name)
    if not one.is_open(options.now()):
        ended = wording.moment(one.ends_at) if one.ends_at else ""
        raise RefusedError(
            f"the round {one.name} closed on {ended}.", "Open another: forecasts round open NAME"
        )
    return one


def _asked(store: Store, one: Round, name: str | None) -> Forecaster:
    """Return who is meant; raise RefusedError for somebody whom the round does not ask."""
    who = options.speaker(store, name)
    if who is None or not one.asks(who.name):
        said = who.name if who else options.login()
        raise RefusedError(
            f"{said} is not asked in the round {one.name}; who is: {', '.join(one.forecasters)}.",
            "Name one of them: --as NAME",
        )
    return who


def blanks(store: Store, one: Round, who: Forecaster) -> tuple[Blank, ...]:
    """Return the rows of one person's sheet: what is asked, and what stands from them."""
    from forecasts.meeting.sheet import Blank

    found = []
    for slug in one.questions:
        question = questions.find(store, slug)
        track = Track(who, forecasts.history(store.connection, question.id, who.id))
        row = track.standing(options.now())
        terms = question.terms
        last = wording.local_time(terms.closes_at - wording.LAST_MOMENT, terms.timezone)
        found.append(Blank(question, who.name, f"{last:%Y-%m-%d}", typed(row, question)))
    return tuple(found)


def typed(row: Forecast | None, question: Question) -> str:
    """Return what stands in a cell: a probability as it is read back, else in a few words."""
    if row is None or row.stated is None:
        return ""
    if isinstance(row.stated, Stated) and question.type is QuestionType.BINARY:
        return parse.probability_text(row.stated.probability)
    return wording.stated(row.stated, question)


@round_.command(
    epilog="""\b
Examples:
  forecasts round enter W48-ben.csv --as ben
  forecasts round enter W48-ben.csv --as ben --round W48 --json

\b
--json prints one object: round forecaster entered_by entered[question action
said why id] receipt (null where the sheet added nothing)."""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--round", "name", metavar="NAME", help="Into this round; the open one by default.")
@click.option("--certain", is_flag=True, help="Accept 0 and 100%.")
@click.option("--anyway", is_flag=True, help="Accept a sheet that was written for another.")
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def enter(
    file: Path, name: str | None, certain: bool, anyway: bool, who: str | None, db: Path,
    as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Read a filled sheet, whole or not at all.

    Where a cell cannot be read, every such cell is listed and nothing is written.
    An empty p says nothing; the number that stands, or the word same, is a second look. The same
    sheet read twice adds nothing.
    """
    from forecasts.meeting.sheet import forecasts_of

    now = options.now()
    with options.opened(db) as store, store.append(now, "round enter", uuid) as batch:
        one = _the_round(batch.connection, name)
        speaker = _asked(store, one, who)
        by = options.entered_by(store, speaker)
        found = forecasts_of(store, file, one, speaker, now, by, certain=certain, anyway=anyway)
        rows = [(question, row, forecasts.record(batch, row)) for question, _, row in found]
    tell_entered(one, speaker, by, rows, batch.receipt, as_json=as_json)


def tell_entered(
    one: Round, who: Forecaster, by: str | None, rows: list[tuple[Question, Forecast, int]],
    receipt: Receipt, *, as_json: bool,
) -> None:  # fmt: skip
    """Print what a sheet added."""
    if as_json:
        entered = [entry_json(question, row, id_) for question, row, id_ in rows]
        head = {"round": one.name, "forecaster": who.name, "entered_by": by, "entered": entered}
        json_line({**head, "receipt": str(receipt) if rows else None})
        return
    if not rows:
        say(f"The sheet holds nothing new for the round {one.name}: nothing written.")
        return
    count = "1 number" if len(rows) == 1 else f"{len(rows)} numbers"
    typed_by = f", entered by {by}" if by else ""
    said = [(question.slug, wording.said(row, question)) for question, row, _ in rows]
    say_out(f"{who.name}: {count} in the round {one.name}{typed_by}.")
    say_out(f"{fields([*said, ('Receipt', str(receipt))])}")
    say("Hidden from the others until the round closes.")


def entry_json(question: Question, row: Forecast, id_: int) -> dict[str, object]:
    """Return one entry as JSON holds it."""
    return {
        "question": question.slug,
        "action": row.action.value,
        "said": wording.stated_json(row.stated, question),
        "why": row.rationale,
        "id": id_,
    }
