"""`forecasts explain`: how a score came about, to be checked by hand."""

from __future__ import annotations

from datetime import timedelta
from math import isinf
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import day, json_line, percent, say_out, table
from forecasts.errors import InputError, NotFoundError, RefusedError
from forecasts.model import ResolutionStatus
from forecasts.model.needs import CHOICES
from forecasts.store import courtesy, forecasters, forecasts, questions, resolutions
from tracker.cli import choice
from tracker.cli.choice import choose_policies, choose_rules
from tracker.reports.explanation import explain as taken_apart
from tracker.reports.spoken import RULE_WORDS, exact, stated_percent
from tracker.reports.statements import outcome_words
from tracker.scoring import KIND_RULES
from tracker.scoring.policies import PEER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from forecasts.model import Forecaster, Question
    from forecasts.store import Store
    from tracker.reports.explained import Explanation, Stretch


@click.command(
    epilog="\b\nExamples:\n  forecasts explain kim-xi-meet-before-2027 --forecaster csds-brief\n"
    "  forecasts explain 12 --rule log_loss --policy last"
)
@options.question_argument
@click.option(
    "--forecaster",
    metavar="NAME",
    help="Whose score; yours by default.",
    shell_complete=options.people,
)
@click.option(
    "--policy",
    metavar="POLICY",
    default="scheduled",
    show_default=True,
    help="scheduled, open, last, spot or before-close:7d.",
)
@click.option(
    "--rule", metavar="RULE", help="One that scores its kind; by default brier, crps for a number."
)
@choice.recorded_only_option
@options.db_option
@options.json_option
def explain(
    db: Path, question: str, forecaster: str | None, policy: str, rule: str | None,
    recorded_only: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show the stretches of time in which each number stood, their losses, weights and the sum.

    With options it is the probability of the one that is scored, for numbers the median. A date is
    scored by all its deadlines: the same sum by time and by deadline, while it is open on those
    gone by. Under the scheduled policy the reference forecast fills the times in which nothing
    stood. Keys of --json: question forecaster policy rule outcome opens_at closes_at known_at
    stretches[from to stated loss weight] reference sum sum_low sum_high reason; of a date also
    by[] in each stretch, and deadlines[from to count happened loss weight]; with options in each
    stretch option, the one that is scored, and gone{option share} of those no longer on offer.
    """
    (chosen,) = choose_policies([policy])
    with (
        options.opened(db) as whole,
        choice.counted(whole, recorded_only=recorded_only) as store,
        store.snapshot() as connection,
    ):
        asked = questions.find(store, question)
        who = _seen(store, asked, _whose(store, asked, forecaster))
        found = taken_apart(connection, asked.id, who.id, chosen, _rule(asked, rule), options.now())
        if found is None:
            raise NotFoundError(
                _why_not(connection, asked, who), f"See: forecasts show {asked.slug}"
            )
    if as_json:
        json_line(found.as_json())
    else:
        _print(found, outcome_words(found.outcome, asked) if found.outcome else "")


def _rule(question: Question, typed: str | None) -> str:
    """Return the rule to explain; raise InputError for one without a path of losses."""
    of_kind = KIND_RULES[question.type.value]
    rule = of_kind[0] if typed is None else choose_rules([typed])[0]
    explained = [name for name in of_kind if name != PEER]
    if rule == PEER:
        raise InputError(
            "peer points depend on everybody's forecasts: no one path explains them.",
            f"Explain {', '.join(explained[:-1])} or {explained[-1]}.",
        )
    if rule not in of_kind:
        raise InputError(
            f"{rule} does not score a {question.type} question.",
            f"Explain {', '.join(explained[:-1])} or {explained[-1]}.",
        )
    return rule


def _whose(store: Store, question: Question, typed: str | None) -> Forecaster:
    """Return whose score is meant: the one named, oneself, or the only one there is."""
    if typed:
        return forecasters.find(store, typed)
    ids = {row.forecaster_id for row in forecasts.history(store.connection, question.id)}
    there = [who for who in forecasters.everyone(store.connection) if who.id in ids]
    mine = [who for who in there if who.goes_by(options.login())]
    if mine or len(there) == 1:
        return (mine or there)[0]
    if not there:
        raise NotFoundError(f"nobody has forecast {question.slug}.", "See: forecasts list")
    names = ", ".join(who.name for who in there[:5])
    more = f" and {len(there) - 5} more" if len(there) > 5 else ""  # noqa: PLR2004
    raise InputError(f"{question.slug} has several forecasters: {names}{more}.",
                     "Say whose score: --forecaster NAME")  # fmt: skip


def _seen(store: Store, question: Question, who: Forecaster) -> Forecaster:
    """Return whose score is meant; raise RefusedError while a round hides what they said."""
    me = options.speaker(store, None)
    sealed = courtesy.sealed(store.connection, me.id if me else None, options.now())
    if who.id in sealed.questions.get(question.slug, ()):
        raise RefusedError(
            f"{who.name} has a number on {question.slug} in an open round: hidden until it closes.",
            "See: forecasts round list",
        )
    return who


def _why_not(connection: sqlite3.Connection, question: Question, who: Forecaster) -> str:
    """Return why there is nothing to take apart."""
    resolution = resolutions.latest(connection, question.id)
    if resolution is None or resolution.status is ResolutionStatus.REOPENED:
        return f"{question.slug} has no outcome yet."
    if resolution.status is not ResolutionStatus.RESOLVED:
        return f"{question.slug} is {resolution.status}: nobody is scored on it."
    return f"{who.name} has given no number on {question.slug}."


def _print(found: Explanation, outcome: str) -> None:
    known = "open, provisional" if found.known_at is None else f"known {day(found.known_at)}"
    say_out(paragraph(f"{found.question} · {found.forecaster} · {outcome or 'no outcome yet'}"))
    say_out(
        paragraph(
            f"{RULE_WORDS[found.rule]} under {found.policy}: opened {day(found.opens_at)},"
            f" closes {day(found.closes_at)}, {'outcome ' if found.known_at else ''}{known}"
        )
    )
    if found.reason:
        say_out(paragraph(f"No score: {found.reason}.{_bounds(found)}"))
        return
    if found.deadlines:
        count = sum(band.count for band in found.deadlines)
        say_out(paragraph(DEADLINES.format(count=f"{count:,}")))
    heads = ("from", "to", _stated_head(found), "loss", "weight", "loss x weight")
    table(heads, [_row(found, stretch) for stretch in found.stretches], (2, 3, 4, 5))
    of = None if found.reference is None else exact(found.reference, found.rule)
    against = "" if of is None else f"   (reference {of})"
    say_out(f"Sum {exact(found.score or 0.0, found.rule)}{against}")
    for sentence in _remarks(found):
        say_out(paragraph(sentence))
    if found.deadlines:
        _print_deadlines(found)


A_DAY = timedelta(days=1)
DEADLINES = (
    "The mean over {count} deadlines, each a yes/no question: has it happened by then?"
    " A stretch weighs what it lasts under each deadline; its loss is the mean over them."
)


def _remarks(found: Explanation) -> Iterator[str]:
    """Yield what is to be known of options that were not on offer all the time."""
    if found.kind not in CHOICES:
        return
    if any(stretch.option is None for stretch in found.stretches):
        yield (
            f"While {found.outcome} was not on offer and no option stood for it, nothing is scored:"
            " nobody loses anything, the reference included."
        )
    for other in sorted({part.option for part in found.stretches} - {None, found.outcome}, key=str):
        yield f"While {found.outcome} was not on offer, {other} is scored: its number stands here."
    gone: dict[tuple[str, float], datetime] = {}
    for stretch in found.stretches:
        for name, share in stretch.gone:
            gone.setdefault((name, share), stretch.start)
    for (name, share), since in gone.items():
        yield (
            f"{stated_percent(share)} on {name} is lost from {day(since)} on, when {name} was no"
            " longer on offer: a forecast is scored as stated until there is a new one."
        )


def _bounds(found: Explanation) -> str:
    """Return between what a score lies whose outcome is known as an interval."""
    if found.low is None or found.high is None:
        return ""
    low, high = (exact(end, found.rule) for end in (found.low, found.high))
    return f" It lies between {low} and {high}."


def _stated_head(found: Explanation) -> str:
    if found.kind != "date":
        return "stated"
    last = found.deadlines[-1].last if found.deadlines else None
    return f"stated by {_deadline(found, last)}" if last else "by the horizon"


def _deadline(found: Explanation, at: datetime) -> str:
    """Return a deadline: the day alone where there is one a day."""
    whole = found.deadlines[0].first - found.opens_at >= A_DAY
    return f"{at:%Y-%m-%d}" if whole else day(at)


def _row(found: Explanation, stretch: Stretch) -> tuple[str, ...]:
    return (
        day(stretch.start),
        day(stretch.end),
        _stated(found, stretch),
        exact(stretch.loss, found.rule),
        f"{stretch.weight:.6f}",
        exact(stretch.part, found.rule),
    )


def _stated(found: Explanation, stretch: Stretch) -> str:
    """Return what was stated, and of which option where it is not the one that happened."""
    if found.kind in CHOICES and stretch.option is None:
        return "not on offer"
    said = _median if found.kind == "numeric" else stated_percent
    words = "reference" if stretch.stated is None else said(stretch.stated)
    by_another = found.kind in CHOICES and stretch.option != found.outcome
    return f"{words} ({stretch.option})" if by_another else words


def _median(stated: float) -> str:
    if isinf(stated):
        return f"median {'above' if stated > 0.0 else 'below'} what was said"
    return f"median {stated:.6g}"


def _print_deadlines(found: Explanation) -> None:
    """Print the same sum by deadline, and what each stretch said of some of them."""
    say_out("\nThe same sum by deadline:")
    rows = [
        (
            _deadline(found, band.first),
            _deadline(found, band.last),
            f"{band.count:,}",
            "yes" if band.happened else "no",
            exact(band.loss, found.rule),
            f"{band.weight:.6f}",
            exact(band.part, found.rule),
        )
        for band in found.deadlines
    ]
    heads = ("first", "last", "deadlines", "happened", "loss", "weight", "loss x weight")
    table(heads, rows, (2, 4, 5, 6))
    say_out(f"\n{paragraph('What stood, as chances by the last deadline of each row above:')}")
    ends = [_deadline(found, band.last) for band in found.deadlines]
    said = [
        (
            f"{stretch.start:%Y-%m-%d}" + (" reference" if stretch.stated is None else ""),
            *(percent(p) for p in stretch.by),
        )
        for stretch in found.stretches
    ]
    table(("from", *ends), said, range(1, len(ends) + 1))
