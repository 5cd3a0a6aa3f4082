"""`forecasts revise`: change a question's words, and before the first forecast its dates too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from forecasts import dates, lint
from forecasts.cli import asked, layout, options
from forecasts.cli.domain import Domain, domain_options, with_domain, with_option
from forecasts.cli.misuse import TakesEither
from forecasts.cli.output import json_line, say, say_out
from forecasts.cli.terms import Typed, terms, terms_options
from forecasts.cli.wording import moment
from forecasts.errors import InputError, RefusedError
from forecasts.model import ResolutionStatus, Status, needs, status_of, times
from forecasts.store import questions, resolutions

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from forecasts.lint import Finding
    from forecasts.model import Question, Terms
    from forecasts.store import Receipt


# The parts that say what is forecast and how it is judged; the others sort a question or tell why.
JUDGED_BY = frozenset(
    {
        "title", "counts", "does_not_count", "who_says_so", "if_unclear", "background", "url",
        "unit", "options", "second_person",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the terms that was revised."""

    name: str
    was: datetime | str
    now: datetime | str


@click.command(
    cls=TakesEither,
    epilog="""\b
Examples:
  forecasts revise armistice-before-midterms --source "Both foreign ministries publish it."
  forecasts revise 12 --title "Will they sign before 1 July 2027?" --criteria @lines.txt
  forecasts revise next-leader --add-option Park --from 2027-03-01

An option may still be added after the first forecast, on offer from now or later.
An empty text takes words away. Once a question with forecasts has closed, or has an answer, its
words are what it was judged by: they change only after --reopen, or with --anyway. The
first forecast fixes dates and base rate: after it, ask a new question that follows the old one
with forecasts ask --like QUESTION.

\b
--json prints one object: question number revision changed{name {was now}}
opens_at closes_at resolves_by findings[words mend or_else grave] seq receipt;
the last two are null when nothing changed""",
)
@options.question_argument
@click.option("--title", metavar="TEXT", help="The question itself.")
@terms_options
@domain_options
@click.option("--add-option", metavar="NAME", help="One more possible answer, from now on.")
@click.option("--from", "since", metavar="DATE", help="The first day of the added option.")
@click.option("--tz", metavar="ZONE", help="Time zone of its days, such as Asia/Seoul.")
@click.option(
    "--anyway",
    is_flag=True,
    help="Record it though title and dates disagree, or an answer was judged.",
)
@options.db_option
@options.json_option
@options.uuid_option
def revise(
    question: str, typed: Typed, domain: Domain, add_option: str | None, since: str | None,
    anyway: bool, db: Path, as_json: bool, uuid: str | None,
) -> None:  # fmt: skip
    """Change a question's words; the old ones stay on record."""
    check_typed(typed, domain, add_option, since)
    with options.opened(db) as store, store.append(options.now(), "revise", uuid) as batch:
        before = questions.find(store, question)
        wanted = new_terms(typed, domain, before, options.now())
        if add_option is not None:
            wanted = extended(wanted, before, add_option, since, options.now())
        now, kind = options.now(), before.type
        found, known = (lint.findings(t, now, kind) for t in (wanted, before.terms))
        asked.refuse_grave([f for f in found if f not in known], anyway=anyway)
        changed = changes(before.terms, wanted)
        if not anyway and any(change.name in JUDGED_BY for change in changed):
            refuse_judged(store.connection, before, now)
        after = questions.revise(batch, before, wanted, options.login()) if changed else before
    if not changed:
        say(f"{before.slug} says that already: nothing changed, nothing written.")
    if as_json:
        _print_json(after, changed, found, batch.receipt if changed else None)
    elif changed:
        _print(after, changed, batch.receipt)
        asked.say_findings(after, [f for f in found if f not in known])


def refuse_judged(connection: sqlite3.Connection, question: Question, now: datetime) -> None:
    """Raise RefusedError when a question's words are what an answer was judged by, or forecasts."""
    last = resolutions.latest(connection, question.id)
    status = status_of(question, last, now)
    if last is None:
        closed = status in {Status.CLOSED, Status.DUE}
        if closed and questions.has_forecasts(connection, question.id):
            raise RefusedError(
                f"{question.slug} has closed; its words are what was forecast.",
                "To change them all the same: --anyway",
            )
    elif last.status is not ResolutionStatus.REOPENED:
        raise RefusedError(
            f"{question.slug} is {status.value}; its words are what it was judged by.",
            f'First: forecasts resolve {question.slug} --reopen "…"   (or add --anyway)',
        )


def check_typed(typed: Typed, domain: Domain, add_option: str | None, since: str | None) -> None:
    """Raise InputError when nothing was typed, or a day for an option without the option."""
    if since is not None and add_option is None:
        raise InputError("--from is the first day of an option.", "Add --add-option NAME.")
    if typed.nothing and domain.nothing and add_option is None:
        raise InputError("what is to change?", 'Type --title "…", --counts "…", --source "…" …')


def new_terms(typed: Typed, domain: Domain, before: Question, now: datetime) -> Terms:
    """Return the terms of a question with all that was typed put in their place."""
    found = terms(typed, before.terms, now)
    return with_domain(domain, before.type, found, before.terms, now)


def extended(wanted: Terms, before: Question, name: str, since: str | None, now: datetime) -> Terms:
    """Return the terms with one more option, on offer from now or from a day to come."""
    if before.type not in needs.CHOICES:
        spoken = needs.SPOKEN[before.type]
        raise InputError(
            f"{before.slug} is {spoken}: it has no options.", "Leave --add-option out."
        )
    starts_at = now
    if since is not None:
        zone = dates.zone(wanted.timezone)
        starts_at = dates.instant(since, dates.Edge.OPENING, zone, now)
    if starts_at < now:
        raise InputError(
            f"{since} has begun: what was forecast before could not know of the option.",
            "Leave --from out, or type a day to come.",
        )
    found = with_option(wanted, name, max(starts_at, wanted.opens_at))
    return with_domain(Domain(), before.type, found, before.terms, now)


def changes(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return what differs, in the order in which a question is read."""
    pairs = zip(_parts(before), _parts(after), strict=True)
    return tuple(Change(name, was, now) for (name, was), (_, now) in pairs if was != now)


def _parts(terms: Terms) -> tuple[tuple[str, datetime | str], ...]:
    criteria, rate = terms.criteria, terms.reference_class
    return (
        ("title", terms.title),
        ("counts", criteria.counts),
        ("does_not_count", criteria.does_not_count),
        ("who_says_so", criteria.who_says_so),
        ("if_unclear", criteria.if_unclear),
        ("background", terms.background),
        ("opens_at", terms.opens_at),
        ("closes_at", terms.closes_at),
        ("resolves_by", terms.resolves_by),
        ("spot_at", terms.spot_at or ""),
        ("timezone", terms.timezone),
        ("topics", "; ".join(terms.topics)),
        ("group", terms.group or ""),
        ("url", terms.url or ""),
        ("reference_class", str(rate) if rate else ""),
        ("by_deadline", "yes" if terms.by_deadline else "no"),
        ("retrospective", "yes" if terms.retrospective else "no"),
        ("second_person", "yes" if terms.second_person else "no"),
        *_domain_parts(terms),
    )


def _domain_parts(terms: Terms) -> tuple[tuple[str, datetime | str], ...]:
    """Return the parts that only options, numbers and dates have; a lone upper end is a horizon."""
    dated = terms.range_min is None and terms.range_max is not None
    names = (
        "options", "range_min", "range_max", "open_lower", "open_upper", "zero_point", "bins",
        "unit",
    )  # fmt: skip
    values = [(name, getattr(terms, name)) for name in names if not (dated and name != "unit")]
    parts = [(name, "" if value in (None, False) else str(value)) for name, value in values]
    return (("horizon", terms.horizon),) if dated else tuple(parts)


def _print(question: Question, changed: tuple[Change, ...], receipt: Receipt) -> None:
    def words(value: datetime | str) -> str:
        if isinstance(value, datetime):
            return moment(value, question.terms.timezone)
        return value or "(nothing)"

    say_out(f"#{question.number} {question.slug}, revision {question.revision}")
    for change in changed:
        say_out(f"  {change.name.replace('_', ' ').capitalize()}")
        say_out(layout.paragraph(words(change.was), "    was  "))
        say_out(layout.paragraph(words(change.now), "    now  "))
    say_out(f"  Receipt  {receipt}")


def _print_json(
    question: Question,
    changed: tuple[Change, ...],
    found: tuple[Finding, ...],
    receipt: Receipt | None,
) -> None:
    def plain(value: datetime | str) -> str | None:
        return times.to_text(value) if isinstance(value, datetime) else value or None

    json_line(
        {
            "question": question.slug,
            "number": question.number,
            "revision": question.revision,
            "changed": {c.name: {"was": plain(c.was), "now": plain(c.now)} for c in changed},
            **asked.dates_json(question.terms),
            "findings": asked.findings_json(found),
            "seq": receipt.seq if receipt else None,
            "receipt": str(receipt) if receipt else None,
        }
    )
