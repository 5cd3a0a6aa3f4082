"""`forecasts coherence`: whether numbers on linked questions can all be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.layout import bold, paragraph
from forecasts.cli.output import json_lines, percent, say_out, table
from forecasts.linked import listed
from forecasts.parse import probability_text
from forecasts.store import courtesy, forecasters, links
from tracker.reports.cohering import cohering, contradicting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forecasts.linked.following import Contradiction
    from forecasts.model import Forecaster
    from forecasts.store import Store
    from tracker.coherence.stated import Coherence
    from tracker.reports.cohering import Cohering

EXAMPLES = """\b
Examples:
  forecasts coherence
  forecasts coherence --forecaster ana --forecaster house

Only yes/no questions that await an outcome: of what is settled, the outcome
stands. For unconditional numbers the nearest coherent ones have the better Brier
score whatever happens. A number on a question that is asked given another is
held against the bounds that the others leave. Outcomes on record that cannot all
be right are told first.

\b
--json prints a line for each forecaster and set of linked questions: forecaster
statements[question stated nearest] distance sure_loss bets[question tickets
price] conditionals[question conditions[] stated low high] broken[] reason
doubted[], and one with contradiction and questions[] for outcomes that
contradict each other; numbers are held against none of these (doubted).
broken: the smallest sets of numbers that clash, and the links that say so.
sure_loss is the least that the bets win a ticket, whatever happens; 0 where all
fit. bets: tickets above 0 are bought at the price, below 0 sold.
"""
NO_BET = 1e-9  # of the largest
MOVE = 0.0005  # a move that a percentage with one digit shows
DIGITS = 4  # of a probability: the finest that such a move needs


@click.command(epilog=EXAMPLES)
@click.option("--forecaster", "names", metavar="NAME", multiple=True,
              help="Whose; repeat for more. Yours by default, else everybody's.",
              shell_complete=options.people)  # fmt: skip
@click.option("--everybody", is_flag=True, help="Of all who have numbers on linked questions.")
@options.as_option
@options.db_option
@options.json_option
def coherence(
    names: tuple[str, ...], everybody: bool, who: str | None, db: Path, as_json: bool
) -> None:
    """Say which numbers on linked questions cannot all be right, and what is nearest to them.

    A suggestion only: the record holds what was said. Questions are linked by `forecasts link`.
    """
    with options.opened(db) as store, store.snapshot() as connection:
        reader = options.reader(store, who)
        unseen = courtesy.sealed(connection, reader.id if reader else None, options.now())
        chosen = None if everybody else whose(store, names, reader)
        found = cohering(connection, chosen, options.now(), unseen.rows)
        against = contradicting(connection)
        any_links = bool(links.everything(connection))
    _tell(found, against, any_links=any_links, as_json=as_json)


def _tell(
    found: Sequence[Cohering], against: Sequence[Contradiction], *, any_links: bool, as_json: bool
) -> None:
    """Print whose numbers fit, after the outcomes that contradict each other."""
    if as_json:
        json_lines({"contradiction": one.words, "questions": one.questions} for one in against)
        json_lines(map(as_record, found))
        return
    for one in against:
        click.echo(paragraph(f"Contradiction: {one.words}"))
    if not any_links:
        say_out("No questions are linked. Type: forecasts link QUESTION implies QUESTION")
    elif not found:
        say_out("Nobody asked about has numbers on two questions that hang together.")
    for judged in found:
        _print(judged)


def whose(
    store: Store, names: tuple[str, ...], reader: Forecaster | None
) -> list[Forecaster] | None:
    """Return those who were named, else the reader; None for everybody."""
    if names:
        return [forecasters.find(store, name) for name in names]
    return [reader] if reader else None


def as_record(one: Cohering) -> dict[str, object]:
    """Return a forecaster's coherence in the shape that --json prints."""
    found = one.found
    statements = found.statements if found else ()
    sure = found.sure if found else None
    return {
        "forecaster": one.forecaster,
        "statements": [
            {"question": s.question, "stated": s.stated, "nearest": s.nearest} for s in statements
        ],
        "distance": found.distance if found else None,
        "sure_loss": (sure.least if sure else 0.0) if found else None,
        "bets": [
            {"question": s.question, "tickets": bet, "price": s.stated}
            for s, bet in zip(statements, sure.bets if sure else (), strict=False)
            if abs(bet) > NO_BET
        ],
        "conditionals": [
            {
                "question": c.question,
                "conditions": c.conditions,
                "stated": c.stated,
                "low": c.low,
                "high": c.high,
            }
            for c in (found.conditionals if found else ())
        ],
        "broken": one.broken,
        "reason": one.why,
        "doubted": one.doubted,
    }


def _print(one: Cohering) -> None:
    found = one.found
    if found is None:
        say_out(f"{one.forecaster}: {one.why}.")
        return
    clashing = [s for s in found.statements if abs(s.nearest - s.stated) > MOVE]
    count = len(found.statements) + len(found.conditionals)
    many = f"{count} number{'s'[: count != 1]} that hang{'s'[: count == 1]} together"
    fit = "do not fit" if clashing else "fit" if count != 1 else "fits"
    click.echo(bold(f"{one.forecaster}: {many} {fit}"))
    if one.doubted:
        left = f"Left out, since outcomes contradict each other: {listed(one.doubted)}."
        click.echo(paragraph(left, "  "))
    for words in one.broken:
        click.echo(paragraph(words, "  "))
    if clashing:
        rows = [
            (s.question, probability_text(s.stated), probability_text(round(s.nearest, DIGITS)))
            for s in clashing
        ]
        table(("question", "stated", "nearest that fits"), rows, (1, 2))
        if found.sure is not None:
            click.echo(paragraph(_lost(found), "  "))
    for c in found.conditionals:
        given = listed(c.conditions)
        if c.low is None or c.high is None:
            room = f"the numbers give {given} no chance"
        else:
            room = f"the other numbers leave {percent(c.low)} to {percent(c.high)}"
        click.echo(paragraph(f"{c.question}, given {given}: {percent(c.stated)}; {room}", "  "))


def _lost(found: Coherence) -> str:
    """Return the bets that win whatever happens."""
    assert found.sure is not None  # noqa: S101 - asked only where there are some
    parts = [
        f"{'buy' if bet > 0 else 'sell'} {abs(bet):.2f} of {s.question} at {percent(s.stated)}"
        for s, bet in zip(found.statements, found.sure.bets, strict=True)
        if abs(bet) > MOVE
    ]
    return (
        f"Whoever bets against them wins at least {found.sure.least:.2f} whatever happens:"
        f" {', '.join(parts)}."
    )
