"""`forecasts source`: published texts that say something about the future."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts import dates, parse
from forecasts.cli import options, prompting
from forecasts.cli.layout import fields, width
from forecasts.cli.list import shortened
from forecasts.cli.output import json_line, json_lines, safe, say, say_out, table
from forecasts.errors import InputError, RefusedError
from forecasts.model import Source, question
from forecasts.store import sources

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from forecasts.documents.document import Document
    from forecasts.store import Batch

AS_PRINTED = "as printed"
LANGUAGES = ("en", "fr", "es")


@click.group(epilog="\b\nExample:\n  forecasts source add brief.pdf --publisher CSDS")
def source() -> None:
    """Keep published texts that say something about the future: whose, of when, and their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed about a text; None where nothing was."""

    slug: str | None
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    basis: str | None
    language: str | None
    url: str | None


@source.command(
    epilog="""\b
Examples:
  forecasts source add brief.pdf --publisher CSDS --url https://example.org/brief
  forecasts source add summary.txt --title "Executive summary" \\
    --published 2025-01-20..2025-03-31 --basis "names President Trump as in office"

\b
Read are text, Markdown, HTML and PDF. --json prints one object: source title
author publisher date_from date_to date_basis language url text_sha256 claims
seq receipt""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", metavar="NAME", help="Short name; made from the title by default.")
@click.option("--title", metavar="TEXT", help="As the text has it by default.")
@click.option("--author", metavar="NAME", help="As the text has it by default.")
@click.option("--publisher", metavar="NAME")
@click.option("--published", metavar="DATE|FROM..TO", help="As the text has it by default.")
@click.option("--basis", metavar="TEXT", help="How it was dated, where it prints no day.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Found by default.")
@click.option("--url", metavar="URL", help="Where it was published.")
@options.tz_option
@options.db_option
@options.json_option
@options.uuid_option
def add(
    file: Path, tz: str | None, db: Path, as_json: bool, uuid: str | None, **typed: str | None
) -> None:
    """Keep a published text: who said it, when, and its words."""
    from forecasts import documents

    found = documents.read(file)
    zone, now = options.zone_of(tz), options.now()
    if not (typed["title"] or found.title or as_json):
        _published(typed["published"], found.published, zone, now)  # nobody is asked in vain
        typed["title"] = _title_of(file)
    made = described(Typed(**typed), found, file, zone, now)
    with options.opened(db) as store, store.append(now, "source add", uuid) as batch:
        check_new(batch, made)
        sources.add(batch, made, found.text, options.login())
    _tell(made, found, batch, as_json=as_json)


def _title_of(file: Path) -> str:
    """Return what a text that prints no title is called: as is typed, else as its file."""
    name = file.stem.replace("_", " ")
    if not prompting.at_a_terminal():
        say("The text prints no title, so it is called as its file: --title names it.")
        return name

    def read(text: str) -> str:
        return parse.title(text or name)

    return prompting.asked(f"The text prints no title. What is it called (Enter: {name})?", read)


def described(typed: Typed, found: Document, file: Path, zone: ZoneInfo, now: datetime) -> Source:
    """Return a source as it was typed, else as its text tells; raise InputError for no date."""
    import hashlib

    title = parse.title(typed.title or found.title or file.stem.replace("_", " "))
    date_from, date_to = _published(typed.published, found.published, zone, now)
    if date_to > now.astimezone(zone).date():
        raise InputError(f"it would be published on {date_to}, which lies ahead.", "Type the day.")
    slug = typed.slug or question.slug_of(title)
    if not question.SLUG.fullmatch(slug):
        raise InputError(f"{slug[:40]!r} is no slug.", "Type one such as --slug csds-brief")
    said = typed.basis or (AS_PRINTED if typed.published is None or date_from == date_to else None)
    if said is None:
        raise InputError("how is it known when it was published?", 'Type --basis "…"')
    return Source(
        slug=slug,
        title=title,
        author=_name(typed.author or found.author, "--author"),
        publisher=_name(typed.publisher or found.publisher, "--publisher"),
        date_from=date_from,
        date_to=date_to,
        date_basis=parse.plain(said, "--basis"),
        language=typed.language or _language(found.text),
        url=parse.web_address(typed.url) if typed.url else None,
        text_sha256=hashlib.sha256(found.text.encode()).hexdigest(),
    )


def _name(text: str | None, what: str) -> str | None:
    return parse.plain(text, what) if text else None


def _language(text: str) -> str:
    """Return the language that most of the sentences are in."""
    from collections import Counter

    from forecasts.claims.sentences import sentences

    counts = Counter(one.language for one in sentences(text))
    return counts.most_common(1)[0][0] if counts else LANGUAGES[0]


def _published(
    typed: str | None, printed: date | None, zone: ZoneInfo, now: datetime
) -> tuple[date, date]:
    """Return the first and the last day on which a text may have been published."""
    if typed is None:
        if printed is None:
            raise InputError(
                "the text prints no day on which it was published.",
                'Type --published 2025-02-04, or a range: --published FROM..TO --basis "…"',
            )
        return printed, printed
    first, _, last = typed.partition("..")
    ends = [dates.interval(text, zone, now) for text in (first, last or first)]
    date_from = ends[0].start.astimezone(zone).date()
    date_to = last_day(ends[1].end, zone)
    if date_to < date_from:
        raise InputError(f"{typed!r} ends before it begins.", "Type --published FROM..TO")
    return date_from, date_to


def last_day(end: datetime, zone: ZoneInfo) -> date:
    """Return the last day before an instant."""
    from datetime import timedelta

    return (end - timedelta(microseconds=1)).astimezone(zone).date()


def check_new(batch: Batch, made: Source) -> None:
    """Raise RefusedError for a slug that is taken, or a text that is on record already."""
    for known in sources.everything(batch.connection):
        if known.slug.casefold() == made.slug.casefold():
            raise RefusedError(f"the slug {made.slug!r} is taken.", "Choose another with --slug.")
        if known.text_sha256 == made.text_sha256:
            raise RefusedError(
                f"this text is on record as {known.slug}.",
                f"See: forecasts claims scan {known.slug}",
            )


def _tell(made: Source, found: Document, batch: Batch, *, as_json: bool) -> None:
    from forecasts.claims import Kind, scan

    for remark in found.remarks:
        say(remark)
    read = scan(found.text, written=made.date_to)
    claims = sum(one.kind is not Kind.INDICATOR for one in read)
    receipt = batch.receipt
    if as_json:
        record = as_record(made) | {"claims": claims, "seq": receipt.seq, "receipt": str(receipt)}
        json_line(record)
        return
    rows = (
        ("Slug", made.slug),
        ("By", ", ".join(filter(None, (made.author, made.publisher)))),
        ("Published", when(made)),
        ("Language", made.language),
        ("Claims", f"{claims} about the future"),
        ("Receipt", str(receipt)),
    )
    say_out(f"{made.title}\n{fields(rows)}")
    say_out(f"Next: {options.typed_db(f'forecasts claims scan {made.slug}')}")


def when(made: Source) -> str:
    """Return when a source was published, and how that is known."""
    if made.date_from == made.date_to:
        day = str(made.date_from)
    else:
        day = f"between {made.date_from} and {made.date_to}"
    return day if made.date_basis == AS_PRINTED else f"{day} ({made.date_basis})"


def as_record(made: Source) -> dict[str, object]:
    """Return a source in the shape that --json prints."""
    return {
        "source": made.slug,
        "title": made.title,
        "author": made.author,
        "publisher": made.publisher,
        "date_from": made.date_from.isoformat(),
        "date_to": made.date_to.isoformat(),
        "date_basis": made.date_basis,
        "language": made.language,
        "url": made.url,
        "text_sha256": made.text_sha256,
    }


@source.command(
    "list",
    epilog="""\b
Example:
  forecasts source list

\b
How a day of publication is known, and the address, are in --json, which prints
a line each: source title author publisher date_from date_to date_basis
language url text_sha256""",
)
@options.db_option
@options.json_option
def list_(db: Path, as_json: bool) -> None:
    """List the texts on record."""
    with options.opened(db) as store:
        known = sources.everything(store.connection)
    if as_json:
        json_lines(map(as_record, known))
    elif not known:
        say_out("No text is on record. Add one: forecasts source add FILE")
    elif sys.stdout.isatty():
        click.echo("\n".join(map(_for_terminal, known)))
    else:
        rows = [(one.slug, _short(one), _days(one), one.language) for one in known]
        table(("source", "by", "published", "language"), rows)


def _short(made: Source) -> str:
    return re.sub(r"\s+", " ", made.author or made.publisher or "")


def _days(made: Source) -> str:
    """Return the day of publication, or the range; --json says how that is known."""
    if made.date_from == made.date_to:
        return str(made.date_from)
    return f"{made.date_from}..{made.date_to}"


def _for_terminal(made: Source) -> str:
    """Return two lines, neither wider than the terminal."""
    facts = (_days(made), made.language, _short(made), made.title)
    line = "  " + " · ".join(safe(one) for one in facts if one)
    room = width()
    return f"{click.style(shortened(made.slug, room), bold=True)}\n{shortened(line, room)}"


def known_sources(context: click.Context, parameter: click.Parameter, text: str) -> list[str]:
    """Return the slugs of sources that start with what was typed, for shell completion."""
    del parameter
    return options.starting(
        context, text, lambda store: [one.slug for one in sources.everything(store.connection)]
    )
