"""`forecasts review start`: assemble a period's questions, and ask about them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import bold, fields, paragraph
from forecasts.cli.output import json_line, say, say_out
from forecasts.errors import RefusedError
from forecasts.model import times
from forecasts.model.review import Prompt, Review
from forecasts.store import answers, reviews
from tracker.cli.review import asking, chosen
from tracker.reports.numbers import counted
from tracker.reports.statements import outcome_words
from tracker.reviews import expected
from tracker.reviews.assembled import Frame, last_instant, with_outcomes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Forecaster
    from forecasts.store import Receipt, Store
    from tracker.cli.review.chosen import Opened
    from tracker.reviews.assembled import Assembled, Reviewed

LISTED = 3  # periods that a hint names


@click.command(
    epilog="""\b
Examples:
  forecasts review start --period 2026-Q3
  forecasts review start --forecaster house --period 2026-10 --tz Europe/Berlin

\b
On a terminal it asks at once: Enter skips, q leaves; what was answered is on record.
--json prints one object: review forecaster period timezone as_of_seq so_far started_at
closed_at receipt (null where the review was open already) last_lesson{period words
measure aim value target sentences[]} (or null) assembled surprises questions[question
title outcome in_words miss chance unanswered[]]."""
)
@chosen.whose_option
@click.option(
    "--period", metavar="PERIOD", help="2026-Q3, 2026-10, 2026-W47; else the last quarter."
)
@options.tz_option
@click.option("--again", is_flag=True, help="Go over a period once more that was closed.")
@options.db_option
@options.json_option
@options.uuid_option
def start(
    whose: str, period: str | None, tz: str | None, again: bool, db: Path, as_json: bool,
    uuid: str | None,
) -> None:  # fmt: skip
    """Assemble what was resolved in a period, the largest surprises first, and ask about it.

    A question belongs to the period in which it was first resolved on record. One that is not over
    is reviewed so far. A review that is open is taken up again; one that was closed is not changed,
    and --again starts another.
    """
    now, zone = options.now(), options.zone_of(tz)
    with options.opened(db) as store:
        forecaster = chosen.reviewed(store, whose)
        wanted = chosen.period_of(period, now.astimezone(zone).date())
        before = reviews.of_forecaster(store.connection, forecaster.id, wanted.name)
        if before and before[-1].is_open:
            found, receipt = chosen.opened(store, Frame.of(store, before[-1]), before[-1]), None
        elif before and not again:
            raise chosen.closed(before[-1], forecaster)
        else:
            frame = Frame.new(store.connection, forecaster, wanted, zone, now)
            found, receipt = begin(store, frame, now, uuid)
        tell(store, found, forecaster, receipt, as_json=as_json)
        if not as_json and sys.stdin.isatty() and sys.stdout.isatty():
            asking.ask(store, forecaster, found, None)


def begin(store: Store, frame: Frame, now: datetime, uuid: str | None) -> tuple[Opened, Receipt]:
    """Put a new review on record and return it whole; raise RefusedError without a question."""
    window = frame.window
    by = chosen.entered_by(store, frame.forecaster, "start a review", _typed(store, frame))
    found = assembled(store, frame)
    review = Review(
        forecaster_id=frame.forecaster.id,
        period=window.period.name,
        timezone=window.timezone,
        as_of_seq=window.seq,
        questions=tuple(one.question.slug for one in found.chosen),
        started_at=now,
        entered_by=by,
    )
    with store.append(now, "review start", uuid) as batch:
        review = reviews.start(batch, review)
    return chosen.with_written(store, found, review), batch.receipt


def _typed(store: Store, frame: Frame) -> str:
    """Return the command that starts a review of this frame."""
    window, whose = frame.window, frame.forecaster
    zone = "" if window.timezone == "UTC" else f" --tz {window.timezone}"
    before = reviews.of_forecaster(store.connection, whose.id, window.period.name)
    return chosen.start_of(whose, f"{window.period.name}{zone}{' --again' * bool(before)}")


def assembled(store: Store, frame: Frame) -> Assembled:
    """Return what there is to review; raise RefusedError of nothing, naming where there is more."""
    name, window = frame.forecaster.name, frame.window
    try:
        found = chosen.assembled(store, frame)
    except RefusedError as error:
        raise pointed(store, frame, error) from None
    if found.items:
        return found
    nothing = RefusedError(
        f"no question that {name} forecast in time was first resolved in {window.title}.",
        f"See what was: {options.typed_db(f'forecasts report --period {window.period.name}')}",
    )
    raise pointed(store, frame, nothing)


def pointed(store: Store, frame: Frame, error: RefusedError) -> RefusedError:
    """Return an error with the periods, where there are any, in which there is more to review."""
    found = with_outcomes(store.connection, frame)
    if periods := [one for one in found if one != frame.window.period]:
        listed = ", ".join(one.name for one in periods[:LISTED])
        more = f" and {len(periods) - LISTED} before" if len(periods) > LISTED else ""
        typed = chosen.start_of(frame.forecaster, periods[0].name)
        error.hint = f"Theirs were in {listed}{more}: {typed}"
    return error


def tell(
    store: Store, opened: Opened, whose: Forecaster, receipt: Receipt | None, *, as_json: bool
) -> None:
    """Print what a review is about: last time's lesson, then what it asks about."""
    if as_json:
        json_line(as_record(store, opened, receipt))
        return
    found, review = opened.found, opened.written.review
    assert review is not None  # noqa: S101 - it was started a moment ago
    window = found.frame.window
    rows = (
        ("Period", window.days),
        ("Reads", f"the record as it stood at {last_instant(found.frame)}"),
        ("Questions", _counts(found, len(review.questions))),
        ("Receipt", str(receipt) if receipt else ""),
    )
    state = "started" if receipt else "taken up again"
    say_out(f"Review of {window.title}, {whose.name}: {state}.\n{fields(rows)}")
    click.echo(f"\n{bold('Last time')}\n{_last_time(opened)}")
    for title, some in (("Surprises", found.misses), ("Hits nearest to a miss", found.hits)):
        asked = [one for one in some if one.question.slug in review.questions]
        if asked:
            lines = "\n".join(_line(one) for one in asked)
            click.echo(f"\n{bold(title)}\n{lines}")
    _next(store, opened, whose)


def _counts(found: Assembled, asked: int) -> str:
    surprises = counted(len(found.misses), "surprise")
    return f"{len(found.items)} assembled, {surprises}; {asked} to answer about"


def _last_time(opened: Opened) -> str:
    before = opened.written.before
    if before is None:
        from tracker.reviews.document import NO_LESSON

        return paragraph(f"no lesson: {NO_LESSON}", "  ")
    from tracker.reviews.moved import sentences

    said = sentences(before, opened.moved) if opened.moved else ()
    words = paragraph(f"{before.period}: {before.words}", "  ")
    return "\n".join((words, *(paragraph(one, "  ") for one in said)))


def _line(one: Reviewed) -> str:
    outcome = outcome_words(one.outcome, one.question)
    below = paragraph(f"{one.question.slug}: {outcome}; {expected.given(one)}", "    ")
    return f"{paragraph(one.question.title, '  ')}\n{below}"


def _next(store: Store, opened: Opened, whose: Forecaster) -> None:
    review = opened.written.review
    assert review is not None  # noqa: S101 - it was started a moment ago
    if more := chosen.runs_on(opened.found, review):
        say(f"\n{more}")
    open_prompts = len(unanswered(store, review))
    left = counted(open_prompts, "answer")
    say(f"\n{left} to give: {chosen.command(review, whose, 'answer')}   (or with --editor)")
    say(f"What was said and why, whole: {chosen.command(review, whose, 'show')}")


def unanswered(store: Store, review: Review) -> list[tuple[str, Prompt]]:
    """Return what nobody has answered yet, question by question."""
    slugs = dict(store.connection.execute("SELECT id, slug FROM questions"))
    given = {
        (slugs[one.question_id], one.prompt)
        for one in answers.of_review(store.connection, review.id)
    }
    return [(q, p) for q in review.questions for p in Prompt if (q, p) not in given]


def as_record(store: Store, opened: Opened, receipt: Receipt | None) -> dict[str, object]:
    """Return a review that is open as JSON holds it."""
    from tracker.reports.render.as_json import plain
    from tracker.reviews.document import last_lesson

    found, review = opened.found, opened.written.review
    assert review is not None  # noqa: S101 - it was started a moment ago
    left = unanswered(store, review)
    lesson = last_lesson(opened.written, opened.moved).data if opened.written.before else None
    return {
        **review_json(review, found.frame.forecaster.name),
        "so_far": found.frame.window.so_far,
        "receipt": str(receipt) if receipt else None,
        "last_lesson": plain(lesson),
        "assembled": len(found.items),
        "surprises": len(found.misses),
        "questions": [
            {
                "question": one.question.slug,
                "title": one.question.title,
                "outcome": one.outcome,
                "in_words": outcome_words(one.outcome, one.question),
                "given": expected.given(one),
                "miss": one.miss,
                "chance": one.chance,
                "unanswered": [prompt.value for q, prompt in left if q == one.question.slug],
            }
            for one in found.named(review.questions)
        ],
    }


def review_json(review: Review, name: str) -> dict[str, object]:
    """Return what stands of a review in every object that speaks of it."""
    return {
        "review": review.id,
        "forecaster": name,
        "period": review.period,
        "timezone": review.timezone,
        "as_of_seq": review.as_of_seq,
        "started_at": times.to_text(review.started_at),
        "closed_at": times.maybe_to_text(review.closed_at),
    }
