"""`forecasts round close` and `show`: who said what, whom to ask why, and the agreed number."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from forecasts import entry
from forecasts.cli import differences, options, wording
from forecasts.cli.layout import bold, fields
from forecasts.cli.output import json_line, safe, say
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track
from forecasts.meeting import results
from forecasts.model import ForecasterKind, times
from forecasts.store import forecasters, forecasts, questions, resolutions, rounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from forecasts.meeting.results import Result
    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.model.round import Round
    from forecasts.store import Batch, Store

RESULT = """results[question title event log_odds
median lowest{forecaster chance why} highest{...} voices[forecaster said why]
silent[]]. log_odds is the distance of the outer two, on the event: yes, the
option that divides them most, or above (by) the middle of their medians."""
FIRST = "its numbers are hidden until it closes"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The number that a meeting agreed on, as it was recorded for its team."""

    question: Question
    forecast: Forecast
    id: int


@click.command(
    epilog=f"""\b
Examples:
  forecasts round close W48
  forecasts round close W48 --house house --agree kim-xi-meet=12%
  forecasts round close W48 --house house

\b
--json prints one object: round closed_at {RESULT}
house; agreed[question action said id]; receipt."""
)
@click.argument("name", required=False)
@click.option("--house", metavar="NAME", shell_complete=options.people,
              help="The team whose agreed numbers are recorded; asked for one by one.")  # fmt: skip
@click.option("--agree", "agreed", metavar="QUESTION=12%", multiple=True,
              help="An agreed number; repeat for more.")  # fmt: skip
@click.option("--why", metavar="TEXT", help="The reason of the agreed numbers.")
@click.option("--as", "who", metavar="NAME", envvar="FORECASTS_AS", shell_complete=options.people,
              help="Who closes it (or FORECASTS_AS); your login name by default.")  # fmt: skip
@options.db_option
@options.json_option
@options.uuid_option
def close(
    name: str | None, house: str | None, agreed: tuple[str, ...], why: str | None, db: Path,
    as_json: bool, uuid: str | None, who: str | None,
) -> None:  # fmt: skip
    """Close a round and say whom to ask why.

    It shows how far people are apart on each question, the widest spread first.
    With --house the numbers that the meeting agrees on are recorded as a team's, also later, for a
    round that is closed already.
    """
    check_options(house, agreed, why)
    walking = house is not None and not agreed
    with options.opened(db) as store:
        ended, found, rows, receipt = end(store, name, house, agreed, why or "", uuid, who)
        if agreed and not rows:
            say("What was agreed is on record already.")
        if as_json and not walking:
            json_line(closed_json(ended, found, house, rows, receipt))
            return
        if not as_json:
            click.echo(told(ended, found, rows, receipt))
        if walking and house is not None:
            walk(store, ended, found, house, why or "", uuid, who, as_json=as_json)


def check_options(house: str | None, agreed: tuple[str, ...], why: str | None) -> None:
    """Raise InputError where the options do not say whose numbers were agreed, or which."""
    if (agreed or why) and house is None:
        raise InputError("whose numbers are they?", "Name the team: --house NAME")
    if house is not None and not agreed and not sys.stdin.isatty():
        raise InputError(
            "there is no terminal here to ask for the agreed numbers on.",
            "Type them: --agree QUESTION=12%, once for each.",
        )


def end(
    store: Store, name: str | None, house: str | None, agreed: Sequence[str], why: str,
    uuid: str | None, who: str | None,
) -> tuple[Round, tuple[Result, ...], tuple[Agreed, ...], str | None]:  # fmt: skip
    """Close the round if it is open, record what was agreed, and return what came of both.

    The receipt is None where there was nothing to record. Raises RefusedError for a round that is
    closed already, unless numbers are agreed.
    """
    now = options.now()
    with store.append(now, "round close", uuid) as batch:
        before = batch.seq
        one = which(batch, name, now, agreeing=house is not None)
        if one.closed_at is None:
            one = rounds.end(batch, one, closer(store, who))
        rows = agree(batch, store, one, house, agreed, why, who) if house else ()
        found = results.results(batch.connection, one, one.ends_at or now)
    return one, found, rows, str(batch.receipt) if batch.seq > before else None


def closer(store: Store, who: str | None) -> str:
    """Return who closes a round: the forecaster that was named, else the login name."""
    return forecasters.find(store, who).name if who else options.login()


def agree(
    batch: Batch, store: Store, one: Round, house: str, agreed: Sequence[str], why: str,
    who: str | None,
) -> tuple[Agreed, ...]:  # fmt: skip
    """Record the agreed numbers that are not on record from this round, as those of a team.

    Raises RefusedError for a forecaster that is no team, and where others alone may enter its
    numbers.
    """
    team = the_team(store, house)
    by = options.entered_by(store, team, closer(store, who))
    made = [typed(store, one, pair) for pair in agreed]
    if len({question.id for question, _ in made}) < len(made):
        raise InputError("a question was agreed on twice.", "Type it once.")
    rows = (forecast(store, one, team, question, words, why) for question, words in made)
    found = [(question, row) for (question, _), row in zip(made, rows, strict=True) if row]
    said = [(question, replace(row, entered_by=by)) for question, row in found]
    return tuple(Agreed(asked, row, forecasts.record(batch, row)) for asked, row in said)


def which(batch: Batch, name: str | None, now: datetime, *, agreeing: bool) -> Round:
    """Return the round to close: the one named, or the open one, or the last that was closed."""
    known = rounds.everything(batch.connection)
    if name is None and agreeing and known and not rounds.running(batch.connection, now):
        return known[-1]
    one = (
        rounds.find(batch.connection, name) if name else rounds.the_open_one(batch.connection, now)
    )
    if one.closed_at is not None and not agreeing:
        raise RefusedError(
            f"the round {one.name} closed on {wording.moment(one.closed_at)}.",
            f"See what it came to: forecasts round show {one.name}",
        )
    return one


def the_team(store: Store, name: str) -> Forecaster:
    """Return the team of that name; raise RefusedError for a forecaster that is none."""
    who = forecasters.find(store, name)
    if who.kind is not ForecasterKind.TEAM:
        raise RefusedError(
            f"{who.name} is a {who.kind}; a meeting's number is a team's.",
            "Add one: forecasts forecaster add house --kind team --may-enter NAME,NAME",
        )
    return who


def typed(store: Store, one: Round, pair: str) -> tuple[Question, str]:
    """Return the question and the words of QUESTION=12%; raise InputError for anything else."""
    slug, equals, words = pair.partition("=")
    if not (slug and equals and words.strip()):
        raise InputError(f"{pair!r} is no agreed number.", "Type --agree QUESTION=12%")
    question = questions.find(store, slug.strip())
    if question.slug not in one.questions:
        listed = differences.several(one.questions)
        raise InputError(f"{question.slug} was not asked in {one.name}.", f"It asked: {listed}.")
    return question, words.strip()


def forecast(
    store: Store, one: Round, team: Forecaster, question: Question, words: str, why: str
) -> Forecast | None:
    """Return the row that an agreed number makes; None where it is on record from this round."""
    from forecasts.meeting.sheet import entry_of

    now, connection = options.now(), store.connection
    track = Track(team, forecasts.history(connection, question.id, team.id))
    entry.check_forecaster(track, now)
    said = entry_of(words, why, question, track, one, now, certain=False)
    if said is None:
        return None
    entry.check_question(question, resolutions.latest(connection, question.id), now)
    return replace(entry.forecast(said, question, track, now, None), round_id=one.id)


def walk(
    store: Store, one: Round, found: Sequence[Result], house: str, why: str, uuid: str | None,
    who: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Ask for the agreed number of each question, and record them in one append at the end."""
    say(f"\nWhat does {house} say? A number; Enter leaves it out, q stops.")
    answers = []
    for result in found:
        answer = ask(result)
        if answer == "q":
            break
        if answer:
            answers.append(f"{result.question.slug}={answer}")
    named = f"{uuid}-agreed" if uuid else None
    if not answers:
        say("Nothing was agreed.")
    rows: tuple[Agreed, ...] = ()
    receipt = None
    if answers:
        _, _, rows, receipt = end(store, one.name, house, answers, why, named, who)
    if as_json:
        json_line(closed_json(one, found, house, rows, receipt))
    elif rows:
        click.echo(told(one, (), rows, receipt))


def ask(result: Result) -> str:
    """Return what was agreed on a question, asking again until it can be read."""
    from forecasts.meeting.sheet import SAME, prediction

    while True:
        click.echo(f"  {result.question.slug}: {differences.head(result)} > ", nl=False, err=True)
        line = sys.stdin.readline()
        answer = line.strip()
        if not line or answer.lower() in ("q", "quit"):
            return "q"
        if not answer or answer.lower() == SAME:
            return answer
        try:
            prediction(answer, result.question, options.now(), certain=False)
        except InputError as error:
            say(str(error))
            continue
        return answer


def told(one: Round, found: Sequence[Result], rows: Sequence[Agreed], receipt: str | None) -> str:
    """Return what a round came to, and what was agreed."""
    head = bold(f"{one.name}: closed on {wording.moment(one.ends_at)}") if one.ends_at else ""
    said = [(row.question.slug, wording.said(row.forecast, row.question)) for row in rows]
    agreed = f"{bold('Agreed')}\n{fields(said)}" if said else ""
    last = f"Receipt {receipt}" if receipt else ""
    parts = (head if found else "", differences.cards(found), agreed, last)
    return "\n\n".join(part for part in parts if part)


def closed_json(
    one: Round, found: Sequence[Result], house: str | None, rows: Sequence[Agreed],
    receipt: str | None,
) -> dict[str, object]:  # fmt: skip
    """Return what a round came to as JSON holds it."""
    return {
        "round": one.name,
        "closed_at": times.maybe_to_text(one.ends_at),
        "results": [differences.as_json(result) for result in found],
        "house": house,
        "agreed": [
            {
                "question": row.question.slug,
                "action": row.forecast.action.value,
                "said": wording.stated_json(row.forecast.stated, row.question),
                "id": row.id,
            }
            for row in rows
        ],
        "receipt": receipt,
    }


@click.command(
    epilog=f"""\b
Example:
  forecasts round show W48

\b
--json prints one object: round questions forecasters opened_at closes_at
closed_at open entered {{forecaster: questions}}; {RESULT}
While it is open, results is null."""
)
@click.argument("name", required=False)
@options.db_option
@options.json_option
def show(name: str | None, db: Path, as_json: bool) -> None:
    """Show what a round came to.

    While it is open: who has entered numbers, and none of them.
    """
    from forecasts.cli.round import as_record

    now = options.now()
    with options.opened(db) as store, store.snapshot() as connection:
        one = rounds.find(connection, name) if name else rounds.the_open_one(connection, now)
        entered = results.entrants(connection, one)
        ended = None if one.is_open(now) else one.ends_at
        found = results.results(connection, one, ended) if ended else None
    if as_json:
        came = [differences.as_json(result) for result in found] if found is not None else None
        json_line({**as_record(one, now), "entered": entered, "results": came})
    elif found is not None:
        click.echo(told(one, found, (), None))
    else:
        click.echo(waiting(one, entered))


def waiting(one: Round, entered: dict[str, int]) -> str:
    """Return who has entered numbers in a round that is open, and who has not."""
    there = [f"{name} {count}" for name, count in entered.items() if count]
    missing = [name for name, count in entered.items() if not count]
    rows = (
        ("Questions", differences.several(one.questions)),
        ("Closes", wording.moment(one.closes_at) if one.closes_at else ""),
        ("Entered", ", ".join(there) or "nobody yet"),
        ("Missing", ", ".join(missing)),
    )
    command = options.typed_db(f"forecasts round close {one.name}")
    return f"{bold(f'{one.name}: open; {FIRST}')}\n{fields(rows)}\nNext: {safe(command)}"
