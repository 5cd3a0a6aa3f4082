"""`forecasts review close`: end a review, and write its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_line, say, say_out
from forecasts.model.review import Prompt
from forecasts.store import lessons, reviews
from tracker.cli import pages
from tracker.cli.review import chosen
from tracker.cli.review.files import Way, file_options
from tracker.cli.review.start import review_json, unanswered

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.model.review import Review
    from forecasts.store import Receipt, Store
    from tracker.cli.review.chosen import Opened
    from tracker.reports.section import Report


@click.command(
    epilog="""\b
Examples:
  forecasts review close --html 2026-Q3.html
  forecasts review close --forecaster house --period 2026-Q3 --markdown house.md --names

\b
--json prints one object: review forecaster period timezone as_of_seq started_at
closed_at unanswered lesson receipt."""
)
@file_options
@chosen.whose_option
@chosen.period_option
@options.db_option
@options.json_option
@options.uuid_option
def close(
    html: Path | None, markdown: Path | None, names: bool, rationales: bool, whose: str,
    period: str | None, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Close a review and write its document; what is unanswered is said to be.

    A closed review is not changed: going over its period once more is another review. Without
    files the document is printed; `review show` prints or writes it at any time. In files other
    people go by letters unless --names, and reasons are left out unless --rationales.
    """
    way = Way(html=html, markdown=markdown, names=names, rationales=rationales)
    with options.opened(db) as store:
        forecaster = chosen.reviewed(store, whose)
        review = chosen.on_record(store, forecaster, period)
        typed = chosen.command(review, forecaster, "close")
        by = chosen.entered_by(store, forecaster, "close a review", typed)
        opened = way.opened(store, review)
        with store.append(options.now(), "review close", uuid) as batch:
            if not review.is_open:
                raise chosen.closed(review, forecaster)
            review = reviews.close(batch, review, by)
            made = way.made(store, opened, review, forecaster)
            pages.write(made, html, markdown)  # a file that cannot be written closes nothing
        tell(store, opened, review, batch.receipt, made, way, as_json=as_json)


def tell(
    store: Store, opened: Opened, review: Review, receipt: Receipt, made: Report, way: Way,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Say that it is closed and what it lacks; print the document where no file was named."""
    left, whose = len(unanswered(store, review)), opened.found.frame.forecaster
    lesson = lessons.of_review(store.connection, review.id)
    if as_json:
        rest = {"unanswered": left, "lesson": lesson.words if lesson else None}
        json_line({**review_json(review, whose.name), **rest, "receipt": str(receipt)})
        return
    if not way.leaves:
        pages.show(made, as_json=False)
        say_out("")
    way.remark(made)
    say_out(f"Closed the review of {review.period}, {whose.name}: receipt {receipt}.")
    if left:
        say(f"{left} of {len(Prompt) * len(review.questions)} answers were not given.")
    if more := chosen.runs_on(opened.found, review):
        say(more)
    if lesson is None:
        say("It has no lesson, so the next one opens without.")
