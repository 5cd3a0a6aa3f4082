"""`forecasts list`: every question on a line."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import columns, json_lines, percent, safe, say, table
from forecasts.model import Status, times
from forecasts.store import listing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from forecasts.store import Store
    from forecasts.store.listing import Line

SETTLED = (Status.RESOLVED, Status.ANNULLED, Status.AMBIGUOUS)
HEADERS = ("#", "question", "status", "closes", "forecasts", "mine")
RIGHT = (0, 4, 5)
BETWEEN = "  "
CONDITION = {"waits": ", waits", "failed": ", to annul", "unknown": ", to annul",
             "restored": ", to reopen"}  # fmt: skip
LAST_MOMENT = timedelta(microseconds=1)


@click.command(
    "list",
    epilog="""\b
Examples:
  forecasts list
  forecasts list --due
  forecasts list --topic north-korea --mine
  forecasts list --search "summit Seoul" --json

\b
status     with waits, to annul or to reopen for what is asked given another
closes     the last day that counts, in the question's own time zone
forecasts  how many have a number standing, or had one at the close
mine       your own: the probability, the likeliest option, the median with its
           80% range, or the chance by the horizon; not other people's

\b
--json prints a line a question: question number title type status opens_at
closes_at resolves_by forecasts mine topics group follows retrospective condition.
mine is a probability, or an object of probabilities, quantiles, cdf or family;
condition waits, met, failed, unknown or restored (annulled with a condition that
has not failed after all), null where it is asked given nothing.""",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Only these; repeat for more.",
)
@click.option("--due", is_flag=True, help="Only those that await an outcome: --status due.")
@click.option("--topic", "topics", metavar="TOPIC", multiple=True, help="Repeat for more.")
@click.option("--mine", is_flag=True, help="Only those you have forecast.")
@click.option("--search", metavar="TEXT", help="Only those whose words hold all of these.")
@click.option("--retrospective", is_flag=True, help="Only those asked of the past.")
@click.option("--all", "everything", is_flag=True, help="Settled and retrospective ones too.")
@options.as_option
@options.db_option
@options.json_option
def list_(
    statuses: tuple[str, ...], due: bool, topics: tuple[str, ...], mine: bool, search: str | None,
    retrospective: bool, everything: bool, who: str | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """List the questions that are not settled."""
    wanted = Wanted(
        frozenset((*statuses, *(["due"] if due else []))),
        frozenset(topic.casefold() for topic in topics),
        mine=mine, searched=search is not None, retrospective=retrospective, everything=everything,
    )  # fmt: skip
    with options.opened(db) as store, store.snapshot() as connection:
        me = options.reader(store, who)
        lines = listing.lines(connection, options.now(), me.id if me else None)
        if search is not None:
            ids = found_by_words(connection, search)
            lines = tuple(line for line in lines if line.id in ids)
        found = [line for line in lines if wanted.fits(line)]
        shown = given(connection, [line for line in found if wanted.shows(line)], lines)
        said = distributions(store, shown, as_json=as_json)
    write(shown, said, as_json=as_json)
    say_rest(wanted, len(shown), found, lines)


def given(
    connection: sqlite3.Connection, some: Sequence[Line], every: Sequence[Line]
) -> Sequence[Line]:
    """Return some of all questions, those that are asked given others with where they stand."""
    from forecasts.store import links

    pairs = links.given(connection)
    if not pairs:
        return some
    from forecasts.linked.conditions import given_others

    slugs = {line.id: line.slug for line in every}
    conditions: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        conditions[slugs[one]] = (*conditions.get(slugs[one], ()), slugs[other])
    there = given_others(conditions, links.answers(connection))
    states = {one.question: one.state.value for one in there}
    return [replace(line, condition=states.get(line.slug)) for line in some]


def found_by_words(connection: sqlite3.Connection, words: str) -> frozenset[int]:
    """Return the ids of the questions whose texts hold all of the words."""
    from forecasts import parse
    from forecasts.store import questions

    return questions.search(connection, parse.plain(words, "--search"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list was asked for."""

    statuses: frozenset[str]
    topics: frozenset[str]
    mine: bool
    searched: bool
    retrospective: bool
    everything: bool

    def fits(self, line: Line) -> bool:
        """Return whether a question is among those that were asked for."""
        return (
            (not self.statuses or line.status in self.statuses)
            and (not self.topics or any(t.casefold() in self.topics for t in line.topics))
            and (not self.mine or line.touched)
            and (not self.retrospective or line.retrospective)
        )

    def shows(self, line: Line) -> bool:
        """Return whether it is shown: what is settled or of the past only when it is named."""
        if self.everything or self.searched or self.retrospective:
            return True
        return not line.retrospective and (bool(self.statuses) or line.status not in SETTLED)


def distributions(store: Store, lines: Sequence[Line], *, as_json: bool) -> Mapping[int, object]:
    """Return what I said where it is no single probability, by question: as words, or for JSON."""
    own = [(line, line.mine_id) for line in lines if line.mine_id and line.mine is None]
    if not own:
        return {}
    from forecasts.cli import kinds
    from forecasts.model import Stated
    from forecasts.store import forecasts, questions

    written = kinds.as_json if as_json else kinds.short
    said = ((line, forecasts.by_id(store.connection, id_).stated) for line, id_ in own)
    return {
        line.id: written(stated, questions.find(store, line.slug))
        for line, stated in said
        if stated is not None and not isinstance(stated, Stated)
    }


def write(lines: Sequence[Line], said: Mapping[int, object], *, as_json: bool) -> None:
    """Print the questions: as JSON Lines, for a terminal, or as a table with titles in full."""
    if as_json:
        json_lines(record(line, said.get(line.id, line.mine)) for line in lines)
    elif lines and sys.stdout.isatty():
        from shutil import get_terminal_size

        click.echo(for_terminal(lines, get_terminal_size().columns, said))
    elif lines:
        found = [(line, cells(line, said)) for line in lines]
        rows = [(*row[:2], line.title, *row[2:]) for line, row in found]
        table((*HEADERS[:2], "title", *HEADERS[2:]), rows, right=(0, 5, 6))


def cells(line: Line, said: Mapping[int, object]) -> tuple[str, ...]:
    """Return what stands in each column but the title's."""
    last = line.closes_at - LAST_MOMENT
    if line.timezone != "UTC":  # zones cost a few milliseconds to load
        last = last.astimezone(options.zone_of(line.timezone))
    mine = str(said.get(line.id, "")) if line.mine is None else percent(line.mine)
    state = f"{line.status}{CONDITION.get(line.condition or '', '')}"
    return str(line.number), line.slug, state, f"{last:%Y-%m-%d}", str(line.forecasts), mine


def for_terminal(lines: Sequence[Line], width: int, said: Mapping[int, object]) -> str:
    """Return the list with each title under its question, nothing wider than the terminal."""
    rows = [tuple(safe(cell) for cell in cells(line, said)) for line in lines]
    widths = [max(map(columns, column)) for column in zip(HEADERS, *rows, strict=True)]
    others = sum(widths) - widths[1] + len(BETWEEN) * (len(widths) - 1)
    widths[1] = max(len(HEADERS[1]), min(widths[1], width - others))
    indent = " " * (widths[0] + len(BETWEEN))

    def aligned(row: Sequence[str]) -> str:
        shown = (row[0], shortened(row[1], widths[1]), *row[2:])
        padded = [
            (" " * (size - columns(cell)), cell) for cell, size in zip(shown, widths, strict=True)
        ]
        return BETWEEN.join(
            blank + cell if i in RIGHT else cell + blank for i, (blank, cell) in enumerate(padded)
        ).rstrip()

    written = [click.style(aligned(HEADERS), bold=True), "─" * (widths[1] + others)]
    for row, line in zip(rows, lines, strict=True):
        due = "yellow" if line.status is Status.DUE else None
        written.append(click.style(aligned(row), bold=True, fg=due))
        written.append(indent + shortened(safe(line.title), width - len(indent)))
    return "\n".join(written)


def shortened(text: str, width: int) -> str:
    """Return the text cut to so many columns of a terminal, where some letters take two.

    >>> shortened("Will it rain?", 9), shortened("비가 올까?", 6)
    ('Will it …', '비가 …')
    """
    if len(text) * 2 <= width or columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def record(line: Line, mine: object) -> dict[str, object]:
    """Return a question as JSON holds it; `mine` is what I have standing on it."""
    return {
        "question": line.slug,
        "number": line.number,
        "title": line.title,
        "type": line.type.value,
        "status": line.status.value,
        "opens_at": times.to_text(line.opens_at),
        "closes_at": times.to_text(line.closes_at),
        "resolves_by": times.to_text(line.resolves_by),
        "forecasts": line.forecasts,
        "mine": mine,
        "topics": line.topics,
        "group": line.group,
        "follows": line.follows,
        "retrospective": line.retrospective,
        "condition": line.condition,
    }


def say_rest(wanted: Wanted, shown: int, found: Sequence[Line], lines: Sequence[Line]) -> None:
    """Say how many questions were left out, and how to see them."""
    past = sum(line.retrospective and not wanted.shows(line) for line in found)
    settled = len(found) - shown - past
    hidden = [
        f"{count} {kind} ({option})"
        for count, kind, option in (
            (settled, "settled", "--all"), (past, "retrospective", "--retrospective"),
        )
        if count
    ]  # fmt: skip
    if not lines and not wanted.searched:
        say("No questions yet. Ask one: " + options.typed_db('forecasts ask "Will … by …?"'))
    elif not shown:
        say(f"No question fits.{known_topics(wanted, lines)}")
    if hidden:
        say(f"Not shown: {' and '.join(hidden)}.")


def known_topics(wanted: Wanted, lines: Sequence[Line]) -> str:
    """Return the topics there are, where one was asked for that is not among them."""
    topics = sorted({topic for line in lines for topic in line.topics}, key=str.casefold)
    if not wanted.topics or wanted.topics & {topic.casefold() for topic in topics}:
        return ""
    return f" The topics are: {', '.join(topics)}." if topics else " No question has a topic."
