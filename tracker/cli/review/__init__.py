"""`forecasts review`: go over what came of one's questions, and write down one lesson."""

from __future__ import annotations

import click

from tracker.cli.review.answer import answer
from tracker.cli.review.close import close
from tracker.cli.review.lesson import lesson
from tracker.cli.review.show import list_, show
from tracker.cli.review.start import start


@click.group(epilog="\b\nExample:\n  forecasts review start --period 2026-Q3")
def review() -> None:
    """Go over what came of one's questions, and write down one lesson.

    A review reads the record as it stood at the end of its period. It asks about the largest
    surprises and the hits nearest to a miss; every answer is on record at once, so that it can be
    left and taken up again. The next review opens with this one's lesson.
    """


for command in (start, answer, lesson, close, show, list_):
    review.add_command(command)
