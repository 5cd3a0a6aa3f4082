"""`forecasts baserate update`: the forecaster base-rate says what the reference classes say now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from forecasts.cli import options, wording
from forecasts.cli.output import json_lines, say, say_out

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    epilog="""\b
Example:
  forecasts baserate update

\b
Of each open question with a reference class: yes or no by (k + 1/2)/(n + 1),
less as a deadline nears where it was asked with --by-deadline, from month to
month; a date spread evenly up to its horizon; options by their counts. What it
says fixes a question's dates and reference class, as anybody's number does.
Once base-rate is on record, the tracker does the same once a day, but only of
questions that somebody has forecast.

\b
--json prints a line for each number: question forecaster stated receipt"""
)
@options.db_option
@options.json_option
@options.uuid_option
def update(db: Path, as_json: bool, uuid: str | None) -> None:
    """Record what base-rate says now of open questions with a reference class, where it changed."""
    from forecasts.library import base_rates
    from forecasts.model import ForecasterKind
    from forecasts.store import forecasters

    with options.opened(db) as store:
        known = base_rates.baseline(store, options.now())
        with store.append(options.now(), "baserate update", uuid) as batch:
            who = known or forecasters.add(batch, base_rates.NAME, ForecasterKind.BASELINE)
            found = base_rates.update(batch, who, options.now())
    said = [(question, wording.said(row, question), row) for question, row in found]
    if as_json:
        json_lines(
            {"question": q.slug, "forecaster": who.name,
             "stated": wording.stated_json(row.stated, q), "receipt": str(batch.receipt)}
            for q, _, row in said
        )  # fmt: skip
        return
    for question, words, _ in said:
        say_out(f"{question.slug}: {words}")
    if said:
        say_out(f"Receipt {batch.receipt}")
    say(f"{len(said)} changed." if said else "base-rate says what it said.")
