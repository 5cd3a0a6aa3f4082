"""`forecasts review answer`: answer what a review asks, by flags, in an editor, or line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import InputError
from forecasts.model.review import Prompt
from forecasts.store import questions
from tracker.cli.review import asking, chosen
from tracker.cli.review.recording import Recorded, record
from tracker.cli.review.replies import Replies, Reply
from tracker.reports.numbers import counted
from tracker.reviews.assembled import Frame

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.model import Forecaster
    from forecasts.model.review import Review
    from forecasts.store import Store


@click.command(
    epilog="""\b
Examples:
  forecasts review answer
  forecasts review answer talks --knew "Two rounds had failed." --again no --luck judgement
  forecasts review answer --editor
  forecasts review answer --json < answers.jsonl

\b
--json without a question reads JSON Lines from standard input, all or nothing:
{"question": "talks", "knew": "…", "moved": "…", "again": "yes", "luck": "both", "by": "ana"}
{"lesson": "…", "measure": "reasons", "topic": "korea", "aim": "higher", "target": "80%"}
and with one takes the flags. It prints one object: review forecaster period timezone
as_of_seq started_at closed_at added lesson receipt (null where nothing was new)."""
)
@click.argument("question", required=False, shell_complete=options.slugs)
@click.option("--knew", metavar="TEXT", help="What did you know?")
@click.option("--moved", metavar="TEXT", help="What would have moved you?")
@click.option("--again", metavar="yes|no", help="Would you say the same again?")
@click.option("--luck", metavar="luck|judgement|both", help="Luck or judgement?")
@chosen.by_option
@click.option("--editor", is_flag=True, help="In $VISUAL or $EDITOR, all of it in one text.")
@chosen.whose_option
@chosen.period_option
@options.db_option
@options.json_option
@options.uuid_option
def answer(
    question: str | None, knew: str | None, moved: str | None, again: str | None,
    luck: str | None, by: str | None, editor: bool, whose: str, period: str | None, db: Path,
    as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Answer what a review asks; without a question, all that is open, one prompt after another.

    An answer in other words replaces the same person's last one. Any question of the period may be
    answered about. TEXT may be @FILE.
    """
    typed = {Prompt.KNEW: knew, Prompt.MOVED: moved, Prompt.AGAIN: again, Prompt.LUCK: luck}
    way = Way(question, flags(question, typed), editor=editor, as_json=as_json)
    with options.opened(db) as store:
        forecaster = chosen.reviewed(store, whose)
        review = chosen.on_record(store, forecaster, period)
        if not review.is_open:
            raise chosen.closed(review, forecaster)
        run(store, forecaster, review, way, by, uuid)


class Way:
    """How answers come in: by flags, in an editor, from standard input, or line by line."""

    def __init__(
        self, question: str | None, flags: tuple[Reply, ...], *, editor: bool, as_json: bool
    ) -> None:
        self.question, self.flags, self.editor, self.as_json = question, flags, editor, as_json


def flags(question: str | None, typed: dict[Prompt, str | None]) -> tuple[Reply, ...]:
    """Return the answers that flags gave; raise InputError for flags without a question."""
    given = {prompt: text for prompt, text in typed.items() if text is not None}
    if given and question is None:
        raise InputError(
            f"--{next(iter(given))} answers about a question.",
            "Name it: forecasts review answer QUESTION …",
        )
    return tuple(
        Reply(question or "", prompt, options.long_text(text)) for prompt, text in given.items()
    )


def run(
    store: Store, whose: Forecaster, review: Review, way: Way, by: str | None, uuid: str | None
) -> None:
    """Take the answers as they come, and put them on record."""
    if way.editor and (way.question or way.as_json):
        raise InputError("--editor takes all questions, and prints words.", "Type it alone.")
    if way.editor:
        from tracker.cli.review.editor import in_editor

        in_editor(store, whose, review, by, uuid)
        return
    if way.flags:
        tell(record(store, whose, review, Replies(way.flags), by, options.now(), uuid=uuid),
             whose, as_json=way.as_json)  # fmt: skip
        return
    if way.as_json:
        if way.question is not None:
            example = _example(review, whose, way.question)
            raise InputError("there is no answer to record.", f"Type one: {example}")
        from tracker.cli.review.standard_input import replies

        if sys.stdin.isatty():
            say("Type JSON Lines, then end the input with Ctrl-D.")
        done = record(store, whose, review, replies(sys.stdin), by, options.now(), uuid=uuid)
        tell(done, whose, as_json=True)
        return
    line_by_line(store, whose, review, way, by, uuid)


def _example(review: Review, whose: Forecaster, slug: str) -> str:
    return chosen.command(review, whose, f"answer {slug}", ' --knew "…" --luck judgement')


def line_by_line(
    store: Store, whose: Forecaster, review: Review, way: Way, by: str | None, uuid: str | None
) -> None:
    """Ask on a terminal; raise InputError where nobody sits there."""
    if uuid is not None:
        raise InputError("--uuid names one entry, and each answer is one.", "Type the flags too.")
    if not sys.stdin.isatty():
        raise InputError(
            "there is nobody to ask: standard input is no terminal.",
            f"Answer by flags: {_example(review, whose, way.question or review.questions[0])}",
        )
    opened = chosen.opened(store, Frame.of(store, review), review)
    if way.question is not None:
        slug = questions.find(store, way.question).slug
        opened = chosen.about(opened, slug)
    asking.ask(store, whose, opened, by, anew=way.question is not None)


def tell(done: Recorded, whose: Forecaster, *, as_json: bool) -> None:
    """Print what was put on record."""
    from tracker.cli.review.start import review_json

    receipt = str(done.receipt) if done.receipt else None
    if as_json:
        lesson = done.lesson.words if done.lesson else None
        more = {"added": done.added, "lesson": lesson, "receipt": receipt}
        json_line({**review_json(done.review, whose.name), **more})
        return
    if receipt is None:
        say("On record already in these words: nothing written.")
        return
    lesson = " and the lesson" if done.lesson else ""
    said = f"{counted(done.added, 'answer')}{lesson}" if done.added else "The lesson"
    say_out(f"{said} on record in the review of {done.review.period}, receipt {receipt}.")
