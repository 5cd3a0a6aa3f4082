"""A walk through the open questions: one's own numbers, the longest unseen first, then the rest."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts.cli import options, wording
from forecasts.cli.layout import paragraph
from forecasts.cli.output import say
from forecasts.cli.prediction import SAME, Typed, change, others_say, record, tell
from forecasts.errors import InputError, RefusedError
from forecasts.history import Track
from forecasts.model import Action, QuestionType, Stated, Status
from forecasts.store import forecasts, listing, questions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from forecasts.model import Forecast, Forecaster, Question
    from forecasts.store import Store

# What a walker types, kind by kind, where a bare number is not enough.
FORMS = {
    QuestionType.MULTIPLE_CHOICE: "NAME=40% for each option",
    QuestionType.ORDINAL: "NAME=40% for each option",
    QuestionType.NUMERIC: "p10=3 p50=8 p90=30, or normal=8,2",
    QuestionType.DATE: "DATE=20% LATER=45% never=30%",
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One question of the walk, and what the walker said on it, the newest entry apart.

    last: None on a question that the walker has said nothing on.
    """

    question: Question
    track: Track
    last: Forecast | None


def stops(store: Store, who: Forecaster, now: datetime) -> tuple[tuple[Stop, ...], int]:
    """Return the open questions to walk through, and how many of them hold a number of `who`.

    The one looked at longest ago comes first, what was never forecast last, by its close; a
    question withdrawn from is not asked about.
    """
    lines = listing.lines(store.connection, now, who.id)
    open_ = [line for line in lines if line.status in (Status.OPEN, Status.REOPENED)]
    numbered: list[tuple[datetime, Stop]] = []
    new: list[tuple[datetime, Stop]] = []
    for line in open_:
        rows = forecasts.history(store.connection, line.id, who.id) if line.touched else ()
        track = Track(who, rows)
        last = track.newest
        if last is not None and last.action is Action.WITHDRAWAL:
            continue
        stop = Stop(questions.find(store, line.slug), track, last)
        if last is None:
            new.append((line.closes_at, stop))
        else:
            numbered.append((last.made_at, stop))
    ordered = (stop for part in (numbered, new) for _, stop in sorted(part, key=lambda at: at[0]))
    return tuple(ordered), len(numbered)


def card(stop: Stop, place: str, now: datetime) -> str:
    """Return what the walker reads before answering: title, deadline, own number and its age."""
    question, last = stop.question, stop.last
    closes_at = question.terms.closes_at
    closes = wording.moment(closes_at, question.terms.timezone)
    own = "nothing yet; Enter skips"
    if last is not None:
        own = f"{wording.said(last, question)}, {wording.ago(last.made_at, now)}"
        own += "; it has expired" * (stop.track.standing(now) is None)
    form, stale = FORMS.get(question.type), by_now(last, question, now) if last else ""
    lines = (
        f"\n{place}  {question.slug}",
        paragraph(question.title, "  "),
        f"  Closes {closes}, {wording.ago(closes_at, now)}",
        paragraph(own, "  Yours: "),
        *([paragraph(stale, "  By now: ")] if stale else []),
        *([f"  Type {form}"] if form else []),
    )
    return "\n".join(lines)


def by_now(row: Forecast, question: Question, now: datetime) -> str:
    """Return what a stale curve of dates says by now; empty for all else."""
    if row.stated is None or isinstance(row.stated, Stated) or question.type != QuestionType.DATE:
        return ""
    from forecasts.cli import kinds

    return dict(kinds.rows(row.stated, question, now))["By now"]


def walk(store: Store, who: str | None, *, with_others: bool, sign: bool, as_json: bool) -> None:
    """Ask about each question in turn, one append an answer, until the end or `q`."""
    clock = running_clock()
    speaker = options.speaker(store, who)
    if speaker is None:
        say(f"{options.login()} has no numbers yet. A first one: forecasts predict QUESTION 12%")
        return
    asked, numbered = stops(store, speaker, clock())
    if asked:
        said = [f"{numbered} open with a number of {speaker.name}'s"] if numbered else []
        if new := len(asked) - numbered:
            said.append(
                f"then {new} without"
                if said
                else f"{new} open without a number of {speaker.name}'s"
            )
        say(f"{', '.join(said)}.")
        say("Enter = still the same, a number changes it, s skips, q stops.")
    for place, stop in enumerate(asked, 1):
        say(card(stop, f"{place}/{len(asked)}", clock()))
        if with_others:
            say(paragraph(others_say(store, stop.question, speaker), "  Others: "))
        if not _answer(store, who, stop, clock, sign=sign, as_json=as_json):
            return
    say("\nThat was all." if asked else "Nothing is open. See: forecasts list --all")


def running_clock() -> Callable[[], datetime]:
    """Return a clock that goes on from the command's start while somebody thinks."""
    began, started_s = options.now(), time.monotonic()
    return lambda: began + timedelta(seconds=time.monotonic() - started_s)


def _answer(
    store: Store, who: str | None, stop: Stop, clock: Callable[[], datetime], *, sign: bool,
    as_json: bool,
) -> bool:  # fmt: skip
    """Ask until the answer can be recorded or is skipped; return whether the walk goes on."""
    while True:
        click.echo("  > ", nl=False, err=True)
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer in ("q", "quit"):
            return False
        if answer in ("s", "skip") or (not answer and stop.last is None):
            return True
        try:
            typed = Typed(_words(line, stop.question) or (SAME,), sign=sign)
            done = record(store, stop.question.slug, who, typed, clock())
        except (InputError, RefusedError) as error:
            say(str(error))
            continue
        words = paragraph(f"{done.question.slug}: {change(done)}, receipt {done.receipt}", "  ")
        tell(done, words, as_json=as_json)
        return True


def _words(line: str, question: Question) -> tuple[str, ...]:
    """Return the words of an answer; a name of an option may stand in quotes."""
    if question.type is QuestionType.BINARY:
        return tuple(line.lower().split())
    import shlex

    try:
        return tuple(shlex.split(line))
    except ValueError:
        raise InputError("a quote is not closed.", f"Type {FORMS[question.type]}") from None
