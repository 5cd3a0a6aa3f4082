"""`forecasts claims scan`: the sentences of a text that speak of the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.claims import Kind
from forecasts.cli import options
from forecasts.cli.claims.card import cards
from forecasts.cli.claims.reading import Read, read
from forecasts.cli.output import json_lines, say, say_out
from forecasts.cli.scales import scale_of, scale_option
from forecasts.cli.source import known_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from forecasts.claims import Claim
    from forecasts.model.decision import Decision


@click.command(
    epilog="""\b
Examples:
  forecasts claims scan csds-brief
  forecasts claims scan csds-brief --scale phia --indicators

\b
A scale of your own, house.toml; a word is read at the middle of its range:
  name = "House"
  [[terms]]
  words = ["a good bet", "likely"]
  low = 0.6
  high = 0.8

\b
--json prints a line each: n sentence hedge polarity denied scale low high point
language dates conditions kind line same_as decision question. polarity is
positive or negative; denied: the point is of a "not", as in "will probably not
join", and accept asks which is meant; kind is scaled, stated (by a number in
the text itself), no number, comparative, superlative, asserted or indicator.
Words that give no number have no scale, low, high, point.""",
)
@click.argument("source", required=False, shell_complete=known_sources)
@scale_option
@click.option("--indicators", is_flag=True, help="What to watch as well: what is changing.")
@options.db_option
@options.json_option
def scan(source: str | None, scale: str | None, indicators: bool, db: Path, as_json: bool) -> None:
    """Show each sentence with a judgement about the future, its hedge and what that stands for.

    The text added last by default. In English, French and Spanish; statements about the past and
    the present are left out.
    """
    with options.opened(db) as store:
        found = read(store, source, scale_of(scale))
        slugs = dict(store.connection.execute("SELECT id, slug FROM questions"))
    shown = [one for one in found.claims if indicators or one.kind is not Kind.INDICATOR]
    if as_json:
        json_lines(as_record(one, found.decided.get(one.n), slugs) for one in shown)
        return
    _print(found, shown, slugs)


def as_record(claim: Claim, decided: Decision | None, slugs: dict[int, str]) -> dict[str, object]:
    """Return a claim in the shape that --json prints."""
    term = claim.term
    asked = decided.question_id if decided else None
    return {
        "n": claim.n,
        "sentence": claim.sentence,
        "hedge": claim.hedge,
        "polarity": "positive" if claim.positive else "negative",
        "denied": claim.denied,
        "scale": claim.scale if term else None,
        "low": term.low if term else None,
        "high": term.high if term else None,
        "point": term.point if term else None,
        "language": claim.language,
        "dates": claim.dates,
        "conditions": claim.conditions,
        "kind": claim.kind.value,
        "line": claim.line,
        "same_as": claim.same_as,
        "decision": decided.made.value if decided else None,
        "question": slugs.get(asked) if asked else None,
    }


def _print(found: Read, shown: Sequence[Claim], slugs: dict[int, str]) -> None:
    if not shown:
        say_out(f"{found.source.slug} says nothing about the future that can be seen.")
        return
    click.echo("\n".join(cards(found, shown, slugs)))
    numbered = sum(one.term is not None for one in shown)
    judged = sum(one.kind is not Kind.INDICATOR for one in shown)
    hidden = len(found.claims) - len(shown)
    say(f"\n{judged} about the future, {numbered} with a number, or a word that stands for one.")
    if hidden:
        say(f"{hidden} to watch, counted in the numbers on the left: --indicators")
    open_ = [one for one in shown if one.n not in found.decided and one.kind is not Kind.INDICATOR]
    if open_:
        first = next((one for one in open_ if one.term is not None), open_[0])
        command = (
            f'forecasts claims accept {first.n} --of {found.source.slug} "Will …?" --closes DATE'
        )
        say(f"Next: {options.typed_db(command)}")
