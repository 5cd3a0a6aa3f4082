"""What a tick did, told in words or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forecasts.cli import options
from forecasts.cli.output import json_line, say_out
from forecasts.errors import ForecastsError

if TYPE_CHECKING:
    from tracker import jobs


def told(result: jobs.TickResult, *, as_json: bool) -> None:
    """Say what a tick did; raise ForecastsError when a unit of it failed."""
    last = result.last_tick_at
    if as_json:
        since = (options.now() - last).total_seconds() if last else None
        json_line(
            {
                "scored": result.scored,
                "restated": result.restated,
                "done": list(result.done),
                "failed": list(result.failed),
                "as_of_seq": result.as_of_seq,
                "seconds_since_last_tick": since,
            }
        )
    elif not result.scored and not result.failed and not result.lines:
        say_out("Nothing is due.")
    else:
        restated = f", {result.restated} of them restated" if result.restated else ""
        see = options.typed_db("forecasts report")
        if result.scored or not result.lines:
            say_out(f"Scored {questions(result.scored)}{restated}.\nSee: {see}")
        for line in result.lines:
            say_out(f"{line}.")
    if result.failed:
        raise ForecastsError(
            f"{len(result.failed)} could not be done: {'; '.join(result.failed)}.",
            "The rest was. Each is tried again; see: forecasts tracker status",
        )


def questions(count: int) -> str:
    """Return the count with its noun."""
    return "1 question" if count == 1 else f"{count} questions"
