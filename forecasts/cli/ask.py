"""`forecasts ask`: ask a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from forecasts import lint, parse
from forecasts.cli import asked, options
from forecasts.cli.domain import Domain, carried, domain_options, with_domain
from forecasts.cli.misuse import TakesEither
from forecasts.cli.prompting import at_a_terminal
from forecasts.cli.terms import Typed, terms, terms_options
from forecasts.errors import InputError, RefusedError
from forecasts.model import QuestionType, Terms, needs, times
from forecasts.model.question import SLUG
from forecasts.store import questions

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from forecasts.lint import Finding
    from forecasts.model import Question

UNDATED = times.EPOCH.replace(year=times.LAST_YEAR)  # stands in until --closes is read
UNTITLED = "-"  # and this until its title is
SOON = timedelta(days=90)  # how far off the day of an example lies


@click.command(
    cls=TakesEither,
    epilog="""\b
Examples:
  forecasts ask "Will Kim and Xi meet in person before 1 July 2027?" \\
    --closes 2027-06-30 --tz Asia/Seoul --base-rate 3/40 --by-deadline \\
    --counts "Both are in one room and talk." --source "KCNA or Xinhua reports it."
  forecasts ask "Will they meet before 2028?" --like kim-xi-meet --closes 2027-12-31
  forecasts ask "Who leads the party at the end of 2027?" --closes 2027-12-31 \\
    --option Kim --option Lee --option other
  forecasts ask "How many missile tests in 2027?" --closes 2027-12-31 \\
    --min 0 --max 100 --open-upper --unit tests
  forecasts ask "When do they next meet?" --closes 2027-06-30 --horizon 2028-12-31

A day typed as --closes still counts: the question closes as the next day begins.

\b
Types: binary (yes or no), multiple_choice (--option), ordinal (--option, in
order), numeric (--min, --max; --log-from 0 for a logarithmic scale) and date
(--horizon: what comes later is never).

\b
--json prints one object: question number revision opens_at closes_at
resolves_by findings[words mend or_else grave] seq receipt""",
)
@click.argument("title", required=False)
@terms_options
@click.option("--slug", metavar="NAME", help="Short name; made from the title by default.")
@click.option("--like", metavar="QUESTION", help="Roll a question on: copy its terms, not dates.")
@click.option(
    "--type",
    "kind",
    type=click.Choice([kind.value for kind in QuestionType]),
    help="What kind of answer.  [default: by the options given, else binary]",
)
@domain_options
@click.option("--anyway", is_flag=True, help="Record it though the title and the dates disagree.")
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def ask(
    typed: Typed,
    domain: Domain,
    slug: str | None,
    like: str | None,
    kind: str | None,
    anyway: bool,
    db: Path,
    as_json: bool,
    uuid: str | None,
) -> None:
    """Ask a question: TITLE says what, --closes until when.

    One of yes or no, unless options, a range or a horizon say otherwise. On a terminal, what is
    missing is asked for.
    """
    with options.opened(db) as store:
        now, model = options.now(), questions.find(store, like) if like else None
        type_ = kind_of(kind, domain, model)
        made = worded(typed, domain, type_, model, now, prompting=not as_json)
        carried_ = carried_over(typed, made.terms, model)
        found = (*lint.findings(made.terms, now, made.kind), *carried_)
        asked.refuse_grave(found, anyway=anyway or made.anyway)
        with store.append(now, "ask", uuid) as batch:
            name = free_slug(batch.connection, slug, made.terms.title)
            follows = model.id if model else None
            question = questions.add(batch, name, made.kind, made.terms, follows, options.login())
        asked.show(question, found, batch.receipt, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Worded:
    """The terms of a new question; anyway: somebody who read them over takes what is grave."""

    terms: Terms
    kind: QuestionType = QuestionType.BINARY
    anyway: bool = False


def kind_of(typed: str | None, domain: Domain, model: Question | None) -> QuestionType:
    """Return the type that was typed, else that of the model or of the answers that were typed."""
    if model is not None and typed not in (None, model.type):
        raise InputError(
            f"{model.slug} is {needs.SPOKEN[model.type]}, and {typed} was typed.",
            "Leave --type out, or ask it without --like.",
        )
    if typed is not None:
        return QuestionType(typed)
    return domain.kind if model is None else model.type


def worded(
    typed: Typed,
    domain: Domain,
    kind: QuestionType,
    model: Question | None,
    now: datetime,
    *,
    prompting: bool,
) -> Worded:
    """Return the terms of a new question, asking on a terminal for what is missing."""
    asking = prompting and at_a_terminal()
    before = _before(typed, model, now, asking=asking)
    typed = replace(typed, tz=typed.tz if model is None or _spoken("tz") else model.terms.timezone)
    title = parse.title(before.title if typed.title is None else typed.title)
    undated = terms(replace(typed, closes=None), before, now)
    with_domain(domain, kind, undated, before, now)  # so that nobody is asked in vain
    if asking and (made := _prompted(typed, domain, kind, before, now)):
        return made
    if typed.closes is None:
        command = f"forecasts ask {_quoted(title)} --closes {now + SOON:%Y-%m-%d}"
        raise InputError(
            "it needs a day on which it closes.", f"Type the last day that counts: {command}"
        )
    return Worded(with_domain(domain, kind, terms(typed, before, now), before, now), kind)


def _quoted(title: str) -> str:
    return f'"{title}"' if '"' not in title else f"'{title}'"


def _before(typed: Typed, model: Question | None, now: datetime, *, asking: bool) -> Terms:
    """Return what a new question starts from: nothing, or another question without its dates."""
    if model is None:
        if typed.title is None and not asking:
            example = f'"Will … by {now + SOON:%-d %B %Y}?" --closes {now + SOON:%Y-%m-%d}'
            raise InputError("what is the question?", f"Type: forecasts ask {example}")
        return blank(now)
    return replace(
        carried(model.terms, now),
        opens_at=now,
        closes_at=UNDATED,
        resolves_by=UNDATED,
        range_max=None if model.type is QuestionType.DATE else model.terms.range_max,
        spot_at=None,
        retrospective=False,
    )


def blank(now: datetime) -> Terms:
    """Return what a question of its own starts from."""
    return Terms(title=UNTITLED, opens_at=now, closes_at=UNDATED, resolves_by=UNDATED)


def _spoken(name: str) -> bool:
    """Whether an option was typed, and does not come from the environment."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def _prompted(
    typed: Typed, domain: Domain, kind: QuestionType, before: Terms, now: datetime
) -> Worded | None:
    """Ask for the title, the close, what counts, and who says so; None where all is there."""
    from forecasts.cli import drafting

    start = drafting.Start(before, now)
    title = typed.title or (before.title if before.title != UNTITLED else None)
    draft = drafting.Draft(typed=replace(typed, title=title), domain=domain, kind=kind)
    wanted = (drafting.TITLE, drafting.CLOSES, drafting.COUNTS, drafting.SOURCE)
    if all(line.there(draft, start) for line in wanted):
        return None
    try:
        made = drafting.drafted(draft, start, drafting.LINES, wanted)
    except drafting.LeftError:
        raise click.Abort from None
    return Worded(start.terms(made.draft), made.draft.kind, made.anyway)


def carried_over(typed: Typed, made: Terms, model: Question | None) -> tuple[Finding, ...]:
    """Return what a question took from the one it follows and should be looked at again."""
    found = []
    if model is not None and typed.title is None and made.title == model.title:
        found.append(lint.Finding(f"it has the title of {model.slug}", '--title "…"'))
    rate = made.reference_class
    if model is not None and typed.base_rate is None and rate == model.terms.reference_class:
        words = f"its base rate {rate} is that of {model.slug}, without what happened since"
        found += [lint.Finding(words, "--base-rate K/N")] if rate else []
    return tuple(found)


def free_slug(connection: sqlite3.Connection, slug: str | None, title: str) -> str:
    """Return the slug that was typed, or one made from the title; raise when it will not do."""
    if slug is None:
        return questions.free_slug(connection, title)
    if not SLUG.fullmatch(slug):
        raise InputError(
            f"{slug[:40]!r} is no slug: letters a to z, digits, . _ - and at least one letter.",
            "Type one such as --slug kim-xi-meet, up to 80 characters.",
        )
    if slug.lower() in (taken.lower() for taken in questions.slugs(connection)):
        raise RefusedError(f"the slug {slug!r} is taken.", "Choose another with --slug.")
    return slug
