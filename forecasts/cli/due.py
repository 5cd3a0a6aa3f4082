"""`forecasts due`: what awaits an outcome or a second look, and the command to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts import parse
from forecasts.cli import options, waiting
from forecasts.cli.output import json_line, say
from forecasts.cli.waiting import LINKED

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = """\b
Examples:
  forecasts due
  forecasts due --soon 30d

\b
--json prints a line a question: question number title type status opens_at
closes_at resolves_by forecasts overdue_days where command awaits outcome
resolver counts forecast_it claimed decide_by proposal because. forecasts counts
the forecasters with a number standing at the close; overdue_days is null for
what is listed by --soon. awaits is outcome, acceptance (of what a rule
proposes), confirmation (by a second person; counts is false until then, and
forecast_it true where the resolver has a number on it), decision (of a
dispute: outcome is what is on record), or by links condition (asked given another
that is not known), annulment and reopening (with its condition), implied and
contradiction, where because says why. proposal is null or an object of
outcome rule source_url quote content_sha256 known_at happened_from
happened_to object_by proposed_at objections[objector objection].
"""


@click.command(epilog=EXAMPLES)
@click.option("--soon", metavar="LENGTH", help="Also what closes within this time: 30d, 2w.")
@options.db_option
@options.json_option
def due(soon: str | None, db: Path, as_json: bool) -> None:
    """List what is past its deadline without an outcome, the oldest first.

    Then what links leave to do, outcomes that contradict each other, what a rule proposes, what a
    second person should look at, and disputes whose day is near.
    """
    now = options.now()
    with options.opened(db) as store:
        found = waiting.find(store, now, parse.duration(soon) if soon else None)
        unseen = waiting.unseen(store, found)
    overdue = any(item.is_due for item in found)
    if not overdue and not any(item.awaits in LINKED for item in found):
        say("Nothing awaits an outcome.")
    if as_json:
        for item in found:
            json_line(waiting.record(item, now))
        return
    cards = [waiting.card(item, now) for item in found if not item.counts]
    if cards or unseen:
        click.echo("\n\n".join(part for part in (*cards, unseen) if part))
    if overdue:
        say("A yes also needs the day: --happened DATE. What cannot be decided: --annul WHY.")
