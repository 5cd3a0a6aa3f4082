"""`forecasts demo`: make a record with a worked example in it."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_line, say_out
from forecasts.cli.progress import progress
from forecasts.errors import ForecastsError, RefusedError
from forecasts.library import load
from forecasts.library.record import Recorded, record
from forecasts.store import create_store
from forecasts.store.connection import is_blank
from forecasts.store.lock import write_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forecasts.library.question_set import QuestionSet
    from tracker.jobs import TickResult

EXAMPLE = "korea"
NEXT = (
    ("report", "how good the forecasts were"),
    ("due", "what awaits an outcome"),
    ("show trump-kim-talks-before-midterms", "what was said of it"),
    ("scores kim-xi-meet-before-2027", "what that scored"),
    ("leaderboard --retrospective", "the history, by rule"),
)
ANYWHERE = 2  # of these, the first ones that serve any record


@click.command(epilog="\b\nExamples:\n  forecasts demo\n  forecasts demo --db korea.db")
@options.db_option
@options.json_option
def demo(db: Path, as_json: bool) -> None:
    """Make a record with a worked example in it, and score it.

    Two published briefs on North Korea as questions, and a history of such events by rule. A record
    that is there already is left alone.
    """
    example = load(EXAMPLE)
    made = None if is_there(db) else make(db, example, options.now())
    if as_json:
        numbers = as_record(*made) if made else {}
        json_line({"db": str(db), "created": made is not None, **numbers})
    elif made is None:
        say_out(f"{db} is there already and was left alone. The example in a file of its own:")
        say_out("  forecasts demo --db example.db")
        say_out(what_next(_flag(db), NEXT[:ANYWHERE]))
    else:
        say_out(in_words(db, example, *made))
        say_out(what_next(_flag(db), NEXT))


def is_there(db: Path) -> bool:
    """Return whether there is anything at the path; a file without a table is nothing."""
    return not is_blank(db)


def make(db: Path, example: QuestionSet, now: datetime) -> tuple[Recorded, TickResult] | None:
    """Make the record and score it; None when another process made one meanwhile.

    It is filled in a folder beside `db` and moved when it is whole: a half-made one is never met.
    """
    from tracker import jobs

    with _folder_beside(db) as folder:
        draft = folder / db.name
        with _named(draft, db):
            store = create_store(draft, bulk=True)
        try:
            with _named(draft, db):
                recorded = record(store, example, now)
                ticked = jobs.score(store, now, progress("scoring"))
        finally:
            store.close()  # the last connection leaves everything in the one file
        with write_lock(db):
            if is_there(db):
                return None
            draft.replace(db)
    return recorded, ticked


@contextmanager
def _named(draft: Path, db: Path) -> Iterator[None]:
    """Let a failure name the record that was asked for, not the draft that nobody knows of."""
    try:
        yield
    except ForecastsError as error:
        error.message = error.message.replace(str(draft), str(db))
        raise


@contextmanager
def _folder_beside(db: Path) -> Iterator[Path]:
    parent = db.absolute().parent
    try:
        folder = TemporaryDirectory(prefix=".forecasts-demo-", dir=parent)
    except OSError as error:
        raise RefusedError(
            f"the folder {parent} cannot be written to ({error.strerror}).",
            "Name a file elsewhere: forecasts demo --db FILE",
        ) from error
    with folder as name:
        yield Path(name)


def _flag(db: Path) -> str:
    """Return what commands need to find the same record: nothing where they would anyway."""
    source = click.get_current_context().get_parameter_source("db")
    return f" --db {shlex.quote(str(db))}" if source is ParameterSource.COMMANDLINE else ""


def as_record(recorded: Recorded, ticked: TickResult) -> dict[str, object]:
    """Return the numbers in the shape that --json prints."""
    return {
        **asdict(recorded),
        "receipt": str(recorded.receipt),
        "scored": ticked.scored,
        "failed": list(ticked.failed),
    }


def in_words(db: Path, example: QuestionSet, made: Recorded, ticked: TickResult) -> str:
    """Return what was made, in a handful of lines."""
    names = " and ".join(w.name for w in example.forecasters if w.kind.value == "publication")
    failed = f" {len(ticked.failed)} failed: forecasts tracker status." if ticked.failed else ""
    live = (
        f"{made.live} live questions. {names} speak of {made.judged}: on {made.numbered} with a"
        " word that a published scale reads as a number, else with words kept and not scored."
    )
    history = (
        f"{made.by_rule} questions of the past, made by rule: {len(example.event_types)} kinds of"
        f" event, every year, quiet ones too. {made.by_rule_yes} yes, {made.by_rule_no} no,"
        f" {made.by_rule_other} with a day, a number or one of several."
    )
    mechanical = (
        f"{made.mechanical:,} mechanical forecasts, nobody's judgement: coin gives even"
        " chances, base-rate counts earlier years."
    )
    scored = (
        f"{ticked.scored} questions scored.{failed} {made.awaiting} await an outcome, and none"
        " was assumed."
    )
    linked = f"{made.linked} links say how the live ones hang together: forecasts coherence."
    lines = (paragraph(line, "- ") for line in (live, linked, history, mechanical, scored))
    return "\n".join((paragraph(f"Made {db}. {example.title}"), *lines))


def what_next(flag: str, commands: Sequence[tuple[str, str]]) -> str:
    """Return the commands to type next, each with `flag`; what they show, where a line holds it."""
    typed = [(f"  forecasts {command}{flag}", words) for command, words in commands]
    widest = max(len(line) for line, _ in typed)
    return "\n".join(
        ("Next:", *(line if flag else f"{line.ljust(widest)}  {words}" for line, words in typed))
    )
