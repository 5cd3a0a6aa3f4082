"""`forecasts agenda`: what a meeting should talk about, and the command for each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts import dates
from forecasts.cli import differences, options, waiting, watching, wording
from forecasts.cli.layout import bold, paragraph
from forecasts.cli.output import json_lines, safe, say
from forecasts.cli.waiting import For
from forecasts.errors import InputError
from forecasts.linked.conditions import State
from forecasts.meeting.agenda import gather
from forecasts.model import QuestionType, times
from forecasts.store import rounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import TextIO

    from forecasts.cli.waiting import Awaiting
    from forecasts.meeting.agenda import Agenda, Move, Open, Tied
    from forecasts.meeting.spread import Spread
    from forecasts.model.watch import Watch
    from forecasts.store import Store

SHOWN = 10  # of a section in words; --json has them all
WEEK = timedelta(days=7)
TITLES = {
    "closing": "Closing within {days} days",
    "spread": "Widest spread",
    "moved": "Moved since {since}",
    "overdue": "Overdue",
    "condition": "Waiting on a condition",
    "contradiction": "Contradicting outcomes",
    "watch": "Due to be looked at",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about: its section, the question, what is to be said, what to type."""

    section: str
    question: str
    title: str
    words: str
    command: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the object of one line of --json."""
        base = {"section": self.section, "question": self.question, "title": self.title}
        return {**base, "words": self.words, "command": self.command, **self.facts}


@click.command(
    epilog="""\b
Examples:
  forecasts agenda
  forecasts agenda --days 30 --others --markdown agenda.md

\b
closing    what takes forecasts for at most --days more
spread     where people's standing numbers differ most, in log-odds: of options
           on the one that divides them most, of numbers and dates on the chance
           of lying above, or having happened by, the middle of their medians
moved      who changed a number by 0.4 or more (50% to 60%) since the last round
           closed, or in the last 7 days
overdue    what awaits an outcome, a second person or a decision, and outcomes
           that follow from others by links
condition  what counts only given another question
contradiction  outcomes on record that cannot all be right
watch      indicators whose last value is older than they are to be looked at

\b
--json prints a line an item: section question title words command, and by
section closes_at forecasts mine hidden sealed; event log_odds median lowest
highest; forecaster before after log_odds since; awaits overdue_days; condition
status outcome state; because; watch every_days value observed_at due_at."""
)
@click.option("--days", metavar="N", default=14, type=click.IntRange(0, 3650),
              help="How far ahead a close is listed; 14 by default.")  # fmt: skip
@click.option("--since", metavar="DATE", help="What moved since then.")
@click.option("--others", "with_others", is_flag=True, help="Show other people's numbers.")
@click.option("--markdown", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write it there, as Markdown.")  # fmt: skip
@options.as_option
@options.tz_option
@options.db_option
@options.json_option
def agenda(
    days: int, since: str | None, with_others: bool, markdown: Path | None, who: str | None,
    tz: str | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """List what a meeting should talk about, and the command to type for each.

    Other people's numbers on a question are hidden until you have entered your own, and those of
    an open round until it closes.
    """
    now = options.now()
    with options.opened(db) as store:
        start = since_when(store, since, tz, now)
        reader = options.reader(store, who)
        with store.snapshot() as connection:
            found = gather(connection, reader, now, since=start, until=now + timedelta(days=days),
                           with_others=with_others)  # fmt: skip
            unseen = watching.due(connection, now)
        overdue = [item for item in waiting.find(store, now, None) if not item.counts]
    items = [*listed(found, now), *dues(overdue, now), *conditions(found),
             *(indicator(one, now) for one in unseen)]  # fmt: skip
    heads = {name: t.format(days=days, since=f"{start:%Y-%m-%d}") for name, t in TITLES.items()}
    write(items, heads, found, now, markdown, as_json=as_json)


def since_when(store: Store, typed: str | None, tz: str | None, now: datetime) -> datetime:
    """Return the instant that what moved is compared with: typed, the last round's end, a week."""
    if typed is None:
        return rounds.last_end(store.connection, now) or now - WEEK
    start = dates.instant(typed, dates.Edge.OPENING, options.zone_of(tz), now)
    if start >= now:
        raise InputError(f"{typed!r} has not come yet.", "Type a day that has passed.")
    return start


def listed(found: Agenda, now: datetime) -> Iterator[Item]:
    """Yield what closes, where people differ, and who moved."""
    yield from (closing(one, now) for one in found.closing)
    yield from (spread(one) for one in found.spreads)
    yield from (move(one, found.since) for one in found.moves)


def closing(one: Open, now: datetime) -> Item:
    """Return a question that closes soon, with the reader's own number on it."""
    line, question = one.line, one.question
    own = wording.said(one.own, question) if one.own else "none yet"
    people = {0: "nobody has a number", 1: "1 has a number"}.get(
        line.forecasts, f"{line.forecasts} have a number"
    )
    first = "…%" if question.type is QuestionType.BINARY else question.example
    command = f"forecasts predict {line.slug} {'same' if one.own else first}"
    stated = one.own.stated if one.own else None
    return Item(
        "closing",
        line.slug,
        line.title,
        f"closes {wording.ago(line.closes_at, now)}; {people}; yours: {own}",
        options.typed_db(command),
        {
            "closes_at": times.to_text(line.closes_at),
            "forecasts": line.forecasts,
            "mine": wording.stated_json(stated, question),
            "hidden": one.hidden,
            "sealed": one.sealed,
        },
    )


def spread(found: Spread) -> Item:
    """Return a question on which people differ."""
    question = found.question
    count, middle = len(found.voices), wording.chance(found.median)
    of = f"median {middle} of {count}, " if count > 2 else ""  # noqa: PLR2004 - the ends alone
    words = f"{differences.ends(found)}; {of}{differences.distance(found.log_odds)} apart"
    command = options.typed_db(f"forecasts show {question.slug} --others")
    facts = differences.spread_json(found)
    return Item("spread", question.slug, question.terms.title, words, command, facts)


def move(found: Move, since: datetime) -> Item:
    """Return somebody who moved."""
    line, question = found.line, found.question
    old, new = (
        wording.stated(row.stated, question) if row.stated else ""
        for row in (found.before, found.after)
    )
    why = f": {found.after.rationale}" if found.after.rationale else ""
    words = f"{found.forecaster} {old} → {new}, moved {differences.distance(found.size)}{why}"
    return Item(
        "moved",
        line.slug,
        line.title,
        words,
        options.typed_db(f"forecasts show {line.slug}"),
        {
            "forecaster": found.forecaster,
            "before": wording.stated_json(found.before.stated, question),
            "after": wording.stated_json(found.after.stated, question),
            "log_odds": found.size,
            "since": times.to_text(since),
        },
    )


def dues(found: Sequence[Awaiting], now: datetime) -> Iterator[Item]:
    """Yield what awaits somebody, but what waits for a condition: that has its own section."""
    for item in found:
        if item.awaits is For.CONTRADICTION:
            yield Item("contradiction", item.line.slug, item.line.title, item.words,
                       item.command(now), {"because": item.words})  # fmt: skip
        elif item.awaits not in (For.CONDITION, For.ANNULMENT, For.REOPENING):
            yield due(item, now)


def due(item: Awaiting, now: datetime) -> Item:
    """Return a question that awaits somebody: an outcome, a second look, a decision."""
    facts = {"awaits": item.awaits.value, "overdue_days": item.overdue_days(now)}
    line = item.line
    words = waiting.state(item, now)
    return Item("overdue", line.slug, line.title, words, item.command(now), facts)


def indicator(one: Watch, now: datetime) -> Item:
    """Return an indicator that is due to be looked at."""
    facts = {
        "watch": one.name,
        "every_days": one.every_days,
        "value": one.last.value if one.last else None,
        "observed_at": times.to_text(one.last.observed_at) if one.last else None,
        "due_at": times.to_text(one.due_at),
    }
    words = watching.waits(one, now)
    return Item("watch", one.question, one.title, words, watching.command(one), facts)


def conditions(found: Agenda) -> Iterator[Item]:
    """Yield what waits on another question, and what to do once that has come to its outcome."""
    for one in found.conditionals:
        words, command = conditional(one)
        facts = {
            "condition": one.condition.slug,
            "status": one.condition.status.value,
            "outcome": one.outcome,
            "state": one.conditional.state.value,
        }
        yield Item("condition", one.line.slug, one.line.title, words, command, facts)


def conditional(one: Tied) -> tuple[str, str]:
    """Return where the conditions stand, and the command that this asks for."""
    known = one.conditional
    if known.command:
        return known.words, options.typed_db(known.command)
    if known.state is State.MET:
        return known.words, options.typed_db(f"forecasts show {one.line.slug}")
    words = f"{known.words}, {one.condition.status}"
    return words, options.typed_db(f"forecasts show {one.condition.slug}")


def write(
    items: Sequence[Item], heads: dict[str, str], found: Agenda, now: datetime,
    markdown: Path | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Print the agenda, as words or as JSON, or write it as Markdown."""
    if markdown is not None:
        from forecasts.exporters.whole import write_whole

        text = as_markdown(items, heads, now)
        instead = "Name another file: --markdown FILE"

        def writer(file: TextIO) -> int:
            return file.write(text)

        write_whole({markdown: writer}, instead)
        say(f"Wrote {markdown}: {len(items)} items.")
    if as_json:
        json_lines(item.as_json() for item in items)
    elif markdown is None:
        click.echo(as_words(items, heads))
    if found.hidden:
        say(f"Others' numbers are hidden on {asked(found.hidden)} until you have entered your own;"
            " --others shows them.")  # fmt: skip
    if found.sealed:
        say(f"Numbers of an open round on {asked(found.sealed)} are left out until it closes.")


def asked(count: int) -> str:
    """Return how many questions there are, in words."""
    return "1 question" if count == 1 else f"{count} questions"


def sections(items: Sequence[Item], heads: dict[str, str]) -> Iterator[tuple[str, list[Item]]]:
    """Yield each section's title with its items, the empty ones too."""
    for name, title in heads.items():
        yield title, [item for item in items if item.section == name]


def as_words(items: Sequence[Item], heads: dict[str, str]) -> str:
    """Return the agenda for a terminal: under each head what to talk about and what to type."""
    parts, empty = [], []
    for title, found in sections(items, heads):
        if not found:
            empty.append(title)
            continue
        cards = [bold(f"{title}: {len(found)}")]
        for item in found[:SHOWN]:
            # A command is not wrapped, so that it can be copied whole.
            lines = (
                paragraph(f"{item.question}: {item.words}", "  "),
                paragraph(item.title, "    "),
                f"    {safe(item.command)}",
            )
            cards.append("\n".join(lines))
        if len(found) > SHOWN:
            cards.append(f"  and {len(found) - SHOWN} more: --json has them all")
        parts.append("\n".join(cards))
    if any(item.section in ("spread", "moved") for item in items):
        parts.append(paragraph(differences.SCALE))
    if empty:
        parts.append(paragraph(f"Nothing under: {'; '.join(empty)}."))
    return "\n\n".join(parts)


def as_markdown(items: Sequence[Item], heads: dict[str, str], now: datetime) -> str:
    """Return the agenda as Markdown: a list under each head, the commands as code."""
    parts = [f"# Agenda of {now:%Y-%m-%d}"]
    for title, found in sections(items, heads):
        lines = [f"## {title}", ""]
        for item in found[:SHOWN]:
            said = escaped(f"{item.question}: {item.words}")
            lines.append(f"- **{said}**  \n  {escaped(item.title)}  \n  {code(item.command)}")
        if len(found) > SHOWN:
            lines.append(f"- and {len(found) - SHOWN} more")
        parts.append("\n".join(lines if found else [*lines, "Nothing."]))
    return "\n\n".join([*parts, differences.SCALE]) + "\n"


def escaped(text: str) -> str:
    r"""Return a text as Markdown shows it: on one line, with nothing in it read as a mark.

    >>> escaped("[x](y) <b>")
    '\\[x](y) \\<b>'
    >>> escaped("2. who?")
    '2\\. who?'
    """
    line = re.sub(r"([\\`*_\[<|#~&])", r"\\\1", safe(" ".join(text.split())))
    # At the start of a line these would begin a list or a quotation.
    return re.sub(r"^(\d*)([-+>.)])", r"\1\\\2", line)


def code(text: str) -> str:
    """Return a text as code in Markdown, whatever back quotes it holds.

    >>> code("a")
    '`a`'
    """
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{safe(text)}{pad}{fence}"
