"""`forecasts review show` and `list`: a review's document, and which reviews there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import json_lines, say, table
from forecasts.model.review import Prompt
from forecasts.store import forecasters, lessons, reviews
from tracker.cli.review import chosen
from tracker.cli.review.files import Way, file_options
from tracker.cli.review.start import review_json, unanswered

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.model.review import Review
    from forecasts.store import Store


@click.command(
    epilog="""\b
Examples:
  forecasts review show
  forecasts review show --period 2026-Q3 --html 2026-Q3.html --rationales

\b
--json prints one object, as `report --json` does:
  report period as_of made_at
  last_lesson    period words measure aim value target moved{period before now n_before n
                 difference low high verdict reason reached} sentences[]
  verdict        reviewed surprises waiting void silent sentences[]
  calibration    as in report; of a team leaderboard where_wrong updating, too
  process        [measure words value n clusters]
  surprises near_misses others
                 [question title type outcome in_words known_at miss asked given chance
                 rule score attainable most stood reference
                 said[forecaster action said why made_at]
                 evidence[observed_at words url by speaks likelihood_ratio]
                 answers[prompt said_by words]]
  disagreement   [question title outcome log_odds said[] words[]]       of a team
  lesson         words measure aim value target
  footer         as in report
chance: what was given to what happened, averaged over the time in which a number stood;
given: that, or of a number or a date what was last said of it, in words."""
)
@file_options
@chosen.whose_option
@chosen.period_option
@options.db_option
@options.json_option
def show(
    html: Path | None, markdown: Path | None, names: bool, rationales: bool, whose: str,
    period: str | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """Show the document of a review, open or closed, or write it to files.

    It reads the record as it stood when the review was started, with the answers of now.
    """
    way = Way(html=html, markdown=markdown, names=names, rationales=rationales)
    with options.opened(db) as store:
        forecaster = chosen.reviewed(store, whose)
        review = chosen.on_record(store, forecaster, period)
        made = way.made(store, way.opened(store, review), review, forecaster)
    way.put(made, as_json=as_json)


@click.command(
    "list",
    epilog="""\b
Examples:
  forecasts review list
  forecasts review list --forecaster house

\b
--json prints a line a review: review forecaster period timezone as_of_seq started_at
closed_at questions[] unanswered lesson measure.""",
)
@click.option("--forecaster", "whose", metavar="NAME", help="Only whose; all by default.",
              shell_complete=options.people)  # fmt: skip
@options.db_option
@options.json_option
def list_(whose: str | None, db: Path, as_json: bool) -> None:
    """List the reviews, with what is unanswered and the lesson of each."""
    with options.opened(db) as store:
        every = reviews.everything(store.connection)
        if whose is not None:
            wanted = chosen.reviewed(store, whose)
            every = tuple(one for one in every if one.forecaster_id == wanted.id)
        rows = [as_record(store, one) for one in every]
    if as_json:
        json_lines(rows)
    elif rows:
        headers = ("period", "forecaster", "started", "closed", "answers", "lesson")
        table(headers, [cells(row) for row in rows])
    else:
        say("No review yet. Start one: " + options.typed_db("forecasts review start"))


def as_record(store: Store, review: Review) -> dict[str, object]:
    """Return a review as a line of the list."""
    names = {who.id: who.name for who in forecasters.everyone(store.connection)}
    lesson = lessons.of_review(store.connection, review.id)
    return {
        **review_json(review, names[review.forecaster_id]),
        "questions": list(review.questions),
        "unanswered": len(unanswered(store, review)),
        "lesson": lesson.words if lesson else None,
        "measure": lesson.measure if lesson else None,
    }


def cells(row: dict[str, object]) -> tuple[str, ...]:
    """Return a review's row in the table."""
    questions, left = row["questions"], row["unanswered"]
    assert isinstance(questions, list)  # noqa: S101 - made a moment ago
    assert isinstance(left, int)  # noqa: S101 - likewise
    every = len(Prompt) * len(questions)
    closed = str(row["closed_at"])[:10] if row["closed_at"] else "open"
    started = str(row["started_at"])[:10]
    head = (str(row["period"]), str(row["forecaster"]), started, closed)
    return (*head, f"{every - left} of {every}", str(row["lesson"] or "-"))
