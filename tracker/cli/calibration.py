"""`forecasts calibration`: whether what was called 30% happens three times in ten."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from forecasts import dates
from forecasts.cli import options
from forecasts.cli.layout import bold, paragraph, width
from forecasts.cli.output import json_line, say, table
from forecasts.errors import InputError
from forecasts.model import ForecasterKind
from forecasts.store import forecasters
from forecasts.store.as_of import as_of as record_as_of
from forecasts.store.as_of import seq_at
from tracker.cli.choice import check_topic, choose_forecaster, recorded_only_option
from tracker.reports.calibrated import KINDS, Inquiry, calibrated
from tracker.reports.calibrated.as_json import as_json as as_object
from tracker.reports.calibrated.floors import EACH
from tracker.reports.calibrated.interval_words import before_close
from tracker.reports.calibrated.label_words import LABEL_HEADERS, label_row, too_few
from tracker.reports.calibrated.words import Speech, sentences
from tracker.scoring.policy import Kind, Policy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from forecasts.model import Forecaster
    from forecasts.store import Store
    from tracker.reports.calibrated import Calibration

NO_HORIZONS = "nothing to set side by side, since every vote is taken"
NAMED = 3  # people of several, before the others are counted

EXAMPLES = """\b
Examples:
  forecasts calibration
  forecasts calibration --forecaster house --votes before-close:7d
  forecasts calibration --topic north-korea --as-of 2026-09-30 --json
  forecasts calibration --forecaster ana --forecaster ben

\b
closed       questions whose close and answer-by day have passed
resolved     all with an outcome, also before their end: biased, beside closed
path         every stretch counts by its share of the time from opening to close
before-close the number that stood then, one vote a question
options      one vote: that the likeliest option happens
dates        with --kind date: "by t?" of every day t; else their intervals
several      each one's votes count in full; a question is one cluster of them

\b
--json prints one object; what may not be said is null, its `reason` says why:
forecaster pooled recorded_only cohort votes questions waiting
expected_yes{votes cast questions clusters expected observed low high}
corp{score (also _low _high) mcb dsc unc}
murphy{score rel res unc bias_corrected{}}
cox{intercept intercept_low intercept_high slope slope_low slope_high votes
clusters left_out firth}
e_process{votes value threshold declared
declared_after questions stopped_at held_back} auc auc_reason ece ece_reason
bins[low high weight questions stated happened happened_low happened_high]
bins_reason one_vote{as e_process, under path votes} verdict reason kind topic
as_of as_of_seq members disputed clusters never_forecast without_vote void
retrospective fractions hindsight curve{stated happened weight band{} all_no{}
all_yes{}} spiegelhalter{z p_value} recalibration{shown intercept slope gain
low high} by_term by_topic by_horizon (under path votes)[label questions
clusters stated happened difference pooled low high] intervals{votes questions
waiting clusters hindsight coverage[level inside n share low high] pit[]}
missing[part needs questions a_year arrives_at] beside (the object of closed,
under --cohort resolved).
"""


@click.command(epilog=EXAMPLES)
@click.option("--forecaster", "names", metavar="NAME", multiple=True, shell_complete=options.people,
              help="Whose; yours by default. Repeat to take several together.")  # fmt: skip
@click.option("--everybody", is_flag=True, help="All people on record, taken together.")
@click.option("--topic", metavar="TOPIC", help="Only questions of this topic.",
              shell_complete=options.topics)  # fmt: skip
@click.option("--kind", type=click.Choice(KINDS), help="Only questions of this kind.")
@click.option("--as-of", "day", metavar="DATE", help="The record as it stood then.")
@click.option("--cohort", type=click.Choice(("closed", "resolved")), default="closed",
              show_default=True)  # fmt: skip
@click.option("--votes", metavar="VOTES", default="path", show_default=True,
              help="path, or a fixed horizon: before-close:7d.")  # fmt: skip
@recorded_only_option
@options.as_option
@options.tz_option
@options.db_option
@options.json_option
def calibration(
    names: tuple[str, ...], everybody: bool, topic: str | None, kind: str | None, day: str | None,
    cohort: str, votes: str, recorded_only: bool, who: str | None, tz: str | None, db: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Say whether things called 30% happen three times in ten, as far as outcomes allow.

    Of live questions that have ended: those that resolved early alone would be a biased choice.
    Under 30 resolved questions no curve is drawn, under 100 no verdict given; 10 are needed for
    each topic, term and horizon, and above 10% that wait for an outcome there is no verdict.
    """
    hours, at = _hours(votes), _review_day(day, options.zone_of(tz))
    with (
        options.opened(db) as store,
        _state(store, at, in_time=recorded_only) as (connection, seq),
    ):
        check_topic(store, topic)
        speaker, chosen = _whose(store, names, who, everybody=everybody)
        asked = Inquiry(listed(chosen), tuple(one.id for one in chosen), at or options.now(), seq,
                        hours, kind, topic, recorded_only=recorded_only)  # fmt: skip
        found = [calibrated(connection, asked)]
        if cohort == "resolved":
            found.append(calibrated(connection, asked.of_resolved_so_far()))
    if as_json:
        json_line(_object(found))
        return
    for each in found:
        _print(each, Speech(asked.name, asked.forecaster_ids == (speaker,), asked.pooled))


def _hours(votes: str) -> int | None:
    """Return the fixed horizon in hours, None for path votes; raise InputError for any other."""
    if votes.strip() == "path":
        return None
    try:
        policy = Policy.parse(votes)
    except ValueError:
        policy = None
    if policy is None or policy.kind is not Kind.BEFORE_CLOSE:
        raise InputError(
            f"--votes {votes!r} is no way to count votes.",
            "Type path, or a fixed horizon in days or hours: before-close:7d, before-close:36h.",
        )
    return policy.hours


def _review_day(day: str | None, zone: ZoneInfo) -> datetime | None:
    """Return the end of the day that was typed, at most now; raise InputError for one ahead."""
    if day is None:
        return None
    now = options.now()
    found = dates.interval(day, zone, now)
    if found.start > now:
        raise InputError(f"--as-of {day} lies ahead.", "Type a day that has begun.")
    return min(found.end, now)


@contextmanager
def _state(
    store: Store, at: datetime | None, *, in_time: bool
) -> Iterator[tuple[sqlite3.Connection, int]]:
    """Yield the record, or as it stood at an instant, with the newest seq that counts.

    in_time: without what was recorded after the outcome was known.
    """
    if at is None and not in_time:
        with store.snapshot() as connection:
            (seq,) = connection.execute("SELECT coalesce(max(seq), 0) FROM ledger").fetchone()
            yield connection, seq
        return
    seq = store.receipt().seq if at is None else seq_at(store.connection, at)
    with record_as_of(store, seq, in_time=in_time) as past, past.snapshot() as connection:
        yield connection, seq


def _whose(
    store: Store, names: tuple[str, ...], who: str | None, *, everybody: bool
) -> tuple[int | None, tuple[Forecaster, ...]]:
    """Return the reader's id and whose it is: those named, all people, the reader, the only one."""
    reader = options.reader(store, who)
    speaker = reader.id if reader else None
    if names and everybody:
        raise InputError("all people, or those that are named?", "Type one of them.")
    if names:
        found = {one.id: one for one in (choose_forecaster(store, name, who) for name in names)}
        return speaker, tuple(found.values())
    known = forecasters.everyone(store.connection)
    if everybody:
        people = tuple(one for one in known if one.kind is ForecasterKind.PERSON)
        if not people:
            raise InputError(
                "there are no people on record.", "See who is: forecasts forecaster list"
            )
        return speaker, people
    if reader is not None:
        return speaker, (reader,)
    if len(known) == 1:
        return speaker, known
    some = ", ".join(one.name for one in known[:5]) or "nobody yet"
    raise InputError(
        f"{options.login()} has no forecasts on record; who has: {some}.",
        "Type: forecasts calibration --forecaster NAME",
    )


def listed(people: Sequence[Forecaster]) -> str:
    """Return the names of those whose votes are taken together, the first three by name.

    >>> from forecasts.model import Forecaster, ForecasterKind
    >>> listed([Forecaster(k, name, ForecasterKind.PERSON) for k, name in enumerate("abcde", 1)])
    'a, b, c and 2 others'
    """
    names = [one.name for one in people]
    if len(names) <= NAMED:
        return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    more = len(names) - NAMED
    return f"{', '.join(names[:NAMED])} and {more} other{'s' if more > 1 else ''}"


def _object(found: list[Calibration]) -> dict[str, object]:
    first, *rest = [as_object(one) for one in found]
    return {**rest[0], "beside": first} if rest else {**first, "beside": None}


def _print(found: Calibration, who: Speech) -> None:
    """Print words, then the curve, then the tables."""
    if found.inquiry.resolved_so_far:
        click.echo(f"\n{bold('Resolved so far, a biased choice')}")
    first, *rest = sentences(found, who)
    click.echo(bold(first))
    for text in rest:
        click.echo(paragraph(text))
    if found.curve is not None:
        from tracker.reports.calibrated.drawn import reliability
        from tracker.reports.render.reliability import picture

        lines = picture(reliability(found.curve), width())
        click.echo("\n" + "\n".join(_styled(line) for line in lines))
    if not found.inquiry.resolved_so_far:
        _print_labels(found)


def _print_labels(found: Calibration) -> None:
    """Print what was stated and what happened by word, horizon and topic, as tables."""
    enough = found.counts.questions >= EACH
    for title, labels in (
        ("word said", found.by_term),
        ("before the end", found.by_horizon),
        ("topic", found.by_topic),
    ):
        rows = [label_row(one) for one in labels if one.stated is not None]
        if rows:
            click.echo()
            table((title, *LABEL_HEADERS), rows, range(1, 7))
        if enough and (few := too_few(labels)):
            click.echo(paragraph(f"{'others' if rows else title}: {few}"))
    if enough and found.inquiry.hours is not None:
        click.echo(paragraph(f"before the end: {NO_HORIZONS} {before_close(found.inquiry.votes)}."))
    if any(one.stated is not None for one in (*found.by_term, *found.by_horizon, *found.by_topic)):
        say("Differences in points, happened less stated; pooled ones are drawn towards all.")


def _styled(line: str) -> str:
    """Return a line of the picture with its curve bold and its band faint, where colours show."""
    bright = re.sub("[●•]+", lambda run: click.style(run[0], bold=True), line)
    return re.sub("[░·]+", lambda run: click.style(run[0], dim=True), bright)
