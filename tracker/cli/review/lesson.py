"""`forecasts review lesson`: the one rule that the next review can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import fields, paragraph
from forecasts.cli.output import json_line, say_out
from tracker.cli.review import chosen
from tracker.cli.review.recording import record
from tracker.cli.review.replies import Replies, Taught
from tracker.cli.review.start import review_json
from tracker.reviews.measures import listed
from tracker.reviews.moved import lesson_measure_words

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.model import Forecaster
    from tracker.cli.review.recording import Recorded


MEASURED = "\n".join(f"{name}{words}" for name, words in listed())


@click.command(
    epilog=f"""\b
Examples:
  forecasts review lesson "Write a reason with every move." --measure reasons --target 80%
  forecasts review lesson "Start from the base rate." --measure brier --topic korea
  forecasts review lesson "Ask who would have to sign."

\b
The numbers that can check one, and which side of each is better:
{MEASURED}

\b
--json prints one object: review forecaster period timezone as_of_seq started_at
closed_at lesson{{words measure aim value target}} receipt; value is null where the
period had nothing to compute it from."""
)
@click.argument("words")
@click.option("--measure", metavar="NAME", default="", help="Which number checks it.")
@click.option("--topic", metavar="TOPIC", default="", help="That number of one topic.",
              shell_complete=options.topics)  # fmt: skip
@click.option("--aim", metavar="lower|higher", default="", help="Its better side, and the default.")
@click.option("--target", metavar="VALUE", default="", help="What it should reach: 0.15, 80%, 3.")
@chosen.whose_option
@chosen.period_option
@options.db_option
@options.json_option
@options.uuid_option
def lesson(
    words: str, measure: str, topic: str, aim: str, target: str, whose: str,
    period: str | None, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Write down what the review taught, in words alone or tied to a number.

    Its value at this review is kept; once this one is closed, the next review opens with the
    lesson, and says whether the number moved. A second lesson replaces the first. WORDS may be
    @FILE.
    """
    said = Replies(lesson=Taught(options.long_text(words), measure, topic, aim, target))
    with options.opened(db) as store:
        forecaster = chosen.reviewed(store, whose)
        review = chosen.on_record(store, forecaster, period)
        now = options.now()
        done = record(
            store, forecaster, review, said, None, now, uuid=uuid, command="review lesson"
        )
    tell(done, forecaster, as_json=as_json)


def tell(done: Recorded, whose: Forecaster, *, as_json: bool) -> None:
    """Print a lesson and how it will be checked."""
    found = done.lesson
    assert found is not None  # noqa: S101 - a lesson was typed
    if as_json:
        rule = {
            "words": found.words,
            "measure": found.measure,
            "aim": found.aim.value if found.aim else None,
            "value": found.value,
            "target": found.target,
        }
        head = review_json(done.review, whose.name)
        json_line({**head, "lesson": rule, "receipt": str(done.receipt)})
        return
    rows = (("Checked by", lesson_measure_words(found)), ("Receipt", str(done.receipt)))
    say_out(paragraph(f"Lesson of {found.period}: {found.words}"))
    say_out(fields(rows))
