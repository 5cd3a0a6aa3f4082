"""`forecasts baserate LOG`: rates of dated events, side by side for several windows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.baserate import asking, recording, telling
from forecasts.cli.baserate.asking import Asked

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = """\b
Examples:
  forecasts baserate korea --kind unsc-dprk-sanctions --from 2006 --from 2018
  forecasts baserate count korea --kind nk-long-range-missile --by 2027-12-31
  forecasts baserate visits.csv --from 2012 --per quarter --question next-visit
  forecasts baserate visits.csv --from 2012 --question next-visit --record

\b
A CSV has the column date, and may have to, kind, published_on, what and
source; a TOML log is shown below. A year, quarter or month with one event or
more is a case; so is a stretch of a length such as 180d, counted back from the
end. --per day counts every event over days.
What was public on the cut-off's day or later is left out, and so is a case
that was not over by then: by default the question's opening, else today.

\b
A TOML log lists its kinds, and its events in the order of their days:
  [[kinds]]
  id = "visit"
  title = "A state visit"
  complete = [2012, 2024]
  [[events]]
  kind = "visit"
  date = 2018-06-12
  what = "A visit to the capital."
  publisher = "A newspaper"
  checked = "memory"
complete: the years all of whose events are listed. publisher: who says so.
checked: text, read there, which needs a url; or memory. An event may have to,
published_on, value, title, url and dated.

\b
--json prints a line for each window: log sha256 kind title first last per k n
events rate level low high cutoff left_out later start by chance chance_low
chance_high waiting{0.25 0.5 0.75} bursts predict; times in waiting are days,
null where they are past a million cases. later: events past --to. With --record also question
reference_class seq receipt.
"""


@click.command(epilog=EXAMPLES)
@click.argument("log", metavar="LOG")
@click.option(
    "--kind", metavar="KIND", help="Which events of the log; needed where it has several."
)
@click.option("--from", "first_years", metavar="YEAR", multiple=True, type=click.IntRange(1, 9998),
              help="First year that is counted; repeat to set windows side by side.")  # fmt: skip
@click.option("--to", "last_year", metavar="YEAR", type=click.IntRange(1, 9998),
              help="Last year; by default the last one that the log lists whole.")  # fmt: skip
@click.option("--per", metavar="CASE", default="year", show_default=True,
              help="year, quarter, month, a length such as 180d, or day.")  # fmt: skip
@click.option("--cutoff", metavar="DATE", help="Count what was public before that day.")
@click.option("--by", metavar="DATE", help="The chance of one or more by then.")
@click.option("--level", type=click.Choice(["90", "95"]), default="90", show_default=True,
              help="Of the intervals, in percent.")  # fmt: skip
@click.option("--question", metavar="QUESTION", shell_complete=options.slugs,
              help="The question that it is counted for.")  # fmt: skip
@click.option("--record", is_flag=True, help="Make it the question's reference class.")
@options.db_option
@options.json_option
@options.uuid_option
def count(
    log: str, question: str | None, record: bool, db: Path, as_json: bool, uuid: str | None,
    **typed: str | tuple[int, ...] | int | None,
) -> None:  # fmt: skip
    """Count a log of dated events: how often, how sure, how likely by a day, how long to wait.

    --record revises the question's reference class, before anybody forecasts it.
    """
    asked = Asked.of(log, typed)
    if question is None:
        asking.check_alone(recorded=record)
        telling.tell(asking.answered(asked, None, options.now()), as_json=as_json)
        return
    with options.opened(db) as store:
        about = asking.question_of(store, question)
        settled = asking.is_settled(store, about, options.now())
        found = replace(asking.answered(asked, about, options.now()), takes_forecasts=not settled)
        kept = recording.record(store, found, uuid) if record else None
    telling.tell(found, kept, as_json=as_json)
