"""A pass through what a review asks, answered line by line; each answer is on record at once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli.layout import paragraph
from forecasts.cli.output import say, say_out
from forecasts.cli.walk import running_clock
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model.review import Prompt
from forecasts.store import answers, lessons
from tracker.cli.review import chosen
from tracker.cli.review.recording import named, record, rule
from tracker.cli.review.replies import Replies, Reply, Taught
from tracker.reports.numbers import counted
from tracker.reviews import measures, questions
from tracker.reviews.moved import lesson_measure_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store
    from tracker.cli.review.chosen import Opened
    from tracker.reviews.assembled import Reviewed

SHOWN = 4  # last numbers with their reasons, on the card of a question


class Left(Exception):  # noqa: N818 - no error: somebody stops for now
    """The one who answers leaves; the rest can be taken up again."""


def ask(
    store: Store, whose: Forecaster, opened: Opened, by: str | None, *, anew: bool = False
) -> None:
    """Ask what has no answer of this person yet, then for the lesson; q leaves.

    anew: ask what was answered before, too.
    """
    review = opened.written.review
    assert review is not None  # noqa: S101 - only a review on record is asked about
    clock, speaker = running_clock(), named(store, by)
    given = {
        (one.question_id, one.prompt)
        for one in answers.of_review(store.connection, review.id)
        if one.said_by.casefold() == speaker.casefold() and not anew
    }
    asked = opened.found.named(review.questions)
    left = [(one, prompt) for one in asked for prompt in Prompt
            if (one.question.id, prompt) not in given]  # fmt: skip
    if left:
        say("\nEnter skips, q leaves; what you answer is on record at once.")
    try:
        _each(left, opened, lambda reply: record(
            store, whose, review, Replies((reply,)), by, clock(),
        ).receipt)  # fmt: skip
        if lessons.of_review(store.connection, review.id) is None:
            _lesson(lambda taught: tell_lesson(store, whose, review, taught, clock))
    except Left:
        say(f"Go on with: {chosen.command(review, whose, 'answer')}")
        return
    say(f"\nThat was all. Close it: {chosen.command(review, whose, 'close')} --html review.html")


def tell_lesson(
    store: Store, whose: Forecaster, review: Review, taught: Taught, clock: Callable[[], object]
) -> None:
    """Put a lesson on record and say how it will be checked."""
    from datetime import datetime

    now = clock()
    assert isinstance(now, datetime)  # noqa: S101 - a clock tells instants
    done = record(store, whose, review, Replies(lesson=taught), None, now, command="review lesson")
    if done.lesson:
        say(paragraph(f"{lesson_measure_words(done.lesson)}; receipt {done.receipt}", "  "))


def _each(
    left: list[tuple[Reviewed, Prompt]], opened: Opened, keep: Callable[[Reply], object]
) -> None:
    before = None
    for one, prompt in left:
        if one.question.slug != before:
            lines = (paragraph(text, lead) for lead, text in card(one, opened))
            say_out("\n" + "\n".join(lines))
            before = one.question.slug
        _until_taken(prompt_words(prompt), lambda words, p=prompt, o=one: keep(  # type: ignore[misc]
            Reply(o.question.slug, p, words)))  # fmt: skip


def prompt_words(prompt: Prompt) -> str:
    """Return a prompt with what may be answered."""
    choices = prompt.choices
    return f"{prompt.asks} ({', '.join(choices)})" if choices else prompt.asks


def _until_taken(question: str, keep: Callable[[str], object]) -> None:
    """Ask until an answer can be kept or is skipped; raise Left where somebody leaves."""
    while words := line(question):
        try:
            receipt = keep(words)
        except (InputError, NotFoundError, RefusedError) as error:
            say(paragraph(str(error), "  "))
            continue
        say(f"  receipt {receipt}" if receipt else "  on record already")
        return


def line(question: str) -> str:
    """Return a line that is typed after a prompt, empty to skip; raise Left at q or the end."""
    click.echo(f"  {question} ", nl=False, err=True)
    typed = sys.stdin.readline()
    if not typed or typed.strip().lower() in ("q", "quit"):
        click.echo(err=True)
        raise Left
    return typed.strip()


def card(one: Reviewed, opened: Opened) -> list[tuple[str, str]]:
    """Return what somebody reads before answering: outcome, numbers and reasons, evidence.

    Each text comes with what leads its first line.
    """
    item = questions.told(one, opened.written)
    before = len(item.said) - SHOWN
    return [
        ("", item.title),
        ("  ", f"{one.question.slug}: {item.in_words}"),
        ("  ", questions.surprise_words(item)),
        *([("    ", f"{counted(before, 'earlier number')}")] if before > 0 else []),
        *(
            (f"    {row.made_at:%Y-%m-%d}  ", f"{row.said}{f': {row.why}' if row.why else ''}")
            for row in item.said[-SHOWN:]
        ),
        *(
            (f"    news {note.observed_at:%Y-%m-%d}  ", note.words or note.url or "")
            for note in item.evidence
        ),
    ]


def _lesson(keep: Callable[[Taught], object]) -> None:
    """Ask for the one lesson and the number that checks it, until it can be kept."""
    say("\nOne lesson, as a rule that the next review can check.")
    words = _rule()
    if not words:
        return
    say("  The numbers that can check it, and which side of each is better:")
    for name, what in measures.listed():
        say(paragraph(what, name))
    while True:
        measure = line("Which number checks it? (Enter: none)")
        target = line("To what value? (Enter: any)") if measure else ""
        name, _, topic = measure.partition(":")
        try:
            keep(Taught(words, name, topic, target=target))
        except (InputError, NotFoundError, RefusedError) as error:
            say(paragraph(str(error), "  "))
            continue
        return


def _rule() -> str:
    """Return the words of the lesson as they can be kept, empty to skip."""
    while words := line("The lesson?"):
        try:
            return rule(words)
        except InputError as error:
            say(paragraph(str(error), "  "))
    return ""
