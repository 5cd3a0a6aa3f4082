"""`forecasts leaderboard`: how good each forecaster was, and how sure one can be."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import paragraph
from forecasts.cli.output import json_line, say, say_out, table
from tracker import columns
from tracker.cli import choice
from tracker.cli.choice import NO_SPOT, choose_policies
from tracker.columns import counts
from tracker.reports.aggregated import aggregate_standings
from tracker.reports.compared_words import CAUTIONS
from tracker.reports.numbers import counted
from tracker.reports.spoken import number, signed
from tracker.reports.standings import Standing, standings
from tracker.scoring.policy import Kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.columns import Scored
    from tracker.scoring import Policy

HEADERS = ("forecaster", "kind", "n", "clusters", "coverage", "Brier", "shrunk", "log loss",
           "skill", "95% interval", "against", "verdict")  # fmt: skip
RIGHT = (2, 3, 4, 5, 6, 7, 8, 9)
# What a terminal of 80 columns holds; kind and reference stand beside the name and the verdict.
NARROW = ("forecaster", "n", "Brier", "skill", "95% interval", "verdict")
NAMED = 5  # of those whose forecasts came late
BETWEEN = 3  # columns between two of a table on a terminal


@click.command(
    epilog="\b\nExamples:\n  forecasts leaderboard\n  forecasts leaderboard --aggregates\n"
    "  forecasts leaderboard --retrospective --json"
)
@click.option("--topic", metavar="TOPIC", help="Only questions of this topic.")
@click.option("--retrospective", is_flag=True, help="Retrospective questions instead of live ones.")
@click.option("--policy", metavar="POLICY", default="scheduled", show_default=True)
@click.option("--aggregates", is_flag=True, help="Also medians and means of persons and models.")
@choice.recorded_only_option
@options.db_option
@options.json_option
def leaderboard(
    db: Path, topic: str | None, retrospective: bool, policy: str, aggregates: bool,
    recorded_only: bool, as_json: bool,
) -> None:  # fmt: skip
    """Compare forecasters on resolved questions; every number is a plain mean over questions.

    Brier is on the half scale (0 best, 1 worst); skill is the reference's Brier minus the own,
    above 0 is better, with a 95% t interval over clusters of related questions. Live and
    retrospective questions are never mixed. Aggregates are computed at every instant a member
    changes, from what was known before it, and stand apart. From 100,000 forecasts on, FILE.columns
    and FILE.columns-judged beside the record keep what was read; delete them at any time. Keys of
    --json: forecaster kind questions clusters coverage hindsight brier log_loss skill_base
    skill_uniform peer adjusted shrunk low high verdict against skill_over policy caution.
    skill_over: how many questions the skill of the interval is over; caution: improper (open) or
    gameable (last).
    """
    (chosen,) = choose_policies([policy])
    with (
        options.opened(db) as store,
        choice.counted(store, recorded_only=recorded_only) as then,
        then.snapshot() as connection,
    ):
        ids = columns.resolved(connection, topic=topic, retrospective=retrospective)
        others = len(columns.resolved(connection, topic=topic, retrospective=not retrospective))
        scored = columns.from_facts(connection, ids, chosen, peer=as_json)
        rows = standings(scored, columns.names(connection).values())
        if aggregates:
            rows += _aggregates(connection, ids, chosen, scored, retrospective=retrospective)
        left_out = _left_out(connection, ids, chosen)
    for row in rows if as_json else ():
        json_line(_as_json(row, chosen))
    if not as_json:
        _table(rows, chosen)
        _notes(rows, others, retrospective=retrospective)
    for sentence in left_out:
        say(paragraph(sentence))


def _as_json(row: Standing, policy: Policy) -> dict[str, object]:
    whole: dict[str, object] = {name: getattr(row, name) for name in row.__slots__}
    return whole | {"policy": str(policy), "caution": CAUTIONS.get(str(policy))}


def _left_out(connection: sqlite3.Connection, ids: Sequence[int], policy: Policy) -> list[str]:
    """Return in words what no column counts, and why nothing is scored where nothing can be."""
    said = []
    if numeric := counts.of_kind(connection, ids, "numeric"):
        asked = counted(numeric, "resolved question")
        said.append(
            f"{asked} about numbers left out: without a Brier score they stand in none of these"
            " columns. See: forecasts scores"
        )
    if policy.kind is Kind.SPOT and not counts.with_spot(connection, ids):
        said.append(NO_SPOT)
    return said


def _aggregates(
    connection: sqlite3.Connection,
    ids: Sequence[int],
    policy: Policy,
    scored: Scored,
    *,
    retrospective: bool,
) -> tuple[Standing, ...]:
    """Return the rows of the aggregates; say what they leave out, and where they are coarse."""
    found = aggregate_standings(connection, ids, policy, scored, retrospective=retrospective)
    if found.daily:
        say(f"{counted(found.daily, 'question')} with over 10,000 changes: aggregated daily.")
    if found.left_out:
        say(f"{counted(found.left_out, 'date question')} left out where odds are aggregated.")
    return found.rows


CAUTIONS_AT_LENGTH = {
    "open": "Under open: improper, it pays for waiting where a yes closes a question early.",
    "last": "Under last: gameable, nothing counts but what stood just before the end.",
}


def _table(rows: Sequence[Standing], policy: Policy) -> None:
    """Print the table: whole where it fits, else its main columns."""
    cells = [_cells(row) for row in rows]
    if cells and str(policy) in CAUTIONS_AT_LENGTH:
        say_out(paragraph(CAUTIONS_AT_LENGTH[str(policy)]))
    if cells and sys.stdout.isatty() and _width(cells) > get_terminal_size().columns:
        table(NARROW, [_narrow(row) for row in cells], range(1, 5))
        say("On a wider terminal, or piped: also coverage, clusters, shrunk and log loss.")
    elif cells:
        table(HEADERS, cells, RIGHT)


def _width(cells: Sequence[tuple[str, ...]]) -> int:
    widths = (max(map(len, column)) for column in zip(HEADERS, *cells, strict=True))
    return sum(widths) + BETWEEN * len(HEADERS)


def _narrow(cells: tuple[str, ...]) -> tuple[str, ...]:
    name, kind, n, _, _, brier, _, _, skill, interval, against, verdict = cells
    who = name if kind in {"person", "aggregate"} else f"{name} ({kind})"
    return who, n, brier, skill, interval, f"{verdict} ({against})"


def _cells(row: Standing) -> tuple[str, ...]:
    interval = "too few"
    if row.low is not None and row.high is not None:
        interval = f"{signed(row.low)} to {signed(row.high)}"
    return (
        row.forecaster,
        row.kind,
        str(row.questions),
        str(row.clusters),
        f"{row.coverage:.0%}",
        number(row.brier),
        number(row.shrunk) if row.shrunk is not None else "-",
        number(row.log_loss),
        signed(row.skill) if row.skill is not None else "-",
        interval,
        row.against + (f", {row.skill_over} of n" if row.skill_over != row.questions else ""),
        _verdict(row, interval),
    )


def _verdict(row: Standing, interval: str) -> str:
    """Return the verdict; one that rounds to nothing says so."""
    return "the same" if interval == "0.00 to 0.00" else row.verdict


def _notes(rows: tuple[Standing, ...], others: int, *, retrospective: bool) -> None:
    """Say on standard error how to read the table, and what it leaves out."""
    kind = "retrospective" if retrospective else "live"
    if not rows:
        say(f"Nobody has a score on a {kind} question yet.")
    elif any(row.low is None for row in rows):
        say(paragraph(TOO_FEW))
    if rows:
        say(paragraph(SKILL))
        say(paragraph(ORDER))
    if late := _late(rows):
        say(paragraph(late))
    if others and retrospective:
        live = counted(others, "live question")
        say(paragraph(f"Not counted here: {live}. Type: forecasts leaderboard"))
    elif others:
        past = counted(others, "retrospective question")
        say(paragraph(f"Not counted: {past}. See them with --retrospective."))


def _late(rows: Sequence[Standing]) -> str:
    """Return whose scored time was entered after the outcome was known; "" where nobody's was."""
    late = [row for row in rows if row.hindsight > 0 and row.kind != "aggregate"]
    if not late:
        return ""
    named = ", ".join(f"{row.forecaster} {max(row.hindsight, 0.01):.0%}" for row in late[:NAMED])
    more = f" and {len(late) - NAMED} more" if len(late) > NAMED else ""
    return (
        f"Entered after the outcome was known, as imports are: {named}{more}, of the scored time."
        " Without it: --recorded-only."
    )


TOO_FEW = "Under 8 clusters of questions there is no interval, and nothing can be told."
SKILL = (
    "Skill is against the base rate, on the questions that have one; and against the coin, on"
    " all, where none has or only all are enough for an interval."
)
ORDER = (
    "Only between rows whose intervals do not overlap the order says something; else the alphabet"
    " decides."
)
